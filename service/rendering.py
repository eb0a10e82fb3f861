"""Pages from templates: everything that is put in is escaped, and every page has what frame and footer need."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from graph.limits import MAX_QUERY
from service import __version__
from service.addresses import address
from service.contributing.access import Access
from service.http.assets import asset
from service.names import region_name
from service.opened import Opened
from service.texts import Texts, texts

TEMPLATES: Final = Path(__file__).parent / "templates"


def texts_of(request: Request) -> Texts:
    """Return the texts in the language of a request, given by `?lang=`."""
    return texts(request.query_params.get("lang", ""))


def render(
    request: Request, template: str, current: Opened | None, status: int = 200, **values: object
) -> HTMLResponse:
    """Write a page.

    Args:
        request: What asks for it.
        template: A file's name in `templates`.
        current: The release; `None` leaves out what is known of it.
        status: The HTTP status.
        values: What the template needs.
    """
    t = texts_of(request)
    access: Access = request.app.state.access
    visitor = access.visitor(request)
    frame = {
        "t": t,
        "lang": t.language,
        "url": partial(_url, t.language),
        "other_language": _other_language(request, t.language),
        "catalogue": current.catalogue if current else None,
        "fact_sheet_regions": [region_name(one, t.language) for one in current.catalogue.fact_sheet_regions]
        if current
        else [],
        "region_name": partial(region_name, language=t.language),
        "query": "",
        "address": str(request.url),
        "version": __version__,
        "asset": asset,
        "most_characters": MAX_QUERY,
        "contributes": access.is_open,
        "form_mark": access.mark(visitor) if visitor else "",
    }
    page = _environment().get_template(template).render(**{**frame, **values})
    return HTMLResponse(page, status, {"Content-Language": t.language})


def render_part(template: str, macro: str, *values: object) -> str:
    """Write what a macro of a template makes of some values."""
    module = _environment().get_template(template).module
    return str(getattr(module, macro)(*values))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _url(language: str, path: str, fragment: str = "", **parameters: object) -> str:
    return address(path, language, fragment, **parameters)


def _other_language(request: Request, language: str) -> str:
    """Return the address of the same page in the other language."""
    kept = {name: request.query_params.getlist(name) for name in request.query_params if name != "lang"}
    return address(request.url.path, "da" if language == "en" else "en", "", **kept)

"""The addresses of pages, and of places in agreements."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, unquote, urlencode

DEFAULT_LANGUAGE = "da"
DESCRIPTIONS = "/om"
EXPLORATIONS = "/udforsk"
DESCRIBED = ("id/", "graf/")
"""Beginnings of the names that have a description of their own; the others name pages and files of the service."""
TOPICS = "id/emne/"
"""The beginning of the names of topics, which have a page for readers besides."""


def address(path: str, language: str = DEFAULT_LANGUAGE, fragment: str = "", /, **parameters: object) -> str:
    """Return the address of a page in a language; parameters that are `None` or empty are left out, lists repeated."""
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    if language != DEFAULT_LANGUAGE:
        given["lang"] = language
    tail = f"?{urlencode(given, doseq=True)}" if given else ""
    return f"{quote(path)}{tail}{f'#{quote(fragment)}' if fragment else ''}"


@lru_cache(maxsize=8192)
def place_address(agreement: str, document: str, start: int, end: int, language: str) -> str:
    """Return where a quote is marked in its agreement."""
    return address(f"/aftale/{agreement}", language, f"c-{document}-{start}", document=document, start=start, end=end)


def topic_address(slug: str, language: str) -> str:
    """Return the page of a topic."""
    return address(f"/emne/{slug}", language)


def description_address(iri: str, base: str, language: str) -> str:
    """Return where all that is said of a name of the data is listed, also of one that has a page for readers."""
    return f"{DESCRIPTIONS}/{iri.removeprefix(base)}{_in(language)}"


def exploration_address(iri: str, base: str, language: str) -> str:
    """Return where a name of the data is shown with its neighbours; a part is shown with its whole."""
    return f"{EXPLORATIONS}/{iri.removeprefix(base).partition('#')[0]}{_in(language)}"


def _in(language: str) -> str:
    return "" if language == DEFAULT_LANGUAGE else f"?{urlencode({'lang': language})}"


def thing_address(iri: str, base: str, language: str, form: str = "") -> str | None:
    """Return where a name of the data is explained on this service, or `None` if it is not one of the data's.

    Args:
        iri: The name.
        base: The base IRI.
        language: The language of the page.
        form: Name of an RDF format, to have it in that.
    """
    if not iri.startswith(base):
        return None
    path, sign, part = iri.removeprefix(base).partition("#")
    if path.startswith(TOPICS) and not form:
        return topic_address(unquote(path.removeprefix(TOPICS)), language)
    described = f"{DESCRIPTIONS}/{path}" if path.startswith(DESCRIBED) else f"/{path}"
    return f"{described}{f'.{form}' if form else _in(language)}{sign}{part}"

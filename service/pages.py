"""The page of an agreement: its text as read."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph.namespaces import agreement_iri
from ingest.errors import NotFoundError
from ingest.model import Span
from service.addresses import thing_address
from service.catalogue import HeldAgreement
from service.dependencies import Current
from service.opened import Opened
from service.rendering import render, texts_of

pages = APIRouter(include_in_schema=False)


@pages.api_route("/aftale/{agreement}", methods=["GET", "HEAD"], response_class=HTMLResponse)
def agreement_page(
    request: Request, current: Current, agreement: str, document: str = "", start: str = "", end: str = ""
) -> HTMLResponse:
    """Show an agreement's text, with a quote marked."""
    held = current.catalogue.agreements.get(agreement)
    if held is None:
        known = ", ".join(current.catalogue.agreements)
        raise NotFoundError(f"There is no agreement '{agreement}'; those that are held are {known}.")
    quote = _quote(held, current, document, start, end)
    name = str(agreement_iri(current.knowledge.note.base, agreement))
    shown = [(one, current.readable(one), quote[1] if quote and quote[0] == one.id else None) for one in held.documents]
    return render(
        request,
        "agreement.html",
        current,
        agreement=held,
        in_force=held.in_force(date.today()),
        documents=shown,
        quote_anchor=f"c-{quote[0]}-{quote[1].start}" if quote else None,
        no_place=bool(document or start or end) and quote is None,
        name=name,
        described=thing_address(name, current.knowledge.note.base, texts_of(request).language),
        others=[one for one in current.catalogue.of_region(held.region) if one.id != held.id],
    )


def _quote(held: HeldAgreement, current: Opened, document: str, start: str, end: str) -> tuple[str, Span] | None:
    """Return the document and the span of the quote that is asked for, or `None` if there is no such place."""
    found = next((one for one in held.documents if one.id == document), None)
    if found is None:
        return None
    span = current.readable(found).span(_offset(start), _offset(end))
    return (found.id, span) if span else None


def _offset(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None

"""The page of an agreement: its text as read, with what the program recognised in it marked and explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph.namespaces import agreement_iri
from ingest.errors import NotFoundError
from ingest.model import Span
from service.addresses import exploration_address, thing_address
from service.agreements.agreement_rows import Notes, kinds
from service.agreements.marked_text import MarkedText
from service.agreements.succession_rows import before
from service.catalogue import HeldAgreement, HeldDocument
from service.dependencies import Current
from service.opened import Opened
from service.rendering import render, texts_of

NEAREST: Final = 3
CLOSE: Final = 0.4
"""How alike two ids must be: a wrong year or region is still a good guess."""

agreement_pages = APIRouter(include_in_schema=False)


class UnknownAgreementError(NotFoundError):
    """There is no such agreement; `nearest` are the names of those spelt like it."""

    def __init__(self, agreement: str, current: Opened) -> None:
        base, held = current.knowledge.note.base, current.catalogue.agreements
        self.nearest = [str(agreement_iri(base, one)) for one in get_close_matches(agreement, held, NEAREST, CLOSE)]
        super().__init__(f"There is no agreement '{agreement}'; those that are held are {', '.join(held)}.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A document of the page, with the quote in it that is asked for."""

    document: HeldDocument
    text: MarkedText
    quote: Span | None


@agreement_pages.api_route("/aftale/{agreement}", methods=["GET", "HEAD"], response_class=HTMLResponse)
def agreement_page(
    request: Request, current: Current, agreement: str, document: str = "", start: str = "", end: str = ""
) -> HTMLResponse:
    """Show an agreement's text, with a quote marked."""
    held = current.catalogue.agreements.get(agreement)
    if held is None:
        raise UnknownAgreementError(agreement, current)
    t = texts_of(request)
    base = current.knowledge.note.base
    quote = _quote(held, current, document, start, end)
    name = str(agreement_iri(base, agreement))
    spans = dict([quote]) if quote else {}
    shown = [Shown(one, current.marked(one, agreement), spans.get(one.id)) for one in held.documents]
    statements = current.statements.by_agreement.get(agreement, ())
    return render(
        request,
        "agreement.html",
        current,
        agreement=held,
        in_force=held.in_force(date.today()),
        documents=shown,
        notes=Notes(current, t),
        kinds=kinds(statements, t),
        number=len(statements),
        program=current.knowledge.note.version,
        before=before(held, current, t),
        quote_anchor=f"c-{quote[0]}-{quote[1].start}" if quote else None,
        no_place=bool(document or start or end) and quote is None,
        name=name,
        described=thing_address(name, base, t.language),
        explored=exploration_address(name, base, t.language),
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

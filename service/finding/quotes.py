"""Places in agreements as a page shows them: a link to where words stand, and the heading above."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Span
from service.addresses import place_address
from service.agreements.reader import Readable
from service.catalogue import HeldAgreement, HeldDocument
from service.opened import Opened
from service.texts import Texts


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: the address that marks them, what the link says, and the heading above."""

    address: str
    link: str
    heading: str | None


def place(current: Opened, texts: Texts, agreement: HeldAgreement, document: str, span: tuple[int, int]) -> Place:
    """Find out where words stand in an agreement's document."""
    held = next(one for one in agreement.documents if one.id == document)
    readable = current.readable(held)
    link = texts(_link(held), where=whereabouts(readable, Span(span[0], span[0] + 1), texts), title=held.title)
    return Place(place_address(agreement.id, document, *span, texts.language), link, readable.heading(span[0]))


def whereabouts(readable: Readable, span: Span, texts: Texts) -> str:
    """Name the pages that a span covers, or its lines where the file has no pages: "side 3", "linje 4–6"."""
    pages = readable.pages.page(span.start), readable.pages.page(span.end - 1)
    if pages[0] is not None and pages[1] is not None:
        return _range("page", pages[0], pages[1], texts)
    return _range("line", readable.line(span.start), readable.line(span.end - 1), texts)


def _range(unit: str, first: int, last: int, texts: Texts) -> str:
    if first == last:
        return texts(f"place.{unit}", number=texts.number(first))
    return texts(f"place.{unit}s", first=texts.number(first), last=texts.number(last))


def _link(document: HeldDocument) -> str:
    if document.supplement:
        return "place.supplement"
    return "place.fact_sheet" if document.coverage == "fact sheet" else "place.agreement"

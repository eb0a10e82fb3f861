"""Places in agreements as a page shows them: a link to where words stand, and the heading above."""

from __future__ import annotations

from dataclasses import dataclass

from service.addresses import place_address
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
    link = texts(_link(held), line=texts.number(readable.line(span[0])), title=held.title)
    return Place(place_address(agreement.id, document, *span, texts.language), link, readable.heading(span[0]))


def _link(document: HeldDocument) -> str:
    if document.supplement:
        return "place.supplement"
    return "place.fact_sheet" if document.coverage == "fact sheet" else "place.agreement"

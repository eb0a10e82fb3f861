"""Hits of a search as the page shows them: an excerpt with the words marked, and why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from search.model import Hit
from service.catalogue import HeldAgreement
from service.marking import Stretch, excerpt, marked
from service.names import region_name
from service.opened import Opened
from service.quotes import Place, place
from service.texts import Texts


@dataclass(frozen=True, slots=True)
class HitRow:
    """A passage that was found.

    Attributes:
        region: Its region's name.
        agreement: The agreement that it stands in.
        in_force: That agreement holds today.
        type: The kind of statement, in words.
        stretches: Its text, or an excerpt, with the words of the query marked.
        words: These words.
        topics: The names of the topics that were asked for and that it has.
        nearness: Likeness in meaning, in figures.
        place: Where it stands.
    """

    region: str
    agreement: HeldAgreement
    in_force: bool
    type: str
    stretches: Sequence[Stretch]
    words: Sequence[str]
    topics: Sequence[str]
    nearness: str
    place: Place


def hit_rows(hits: Iterable[Hit], current: Opened, texts: Texts, today: date) -> list[HitRow]:
    """Shape the hits in their order."""
    return [_row(hit, current, texts, today) for hit in hits]


def _row(hit: Hit, current: Opened, texts: Texts, today: date) -> HitRow:
    agreement = current.catalogue.agreements[hit.agreement]
    thesaurus = current.knowledge.thesaurus
    words = hit.why.words
    return HitRow(
        region=region_name(hit.region, texts.language),
        agreement=agreement,
        in_force=agreement.in_force(today),
        type=texts(f"type.{hit.type}"),
        stretches=list(marked(excerpt(hit.text, words), words)),
        words=words,
        topics=[thesaurus[topic].label(texts.language) for topic in hit.why.topics],
        nearness=texts.number(hit.why.semantic, 2),
        place=place(current, texts, agreement, hit.document, (hit.start, hit.end)),
    )

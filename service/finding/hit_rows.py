"""Hits of a search as the page shows them: an excerpt with the words marked, and why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from search.model import Hit
from service.addresses import topic_address
from service.catalogue import HeldAgreement
from service.finding.marking import Stretch, excerpt, marked
from service.finding.quotes import Place, place
from service.names import region_name
from service.opened import Opened
from service.texts import Texts


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """A topic that was asked for and that a passage speaks of.

    Attributes:
        label: Its name.
        address: Its page.
        form: Other words than those asked for by which the passage speaks of it, or empty.
        match: What these words are to the topic: another name, or the same in meaning.
    """

    label: str
    address: str
    form: str
    match: str


@dataclass(frozen=True, slots=True)
class HitRow:
    """A passage that was found.

    Attributes:
        region: Its region's name.
        agreement: The agreement that it stands in.
        in_force: That agreement holds today.
        type: The kind of statement, in words.
        stretches: Its text, or an excerpt, with the words that it was found by marked.
        words: The words of the query that it has.
        topics: The topics that were asked for and that it speaks of.
        goals: The national goals that it belongs to, each with how that is known.
        nearness: Likeness in meaning, in figures.
        place: Where it stands.
    """

    region: str
    agreement: HeldAgreement
    in_force: bool
    type: str
    stretches: Sequence[Stretch]
    words: Sequence[str]
    topics: Sequence[SpokenOf]
    goals: Sequence[tuple[str, str]]
    nearness: str
    place: Place


def hit_rows(hits: Iterable[Hit], current: Opened, texts: Texts, today: date, kind: str = "") -> list[HitRow]:
    """Shape the hits in their order; those that were narrowed to a kind of statement are named by it."""
    return [_row(hit, current, texts, today, kind) for hit in hits]


def spoken_of(hit: Hit, current: Opened, texts: Texts) -> Iterator[SpokenOf]:
    """Yield the topics of the question that a passage speaks of, with the words by which it does."""
    found = {one.topic: one for one in current.spoken(hit.text)} if hit.why.topics else {}
    words = {word.casefold() for word in hit.why.words}
    for topic in hit.why.topics:
        named = current.knowledge.thesaurus[topic].label(texts.language), topic_address(topic, texts.language)
        match = found.get(topic)
        if match is None or match.form.casefold() in words:
            yield SpokenOf(*named, "", "")
        else:
            yield SpokenOf(*named, match.form, texts(f"match.{match.match}"))


def _row(hit: Hit, current: Opened, texts: Texts, today: date, kind: str) -> HitRow:
    agreement = current.catalogue.agreements[hit.agreement]
    topics = list(spoken_of(hit, current, texts))
    shown = (*hit.why.words, *(one.form for one in topics if one.form))
    goals = current.national_goals.within(hit.document, hit.start, hit.end)
    return HitRow(
        region=region_name(hit.region, texts.language),
        agreement=agreement,
        in_force=agreement.in_force(today),
        type=texts(f"type.{kind or hit.type}"),
        stretches=list(marked(excerpt(hit.text, shown), shown)),
        words=hit.why.words,
        topics=topics,
        goals=[
            (
                current.national_goals.goals[number].name(texts.language),
                texts(f"hits.goal_{'inferred' if guess else 'named'}"),
            )
            for number, guess in goals.items()
        ],
        nearness=texts.number(hit.why.semantic, 2),
        place=place(current, texts, agreement, hit.document, (hit.start, hit.end)),
    )

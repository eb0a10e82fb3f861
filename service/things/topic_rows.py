"""A topic as its page shows it: its names and neighbours, the statements on it, and national goals it is tied to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.thesaurus import Label, Thesaurus, Topic
from ingest.model import Kind
from service.addresses import description_address, topic_address
from service.catalogue import HeldAgreement
from service.finding.quotes import Place, place
from service.names import region_name
from service.national_goals import NationalGoal
from service.opened import Opened
from service.texts import LANGUAGES, Texts
from service.things.stated import Stated


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads somewhere."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a topic is.

    Attributes:
        slug: The last part of its name.
        label: What it is called in the language of the page.
        definition: In Danish, or empty.
        names: Its other names by language: the reader's first.
        broader: The topics above it; the same for `narrower` and `related`.
    """

    slug: str
    label: str
    definition: str
    names: Sequence[tuple[str, Sequence[str]]]
    broader: Sequence[Link]
    narrower: Sequence[Link]
    related: Sequence[Link]


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A statement with its first place, and where the page of its agreement tells how it was found."""

    text: str
    region: str
    agreement: HeldAgreement
    in_force: bool
    place: Place
    provenance: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is stated on a topic.

    Attributes:
        kinds: The kinds of statement with their names and how many there are, what binds before what tells.
        kind: The one that is shown, or empty if nothing is stated.
        rows: Its statements.
    """

    kinds: Sequence[tuple[str, str, int]]
    kind: str
    rows: Sequence[SaidRow]


@dataclass(frozen=True, slots=True)
class Tie:
    """A statement that ties the topic to a national goal, with what it is and how sure that is."""

    row: SaidRow
    kind: str
    how: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class TiedGoal:
    """A national goal that a topic is tied to; `named` if its own name speaks of the topic."""

    name: str
    address: str
    named: bool
    ties: Sequence[Tie]


def card(topic: Topic, thesaurus: Thesaurus, texts: Texts) -> Card:
    """Shape a topic itself."""
    label = topic.label(texts.language)
    shown = [one for one in topic.labels if one.role != "hidden" and one.text != label]
    order = sorted(LANGUAGES, key=lambda language: language != texts.language)
    return Card(
        slug=topic.slug,
        label=label,
        definition=topic.definition,
        names=[(language, found) for language in order if (found := _in_language(shown, language))],
        broader=_links(topic.broader, thesaurus, texts),
        narrower=_links(thesaurus.narrower.get(topic.slug, ()), thesaurus, texts),
        related=_links(topic.related, thesaurus, texts),
    )


def said_of_kind(stated: Sequence[Stated], kind: str, current: Opened, texts: Texts, today: date) -> Said:
    """Shape the statements of one kind; of the first that there are, where there are none of it."""
    numbers = Counter(one.kind for one in stated)
    kinds = [(one.value, texts(f"type.{one}"), numbers[one]) for one in Kind if one in numbers]
    shown = kind if kind in numbers else kinds[0][0] if kinds else ""
    return Said(kinds, shown, [said_row(one, current, texts, today) for one in stated if one.kind == shown])


def said_row(one: Stated, current: Opened, texts: Texts, today: date) -> SaidRow:
    """Shape a statement with its first place."""
    held = current.catalogue.agreements[one.agreement]
    first = one.quotes[0]
    return SaidRow(
        text=one.text,
        region=region_name(held.region, texts.language),
        agreement=held,
        in_force=held.in_force(today),
        place=place(current, texts, held, first.document, (first.span.start, first.span.end)),
        provenance=one.anchor,
    )


def tied_goals(
    topic: str, stated: Sequence[Stated], goals: Iterable[NationalGoal], current: Opened, texts: Texts, today: date
) -> list[TiedGoal]:
    """Find the national goals that name a topic, or that statements on it name or may contribute to."""
    found = []
    for goal in goals:
        ties = [
            _tie(one, link.confidence, current, texts, today)
            for one in stated
            for link in one.national
            if link.goal == goal.iri
        ]
        if ties or topic in goal.topics:
            where = description_address(goal.iri, current.knowledge.note.base, texts.language)
            found.append(TiedGoal(goal.name(texts.language), where, topic in goal.topics, ties))
    return found


def _tie(one: Stated, confidence: float | None, current: Opened, texts: Texts, today: date) -> Tie:
    sure = texts("topic.contributes", confidence=texts.number(confidence, 2)) if confidence is not None else ""
    row = said_row(one, current, texts, today)
    return Tie(row, texts(f"type.{one.kind}"), sure or texts("topic.names_goal"), confidence is not None)


def _links(slugs: Iterable[str], thesaurus: Thesaurus, texts: Texts) -> list[Link]:
    links = [Link(thesaurus[slug].label(texts.language), topic_address(slug, texts.language)) for slug in slugs]
    return sorted(links, key=lambda one: texts.order(one.text))


def _in_language(labels: Iterable[Label], language: str) -> list[str]:
    return list(dict.fromkeys(label.text for label in labels if label.language == language))

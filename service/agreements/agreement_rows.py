"""What the page of an agreement tells of each statement: what it is, where it stands, and how it was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.model import Kind
from service.addresses import description_address, exploration_address, place_address, topic_address
from service.finding.quotes import whereabouts
from service.opened import Opened
from service.texts import Texts
from service.things.stated import Corrected, Place, Stated
from service.things.topic_rows import Link


@dataclass(frozen=True, slots=True)
class Where:
    """A place of a statement: the lines that it covers, in words, and the address that marks it."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Note:
    """The provenance of a statement.

    Attributes:
        anchor: Its id on the page.
        kind: The kind of statement; `kind_name` is that in words.
        text: What it says, after repair.
        places: Where it stands.
        under: The names of the statements that it belongs to.
        strength: The modal verb of a commitment, or empty.
        topics: The topics that the program finds in it.
        national: The national goals, each with what ties it.
        described: Where all that is said of it is listed.
        explored: Where it is shown with its neighbours.
        found: The kind in words that the program read it as.
        corrected: Who made another of that and when, in words, or empty.
    """

    anchor: str
    kind: str
    kind_name: str
    text: str
    places: Sequence[Where]
    under: Sequence[str]
    strength: str
    topics: Sequence[Link]
    national: Sequence[tuple[Link, str]]
    described: str
    explored: str
    found: str
    corrected: str


class Notes:
    """Tells of statements, in the language of a request."""

    def __init__(self, current: Opened, texts: Texts) -> None:
        self._current, self._texts = current, texts
        self._base, self._thesaurus = current.knowledge.note.base, current.knowledge.thesaurus
        self._goals = {goal.iri: goal for goal in current.national_goals.goals.values()}
        self._documents = {
            document.id: document
            for agreement in current.catalogue.agreements.values()
            for document in agreement.documents
        }

    def note(self, one: Stated) -> Note:
        """Tell of a statement."""
        texts, by_iri = self._texts, self._current.statements.by_iri
        return Note(
            anchor=one.anchor,
            kind=one.kind,
            kind_name=texts(f"type.{one.kind}"),
            text=one.text,
            places=[self._where(one, place) for place in one.quotes],
            under=[by_iri[iri].label for iri in one.under if iri in by_iri],
            strength=one.strength,
            topics=self._topics(one.topics),
            national=[
                (self._goal(link.goal), self._how(link.confidence)) for link in one.national if link.goal in self._goals
            ],
            described=description_address(one.iri, self._base, texts.language),
            explored=exploration_address(one.iri, self._base, texts.language),
            found=texts(f"type.{one.corrected.read if one.corrected else one.kind}"),
            corrected=self._corrected(one.corrected),
        )

    def _where(self, one: Stated, place: Place) -> Where:
        document = self._documents[place.document]
        readable = self._current.readable(document)
        span = place.span
        there = whereabouts(readable, span, self._texts)
        return Where(
            self._texts("provenance.place", title=document.title, where=there, start=span.start, end=span.end),
            place_address(one.agreement, place.document, span.start, span.end, self._texts.language),
        )

    def _corrected(self, corrected: Corrected | None) -> str:
        if corrected is None:
            return ""
        return self._texts("provenance.by", by=corrected.by, day=self._texts.date(corrected.day))

    def _topics(self, slugs: Iterable[str]) -> list[Link]:
        language = self._texts.language
        known = (slug for slug in slugs if slug in self._thesaurus)
        return [Link(self._thesaurus[slug].label(language), topic_address(slug, language)) for slug in known]

    def _goal(self, iri: str) -> Link:
        language = self._texts.language
        return Link(self._goals[iri].name(language), description_address(iri, self._base, language))

    def _how(self, confidence: float | None) -> str:
        if confidence is None:
            return ""
        return self._texts("provenance.contributes", confidence=self._texts.number(confidence, 2))


def kinds(statements: Iterable[Stated], texts: Texts) -> list[tuple[str, str, int]]:
    """Count statements by kind, each kind with its name."""
    numbers = Counter(one.kind for one in statements)
    return [(kind.value, texts(f"type.{kind}"), numbers[kind]) for kind in Kind if kind in numbers]

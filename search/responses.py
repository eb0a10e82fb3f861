"""What a question is answered by: levels by region with their evidence, or statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.model import LEVEL_LABELS
from search.model import Hit
from search.questions import Question


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that speaks of the topic.

    Attributes:
        document: Id of its source document.
        quote: The sentence verbatim, `source[start:end]`.
        text: The sentence as it reads after repair.
        start: Its first character's offset in the source.
        end: Offset after its last character.
        statement_type: The kind of statement it stands in, or "text".
        match: "word", "synonym" or "semantic".
    """

    document: str
    quote: str
    text: str
    start: int
    end: int
    statement_type: str
    match: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one region's agreement says of the topic.

    Attributes:
        region: The region's name.
        agreement: Id of the agreement that answers for it.
        period_start: ISO date or year.
        period_end: The same; a year means to its last day.
        in_force: The agreement is in force on the day asked for.
        coverage: "full text" or "fact sheet".
        level: 3 prioritised, 2 supported, 1 mentioned, 0 not mentioned; `None` where a fact sheet is silent.
        evidence: The sentences, the weightiest first.
        nearest: Where nothing speaks of it, the passage nearest to the question; never counted, `None` if none is near.
    """

    region: str
    agreement: str
    period_start: str
    period_end: str
    in_force: bool
    coverage: str
    level: int | None
    evidence: tuple[Evidence, ...]
    nearest: Hit | None = None

    @property
    def silent(self) -> bool:
        """Whether nothing in the agreement, or in the fact sheet, speaks of it."""
        return not self.level

    def level_label(self, language: str = "da") -> str:
        """Return the level in words."""
        return LEVEL_LABELS[language][self.level]


@dataclass(frozen=True, slots=True)
class ListedStatement:
    """A statement that a question asks for.

    Attributes:
        region: The region's name.
        agreement: Id of the agreement that makes it.
        in_force: The agreement is in force on the day asked for.
        coverage: "full text" or "fact sheet".
        evidence: Where it stands; `statement_type` is its kind.
    """

    region: str
    agreement: str
    in_force: bool
    coverage: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is known of an agreement itself.

    Attributes:
        id: Its id.
        title: Its title.
        region: The region's name.
        period_start: ISO date or year.
        period_end: The same; a year means to its last day.
        in_force: It is in force on the day asked for.
        coverage: "full text" or "fact sheet".
        parties: Who made it, where that is known.
        municipalities: How many municipalities take part, where the text tells.
        predecessor: Id of the agreement that it replaces, where that one is held.
    """

    id: str
    title: str
    region: str
    period_start: str
    period_end: str
    in_force: bool
    coverage: str
    parties: tuple[str, ...] = ()
    municipalities: int | None = None
    predecessor: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """An answered question: answers by region, statements or agreements, and the SPARQL query that gives them."""

    question: Question
    sparql: str
    answers: tuple[Answer, ...] = ()
    statements: tuple[ListedStatement, ...] = ()
    agreements: tuple[Agreement, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the graph answers the question; if not, passages may."""
        return bool(self.answers or self.statements or self.agreements)


def in_force(start: str, end: str, today: date) -> bool:
    """Tell whether a period given by ISO dates or years holds on a day."""
    first = start if len(start) > 4 else f"{start}-01-01"
    last = end if len(end) > 4 else f"{end}-12-31"
    return first <= today.isoformat() <= last

"""What the program infers from an agreement: mentions, priorities, links. What a text states is in `ingest.model`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.errors import EvidenceError
from ingest.model import Kind, Quote, Statement

TEXT: Final = "text"
MATCHES: Final = ("word", "synonym", "semantic")
STATEMENT_TYPES: Final = frozenset((*(kind.value for kind in Kind), TEXT))
RELATIONS: Final = ("nationalGoal", "similarGoal")

CLASSES: Final[Mapping[Kind, str]] = {
    Kind.VISION: "Vision",
    Kind.PRINCIPLE: "Principle",
    Kind.VALUE: "Value",
    Kind.FOCUS_AREA: "FocusArea",
    Kind.GOAL: "Goal",
    Kind.INDICATOR: "Indicator",
    Kind.NATIONAL_GOAL: "NationalGoalReference",
    Kind.NATIONAL_INDICATOR: "NationalIndicatorReference",
    Kind.TARGET_GROUP: "TargetGroup",
    Kind.ORGANISATION: "OrganisationRole",
    Kind.STATISTIC: "Statistic",
    Kind.DEFINITION: "Definition",
    Kind.FOLLOW_UP: "FollowUp",
    Kind.INITIATIVE: "Initiative",
}
"""The class of the ontology of each kind of statement, by its local name."""

LEVEL_LABELS: Final[Mapping[str, Mapping[int | None, str]]] = {
    "da": {3: "prioriteret", 2: "understøttet", 1: "nævnt", 0: "ikke omtalt", None: "ukendt: kun faktaark"},
    "en": {3: "prioritised", 2: "supported", 1: "mentioned", 0: "not mentioned", None: "unknown: only a fact sheet"},
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an agreement speaks of a topic.

    Attributes:
        topic: Slug of the topic.
        form: The words that matched, as the repaired text has them.
        match: "word" (the topic's own label), "synonym" (another label) or "semantic" (a phrase that means it).
        statement_type: The kind of statement it stands in, or "text" where it stands in none.
        quote: The sentence or item, verbatim.
        text: The same, as it reads after repair.
        statement: The statement it stands in.
        weight: The level that it alone gives the topic: 3, 2 or 1 (see `graph.weights`).

    Raises:
        EvidenceError: A value is none of those allowed, or the type is not that of the statement.
    """

    topic: str
    form: str
    match: str
    statement_type: str
    quote: Quote
    text: str
    statement: Statement | None = None
    weight: int = 1

    def __post_init__(self) -> None:
        if self.match not in MATCHES:
            raise EvidenceError(f"A mention matches by {', '.join(MATCHES)}, not '{self.match}'; use one of these.")
        if self.statement_type not in STATEMENT_TYPES:
            raise EvidenceError(f"A mention is in a kind of statement or in 'text', not in '{self.statement_type}'.")
        if self.statement is not None and self.statement.kind.value != self.statement_type:
            raise EvidenceError(
                f"A mention has the type of its statement, here '{self.statement.kind}', not '{self.statement_type}'; "
                f"correct the mention of '{self.topic}'."
            )


@dataclass(frozen=True, slots=True)
class WeighedSentence:
    """A sentence, item or cell with the level that it gives whatever it speaks of.

    Attributes:
        quote: The sentence, verbatim.
        text: The same, as it reads after repair.
        statement_type: The kind of statement it stands in, or "text" where it stands in none.
        weight: 3 prioritised, 2 supported or 1 mentioned (see `graph.weights`).
        mentions: The topics of the thesaurus that it mentions.
        statement: The statement it stands in.
    """

    quote: Quote
    text: str
    statement_type: str
    weight: int
    mentions: tuple[Mention, ...] = ()
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """How much weight an agreement gives a topic.

    Attributes:
        topic: Slug of the topic.
        level: 3 prioritised, 2 supported, 1 mentioned, 0 found nowhere; `None` where silence says nothing because
            only a fact sheet is held.
        rule: Id of the rule that decided.
        evidence: The mentions that show it, the strongest first.

    Raises:
        EvidenceError: The level is out of range, lacks evidence, or denies the evidence it has.
    """

    topic: str
    level: int | None
    rule: str
    evidence: tuple[Mention, ...] = ()

    def __post_init__(self) -> None:
        if self.level not in (None, 0, 1, 2, 3):
            raise EvidenceError(f"A level is 0 to 3, or unknown, not {self.level}; correct rule '{self.rule}'.")
        if bool(self.level) != bool(self.evidence):
            raise EvidenceError(
                f"A priority of level 1 to 3 needs evidence and any other has none, but '{self.topic}' has level "
                f"{self.level} with {len(self.evidence)} mentions; correct rule '{self.rule}'."
            )
        if any(mention.topic != self.topic for mention in self.evidence):
            raise EvidenceError(f"The evidence of '{self.topic}' must mention that topic; correct rule '{self.rule}'.")


@dataclass(frozen=True, slots=True)
class Link:
    """A goal's relation to something outside its agreement, inferred and therefore with a confidence.

    Attributes:
        goal: The goal.
        relation: "nationalGoal" or "similarGoal": local name of the property.
        target: IRI of the national goal, or of the other agreement's goal.
        confidence: From 0 to 1.
        rule: Id of the rule that decided.

    Raises:
        EvidenceError: The relation is none of the two, or the confidence lies outside 0 to 1.
    """

    goal: Statement
    relation: str
    target: str
    confidence: float
    rule: str

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise EvidenceError(f"A link is {' or '.join(RELATIONS)}, not '{self.relation}'; use one of these.")
        if not 0 <= self.confidence <= 1:
            raise EvidenceError(f"A confidence lies from 0 to 1, not at {self.confidence}; correct rule '{self.rule}'.")

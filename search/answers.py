"""Answers by region: how much weight each region's agreement gives a topic, with the quotes that show it.

An answer is read from the graph by the competency question `answer-by-region.rq`, with its topic exchanged; so what a
user sees is what the query that is shown with it gives. One agreement answers for a region: the one in force on the
day, or else the latest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import cast

import pyoxigraph as ox

from graph.model import LEVEL_LABELS
from graph.store import Asked
from ingest.model import Coverage
from search.questions import Question

QUERY = "queries/answer-by-region.rq"
WRITTEN_BASE = "https://w3id.org/aftalegraf/"
TOPIC = re.compile(r"VALUES \?topic \{[^}]*\}")


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
    """

    region: str
    agreement: str
    period_start: str
    period_end: str
    in_force: bool
    coverage: str
    level: int | None
    evidence: tuple[Evidence, ...]

    def level_label(self, language: str = "da") -> str:
        """Return the level in words."""
        return LEVEL_LABELS[language][self.level]


@dataclass(frozen=True, slots=True)
class Response:
    """An answered question: the answers by region, and the SPARQL query that gives them."""

    question: Question
    sparql: str
    answers: tuple[Answer, ...]


def topic_query(topic: str, base: str) -> str:
    """Return the query that answers for a topic, by its slug, under a base IRI."""
    text = files("ontology").joinpath(QUERY).read_text(encoding="utf-8").replace(WRITTEN_BASE, base)
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()
    return TOPIC.sub(f"VALUES ?topic {{ emne:{topic} }}", query) + "\n"


def answer(question: Question, store: Asked, base: str, today: date) -> Response:
    """Answer a question that has a topic; without one, no answers.

    Args:
        question: As understood.
        store: The graph.
        base: Base IRI of its names.
        today: The day on which an agreement is in force or not.
    """
    if question.topic is None:
        return Response(question, "", ())
    sparql = topic_query(question.topic.topic, base)
    by_agreement: dict[str, list[ox.QuerySolution]] = {}
    for row in cast(ox.QuerySolutions, store.query(sparql)):
        by_agreement.setdefault(row["agreement"].value, []).append(row)
    return Response(question, sparql, tuple(_one_each(_answer(group, today) for group in by_agreement.values())))


def in_force(start: str, end: str, today: date) -> bool:
    """Tell whether a period given by ISO dates or years holds on a day."""
    first = start if len(start) > 4 else f"{start}-01-01"
    last = end if len(end) > 4 else f"{end}-12-31"
    return first <= today.isoformat() <= last


def _answer(rows: Sequence[ox.QuerySolution], today: date) -> Answer:
    first = rows[0]
    start, end = first["from"].value, first["to"].value
    evidence = {_evidence(row): None for row in rows if row["quote"] is not None}
    return Answer(
        region=first["region"].value,
        agreement=first["agreement"].value,
        period_start=start,
        period_end=end,
        in_force=in_force(start, end, today),
        coverage=Coverage(first["coverage"].value).value,
        level=int(first["level"].value) if first["level"] is not None else None,
        evidence=tuple(evidence),
    )


def _evidence(row: ox.QuerySolution) -> Evidence:
    return Evidence(
        document=row["document"].value,
        quote=row["quote"].value,
        text=row["sentence"].value,
        start=int(row["start"].value),
        end=int(row["end"].value),
        statement_type=row["kind"].value,
        match=row["match"].value,
    )


def _one_each(answers: Iterable[Answer]) -> list[Answer]:
    """Keep one answer a region, and put the highest level first; what is not known comes last."""
    by_region: dict[str, Answer] = {}
    for one in answers:
        other = by_region.get(one.region)
        if other is None or (one.in_force, one.period_start) > (other.in_force, other.period_start):
            by_region[one.region] = one
    return sorted(by_region.values(), key=lambda one: 1 if one.level is None else -one.level)

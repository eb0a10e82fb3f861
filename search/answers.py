"""Answers by region: how much weight each region's agreement gives a topic, with the quotes that show it.

An answer is read from the graph by a competency question, `answer-by-region.rq` with its topic exchanged, or, for a
question that is about no single topic, `answer-by-words.rq` with its conditions exchanged; so what a user sees is what
the query that is shown with it gives. One agreement answers for a region: the one in force on the
day, or else the latest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import pyoxigraph as ox

from graph.model import CLASSES, LEVEL_LABELS
from graph.prefixes import query_text
from graph.regions import regions
from graph.store import Asked
from ingest.model import Coverage, Kind
from search.model import Hit
from search.questions import Aspect, Question

BY_TOPIC = "answer-by-region"
BY_WORDS = "answer-by-words"
STATEMENTS = "statements-on-topic"
TOPIC = re.compile(r"VALUES \?topic \{[^}]*\}")
CONDITIONS = re.compile(r"(?:^ +(?:\?spoken(?: dcterms:subject|1)|FILTER \(REGEX).*\n)+", re.MULTILINE)
CLASS = re.compile(r"\(aft:\w+ \"[\w-]+\"\)")
PLACES = re.compile(r"^ +VALUES \?place .*\n", re.MULTILINE)
LETTER = "a-zæøåéü0-9"
DEFINED = 'STRBEFORE(STR(?text), ":")'
MOST_EVIDENCE = 12
BEST = 10


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
class Stated:
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
class Response:
    """An answered question: the answers by region or the statements asked for, and the SPARQL query that gives them."""

    question: Question
    sparql: str
    answers: tuple[Answer, ...] = ()
    statements: tuple[Stated, ...] = ()


def topic_query(topic: str, base: str) -> str:
    """Return the query that answers for a topic, by its slug, under a base IRI."""
    return TOPIC.sub(f"VALUES ?topic {{ emne:{topic} }}", query_text(BY_TOPIC, base))


def words_query(aspects: Iterable[Aspect], base: str) -> str:
    """Return the query that answers for what must be spoken of in one sentence, under a base IRI."""
    conditions = "".join(f"    {_condition(aspect)}\n" for aspect in aspects)
    return CONDITIONS.sub(lambda _: conditions, query_text(BY_WORDS, base))


def statements_query(kinds: Sequence[str], places: Sequence[str], aspects: Iterable[Aspect], base: str) -> str:
    """Return the query that lists the statements of some kinds, of some regions or all, that speak of some things."""
    classes = " ".join(f'(aft:{CLASSES[Kind(kind)]} "{kind}")' for kind in kinds)
    text = DEFINED if Kind.DEFINITION in kinds else "?text"
    conditions = "".join(f"  {_stated(number, aspect, text)}\n" for number, aspect in enumerate(aspects, start=1))
    query = CONDITIONS.sub(lambda _: conditions, CLASS.sub(classes, query_text(STATEMENTS, base)))
    within = f"  VALUES ?place {{ {' '.join(f'region:{slug}' for slug in places)} }}\n" if places else ""
    return PLACES.sub(within, query)


def _stated(number: int, aspect: Aspect, text: str) -> str:
    if aspect.topic is not None:
        return f"?spoken{number} aft:inStatement ?statement ; dcterms:subject emne:{aspect.topic} ."
    return _condition(aspect, text)


def _condition(aspect: Aspect, text: str = "?sentence") -> str:
    if aspect.topic is not None:
        return f"?spoken dcterms:subject emne:{aspect.topic} ."
    # Written twice escaped: for the regular expression, and for the string of SPARQL.
    forms = "|".join(re.escape(form).replace("\\", "\\\\").replace('"', '\\"') for form in aspect.forms)
    return f'FILTER (REGEX(LCASE(STR({text})), "(^|[^{LETTER}])({forms})($|[^{LETTER}])"))'


def answer(question: Question, store: Asked, base: str, today: date) -> Response:
    """Answer a question that is about a topic, or about several things together; any other has no answers.

    Args:
        question: As understood.
        store: The graph.
        base: Base IRI of its names.
        today: The day on which an agreement is in force or not.
    """
    if question.topic is None and not question.aspects:
        return Response(question, "")
    sparql = topic_query(question.topic.topic, base) if question.topic else words_query(question.aspects, base)
    by_agreement: dict[str, list[ox.QuerySolution]] = {}
    for row in cast(ox.QuerySolutions, store.query(sparql)):
        by_agreement.setdefault(row["agreement"].value, []).append(row)
    return Response(question, sparql, tuple(one_each(read_answer(group, today) for group in by_agreement.values())))


def list_statements(question: Question, store: Asked, base: str, today: date) -> Response:
    """List the statements of the kinds that a question asks for; the arguments are those of `answer`.

    Of the agreements of one region all are listed, those in force first; a statement that stands in several places is
    listed once, with the first.
    """
    aspects = (Aspect(question.topic.form, question.topic.topic),) if question.topic else question.aspects
    if Kind.DEFINITION in question.kinds:  # What a word means is told where it is defined, not where it is used.
        aspects = tuple(Aspect(one.label, forms=one.forms or (one.label.lower(),)) for one in aspects)
    sparql = statements_query(question.kinds, question.regions, aspects, base)
    found: dict[tuple[str, str, str], Stated] = {}
    for row in cast(ox.QuerySolutions, store.query(sparql)):
        one = _statement(row, today)
        found.setdefault((one.agreement, one.evidence.statement_type, one.evidence.text), one)
    return Response(question, sparql, statements=tuple(sorted(found.values(), key=lambda one: not one.in_force)))


def _statement(row: ox.QuerySolution, today: date) -> Stated:
    evidence = Evidence(
        document=row["document"].value,
        quote=row["quote"].value,
        text=row["text"].value,
        start=int(row["start"].value),
        end=int(row["end"].value),
        statement_type=row["kind"].value,
        match="word",
    )
    return Stated(
        region=row["region"].value,
        agreement=row["agreement"].value,
        in_force=in_force(row["from"].value, row["to"].value, today),
        coverage=Coverage(row["coverage"].value).value,
        evidence=evidence,
    )


def named_first(response: Response) -> Response:
    """Put the answers of the regions that the question names before the others."""
    named = [regions()[slug].names["da"] for slug in response.question.regions]
    order = sorted(response.answers, key=lambda one: named.index(one.region) if one.region in named else len(named))
    return replace(response, answers=tuple(order))


def with_nearest(response: Response, hits: Iterable[Hit]) -> Response:
    """Add to each silent answer the best of the hits that are from its agreement.

    Args:
        response: The answered question.
        hits: What a search for the question finds, best first; behind the best ten only those count that share a word
            or a topic with it, for there is always a nearest passage.
    """
    nearest: dict[str, Hit] = {}
    for rank, hit in enumerate(hits):
        if rank < BEST or hit.why.words or hit.why.topics:
            nearest.setdefault(hit.agreement, hit)
    answers = (replace(one, nearest=nearest.get(one.agreement)) if one.silent else one for one in response.answers)
    return replace(response, answers=tuple(answers))


def in_force(start: str, end: str, today: date) -> bool:
    """Tell whether a period given by ISO dates or years holds on a day."""
    first = start if len(start) > 4 else f"{start}-01-01"
    last = end if len(end) > 4 else f"{end}-12-31"
    return first <= today.isoformat() <= last


def read_answer(rows: Sequence[ox.QuerySolution], today: date) -> Answer:
    """Read what one agreement says of one topic from the rows of its evidence."""
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
        evidence=tuple(evidence)[:MOST_EVIDENCE],
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


def one_each(answers: Iterable[Answer]) -> list[Answer]:
    """Keep one answer a region, and put the highest level first; what is not known comes last."""
    by_region: dict[str, Answer] = {}
    for one in answers:
        other = by_region.get(one.region)
        if other is None or (one.in_force, one.period_start) > (other.in_force, other.period_start):
            by_region[one.region] = one
    return sorted(by_region.values(), key=lambda one: 1 if one.level is None else -one.level)

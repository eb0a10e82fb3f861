"""Answers by region: how much weight each region's agreement gives a topic, with the quotes that show it.

An answer is read from the graph by a competency question, `answer-by-region.rq` with its topic exchanged, or, for a
question that is about no single topic, `answer-by-words.rq` with its conditions exchanged; so what a user sees is what
the query that is shown with it gives. One agreement answers for a region: the one in force on the
day, or else the latest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, cast

import pyoxigraph as ox

from graph.regions import regions
from graph.store import Asked
from ingest.model import Coverage
from search.answer_queries import topic_query, words_query
from search.model import Hit
from search.questions import Question
from search.responses import Answer, Evidence, Response, in_force

MOST_EVIDENCE: Final = 12
BEST: Final = 10


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


def named_first(response: Response) -> Response:
    """Put the answers of the regions that the question names before the others."""
    named = [regions()[slug].names["da"] for slug in response.question.regions]
    order = sorted(response.answers, key=lambda one: named.index(one.region) if one.region in named else len(named))
    return replace(response, answers=tuple(order))


def related(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield the hits that count: the best ten, and behind them those that share a word or a topic with the query.

    There is always a nearest passage, however little it has to do with what was asked.

    Args:
        hits: What a search found, best first.
    """
    return (hit for rank, hit in enumerate(hits) if rank < BEST or hit.why.words or hit.why.topics)


def with_nearest(response: Response, hits: Iterable[Hit]) -> Response:
    """Add to each silent answer the best of the hits of a search for the question that is from its agreement."""
    nearest: dict[str, Hit] = {}
    for hit in related(hits):
        nearest.setdefault(hit.agreement, hit)
    answers = (replace(one, nearest=nearest.get(one.agreement)) if one.silent else one for one in response.answers)
    return replace(response, answers=tuple(answers))


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
        if other is None or _precedence(one) > _precedence(other):
            by_region[one.region] = one
    return sorted(by_region.values(), key=lambda one: 1 if one.level is None else -one.level)


def _precedence(one: Answer) -> tuple[bool, str, str]:
    """Return what decides which agreement of a region answers: the same one for every topic, also where periods tie."""
    return one.in_force, one.period_start, one.agreement

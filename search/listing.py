"""Lists the statements of the kinds that a question asks for, by the competency question `statements-on-topic.rq`."""

from __future__ import annotations

from datetime import date
from typing import cast

import pyoxigraph as ox

from graph.store import Asked
from ingest.model import Coverage, Kind
from search.answer_queries import statements_query
from search.questions import Aspect, Question
from search.responses import Evidence, ListedStatement, Response, in_force


def list_statements(question: Question, store: Asked, base: str, today: date) -> Response:
    """List the statements of the kinds that a question asks for; the arguments are those of `search.answers.answer`.

    Of the agreements of one region all are listed, those in force first; a statement that stands in several places is
    listed once, with the first.
    """
    aspects = (Aspect(question.topic.form, question.topic.topic),) if question.topic else question.aspects
    if Kind.DEFINITION in question.kinds:  # What a word means is told where it is defined, not where it is used.
        aspects = tuple(Aspect(one.label, forms=one.forms or (one.label.lower(),)) for one in aspects)
    sparql = statements_query(question.kinds, question.regions, aspects, base)
    found: dict[tuple[str, str, str], ListedStatement] = {}
    for row in cast(ox.QuerySolutions, store.query(sparql)):
        one = _statement(row, today)
        found.setdefault((one.agreement, one.evidence.statement_type, one.evidence.text), one)
    return Response(question, sparql, statements=tuple(sorted(found.values(), key=lambda one: not one.in_force)))


def _statement(row: ox.QuerySolution, today: date) -> ListedStatement:
    evidence = Evidence(
        document=row["document"].value,
        quote=row["quote"].value,
        text=row["text"].value,
        start=int(row["start"].value),
        end=int(row["end"].value),
        statement_type=row["kind"].value,
        match="word",
    )
    return ListedStatement(
        region=row["region"].value,
        agreement=row["agreement"].value,
        in_force=in_force(row["from"].value, row["to"].value, today),
        coverage=Coverage(row["coverage"].value).value,
        evidence=evidence,
    )

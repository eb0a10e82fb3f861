"""The agreements themselves: when each is in force, who made it, which it replaces; by `agreements.rq`."""

from __future__ import annotations

from datetime import date
from typing import cast

import pyoxigraph as ox

from graph.store import Asked
from ingest.model import Coverage
from search.answer_queries import agreements_query
from search.questions import Question
from search.responses import Agreement, Response, in_force


def list_agreements(question: Question, store: Asked, base: str, today: date) -> Response:
    """List the agreements of the regions that a question names, or all; the arguments are those of `answer`.

    Those in force come first.
    """
    sparql = agreements_query(question.regions, base)
    rows: dict[str, list[ox.QuerySolution]] = {}
    for row in cast(ox.QuerySolutions, store.query(sparql)):
        rows.setdefault(row["agreement"].value, []).append(row)
    found = [_agreement(group, today) for group in rows.values()]
    return Response(question, sparql, agreements=tuple(sorted(found, key=lambda one: not one.in_force)))


def _agreement(rows: list[ox.QuerySolution], today: date) -> Agreement:
    row = rows[0]
    start, end = row["from"].value, row["to"].value
    return Agreement(
        id=row["agreement"].value,
        title=row["title"].value,
        region=row["region"].value,
        period_start=start,
        period_end=end,
        in_force=in_force(start, end, today),
        coverage=Coverage(row["coverage"].value).value,
        parties=tuple(sorted(one["party"].value for one in rows if one["party"] is not None)),
        municipalities=int(row["municipalities"].value) if row["municipalities"] is not None else None,
        predecessor=row["predecessor"].value if row["predecessor"] is not None else None,
    )

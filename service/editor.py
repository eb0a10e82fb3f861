"""The SPARQL page for browsers: a plain form, examples, and the result as a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from starlette.responses import Response

from graph.questions import competency_questions
from graph.sparql import FORMATS, Form
from graph.workers import QueryResult
from ingest.errors import AftalegrafError
from service.dependencies import opened
from service.problems import describe
from service.rendering import render

MOST_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class Result:
    """A query's result as the page shows it: a table, a truth value, triples as text, or why there is none."""

    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    total: int | None = None
    truth: bool | None = None
    graph: str = ""
    failure: str = ""
    status: int = field(default=HTTPStatus.OK)
    warnings: Sequence[str] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def editor(request: Request, ask: Callable[[], QueryResult] | None) -> Response:
    """Write the page; run the query if there is one.

    Args:
        request: What asks for the page.
        ask: Runs the query of the request, and gives rows and truth values as JSON.
    """
    current = opened(request)
    result = _run(ask) if ask else None
    page = render(
        request,
        "sparql.html",
        current,
        result.status if result else HTTPStatus.OK,
        sparql=request.query_params.get("query", ""),
        result=result,
        most_rows=MOST_ROWS,
        formats=[one.name for one in FORMATS[Form.TABLE]],
        examples=competency_questions(current.knowledge.note.base),
    )
    page.headers.update(result.headers if result else {})
    return page


def _run(ask: Callable[[], QueryResult]) -> Result:
    try:
        with ask() as answered:
            return replace(_shown(answered.form, answered.read()), warnings=answered.warnings)
    except AftalegrafError as error:
        problem = describe(error)
        return Result(failure=problem.sentence, status=problem.status, headers=problem.headers)


def _shown(form: Form, body: bytes) -> Result:
    if form is Form.GRAPH:
        return Result(graph=body.decode())
    found = json.loads(body)
    if form is Form.BOOLEAN:
        return Result(truth=bool(found["boolean"]))
    return _table(found)


def _table(found: dict[str, Any]) -> Result:
    columns = found["head"]["vars"]
    bindings = found["results"]["bindings"]
    rows = [[_value(row.get(column)) for column in columns] for row in bindings[:MOST_ROWS]]
    return Result(columns, rows, len(bindings))


def _value(term: dict[str, Any] | None) -> str:
    """Write a term of a SPARQL JSON result; RDF 1.2 triple terms hold a table of terms."""
    value = term["value"] if term else ""
    return value if isinstance(value, str) else " ".join(_value(part) for part in value.values())

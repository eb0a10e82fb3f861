"""The SPARQL page for browsers: a form, examples, and the result as a table, as a chart and as files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Final

from fastapi import Request
from starlette.responses import Response

from graph.questions import competency_questions
from graph.sparql import FORMATS, Form
from graph.workers import QueryResult
from ingest.errors import AftalegrafError
from service.addresses import address
from service.dependencies import opened
from service.editing.bar_chart import Chart, bar_chart
from service.editing.reasons import reason
from service.editing.result_table import MOST_ROWS, Table, result_table
from service.http.problems import describe
from service.opened import Opened
from service.rendering import render, texts_of
from service.texts import LANGUAGES

SCRIPT: Final = Path(__file__).parents[1] / "static" / "sparql-editor.js"
"""What `make` builds of `editor/` where Node is there; without it the page is a plain form."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A place in the query: line and column from 1, and the line's text up to the column and from it."""

    line: int
    column: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Result:
    """A query's result as the page shows it: a table, a truth value, triples as text, or why there is none.

    `failure` is the engine's sentence, `reason` the same in the reader's language where that is known; a warning is
    given as a pair of these.
    """

    table: Table | None = None
    chart: Chart | None = None
    truth: bool | None = None
    graph: str = ""
    failure: str = ""
    reason: str | None = None
    wrong: Wrong | None = None
    status: int = field(default=HTTPStatus.OK)
    warnings: Sequence[tuple[str, str | None]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[str] = ()


def editor(request: Request, ask: Callable[[], QueryResult] | None) -> Response:
    """Write the page; run the query if there is one.

    Args:
        request: What asks for the page.
        ask: Runs the query of the request, and gives rows and truth values as JSON.
    """
    current = opened(request)
    sparql = request.query_params.get("query", "")
    result = _run(request, current, ask) if ask else None
    page = render(
        request,
        "sparql.html",
        current,
        result.status if result else HTTPStatus.OK,
        sparql=sparql,
        result=result,
        sort=request.query_params.get("sort", ""),
        chosen=request.query_params.get("chart", ""),
        most_rows=MOST_ROWS,
        formats=[one.name for one in FORMATS[Form.TABLE]],
        examples=_examples(current.knowledge.note.base, texts_of(request).language),
        script=SCRIPT.exists(),
    )
    page.headers.update(result.headers if result else {})
    return page


@lru_cache(maxsize=2 * len(LANGUAGES))
def _examples(base: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the title of each competency question, and where it is opened; kept, for it takes as long as a query."""
    questions = competency_questions(base)
    return tuple((one.titles[language], address("/sparql", language, query=one.query)) for one in questions)


def _run(request: Request, current: Opened, ask: Callable[[], QueryResult]) -> Result:
    try:
        with ask() as answered:
            files = [one.name for one in FORMATS[answered.form]]
            shown = _shown(request, current, answered.form, answered.read())
            language = texts_of(request).language
            warnings = [(one, reason(one, language)) for one in answered.warnings]
            return replace(shown, warnings=warnings, files=files)
    except AftalegrafError as error:
        problem = describe(error)
        wrong = _wrong(request.query_params.get("query", ""), problem.details)
        return Result(
            failure=problem.sentence,
            reason=reason(problem.sentence, texts_of(request).language),
            wrong=wrong,
            status=problem.status,
            headers=problem.headers,
        )


def _shown(request: Request, current: Opened, form: Form, body: bytes) -> Result:
    if form is Form.GRAPH:
        return Result(graph=body.decode())
    found = json.loads(body)
    if form is Form.BOOLEAN:
        return Result(truth=bool(found["boolean"]))
    asked, t = request.query_params, texts_of(request)
    return Result(
        table=result_table(found, asked.get("sort", ""), current, t),
        chart=bar_chart(found, asked.get("chart", ""), current.knowledge.note.base, t),
    )


def _wrong(query: str, details: Mapping[str, object]) -> Wrong | None:
    """Return the place that an error names, as the form shows lines; `None` if it names none."""
    line, column = details.get("line"), details.get("column")
    lines = query.split("\n")
    if not isinstance(line, int) or not isinstance(column, int) or not 1 <= line <= len(lines):
        return None
    text = lines[line - 1].rstrip("\r")
    return Wrong(line, column, text[: column - 1], text[column - 1 :])

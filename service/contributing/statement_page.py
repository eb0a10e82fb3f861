"""The page of a contribution's statement, where it is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from service.contributing import draft_rows
from service.contributing.access import Visitor
from service.contributing.draft_corrections import correct, statement_of
from service.contributing.draft_formalia import ContributionError, may_change
from service.contributing.drafts import Draft, State
from service.contributing.form_reading import text_of
from service.contributing.login_page import HOME, Allowed
from service.contributing.page_parts import contributions_of, form_of, page, to_draft
from service.dependencies import Current
from service.opened import Opened
from service.rendering import texts_of

FIELDS: Final = ("kind", "label", "link", "do")

statement_pages = APIRouter(include_in_schema=False)


@statement_pages.get(f"{HOME}/{{name}}/udsagn/{{statement}}", response_class=HTMLResponse)
def statement_page(request: Request, current: Current, visitor: Allowed, name: str, statement: str) -> HTMLResponse:
    """Show a statement with a form to correct it."""
    return _statement(request, current, visitor, contributions_of(request).drafts[name], statement)


@statement_pages.post(f"{HOME}/{{name}}/udsagn/{{statement}}", response_class=HTMLResponse)
async def correct_statement(
    request: Request, current: Current, visitor: Allowed, name: str, statement: str
) -> Response:
    """Correct a statement, delete it, or take its correction back; and publish, if that is what its button says."""
    form = await form_of(request, visitor)
    given = {field: text_of(form, field) for field in FIELDS}
    return await run_in_threadpool(_correct, request, current, visitor, name, statement, given)


def _correct(
    request: Request, current: Opened, visitor: Visitor, name: str, statement: str, given: Mapping[str, str]
) -> Response:
    some = contributions_of(request)
    draft, publishes = some.drafts[name], given["do"] == "publish"
    if publishes and draft.state in (State.PUBLISHING, State.PUBLISHED):
        return to_draft(request, draft)  # a second click, a reload: it is under way
    try:
        correct(draft, statement, given, visitor.name)
        if publishes:
            some.publish(draft)
    except ContributionError as error:
        problem = texts_of(request)(error.text, **error.values)
        return _statement(request, current, visitor, draft, statement, given, problem, error.status)
    return to_draft(request, draft, "" if publishes else f"s-{statement}")


def _statement(
    request: Request,
    current: Opened,
    visitor: Visitor,
    draft: Draft,
    name: str,
    given: Mapping[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> HTMLResponse:
    statement_of(draft, name)
    found = draft_rows.rows(draft)
    row = next(one for one in found if one.id == name)
    return page(
        request,
        "correct.html",
        current,
        visitor,
        status,
        problem=problem,
        draft=draft,
        open=may_change(draft),
        row=row,
        shall=given or {"kind": row.kind, "label": row.label, "link": row.link},
        kinds=draft_rows.kinds_for(row, texts_of(request)),
        links=draft_rows.links_for(row, found),
    )

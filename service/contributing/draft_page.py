"""The page of a contribution: how far it is, what was understood; published or thrown away from there."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData
from starlette.responses import Response

from service.addresses import address
from service.contributing import draft_rows
from service.contributing.access import Visitor
from service.contributing.draft_formalia import GIVEN, ContributionError, formalia_of, lacks, may_change
from service.contributing.drafts import Draft, State
from service.contributing.form_reading import text_of
from service.contributing.login_page import HOME, NO_STORE, Allowed
from service.contributing.page_parts import contributions_of, form_of, page, to_draft
from service.dependencies import Current
from service.names import region_names
from service.opened import Opened
from service.rendering import texts_of

WAITING: Final = (State.READING, State.PUBLISHING)

draft_pages = APIRouter(include_in_schema=False)


@draft_pages.get(f"{HOME}/{{name}}", response_class=HTMLResponse)
def draft_page(request: Request, current: Current, visitor: Allowed, name: str) -> HTMLResponse:
    """Show how far a contribution is, and what was understood."""
    return _draft(request, current, visitor, contributions_of(request).drafts[name])


@draft_pages.post(f"{HOME}/{{name}}/udgiv", response_class=HTMLResponse)
async def publish(request: Request, current: Current, visitor: Allowed, name: str) -> Response:
    """Keep what the form says of a new agreement, and publish if that is what its button says."""
    form = await form_of(request, visitor)
    return await run_in_threadpool(_publish, request, current, visitor, name, form)


def _publish(request: Request, current: Opened, visitor: Visitor, name: str, form: FormData) -> Response:
    some = contributions_of(request)
    draft = some.drafts[name]
    if draft.state in (State.PUBLISHING, State.PUBLISHED):
        return to_draft(request, draft)  # a second click, a reload: it is under way
    try:
        if any(field in form for field in GIVEN):
            draft = some.give(draft, {field: text_of(form, field) for field in GIVEN})
        if text_of(form, "do") == "publish" and (missing := lacks(draft)):
            return to_draft(request, draft, f"mangler-{missing[0][0]}")  # its page asks for all that is missing
        if text_of(form, "do") == "publish":
            some.publish(draft)
            return to_draft(request, draft)
    except ContributionError as error:
        problem = texts_of(request)(error.text, **error.values)
        return _draft(request, current, visitor, draft, problem, error.status)
    return to_draft(request, draft, gemt="1")


@draft_pages.post(f"{HOME}/{{name}}/kasser")
async def discard(request: Request, visitor: Allowed, name: str) -> Response:
    """Throw a contribution away."""
    await form_of(request, visitor)
    some = contributions_of(request)
    await run_in_threadpool(some.discard, some.drafts[name])
    return RedirectResponse(address(HOME, texts_of(request).language), 303, NO_STORE)


def _draft(
    request: Request, current: Opened, visitor: Visitor, draft: Draft, problem: str = "", status: int = 200
) -> HTMLResponse:
    t, state = texts_of(request), draft.state
    found, told = draft_rows.rows(draft), draft.told("understood")
    return page(
        request,
        "draft.html",
        current,
        visitor,
        status,
        problem=problem,
        draft=draft,
        state=state.value,
        state_name=draft_rows.state_name(draft, state),
        saved="gemt" in request.query_params and state is State.READY,
        waits=state in WAITING,
        open=may_change(draft),
        progress=draft.told("progress"),
        sentence=draft.told("refused" if state is State.REFUSED else "unreadable").get("sentence", ""),
        formalia=formalia_of(draft),
        lacks=[(field, t(text, **values)) for field, text, values in lacks(draft)] if may_change(draft) else [],
        regions=region_names(t.language),
        sections=draft_rows.sections(found),
        counts=draft_rows.counts(found),
        corrected=sum(row.correction is not None for row in found),
        lost=draft_rows.lost(draft),
        unrecognised=told.get("unrecognised", []),
        is_held=draft.agreement in current.catalogue.agreements,
    )

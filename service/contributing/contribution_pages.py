"""The pages on which agreements are added, corrected and removed: each step a form that leads to a page by GET."""

from __future__ import annotations

from typing import Final, cast

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from service.addresses import address
from service.building.additions import added_ids
from service.contributing import draft_rows
from service.contributing.access import Visitor
from service.contributing.contributions import Contributions
from service.contributing.draft_corrections import correct, statement_of
from service.contributing.draft_formalia import GIVEN, ContributionError, formalia_of, lacks, may_change
from service.contributing.drafts import Draft, State
from service.contributing.form_reading import FIELDS, TooLargeError, read_form, text_of
from service.contributing.login_page import HOME, NO_STORE, Allowed, access_of, check_mark
from service.dependencies import Current
from service.names import region_names
from service.opened import Opened
from service.rendering import render, texts_of

WAITING: Final = (State.READING, State.PUBLISHING)
CORRECT: Final = ("kind", "label", "link", "do")

contribution_pages = APIRouter(include_in_schema=False)


def contributions_of(request: Request) -> Contributions:
    """Return the contributions of this service."""
    return cast(Contributions, request.app.state.contributions)


@contribution_pages.get(HOME, response_class=HTMLResponse)
def home(request: Request, current: Current, visitor: Allowed) -> HTMLResponse:
    """Show what can be contributed, and what this person has begun."""
    return _home(request, current, visitor)


@contribution_pages.post(HOME, response_class=HTMLResponse)
async def upload(request: Request, current: Current, visitor: Allowed) -> Response:
    """Take a file."""
    some, t = contributions_of(request), texts_of(request)
    try:
        form = await read_form(request, some.most_bytes + FIELDS)
        try:
            draft = await _uploaded(request, visitor, form)
        finally:
            await form.close()
    except TooLargeError:
        problem = t("upload.too_large", most=some.settings.upload_mebibytes)
        return await run_in_threadpool(_home, request, current, visitor, problem, TooLargeError.status)
    except HTTPException as error:
        return await run_in_threadpool(_home, request, current, visitor, t("upload.broken"), error.status_code)
    except ContributionError as error:
        problem = t(error.text, **error.values)
        status = 413 if error.text == "upload.too_large" else error.status
        return await run_in_threadpool(_home, request, current, visitor, problem, status)
    return _to(request, draft)


async def _uploaded(request: Request, visitor: Visitor, form: FormData) -> Draft:
    check_mark(request, visitor, text_of(form, "maerke"))
    file = form.get("fil")
    if not isinstance(file, UploadFile) or not file.filename:
        raise ContributionError("upload.no_file")
    return await run_in_threadpool(contributions_of(request).upload, file.file, file.filename, visitor.name)


@contribution_pages.post(f"{HOME}/ret")
async def correct_held(request: Request, visitor: Allowed) -> Response:
    """Begin corrections of an agreement that is held."""
    form = await _form(request, visitor)
    return _to(
        request,
        await run_in_threadpool(contributions_of(request).correct_held, text_of(form, "aftale"), visitor.name),
    )


@contribution_pages.post(f"{HOME}/fjern")
async def remove(request: Request, visitor: Allowed) -> Response:
    """Begin the removal of an agreement that was added; its page asks whether it is meant."""
    form = await _form(request, visitor)
    return _to(
        request, await run_in_threadpool(contributions_of(request).remove, text_of(form, "aftale"), visitor.name)
    )


@contribution_pages.get(f"{HOME}/{{name}}", response_class=HTMLResponse)
def draft_page(request: Request, current: Current, visitor: Allowed, name: str) -> HTMLResponse:
    """Show how far a contribution is, and what was understood."""
    return _draft(request, current, visitor, contributions_of(request).drafts[name])


@contribution_pages.post(f"{HOME}/{{name}}/udgiv", response_class=HTMLResponse)
async def publish(request: Request, current: Current, visitor: Allowed, name: str) -> Response:
    """Keep what the form says of a new agreement, and publish if that is what its button says."""
    form = await _form(request, visitor)
    return await run_in_threadpool(_publish, request, current, visitor, name, form)


def _publish(request: Request, current: Opened, visitor: Visitor, name: str, form: FormData) -> Response:
    some = contributions_of(request)
    draft = some.drafts[name]
    if draft.state in (State.PUBLISHING, State.PUBLISHED):
        return _to(request, draft)  # a second click, a reload: it is under way
    try:
        if any(field in form for field in GIVEN):
            draft = some.give(draft, {field: text_of(form, field) for field in GIVEN})
        if text_of(form, "do") == "publish":
            some.publish(draft)
    except ContributionError as error:
        problem = texts_of(request)(error.text, **error.values)
        return _draft(request, current, visitor, draft, problem, error.status)
    return _to(request, draft)


@contribution_pages.post(f"{HOME}/{{name}}/kasser")
async def discard(request: Request, visitor: Allowed, name: str) -> Response:
    """Throw a contribution away."""
    await _form(request, visitor)
    some = contributions_of(request)
    await run_in_threadpool(some.discard, some.drafts[name])
    return RedirectResponse(address(HOME, texts_of(request).language), 303, NO_STORE)


@contribution_pages.get(f"{HOME}/{{name}}/udsagn/{{statement}}", response_class=HTMLResponse)
def statement_page(request: Request, current: Current, visitor: Allowed, name: str, statement: str) -> HTMLResponse:
    """Show a statement with a form to correct it."""
    return _statement(request, current, visitor, contributions_of(request).drafts[name], statement)


@contribution_pages.post(f"{HOME}/{{name}}/udsagn/{{statement}}", response_class=HTMLResponse)
async def correct_statement(
    request: Request, current: Current, visitor: Allowed, name: str, statement: str
) -> Response:
    """Correct a statement, delete it, or take its correction back."""
    form = await _form(request, visitor)
    draft = contributions_of(request).drafts[name]
    try:
        await run_in_threadpool(
            correct, draft, statement, {field: text_of(form, field) for field in CORRECT}, visitor.name
        )
    except ContributionError as error:
        problem = texts_of(request)(error.text, **error.values)
        return await run_in_threadpool(_statement, request, current, visitor, draft, statement, problem, error.status)
    return _to(request, draft, f"s-{statement}")


async def _form(request: Request, visitor: Visitor) -> FormData:
    form = await read_form(request)
    await form.close()  # a file that nobody asked for
    check_mark(request, visitor, text_of(form, "maerke"))
    return form


def _to(request: Request, draft: Draft, fragment: str = "") -> Response:
    return RedirectResponse(address(f"{HOME}/{draft.id}", texts_of(request).language, fragment), 303, NO_STORE)


def _home(request: Request, current: Opened, visitor: Visitor, problem: str = "", status: int = 200) -> HTMLResponse:
    some = contributions_of(request)
    return _page(
        request,
        "contribute.html",
        current,
        visitor,
        status,
        problem=problem,
        drafts=[(draft, draft.state.value) for draft in some.drafts.of(visitor.name)],
        added=set(added_ids(some.settings.data)),
        most=some.settings.upload_mebibytes,
        has_login=access_of(request).has_login,
    )


def _draft(
    request: Request, current: Opened, visitor: Visitor, draft: Draft, problem: str = "", status: int = 200
) -> HTMLResponse:
    t, state = texts_of(request), draft.state
    found, told = draft_rows.rows(draft), draft.told("understood")
    return _page(
        request,
        "draft.html",
        current,
        visitor,
        status,
        problem=problem,
        draft=draft,
        state=state.value,
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


def _statement(
    request: Request,
    current: Opened,
    visitor: Visitor,
    draft: Draft,
    name: str,
    problem: str = "",
    status: int = 200,
) -> HTMLResponse:
    statement_of(draft, name)
    found = draft_rows.rows(draft)
    row = next(one for one in found if one.id == name)
    return _page(
        request,
        "correct.html",
        current,
        visitor,
        status,
        problem=problem,
        draft=draft,
        open=may_change(draft),
        row=row,
        kinds=draft_rows.kinds_for(row, texts_of(request)),
        links=draft_rows.links_for(row, found),
    )


def _page(
    request: Request, template: str, current: Opened, visitor: Visitor, status: int, **values: object
) -> HTMLResponse:
    mark = access_of(request).mark(visitor)
    response = render(request, template, current, status, mark=mark, visitor=visitor.name, **values)
    response.headers.update(NO_STORE)
    return response

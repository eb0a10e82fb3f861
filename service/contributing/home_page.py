"""Where contributions begin: a file is taken, corrections or a removal are begun, and one's own are listed."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from service.building.additions import added_ids
from service.contributing import draft_rows
from service.contributing.access import Visitor
from service.contributing.draft_formalia import ContributionError
from service.contributing.drafts import Draft
from service.contributing.form_reading import FIELDS, TooLargeError, read_form, text_of
from service.contributing.login_page import HOME, Allowed, access_of, check_mark
from service.contributing.page_parts import contributions_of, form_of, page, to_draft
from service.dependencies import Current
from service.opened import Opened
from service.rendering import texts_of

STATUS: Final = {"upload.too_large": 413, "upload.not_kept": 507}

home_pages = APIRouter(include_in_schema=False)


@home_pages.get(HOME, response_class=HTMLResponse)
def home(request: Request, current: Current, visitor: Allowed) -> HTMLResponse:
    """Show what can be contributed, and what this person has begun."""
    return _home(request, current, visitor)


@home_pages.post(HOME, response_class=HTMLResponse)
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
        status = STATUS.get(error.text, error.status)
        return await run_in_threadpool(_home, request, current, visitor, problem, status)
    return to_draft(request, draft)


async def _uploaded(request: Request, visitor: Visitor, form: FormData) -> Draft:
    check_mark(request, visitor, text_of(form, "maerke"))
    file = form.get("fil")
    if not isinstance(file, UploadFile) or not file.filename:
        raise ContributionError("upload.no_file")
    return await run_in_threadpool(contributions_of(request).upload, file.file, file.filename, visitor.name)


@home_pages.post(f"{HOME}/ret")
async def correct_held(request: Request, visitor: Allowed) -> Response:
    """Begin corrections of an agreement that is held."""
    form = await form_of(request, visitor)
    return to_draft(
        request,
        await run_in_threadpool(contributions_of(request).correct_held, text_of(form, "aftale"), visitor.name),
    )


@home_pages.post(f"{HOME}/fjern")
async def remove(request: Request, visitor: Allowed) -> Response:
    """Begin the removal of an agreement that was added; its page asks whether it is meant."""
    form = await form_of(request, visitor)
    return to_draft(
        request, await run_in_threadpool(contributions_of(request).remove, text_of(form, "aftale"), visitor.name)
    )


def _home(request: Request, current: Opened, visitor: Visitor, problem: str = "", status: int = 200) -> HTMLResponse:
    some = contributions_of(request)
    return page(
        request,
        "contribute.html",
        current,
        visitor,
        status,
        problem=problem,
        drafts=[(draft, draft_rows.state_name(draft, draft.state)) for draft in some.drafts.of(visitor.name)],
        added=set(added_ids(some.settings.data)),
        most=some.settings.upload_mebibytes,
        has_login=access_of(request).has_login,
    )

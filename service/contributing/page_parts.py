"""What the pages of contributions have in common: whose they are, the form that was sent, where one leads."""

from __future__ import annotations

from typing import cast

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData
from starlette.responses import Response

from service.addresses import address
from service.contributing.access import Visitor
from service.contributing.contributions import Contributions
from service.contributing.drafts import Draft
from service.contributing.form_reading import read_form, text_of
from service.contributing.login_page import HOME, NO_STORE, access_of, check_mark
from service.opened import Opened
from service.rendering import render, texts_of


def contributions_of(request: Request) -> Contributions:
    """Return the contributions of this service."""
    return cast(Contributions, request.app.state.contributions)


async def form_of(request: Request, visitor: Visitor) -> FormData:
    """Return the form that was sent.

    Raises:
        NotAllowedError: It is not one that this visitor was given.
        TooLargeError: It is larger than a form without a file.
    """
    form = await read_form(request)
    await form.close()  # a file that nobody asked for
    check_mark(request, visitor, text_of(form, "maerke"))
    return form


def to_draft(request: Request, draft: Draft, fragment: str = "", **query: str) -> Response:
    """Lead to the page of a contribution."""
    return RedirectResponse(address(f"{HOME}/{draft.id}", texts_of(request).language, fragment, **query), 303, NO_STORE)


def page(
    request: Request, template: str, current: Opened, visitor: Visitor, status: int, **values: object
) -> HTMLResponse:
    """Show a page that nobody but its visitor gets to see; its forms carry the visitor's mark."""
    mark = access_of(request).mark(visitor)
    response = render(request, template, current, status, mark=mark, visitor=visitor.name, **values)
    response.headers.update(NO_STORE)
    return response

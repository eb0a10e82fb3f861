"""Logging in with the operator's token, and out; where a trusted proxy names the user there is no login."""

from __future__ import annotations

import re
import secrets
from typing import Annotated, Final, cast

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from ingest.errors import AftalegrafError, NotFoundError
from service.addresses import address
from service.contributing.access import COOKIE, LASTS, Access, Visitor, is_name
from service.contributing.form_reading import read_form, text_of
from service.dependencies import Current
from service.opened import Opened
from service.rendering import render, texts_of

LOGIN: Final = "/log-ind"
LOGOUT: Final = "/log-ud"
HOME: Final = "/bidrag"
BEFORE: Final = "aftalegraf-log-ind"
LOCAL: Final = re.compile(r"/(?:bidrag|aftale)(?:/[^\s\\]*)?(?:\?[^\s\\]*)?")
"""Where a login may lead: a login that led elsewhere would lend this service's name to another."""
NO_STORE: Final = {"Cache-Control": "no-store"}

login_pages = APIRouter(include_in_schema=False)


class NotAllowedError(AftalegrafError):
    """Who asks may not contribute: the proxy names nobody."""

    status = 403


class LoginNeededError(Exception):
    """The page needs a login; `back` is where to return to."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


def access_of(request: Request) -> Access:
    """Return who may contribute to this service."""
    return cast(Access, request.app.state.access)


def allowed(request: Request) -> Visitor:
    """Return who asks.

    Raises:
        LoginNeededError: Nobody is logged in.
        NotAllowedError: The proxy names nobody.
    """
    access = access_of(request)
    visitor = access.visitor(request)
    if visitor is not None:
        return visitor
    if not access.has_login:
        raise NotAllowedError("The proxy must name who asks, and it names nobody; log in there.")
    query = f"?{request.url.query}" if request.url.query else ""
    # What a form was sent to cannot be opened again: the page with the form can.
    path = request.url.path if request.method in ("GET", "HEAD") else _page_of(request.url.path)
    raise LoginNeededError(f"{path}{query}")


def _page_of(path: str) -> str:
    return re.sub(r"(/bidrag/[0-9a-f]{24})/(?!udsagn/).*", r"\1", path) if path.count("/") > 2 else HOME


def login_needed(request: Request, error: Exception) -> Response:
    """Lead to the login, and from there back."""
    back = cast(LoginNeededError, error).back
    return RedirectResponse(address(LOGIN, texts_of(request).language, til=back), 303, NO_STORE)


Allowed = Annotated[Visitor, Depends(allowed)]


@login_pages.get(LOGIN, response_class=HTMLResponse)
def login_page(request: Request, current: Current, til: str = "") -> HTMLResponse:
    """Show the login."""
    return _login(request, current, til)


@login_pages.post(LOGIN, response_class=HTMLResponse)
async def login(request: Request, current: Current, til: str = "") -> Response:
    """Log in."""
    access, t = _with_login(request), texts_of(request)
    client = request.client.host if request.client else ""
    wait = access.attempts.wait(client)
    if wait:
        return _login(request, current, til, t("login.wait", seconds=wait), 429, wait=wait)
    form = await read_form(request)
    name, token = text_of(form, "navn"), text_of(form, "adgangskode")
    before = request.cookies.get(BEFORE, "")
    if not before or not access.is_marked(Visitor("", before), text_of(form, "maerke")):
        return _login(request, current, til, t("login.stale"), 403, name)
    if not access.knows(token):
        access.attempts.add(client)
        return _login(request, current, til, t("login.wrong"), 403, name)
    if not is_name(name):
        return _login(request, current, til, t("login.no_name"), 422, name)
    response = RedirectResponse(til if LOCAL.fullmatch(til) else address(HOME, t.language), 303, NO_STORE)
    _set(response, request, COOKIE, access.cookie(name), LASTS)
    response.delete_cookie(BEFORE, path=LOGIN, httponly=True, samesite="strict")
    return response


@login_pages.post(LOGOUT)
async def logout(request: Request, visitor: Allowed) -> Response:
    """Log out."""
    check_mark(request, visitor, text_of(await read_form(request), "maerke"))
    response = RedirectResponse(address("/", texts_of(request).language), 303, NO_STORE)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


def check_mark(request: Request, visitor: Visitor, mark: str) -> None:
    """Check that a form is one that was given to who sends it.

    Raises:
        NotAllowedError: It is not.
    """
    if not access_of(request).is_marked(visitor, mark):
        raise NotAllowedError("A form must be sent from this service's own page, and this one was not; open it anew.")


def _with_login(request: Request) -> Access:
    access = access_of(request)
    if not access.has_login:
        raise NotFoundError("There is no login here: the proxy names the user.")
    return access


def _login(
    request: Request, current: Opened, til: str, problem: str = "", status: int = 200, name: str = "", wait: int = 0
) -> HTMLResponse:
    access = _with_login(request)
    before = secrets.token_hex(16)
    response = render(
        request,
        "login.html",
        current,
        status,
        problem=problem,
        name=name,
        til=til if LOCAL.fullmatch(til) else "",
        mark=access.mark(Visitor("", before)),
    )
    _set(response, request, BEFORE, before, LASTS, LOGIN)
    response.headers.update(NO_STORE | ({"Retry-After": str(wait)} if wait else {}))
    return response


def _set(response: Response, request: Request, name: str, value: str, lasts: int, path: str = "/") -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=lasts, path=path, httponly=True, samesite="strict", secure=secure)

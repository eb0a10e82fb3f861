"""Errors on their way to a client: one sentence and the right status, never a traceback.

Plain text, or `application/problem+json` (RFC 9457, <https://www.rfc-editor.org/rfc/rfc9457>) for clients that ask for
JSON, or a page for browsers if the application has one. Errors of the program itself are logged in full and told in
general.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ingest.errors import AftalegrafError
from service.http.negotiation import accept_of, add_vary, best

_LOG = logging.getLogger(__name__)
_PLAIN, _HTML = "text/plain", "text/html"
DETAILS: Final = ("line", "column", "nearest")
"""Attributes of errors that are told as data too."""
_JSON: Final = ("application/problem+json", "application/json")


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, for a client.

    Attributes:
        status: The HTTP status.
        sentence: What it says.
        details: Further members of the JSON form (the line and column of a query, the names nearest to an unknown one).
        headers: Headers that belong to it (Retry-After, Allow).
    """

    status: int
    sentence: str
    details: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


Page = Callable[[Request, Problem], Response]


def install(app: FastAPI, page: Page | None = None) -> None:
    """Make the application answer every error in this way.

    Args:
        app: The application.
        page: Makes the page that a browser gets instead of plain text; it should have the problem's status.
    """

    async def handle(request: Request, error: Exception) -> Response:
        if not isinstance(error, (AftalegrafError, HTTPException, RequestValidationError)):
            _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return problem_response(request, error, page)

    for kind in (AftalegrafError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, handle)


def problem_response(request: Request, error: Exception, page: Page | None = None) -> Response:
    """Write an error as the client asked to read it."""
    problem = describe(error)
    offered = (_PLAIN, *_JSON, *((_HTML,) if page else ()))
    chosen = best(accept_of(request), offered) or _PLAIN
    if chosen == _HTML and page is not None:
        response = page(request, problem)
    elif chosen in _JSON:
        response = JSONResponse(_members(problem), problem.status, media_type=_JSON[0])
    else:
        response = PlainTextResponse(problem.sentence + "\n", problem.status)
    response.headers.update(problem.headers)
    add_vary(response.headers)
    return response


def describe(error: Exception) -> Problem:
    """Say in one sentence what an error means for a client."""
    match error:
        case AftalegrafError():
            places = {name: getattr(error, name, None) for name in DETAILS}
            details = {name: place for name, place in places.items() if place is not None}
            return Problem(error.status, str(error), details, _headers(error))
        case HTTPException():
            return Problem(error.status_code, _sentence(error), headers=error.headers or {})
        case RequestValidationError():
            return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, _invalid(error))
        case _:
            sentence = "The service failed on its own account; the operator finds the reason in its log."
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, sentence)


def _members(problem: Problem) -> dict[str, object]:
    title = HTTPStatus(problem.status).phrase
    return {"title": title, "status": problem.status, "detail": problem.sentence, **problem.details}


def _headers(error: AftalegrafError) -> dict[str, str]:
    headers: dict[str, str] = dict(getattr(error, "headers", {}))
    retry_after = getattr(error, "retry_after", None)
    return headers if retry_after is None else headers | {"Retry-After": str(retry_after)}


def _sentence(error: HTTPException) -> str:
    phrase = HTTPStatus(error.status_code).phrase
    if error.detail and error.detail != phrase:
        return str(error.detail)
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return "There is nothing at this address; check its spelling."
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = (error.headers or {}).get("Allow", "another method")
            return f"This address does not take that method; use {allowed}."
        case _:
            return f"{phrase}."


def _invalid(error: RequestValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:]) or "the request"
    return f'"{place}" is not valid: {first["msg"]}; correct it.'

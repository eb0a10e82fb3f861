"""The SPARQL endpoint: SPARQL 1.1 Protocol (query), read-only, for programs of any origin.

<https://www.w3.org/TR/sparql11-protocol/>. Queries run in a pool of worker processes (`graph.workers`), never here: a
result is complete before its status is sent, and a query whose client has gone is given up.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Final, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.concurrency import iterate_in_threadpool, run_in_threadpool
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from graph.sparql import DEFAULT_FORMATS, FORMATS, Form, Format
from graph.workers import BusyError, QueryPool, QueryResult
from ingest.errors import AftalegrafError
from service.endpoint.description import documented, service_description
from service.endpoint.protocol import Operation, read_operation
from service.endpoint.result_formats import Wanted, wanted_formats
from service.http.negotiation import NotAcceptableError, accept_of, add_vary
from service.http.problems import problem_response
from service.http.validators import entity_tag, tag_of_digest

Ask = Callable[[], QueryResult]
HtmlForm = Callable[[Request, Ask | None], Response]
T = TypeVar("T")

_AT_ONCE: Final = 1024 * 1024
_LOOK_FOR_CLIENT: Final = 0.25
_METHODS: Final = "GET, HEAD, POST, OPTIONS"
_LIMITS: Final = "X-SPARQL-Limits"
_WARNING: Final = "X-SPARQL-Warning"
_PRINTABLE: Final = " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}"
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"{_LIMITS}, {_WARNING}, Retry-After, ETag, X-Dataset-Version",
}
_PREFLIGHT: Final = {
    "Allow": _METHODS,
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}
_GRAPHS: Final = "SELECT DISTINCT ?g { GRAPH ?g {} }"


def sparql_router(pool: QueryPool, html_form: HtmlForm | None = None, path: str = "/sparql") -> APIRouter:
    """Make the routes of the endpoint.

    Args:
        pool: Where queries run; it must be started before the first request.
        html_form: Makes the page that a browser gets instead of a result or of the service description; it is given
            what runs the query, if there is one.
        path: Where the endpoint is.
    """
    router = APIRouter(tags=["SPARQL"])

    async def query(request: Request) -> Response:
        try:
            response = await _respond(pool, request, html_form)
        except AftalegrafError as error:
            response = problem_response(request, error)
        response.headers.update({**_CORS, _LIMITS: _limits_header(pool)})
        add_vary(response.headers)
        return response

    async def refuse(request: Request) -> Response:
        error = HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": _METHODS})
        response = problem_response(request, error)
        response.headers.update(_CORS)
        return response

    async def preflight() -> Response:
        return Response(status_code=204, headers={**_CORS, **_PREFLIGHT})

    for method in ("GET", "POST"):
        router.add_api_route(
            path, query, methods=[method], summary=f"SPARQL 1.1 query by {method}", openapi_extra=documented(method)
        )
    router.add_api_route(path, query, methods=["HEAD"], include_in_schema=False)
    router.add_api_route(path, preflight, methods=["OPTIONS"], include_in_schema=False)
    # Left to the framework, the response would name the methods of one route only, and be hidden from scripts.
    router.add_api_route(path, refuse, methods=["PUT", "PATCH", "DELETE"], include_in_schema=False)
    return router


async def _respond(pool: QueryPool, request: Request, html_form: HtmlForm | None) -> Response:
    operation = await read_operation(request)
    has_page = html_form is not None and request.method != "POST"
    wanted = wanted_formats(accept_of(request), operation.format, has_page)
    gone = threading.Event()
    if wanted.html and html_form is not None:
        ask = _ask(pool, request, operation, DEFAULT_FORMATS, gone) if (operation.query or "").strip() else None
        return await _awaited(request, partial(html_form, request, ask), gone)
    if operation.query is None:
        return await _describe(pool, request, wanted)
    ask = _ask(pool, request, operation, wanted.formats, gone)
    return await _awaited(request, lambda: _send(request, ask(), wanted.media_types), gone)


def _ask(
    pool: QueryPool, request: Request, operation: Operation, formats: Mapping[Form, Format], gone: threading.Event
) -> Ask:
    graphs = operation.default_graphs, operation.named_graphs
    return partial(pool.run, operation.query or "", *graphs, formats, base_iri=_endpoint(request), cancel=gone)


async def _awaited(request: Request, work: Callable[[], T], gone: threading.Event) -> T:
    """Do work in a thread, and say so by `gone` if the client goes away meanwhile."""
    watch = asyncio.create_task(_watch(request, gone))
    try:
        return await run_in_threadpool(work)
    except asyncio.CancelledError:
        # The server stops and waits no longer. The client is told so; the thread would wait on for the query.
        gone.set()
        raise BusyError("The service is closing; try again in a moment.") from None
    finally:
        watch.cancel()


async def _watch(request: Request, gone: threading.Event) -> None:
    await asyncio.sleep(_LOOK_FOR_CLIENT)  # First, because most queries take less, and a look costs as much as some.
    while not await request.is_disconnected():
        await asyncio.sleep(_LOOK_FOR_CLIENT)
    gone.set()


def _send(request: Request, result: QueryResult, media_types: Mapping[Form, str]) -> Response:
    media_type = media_types[result.form]
    headers = {"Content-Length": str(result.size), **_warning_header(result)}
    if request.method == "HEAD" or result.size > _AT_ONCE:
        headers["ETag"] = tag_of_digest(result.digest())
    if request.method == "HEAD":
        result.close()
        return Response(media_type=media_type, headers=headers)
    if result.size <= _AT_ONCE:
        return Response(result.read(), media_type=media_type, headers=headers)
    return StreamingResponse(_stream(result), media_type=media_type, headers=headers)


async def _stream(result: QueryResult) -> AsyncIterator[bytes]:
    with result:
        async for piece in iterate_in_threadpool(result.chunks()):
            yield piece


async def _describe(pool: QueryPool, request: Request, wanted: Wanted) -> Response:
    if Form.GRAPH not in wanted.formats:
        raise NotAcceptableError(one.media_type for one in FORMATS[Form.GRAPH])
    found = json.loads((await run_in_threadpool(pool.run, _GRAPHS)).read())
    names = [row["g"]["value"] for row in found["results"]["bindings"] if row["g"]["type"] == "uri"]
    told = _limits_sentence(pool), pool.config.search, wanted.formats[Form.GRAPH]
    written = service_description(_endpoint(request), names, *told)
    content = b"" if request.method == "HEAD" else written
    headers = {"Content-Length": str(len(written)), "ETag": entity_tag(written)}
    return Response(content, media_type=wanted.media_types[Form.GRAPH], headers=headers)


def _warning_header(result: QueryResult) -> dict[str, str]:
    """Return the header that holds the warnings of a result, in ASCII as HTTP wants it; none without a warning."""
    return {_WARNING: quote(" ".join(result.warnings), _PRINTABLE)} if result.warnings else {}


def _endpoint(request: Request) -> str:
    return str(request.url.replace(query="", fragment=""))


def _limits_header(pool: QueryPool) -> str:
    config = pool.config
    return f"seconds={config.timeout:g}, rows={config.max_rows}, bytes={config.max_bytes}"


def _limits_sentence(pool: QueryPool) -> str:
    config = pool.config
    return (
        f"A query may take {config.timeout:g} seconds and yield {config.max_rows:,} rows or triples "
        f"and {config.max_bytes:,} bytes; beyond that it gets an error, never a part of its result. "
        "Updates and SERVICE are refused."
    )

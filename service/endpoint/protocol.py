"""Reading a query operation of the SPARQL 1.1 Protocol from an HTTP request.

Section 2.1 (<https://www.w3.org/TR/sparql11-protocol/#query-operation>): a query comes by GET, by POST of a form, or by
POST of the query itself. The dataset stands in the address, or in the form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request

from graph.sparql import QueryError, UpdateRefusedError
from ingest.errors import AftalegrafError

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
MOST_BYTES: Final = 1024 * 1024
"""The longest body that is read; a query longer than that was not written by a person."""
MOST_IN_ADDRESS: Final = 64 * 1024
"""The longest query string that is read; the servers and proxies between here and a client take no longer ones."""
MOST_PARAMETERS: Final = 1000


class RequestError(AftalegrafError):
    """A request is of a type, encoding or length that is not read here.

    Attributes:
        headers: What belongs into the response.
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
        # RFC 9110, section 15.5.16: a 415 may say by Accept what would have been read.
        self.headers = {"Accept": f"{FORM}, {QUERY}", "Accept-Encoding": "identity"} if status == 415 else {}


@dataclass(frozen=True, slots=True)
class Operation:
    """What a request asks for; `query` is None if it has none (then a GET asks for the service description)."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None


async def read_operation(request: Request) -> Operation:
    """Read the operation of a GET, HEAD or POST.

    Raises:
        QueryError: There is more than one query, or none in a POST.
        UpdateRefusedError: It is an update operation.
        RequestError: The body is not one of a query operation, or it or the address is too long.
    """
    if len(request.scope["query_string"]) > MOST_IN_ADDRESS:
        raise RequestError(f"The address has more than {MOST_IN_ADDRESS:,} bytes; send the query by POST.", 414)
    parameters = _parameters(request.scope["query_string"], "address")
    if request.method != "POST":
        return _operation(parameters)
    media_type = _media_type(request)
    if media_type == UPDATE:
        raise UpdateRefusedError
    body = await _body(request)
    if media_type == FORM:
        operation = _operation(parameters + _parameters(body, "form"))
    else:
        operation = _operation([*parameters, ("query", _decoded(body))])
    if operation.query is None:
        raise QueryError('There is no query; send it as "query" in the form, or as the body.')
    return operation


def _operation(parameters: list[tuple[str, str]]) -> Operation:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in parameters if key == name)

    if values("update"):
        raise UpdateRefusedError
    for name in ("query", "format"):
        if len(values(name)) > 1:
            raise QueryError(f'"{name}" is given {len(values(name))} times; give it once.')
    query, wanted = (next(iter(values(name)), None) for name in ("query", "format"))
    return Operation(query, values("default-graph-uri"), values("named-graph-uri"), wanted or None)


def _parameters(text: bytes, what: str) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(text.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise QueryError(f"The {what} is not UTF-8; encode it so, and then by percent signs.") from error
    except ValueError as error:
        raise QueryError(f"The {what} has more than {MOST_PARAMETERS} parameters; send fewer.") from error
    return pairs


def _media_type(request: Request) -> str:
    """Return the media type of the body; refuse those that are not read here, and encodings other than UTF-8."""
    header = request.headers.get("content-type", "")
    media_type, _, parameters = header.partition(";")
    media_type = media_type.strip().lower()
    if media_type not in (FORM, QUERY, UPDATE):
        given = f'"{media_type}"' if media_type else "no Content-Type"
        raise RequestError(f"A query is posted as {FORM} or {QUERY}, not with {given}.", 415)
    charset = re.search(r'charset\s*=\s*"?([^\s;"]+)', parameters, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise RequestError(f'A query is sent as UTF-8, not "{charset[1]}"; convert it.', 415)
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.strip().lower() != "identity":
        raise RequestError(
            f'A query is sent as it is, not in the encoding "{encoding}"; leave out Content-Encoding.', 415
        )
    return media_type


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise RequestError(f"The query has more than {MOST_BYTES:,} bytes, the most that is read; shorten it.", 413)
    return bytes(body)


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")  # Some editors begin a file with a mark of its encoding.
    except UnicodeDecodeError as error:
        raise QueryError(f"The query is not UTF-8 at byte {error.start}; encode it so.") from error

"""Sending triples in the format that a client asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import pyoxigraph as ox
from fastapi import Request
from starlette.responses import Response

from graph.namespaces import prefixes_below
from graph.sparql_formats import FORMATS, Form, Format, FormatError, formats_named
from graph.sparql_results import graph_bytes
from service.http.negotiation import accept_of, add_vary, choose

ANY_ORIGIN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, X-Dataset-Version",
}
HTML: Final = "text/html"
PAGE: Final = "html"
"""What the page is called where formats are."""


def describe(
    request: Request,
    triples: Callable[[], Iterable[ox.Triple]],
    base: str,
    page: Callable[[], Response] | None = None,
    form: str = "",
) -> Response:
    """Answer with triples, or with a page about them, by `form`, by `?format=`, or else by the Accept header.

    Args:
        request: What asks.
        triples: Gives the triples.
        base: The base IRI, for the prefixes.
        page: Makes the page; without it there is none.
        form: Name of the format, where the address has it as its ending.

    Raises:
        NotAcceptableError: Nothing fits the Accept header.
        FormatError: There is no format of that name for triples.
    """
    offered = {kind: one for one in FORMATS[Form.GRAPH] for kind in one.media_types}
    named = form or request.query_params.get("format")
    if page is not None and named == PAGE:
        return page()
    if named:
        chosen = _named(named)
        media_type = chosen.media_type
    else:
        media_type = choose(accept_of(request), [*offered, *((HTML,) if page else ())])
        if media_type == HTML and page is not None:
            response = page()
            add_vary(response.headers)
            return response
        chosen = offered[media_type]
    written = graph_bytes(triples(), chosen, prefixes_below(base))
    response = Response(written, media_type=media_type, headers=ANY_ORIGIN)
    add_vary(response.headers)
    return response


def _named(name: str) -> Format:
    formats = formats_named(name)
    if Form.GRAPH not in formats:
        known = ", ".join(one.name for one in FORMATS[Form.GRAPH])
        raise FormatError(f'Triples cannot be written as "{name}"; choose one of {known}.')
    return formats[Form.GRAPH]

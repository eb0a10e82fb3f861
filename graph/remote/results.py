"""Reading the result of a query as another server writes it: SPARQL 1.1 Query Results JSON, and N-Triples.

Servers take liberties. Virtuoso 7 answers ASK with a table of one row or none, writes the truth values of a table as 1
and 0, and calls a blank node "nodeID://b10132", which is no label. All that has one meaning only; here it gets its
standard form, so that the same query gives the same rows whoever answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

import pyoxigraph as ox

from graph.remote.errors import RemoteError
from graph.sparql_formats import Form

Results = ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]
_TABLE: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
ASKED_FOR: Final[Mapping[Form, str]] = {Form.TABLE: _TABLE, Form.BOOLEAN: _TABLE, Form.GRAPH: _TRIPLES}
"""The media type in which each form is asked for."""
# Text within JSON has no bare quotation mark, so these match the terms themselves and nothing that a literal says.
_LABEL = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')
_TRUTH = re.compile(rb'("datatype"\s*:\s*"http://www\.w3\.org/2001/XMLSchema#boolean"\s*,\s*"value"\s*:\s*)"([01])"')
_WORDS: Final = {b"0": b'"false"', b"1": b'"true"'}


def read_results(body: bytes, form: Form, server: str) -> Results:
    """Read the whole of a result.

    Raises:
        RemoteError: It is not whole, or not of this form.
    """
    try:
        return _triples(body) if form is Form.GRAPH else _rows(body, form)
    except (SyntaxError, ValueError) as error:
        raise RemoteError(
            f"{server} gave no whole {form}, as if it had broken its answer off; ask again, or ask for less."
        ) from error


def _triples(body: bytes) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)]


def _rows(body: bytes, form: Form) -> ox.QuerySolutions | ox.QueryBoolean:
    mended = _TRUTH.sub(lambda found: found[1] + _WORDS[found[2]], _LABEL.sub(rb"\1", body))
    found = _parsed(mended)
    if form is Form.BOOLEAN:
        return found if isinstance(found, ox.QueryBoolean) else _truth(any(True for _ in found))
    if isinstance(found, ox.QueryBoolean):
        raise ValueError("a truth value instead of a table")
    for _ in found:  # A term that is none is found here, and not when half of the rows have gone out.
        pass
    return _parsed(mended)


def _parsed(body: bytes) -> ox.QuerySolutions | ox.QueryBoolean:
    return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)


def _truth(value: bool) -> ox.QueryBoolean:
    return cast(ox.QueryBoolean, _parsed(b'{"head": {}, "boolean": %s}' % str(value).lower().encode()))

"""The graph as another SPARQL 1.1 server holds it, asked as the built-in store is asked.

The program's own queries and those of users go the same way: passed on in plain words (`graph.remote.plain`) with a
dataset of this publication's graphs, so that nothing else on the server can be seen.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, cast
from urllib.parse import urlencode

import pyoxigraph as ox

from graph.remote.errors import RemoteError
from graph.remote.plain import PlainQuery, plain_query
from graph.remote.publication import Publication
from graph.remote.record import VERSION
from graph.remote.results import ASKED_FOR, Results, read_results
from graph.remote.server import MEBIBYTE, Reply, Server
from graph.sparql_errors import EvaluationError, QueryTimeoutError, ResultTooLargeError
from graph.sparql_formats import Form
from graph.sparql_guard import BASE_IRI
from graph.store import StoreError

SPOKEN_OF: Final = "The SPARQL server that AFTALEGRAF_SPARQL_URL names"
PUBLISHED: Final = "SELECT ?version FROM <{record}> WHERE {{ <{record}> {property} ?version }}"
FRESH: Final = 5.0
"""Seconds after which it is looked up again whether the server holds the right publication."""
_FORM: Final = "application/x-www-form-urlencoded"


class RemoteStore:
    """A publication on a server; safe to use from many threads.

    Args:
        server: Where queries are answered.
        publication: What the server must hold.
    """

    def __init__(self, server: Server, publication: Publication) -> None:
        self._server = server
        self._publication = publication
        self._fresh_until = 0.0

    def query(
        self,
        query: str,
        *,
        base_iri: str = BASE_IRI,
        default_graph: Sequence[ox.NamedNode] | None = None,
        named_graphs: Sequence[ox.NamedNode] | None = None,
    ) -> Results:
        """Answer a query that parses; as `pyoxigraph.Store.query`, but a graph comes as a list.

        Args:
            query: The text.
            base_iri: What its relative IRIs are resolved against.
            default_graph: The graphs of the default graph; with those of `named_graphs` they are the whole dataset.
            named_graphs: The graphs that GRAPH can see.

        Raises:
            RemoteError: The server cannot be reached, or does not answer as a SPARQL server.
            StoreError: What it holds is not this publication.
            EvaluationError: The server refuses the query, or it cannot be passed on.
            QueryTimeoutError: The server takes too long.
            ResultTooLargeError: The result is larger than may be read here, or than the server gives.
        """
        plain = plain_query(query, base_iri)
        self._check()
        if default_graph is None and named_graphs is None:
            explicit = None
        else:
            explicit = [one.value for one in default_graph or ()], [one.value for one in named_graphs or ()]
        text = plain.text(*self._dataset(plain, explicit), self._publication.nothing)
        return self._ask(text, plain.form)

    def _check(self) -> None:
        """Make sure that the server holds the publication as a whole.

        Raises:
            StoreError: It does not.
        """
        if time.monotonic() < self._fresh_until:
            return
        query = PUBLISHED.format(record=self._publication.record, property=VERSION)
        versions = [row["version"].value for row in cast(ox.QuerySolutions, self._ask(query, Form.TABLE))]
        if not versions:
            raise StoreError(f"{SPOKEN_OF} holds no whole graph of Aftalegraf; run `aftalegraf publish`.")
        if versions != [self._publication.version]:
            raise StoreError(f"{SPOKEN_OF} holds another version of the data than was built; run `aftalegraf publish`.")
        self._fresh_until = time.monotonic() + FRESH

    def _dataset(
        self, plain: PlainQuery, explicit: tuple[list[str], list[str]] | None
    ) -> tuple[Sequence[str], Sequence[str]]:
        """Return the graphs of the default graph and those that GRAPH sees; never one that is not published."""
        known = self._publication.named_graphs
        if explicit is None and not plain.has_dataset:
            default, named = [self._publication.union], list(known)
        else:
            asked = explicit or (plain.default_graphs, plain.named_graphs)
            default, named = ([name for name in dict.fromkeys(part) if name in known] for part in asked)
        return default, named

    def _ask(self, text: str, form: Form) -> Results:
        headers = {"Accept": ASKED_FOR[form], "Content-Type": _FORM}
        reply = self._server.request("POST", headers=headers, content=urlencode({"query": text}).encode())
        _refuse(reply, form)
        return read_results(reply.body, form, SPOKEN_OF)


def remote_store(url: str, folder: Path, base: str, timeout: float, max_bytes: int = 64 * MEBIBYTE) -> RemoteStore:
    """Ask a server in place of the store in `folder`; it must hold the same.

    Raises:
        StoreError: There is no store in `folder`.
        AddressError: The address is none.
    """
    return RemoteStore(Server(url, SPOKEN_OF, timeout, max_bytes), Publication.of(folder, base))


def _refuse(reply: Reply, form: Form) -> None:
    """Raise the error that an answer without a whole result means."""
    if reply.status == 400:
        raise EvaluationError(f"{SPOKEN_OF} does not take this query{reply.reason}; write it in another way.")
    if reply.status != 200:
        raise RemoteError(
            f"{SPOKEN_OF} answers with {reply.status}{reply.reason} instead of a result; see its log, or its address."
        )
    if reply.media_type != ASKED_FOR[form]:
        raise RemoteError(
            f"{SPOKEN_OF} answers with {reply.media_type or 'no media type'} instead of {ASKED_FOR[form]}; "
            "give the address at which it answers queries, which often ends in /sparql or /query."
        )
    if "x-sql-state" in reply.headers:  # Virtuoso's own time limit ends a query with 200 and a part of the result.
        raise QueryTimeoutError(f"{SPOKEN_OF} stopped the query at its own time limit; narrow it, or raise that limit.")
    if (most := reply.headers.get("x-sparql-maxrows")) is not None:
        raise ResultTooLargeError(
            f"{SPOKEN_OF} gives no more than {most} rows at once; narrow the query, or read it in parts with ORDER BY, "
            "OFFSET and a LIMIT below that."
        )

"""Answering a SPARQL 1.1 query from a store, in the format asked for.

Standards: SPARQL 1.1 Query Language; the RDF dataset as in SPARQL 1.1 Protocol section 2.1.4. Without a dataset the
default graph is the union of all graphs. `write_store` lays the union down as the store's default graph; for a store
filled in another way pyoxigraph's own union is used, in which a triple of two graphs counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph.sparql_errors import (
    EvaluationError,
    QueryError,
    ResultTooLargeError,
    ServiceRefusedError,
    UpdateRefusedError,
)
from graph.sparql_formats import (
    DEFAULT_FORMATS,
    FORMATS,
    Form,
    Format,
    FormatError,
    format_for,
    formats_named,
)
from graph.sparql_guard import BASE_IRI, has_keyword, parse_guard
from graph.sparql_results import boolean_bytes, capped, chunks_of, chunks_of_text, evaluating, graph_bytes
from graph.sparql_tables import table_text
from graph.sparql_tokens import declared_prefixes

if TYPE_CHECKING:
    from graph.remote.store import RemoteStore

__all__ = [
    "DEFAULT_FORMATS",
    "FORMATS",
    "Answer",
    "EvaluationError",
    "Form",
    "Format",
    "FormatError",
    "QueryError",
    "ResultTooLargeError",
    "ServiceRefusedError",
    "UpdateRefusedError",
    "answer",
    "execute",
    "formats_named",
    "parse_guard",
]


@dataclass(frozen=True, slots=True)
class Answer:
    """A result on its way: what it is, how it is written, and its bytes, which can be read once."""

    form: Form
    format: Format
    chunks: Iterator[bytes]


def execute(
    store: ox.Store,
    query: str,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    accept_format: Mapping[Form, Format] | str = DEFAULT_FORMATS,
    *,
    base_iri: str = BASE_IRI,
    max_rows: int | None = None,
) -> Iterator[bytes]:
    """Run a query in this process and yield its result.

    This is for queries of the program's own and for the worker processes. A query of anyone else's goes through
    `graph.workers.QueryPool`, because nothing can stop pyoxigraph within a process.

    Args:
        store: Where to look.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE.
        default_graphs: IRIs of the graphs that make up the default graph.
        named_graphs: IRIs of the graphs that GRAPH can see. If either is given, the two are the whole dataset, and
            FROM in the query is ignored.
        accept_format: For each form the format wanted, or the short name of one ("csv").
        base_iri: What relative IRIs in the query are resolved against.
        max_rows: The most rows, or triples, of the result.

    Raises:
        QueryError: See `parse_guard`; or the result is too large, or cannot be computed.
        FormatError: The result cannot be written in the format wanted.
    """
    return answer(
        store, query, default_graphs, named_graphs, accept_format, base_iri=base_iri, max_rows=max_rows
    ).chunks


def answer(
    store: ox.Store | RemoteStore,
    query: str,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    accept_format: Mapping[Form, Format] | str = DEFAULT_FORMATS,
    *,
    base_iri: str = BASE_IRI,
    max_rows: int | None = None,
    prefixes: Mapping[str, str] | None = None,
) -> Answer:
    """Run a query as `execute` does, and tell the form and format of its result too."""
    accepted = formats_named(accept_format) if isinstance(accept_format, str) else accept_format
    parse_guard(query, base_iri=base_iri, prefixes=prefixes)
    dataset = _dataset(store, query, default_graphs, named_graphs, base_iri)
    with evaluating():
        results = store.query(query, base_iri=base_iri, **dataset)
    match results:
        case ox.QueryBoolean():
            form = format_for(Form.BOOLEAN, accepted)
            return Answer(Form.BOOLEAN, form, iter([boolean_bytes(results, form)]))
        case ox.QuerySolutions():
            form = format_for(Form.TABLE, accepted)
            variables = [variable.value for variable in results.variables]
            rows = (tuple(solution) for solution in capped(results, max_rows, "rows"))
            return Answer(Form.TABLE, form, chunks_of_text(table_text(variables, rows, form)))
        case ox.QueryTriples() | list():
            form = format_for(Form.GRAPH, accepted)
            triples = capped(iter(results), max_rows, "triples")
            return Answer(Form.GRAPH, form, chunks_of(lambda: graph_bytes(triples, form, _prefixes(query))))


def _dataset(
    store: ox.Store | RemoteStore, query: str, default_graphs: Sequence[str], named_graphs: Sequence[str], base_iri: str
) -> dict[str, Any]:
    """Return the arguments by which the store sees the dataset asked for."""
    if default_graphs or named_graphs:
        return {"default_graph": _names(default_graphs), "named_graphs": _names(named_graphs)}
    if not isinstance(store, ox.Store):
        return {}
    has_union = any(True for _ in islice(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), 1))
    return {"use_default_graph_as_union": not has_union and not has_keyword(query, "from", base_iri=base_iri)}


def _names(iris: Sequence[str]) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise QueryError(f"A graph of the dataset must be named by an absolute IRI ({error}).") from error


def _prefixes(query: str) -> dict[str, str]:
    return {prefix: iri for prefix, iri in declared_prefixes(query).items() if ":" in iri}

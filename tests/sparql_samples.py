"""A small graph and queries to it, and what a query gives: for the tests of SPARQL."""

from __future__ import annotations

import pyoxigraph as ox

from graph.sparql import execute

EX = "http://example.org/"
NQUADS = (
    f'<{EX}a> <{EX}label> "sundhed, \\"på tværs\\"\\n\\tog <mere> & mere"@da <{EX}g1> .\n'
    f'<{EX}a> <{EX}n> "7"^^<http://www.w3.org/2001/XMLSchema#integer> <{EX}g1> .\n'
    f'<{EX}b> <{EX}label> "uden sprog" <{EX}g2> .\n'
    f"<{EX}b> <{EX}knows> _:x <{EX}g2> .\n"
    f'<{EX}a> <{EX}n> "7"^^<http://www.w3.org/2001/XMLSchema#integer> <{EX}g2> .\n'
)
ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"
FROM_G2 = "SELECT ?s FROM <http://example.org/g2> { ?s <http://example.org/label> ?l }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9)) + " }"


def text(store: ox.Store, query: str, name: str = "csv", **dataset: list[str]) -> str:
    return b"".join(execute(store, query, accept_format=name, **dataset)).decode()  # type: ignore[arg-type]

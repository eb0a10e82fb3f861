"""A digest of what a graph says: the same triples give the same, in any order."""

from __future__ import annotations

import hashlib

from rdflib import Graph


def digest(graph: Graph) -> str:
    """Return a SHA-256 over the sorted triples, in hexadecimal.

    Blank nodes count by their names, which `graph.turtle` gives by file and order.
    """
    lines = sorted(" ".join(term.n3() for term in triple) for triple in graph)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()

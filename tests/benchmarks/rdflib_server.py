"""Serve an N-Triples file by rdflib-endpoint, as its own documentation shows, from rdflib's store in memory."""

from __future__ import annotations

import sys

import uvicorn
from rdflib import Graph
from rdflib_endpoint import SparqlEndpoint


def main() -> None:
    """Serve a file on a port, both given as arguments."""
    graph = Graph()
    graph.parse(sys.argv[1], format="nt")
    uvicorn.run(SparqlEndpoint(graph=graph), port=int(sys.argv[2]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()

"""What the endpoint says of itself: to programs in RDF, to the API documentation in OpenAPI.

SPARQL 1.1 Service Description (<https://www.w3.org/TR/sparql11-service-description/>).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from graph.limits import MAX_QUERY
from graph.sparql import FORMATS, Form, Format
from graph.sparql_patterns import DEFAULT_HITS, MOST_HITS
from graph.sparql_results import graph_bytes
from graph.sparql_search import MOST_SEARCHES

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS_NS: Final = "http://www.w3.org/ns/formats/"
_SEARCH: Final = (
    'The pattern (?passage ?score) <{}> ("words" 20) stands for the passages, at most 20, that answer the words by '
    "wording and meaning, best first, as the search box finds them, each with a score that orders those of one search. "
    f"The words are a literal of at most {MAX_QUERY} characters; the number may be left out ({DEFAULT_HITS}) and is at "
    f"most {MOST_HITS}; the score may be left out; a query has at most {MOST_SEARCHES} such patterns."
)
PREFIXES: Final = {"rdf": RDF, "rdfs": RDFS, "sd": SD, "formats": FORMATS_NS}


def service_description(endpoint: str, named_graphs: Iterable[str], limits: str, search: str, form: Format) -> bytes:
    """Describe the endpoint in a format for graphs.

    Args:
        endpoint: Its address.
        named_graphs: IRIs of the graphs of its dataset.
        limits: What it refuses to do, in a sentence.
        search: The property that searches; empty for none.
        form: How to write it.
    """
    return graph_bytes(_triples(endpoint, named_graphs, limits, search), form, PREFIXES)


def _triples(endpoint: str, named_graphs: Iterable[str], limits: str, search: str) -> Iterator[ox.Triple]:
    service, dataset, default = (ox.NamedNode(f"{endpoint}#{part}") for part in ("service", "dataset", "default"))
    yield from _thing(service, "Service")
    yield ox.Triple(service, _sd("endpoint"), ox.NamedNode(endpoint))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    yield ox.Triple(service, ox.NamedNode(f"{RDFS}comment"), ox.Literal(limits, language="en"))
    if search:
        yield from _search(service, ox.NamedNode(search))
    for iri in sorted({one.iri for form in Form for one in FORMATS[form]}):
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(FORMATS_NS + iri))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield from _thing(dataset, "Dataset")
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield from _thing(default, "Graph")
    for number, name in enumerate(sorted(named_graphs), start=1):
        graph = ox.NamedNode(f"{endpoint}#graph-{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), graph)
        yield from _thing(graph, "NamedGraph")
        yield ox.Triple(graph, _sd("name"), ox.NamedNode(name))


def _search(service: ox.NamedNode, search: ox.NamedNode) -> Iterator[ox.Triple]:
    yield ox.Triple(service, _sd("propertyFeature"), search)
    yield from _thing(search, "Feature")
    yield ox.Triple(search, ox.NamedNode(f"{RDFS}comment"), ox.Literal(_SEARCH.format(search.value), language="en"))


def _thing(name: ox.NamedNode, kind: str) -> Iterator[ox.Triple]:
    yield ox.Triple(name, ox.NamedNode(f"{RDF}type"), _sd(kind))


def _sd(term: str) -> ox.NamedNode:
    return ox.NamedNode(SD + term)


def documented(method: str) -> dict[str, object]:
    """Describe the parameters of a method as OpenAPI members."""
    texts = {
        "query": "The query.",
        "default-graph-uri": "A graph of the default graph; repeatable. Without any, all graphs together are asked.",
        "named-graph-uri": "A graph that GRAPH can see; repeatable.",
        "format": "A format by its short name (json, xml, csv, tsv, ttl, jsonld, nt, rdf, trig, nq) instead of Accept.",
    }
    if method == "POST":
        string = {"type": "string"}
        form = {"schema": {"type": "object", "properties": dict.fromkeys(texts, string), "required": ["query"]}}
        content = {"application/x-www-form-urlencoded": form, "application/sparql-query": {"schema": string}}
        return {"requestBody": {"required": True, "content": content}}
    listed = [
        {"name": name, "in": "query", "required": False, "description": text, "schema": {"type": "string"}}
        for name, text in texts.items()
    ]
    return {"parameters": listed}

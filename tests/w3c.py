"""The W3C's tests of the SPARQL 1.1 Protocol and of service descriptions, run on an endpoint.

As a program it prints how many of them hold, for the endpoint of this project or for any other that holds the graphs of
`tests/data/protocol.nq`: `python tests/w3c.py [http://HOST:PORT/PATH]`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from pyshacl import validate
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from served import TABLE, Endpoint, Reply, app_of, serving

from graph.store import write_store
from graph.workers import QueryPool

DATA = Path(__file__).parent / "data"
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
QUERIES, UPDATES, DESCRIPTION = "protocol, queries", "protocol, updates refused", "service description"
RDF_TYPES = {
    "text/turtle": "turtle", "application/rdf+xml": "xml", "application/n-triples": "nt",
    "application/ld+json": "json-ld",
}  # fmt: skip
EXPECTED_TYPES = {
    "boolean": {TABLE, "application/sparql-results+xml"},
    "tabular": {TABLE, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"},
    "RDF": set(RDF_TYPES),
}


@dataclass(frozen=True)
class Case:
    """A test of a manifest; `check` raises an AssertionError if it does not hold."""

    name: str
    group: str
    check: Callable[[Endpoint], None]


def cases() -> list[Case]:
    """Read the manifests, which lie in a folder `shared` beside or above the project; none if there is none."""
    found = (parent / "shared" / "w3c-sparql11" for parent in Path(__file__).resolve().parents)
    folder = next((one for one in found if one.is_dir()), None)
    if folder is None:
        return []
    protocol = [_protocol_case(graph, test) for graph, test in _entries(folder / "protocol")]
    described = [_name(test) for _, test in _entries(folder / "service-description")]
    return [*protocol, *(Case(name, DESCRIPTION, DESCRIPTIONS[name]) for name in described)]


@contextmanager
def documents_served() -> Iterator[Endpoint]:
    """Serve the graphs that the manifest asks about."""
    with TemporaryDirectory() as folder:
        write_store((DATA / "protocol.nq").read_bytes(), Path(folder, "graf"))
        with QueryPool(Path(folder, "graf"), workers=1) as pool, serving(app_of(pool)) as endpoint:
            yield endpoint


def _entries(folder: Path) -> Iterator[tuple[Graph, URIRef]]:
    graph = Graph().parse(data=(folder / "manifest.ttl").read_text(encoding="utf-8"), format="turtle")
    listed = next(graph.objects(None, MF.entries))
    yield from ((graph, URIRef(str(test))) for test in Collection(graph, listed))


def _name(test: URIRef) -> str:
    return test.rpartition("#")[2]


# The protocol


def _protocol_case(graph: Graph, test: URIRef) -> Case:
    action = graph.value(test, MF.action)
    listed = graph.value(action, HT.requests)
    assert listed is not None
    requests = list(Collection(graph, listed))
    if "update" in _name(test):
        return Case(_name(test), UPDATES, partial(_is_refused, graph, requests))
    return Case(_name(test), QUERIES, partial(_is_answered, graph, requests))


def _is_answered(graph: Graph, requests: list[Node], endpoint: Endpoint) -> None:
    for request in requests:
        reply = _send(endpoint, graph, request)
        expected = graph.value(request, HT.resp)
        statuses = {str(status)[-3:] for status in graph.objects(expected, MF.expectedStatus)}
        assert f"{reply.status // 100}xx" in statuses, reply.text
        form = graph.value(expected, MF.expectedFormat)
        assert form is None or reply.media_type in EXPECTED_TYPES[str(form)], reply.media_type
        truth = graph.value(expected, MF.expectedBoolean)
        assert truth is None or reply.json["boolean"] == truth.toPython()  # type: ignore[attr-defined]


def _is_refused(graph: Graph, requests: list[Node], endpoint: Endpoint) -> None:
    """Expect each update to be refused, and the queries that look for what it would have written to find nothing."""
    for request in requests:
        reply = _send(endpoint, graph, request)
        if graph.value(graph.value(request, HT.resp), MF.expectedBoolean) is None:
            # A body of another type is not recognised as an update.
            assert (reply.status, "only reads" in reply.text) in ((400, True), (415, False)), reply.text
        else:
            assert (reply.status, reply.json["boolean"]) == (200, False)


def _send(endpoint: Endpoint, graph: Graph, request: Node) -> Reply:
    """Send a request of the manifest, with the path of this endpoint."""
    target = str(graph.value(request, HT.absolutePath)).replace("/sparql/", endpoint.path, 1)
    listed = graph.value(request, HT.headers)
    given = [] if listed is None else list(Collection(graph, listed))
    headers = {str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue)) for one in given}
    content = graph.value(request, HT.body)
    body = None
    if content is not None:
        body = str(graph.value(content, CNT.chars)).encode(str(graph.value(content, CNT.characterEncoding)))
    return endpoint.ask(str(graph.value(request, HT.methodName)), target, headers, body)


# The service description


def _description(endpoint: Endpoint) -> Graph:
    reply = endpoint.ask("GET", endpoint.path)
    assert (reply.status, reply.media_type in RDF_TYPES) == (200, True), reply.media_type
    return Graph().parse(data=reply.text, format=RDF_TYPES[reply.media_type])


def _returns_rdf(endpoint: Endpoint) -> None:
    assert len(_description(endpoint)) > 0


def _has_endpoint_triple(endpoint: Endpoint) -> None:
    graph = _description(endpoint)
    services = set(graph.subjects(RDF.type, SD.Service))
    assert {graph.value(service, SD.endpoint) for service in services} == {URIRef(endpoint.address)}


def _conforms_to_schema(endpoint: Endpoint) -> None:
    graph = _description(endpoint)
    shapes = Graph().parse(DATA / "service-description-shapes.ttl")
    properties = {str(one) for one in shapes.objects(None, SH.targetSubjectsOf)}
    assert {str(one) for one in graph.predicates() if str(one).startswith(str(SD))} <= properties
    conforms, _, words = validate(graph, shacl_graph=shapes, inference="none", do_owl_imports=False)
    assert conforms, words


DESCRIPTIONS = {
    "returns-rdf": _returns_rdf,
    "has-endpoint-triple": _has_endpoint_triple,
    "conforms-to-schema": _conforms_to_schema,
}


def figures(endpoint: Endpoint) -> Iterator[str]:
    """Run all tests; say of each group how many hold, and name those that do not."""
    held: Counter[str] = Counter()
    failed = []
    for case in cases():
        try:
            case.check(endpoint)
            held[case.group] += 1
        except (AssertionError, ValueError, KeyError) as error:
            failed.append(f"fails: {case.name}: {str(error)[:100]!r}")
    for group, total in Counter(case.group for case in cases()).items():
        yield f"{group}: {held[group]}/{total}"
    yield from failed


def main() -> None:
    """Print the figures."""
    if not cases():
        sys.exit("The W3C's manifests are not here; put them into ../shared/w3c-sparql11.")
    if len(sys.argv) > 1:
        address = urlsplit(sys.argv[1])
        print(*figures(Endpoint(address.port or 80, address.path or "/", address.hostname or "127.0.0.1")), sep="\n")
        return
    with documents_served() as endpoint:
        print(*figures(endpoint), sep="\n")


if __name__ == "__main__":
    main()

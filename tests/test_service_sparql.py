"""The endpoint over HTTP, on a real server: the W3C's protocol tests, content negotiation, errors, limits."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph.store import write_store
from graph.workers import QueryPool
from ingest.errors import NotFoundError
from service import problems
from service.negotiation import NotAcceptableError, best, choose
from service.problems import Problem
from service.sparql import sparql_router

W3C = Path(__file__).parents[2] / "shared" / "w3c-sparql11" / "protocol"
KASEI = "http://kasei.us/2009/09/sparql/data/"
DOCUMENT = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Document>"
EX = "http://example.org/"
FORM = "application/x-www-form-urlencoded"
TABLE = "application/sparql-results+json"
THOUSAND = "".join(f"<{EX}s{n}> <{EX}p> <{EX}o> <{EX}g> .\n" for n in range(1000))
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9)) + " }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
CONSTRUCT = "CONSTRUCT { <http://x/s> <http://x/p> 'o' } { }"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Endpoint:
    port: int

    def ask(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, target, body, dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def get(self, query: str, accept: str | None = None, **more: str) -> Reply:
        headers = {} if accept is None else {"Accept": accept}
        return self.ask("GET", "/sparql?" + urlencode({"query": query, **more}), headers)

    def post(self, body: str | bytes, media_type: str | None = FORM, **headers: str) -> Reply:
        named = {} if media_type is None else {"Content-Type": media_type}
        return self.ask("POST", "/sparql", {**named, **headers}, body.encode() if isinstance(body, str) else body)


@contextmanager
def serving(app: FastAPI) -> Iterator[Endpoint]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", ws="none", lifespan="off"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield Endpoint(listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


def page(request: Request) -> HTMLResponse:
    return HTMLResponse(f"<!doctype html><title>SPARQL</title>{request.query_params.get('query', '')}")


def app_of(pool: QueryPool, *, html: bool = False) -> FastAPI:
    app = FastAPI()
    problems.install(app)
    app.include_router(sparql_router(pool, html_form=page if html else None))

    @app.get("/missing")
    def missing() -> None:
        raise NotFoundError("There is no such agreement; see /aftale for those there are.")

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("the secret of the server")

    @app.get("/number/{number}")
    def number(number: int) -> int:
        return number

    return app


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryPool]:
    folder = tmp_path_factory.mktemp("data") / "graf"
    documents = [f"<{KASEI}data{n}.rdf> {DOCUMENT} <{KASEI}data{n}.rdf> .\n" for n in (1, 2, 3)]
    many = [f'<{EX}s{n}> <{EX}p> "{"x" * 1000}{n}" <{EX}g> .\n' for n in range(2000)]
    write_store("".join(documents + many), folder)
    with QueryPool(folder, workers=2, timeout=2.0, max_rows=3000) as pool:
        yield pool


@pytest.fixture(scope="module")
def endpoint(pool: QueryPool) -> Iterator[Endpoint]:
    with serving(app_of(pool)) as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def site(pool: QueryPool) -> Iterator[Endpoint]:
    with serving(app_of(pool, html=True)) as endpoint:
        yield endpoint


# The W3C's tests of the protocol

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
EXPECTED_TYPES = {
    "boolean": {TABLE, "application/sparql-results+xml"},
    "tabular": {TABLE, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"},
}


def w3c_tests() -> list[Any]:
    if not W3C.is_dir():
        return [pytest.param(None, None, marks=pytest.mark.skip(reason="the W3C's tests are not beside the project"))]
    graph = Graph().parse(data=(W3C / "manifest.ttl").read_text(encoding="utf-8"), format="turtle")
    listed = next(graph.objects(None, MF.entries))
    return [pytest.param(graph, test, id=str(test).rpartition("#")[2]) for test in Collection(graph, listed)]


def send(endpoint: Endpoint, graph: Graph, request: Node) -> Reply:
    """Send a request of the manifest, with the path of this endpoint."""
    target = str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    listed = graph.value(request, HT.headers)
    headers = (
        {}
        if listed is None
        else {
            str(graph.value(header, HT.fieldName)): str(graph.value(header, HT.fieldValue))
            for header in Collection(graph, listed)
        }
    )
    content = graph.value(request, HT.body)
    body = None
    if content is not None:
        body = str(graph.value(content, CNT.chars)).encode(str(graph.value(content, CNT.characterEncoding)))
    return endpoint.ask(str(graph.value(request, HT.methodName)), target, headers, body)


@pytest.mark.parametrize(("graph", "test"), w3c_tests())
def test_w3c_protocol(endpoint: Endpoint, graph: Graph, test: URIRef) -> None:
    action = graph.value(test, MF.action)
    listed = graph.value(action, HT.requests)
    assert listed is not None
    for request in Collection(graph, listed):
        reply = send(endpoint, graph, request)
        expected = graph.value(request, HT.resp)
        if "#update_" in str(test):
            # Updates are refused here, so a test that wants one done holds if it is refused in words.
            assert (reply.status, "only reads" in reply.text) == (400, True)
            return
        wanted = {str(status)[-3:] for status in graph.objects(expected, MF.expectedStatus)}
        assert f"{reply.status // 100}xx" in wanted, reply.text
        form = graph.value(expected, MF.expectedFormat)
        assert form is None or reply.media_type in EXPECTED_TYPES[str(form)]
        truth = graph.value(expected, MF.expectedBoolean)
        assert truth is None or json.loads(reply.text)["boolean"] == truth.toPython()  # type: ignore[attr-defined]


# The service description

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


def test_bare_get_describes_the_service_in_rdf(endpoint: Endpoint) -> None:
    reply = endpoint.ask("GET", "/sparql")
    assert (reply.status, reply.media_type) == (200, "text/turtle")
    graph = Graph().parse(data=reply.text, format="turtle")
    service = next(graph.subjects(RDF.type, SD.Service))
    assert (service, SD.endpoint, URIRef(f"http://127.0.0.1:{endpoint.port}/sparql")) in graph
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    dataset = graph.value(service, SD.defaultDataset)
    names = {str(graph.value(named, SD.name)) for named in graph.objects(dataset, SD.namedGraph)}
    assert names == {EX + "g", *(f"{KASEI}data{n}.rdf" for n in (1, 2, 3))}
    assert "2 seconds and yield 3,000 rows" in reply.text


def test_service_description_is_negotiated(endpoint: Endpoint) -> None:
    reply = endpoint.ask("GET", "/sparql", {"Accept": "application/rdf+xml, text/turtle;q=0.9"})
    assert reply.media_type == "application/rdf+xml"
    assert len(Graph().parse(data=reply.text, format="xml")) > 10
    assert endpoint.ask("GET", "/sparql?format=nt").media_type == "application/n-triples"
    assert endpoint.ask("GET", "/sparql", {"Accept": "text/csv"}).status == 406


# Negotiation


@pytest.mark.parametrize(
    ("accept", "offered", "chosen"),
    [
        (None, "a/b c/d", "a/b"),
        ("", "a/b c/d", "a/b"),
        ("*/*", "a/b c/d", "a/b"),
        ("c/d", "a/b c/d", "c/d"),
        ("a/b;q=0.5, c/d;q=0.6", "a/b c/d", "c/d"),
        ("a/b;q=0.5, */*;q=0.1", "c/d a/b", "a/b"),
        ("c/d, */*", "a/b c/d", "c/d"),
        ("a/*;q=0.3, a/b;q=0.9, c/d;q=0.5", "c/d a/b", "a/b"),
        ("*/*, a/b;q=0", "a/b c/d", "c/d"),
        ("a/b;q=0", "a/b", None),
        ("x/y", "a/b c/d", None),
        ("A/B;Q=1.0", "a/b", "a/b"),
        ('a/b;note="x, y;q=0.1";q=0.5, c/d;q=0.6', "a/b c/d", "c/d"),
        ("a/b;charset=utf-8", "a/b", "a/b"),
        ("a/b;level=1", "a/b", None),
        ("nonsense, c/d;q=2", "a/b c/d", "a/b"),
        ("*/b", "a/b", "a/b"),
        (BROWSER, "text/csv text/html", "text/html"),
    ],
)
def test_accept_header_decides_as_rfc_9110_says(accept: str | None, offered: str, chosen: str | None) -> None:
    assert best(accept, offered.split()) == chosen


def test_nothing_acceptable_lists_what_is_offered() -> None:
    with pytest.raises(NotAcceptableError, match="ask for one of a/b, c/d"):
        choose("x/y", ["a/b", "c/d"])


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("ASK {}", None, TABLE),
        ("ASK {}", "*/*", TABLE),
        ("ASK {}", "application/json", "application/json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT * {}", "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("SELECT * {}", "text/turtle, text/csv;q=0.1", "text/csv"),
        (CONSTRUCT, "text/turtle, text/csv", "text/turtle"),
        (CONSTRUCT, "application/json", "application/json"),
        (CONSTRUCT, "application/n-quads", "application/n-quads"),
        ("DESCRIBE <http://x/s>", "application/rdf+xml", "application/rdf+xml"),
        ("ASK {}", BROWSER, "application/xml"),
    ],
)
def test_result_has_the_media_type_asked_for(
    endpoint: Endpoint, query: str, accept: str | None, media_type: str
) -> None:
    reply = endpoint.get(query, accept)
    assert (reply.status, reply.media_type) == (200, media_type)
    assert "accept" in reply.headers["vary"].lower()


@pytest.mark.parametrize(
    ("query", "accept"), [("ASK {}", "text/turtle"), (CONSTRUCT, "text/csv"), ("ASK {}", "image/png"), ("ASK {", "a/b")]
)
def test_nothing_acceptable_is_406_never_another_type(endpoint: Endpoint, query: str, accept: str) -> None:
    reply = endpoint.get(query, accept)
    assert reply.status == 406
    assert "ask for one of" in reply.text


def test_format_parameter_overrides_accept(endpoint: Endpoint) -> None:
    assert endpoint.get("ASK {}", "text/csv", format="xml").media_type == "application/sparql-results+xml"
    assert endpoint.get(CONSTRUCT, format="xml").media_type == "application/rdf+xml"
    assert endpoint.post(urlencode({"query": "ASK {}", "format": "csv"})).media_type == "text/csv"
    assert endpoint.get("ASK {}", format="pdf").status == 406
    assert endpoint.get("ASK {}", format="ttl").status == 406


def test_accept_header_of_several_lines_counts_as_one(endpoint: Endpoint) -> None:
    with socket.create_connection(("127.0.0.1", endpoint.port)) as client:
        lines = ("GET /sparql?query=ASK%7B%7D HTTP/1.1", "Host: x", "Accept: text/csv;q=0.1", "Accept: text/xml")
        client.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode())
        assert b"content-type: text/xml" in client.makefile("rb").read().lower()


def test_documentation_of_the_api_names_the_parameters(pool: QueryPool) -> None:
    documented = app_of(pool).openapi()["paths"]["/sparql"]
    assert {one["name"] for one in documented["get"]["parameters"]} >= {"query", "default-graph-uri", "format"}
    assert "application/sparql-query" in documented["post"]["requestBody"]["content"]


# Requests


def test_danish_letters_survive_every_way_in(endpoint: Endpoint) -> None:
    query = "SELECT ('sårbare børn på tværs' AS ?x) {}"
    for reply in (
        endpoint.get(query, "text/csv"),
        endpoint.post(urlencode({"query": query}), Accept="text/csv"),
        endpoint.post(query, "application/sparql-query", Accept="text/csv"),
        endpoint.post(query, 'application/sparql-query; charset="UTF-8"', Accept="text/csv"),
    ):
        assert (reply.status, reply.text) == (200, "x\r\nsårbare børn på tværs\r\n")


@pytest.mark.parametrize(
    ("body", "media_type", "status", "words"),
    [
        ("ASK {}", "text/plain", 415, "is posted as"),
        ("ASK {}", None, 415, "no Content-Type"),
        ("query=ASK+%7B%7D", "multipart/form-data; boundary=x", 415, "is posted as"),
        ("ASK {}".encode("utf-16"), "application/sparql-query; charset=UTF-16", 415, "UTF-8"),
        (b"ASK { ?s ?p '\xe6' }", "application/sparql-query", 400, "not UTF-8"),
        (b"query=ASK+%7B+%3Fs+%3Fp+%27%E6%27+%7D", FORM, 400, "not UTF-8"),
        ("", FORM, 400, "no query"),
        ("", "application/sparql-query", 400, "empty"),
        ("query=ASK+%7B%7D&query=ASK+%7B%7D", FORM, 400, "given 2 times"),
        ("update=CLEAR+ALL", FORM, 400, "only reads"),
        ("query=CLEAR+ALL", FORM, 400, "only reads"),
        ("CLEAR ALL", "application/sparql-update", 400, "only reads"),
        ("query=ASK+%7B%7D&default-graph-uri=graf", FORM, 400, "absolute IRI"),
        ("a=1&" * 2000, FORM, 400, "more than 1000 parameters"),
        (b"#" * (1024 * 1024 + 1), "application/sparql-query", 413, "bytes"),
    ],
)
def test_wrong_posts_get_a_sentence(
    endpoint: Endpoint, body: str | bytes, media_type: str | None, status: int, words: str
) -> None:
    reply = endpoint.post(body, media_type)
    assert (reply.status, reply.media_type) == (status, "text/plain"), reply.text
    assert words in reply.text
    assert reply.text.count("\n") == 1


def test_unsupported_type_is_told_what_is_supported(endpoint: Endpoint) -> None:
    assert "application/sparql-query" in endpoint.post("ASK {}", "text/plain").headers["accept"]


def test_service_is_refused_over_http(endpoint: Endpoint) -> None:
    reply = endpoint.get("ASK { SERVICE <http://127.0.0.1:1/> {} }")
    assert (reply.status, "SERVICE is not allowed" in reply.text) == (400, True)


def test_head_has_the_headers_of_get_and_no_body(endpoint: Endpoint) -> None:
    target = "/sparql?query=" + quote("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 5")
    get, head = endpoint.ask("GET", target), endpoint.ask("HEAD", target)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.body))
    assert endpoint.ask("HEAD", "/sparql").headers["content-type"] == "text/turtle; charset=utf-8"


def test_scripts_of_any_origin_may_ask_and_read_errors(endpoint: Endpoint) -> None:
    preflight = endpoint.ask("OPTIONS", "/sparql", {"Origin": EX, "Access-Control-Request-Method": "POST"})
    assert preflight.status == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    for reply in (preflight, endpoint.get("ASK {}"), endpoint.get("ASK {"), endpoint.ask("GET", "/sparql")):
        assert reply.headers["access-control-allow-origin"] == "*"


def test_other_methods_are_405_in_words(endpoint: Endpoint) -> None:
    reply = endpoint.ask("DELETE", "/sparql?query=ASK%7B%7D")
    assert reply.status == 405
    assert "does not take that method" in reply.text
    assert "allow" in reply.headers


def test_large_result_arrives_whole(endpoint: Endpoint) -> None:
    reply = endpoint.get(f"SELECT ?s ?o {{ ?s <{EX}p> ?o }}", "text/csv")
    assert reply.status == 200
    assert len(reply.body) == int(reply.headers["content-length"]) > 2_000_000
    assert reply.text.count("\r\n") == 2001


# Limits


def test_limits_are_announced(endpoint: Endpoint) -> None:
    assert endpoint.get("ASK {}").headers["x-sparql-limits"] == "seconds=2, rows=3000, bytes=67108864"


def test_too_many_rows_are_an_error_never_a_part(endpoint: Endpoint) -> None:
    reply = endpoint.get("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert reply.status == 422
    assert reply.text.startswith("The result has more than 3,000 rows")


def test_endless_query_is_stopped_and_others_are_served_meanwhile(endpoint: Endpoint) -> None:
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(endpoint.get(ENDLESS)))
    thread.start()
    served = 0
    while thread.is_alive():
        assert endpoint.get("ASK { ?s ?p ?o }").status == 200
        served += 1
    assert served > 2
    assert (replies[0].status, "stopped after 2 s" in replies[0].text) == (504, True)


def test_query_of_a_client_that_hangs_up_is_given_up(tmp_path: Path) -> None:
    write_store(THOUSAND, tmp_path / "graf")
    with (
        QueryPool(tmp_path / "graf", workers=1, timeout=60.0) as pool,
        serving(app_of(pool)) as endpoint,
    ):
        assert endpoint.get("ASK {}").status == 200
        with socket.create_connection(("127.0.0.1", endpoint.port)) as client:
            target = "/sparql?query=" + quote(ENDLESS)
            client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.5)
        assert endpoint.get("ASK {}").status == 200


def test_full_queue_is_503_with_retry_after(tmp_path: Path) -> None:
    write_store(THOUSAND, tmp_path / "graf")
    with (
        QueryPool(tmp_path / "graf", workers=1, timeout=2.0, max_waiting=0) as pool,
        serving(app_of(pool)) as endpoint,
    ):
        assert endpoint.get("ASK {}").status == 200
        thread = threading.Thread(target=endpoint.get, args=(ENDLESS,))
        thread.start()
        time.sleep(0.5)
        reply = endpoint.get("ASK {}")
        assert (reply.status, reply.headers["retry-after"]) == (503, "5")
        thread.join()


def test_missing_store_is_503_with_the_remedy(tmp_path: Path) -> None:
    with QueryPool(tmp_path / "graf", workers=1) as pool, serving(app_of(pool)) as endpoint:
        reply = endpoint.get("ASK {}")
    assert (reply.status, "run `aftalegraf build`" in reply.text) == (503, True)


# Errors


def test_error_is_problem_json_for_clients_of_json(endpoint: Endpoint) -> None:
    reply = endpoint.get("ASK {\n ?s ?p }", "application/json")
    assert (reply.status, reply.media_type) == (400, "application/problem+json")
    found = json.loads(reply.text)
    assert (found["title"], found["status"], found["line"]) == ("Bad Request", 400, 2)
    assert found["detail"].startswith("The query is not valid SPARQL at line 2")
    assert endpoint.get("ASK {", "application/problem+json").media_type == "application/problem+json"
    assert endpoint.get("ASK {", "application/sparql-results+json").media_type == "text/plain"


def test_error_of_the_domain_has_its_status_and_sentence(endpoint: Endpoint) -> None:
    reply = endpoint.ask("GET", "/missing")
    assert (reply.status, reply.text) == (404, "There is no such agreement; see /aftale for those there are.\n")


def test_error_of_the_program_tells_nothing(endpoint: Endpoint) -> None:
    reply = endpoint.ask("GET", "/broken")
    assert reply.status == 500
    assert "secret" not in reply.text
    assert "Traceback" not in reply.text
    assert reply.text.count("\n") == 1


def test_unknown_address_and_wrong_parameter_get_a_sentence(endpoint: Endpoint) -> None:
    assert endpoint.ask("GET", "/nothing").text == "There is nothing at this address; check its spelling.\n"
    reply = endpoint.ask("GET", "/number/x", {"Accept": "application/json"})
    assert reply.status == 422
    assert json.loads(reply.text)["detail"].startswith('"number" is not valid: ')


def test_page_is_made_of_problems_for_browsers(pool: QueryPool) -> None:
    def problem_page(request: Request, problem: Problem) -> HTMLResponse:
        return HTMLResponse(f"<p>{problem.sentence}", problem.status)

    app = FastAPI()
    problems.install(app, problem_page)
    with serving(app) as endpoint:
        reply = endpoint.ask("GET", "/nothing", {"Accept": BROWSER})
        assert (reply.status, reply.text) == (404, "<p>There is nothing at this address; check its spelling.")
        assert endpoint.ask("GET", "/nothing").media_type == "text/plain"


# The hook for a page


def test_browser_gets_the_page_and_programs_do_not(site: Endpoint) -> None:
    assert site.ask("GET", "/sparql", {"Accept": BROWSER}).media_type == "text/html"
    reply = site.get("ASK {}", BROWSER)
    assert (reply.media_type, reply.text[-6:]) == ("text/html", "ASK {}")
    assert "accept" in reply.headers["vary"].lower()
    assert site.get("ASK {}").media_type == TABLE
    assert site.get("ASK {}", BROWSER, format="csv").media_type == "text/csv"
    assert site.ask("GET", "/sparql").media_type == "text/turtle"
    assert site.post("query=ASK+%7B%7D", Accept=BROWSER).media_type == "application/xml"


# The server as a process


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_server_ends_cleanly_with_a_query_running(tmp_path: Path, sign: signal.Signals) -> None:
    write_store(THOUSAND, tmp_path / "graf")
    (tmp_path / "program.py").write_text(
        textwrap.dedent(f"""
            from contextlib import asynccontextmanager
            from pathlib import Path
            from fastapi import FastAPI
            from graph.workers import QueryPool
            from service import problems
            from service.sparql import sparql_router

            pool = QueryPool(Path({str(tmp_path / "graf")!r}), workers=2, timeout=3)

            @asynccontextmanager
            async def lifespan(app):
                with pool:
                    print(*[worker.pid for worker in pool._workers], flush=True)
                    yield

            app = FastAPI(lifespan=lifespan)
            problems.install(app)
            app.include_router(sparql_router(pool))
        """)
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "program:app", "--port", str(port), "--log-level", "warning"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    pids = [int(pid) for pid in process.stdout.readline().split()]
    endpoint = Endpoint(port)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            assert endpoint.get("ASK {}").status == 200
            break
        except ConnectionRefusedError:
            time.sleep(0.05)
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(endpoint.get(ENDLESS)))
    thread.start()
    time.sleep(0.3)
    process.send_signal(sign)
    _, errors = process.communicate(timeout=30)
    thread.join()
    assert len(pids) == 2
    assert "Traceback" not in errors
    assert replies[0].status == 504
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_formats_of_the_engine_are_those_of_the_table() -> None:
    from graph.sparql import FORMATS, Form

    for one in FORMATS[Form.GRAPH]:
        assert ox.RdfFormat.from_media_type(one.media_type) is not None
    for one in FORMATS[Form.TABLE]:
        assert ox.QueryResultsFormat.from_media_type(one.media_type) is not None

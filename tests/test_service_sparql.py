"""The endpoint over HTTP, on a real server: description, content negotiation, requests, datasets, warnings, errors."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from itertools import permutations
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from rdflib import RDF, Graph, Namespace, URIRef
from served import BROWSER, EX, FORM, QUERY, TABLE, Endpoint, serving

from graph.sparql import FORMATS, Form
from graph.store import write_store
from graph.workers import QueryPool
from ingest.errors import NotFoundError
from service.endpoint.sparql import Ask, sparql_router
from service.http import problems
from service.http.negotiation import NotAcceptableError, best, choose
from service.http.problems import Problem

QUERIES = {
    Form.TABLE: "SELECT ('sårbare børn' AS ?x) {}",
    Form.BOOLEAN: "ASK {}",
    Form.GRAPH: "CONSTRUCT { <http://x/s> <http://x/p> 'sårbare børn' } {}",
}
CONSTRUCT = "CONSTRUCT { <http://x/s> <http://x/p> 'o' } { }"
ONTOLOGY = f"""
<{EX}ontology> <http://purl.org/vocab/vann/preferredNamespaceUri> "{EX}terms#" <{EX}a> .
<{EX}terms#Goal> <http://www.w3.org/2000/01/rdf-schema#isDefinedBy> <{EX}ontology> <{EX}a> .
<{EX}one> <{EX}in> "a" <{EX}a> .
<{EX}two> <{EX}in> "b" <{EX}b> .
<{EX}three> <{EX}in> "å" <{EX}å> .
"""
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


def page(request: Request, ask: Ask | None) -> HTMLResponse:
    found = ask().read().decode() if ask else ""
    return HTMLResponse(f"<!doctype html><title>SPARQL</title>{request.query_params.get('query', '')} {found}")


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
    many = [f'<{EX}s{n}> <{EX}p> "{"x" * 1000}{n}" <{EX}g> .\n' for n in range(2000)]
    write_store(ONTOLOGY + "".join(many), folder)
    with QueryPool(folder, workers=2, max_rows=3000) as pool:
        yield pool


@pytest.fixture(scope="module")
def endpoint(pool: QueryPool) -> Iterator[Endpoint]:
    with serving(app_of(pool)) as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def site(pool: QueryPool) -> Iterator[Endpoint]:
    with serving(app_of(pool, html=True)) as endpoint:
        yield endpoint


# The service description


def test_bare_get_describes_the_service_in_rdf(endpoint: Endpoint) -> None:
    reply = endpoint.ask("GET", "/sparql")
    assert (reply.status, reply.media_type) == (200, "text/turtle")
    graph = Graph().parse(data=reply.text, format="turtle")
    service = next(graph.subjects(RDF.type, SD.Service))
    assert (service, SD.endpoint, URIRef(f"http://127.0.0.1:{endpoint.port}/sparql")) in graph
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    dataset = graph.value(service, SD.defaultDataset)
    names = {str(graph.value(named, SD.name)) for named in graph.objects(dataset, SD.namedGraph)}
    assert names == {EX + name for name in "abgå"}
    assert "30 seconds and yield 3,000 rows" in reply.text


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


@pytest.mark.parametrize("form", Form)
def test_every_format_of_every_form_is_given_by_its_quality(endpoint: Endpoint, form: Form) -> None:
    for one, other in permutations([found.media_type for found in FORMATS[form]], 2):
        reply = endpoint.get(QUERIES[form], f"{one};q=0.4, image/png, {other};q=0.8, */*;q=0.1")
        assert (reply.status, reply.media_type) == (200, other)


@pytest.mark.parametrize("form", Form)
def test_every_media_type_holds_its_format_in_utf_8(endpoint: Endpoint, form: Form) -> None:
    for media_type in {name for one in FORMATS[form] for name in one.media_types}:
        reply = endpoint.get(QUERIES[form], media_type)
        assert (reply.status, reply.media_type) == (200, media_type)
        assert form is Form.BOOLEAN or "sårbare børn" in reply.text
        assert not media_type.startswith("text/") or reply.headers["content-type"].endswith("; charset=utf-8")


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
        ("\ufeffASK {", QUERY, 400, "line 1, column 6"),
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


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("update=LOAD+%3Chttp%3A%2F%2F127.0.0.1%3A1%2F%3E", FORM),
        ("query=LOAD+%3Chttp%3A%2F%2F127.0.0.1%3A1%2F%3E", FORM),
        ("LOAD <http://127.0.0.1:1/> INTO GRAPH <http://x/>", QUERY),
        ("LOAD <http://127.0.0.1:1/>", "application/sparql-update"),
        ("PREFIX x: <http://x/> INSERT DATA { x:a x:b x:c }", QUERY),
        ("DELETE WHERE { ?s ?p ?o }", QUERY),
        ("ASK {}; DROP ALL", QUERY),
    ],
)
def test_updates_are_refused_by_every_way_in_and_change_nothing(endpoint: Endpoint, body: str, media_type: str) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = endpoint.get(count, "text/csv").text
    reply = endpoint.post(body, media_type)
    assert reply.status == 400
    assert "only reads" in reply.text or "line 1, column 7: ';'" in reply.text
    assert endpoint.get(count, "text/csv").text == before


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("query=ASK%7B%7D&query=ASK%7B%7D", 400, "given 2 times"),
        ("query=ASK+%7B+%3Fs+%3Fp+%27%E6%27+%7D", 400, "not UTF-8"),
        ("query=%ED%A0%80", 400, "not UTF-8"),
        ("query=", 400, "empty"),
        ("query=ASK%7B%7D%00", 400, "line 1, column 6"),
        ("query=ASK%7B%7D&default-graph-uri=", 400, "absolute IRI"),
        ("update=CLEAR+ALL", 400, "only reads"),
        ("query=ASK+" + "%7B" * 1024 * 1024, 414, "more than 65,536 bytes; send the query by POST"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_wrong_addresses_get_a_sentence(endpoint: Endpoint, address: str, status: int, words: str) -> None:
    reply = endpoint.ask("GET", f"/sparql?{address}")
    assert (reply.status, reply.media_type) == (status, "text/plain"), reply.text
    assert words in reply.text
    assert reply.text.count("\n") == 1


def test_mark_of_the_encoding_is_no_part_of_the_query(endpoint: Endpoint) -> None:
    assert endpoint.post("\ufeffASK {}", QUERY).status == 200


def test_compressed_query_is_415(endpoint: Endpoint) -> None:
    reply = endpoint.post(gzip.compress(b"ASK {}"), QUERY, **{"Content-Encoding": "gzip"})
    assert (reply.status, reply.headers["accept-encoding"]) == (415, "identity")
    assert 'not in the encoding "gzip"' in reply.text


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
        assert "X-SPARQL-Warning" in reply.headers["access-control-expose-headers"]


def test_head_of_an_error_has_its_status_and_no_body(endpoint: Endpoint) -> None:
    reply = endpoint.ask("HEAD", "/sparql?query=ASK")
    assert (reply.status, reply.body, reply.media_type) == (400, b"", "text/plain")


def test_other_methods_are_405_in_words(endpoint: Endpoint) -> None:
    for method in ("PUT", "PATCH", "DELETE"):
        reply = endpoint.ask(method, "/sparql?query=ASK%7B%7D")
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")
        assert reply.text == "This address does not take that method; use GET, HEAD, POST, OPTIONS.\n"
        assert reply.headers["access-control-allow-origin"] == "*"


def test_large_result_arrives_whole(endpoint: Endpoint) -> None:
    reply = endpoint.get(f"SELECT ?s ?o {{ ?s <{EX}p> ?o }}", "text/csv")
    assert reply.status == 200
    assert len(reply.body) == int(reply.headers["content-length"]) > 2_000_000
    assert reply.text.count("\r\n") == 2001


def test_end_of_a_result_says_that_it_is_whole_where_the_format_has_comments(endpoint: Endpoint) -> None:
    sentence = "This is the whole result; one of more than 3,000 rows or triples or 67,108,864 bytes is refused."
    for form in Form:
        for one in FORMATS[form]:
            reply = endpoint.get(QUERIES[form], one.media_type)
            last = reply.text.splitlines()[-1]
            marked = one.name in ("xml", "rdf", "ttl", "nt", "trig", "nq")
            assert last.endswith(f"<!-- {sentence} -->" if one.name in ("xml", "rdf") else f"# {sentence}") == marked
            if form is Form.GRAPH:
                read = ox.RdfFormat.from_media_type(one.media_type)
                assert read is not None
                assert len(list(ox.parse(reply.body, read))) == 1
            elif marked:
                ox.parse_query_results(reply.body, ox.QueryResultsFormat.XML)


# The dataset

IN = f"SELECT ?x {{ ?s <{EX}in> ?x }} ORDER BY ?x"
GRAPH = f"SELECT ?x {{ GRAPH ?g {{ ?s <{EX}in> ?x }} }} ORDER BY ?x"
FROM_B = IN.replace("{", f"FROM <{EX}b> {{", 1)
DEFAULT, NAMED = "default-graph-uri", "named-graph-uri"


@pytest.mark.parametrize(
    ("query", "dataset", "found"),
    [
        (IN, [], "a b å"),
        (GRAPH, [], "a b å"),
        (IN, [(DEFAULT, "a")], "a"),
        (IN, [(DEFAULT, "a"), (DEFAULT, "b")], "a b"),
        (IN, [(DEFAULT, "å")], "å"),
        (IN, [(DEFAULT, "nothing")], ""),
        (IN, [(NAMED, "a")], ""),
        (GRAPH, [(NAMED, "a")], "a"),
        (GRAPH, [(NAMED, "a"), (NAMED, "b")], "a b"),
        (GRAPH, [(DEFAULT, "a")], ""),
        (GRAPH, [(DEFAULT, "a"), (NAMED, "b")], "b"),
        (IN, [(DEFAULT, "a"), (NAMED, "b")], "a"),
        (FROM_B, [], "b"),
        (FROM_B, [(DEFAULT, "a")], "a"),
        (FROM_B, [(NAMED, "a")], ""),
    ],
)
def test_dataset_of_the_request_is_what_is_asked(
    endpoint: Endpoint, query: str, dataset: list[tuple[str, str]], found: str
) -> None:
    graphs = [(name, EX + graph) for name, graph in dataset]
    csv = {"Accept": "text/csv"}
    address, form = urlencode(graphs), urlencode([("query", query), *graphs])
    for reply in (
        endpoint.ask("GET", f"/sparql?{form}", csv),
        endpoint.ask("POST", "/sparql", {"Content-Type": FORM, **csv}, form.encode()),
        endpoint.ask("POST", f"/sparql?{address}", {"Content-Type": QUERY, **csv}, query.encode()),
    ):
        assert (reply.status, reply.text.split()[1:]) == (200, found.split())


# Warnings


def test_unknown_term_is_answered_with_a_warning_in_the_header_and_the_body(endpoint: Endpoint) -> None:
    query = f"PREFIX t: <{EX}terms#> CONSTRUCT {{ ?x a t:Gaol }} {{ ?x a t:Gaol }}"
    sentence = "The ontology has no term t:Gaol; did you mean t:Goal?"
    for media_type in ("text/turtle", "application/rdf+xml", "application/ld+json"):
        reply = endpoint.get(query, media_type)
        assert (reply.status, reply.headers["x-sparql-warning"]) == (200, sentence)
        assert (sentence in reply.text) == (media_type != "application/ld+json")
    reply = endpoint.get(query.replace("Gaol", "Goal"))
    assert "x-sparql-warning" not in reply.headers
    assert "did you mean" not in reply.text


def test_warning_is_ascii_in_the_header_and_no_end_of_a_comment(endpoint: Endpoint) -> None:
    query = f"SELECT ?x {{ ?x a <{EX}terms#Mål--> }}"
    reply = endpoint.get(query, "application/sparql-results+xml")
    assert reply.headers["x-sparql-warning"].startswith(f"The ontology has no term <{EX}terms#M%C3%A5l-->; see ")
    assert f"<{EX}terms#Mål-%2D>" in reply.text
    found = ox.parse_query_results(reply.body, ox.QueryResultsFormat.XML)
    assert isinstance(found, ox.QuerySolutions)
    assert list(found) == []


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
    assert reply.media_type == "text/html"
    assert reply.text.endswith('ASK {} {"head":{},"boolean":true}')
    assert "accept" in reply.headers["vary"].lower()
    assert site.get("ASK {}").media_type == TABLE
    assert site.get("ASK {}", BROWSER, format="csv").media_type == "text/csv"
    assert site.ask("GET", "/sparql").media_type == "text/turtle"
    assert site.post("query=ASK+%7B%7D", Accept=BROWSER).media_type == "application/xml"


def test_formats_of_the_engine_are_those_of_the_table() -> None:
    from graph.sparql import FORMATS, Form

    for one in FORMATS[Form.GRAPH]:
        assert ox.RdfFormat.from_media_type(one.media_type) is not None
    for one in FORMATS[Form.TABLE]:
        assert ox.QueryResultsFormat.from_media_type(one.media_type) is not None

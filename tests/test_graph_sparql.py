"""Queries: what is refused and why, what is answered and how, and that one client's query never costs another's."""

from __future__ import annotations

import csv
import http.server
import io
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.sparql import (
    FORMATS,
    Form,
    FormatError,
    QueryError,
    ResultTooLargeError,
    ServiceRefusedError,
    UpdateRefusedError,
    execute,
    formats_named,
    parse_guard,
)
from graph.sparql_guard import has_keyword
from graph.store import StoreError, memory_store, write_store
from graph.workers import BusyError, QueryPool, QueryTimeoutError, WorkerDiedError

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


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return memory_store(NQUADS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "graf"
    lines = (f'<{EX}s{i}> <{EX}p> "{i}" <{EX}g> .\n' for i in range(1000))
    write_store("".join(lines), folder)
    return folder


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[QueryPool]:
    with QueryPool(folder, workers=2, timeout=1.0, max_rows=2000) as pool:
        yield pool


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that notes what it is asked: its address and its notes."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


def text(store: ox.Store, query: str, name: str = "csv", **dataset: list[str]) -> str:
    return b"".join(execute(store, query, accept_format=name, **dataset)).decode()  # type: ignore[arg-type]


def answered(pool: QueryPool, query: str) -> str:
    return pool.run(query, formats=formats_named("csv")).read().decode()


# Refusing


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "ASK { service SILENT <%s> { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) { { SELECT * { SeRvIcE <%s> { ?s ?p ?o } } } }",
        "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <%s> { } } }",
        "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?e { <%s> } SERVICE ?e { ?s ?p ?o } }",
        "DESCRIBE ?s { SERVICE <%s> { ?s ?p ?o } }",
        "PREFIX : <%s> ASK { SERVICE:x { ?s ?p ?o } }",
        "PREFIX : <%s> ASK { SERVICEsilent:x { } }",
        "PREFIX SERVICE: <http://other/> PREFIX : <%s> ASK { ?s ?p ?o ; SERVICE:x { } }",
        "ASK { ?s ?p trueSERVICE<%s>{ } }",
        "ASK { ?s ?p 1SERVICE<%s>{ } }",
        "ASK { # SERVICE in a comment\n SERVICE <%s> { } }",
        'ASK { ?service ?p "SERVICE" . SERVICE <%s> { } }',
        "ASK { SERVICE# a comment <\n<%s>{} }",
    ],
)
def test_service_is_refused_and_sends_nothing(store: ox.Store, listener: tuple[str, list[str]], query: str) -> None:
    address, asked = listener
    with pytest.raises(ServiceRefusedError, match="does not send queries on"):
        list(execute(store, query % address))
    assert asked == []


def test_engine_would_send_without_the_guard(store: ox.Store, listener: tuple[str, list[str]]) -> None:
    # The claim above is worth nothing if the engine would not have sent anything anyway.
    address, asked = listener
    with pytest.raises(OSError, match="404"):
        store.query(f"PREFIX : <{address}> ASK {{ SERVICE:x {{ ?s ?p ?o }} }}")
    assert asked == ["/x"]


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
        "SELECT * { ?s ?p '''a SERVICE ''' }",
        "SELECT * { ?s <http://example.org/SERVICE> ?o }",
        "# SERVICE <http://x/> { }\nSELECT * { ?s ?p ?o }",
        "SELECT ?service ?SERVICE { ?service ?p ?SERVICE }",
        "SELECT (1 AS ?service) (2 AS ?Service) (3 AS ?zzzzzzz) { }",
        "PREFIX service: <http://example.org/> SELECT * { ?s service:service ?o }",
        "PREFIX : <http://example.org/> SELECT * { ?s :SERVICE ?o . _:service ?p ?o }",
        'SELECT * { ?s ?p "tjeneste"@en-service }',
        "PREFIX SERVICE: <http://example.org/> SELECT * { ?s ?p SERVICE:x { ?s ?q ?r } }",
        "PREFIX load: <http://example.org/> SELECT * { ?load load:insert 'DELETE WHERE { ?s ?p ?o }' }",
    ],
)
def test_words_in_names_literals_and_comments_pass(query: str) -> None:
    parse_guard(query)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "PREFIX x: <http://x/> # SELECT\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <%s>",
        "BASE <http://x/> PREFIX y: <z> LOAD SILENT <%s> INTO GRAPH <http://x/>",
        "CLEAR ALL",
        "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_update_is_refused_and_sends_nothing(listener: tuple[str, list[str]], query: str) -> None:
    address, asked = listener
    with pytest.raises(UpdateRefusedError, match="only reads"):
        parse_guard(query.replace("%s", address))
    assert asked == []


def test_update_after_a_query_is_refused() -> None:
    with pytest.raises(QueryError, match="line 1, column 9: 'DROP'"):
        parse_guard("ASK { } DROP ALL")


FRAGMENTS = """SERVICE service SeRvice SERVICE:x service:service :x :SERVICE <%s> <service> { } {} ?s?p?o . ;
    SILENT #SERVICE\n ' 'SERVICE' ?service _:service @service true 1 OPTIONAL UNION GRAPH FILTER( EXISTS ) ( [ ]
    VALUES?service{ SERVICEa aSERVICE ?zzzzzzz zzzzzzz:x \\u0053ERVICE LATERAL"""
FRAMES = (
    "ASK { ?s ?p ?o . ¤ }",
    "ASK { ¤ <%s> {} }",
    "ASK { ?s ?p ¤ :x {} }",
    "ASK { ?s ?p ?o ; ¤ :x {} }",
    "ASK { ¤ {} }",
)
PROLOGUES = ("PREFIX : <%s> ", "PREFIX service: <%s> PREFIX : <%s> ", "PREFIX SERVICE: <%s> PREFIX : <%s> ", "")


def test_no_text_that_passes_makes_the_engine_send(listener: tuple[str, list[str]]) -> None:
    # Of 950,000 such texts, 16,000 were queries, and the 2,609 that sent something were all refused.
    address, asked = listener
    chance = random.Random(20)  # noqa: S311 - a fixed sequence of tests, no secret
    fragments = FRAGMENTS.split()
    sent = 0
    for _ in range(20_000):
        query = chance.choice(PROLOGUES) + chance.choice(FRAMES)
        while "¤" in query:
            pieces = (chance.choice(fragments) for _ in range(chance.randint(1, 4)))
            query = query.replace("¤", chance.choice(["", " "]).join(pieces), 1)
        query = query.replace("%s", address)
        asked.clear()
        try:
            ox.Store().query(query, base_iri="http://localhost/sparql")
        except SyntaxError:
            continue
        except (OSError, RuntimeError):
            pass
        if asked:
            sent += 1
            with pytest.raises(ServiceRefusedError):
                parse_guard(query)
    assert sent > 20


def test_guard_evaluates_nothing() -> None:
    # Evaluating this would take longer than the age of the universe.
    numbers = " ".join(str(number) for number in range(100))
    values = " ".join(f"VALUES ?v{i} {{ {numbers} }}" for i in range(20))
    parse_guard(f"ASK {{ {values} FILTER(?v0 + ?v19 = 1000) }}")


def test_from_is_told_from_names_that_contain_it() -> None:
    assert has_keyword("SELECT * FROM <http://x/> { ?s ?p ?o }", "from")
    assert has_keyword("PREFIX : <http://x/> SELECT * FROM:g { ?from ?p ?o }", "from")
    assert not has_keyword("SELECT * { ?from <http://x/from> 'FROM <http://x/>' }", "from")


# Explaining

MISTAKES = [
    "SELECT * ¤FRM {}",
    'SELECT *\n{ ?s ?p "æøå" . ?x ?y ¤, }',
    "SELECT * {\n ?s ?p ?o\n ¤?a ?b }",
    "SELECT ?s WHERE { ?s ?p ?o¤",
    "SELECT ?s WHERE { ?s ?p ?o } LIMIT ¤x",
    "¤SELEC ?s {}",
    "SELECT ?s WHERE { ?s a ¤Foo }",
    "SELECT ?s WHERE { ?s <http://a/b> ¤'x }",
    "SELECT (COUNT(?x) ¤?n) {}",
    "SELECT ?s { FILTER(?x = ¤) }",
    "SELECT ?s { ?s ?p ?o . FILTER regex(?o, 'a') ¤; }",
    "SELECT ?x { ?x a 1 . ¤OPTINAL { ?x ?y ?z } }",
    "SELECT ?s { ?s a ¤<æ b> }",
    "SELECT ?x { ?x a 1 . \n ?x a¤; }",
    "SELECT (1 AS ?x) (2 AS ¤?x) {}",
    "SELECT ¤* {?s ?p ?o} GROUP BY ?s",
    "ASK {¤",
    "SELECT ?a ?b WHERE { ?a ?b ?c } ORDER BY DESC ¤?a",
    "SELECT ?a WHERE ¤?a ?b ?c",
    "SELECT ?a { ?a ?b ?c ¤) }",
    "SELECT ?a {\n ?a ?b ?c .\n FILTER(?c > 3¤ \n}",
    "PREFIX a ¤<http://x/> ASK {}",
    "SELECT ?a¤, ?b { ?a ?b ?c }",
    "SELECT ?o (COUNT(¤?s)) { ?s a ?o } GROUP BY ?o",
    "CONSTRUCT { ?a ?b ¤} WHERE { ?a ?b ?c }",
]


def place_of(query: str) -> tuple[int | None, int | None]:
    with pytest.raises(QueryError, match="not valid SPARQL") as caught:
        parse_guard(query)
    return caught.value.line, caught.value.column


def test_syntax_errors_name_the_line_always_and_the_token_mostly() -> None:
    tokens = 0
    for marked in MISTAKES:
        before, _, _ = marked.partition("¤")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        found = place_of(marked.replace("¤", ""))
        assert found[0] == line, marked
        tokens += found == (line, column)
    assert tokens >= 16


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("ASK { ?s ?p 'abc }", "line 1, column 13"),
        ('ASK {\n ?s ?p "abc\n }', "line 2, column 8"),
        ('ASK { ?s ?p "foo:bar }', "line 1, column 13"),
        ("ASK { ?s ?p 'a', 'it\\'s }", "line 1, column 18"),
        ("ASK {\n ?s ?p '''it's\n a 'text'' }", "line 2, column 8"),
    ],
)
def test_text_without_its_end_is_told_where_it_begins(query: str, place: str) -> None:
    with pytest.raises(QueryError, match=f"{place}: the text that begins here has no closing quotation mark"):
        parse_guard(query)


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("SELECT * { ?s skos:prefLabel ?o }", r'column 15: .*"PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"'),
        ("SELECT * { ?s skoss:prefLabel ?o }", 'did you mean "skos:"'),
        ("PREFIX egen: <http://x/> SELECT * {\n ?s egn:x ?o }", 'line 2, column 5: .*did you mean "egen:"'),
        ("SELECT * { ?s qqqq:x ?o }", r'begin the query with "PREFIX qqqq: <\.\.\.>"'),
        ("SELECT * { ?s :x ?o }", 'the prefix ":" is not declared'),
    ],
)
def test_unknown_prefix_comes_with_a_suggestion(query: str, advice: str) -> None:
    with pytest.raises(QueryError, match=advice):
        parse_guard(query)


def test_suggested_prefixes_can_be_given() -> None:
    with pytest.raises(QueryError, match='"PREFIX min: <http://min/>"'):
        parse_guard("SELECT * { ?s min:x ?o }", prefixes={"min": "http://min/"})


@pytest.mark.parametrize("query", ["", " \n", "# only a comment"])
def test_empty_query_is_called_empty(query: str) -> None:
    with pytest.raises(QueryError, match="The query is empty"):
        parse_guard(query)


def test_lone_surrogate_is_an_error_not_a_crash() -> None:
    with pytest.raises(QueryError):
        parse_guard("ASK { ?s ?p '\udc80' }")


def test_unknown_function_is_an_error_of_the_query(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="custom function"):
        list(execute(store, "SELECT (<http://x/f>(1) AS ?x) { }"))


# The dataset


def test_default_graph_is_the_union_without_duplicates(store: ox.Store) -> None:
    assert text(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "n\r\n4\r\n"


def test_default_graph_is_the_union_of_a_store_filled_otherwise() -> None:
    store = ox.Store()
    store.bulk_extend(ox.parse(NQUADS, ox.RdfFormat.N_QUADS))
    assert text(store, f"ASK {{ <{EX}a> <{EX}n> 7 . <{EX}b> <{EX}label> ?from }}") == "true"
    assert text(store, f"ASK FROM <{EX}g2> {{ ?s <{EX}label> ?l . <{EX}a> <{EX}label> ?m }}") == "false"


def test_from_clause_is_followed(store: ox.Store) -> None:
    assert text(store, FROM_G2) == f"s\r\n{EX}b\r\n"
    assert text(store, f"ASK FROM NAMED <{EX}g2> {{ ?s ?p ?o }}") == "false"


def test_dataset_of_the_request_replaces_that_of_the_query(store: ox.Store) -> None:
    query = FROM_G2
    assert text(store, query, default_graphs=[EX + "g1"]) == f"s\r\n{EX}a\r\n"
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert text(store, graphs, named_graphs=[EX + "g1"]) == f"g\r\n{EX}g1\r\n"
    assert text(store, "ASK { ?s ?p ?o }", named_graphs=[EX + "g1"]) == "false"
    assert text(store, "ASK { GRAPH ?g { ?s ?p ?o } }", default_graphs=[EX + "g1"]) == "false"


def test_relative_graph_name_is_refused(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="absolute IRI"):
        text(store, "ASK { }", default_graphs=["graf"])


# Writing

TERMS = (
    "SELECT ?a ?b ?c ?d { { ?a <http://example.org/label> ?b } UNION { VALUES (?a ?b ?c) { "
    '(<http://x/æ?a=1&b=2> "<&>\\"\\r\\n\\t,;\\\\ \U0001f600" 1) (UNDEF "h"@da "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date>)'
    '("" "ltr"@ar--rtl <<( <a:s> <a:p> "o" )>>) (1.5 true 1e6) } BIND(BNODE() AS ?d) } }'
)


@pytest.mark.parametrize("name", ["json", "xml", "tsv"])
def test_rows_say_the_same_as_the_engine_writes_them(store: ox.Store, name: str) -> None:
    query = TERMS.replace("BIND(BNODE() AS ?d)", "")
    wanted = ox.QueryResultsFormat.from_extension({"json": "srj", "xml": "srx", "tsv": "tsv"}[name])
    assert wanted is not None
    ours = ox.parse_query_results(text(store, query, name), wanted)
    native = store.query(query)
    assert isinstance(ours, ox.QuerySolutions)
    assert isinstance(native, ox.QuerySolutions)
    if name == "xml":
        # pyoxigraph writes a carriage return as it is, which an XML parser then reads as a line feed.
        assert [tuple(row) for row in ours] == [tuple(row) for row in native]
    else:
        again = ox.parse_query_results(native.serialize(format=wanted) or b"", wanted)
        assert isinstance(again, ox.QuerySolutions)
        assert [tuple(row) for row in ours] == [tuple(row) for row in again]


def test_json_is_json_with_blank_nodes_and_unbound_left_out(store: ox.Store) -> None:
    found = json.loads(text(store, TERMS, "json"))
    assert found["head"]["vars"] == ["a", "b", "c", "d"]
    assert {row["d"]["type"] for row in found["results"]["bindings"] if "d" in row} == {"bnode"}
    assert any("a" not in row for row in found["results"]["bindings"])


def test_csv_is_read_back_by_a_csv_reader(store: ox.Store) -> None:
    rows = list(csv.reader(io.StringIO(text(store, TERMS), newline="")))
    assert rows[0] == ["a", "b", "c", "d"]
    assert ["http://x/æ?a=1&b=2", '<&>"\r\n\t,;\\ \U0001f600', "1"] in [row[:3] for row in rows]
    assert {len(row) for row in rows} == {4}


def test_control_characters_do_not_break_xml(store: ox.Store) -> None:
    found = ox.parse_query_results(text(store, 'SELECT ("a\\u0001b" AS ?x) { }', "xml"), ox.QueryResultsFormat.XML)
    assert isinstance(found, ox.QuerySolutions)
    assert next(found)["x"] == ox.Literal("a\ufffdb")


@pytest.mark.parametrize("one", FORMATS[Form.GRAPH], ids=lambda one: one.name)
def test_graph_is_the_same_in_each_format(store: ox.Store, one: object) -> None:
    query = f"PREFIX ex: <{EX}> CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o FILTER(!isBlank(?o)) }}"
    form = one.name  # type: ignore[attr-defined]
    rdf_format = ox.RdfFormat.from_media_type(one.media_type)  # type: ignore[attr-defined]
    assert rdf_format is not None
    read = {quad.triple for quad in ox.parse(text(store, query, form), rdf_format)}
    native = store.query(query)
    assert isinstance(native, ox.QueryTriples)
    assert read == set(native)
    assert len(read) == 3


def test_turtle_is_sorted_has_the_prefixes_of_the_query_and_no_triple_twice(store: ox.Store) -> None:
    query = f"PREFIX ex: <{EX}> CONSTRUCT {{ ?s ex:n ?o }} {{ GRAPH ?g {{ ?s ex:n ?o }} }}"
    assert text(store, query, "ttl") == f"@prefix ex: <{EX}> .\nex:a ex:n 7 .\n"


def test_graph_that_rdf_xml_cannot_hold_is_refused(store: ox.Store) -> None:
    # pyoxigraph would write an element without a name.
    with pytest.raises(FormatError, match="ask for text/turtle"):
        text(store, "CONSTRUCT { <a:s> <http://x/1> 1 } { }", "rdf")


@pytest.mark.parametrize(("query", "name"), [(ALL, "ttl"), ("ASK { }", "nt"), ("DESCRIBE <a:b>", "csv")])
def test_format_of_another_form_is_refused(store: ox.Store, query: str, name: str) -> None:
    with pytest.raises(FormatError, match="ask for one of"):
        text(store, query, name)


def test_unknown_format_lists_the_known() -> None:
    with pytest.raises(FormatError, match=r'"pdf"; choose one of csv, json'):
        formats_named("pdf")


def test_result_beyond_the_limit_is_an_error_never_a_part(store: ox.Store) -> None:
    assert len(list(execute(store, ALL, max_rows=4))) == 1
    with pytest.raises(ResultTooLargeError, match="more than 3 rows"):
        list(execute(store, ALL, max_rows=3))
    with pytest.raises(ResultTooLargeError, match="more than 3 triples"):
        list(execute(store, "CONSTRUCT WHERE { ?s ?p ?o }", max_rows=3))


# The pool


def test_pool_answers_as_the_store_does(pool: QueryPool) -> None:
    assert answered(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "n\r\n1000\r\n"
    result = pool.run("CONSTRUCT WHERE { ?s ?p ?o }", formats=formats_named("nt"))
    assert (result.form, result.format) == (Form.GRAPH, "nt")
    assert result.size == len(b"".join(result.chunks(1000)))


def test_errors_come_back_from_the_worker_as_they_were(pool: QueryPool) -> None:
    with pytest.raises(QueryError) as caught:
        pool.run("SELECT *\n{ ?s skos:prefLabel ?o }")
    assert (caught.value.line, caught.value.column) == (2, 6)
    with pytest.raises(ServiceRefusedError):
        pool.run("ASK { SERVICE <http://127.0.0.1:1/> { } }")
    with pytest.raises(UpdateRefusedError):
        pool.run("CLEAR ALL")
    with pytest.raises(FormatError):
        pool.run("ASK { }", formats=formats_named("ttl"))


def test_endless_query_ends_in_time_and_costs_nobody_else(pool: QueryPool) -> None:
    thread = threading.Thread(target=ask_endlessly, args=(pool,))
    thread.start()
    while thread.is_alive():
        assert answered(pool, "ASK { ?s ?p ?o }") == "true"
    assert answered(pool, "ASK { ?s ?p ?o }") == "true"


def ask_endlessly(pool: QueryPool) -> None:
    with pytest.raises(QueryTimeoutError, match=r"stopped after \d s"):
        pool.run(ENDLESS)


def test_query_is_given_up_when_its_client_has_gone(folder: Path) -> None:
    gone = threading.Event()
    with QueryPool(folder, workers=1, timeout=60.0) as pool:
        answered(pool, "ASK { }")
        threading.Timer(0.2, gone.set).start()
        with pytest.raises(QueryTimeoutError, match="given up"):
            pool.run(ENDLESS, cancel=gone)
        assert answered(pool, "ASK { }") == "true"


def test_too_many_rows_or_bytes_are_an_error(folder: Path, pool: QueryPool) -> None:
    with pytest.raises(ResultTooLargeError, match="more than 2,000 rows"):
        pool.run("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with (
        QueryPool(folder, workers=1, max_bytes=1000) as small,
        pytest.raises(ResultTooLargeError, match="more than 1,000 bytes"),
    ):
        small.run("SELECT * { ?s ?p ?o }")


def test_deep_nesting_ends_the_worker_not_the_service(pool: QueryPool) -> None:
    with pytest.raises(WorkerDiedError, match="nested too deeply"):
        pool.run("ASK " + "{" * 20_000 + "}" * 20_000)
    assert answered(pool, "ASK { }") == "true"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of address space are kept by Linux")
def test_memory_is_limited(folder: Path) -> None:
    with QueryPool(folder, workers=1, timeout=60.0, memory=900 * 2**20) as pool:
        with pytest.raises(WorkerDiedError, match="more memory than the 900 MiB"):
            pool.run("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i")
        assert answered(pool, "ASK { }") == "true"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of address space are kept by Linux")
def test_worker_that_used_much_memory_is_replaced(folder: Path) -> None:
    with QueryPool(folder, workers=1, timeout=60.0, memory=1280 * 2**20) as pool:
        answered(pool, "ASK { ?s ?p ?o }")
        before = pool._workers[0].pid
        answered(pool, "ASK { ?s ?p ?o }")
        assert pool._workers[0].pid == before
        doubled = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(24))
        query = f"SELECT (STRLEN(?x24) AS ?n) {{ BIND('0123456789' AS ?x0) {doubled} }}"
        assert answered(pool, query) == f"n\r\n{10 * 2**24}\r\n"
        assert pool._workers[0].pid != before
        assert answered(pool, "ASK { }") == "true"


def test_full_queue_turns_away_at_once(folder: Path) -> None:
    with QueryPool(folder, workers=1, timeout=2.0, max_waiting=0) as pool:
        answered(pool, "ASK { }")
        thread = threading.Thread(target=ask_endlessly, args=(pool,))
        thread.start()
        time.sleep(0.5)
        with pytest.raises(BusyError, match="try again") as caught:
            pool.run("ASK { }")
        assert (caught.value.status, caught.value.retry_after) == (503, 5)
        thread.join()
        assert answered(pool, "ASK { }") == "true"


def test_closing_frees_those_who_wait(folder: Path) -> None:
    outcomes: list[Exception] = []

    def ask(closing: QueryPool) -> None:
        try:
            closing.run(ENDLESS)
        except (BusyError, QueryTimeoutError) as error:
            outcomes.append(error)

    with QueryPool(folder, workers=1, timeout=60.0) as closing:
        answered(closing, "ASK { }")
        threads = [threading.Thread(target=ask, args=(closing,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
    for thread in threads:
        thread.join(timeout=5)
    assert [type(outcome) for outcome in outcomes] == [BusyError] * 3


def test_no_process_outlives_the_pool(folder: Path) -> None:
    with QueryPool(folder, workers=2, timeout=0.5) as pool:
        with pytest.raises(QueryTimeoutError):
            pool.run(ENDLESS)
        pids = [worker.pid for worker in pool._workers]
        assert all(pid is not None and alive(pid) for pid in pids)
    assert not any(pid is not None and alive(pid) for pid in pids)


def alive(pid: int) -> bool:
    """Tell whether a process is there, as a zombie or otherwise."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_killed_worker_is_replaced(folder: Path) -> None:
    with QueryPool(folder, workers=1) as pool:
        answered(pool, "ASK { }")
        pid = pool._workers[0].pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.2)
        assert answered(pool, "ASK { }") == "true"


def test_new_store_is_taken_up_without_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "graf"
    with QueryPool(folder, workers=1) as pool:
        with pytest.raises(StoreError, match="run `aftalegraf build`"):
            pool.run("ASK { }")
        write_store(NQUADS, folder)
        assert answered(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "n\r\n4\r\n"
        write_store("", folder)
        assert answered(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "n\r\n0\r\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's refusal is Linux's")
def test_worker_process_cannot_open_a_socket() -> None:
    program = "import socket; from graph.lockdown import forbid_sockets; assert forbid_sockets(); socket.socket()"
    outcome = run_python(program)
    assert outcome.returncode == 1
    assert "PermissionError" in outcome.stderr


def test_engine_cannot_send_from_a_locked_down_process(listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    program = f"""
        import pyoxigraph
        from graph.lockdown import forbid_sockets
        forbidden = forbid_sockets()
        try:
            pyoxigraph.Store().query("ASK {{ SERVICE <{address}> {{ }} }}")
        except OSError as error:
            print(forbidden, error)
    """
    outcome = run_python(textwrap.dedent(program))
    if outcome.stdout.startswith("False"):
        pytest.skip("this kernel does not offer the refusal")
    assert "not permitted" in outcome.stdout
    assert asked == []


def test_ctrl_c_ends_a_program_with_a_busy_pool_and_its_workers(folder: Path) -> None:
    program = f"""
        import contextlib, sys, threading
        from pathlib import Path
        from graph.workers import BusyError, QueryPool
        def ask_endlessly():
            with contextlib.suppress(BusyError):
                pool.run({ENDLESS!r})
        with QueryPool(Path({str(folder)!r}), workers=2, timeout=60) as pool:
            pool.run("ASK {{ }}").close()
            threading.Thread(target=ask_endlessly).start()
            print(*[worker.pid for worker in pool._workers], flush=True)
            try:
                threading.Event().wait()
            except KeyboardInterrupt:
                pass
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )
    assert process.stdout is not None
    pids = [int(pid) for pid in process.stdout.readline().split()]
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert len(pids) == 2
    assert (process.returncode, errors) == (0, "")
    assert not any(alive(pid) for pid in pids)


def test_idle_workers_end_when_their_parent_is_killed(folder: Path) -> None:
    program = f"""
        import os, signal
        from pathlib import Path
        from graph.workers import QueryPool
        pool = QueryPool(Path({str(folder)!r}), workers=1)
        pool.start()
        pool.run("ASK {{ }}").close()
        print(pool._workers[0].pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    pid = int(run_python(textwrap.dedent(program)).stdout)
    until = time.monotonic() + 10
    while alive(pid) and not is_zombie(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(pid) or is_zombie(pid)


def is_zombie(pid: int) -> bool:
    """Tell whether a process has ended and only waits for whoever adopted it to notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False, env=environment
    )

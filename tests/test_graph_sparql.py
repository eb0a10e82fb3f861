"""Queries: over which graphs, and in which forms their results are written."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest
from sparql_samples import ALL, EX, FROM_G2, NQUADS, text

from graph.sparql import (
    FORMATS,
    Form,
    FormatError,
    QueryError,
    ResultTooLargeError,
    execute,
    formats_named,
)
from graph.store import memory_store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return memory_store(NQUADS)


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

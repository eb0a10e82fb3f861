"""Queries that are wrong: what is told of them, and where."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from sparql_samples import NQUADS

from graph.sparql import (
    QueryError,
    execute,
    parse_guard,
)
from graph.store import memory_store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return memory_store(NQUADS)


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


@pytest.mark.parametrize(
    ("query", "place", "name"),
    [
        ("SELECT ?s ?p WHERE { ?s ?p ?o } GROUP BY ?s", "line 1, column 11", "?p"),
        ("SELECT (SUM(?x) AS ?n)\n ?y { ?y ?p ?x }", "line 2, column 2", "?y"),
        ("SELECT ?k (COUNT(?x) AS ?n) $x { ?x a ?k } GROUP BY ?k ORDER BY ?x", "line 1, column 29", r"\$x"),
    ],
)
def test_a_variable_that_is_not_grouped_is_named_with_the_remedy(query: str, place: str, name: str) -> None:
    with pytest.raises(QueryError, match=rf"{place}: \{name.lstrip(chr(92))} has no single value for a group; add it"):
        parse_guard(query)


def test_a_variable_of_an_inner_query_is_not_guessed() -> None:
    with pytest.raises(QueryError, match="not valid SPARQL"):
        parse_guard("SELECT ?a { { SELECT ?q ?w { ?q ?w ?e } GROUP BY ?w } }")


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

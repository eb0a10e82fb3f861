"""Plain words mean what the query meant, and hold nothing that another engine could read in another way."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from graph.remote.plain import plain_query
from graph.sparql_errors import EvaluationError
from graph.sparql_guard import parse_guard

BASE = "http://localhost/sparql"
NOTHING = "http://example.org/nothing"
DATA = """
    @prefix e: <http://example.org/> .
    e:g { e:a e:p "1", "x ) } # <y>", "FROM" . <http://localhost/rel> e:p "rel" }
    e:h { e:b e:p e:a }
"""
PREFIXES = "PREFIX e: <http://example.org/> PREFIX : <http://example.org/> "
QUERIES = (
    "SELECT * { ?s ?p ?o } ORDER BY ?s ?o",
    "SELECT*{?s?p?o}ORDER BY?s?o",
    "SELECT ?o WHERE { e:a :p ?o } ORDER BY ?o",
    "base <http://example.org/> select ?o where { <a> <p> ?o } order by ?o",
    "SELECT ?o { <rel> ?p ?o }",
    "PREFIX e: <http://example.org/> # FROM <http://example.org/none> {\nSELECT ?o { e:a ?p ?o # }\n } ORDER BY ?o",
    "SELECT ?s { ?s e:p 'x ) } # <y>' }",
    'SELECT ?s { ?s e:p """x ) } # <y>""" }',
    'SELECT ?s { ?s e:p "\\u0031" }',
    'SELECT ("\\u0022\\U00000027\\u005C\\u000A \\\\u0041" AS ?t) ?s { ?s e:p "1" }',
    "SELECT (STR(e:a\\,b\\-c) AS ?t) {}",
    'SELECT ?s { ?s e:p "FROM" }',
    "SELECT (COUNT(*) AS ?from) { ?s e:p ?FROM }",
    "SELECT ?o FROM e:g WHERE { ?s e:p ?o } ORDER BY ?o",
    "SELECT ?o FROM NAMED <http://example.org/h> WHERE { GRAPH ?g { ?s e:p ?o } }",
    "SELECT ?o { GRAPH e:g { ?s e:p ?o } } ORDER BY ?o",
    "SELECT ?g { GRAPH ?g {} } ORDER BY ?g",
    "ASK { ?s e:p/e:p|^e:p 'FROM' FILTER (?s != e:b && 1 < 2 && 3 > 2) }",
    "SELECT ?s { ?s e:p+ ?o FILTER NOT EXISTS { ?s e:p e:a } } GROUP BY ?s HAVING (COUNT(?o) > 1)",
    "SELECT (<http://www.w3.org/2001/XMLSchema#integer>(?o) AS ?n) { ?s e:p ?o } ORDER BY ?n ?s ?o",
    "SELECT ?s ?v { ?s e:p ?o VALUES ?v { e:a UNDEF } } ORDER BY ?s ?v VALUES ?o { '1' }",
    "CONSTRUCT { ?s e:q ?o } FROM e:g { ?s e:p ?o }",
    "CONSTRUCT FROM e:g WHERE { ?s e:p ?o }",
    "DESCRIBE <http://example.org/a>",
    "DESCRIBE e:a ?o { e:b e:p ?o }",
)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TRIG)
    return store


def results(store: ox.Store, query: str, *, union: bool) -> object:
    found = store.query(query, base_iri=BASE, use_default_graph_as_union=union)
    match found:
        case ox.QueryBoolean():
            return bool(found)
        case ox.QuerySolutions():
            return [tuple(row) for row in found]
        case _:
            return sorted(map(str, found))


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_in_plain_words_has_the_same_result(query: str, store: ox.Store) -> None:
    query = PREFIXES + query
    parse_guard(query, base_iri=BASE)
    plain = plain_query(query, BASE)
    graphs = sorted(name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode))
    own = (plain.default_graphs, plain.named_graphs) if plain.has_dataset else (graphs, graphs)
    text = plain.text(*own, NOTHING)
    assert results(store, text, union=False) == results(store, query, union=not plain.has_dataset)
    assert not re.search(r"\b(PREFIX|BASE)\b|(?<!\\)\\u", text, re.IGNORECASE)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s <bif:contains> 'x' }",
        "PREFIX a: <bif:> SELECT * { ?s a:contains 'x' }",
        "BASE <bif:a> SELECT * { ?s <contains> 'x' }",
        "SELECT * { ?s <\\u0062if:contains> 'x' }",
        "SELECT * { ?s ?p ?o FILTER <http://example.org/f>(?o) }",
        "PREFIX e: <http://example.org/> SELECT (e:f (?o) AS ?x) { ?s ?p ?o }",
        "SELECT * { ?s <http://example.org/p> (1 2) }",
        "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
    ],
)
def test_what_another_engine_may_read_in_its_own_way_is_refused(query: str) -> None:
    parse_guard(query, base_iri=BASE)
    with pytest.raises(EvaluationError) as caught:
        plain_query(query, BASE).text((), (), NOTHING)
    assert "\n" not in str(caught.value)


def test_a_graph_that_is_not_in_the_dataset_is_never_named(store: ox.Store) -> None:
    query = "SELECT * { GRAPH <http://example.org/g> { ?s ?p ?o } }"
    text = plain_query(query, BASE).text(["http://example.org/h"], ["http://example.org/h"], NOTHING)
    assert "<http://example.org/g>" not in text
    assert f"GRAPH <{NOTHING}>" in re.sub(r" +", " ", text)
    assert results(store, text, union=False) == []

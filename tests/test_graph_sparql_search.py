"""Search within queries: what is a search and what is not, how it joins, and what is said of one that breaks a rule."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph.limits import MAX_QUERY
from graph.sparql_errors import QueryError, QueryTimeoutError, ServiceRefusedError
from graph.sparql_guard import BASE_IRI, parse_guard
from graph.sparql_search import MOST_SEARCHES, Hits, Search, Wanted, with_hits
from graph.store import StoreError, write_store
from graph.workers import QueryPool

EX = "http://example.org/"
SEARCH = f"{EX}terms#search"
PREFIXES = f"PREFIX x: <{EX}> PREFIX t: <{EX}terms#> "
WORDS = {"a": "one two", "b": "two three", "c": "three"}
DATA = "".join(f'<{EX}{name}> <{EX}says> "{words}" <{EX}g/{name}> .\n' for name, words in WORDS.items())


def find(text: str, most: int) -> Hits:
    """Find the places that have a word of the text, those with the most words first."""
    scores = {name: len(set(text.split()) & set(words.split())) for name, words in WORDS.items()}
    best = sorted((name for name in scores if scores[name]), key=lambda name: (-scores[name], name))
    return [(EX + name, scores[name] / 2) for name in best[:most]]


def find_all(wanted: Sequence[Wanted]) -> Sequence[Hits]:
    return [find(text, most) for text, most in wanted]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "graf"
    write_store(DATA, folder)
    return folder


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[QueryPool]:
    with QueryPool(folder, workers=1, search=Search(SEARCH, find)) as pool:
        yield pool


def rows(pool: QueryPool, pattern: str, variables: str = "*") -> list[dict[str, str]]:
    found = json.loads(pool.run(f"{PREFIXES} SELECT {variables} WHERE {{ {pattern}\n}}").read())["results"]["bindings"]
    return [{name: short(term) for name, term in row.items()} for row in found]


def short(term: dict[str, Any]) -> str:
    return str(term["value"]).removeprefix(EX)


def sentence(pool: QueryPool, query: str) -> str:
    with pytest.raises(QueryError) as caught:
        pool.run(query)
    said = str(caught.value)
    assert "\n" not in said
    assert f"line {caught.value.line}, column {caught.value.column}" in said
    return said


def rewritten(query: str) -> str:
    return with_hits(query, SEARCH, find_all, base_iri=BASE_IRI)


# What a search stands for


def test_hits_come_with_their_scores(pool: QueryPool) -> None:
    assert rows(pool, '(?p ?s) t:search ("one two" 5)') == [{"p": "a", "s": "1"}, {"p": "b", "s": "0.5"}]


@pytest.mark.parametrize(
    "pattern",
    [
        '(?p) t:search ("one two" 5)',
        '?p t:search "one two"',
        '$p t:search "one two"@da .',
        f'(?p) <{SEARCH}> ("one two")',
        "?p t:search '''one\ttwo'''",
        '?p t:search "one \\u0074wo"',
        '?p\n  t:search # a comment\n  ( "one two"@en # "three"\n 7 ) # and another',
    ],
)
def test_score_and_number_may_be_left_out_and_words_be_written_in_any_way(pattern: str, pool: QueryPool) -> None:
    assert rows(pool, pattern) == [{"p": "a"}, {"p": "b"}]


def test_number_is_the_most_that_are_given(pool: QueryPool) -> None:
    assert rows(pool, '?p t:search ("one two three" 1)') == [{"p": "a"}]


def test_nothing_found_is_no_row_and_no_error(pool: QueryPool) -> None:
    assert rows(pool, '(?p ?s) t:search ("four" 5)') == []
    assert rows(pool, '?p x:says ?w OPTIONAL { (?p ?s) t:search ("four" 5) } FILTER(!BOUND(?s))', "?p ?w ?s") != []


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ('?p x:says ?w . ?p t:search "one" .', [{"p": "a", "w": "one two"}]),
        ('?p t:search "one" . ?p x:says ?w', [{"p": "a", "w": "one two"}]),
        ('?p t:search "one" FILTER(?p = x:a)', [{"p": "a"}]),
        (
            'GRAPH ?g { ?p t:search "one" . ?p x:says ?w }',
            [{"p": "a", "w": "one two", "g": "g/a"}],
        ),
        (
            '?p x:says ?w OPTIONAL { (?p ?s) t:search ("one" 3) } FILTER(BOUND(?s))',
            [{"p": "a", "w": "one two", "s": "0.5"}],
        ),
        ('{ ?p t:search "one" } UNION { ?p t:search ("three" 1) }', [{"p": "a"}, {"p": "b"}]),
        ('?p x:says ?w { SELECT ?p { ?p t:search "one" } }', [{"p": "a", "w": "one two"}]),
        ('?p t:search "two" MINUS { ?p t:search "three" }', [{"p": "a"}]),
        ('?p x:says "three" FILTER EXISTS { ?p t:search "three" }', [{"p": "c"}]),
        ('?p x:says ?w FILTER NOT EXISTS { ?p t:search "two" }', [{"p": "c", "w": "three"}]),
        ('?p t:search "two" . ?p t:search "three" . ?p x:says ?w', [{"p": "b", "w": "two three"}]),
        ('?p t:search "one" . ?q t:search ("three" 1)', [{"p": "a", "q": "b"}]),
        ('?p x:says _:w . ?p t:search "one"', [{"p": "a"}]),
    ],
)
def test_hits_join_with_the_rest_of_the_query(pattern: str, expected: list[dict[str, str]], pool: QueryPool) -> None:
    assert sorted(rows(pool, pattern), key=str) == sorted(expected, key=str)


def test_other_forms_of_query_can_search(pool: QueryPool) -> None:
    ask = PREFIXES + 'ASK { ?p t:search "four" }'
    assert json.loads(pool.run(ask).read())["boolean"] is False
    construct = PREFIXES + 'CONSTRUCT { ?p x:found true } WHERE { ?p t:search "one" }'
    assert pool.run(construct).read().decode().count("found") == 1
    assert b"one two" in pool.run(PREFIXES + 'DESCRIBE ?p { ?p t:search "one" }').read()


# What is none


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        'SELECT ("?p t:search ?x" AS ?text) {}',
        "SELECT * {} # ?p t:search ?x",
        "DESCRIBE t:search",
        "SELECT * { t:search ?p ?o }",
        "SELECT * { ?s ?p t:search . ?s ?p ?o }",
        "SELECT * { ?s ?p t:search FILTER(?p != t:search) }",
        "SELECT * { VALUES ?p { t:search x:says } ?s ?p ?o }",
        'SELECT * { ?s x:search "one" }',
        'PREFIX t: <http://example.org/others#> SELECT * { ?s t:search "one" }',
    ],
)
def test_query_that_does_not_search_is_left_as_it_is(query: str) -> None:
    text = PREFIXES + query
    parse_guard(text)
    assert with_hits(text, SEARCH, lambda _wanted: pytest.fail("searched"), base_iri=BASE_IRI) == text


def test_pool_without_a_search_takes_the_property_for_any_other(folder: Path) -> None:
    with QueryPool(folder, workers=1) as pool:
        assert rows(pool, '?p t:search "one"') == []


# What breaks a rule


@pytest.mark.parametrize(
    ("pattern", "place", "said"),
    [
        ("?p t:search ?words", "?words", "quotation marks"),
        ("(?p ?s) t:search (?words 5)", "?words", "quotation marks"),
        ("?p t:search <http://x/>", "<http://x/>", "quotation marks"),
        ("?p t:search 5", "5", "quotation marks"),
        ("?p t:search ()", "t:search", "quotation marks"),
        ('?p t:search ""', '""', "at least one word"),
        ('?p t:search "?!"', '"?!"', "at least one word"),
        (f'?p t:search "{"x" * 10_000}"', '"xxx', f"at most {MAX_QUERY} characters, and this has 10000"),
        ('?p t:search ("one" 0)', "0)", "from 1 to 200, not 0;"),
        ('?p t:search ("one" -1)', "-1", "from 1 to 200, not -1;"),
        ('?p t:search ("one" 1000000000)', "1000000000", "from 1 to 200, not 1000000000;"),
        (f'?p t:search ("one" {"9" * 5000})', "999", "from 1 to 200, not 9999"),
        ('?p t:search ("one" 2.5)', "2.5", "not 2.5;"),
        ('?p t:search ("one" ?n)', "?n)", r"not \?n;"),
        ('?p t:search ("one" 5 6)', "5 6", "not 5 6;"),
        ('(?p ?s ?q) t:search "one"', "(?p", "a variable for the passage"),
        ('(?p ?p) t:search "one"', "(?p", "a variable for the passage"),
        ('(?p 5) t:search "one"', "(?p", "a variable for the passage"),
        ('() t:search "one"', "() t", "a variable for the passage"),
        ('?p t:search "one" ; x:says ?w', '"one"', "end it by '.'"),
        ('?p t:search "one" , "two"', '"one"', "end it by '.'"),
        ('?p t:search "one"^^x:y', '"one"', "end it by '.'"),
        ('x:a t:search "one"', "t:search", r"it is written \(\?passage"),
        ('[] t:search "one"', "t:search", r"it is written \(\?passage"),
        ('?p x:says ?w ; t:search "one"', "t:search", r"it is written \(\?passage"),
        ('?p ^t:search "one"', "t:search", r"it is written \(\?passage"),
        ('?p (t:search) "one"', "t:search", r"it is written \(\?passage"),
        ('?p t:search* "one"', "t:search", r"it is written \(\?passage"),
        ('?p t:search/x:says "one"', "t:search", r"it is written \(\?passage"),
        ('?p !t:search "one"', "t:search", r"it is written \(\?passage"),
        ("GRAPH t:search { ?s ?p ?o }", "t:search", r"it is written \(\?passage"),
        ('BIND(t:search("one") AS ?x)', "t:search", r"it is written \(\?passage"),
        (" . ".join(f'?p t:search "{n}"' for n in range(5)), '?p t:search "4"', "at most 4 searches"),
    ],
)  # fmt: skip
def test_search_that_breaks_a_rule_is_told_where_and_what_to_write(
    pattern: str, place: str, said: str, pool: QueryPool
) -> None:
    query = f"{PREFIXES}\nSELECT *\nWHERE {{\n  {pattern}\n}}"
    told = sentence(pool, query)
    assert re.search(said, told)
    line = query.split("\n")[3]
    assert f"line 4, column {line.index(place) + 1} " in told


def test_search_where_no_pattern_may_stand_is_refused(pool: QueryPool) -> None:
    assert "WHERE" in sentence(pool, PREFIXES + 'CONSTRUCT { ?p t:search "x" } { ?p t:search "one" }')
    assert "WHERE" in sentence(pool, PREFIXES + 'CONSTRUCT WHERE { ?p t:search "one" }')
    assert "of its own" in sentence(pool, PREFIXES + 'SELECT * { x:a x:b (?p t:search "one") }')


def test_query_is_judged_before_anything_is_searched() -> None:
    def none(_wanted: Sequence[Wanted]) -> Sequence[Hits]:
        pytest.fail("searched")

    with pytest.raises(ServiceRefusedError):
        with_hits(PREFIXES + 'ASK { SERVICE x:a { ?p t:search "one" } }', SEARCH, none, base_iri=BASE_IRI)
    with pytest.raises(QueryError, match="line 2, column 1"):
        with_hits(PREFIXES + 'ASK { ?p t:search "one"\n', SEARCH, none, base_iri=BASE_IRI)
    many = " . ".join(f'?p t:search "{n}"' for n in range(MOST_SEARCHES + 1))
    with pytest.raises(QueryError, match="at most"):
        with_hits(f"{PREFIXES} ASK {{ {many} }}", SEARCH, none, base_iri=BASE_IRI)


def test_words_of_a_search_cannot_become_a_part_of_the_query() -> None:
    nasty = "} SERVICE <http://127.0.0.1:1/> { ?s ?p ?o"
    text = rewritten(f"{PREFIXES} SELECT * {{ ?p t:search '{nasty} one' }}")
    assert "SERVICE" not in text
    parse_guard(text)


def test_large_text_with_many_mentions_is_read_in_a_few_seconds() -> None:
    text = f"{PREFIXES} SELECT * {{ VALUES ?x {{ {'t:search ' * 50_000} }} ?p t:search 'one' }}"
    assert "VALUES (?p)" in rewritten(text)


# When the search itself fails


def test_search_that_fails_is_an_error_and_the_next_query_is_answered(folder: Path) -> None:
    def broken(text: str, _most: int) -> Hits:
        raise StoreError("The index is missing; build it.") if text == "index" else ValueError("a secret")

    with QueryPool(folder, workers=1, search=Search(SEARCH, broken)) as pool:
        for words, kind, said in (("index", StoreError, "The index is missing"), ("bug", RuntimeError, "search")):
            with pytest.raises(kind, match=said):
                rows(pool, f'?p t:search "{words}"')
            assert len(rows(pool, "?p x:says ?w")) == len(WORDS)


def test_search_counts_in_the_time_of_its_query(folder: Path) -> None:
    def slow(_text: str, _most: int) -> Hits:
        time.sleep(1)
        return []

    with QueryPool(folder, workers=1, timeout=0.5, search=Search(SEARCH, slow)) as pool:
        with pytest.raises(QueryTimeoutError, match=r"stopped after 0\.5 s"):
            rows(pool, '?p t:search "one"')
        assert len(rows(pool, "?p x:says ?w")) == len(WORDS)


def test_engine_reads_what_is_written_as_it_was_found() -> None:
    text = with_hits(
        f'{PREFIXES} SELECT * {{ (?p ?s) t:search "one" }}',
        SEARCH,
        lambda _wanted: [[(f"{EX}a", 9.5), (f"{EX}b", 1e-9), (f"{EX}c", 12.3456789)]],
        base_iri=BASE_IRI,
    )
    found = [(row["p"].value, float(row["s"].value)) for row in ox.Store().query(text)]  # type: ignore[union-attr]
    assert found == [(f"{EX}a", 9.5), (f"{EX}b", 0.0), (f"{EX}c", 12.345679)]

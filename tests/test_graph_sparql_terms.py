"""Unknown terms: told from known ones by the data itself, and given the nearest that exists."""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest

from graph.namespaces import prefixes_below
from graph.prefixes import default_base
from graph.questions import competency_questions
from graph.sparql_guard import parse_guard
from graph.sparql_terms import LONGEST_QUERY, LONGEST_TERM, MOST_WARNINGS, unknown_terms
from graph.store import memory_store
from graph.vocabulary import load_vocabulary

BASE = default_base()
OTHER = "https://data.example.org/aftaler/"


def store_below(base: str) -> ox.Store:
    return memory_store(load_vocabulary(base).named_graphs())


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_below(BASE)


def warned(store: ox.Store, pattern: str, base: str = BASE) -> list[str]:
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes_below(base).items())
    query = f"{prologue}SELECT * {{ {pattern} }}"
    parse_guard(query)
    return unknown_terms(query, store)


@pytest.mark.parametrize(
    ("pattern", "written", "meant"),
    [
        ("?x a aft:Gaol", "aft:Gaol", "aft:Goal"),
        ("?x a aft:FOCUSAREA", "aft:FOCUSAREA", "aft:FocusArea"),
        ("?x aft:peroidStart ?y", "aft:peroidStart", "aft:periodStart"),
        ("?x ^aft:similargoal+ ?y", "aft:similargoal", "aft:similarGoal"),
        ("?x aft:coverage aft:FulText", "aft:FulText", "aft:FullText"),
        ("?x a aft:Mål", "aft:Mål", "aft:Goal"),
        ("?x a aft:Fokusomraade", "aft:Fokusomraade", "aft:FocusArea"),
        ("?x a aft:Goal\\-s", "aft:Goal-s", "aft:Goal"),
        (f"?x a <{BASE}ontologi#Agrement>", f"<{BASE}ontologi#Agrement>", f"<{BASE}ontologi#Agreement>"),
    ],
)
def test_term_that_the_ontology_lacks_comes_with_the_nearest(
    store: ox.Store, pattern: str, written: str, meant: str
) -> None:
    assert warned(store, pattern) == [f"The ontology has no term {written}; did you mean {meant}?"]


def test_term_like_no_other_comes_with_where_to_look(store: ox.Store) -> None:
    assert warned(store, "?x aft:qqq ?y") == [f"The ontology has no term aft:qqq; see {BASE}ontologi for those it has."]


@pytest.mark.parametrize(
    ("pattern", "written", "meant"),
    [
        ("?x skos:preflabel ?l", "skos:preflabel", "skos:prefLabel"),
        ("?x dcterms:tittle ?l", "dcterms:tittle", "dcterms:title"),
        ("FILTER(xsd:intger(?x) < 2)", "xsd:intger", "xsd:integer"),
    ],
)
def test_misspelt_term_of_a_usual_vocabulary_comes_with_the_nearest(
    store: ox.Store, pattern: str, written: str, meant: str
) -> None:
    assert warned(store, pattern) == [f"{written} stands nowhere in the data; did you mean {meant}?"]


@pytest.mark.parametrize(
    "pattern",
    [
        "?x a aft:Goal ; aft:goal ?y . aft:FullText ?p ?o",
        "?x skos:prefLabel 'aft:Gaol' # aft:Gaol\n",
        "?x skos:scopeNote ?l . FILTER(xsd:dateTime(?l) < 2)",
        "?x <http://example.org/preflabel> emne:ukendt ; eli:in_forse ?y",
        "GRAPH <http://example.org/g> { ?s ?p <ontologi#Gaol> FILTER(1<2&&3>2) }",
    ],
)
def test_known_words_names_of_things_and_foreign_vocabularies_pass(store: ox.Store, pattern: str) -> None:
    assert warned(store, pattern) == []


def test_competency_questions_use_known_terms_only(store: ox.Store) -> None:
    assert [unknown_terms(one.query, store) for one in competency_questions(BASE)] == [
        [] for _ in competency_questions(BASE)
    ]


def test_another_base_has_its_own_ontology() -> None:
    store = store_below(OTHER)
    assert warned(store, "?x a aft:Gaol", OTHER) == ["The ontology has no term aft:Gaol; did you mean aft:Goal?"]
    assert warned(store, f"?x a aft:Goal, <{BASE}ontologi#Gaol>", OTHER) == []


def test_each_term_is_named_once_and_few_are_named(store: ox.Store) -> None:
    assert len(warned(store, "?x aft:qqq ?y . ?y aft:qqq ?z")) == 1
    assert len(warned(store, " . ".join(f"?x aft:q{n} ?y" for n in range(50)))) == MOST_WARNINGS
    assert warned(store, f"?x aft:{'q' * LONGEST_TERM} ?y") == []
    assert warned(store, f"?x aft:qqq ?y # {'q' * LONGEST_QUERY}\n") == []


def test_search_for_the_nearest_keeps_well_within_the_time_of_a_query(store: ox.Store) -> None:
    # The largest vocabulary that is known, and names that are like many of its terms and yet like none enough.
    terms = ", ".join(f"<https://schema.org/{'contentactionpropertyvalue' * 2}{n}>" for n in range(500))
    warned(store, "?x skos:preflabel ?y")
    begun = time.perf_counter()
    assert warned(store, f"FILTER(?x IN ({terms}))") == []
    assert time.perf_counter() - begun < 3


def test_store_without_an_ontology_has_no_unknown_terms() -> None:
    assert warned(ox.Store(), "?x a aft:Gaol") == []

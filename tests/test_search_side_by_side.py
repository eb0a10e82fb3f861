"""Two agreements beside each other: nothing is lost, joined only where words or an inferred link join it."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pytest
from test_search_answers import BASE, HEAD

from ingest.errors import NotFoundError
from search.comparison import compare_agreements, read_answers
from search.side_by_side import KINDS, SideBySide, side_by_side
from search.succession import Change, changes, predecessor
from service.knowledge import Knowledge
from service.settings import Settings

PAIR = ("nord", "sj")
REAL = ("nordjylland-2024-2027", "sjaelland-2024-2027")
PREFIXES = HEAD + "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
AGREEMENTS = 'aftale:nord dcterms:identifier "nord" . aftale:sj dcterms:identifier "sj" .\n'


def goal(agreement: str, name: str, text: str, start: int = 1, kind: str = "Goal") -> str:
    iri = f"<{BASE}id/aftale/{agreement}/goal/{name}>"
    return f"""
    {iri} a aft:{kind} ; dcterms:isPartOf aftale:{agreement} ; rdfs:label "{name}"@da ; aft:text "{text}"@da ;
        prov:wasDerivedFrom <{BASE}citat/{agreement}/{name}> .
    <{BASE}citat/{agreement}/{name}> oa:hasSource [ dcterms:identifier "{agreement}" ] ;
        oa:hasSelector [ oa:exact "{text}" ] , [ oa:start {start} ; oa:end {start + len(text)} ] .
    """


def similar(one: tuple[str, str], other: tuple[str, str], confidence: float) -> str:
    ends = [f"<{BASE}id/aftale/{agreement}/goal/{name}>" for agreement, name in (one, other)]
    return f"""
    [] rdf:subject {ends[0]} ; rdf:predicate aft:similarGoal ; rdf:object {ends[1]} ; aft:confidence {confidence} .
    """


def beside(turtle: str) -> SideBySide:
    store = ox.Store()
    store.load((PREFIXES + AGREEMENTS + turtle).encode(), ox.RdfFormat.TURTLE)
    return side_by_side(store, PAIR, BASE)


def rows(found: SideBySide) -> list[tuple[str, str, str, float | None]]:
    names = [tuple(one.label if one else "-" for one in pair.sides) for pair in found.pairs]
    return [(*name, pair.how, pair.confidence) for name, pair in zip(names, found.pairs, strict=True)]  # type: ignore[misc]


@pytest.mark.parametrize("turned", [False, True])
def test_similar_goals_stand_beside_each_other_whichever_the_link_goes_from(turned: bool) -> None:
    ends = (("sj", "d"), ("nord", "a")) if turned else (("nord", "a"), ("sj", "d"))
    turtle = goal("nord", "a", "Færre ryger", 1) + goal("nord", "b", "Flere bevæger sig", 50)
    turtle += goal("sj", "c", "Kortere ventetid", 1) + goal("sj", "d", "Røgfri unge", 50) + similar(*ends, 0.81)
    found = beside(turtle)
    assert found.linked
    assert rows(found) == [("a", "d", "inferred", 0.81), ("b", "-", "alone", None), ("-", "c", "alone", None)]


def test_a_goal_that_is_like_two_stands_beside_each_the_surest_first() -> None:
    turtle = goal("nord", "a", "Færre ryger") + goal("sj", "c", "Røgfri unge", 1) + goal("sj", "d", "Ingen tobak", 50)
    turtle += similar(("nord", "a"), ("sj", "c"), 0.6) + similar(("nord", "a"), ("sj", "d"), 0.7)
    assert rows(beside(turtle)) == [("a", "d", "inferred", 0.7), ("a", "c", "inferred", 0.6)]


def test_the_same_words_join_statements_of_one_kind_only() -> None:
    turtle = goal("nord", "a", "Lighed i sundhed", 1, "FocusArea") + goal("nord", "b", "Færre  ryger.", 40)
    turtle += goal("sj", "c", "lighed i sundhed", 1, "Goal") + goal("sj", "d", "færre ryger", 40)
    found = beside(turtle)
    assert not found.linked
    assert rows(found) == [
        ("a", "-", "alone", None), ("b", "d", "same words", None), ("-", "c", "alone", None),
    ]  # fmt: skip


def test_a_statement_that_stands_at_several_places_is_one_row_at_its_first() -> None:
    turtle = goal("nord", "a", "Færre ryger", 90)
    turtle += goal("nord", "a", "Færre ryger", 7).replace("citat/nord/a", "citat/nord/a-2")
    (pair,) = beside(turtle).pairs
    assert pair.sides[0] is not None
    assert (pair.sides[0].start, pair.sides[0].end) == (7, 18)


@pytest.fixture(scope="module")
def knowledge(release_settings: Settings) -> Knowledge:
    return Knowledge.open(release_settings)


@pytest.mark.parametrize("agreements", [REAL, REAL[::-1], ("hovedstaden-2019-2023", "syddanmark-2019-2023-faktaark")])
def test_every_statement_of_either_stands_in_the_rows_with_its_words_in_the_source(
    knowledge: Knowledge, agreements: tuple[str, str]
) -> None:
    found = side_by_side(knowledge.store, agreements, BASE)
    for place, agreement in enumerate(agreements):
        shown = {pair.sides[place].name for pair in found.pairs if pair.sides[place]}  # type: ignore[union-attr]
        kinds = "aft:Vision aft:Principle aft:FocusArea aft:Goal aft:Indicator"
        query = f"""
            PREFIX aft: <{BASE}ontologi#> PREFIX dcterms: <http://purl.org/dc/terms/>
            SELECT DISTINCT ?s {{ VALUES ?k {{ {kinds} }} ?s a ?k ; dcterms:isPartOf <{BASE}id/aftale/{agreement}> }}
        """
        assert shown == {row["s"].value for row in knowledge.store.query(query)}
    assert [pair.kind for pair in found.pairs] == sorted((pair.kind for pair in found.pairs), key=KINDS.index)
    for one in (one for pair in found.pairs for one in pair.sides if one):
        source = knowledge.source(one.document)
        assert source is not None
        assert source[one.start : one.end] == one.quote


def test_only_statements_on_what_is_asked_are_kept(knowledge: Knowledge) -> None:
    every = side_by_side(knowledge.store, REAL, BASE)
    some = side_by_side(knowledge.store, REAL, BASE, lambda text: "misbrug" in text)
    assert 0 < len(some.pairs) < len(every.pairs)
    assert all(any("misbrug" in f"{one.label}{one.text}" for one in pair.sides if one) for pair in some.pairs)


# What an agreement replaces


def test_the_agreement_before_is_found_where_it_is_held(knowledge: Knowledge) -> None:
    found = predecessor(knowledge.store, "syddanmark-2024-2027-faktaark", BASE)
    assert found == "syddanmark-2019-2023-faktaark"


@pytest.mark.parametrize(("agreement", "told"), [
    ("sjaelland-2024-2027", r"'sjaelland-2024-2027' \('sundhedsaftale for 2019 – 2023'\) is not held here"),
    ("midtjylland-2024-2027", r"'midtjylland-2024-2027' is not held here"),
])  # fmt: skip
def test_an_agreement_before_that_is_not_held_is_told_of_and_not_made_up(
    knowledge: Knowledge, agreement: str, told: str
) -> None:
    with pytest.raises(NotFoundError, match=told):
        predecessor(knowledge.store, agreement, BASE)


def test_changes_are_new_gone_more_less_and_unknown_and_what_is_the_same_is_left_out() -> None:
    levels = {"a": (0, 3), "b": (2, 0), "c": (1, 2), "d": (3, 1), "e": (None, 3), "f": (2, 2), "g": (None, None)}
    turtle = 'aftale:old dcterms:identifier "old" . aftale:new dcterms:identifier "new" .\n'
    for name, place in (("old", 0), ("new", 1)):
        turtle += f"""aftale:{name} aft:region region:nordjylland ; aft:periodStart "{2019 + 5 * place}" ;
            aft:periodEnd "{2023 + 5 * place}" ; aft:coverage aft:FullText .\n"""
        for topic, pair in levels.items():
            level = "" if pair[place] is None else f"aft:level {pair[place]} ;"
            turtle += (
                f"<{BASE}id/prioritet/{name}/{topic}> {level} aft:topic emne:{topic} ; aft:agreement aftale:{name} .\n"
            )
    store = ox.Store()
    store.load((HEAD + turtle).encode(), ox.RdfFormat.TURTLE)
    answers = read_answers(store, (), BASE)
    found = compare_agreements(answers, sorted(levels), ("old", "new"), date(2025, 1, 1), BASE)
    assert changes(found, "old", "new") == (
        Change("a", 0, 3, "new"), Change("b", 2, 0, "gone"), Change("c", 1, 2, "more"), Change("d", 3, 1, "less"),
        Change("e", None, 3, "unknown"),
    )  # fmt: skip

"""Answers by region: read from the graph by a query that is shown, one agreement a region."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyoxigraph as ox
import pytest

from graph.matcher import TopicMatch
from graph.thesaurus import load_thesaurus
from search.answer_queries import topic_query, words_query
from search.answers import BEST, answer, with_nearest
from search.listing import list_statements
from search.model import Hit, Why
from search.questions import Aspect, Question
from search.responses import Answer, Evidence, Response, in_force
from service.knowledge import Knowledge
from service.settings import Settings

BASE = "https://w3id.org/aftalegraf/"
HEAD = """
@prefix aft: <https://w3id.org/aftalegraf/ontologi#> .
@prefix aftale: <https://w3id.org/aftalegraf/id/aftale/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix emne: <https://w3id.org/aftalegraf/id/emne/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix region: <https://w3id.org/aftalegraf/id/region/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
aft:FullText rdfs:label "fuld tekst"@da , "full text"@en .
aft:FactSheet rdfs:label "faktaark"@da , "fact sheet"@en .
region:nordjylland rdfs:label "Region Nordjylland"@da , "North Denmark Region"@en .
region:syddanmark rdfs:label "Region Syddanmark"@da , "Region of Southern Denmark"@en .
region:sjaelland rdfs:label "Region Sjælland"@da , "Region Zealand"@en .
"""


def agreement(name: str, region: str, start: str, end: str, level: int | None = 0, held: str = "FullText") -> str:
    value = "" if level is None else f"aft:level {level} ;"
    return f"""
    aftale:{name} dcterms:identifier "{name}" ; aft:region region:{region} ; aft:periodStart "{start}" ;
        aft:periodEnd "{end}" ; aft:coverage aft:{held} .
    <{BASE}id/prioritet/{name}/demens> {value} aft:topic emne:demens ; aft:agreement aftale:{name} .
    """


def mention(name: str, number: int, weight: int, match: str = "word") -> str:
    return f"""
    <{BASE}id/prioritet/{name}/demens> aft:evidence <{BASE}id/omtale/{name}/{number}> .
    <{BASE}id/omtale/{name}/{number}> aft:weight {weight} ; aft:text "Vi vil {number}"@da ;
        aft:statementType "goal" ; aft:match "{match}" ; prov:wasDerivedFrom <{BASE}citat/{name}/{number}> .
    <{BASE}citat/{name}/{number}> oa:hasSource [ dcterms:identifier "{name}-tekst" ] ;
        oa:hasSelector [ oa:exact "Vi\\nvil {number}" ] , [ oa:start {number} ; oa:end {number + 8} ] .
    """


def ask(turtle: str, today: str = "2025-06-01", base: str = BASE, topic: str | None = "demens") -> Response:
    store = ox.Store()
    store.load((HEAD + turtle).replace(BASE, base).encode(), ox.RdfFormat.TURTLE)
    found = TopicMatch(topic, "demens", 0, 6, "word", "demens") if topic else None
    return answer(Question("demens", "da", found), store, base, date.fromisoformat(today))


def test_an_answer_says_what_is_in_the_graph() -> None:
    response = ask(agreement("nord", "nordjylland", "2024-01-01", "2027", 3) + mention("nord", 40, 3, "synonym"))
    assert response.answers == (
        Answer(
            region="Region Nordjylland",
            agreement="nord",
            period_start="2024-01-01",
            period_end="2027",
            in_force=True,
            coverage="full text",
            level=3,
            evidence=(Evidence("nord-tekst", "Vi\nvil 40", "Vi vil 40", 40, 48, "goal", "synonym"),),
        ),
    )
    assert response.answers[0].level_label() == "prioriteret"
    assert response.answers[0].level_label("en") == "prioritised"


def test_the_highest_level_comes_first_and_what_is_unknown_last() -> None:
    response = ask(
        agreement("syd", "syddanmark", "2024", "2027", None, "FactSheet")
        + agreement("nord", "nordjylland", "2024", "2027", 0)
        + agreement("sj", "sjaelland", "2024", "2027", 2)
        + mention("sj", 1, 2)
    )
    assert [(one.agreement, one.level, one.coverage) for one in response.answers] == [
        ("sj", 2, "full text"), ("nord", 0, "full text"), ("syd", None, "fact sheet"),
    ]  # fmt: skip
    assert [one.level_label() for one in response.answers] == ["understøttet", "ikke omtalt", "ukendt: kun faktaark"]


@pytest.mark.parametrize(("today", "chosen", "valid"), [
    ("2018-12-31", "new", False), ("2019-01-01", "old", True), ("2023-12-31", "old", True),
    ("2024-01-01", "new", True), ("2027-06-30", "new", True), ("2027-07-01", "new", False),
])  # fmt: skip
def test_the_agreement_in_force_answers_for_a_region_or_else_the_latest(today: str, chosen: str, valid: bool) -> None:
    for first, second in (("old", "new"), ("new", "old")):
        spans = {"old": ("2019", "2023"), "new": ("2024-01-01", "2027-06-30")}
        turtle = "".join(agreement(name, "nordjylland", *spans[name]) for name in (first, second))
        (one,) = ask(turtle, today).answers
        assert (one.agreement, one.in_force) == (chosen, valid)


def test_evidence_comes_weightiest_first_then_by_place_and_each_once() -> None:
    turtle = agreement("nord", "nordjylland", "2024", "2027", 3)
    turtle += mention("nord", 30, 1) + mention("nord", 20, 3) + mention("nord", 10, 3) + mention("nord", 20, 3)
    (one,) = ask(turtle).answers
    assert [evidence.start for evidence in one.evidence] == [10, 20, 30]


def test_another_topic_is_not_answered_for() -> None:
    assert ask(agreement("nord", "nordjylland", "2024", "2027"), topic="kol").answers == ()


def spoken(name: str, number: int, weight: int, text: str, topic: str = "kol") -> str:
    return f"""
    <{BASE}id/saetning/{name}/{number}> a aft:Sentence ; aft:agreement aftale:{name} ; aft:weight {weight} ;
        aft:text "{text}"@da ; aft:statementType "goal" ; dcterms:subject emne:{topic} ;
        prov:wasDerivedFrom <{BASE}citat/{name}/{number}> .
    <{BASE}citat/{name}/{number}> oa:hasSource [ dcterms:identifier "{name}-tekst" ] ;
        oa:hasSelector [ oa:exact "{text}" ] , [ oa:start {number} ; oa:end {number + len(text)} ] .
    """


def ask_together(turtle: str, *aspects: Aspect) -> Response:
    store = ox.Store()
    store.load((HEAD + turtle).encode(), ox.RdfFormat.TURTLE)
    question = Question("æbler", "da", None, aspects=aspects)
    return answer(question, store, BASE, date(2025, 6, 1))


def test_sentences_that_speak_of_all_at_once_answer_and_the_weightiest_gives_the_level() -> None:
    turtle = agreement("nord", "nordjylland", "2024", "2027") + agreement("sj", "sjaelland", "2024", "2027")
    turtle += spoken("nord", 1, 2, "Æblet skal spises.") + spoken("nord", 30, 3, "Vi vil give æbler.")
    turtle += spoken("nord", 60, 3, "Vi vil give æblegrød.") + spoken("sj", 1, 3, "Vi vil give pærer og mæbler.")
    turtle += spoken("sj", 40, 3, "Vi vil give æbler.", topic="demens")
    apples = Aspect("æbler", forms=("æble", "æbler", "æblet"))
    nord, sj = ask_together(turtle.replace("aftale:nord dcterms", "aftale:nord a aft:Agreement ; dcterms").replace(
        "aftale:sj dcterms", "aftale:sj a aft:Agreement ; dcterms"), apples, Aspect("KOL", "kol")).answers  # fmt: skip
    assert (nord.agreement, nord.level, [one.start for one in nord.evidence]) == ("nord", 3, [30, 1])
    assert (sj.agreement, sj.level, sj.evidence) == ("sj", 0, ())


@pytest.mark.parametrize("form", ['"', "\\", ".*", "a|b", "(", "}"])
def test_what_is_looked_for_never_breaks_the_query(form: str) -> None:
    query = words_query([Aspect("x", forms=(form,))], BASE)
    assert list(ox.Store().query(query)) == []


def stated(name: str, number: int, text: str, kind: str = "Indicator") -> str:
    return f"""
    <{BASE}id/aftale/{name}/{number}> a aft:{kind} ; aft:text "{text}"@da ; dcterms:isPartOf aftale:{name} ;
        prov:wasDerivedFrom <{BASE}citat/{name}/{number}> .
    <{BASE}id/saetning/{name}/{number}> aft:inStatement <{BASE}id/aftale/{name}/{number}> .
    """


def listed(turtle: str, **asked: Any) -> list[tuple[str, str, bool]]:
    store = ox.Store()
    store.load((HEAD + turtle).encode(), ox.RdfFormat.TURTLE)
    question = Question("?", "da", asked.pop("topic", None), kinds=("indicator",), **asked)
    found = list_statements(question, store, BASE, date(2025, 6, 1))
    assert found.answers == ()
    return [(one.agreement, one.evidence.text, one.in_force) for one in found.statements]


def test_statements_of_a_kind_are_listed_by_region_and_subject_once_each_those_in_force_first() -> None:
    turtle = agreement("nord", "nordjylland", "2024", "2027") + agreement("sj", "sjaelland", "2019", "2023")
    for number, (name, text, kind, topic) in enumerate([
        ("sj", "Antal fald", "Indicator", "kol"), ("nord", "Antal fald", "Indicator", "kol"),
        ("nord", "Antal fald", "Indicator", "kol"), ("nord", "Andel rygere", "Indicator", "demens"),
        ("nord", "Vi vil mindske fald", "Goal", "kol"),
    ]):  # fmt: skip
        turtle += spoken(name, 10 * number, 2, text, topic) + stated(name, 10 * number, text, kind)
    falls = ("nord", "Antal fald", True), ("sj", "Antal fald", False)
    smokers = ("nord", "Andel rygere", True)
    assert listed(turtle) == [falls[0], smokers, falls[1]]
    assert listed(turtle, topic=TopicMatch("kol", "KOL", 0, 3, "word", "KOL")) == [*falls]
    assert listed(turtle, aspects=(Aspect("rygning", forms=("rygere",)),)) == [smokers]
    assert listed(turtle, regions=("sjaelland",)) == [falls[1]]
    assert listed(turtle, regions=("syddanmark",)) == []


def test_the_nearest_passage_goes_to_the_silent_agreement_that_it_is_from() -> None:
    turtle = agreement("nord", "nordjylland", "2024", "2027") + agreement("sj", "sjaelland", "2024", "2027", 3)
    response = ask(turtle + mention("sj", 1, 3))
    hits = [
        Hit(f"{name}-tekst", "x", name, "text", text, 0, 9, 1.0, Why(words=words))
        for name, text, words in (
            ("sj", "a", ()),
            *(("øst", "b", ()),) * BEST,
            ("nord", "c", ()),
            ("nord", "d", ("ord",)),
        )
    ]
    nearest = {one.agreement: one.nearest and one.nearest.text for one in with_nearest(response, hits).answers}
    assert nearest == {"sj": None, "nord": "d"}


def test_a_question_without_a_topic_has_no_answers() -> None:
    response = ask(agreement("nord", "nordjylland", "2024", "2027"), topic=None)
    assert (response.sparql, response.answers) == ("", ())


def test_a_graph_under_another_base_answers_alike() -> None:
    turtle = agreement("nord", "nordjylland", "2024", "2027", 3) + mention("nord", 40, 3)
    assert ask(turtle, base="https://sundhed.example/graf/").answers == ask(turtle).answers


def test_the_query_that_is_shown_is_the_competency_question_with_its_topic_exchanged() -> None:
    query = topic_query("demens", "https://sundhed.example/")
    assert "VALUES ?topic { emne:demens }" in query
    assert "https://w3id.org/aftalegraf/" not in query
    assert query.count("emne:dobbeltdiagnoser") == 0


@pytest.mark.parametrize("slug", sorted(load_thesaurus().topics)[::40])
def test_the_query_is_valid_for_every_kind_of_slug(slug: str) -> None:
    assert list(ox.Store().query(topic_query(slug, BASE))) == []


@pytest.mark.parametrize(("start", "end", "today", "expected"), [
    ("2024", "2027", "2024-01-01", True), ("2024", "2027", "2027-12-31", True), ("2024", "2027", "2028-01-01", False),
    ("2024", "2027", "2023-12-31", False), ("2024-07-01", "2027-06-30", "2024-06-30", False),
    ("2024-07-01", "2027-06-30", "2024-07-01", True), ("2024-07-01", "2027-06-30", "2027-07-01", False),
])  # fmt: skip
def test_a_period_holds_from_its_first_day_to_its_last(start: str, end: str, today: str, expected: bool) -> None:
    assert in_force(start, end, date.fromisoformat(today)) is expected


@pytest.fixture(scope="module")
def knowledge(release_settings: Settings) -> Knowledge:
    return Knowledge.open(release_settings)


DOUBLE = {
    "Region Nordjylland": (3, "full text", True),
    "Region Sjælland": (3, "full text", True),
    "Region Midtjylland": (0, "full text", True),
    "Region Hovedstaden": (0, "full text", False),
    "Region Syddanmark": (None, "fact sheet", True),
}


@pytest.mark.parametrize("text", [
    "hvilke regioner prioriterer dobbeltdiagnoser",
    "which regions prioritise dual diagnosis",
    "hvilke regioner prioriterer dobbletdiagnoser",
    "misbrug og psykisk sygdom",
])  # fmt: skip
def test_the_real_agreements_answer_alike_in_other_words(knowledge: Knowledge, text: str) -> None:
    response = knowledge.ask(text, date(2025, 6, 1))
    assert {one.region: (one.level, one.coverage, one.in_force) for one in response.answers} == DOUBLE


def test_what_is_shown_as_query_gives_the_levels_that_are_answered(knowledge: Knowledge) -> None:
    response = knowledge.ask("ensomhed", date(2025, 6, 1))
    rows = {row["agreement"].value: row["level"] for row in knowledge.store.query(response.sparql)}
    assert len(response.answers) == 5
    for one in response.answers:
        level = rows[one.agreement]
        assert (None if level is None else int(level.value)) == one.level


def test_every_region_answers_for_every_topic_once_with_evidence_where_it_has_a_level(knowledge: Knowledge) -> None:
    for slug in sorted(knowledge.thesaurus.topics)[::25]:
        found = TopicMatch(slug, slug, 0, len(slug), "word", slug)
        response = answer(Question(slug, "da", found), knowledge.store, knowledge.note.base, date(2025, 6, 1))
        assert sorted(one.region for one in response.answers) == sorted(DOUBLE)
        for one in response.answers:
            assert bool(one.evidence) is bool(one.level)
            for evidence in one.evidence:
                source = knowledge.source(evidence.document)
                assert source is not None
                assert source[evidence.start : evidence.end] == evidence.quote

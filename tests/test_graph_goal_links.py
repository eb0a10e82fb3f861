"""Goals are alike by the topics that they share, and nothing else links them."""

from __future__ import annotations

import pytest
from graph_samples import BASE, EXTRACTION, GOAL, SENTENCES, agreement

from graph.goal_links import ALIKE, NATIONAL_RULE, SIMILAR_RULE, LinkedGoal, goal_links, goals_of
from graph.matcher import Matcher
from graph.thesaurus import Label, Thesaurus, Topic
from ingest.model import Kind, Quote, Span, Statement

MATCHER = Matcher(Thesaurus({slug: Topic(slug, (Label(slug, "da", "pref"),), ()) for slug in ("kol", "demens")}))
CHRONIC = {"urn:maal:2": "Bedre indsats for kol og demens", "urn:maal:8": "Noget helt andet"}


def goal(name: str, region: str, *topics: str) -> LinkedGoal:
    text = Quote(f"{region}-tekst", Span(0, len(name)), name)
    return LinkedGoal(Statement(Kind.GOAL, name, (text,)), f"urn:{region}:{name}", region, region, frozenset(topics))


def found(*goals: LinkedGoal, national: dict[str, str] | None = None) -> list[tuple[str, str, str, str]]:
    links = goal_links(goals, national or {}, MATCHER)
    return [(by, one.goal.text, one.relation, one.target) for by, some in links.items() for one in some]


def test_goals_of_two_regions_with_the_same_rare_topics_are_alike_in_both_directions() -> None:
    nord, syd = goal("a", "nord", "kol", "aeldre"), goal("b", "syd", "kol", "aeldre")
    other = goal("c", "syd", "demens")
    assert found(nord, syd, other) == [
        ("nord", "a", "similarGoal", "urn:syd:b"),
        ("syd", "b", "similarGoal", "urn:nord:a"),
    ]


@pytest.mark.parametrize("pair", [
    (goal("a", "nord", "kol"), goal("b", "nord", "kol")),  # of one region
    (goal("a", "nord", "kol"), goal("b", "syd", "demens")),  # nothing shared
    (goal("a", "nord", "kol", *"defghijklm"), goal("b", "syd", "kol", *"nopqrstuvx")),  # little of much
])  # fmt: skip
def test_other_goals_are_not(pair: tuple[LinkedGoal, LinkedGoal]) -> None:
    assert found(*pair) == []


def test_what_all_goals_speak_of_makes_none_alike() -> None:
    everywhere = [goal(str(number), f"region{number}", "aeldre", f"eget{number}") for number in range(6)]
    assert found(*everywhere) == []


def test_a_goal_contributes_to_the_national_goal_whose_topics_it_speaks_of() -> None:
    both, one = goal("begge", "nord", "kol", "demens"), goal("andet", "nord", "aeldre")
    links = goal_links([both, one], CHRONIC, MATCHER)
    assert [(link.target, link.confidence, link.rule) for link in links["nord"]] == [("urn:maal:2", 1.0, NATIONAL_RULE)]


def test_a_confidence_is_the_weight_of_what_is_shared() -> None:
    nord, syd = goal("a", "nord", "kol", "demens"), goal("b", "syd", "kol", "demens", "aeldre")
    links = goal_links([nord, syd], {}, MATCHER)
    assert ALIKE < links["nord"][0].confidence < 1
    assert links["nord"][0].confidence == links["syd"][0].confidence
    assert {link.rule for some in links.values() for link in some} == {SIMILAR_RULE}


def test_the_topics_of_a_goal_are_those_of_its_sentences() -> None:
    (only,) = goals_of(agreement(), EXTRACTION, SENTENCES, BASE)
    assert (only.statement, only.topics) == (GOAL, {"dobbeltdiagnoser"})

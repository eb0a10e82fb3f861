"""Grades follow from the weightiest mention, and silence from what was read."""

from __future__ import annotations

import pytest
from graph_samples import GOAL, INDICATOR, STATISTIC, quote

from graph.matcher import STRENGTH
from graph.model import MATCHES, Mention, Priority
from graph.priorities import MOST_EVIDENCE, RULES, SILENCE, UNKNOWN, grade, priorities
from graph.weights import weight, weight_in
from ingest.model import Coverage, Kind, Statement


def mention(statement: Statement | None, match: str = "word", topic: str = "demens") -> Mention:
    kind = statement.kind.value if statement else "text"
    place = statement.quote if statement else quote("fleksibilitet")
    return Mention(topic, "demens", match, kind, place, place.exact, weight=weight(statement), statement=statement)


def initiative(strength: str | None) -> Statement:
    return Statement(Kind.INITIATIVE, "x", (quote("fleksibilitet"),), strength=strength)


FIGURE, AIM, MEASURE, TEXT = mention(STATISTIC), mention(GOAL), mention(INDICATOR), mention(None)


@pytest.mark.parametrize(("found", "level"), [
    ([TEXT], 1), ([FIGURE, TEXT], 1), ([TEXT, MEASURE], 2), ([TEXT, MEASURE, AIM], 3), ([AIM], 3),
])  # fmt: skip
@pytest.mark.parametrize("coverage", list(Coverage))
def test_the_weightiest_mention_decides(found: list[Mention], level: int, coverage: Coverage) -> None:
    graded = grade("demens", found, coverage)
    assert (graded.level, graded.rule) == (level, RULES[level])
    assert graded.evidence[0].weight == level
    assert sorted(map(id, graded.evidence)) == sorted(map(id, found))


def test_silence_of_a_full_text_is_a_result_and_of_a_fact_sheet_is_none() -> None:
    assert grade("demens", [], Coverage.FULL_TEXT) == Priority("demens", 0, SILENCE)
    assert grade("demens", [], Coverage.FACT_SHEET) == Priority("demens", None, UNKNOWN)


def test_evidence_is_the_weightiest_first_then_the_surest_then_in_order() -> None:
    sure, guessed, other = mention(GOAL), mention(GOAL, "semantic"), mention(GOAL, "synonym")
    graded = grade("demens", [TEXT, guessed, MEASURE, other, sure, FIGURE], Coverage.FULL_TEXT)
    assert graded.evidence == (sure, other, guessed, MEASURE, TEXT, FIGURE)


def test_evidence_is_cut_to_the_strongest() -> None:
    graded = grade("demens", [*[TEXT] * 40, AIM], Coverage.FULL_TEXT)
    assert len(graded.evidence) == MOST_EVIDENCE
    assert graded.evidence[0] is AIM


def test_every_topic_is_graded_once_in_order_of_slug() -> None:
    found = [mention(GOAL, topic="kol"), mention(None, topic="angst"), mention(None, topic="kol")]
    graded = priorities(found, ["kol", "demens"], Coverage.FULL_TEXT)
    assert [(one.topic, one.level, len(one.evidence)) for one in graded] == [
        ("angst", 1, 1), ("demens", 0, 0), ("kol", 3, 2),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_statement_has_a_weight(kind: Kind) -> None:
    assert weight(Statement(kind, "x", (quote("fleksibilitet"),))) in (1, 2, 3)


@pytest.mark.parametrize(("strength", "level"), [("vil", 3), ("skal", 2), ("bør", 2), ("kan", 1), (None, 1)])
def test_a_commitment_weighs_by_its_verb(strength: str | None, level: int) -> None:
    assert weight(initiative(strength)) == level


def test_a_verb_changes_only_the_weight_of_a_commitment() -> None:
    assert INDICATOR.strength == "skal"
    assert weight(INDICATOR) == 2
    assert weight(Statement(Kind.STATISTIC, "x", (quote("fleksibilitet"),), strength="vil")) == 1


@pytest.mark.parametrize(("strength", "before", "level"), [
    ("vil", "Vi vil styrke indsatsen, fx ved ", 2), ("vil", "Vi vil styrke samarbejdet, for eksempel om ", 2),
    ("vil", "Vi vil styrke indsatsen ved ", 3), ("kan", "Man kan fx se på ", 1), ("vil", "Vi vil fxstyrke ", 3),
])  # fmt: skip
def test_an_example_in_a_commitment_supports_at_most(strength: str, before: str, level: int) -> None:
    assert weight_in(initiative(strength), before, elaborates=False) == level


def test_an_example_in_a_goal_weighs_like_the_goal() -> None:
    assert weight_in(GOAL, "Styrke indsatsen, fx ved ", elaborates=False) == 3


@pytest.mark.parametrize(("statement", "level"), [(None, 2), (STATISTIC, 2), (INDICATOR, 2), (GOAL, 3)])
def test_what_elaborates_a_principle_or_goal_supports_at_least(statement: Statement | None, level: int) -> None:
    assert weight_in(statement, "", elaborates=True) == level


def test_every_way_to_match_has_a_strength() -> None:
    assert set(STRENGTH) == set(MATCHES)

"""Topics by regions: every level as an answer gives it, the regions as they are on the day, and nothing merged."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pytest
from test_search_answers import BASE, HEAD, agreement, mention

from graph.matcher import TopicMatch
from graph.regions import Merger, mergers, region_on
from ingest.errors import NotFoundError
from search.answers import answer
from search.comparison import (
    Answers,
    Comparison,
    compare,
    compare_agreements,
    comparison_query,
    read_answers,
    status,
)
from search.questions import Question
from search.topic_names import UnknownTopicError, grouped, named_topics, nearest_topics
from service.knowledge import Knowledge
from service.settings import Settings

DAYS = (date(2022, 1, 1), date(2025, 6, 1), date(2027, 6, 1), date(2027, 7, 1), date(2031, 1, 1))
EAST = """
region:hovedstaden rdfs:label "Region Hovedstaden"@da , "Capital Region of Denmark"@en .
region:oestdanmark rdfs:label "Region Østdanmark"@da , "Region of Eastern Denmark"@en .
"""


@pytest.fixture(scope="module")
def knowledge(release_settings: Settings) -> Knowledge:
    return Knowledge.open(release_settings)


@pytest.fixture(scope="module")
def answers(knowledge: Knowledge) -> Answers:
    return read_answers(knowledge.store, (), knowledge.note.base)


def compared(turtle: str, on: str, *topics: str) -> Comparison:
    store = ox.Store()
    store.load((HEAD + EAST + turtle).encode(), ox.RdfFormat.TURTLE)
    return compare(read_answers(store, topics, BASE), topics, date.fromisoformat(on), BASE)


def spoken(found: Comparison) -> dict[str, list[str]]:
    return {column.region: [source.agreement for source in column.sources] for column in found.columns}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_cell_of_every_topic_is_what_an_answer_gives(knowledge: Knowledge, answers: Answers, day: date) -> None:
    topics = sorted(knowledge.thesaurus.topics)
    found = compare(answers, topics, day, BASE)
    assert found.topics == tuple(topics)
    for topic in topics:
        asked = Question(topic, "da", TopicMatch(topic, topic, 0, len(topic), "word", topic))
        given = answer(asked, knowledge.store, BASE, day).answers
        assert {one.agreement for one in given} == {source.agreement for source in found.sources}
        for one in given:
            cell = found.cells[topic, one.agreement]
            assert (cell.level, cell.quotes) == (one.level, len(one.evidence)), (topic, one.agreement)
            assert cell.quote == (one.evidence[0] if one.evidence else None), (topic, one.agreement)


@pytest.mark.parametrize("topics", [("ensomhed",), ("dobbeltdiagnoser", "demens", "rygning"), ()])
def test_the_query_that_is_shown_gives_the_levels(knowledge: Knowledge, topics: tuple[str, ...]) -> None:
    answers = read_answers(knowledge.store, topics, BASE)
    found = compare(answers, topics, date(2025, 6, 1), BASE)
    levels = {
        (row["topic"].value.rpartition("/")[2], row["agreement"].value): row["level"]
        for row in knowledge.store.query(found.sparql)
    }
    for key, cell in found.cells.items():
        assert (None if levels[key] is None else int(levels[key].value)) == cell.level


def test_only_topics_with_a_level_are_shown_where_none_is_named(answers: Answers) -> None:
    found = compare(answers, (), date(2025, 6, 1), BASE)
    assert 100 < len(found.topics) < len(answers)
    for topic in found.topics:
        assert any(found.cells[topic, source.agreement].level for source in found.sources)
    silent = set(answers) - set(found.topics)
    assert not any(one.level for topic in silent for one in answers[topic] if one.agreement in
                   {source.agreement for source in found.sources})  # fmt: skip


def test_named_topics_are_shown_in_their_order_also_where_all_are_silent(answers: Answers) -> None:
    silent = next(topic for topic, given in answers.items() if not any(one.level for one in given))
    found = compare(answers, ("rygning", silent, "demens"), date(2025, 6, 1), BASE)
    assert found.topics == ("rygning", silent, "demens")
    assert {found.cells[silent, source.agreement].level for source in found.sources} == {0, None}


def test_a_fact_sheet_that_is_silent_is_unknown_and_never_zero(answers: Answers) -> None:
    found = compare(answers, ("dobbeltdiagnoser",), date(2025, 6, 1), BASE)
    cell = found.cells["dobbeltdiagnoser", "syddanmark-2024-2027-faktaark"]
    assert (cell.level, cell.quotes, cell.quote) == (None, 0, None)


def test_every_quote_stands_in_its_source(knowledge: Knowledge, answers: Answers) -> None:
    found = compare(answers, (), date(2025, 6, 1), BASE)
    for cell in found.cells.values():
        assert (cell.quote is not None) is bool(cell.level)
        if cell.quote is not None:
            source = knowledge.source(cell.quote.document)
            assert source is not None
            assert source[cell.quote.start : cell.quote.end] == cell.quote.quote


# The day


def test_from_2027_the_two_eastern_regions_are_one_column_with_two_agreements_apart(answers: Answers) -> None:
    before = compare(answers, ("rygning",), date(2026, 12, 31), BASE)
    after = compare(answers, ("rygning",), date(2027, 1, 1), BASE)
    assert sorted(spoken(before)) == ["hovedstaden", "midtjylland", "nordjylland", "sjaelland", "syddanmark"]
    assert sorted(spoken(after)) == ["midtjylland", "nordjylland", "oestdanmark", "syddanmark"]
    assert spoken(after)["oestdanmark"] == ["hovedstaden-2019-2023", "sjaelland-2024-2027"]
    assert {source.region: source.status for source in after.columns[2].sources} == {
        "hovedstaden": "run out", "sjaelland": "in force",
    }  # fmt: skip
    assert after.cells["rygning", "hovedstaden-2019-2023"].level != after.cells["rygning", "sjaelland-2024-2027"].level
    assert before.cells == after.cells


def test_the_agreement_of_the_day_speaks_and_those_that_are_over_or_to_come_are_told_from_it(answers: Answers) -> None:
    early = {one.region: (one.agreement, one.status) for one in compare(answers, (), date(2022, 1, 1), BASE).sources}
    assert early["syddanmark"] == ("syddanmark-2019-2023-faktaark", "in force")
    assert early["sjaelland"] == ("sjaelland-2024-2027", "not yet in force")
    late = {one.region: one.status for one in compare(answers, (), date(2027, 7, 1), BASE).sources}
    assert late["nordjylland"] == "run out"
    assert late["midtjylland"] == "in force"


def test_a_region_that_came_about_by_a_merger_speaks_for_itself_once_its_agreement_is_in_force() -> None:
    turtle = (
        agreement("hoved", "hovedstaden", "2024", "2028", 3) + mention("hoved", 1, 3)
        + agreement("sj", "sjaelland", "2024", "2027", 0)
        + agreement("ost", "oestdanmark", "2028", "2031", 1) + mention("ost", 1, 1)
    )  # fmt: skip
    assert spoken(compared(turtle, "2027-06-01")) == {"oestdanmark": ["hoved", "ost", "sj"]}
    assert spoken(compared(turtle, "2028-06-01")) == {"oestdanmark": ["ost"]}


@pytest.mark.parametrize(("day", "expected"), [
    ("2023-12-31", "not yet in force"), ("2024-01-01", "in force"),
    ("2027-12-31", "in force"), ("2028-01-01", "run out"),
])  # fmt: skip
def test_a_period_given_by_years_holds_from_its_first_day_to_its_last(day: str, expected: str) -> None:
    assert status("2024", "2027", date.fromisoformat(day)) == expected
    assert status("2024-01-01", "2027-12-31", date.fromisoformat(day)) == expected


def test_the_merger_of_regions_is_that_of_the_reference_data() -> None:
    assert mergers() == (Merger(date(2027, 1, 1), ("hovedstaden", "sjaelland"), "oestdanmark"),)
    assert region_on("sjaelland", date(2026, 12, 31)) == "sjaelland"
    assert region_on("sjaelland", date(2027, 1, 1)) == "oestdanmark"
    assert region_on("midtjylland", date(2027, 1, 1)) == "midtjylland"


# Agreements


def test_agreements_are_compared_in_the_order_asked_for_whether_in_force_or_not(answers: Answers) -> None:
    pair = ("syddanmark-2024-2027-faktaark", "syddanmark-2019-2023-faktaark")
    found = compare_agreements(answers, (), pair, date(2025, 6, 1), BASE)
    assert [source.agreement for source in found.sources] == list(pair)
    assert [source.status for source in found.sources] == ["in force", "run out"]
    assert all(found.cells[topic, pair[0]].level or found.cells[topic, pair[1]].level for topic in found.topics)


# Topics


@pytest.mark.parametrize(("texts", "slugs"), [
    (["demens"], ["demens"]),
    (["Demens", "dementia", "demens"], ["demens"]),
    (["demens; ensomhed\nrygning"], ["demens", "ensomhed", "rygning"]),
    (["demens, ensomhed"], ["demens", "ensomhed"]),
    (["rygning, tobak og nikotin", "demens"], ["rygning", "demens"]),
    (["dobbletdiagnoser"], ["dobbeltdiagnoser"]),
    ([" ; ,\n"], []),
    ([], []),
])  # fmt: skip
def test_topics_are_named_one_by_one_or_several_at_once(
    knowledge: Knowledge, texts: list[str], slugs: list[str]
) -> None:
    assert [one.slug for one in named_topics(texts, knowledge.understanding)] == slugs


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_topic_is_named_by_its_label(knowledge: Knowledge, language: str) -> None:
    for topic in knowledge.thesaurus.topics.values():
        (named,) = named_topics([topic.label(language)], knowledge.understanding)
        assert named.slug == topic.slug


def test_an_unknown_topic_is_refused_with_the_nearest(knowledge: Knowledge) -> None:
    with pytest.raises(UnknownTopicError, match=r"'xyzzyq' names none") as refused:
        named_topics(["demens", "xyzzyq"], knowledge.understanding)
    assert (refused.value.asked, refused.value.nearest) == ("xyzzyq", ())


def test_a_name_of_two_topics_together_proposes_both(knowledge: Knowledge) -> None:
    with pytest.raises(UnknownTopicError, match=r"did you mean .*ensomhed") as refused:
        named_topics(["ensomhed blandt ældre"], knowledge.understanding)
    assert set(refused.value.topics) == {"ensomhed", "aeldre"}


@pytest.mark.parametrize(("name", "nearest"), [
    ("demmenz", "demens"), ("sundhed i verden", "mental-sundhed"), ("boldspil", None), ("fodbold", None),
])  # fmt: skip
def test_what_is_proposed_for_an_unknown_topic_is_like_it(knowledge: Knowledge, name: str, nearest: str | None) -> None:
    found = [topic.slug for topic in nearest_topics(name, knowledge.thesaurus)]
    assert nearest in found if nearest else not found
    assert len(found) <= 3


def test_topics_are_grouped_below_the_topmost_and_none_is_lost(knowledge: Knowledge) -> None:
    topics = set(knowledge.thesaurus.topics)
    groups = grouped(topics, knowledge.thesaurus, "da")
    members = [topic for group in groups.values() for topic in group]
    assert (len(members), set(members)) == (len(topics), topics)
    for head, group in groups.items():
        assert not knowledge.thesaurus[head].broader
        assert group[0] == head


def test_a_graph_that_knows_none_of_the_topics_is_told_of() -> None:
    with pytest.raises(NotFoundError, match="build it anew"):
        compared(agreement("nord", "nordjylland", "2024", "2027"), "2025-01-01", "kol")


def test_the_query_without_topics_is_about_all() -> None:
    assert "VALUES" not in comparison_query((), BASE)
    query = comparison_query(("kol", "demens"), "https://sundhed.example/")
    assert query.count("VALUES ?topic { emne:kol emne:demens }") == 2
    assert "https://w3id.org/aftalegraf/" not in query

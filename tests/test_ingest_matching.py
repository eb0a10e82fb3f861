"""When two wordings are the same statement, and when they only follow one pattern."""

from __future__ import annotations

import pytest

from ingest.statements.matching import restated, same

PATTERNS = [
    ("Flere skal kunne svømme", "Færre skal kunne svømme"),
    ("Færre genindlæggelser inden for 30 dage", "Færre genindlæggelser inden for 7 dage"),
    ("Andelen af unge, der ryger dagligt, falder", "Andelen af ældre, der ryger dagligt, falder"),
    ("Færre ulykker blandt borgere under 18 år", "Færre ulykker blandt borgere over 18 år"),
    ("Flere borgere med KOL kommer i gang med træning", "Flere borgere med diabetes kommer i gang med træning"),
    ("Ingen skal vente på en båd om vinteren", "Ingen skal vente på en båd om sommeren"),
]


@pytest.mark.parametrize(("one", "other"), PATTERNS)
def test_texts_that_differ_in_what_they_are_about_are_not_the_same(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flere skal kunne svømme", "1. Flere skal kunne svømme."),
        ("Bedre til-gængelighed for alle på havnen", "Bedre tilgængelighed for alle på havnen"),
        ("Færre fald blandt ældre borgerne", "Færre fald blandt ældre borgere"),
        ("Fiskernes helbred skal følges hvert år", "Fiskernes helbred skal følges nøje hvert år"),
    ],
)
def test_layout_inflection_and_a_few_more_words_do_not_count(one: str, other: str) -> None:
    assert same(one, other)


def test_another_document_may_say_it_with_a_word_of_the_same_meaning_but_with_no_other_number_or_negation() -> None:
    said = "Have fokus på den tidlige indsats og opsporing af psykisk sygdom inden for 7 dage"
    assert restated(said, said.replace("psykisk sygdom", "psykiske lidelser"))
    assert not restated(said, said.replace("7 dage", "30 dage"))
    assert not restated("Der skal være både på havnen", "Der skal ikke være både på havnen")


def test_a_list_of_goals_in_one_pattern_keeps_them_all() -> None:
    from ingest.extraction import extract
    from ingest.model import Kind
    from ingest.source import Source

    goals = [f"{what} skal stå klar til sommeren" for what in ("Broen", "Kajen", "Moleen", "Havnen")]
    text = "# Havneplan\n\n## Mål\n\n" + "\n".join(f"- {goal}" for goal in goals)
    found = extract([Source("plan", text, "markdown")]).statements
    assert [one.text for one in found if one.kind is Kind.GOAL] == goals

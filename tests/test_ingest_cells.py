"""What is a value, and what titles say, in the cells of tables: by the words of the data file alone."""

from __future__ import annotations

import pytest

from ingest.cells import (
    GOAL_TITLE,
    GROUP_TITLE,
    INDICATOR_TITLE,
    PARTY_TITLE,
    VALUE,
    VALUE_TITLE,
    holds_value,
    is_value,
)

NUMBERS = ["12", "18 %", "2.300", "mindst 40 %", "< 3", "≥5", "ca. 14 dage", "Højst 250", "40 pct.", "3,5 kr."]
WORDS = ["Ukendt", "Ikke opgjort", "Måles fra 2027", "følges", "uændret", "Halveret", "Ingen", "–", "-", "↑"]
TEXTS = ["", "Antal fald", "Ingen falder på isen", "Alle borgere", "Falder", "ikkeryger", "Mindst"]


@pytest.mark.parametrize("text", [*NUMBERS, *WORDS])
def test_a_number_or_a_word_instead_of_one_is_a_value_as_a_line_and_as_a_cell(text: str) -> None:
    assert is_value(text)
    assert holds_value(text)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_counted_and_who_it_is_about_are_no_values(text: str) -> None:
    assert not is_value(text)
    assert not holds_value(text)


@pytest.mark.parametrize(
    "text", ["12 både lå i havnen. 3 af dem sank", "7.30: Havnen åbner", "8 af 10 både har nu både årer og sejl"]
)
def test_a_long_text_that_begins_with_a_number_is_a_value_only_where_its_cell_is_known(text: str) -> None:
    assert not is_value(text)
    assert holds_value(text)


@pytest.mark.parametrize(
    ("row", "values"),
    [
        ("Antal fald på isen 318 212", ["318", "212"]),
        ("Andel med årer 58 % mindst 90 %", ["58 %", "mindst 90 %"]),
        ("Ventetid 16 dage under 5 dage", ["16 dage", "under 5 dage"]),
        ("Antal fald Ukendt Fald", ["Ukendt", "Fald"]),
        ("Klager over støj måles ikke følges", ["måles ikke", "følges"]),
        ("Dage i havn – ↑", ["–", "↑"]),
        ("Ingen både i alle havne", []),
    ],
)
def test_the_values_of_a_row_are_told_apart_and_words_are_values_there_with_a_capital(
    row: str, values: list[str]
) -> None:
    assert [match.group() for match in VALUE.finditer(row)] == values


@pytest.mark.parametrize(
    "title", ["Indikator", "Indikatorer", "Målepunkter", "Måltal", "Nøgletal", "Pejletal", "Datapunkt"]
)
def test_a_title_names_indicators(title: str) -> None:
    assert INDICATOR_TITLE.fullmatch(title)


@pytest.mark.parametrize("word", ["Hospital", "Universitetshospital", "Digital", "Antal", "Folketal", "Mental", "Mål"])
def test_a_word_that_only_ends_like_an_indicator_s_title_names_none(word: str) -> None:
    assert INDICATOR_TITLE.search(word) is None


@pytest.mark.parametrize(
    "title", ["Nu", "I dag", "Status 2024", "2030", "I 2030", "Måltal 2029", "Udgangspunkt", "Niveau"]
)
def test_a_title_names_values(title: str) -> None:
    assert VALUE_TITLE.match(title)


def test_a_word_that_only_begins_like_a_title_is_none() -> None:
    assert not VALUE_TITLE.match("Målgruppe")
    assert not VALUE_TITLE.match("Nuværelse")
    assert not GOAL_TITLE.match("Måltal")
    assert not GROUP_TITLE.search("Målgruppeanalyse")


@pytest.mark.parametrize("title", ["Ansvarlig", "Tovholder", "Kilde", "Datakilde", "Opgøres af"])
def test_the_last_title_may_name_a_party_or_source(title: str) -> None:
    assert PARTY_TITLE.search(title)

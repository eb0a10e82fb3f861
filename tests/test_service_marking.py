"""Words marked in texts, and excerpts around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.finding.marking import excerpt, marked

LONG = "Indledning uden det, der spørges om. " * 20 + "Her står ordet demens midt i. " + "Og mere tekst følger. " * 40


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Demens og demensvenner", ["demens"], ["Demens"]),
        ("børn, børnene og Børn", ["børn"], ["børn", "Børn"]),
        ("5. klasse (8. klasse)", ["8."], ["8."]),
        ("psykisk syge og psykisk sygdom", ["psykisk", "psykisk sygdom"], ["psykisk", "psykisk sygdom"]),
        ("intet at finde", [], []),
    ],
)
def test_whole_words_are_marked_in_any_case(text: str, words: list[str], expected: list[str]) -> None:
    assert [one.text for one in marked(text, words) if one.marked] == expected


@given(st.text(), st.lists(st.text(min_size=1), max_size=4))
def test_marking_loses_nothing(text: str, words: list[str]) -> None:
    assert "".join(one.text for one in marked(text, words)) == text


def test_an_excerpt_stands_around_the_first_word_and_is_cut_between_words() -> None:
    found = excerpt(LONG, ["demens"], 200)
    assert "demens" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert set(found.strip("… ").split()) <= set(LONG.split())
    assert len(found) <= 204


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("Kort tekst.", ["tekst"]) == "Kort tekst."


@given(st.text(max_size=300), st.integers(min_value=1, max_value=100))
def test_an_excerpt_is_a_part_of_its_text(text: str, longest: int) -> None:
    found = excerpt(text, [], longest)
    assert found.removeprefix("… ").removesuffix(" …") in text

"""Sentences: Danish abbreviations and numbers end none, list items are one, and nothing is left out."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.repair import Repaired, Repairer
from ingest.sentences import sentences
from ingest.source import Source

PIECES = st.sampled_from(
    ["Vi hjælper. ", "bl.a. ", "m.m. Og ", "12. ", "3. klasse ", "! ", "? ", "Er det? ", "... ", " . ", "§ 5. ",
     "”Nej.” ", "(Ja.) ", "😀. ", "\n", "og ", "Kilde: x. ", "\u2028", "1.200 ", "mv. Det "]
)  # fmt: skip
CHARACTERS = st.characters(blacklist_characters="\0", blacklist_categories=("Cs",))
TEXTS = st.lists(st.one_of(PIECES, PIECES, st.text(CHARACTERS, max_size=6)), max_size=20).map("".join)


def join(text: str) -> Repaired:
    source = Source("aftale", text, "text")
    return Repairer(source).join(source.lines)


def split(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(join(text))]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Havnen er åben. Molen er lang.", "Molen er lang."),
        ("Er havnen åben? Ja, hele døgnet.", "Ja, hele døgnet."),
        ("Kom ned til havnen! Der er fest.", "Der er fest."),
        ("Her er plads til 150. Det er nok.", "Det er nok."),
        ("Vi hjælper børn, gamle m.m. Samtidig passer vi på naturen.", "Samtidig passer vi på naturen."),
        ("Vi hjælper børn, gamle mv. Alle er med.", "Alle er med."),
    ],
)
def test_two_sentences_are_told_apart(text: str, second: str) -> None:
    assert split(text)[1:] == [second]


@pytest.mark.parametrize(
    "text",
    [
        "Vi hjælper bl.a. børn og gamle.",
        "Det gælder f.eks. Odense og Vejle.",
        "Ca. 40 pct. af byens borgere sejler.",
        "Den 1. juli 2025 åbner havnen.",
        "Børn i 3. klasse og 5. klasse lærer at sejle.",
        "Se kap. 3 og § 5 i lov om havne.",
        "Der er 1.200 skibe og 12,5 % er gamle.",
        "Vi hjælper børn, gamle m.m. på havnen.",
        "Det sker ift. Region Syddanmark og hhv. Fyn.",
        "2. Havnens organisering",
        "Ring til formanden (se side 4. og 5.) i dag.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert split(text) == [text]


def test_a_number_before_a_new_sentence_ends_the_one_before() -> None:
    """Every number of two digits was once taken for an ordinal, and the next sentence was swallowed."""
    assert split("Vi lærte det under covid-19. Under krigen var det værre.") == [
        "Vi lærte det under covid-19.",
        "Under krigen var det værre.",
    ]


def test_a_heading_or_item_without_a_full_stop_is_one_sentence() -> None:
    assert split("Tryghed for alle langs fjorden") == ["Tryghed for alle langs fjorden"]


@pytest.mark.parametrize("text", ["", "  \n ", "\u00ad"])
def test_text_without_words_has_no_sentence(text: str) -> None:
    assert split(text) == []


def test_a_sentence_over_several_lines_keeps_its_place_in_the_source() -> None:
    text = "Havnen er åben.  \r\nMolen er bygget af kampe-\r\nsten.  Den er lang."
    second = sentences(join(text))[1]
    span = second.span()
    assert second.text == "Molen er bygget af kampesten."
    assert text[span.start : span.end] == "Molen er bygget af kampe-\r\nsten."


def test_a_paragraph_of_more_than_a_million_characters_is_split_too() -> None:
    """The language library refuses longer texts unless it is told otherwise."""
    text = "Havnen er åben hele natten. " * 36_000
    assert len(text) > 1_000_000
    assert len(split(text)) == 36_000


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_the_sentences_hold_all_the_text_in_order(text: str) -> None:
    repaired = join(text)
    assert re.sub(r"\s", "", "".join(split(text))) == re.sub(r"\s", "", repaired.text)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_sentences_are_trimmed_never_empty_and_do_not_overlap(text: str) -> None:
    found = sentences(join(text))
    assert all(sentence.text and sentence.text == sentence.text.strip() for sentence in found)
    assert all(before.span().end <= after.span().start for before, after in pairwise(found))
    assert all(text[sentence.span().start] == sentence.text[0] for sentence in found)

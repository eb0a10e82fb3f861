"""Repair: what a PDF's extraction damaged is mended, nothing else, and every character keeps its place."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.repair import Repaired, Repairer
from ingest.source import Source
from ingest.structure import blocks

PIECES = st.sampled_from(
    ["-\n", "-\r\n", "\u00ad\n", "\ufffe\n", "\u00ad", "\n-\n", "/\n", " ", "  ", "\t", "\n", "\n\n", "fl ere", "fi k",
     "sund", "geografi sk", "hed", "børne-", "og", "PLO", "Åben", "•", "# ", "**", "😀", "e\u0301", "\u2028", "\x1c"]
)  # fmt: skip
CHARACTERS = st.characters(blacklist_characters="\0", blacklist_categories=("Cs",))
TEXTS = st.lists(st.one_of(PIECES, PIECES, st.text(CHARACTERS, max_size=6)), max_size=25).map("".join)
LAYOUT = re.compile(r"[\s\-\u00ad\ufffe\ufeff]")


def join(text: str) -> Repaired:
    """Join all lines of a text."""
    source = Source("aftale", text, "text")
    return Repairer(source).join(source.lines)


def check_places(text: str, repaired: Repaired) -> None:
    """Check that each repaired character has a place of its own, in order, and is the one that stands there."""
    assert len(repaired.offsets) == len(repaired.text)
    assert all(before < after for before, after in pairwise(repaired.offsets))
    for character, place in zip(repaired.text, repaired.offsets, strict=True):
        assert character == text[place] or (character == " " and not text[place].isalnum())


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_every_repaired_character_is_the_one_at_its_place(text: str) -> None:
    check_places(text, join(text))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_a_repaired_space_stands_at_white_space(text: str) -> None:
    repaired = join(text)
    places = [place for character, place in zip(repaired.text, repaired.offsets, strict=True) if character == " "]
    assert all(text[place].isspace() for place in places)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_repair_loses_nothing_but_white_space_and_hyphens(text: str) -> None:
    """A soft hyphen at a line's end once took the letter before it along."""
    assert LAYOUT.sub("", join(text).text) == LAYOUT.sub("", text)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_repaired_text_is_trimmed_and_holds_single_spaces_only(text: str) -> None:
    repaired = join(text).text
    assert repaired == repaired.strip()
    assert "  " not in repaired
    assert not re.search(r"[^\S ]", repaired)


@given(TEXTS, st.sampled_from(["text", "markdown"]))
@settings(max_examples=120, deadline=None)
def test_the_blocks_of_any_text_keep_their_characters_places(text: str, file_format: str) -> None:
    for block in blocks(Source("aftale", text, file_format)):
        check_places(text, block.content)


@given(TEXTS.filter(lambda text: text.strip()), st.data())
@settings(max_examples=100, deadline=None)
def test_a_slice_is_trimmed_and_its_span_quotes_it(text: str, data: st.DataObject) -> None:
    repaired = join(text)
    start = data.draw(st.integers(0, len(repaired.text)))
    piece = repaired.slice(start, data.draw(st.integers(start, len(repaired.text))))
    assert piece.text == piece.text.strip()
    check_places(text, piece)
    if piece.text:
        span = piece.span()
        assert (text[span.start], text[span.end - 1]) == (piece.text[0], piece.text[-1])


def test_the_span_of_a_part_covers_what_repair_left_out() -> None:
    repaired = join("Vi bygger bro-\ner nu")
    span = repaired.span(repaired.text.index("broer"), repaired.text.index("broer") + len("broer"))
    assert (span.start, span.end) == (10, 17)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi mødes i bor-\ngerhuset", "Vi mødes i borgerhuset"),
        ("Vi mødes i bor- \n  gerhuset", "Vi mødes i borgerhuset"),
        ("Vi mødes i bor-\r\ngerhuset", "Vi mødes i borgerhuset"),
        ("Vi mødes i bor\u00ad\ngerhuset", "Vi mødes i borgerhuset"),
        ("Vi mødes i bor\ufffe\ngerhuset", "Vi mødes i borgerhuset"),
        ("FÆLLES BORGER-\nHUSE", "FÆLLES BORGERHUSE"),
    ],
)
def test_joins_a_word_that_is_divided_at_a_line_end(text: str, expected: str) -> None:
    assert join(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("børne-\nog ungehuset", "børne- og ungehuset"),
        ("hjemme-\neller sygehusbehandling", "hjemme- eller sygehusbehandling"),
        ("PLO-\nSønderjylland", "PLO-Sønderjylland"),
        ("Anne-\nMarie", "Anne-Marie"),
        ("et e-\nmøde om vores e-møde i går", "et e-møde om vores e-møde i går"),
        ("borgere og/\neller pårørende", "borgere og/eller pårørende"),
    ],
)
def test_keeps_a_hyphen_or_slash_that_belongs_to_the_words(text: str, expected: str) -> None:
    assert join(text).text == expected


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("fl ere naboer", "flere naboer"),
        ("en Chefl æge", "en Cheflæge"),
        ("vi fi k hjælp", "vi fik hjælp"),
        ("geografi sk nærhed", "geografisk nærhed"),
        ("er fl yttet hjem", "er flyttet hjem"),
    ],
)
def test_closes_the_gap_after_a_ligature(damaged: str, expected: str) -> None:
    assert join(damaged).text == expected


@pytest.mark.parametrize(
    "text",
    ["geografi og historie", "en chef i byen", "fi xyzzy", "fotografi til alle", "graf i rapporten", "stof og liv"],
)
def test_keeps_a_space_between_two_words_after_a_ligature(text: str) -> None:
    assert join(text).text == text


DISPLACED = "\n\n-\n\nHavnen er stor\n\n-\n"


def test_joins_a_cut_word_whose_hyphen_was_displaced() -> None:
    assert join("Her hjælper kommu\nnerne de ældre" + DISPLACED).text.startswith("Her hjælper kommunerne de ældre")


def test_where_lines_end_with_a_space_a_line_without_one_tells_of_a_cut_word() -> None:
    lines = ["Alle i byen hjælper hinanden med det hele ", "og passer på de gamle, når de bor alene i hjemme"]
    lines += ["plejen eller ude i den lille landsby langs ", "vejen, som fører helt ned til den gamle havn "]
    assert "i hjemmeplejen eller" in join("\n".join(lines) + DISPLACED).text


@pytest.mark.parametrize("text", ["Alle går i skole\nhver dag", "Vi bor ved havn\nog fjord", "Her bor\nKommunen"])
def test_does_not_join_two_whole_words_over_a_line_end(text: str) -> None:
    assert join(text + DISPLACED).text.startswith(text.replace("\n", " "))


def test_joins_no_words_without_a_hyphen_in_a_document_that_displaces_none() -> None:
    assert join("Her hjælper kommu\nnerne de ældre").text == "Her hjælper kommu nerne de ældre"


def test_typing_errors_of_the_original_stay() -> None:
    assert join("Sundhedsaftaen er god,,  synes vi").text == "Sundhedsaftaen er god,, synes vi"


def test_windows_line_ends_give_the_same_words() -> None:
    text = "Alle hjælper til i kommu\nnerne, også de un-\nge og de gamle" + DISPLACED
    assert join(text.replace("\n", "\r\n")).text == join(text).text


def test_a_ligature_that_stands_alone_is_no_word() -> None:
    assert join("Vi har fi re regler og fl ytter to af dem.").text == "Vi har fire regler og flytter to af dem."


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("Et fælles- skab om fag- folk", "Et fællesskab om fagfolk"),
        ("Hukommelses- klinikken er åben", "Hukommelsesklinikken er åben"),
        ("børne- og ungepsykiatri", "børne- og ungepsykiatri"),
        ("social- eller sundhedsloven", "social- eller sundhedsloven"),
        ("PLO- Midt", "PLO- Midt"),
    ],
)
def test_a_word_whose_division_was_kept_within_a_line_is_made_whole(damaged: str, mended: str) -> None:
    repaired = join(damaged)
    check_places(damaged, repaired)
    assert repaired.text == mended


def test_hyphens_set_apart_from_the_words_they_cut_are_closed_and_dashes_stay() -> None:
    text = "Hjælpe -\nmidlerne mangler syge -\nplejersker i kom\n-munen. Det koster -\nmeget."
    repaired = join(text)
    check_places(text, repaired)
    assert repaired.text == "Hjælpemidlerne mangler sygeplejersker i kommunen. Det koster - meget."
    assert join("Hjælpe -\nmidlerne").text == "Hjælpe - midlerne"  # once may be a dash

"""Danish words. The word list and lemmas are simplemma's; tokens and compounds are this project's own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import danish


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("aftalens", "aftale"),
        ("kommunerne", "kommune"),
        ("sygehusene", "sygehus"),
        ("lægerne", "læge"),
        ("børnene", "barn"),
        ("hænder", "hånd"),
        ("patienternes", "patient"),
        ("indikatorerne", "indikator"),
        ("målsætninger", "målsætning"),
        ("pejlemærkerne", "pejlemærke"),
        ("Kommunen", "kommune"),
    ],
)
def test_finds_the_dictionary_form_of_an_inflected_noun(form: str, expected: str) -> None:
    assert danish.lemma(form) == expected


@pytest.mark.parametrize("form", ["ældre", "Ældre", "ældres"])
def test_elderly_people_are_a_group_and_not_more_old(form: str) -> None:
    assert danish.lemma(form) == "ældre"


@pytest.mark.parametrize(
    ("form", "expected"),
    [("hjemmeplejen", "hjemmepleje"), ("Misbrugscentre", "misbrugscenter"), ("vagtlægeordninger", "vagtlægeordning")],
)
def test_a_compound_that_no_dictionary_has_is_inflected_like_its_head(form: str, expected: str) -> None:
    assert danish.lemma(form) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("misbrugscentre", ("misbrug", "centre")),
        ("sundhedsaftale", ("sundhed", "aftale")),
        ("vagtlægeordning", ("vagtlæge", "ordning")),
        ("ungdomspsykiatri", ("ungdom", "psykiatri")),
        ("Kræftpakke", ("kræft", "pakke")),
        ("rygestop", ("ryge", "stop")),
        ("plejehjem", ("pleje", "hjem")),
    ],
)
def test_splits_a_compound_into_modifier_and_head_without_the_linking_letter(
    word: str, expected: tuple[str, ...]
) -> None:
    assert danish.parts(word) == expected


@pytest.mark.parametrize("word", ["sundhed", "indsats", "overgang", "sygdommen", "samarbejde", "kommune", "hus", ""])
def test_derivations_and_simple_words_are_no_compounds(word: str) -> None:
    assert danish.parts(word) == ()


@pytest.mark.parametrize("word", ["sundhed", "SUNDHED", "Læger", "ulighed"])
def test_knows_words_in_any_form_and_case(word: str) -> None:
    assert danish.known(word)


@pytest.mark.parametrize("word", ["kommu", "xyzzy", "sk", "å", ""])
def test_does_not_know_pieces_of_words(word: str) -> None:
    assert not danish.known(word)


def test_hyphens_slashes_and_marks_separate_words_and_digits_are_words() -> None:
    words = [token.text for token in danish.tokens("PLO-Fyn, 3. klasse/børnehave (’nær_hed’) 😀")]
    assert words == ["PLO", "Fyn", "3", "klasse", "børnehave", "nær", "hed"]


@given(st.text())
@settings(max_examples=150, deadline=None)
def test_a_token_stands_where_it_says_and_no_letter_or_digit_is_left_out(text: str) -> None:
    tokens = danish.tokens(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert sum(len(token.text) for token in tokens) == sum(character.isalnum() for character in text)


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("færre (gen)indlæggelser", "(gen)indlæggelser", "genindlæggelser"),
        ("en midtvejs- og slutstatus", "midtvejs", "midtvejsstatus"),
        ("børne- eller ungdomspsykiatri", "børne", "børnepsykiatri"),
        ("social-, skole- og beskæftigelsesområdet", "skole", "skoleområdet"),
    ],
)
def test_finds_the_words_that_brackets_and_hanging_hyphens_imply(text: str, place: str, word: str) -> None:
    implied = {(text[token.start : token.end], token.text) for token in danish.expansions(text)}
    assert (place, word) in implied


@pytest.mark.parametrize("text", ["hus og have", "(se side 4)", "PLO-Fyn og kommunerne", "ind- og udskrivninger", ""])
def test_implies_no_word_where_the_text_implies_none(text: str) -> None:
    assert danish.expansions(text) == []


@given(st.text("abdegiklmnorsætøå-() ", max_size=60))
@settings(max_examples=100, deadline=None)
def test_an_implied_word_stands_within_the_text(text: str) -> None:
    assert all(0 <= token.start < token.end <= len(text) for token in danish.expansions(text))


@given(st.text(min_size=1, max_size=25))
@settings(max_examples=100, deadline=None)
def test_any_text_has_a_lemma_in_lower_case_and_two_parts_or_none(word: str) -> None:
    assert danish.lemma(word) == danish.lemma(word).lower()
    assert len(danish.parts(word)) in (0, 2)


@given(st.sampled_from(["kommune", "læge", "hjem", "skole", "røg"]), st.sampled_from(["aftale", "ordning", "klinik"]))
@settings(max_examples=15, deadline=None)
def test_the_parts_of_a_compound_are_words_that_stand_in_it(modifier: str, head: str) -> None:
    first, last = danish.parts(modifier + head)
    assert (modifier + head).startswith(first)
    assert (modifier + head).endswith(last)
    assert danish.known(first)
    assert danish.known(last)

from __future__ import annotations

import pytest
from search_samples import TEXTS

from search.analyzer import content_words, guess_language, indexed_words, matching_words, terms_of, words
from search.vocabulary import Vocabulary, stem


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of(indexed_words(text) for _, _, text in TEXTS)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hvilke regioner prioriterer dobbeltdiagnoser?", "da"),
        ("dobbeltdiagnoser", "da"),
        ("hjemløse", "da"),
        ("", "da"),
        ("which regions prioritise dual diagnosis", "en"),
        ("smoking and tobacco", "en"),
        ("shortage of health care staff", "en"),
    ],
)
def test_guesses_the_language(text, language):
    assert guess_language(words(text)) == language


def test_function_words_are_no_content_but_numbers_are():
    assert content_words("Hvad er de 8 nationale mål i 2024 og 2027?") == ["8", "nationale", "mål", "2024", "2027"]


def test_a_text_is_indexed_under_words_and_parts_as_often_as_they_occur(vocabulary):
    terms = terms_of(words("Misbrug og misbrugscentre, misbrug"), vocabulary)
    assert terms.count("misbrug") == 3
    assert stem("misbrugscenter") in terms


@pytest.mark.parametrize(
    ("text", "implied"),
    [
        ("(gen)indlæggelser", "genindlæggelser"),
        ("midtvejs- og slutstatus", "midtvejsstatus"),
        ("midtvejs og slut", None),
    ],
)
def test_a_text_is_indexed_under_the_words_that_it_implies(text, implied):
    assert set(indexed_words(text)) - set(words(text)) == ({implied} if implied else set())


def test_the_words_that_match_are_shown_as_written_and_once(vocabulary):
    text = "Sundhedsklyngerne og SUNDHEDSKLYNGERNE: en sundhedsklynge for borgere"
    assert matching_words(text, [stem("sundhedsklynge")], vocabulary) == ("Sundhedsklyngerne", "sundhedsklynge")

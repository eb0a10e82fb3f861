from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import edits, folded_letters, nearest, spellings
from search.stopwords import STOPS
from search.vocabulary import Vocabulary

SOME = ("indsats", "borger", "genindlæggelse", "misbrug", "midtvejsstatus", "almen", "børn", "sundhed", "sund", "ældre")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of([["indsats", "indsatser", "borger", "borgere", "og"], ["borgere", "hun", "kost"]])


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("indsatz", "indsats"),
        ("inddsatser", "indsatser"),
        ("idnsatser", "indsatser"),
        ("borgeree", "borgere"),
        ("kots", "kost"),
        ("kast", "kost"),
        ("host", None),  # the first letter is rarely mistaken
        ("kuts", None),  # two edits are too many in a short word
        ("hum", None),  # and one is in a word of three letters
        ("undervisning", None),
    ],
)
def test_finds_the_word_that_was_meant(vocabulary, word, meant):
    assert nearest(word, vocabulary) == meant


def test_of_words_as_near_the_most_frequent_is_meant(vocabulary):
    assert nearest("borgerx", vocabulary) == "borger"
    assert nearest("borgerex", Vocabulary.of([["borgerey", "borgerez"], ["borgerez"]])) == "borgerez"


def test_plain_letters_may_stand_for_danish_ones():
    assert list(spellings("aeldre")) == ["aeldre", "ældre"]
    assert list(spellings("boern")) == ["boern", "børn"]
    assert list(spellings("maal")) == ["maal", "mål"]
    assert list(spellings("kost")) == ["kost"]


def test_danish_letters_fold_as_in_slugs():
    assert folded_letters("østdanske småbørnsfamilier på sjælland") == "oestdanske smaaboernsfamilier paa sjaelland"


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("", "", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "axc", 1), ("abcd", "badc", 2)],
)
def test_counts_edits_with_swaps(one, other, distance):
    assert edits(one, other, 5) == distance


letters = st.text(alphabet="abæ", max_size=7)


@given(letters, letters, st.integers(0, 3))
def test_edits_are_symmetric_bounded_and_zero_only_for_the_same(one, other, limit):
    distance = edits(one, other, limit)
    assert distance == edits(other, one, limit)
    assert 0 <= distance <= limit + 1
    assert (distance == 0) == (one == other)
    assert distance >= min(abs(len(one) - len(other)), limit + 1)


def test_what_is_left_out_unread_is_nothing_that_lies_near_enough():
    words = [*SOME, *(f"{word}{ending}" for word in SOME for ending in ("e", "er", "s"))]
    vocabulary = Vocabulary.of([words])
    for word in words:
        for at in range(1, len(word)):
            asked = word[:at] + word[at + 1 :]
            allowed = 0 if len(asked) < 4 else 1 if len(asked) < 7 else 2
            near = [other for other in vocabulary.terms if other[0] == asked[0] and other not in STOPS]
            least = min(edits(asked, other, allowed) for other in near)
            found = nearest(asked, vocabulary)
            assert (found is None) == (least > allowed)
            assert found is None or edits(asked, found, allowed) == least

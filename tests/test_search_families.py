"""The words of the texts that stand for a word asked for contain its root, and no other word's."""

from __future__ import annotations

import pytest

from search.families import Families, root
from search.vocabulary import Vocabulary

TEXTS = [
    "rekruttering rekrutteringen rekruttere rekrutteringsudfordringer",
    "uenige uenighed overvægt overvægtige medicin medicinoplysninger tvangsindlæggelser",
    "kræfterne gennem hjemløse skole skolen sundhedsplejersken",
    "læge lægers lægge fastlægge rettigheder rette målrettet lige ulige ligeledes tid tiden tidlig",
    "mistrivsel trivsel elevtrivsel pleje hjem",
]


@pytest.fixture(scope="module")
def families() -> Families:
    return Families(Vocabulary.of(text.split() for text in TEXTS))


@pytest.mark.parametrize(("word", "found"), [
    ("rekruttering", {"rekruttering", "rekrutteringen", "rekruttere", "rekrutteringsudfordringer"}),
    ("uenighed", {"uenige", "uenighed"}),
    ("overvægt", {"overvægt", "overvægtige"}),
    ("medicin", {"medicin", "medicinoplysninger"}),
    ("tvang", {"tvangsindlæggelser"}),
    ("skoler", {"skole", "skolen"}),
    ("trivsel", {"trivsel", "elevtrivsel"}),
    ("læger", {"læge", "lægers"}),  # not "lægge", whose stem is the same
    ("rettighed", {"rettigheder"}),
    ("lighed", {"lige"}),
    ("tid", {"tid", "tiden"}),
    ("overvaegt", {"overvægt", "overvægtige"}),
])  # fmt: skip
def test_inflections_compounds_and_derivations_stand_for_a_word(families: Families, word: str, found: set[str]) -> None:
    assert set(families.of(word)) == found


@pytest.mark.parametrize("word", [
    "kræft",  # not the strength of "kræfterne"
    "gennemsigtighed",  # nor the preposition that it begins with
    "plejehjem",  # nor its parts apart
    "fodbold", "", "x",
])  # fmt: skip
def test_other_words_do_not(families: Families, word: str) -> None:
    assert families.of(word) == ()


@pytest.mark.parametrize(
    ("term", "left"), [("rekrutteringen", "rekruttering"), ("uenighed", "uenig"), ("ting", "ting")]
)
def test_a_root_keeps_four_letters(term: str, left: str) -> None:
    assert root(term).startswith(left[:4])
    assert len(root(term)) >= 4

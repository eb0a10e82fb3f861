from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from search_samples import TEXTS

from search.analyzer import words
from search.model import SearchError
from search.vocabulary import KNOWN_FILE, WORDS_FILE, Vocabulary, stem, word_terms


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    texts = [text for _, _, text in TEXTS]
    return Vocabulary.of(words(text) for text in [*texts, "Barnets tilgængelighedsanalyse", "Kronikere og indsatser"])


@pytest.fixture(scope="module")
def saved(vocabulary, tmp_path_factory):
    folder = tmp_path_factory.mktemp("vocabulary")
    vocabulary.save(folder)
    return folder


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("sundhedsklynger", "sundhedsklyngerne"),
        ("dobbeltdiagnose", "dobbeltdiagnoser"),
        ("tilgængelighedsanalysens", "tilgængelighedsanalyse"),
        ("børn", "barn"),
        ("indsatserne", "indsats"),
        ("hjemløses", "hjemløse"),
    ],
)
def test_inflections_of_one_word_share_a_term(word, other):
    assert word_terms(word)[0] == word_terms(other)[0]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("sundhedsklyngerne", ("sundhed", "klynge")),
        ("misbrugsområdet", ("misbrug", "område")),
        ("omkostningsniveau", ("omkostning", "niveau")),
    ],
)
def test_a_compound_has_the_terms_of_its_parts_too(word, parts):
    assert word_terms(word)[1:] == tuple(stem(part) for part in parts)


@pytest.mark.parametrize("word", ["visionen", "mennesker", "region", "sygdom", "indsats"])
def test_what_only_looks_like_a_compound_is_left_whole(word):
    assert len(word_terms(word)) == 1


@pytest.mark.parametrize("word", ["børnenes", "handleplanen", "psykisk", "klinik"])
def test_lookup_finds_a_word_only_if_the_texts_have_a_form_of_it(vocabulary, word):
    assert bool(vocabulary.lookup(word)) is (word != "klinik")


@pytest.mark.parametrize(
    ("word", "parts"),
    [("kronikerindsats", ("kroniker", "indsats")), ("borgerhjælp", ("borger", "hjælp")), ("abekat", ())],
)
def test_a_new_compound_is_split_into_words_of_the_texts(vocabulary, word, parts):
    assert vocabulary.split(word) == tuple(stem(part) for part in parts)


@pytest.mark.parametrize("word", ["fodbold", "selvmord", "operation", "misbrugscentre", "er"])
def test_danish_words_are_known_whether_the_texts_have_them_or_not(vocabulary, word):
    assert vocabulary.known(word)


@pytest.mark.parametrize("word", ["velfærdsteknolgi", "sunhedsklynger", "misbrugg", "homelessness", ""])
def test_misspelt_and_foreign_words_are_not_known(vocabulary, word):
    assert not vocabulary.known(word)


def test_a_rare_word_weighs_more_and_a_missing_one_most(vocabulary):
    common, rare, missing = (vocabulary.weight(term) for term in (stem("borger"), stem("demens"), "fodbold"))
    assert 0 < common < rare < missing


def test_the_foreign_words_are_danish_and_in_no_text(vocabulary):
    assert len(vocabulary.foreign) == 128
    assert all(vocabulary.known(word) and not vocabulary.lookup(word) for word in vocabulary.foreign)


def test_frequency_counts_texts_not_occurrences():
    vocabulary = Vocabulary.of([["mål", "mål"], ["mål"]])
    assert vocabulary.frequency == {"mål": 2}
    assert vocabulary.size == 2


def test_words_read_back_are_the_ones_saved(vocabulary, saved):
    read = Vocabulary.load(saved)
    assert (read.size, read.forms, read.frequency) == (vocabulary.size, vocabulary.forms, vocabulary.frequency)
    assert read.foreign == vocabulary.foreign
    assert all(read.lookup(word) == vocabulary.lookup(word) for word in [*vocabulary.terms, *vocabulary.forms, "x"])
    assert read.known("fodbold")
    assert not read.known("sunhedsklynger")


def test_searching_never_loads_the_dictionary(saved):
    program = (
        "import sys; from pathlib import Path; from search.query import analyse;"
        "from search.vocabulary import Vocabulary; vocabulary = Vocabulary.load(Path(sys.argv[1]));"
        "[analyse(text, vocabulary) for text in ('fodbold', 'sunhedsklynger', 'kronikerindsats', 'børnenes')];"
        "print('simplemma' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(saved)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", [WORDS_FILE, KNOWN_FILE])
def test_damaged_words_are_refused_with_the_remedy(vocabulary, tmp_path, name):
    vocabulary.save(tmp_path)
    (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(SearchError, match="build it again"):
        Vocabulary.load(tmp_path)


def test_the_hashes_are_mapped_not_read(saved):
    assert isinstance(Vocabulary.load(saved)._known, np.memmap)

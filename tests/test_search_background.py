from __future__ import annotations

import numpy as np
import pytest
from search_samples import TEXTS, sample_units
from vector_indexes import PLAIN, kept_in

from search.background import FILE, Background, gap
from search.encoder import HashingEncoder
from search.model import SearchError
from search.query import Query
from search.store import UnitStore
from search.vector_index import VectorIndex, VectorIndexes

BACKGROUND = Background(mean=(0.5, 0.25), strict=0.3, lenient=0.1)
KEYWORDS = Query("fodbold", (), "da", descriptive=False)
DESCRIPTION = Query("unge der har det skidt", (), "da", descriptive=True)


@pytest.fixture(scope="module", params=PLAIN)
def where(request) -> VectorIndexes:
    return kept_in(request.param, request)


@pytest.fixture(scope="module")
def dense(where, tmp_path_factory) -> VectorIndex:
    encoder, folder = HashingEncoder(), tmp_path_factory.mktemp("dense")
    vectors = encoder.passages([text for *_, text in TEXTS])
    return where.build(vectors, encoder.name, folder, None, UnitStore.write(sample_units(), folder))


def test_a_query_in_words_of_the_texts_is_always_answered():
    assert BACKGROUND.answers(KEYWORDS, familiarity=1.0, reached=0.0)
    assert BACKGROUND.answers(DESCRIPTION, familiarity=0.5, reached=0.0)


@pytest.mark.parametrize(
    ("reached", "keywords", "description"), [(0.05, False, False), (0.2, False, True), (0.4, True, True)]
)
def test_foreign_keywords_must_come_nearer_than_a_foreign_description(reached, keywords, description):
    assert BACKGROUND.answers(KEYWORDS, 0.0, reached) is keywords
    assert BACKGROUND.answers(DESCRIPTION, 0.0, reached) is description


def test_the_gap_is_the_nearest_over_the_average(dense):
    query = HashingEncoder().queries(["demens"])[0]
    cosines = HashingEncoder().passages([text for *_, text in TEXTS]) @ query
    assert gap(query, dense) == pytest.approx(float(cosines.max() - cosines.mean()), abs=1e-3)


def test_measures_what_foreign_words_reach(dense):
    words = tuple(f"{letter}{letter}xq" for letter in "abcdefghijklmnopqrst")
    vectors = HashingEncoder().queries(words)
    measured = Background.measure(vectors, dense)
    gaps = [gap(vector, dense) for vector in vectors - vectors.mean(axis=0)]
    assert np.mean(np.array(gaps) < measured.strict) == pytest.approx(0.95)
    assert np.mean(np.array(gaps) < measured.lenient) == pytest.approx(0.5)
    assert measured.mean == pytest.approx(vectors.mean(axis=0))


def test_takes_from_a_query_what_any_word_would_ask():
    assert BACKGROUND.taken_from(np.array([1, 1], dtype=np.float32)).tolist() == [0.5, 0.75]
    assert Background().taken_from(np.array([1, 1], dtype=np.float32)).tolist() == [1, 1]


def test_a_passage_that_is_near_to_everything_falls_behind(dense):
    hub, about = np.array([0.8, 0.6, 0]), np.array([0.6, 0.48, 0.64])
    query, foreign = np.array([0.8, 0.5, 0.33]), np.array([0.8, 0.6, 0.0])
    assert query @ hub > query @ about
    beyond = Background(mean=tuple(foreign)).taken_from(query.astype(np.float32))
    assert beyond @ hub < beyond @ about


def test_without_foreign_words_or_texts_there_is_no_background(dense, where, tmp_path):
    vectors = HashingEncoder().queries(["fodbold"])
    assert Background.measure(vectors[:0], dense) == Background()
    none = np.zeros((0, 256), dtype=np.float32)
    empty = where.build(none, "hashing-256", tmp_path, None, UnitStore.write([], tmp_path))
    assert Background.measure(vectors, empty) == Background()


def test_reads_back_what_was_saved(tmp_path):
    BACKGROUND.save(tmp_path)
    assert Background.load(tmp_path) == BACKGROUND
    (tmp_path / FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(SearchError, match="build it again"):
        Background.load(tmp_path)

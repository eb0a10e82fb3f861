from __future__ import annotations

import numpy as np
import pytest
from search_samples import TEXTS

from search.analyzer import words
from search.fusion import Evidence, Weights, coverage, familiarity, fuse, spread
from search.query import analyse
from search.vocabulary import Vocabulary

ALL = [text for _, _, text in TEXTS]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of(words(text) for text in ALL)


def evidence(**changes: object) -> Evidence:
    """Two candidates: words found the first, the second is nearer in meaning."""
    base = {
        "words": np.array([9.0, 0.0]),
        "meaning": np.array([0.82, 0.86]),
        "topics": np.zeros(2),
        "named": np.zeros(2),
        "frame": np.zeros(2),
        "sample": np.array([0.79, 0.80, 0.81]),
        "coverage": 1.0,
    }
    return Evidence(**(base | changes))


def first(given: Evidence) -> int:
    return int(np.argmax(fuse(given)))


def test_words_decide_where_the_texts_have_what_was_asked():
    assert first(evidence(coverage=1.0)) == 0


def test_meaning_decides_where_the_texts_lack_what_was_asked():
    assert first(evidence(coverage=0.0)) == 1
    assert first(evidence(coverage=0.2)) == 1


def test_a_topic_outweighs_nearness():
    assert first(evidence(coverage=0.0, topics=np.array([1.0, 0.0]))) == 1
    assert first(evidence(coverage=0.0, topics=np.array([1.0, 0.0]), meaning=np.array([0.83, 0.86]))) == 0


def test_a_region_that_is_named_breaks_a_tie():
    assert first(evidence(coverage=0.0, meaning=np.array([0.85, 0.86]), named=np.array([1.0, 0.0]))) == 0


def test_a_heading_falls_behind_a_passage_as_near():
    assert first(evidence(coverage=0.0, meaning=np.array([0.85, 0.86]), frame=np.array([0.0, 1.0]))) == 0


@pytest.mark.parametrize(("changes", "weights"), [
    ({}, Weights(lexical=0.0)),
    ({"coverage": 0.0, "topics": np.array([3.0, 0.0])}, Weights(topical=0.0)),
    ({"coverage": 0.0, "meaning": np.array([0.85, 0.86]), "named": np.array([1.0, 0.0])}, Weights(named=0.0)),
])  # fmt: skip
def test_what_weighs_nothing_does_not_decide(changes, weights):
    given = evidence(**changes)
    assert first(given) == 0
    assert int(np.argmax(fuse(given, weights))) == 1


def test_the_scale_of_bm25_does_not_matter():
    assert fuse(evidence()) == pytest.approx(fuse(evidence(words=np.array([90.0, 0.0]))))


def test_scores_stay_finite_without_spread_words_or_candidates():
    assert np.isfinite(fuse(evidence(sample=np.array([0.8]), words=np.zeros(2)))).all()
    empty = {name: np.zeros(0) for name in ("words", "meaning", "topics", "named", "frame")}
    assert fuse(evidence(**empty)).shape == (0,)


@pytest.mark.parametrize(
    ("asked", "low", "high"),
    [
        ("demens", 1, 1),
        ("dobbeltdiagnose", 1, 1),
        ("misbrug og psykiske lidelser", 1, 1),
        ("velfærdsteknolgi", 0.79, 0.81),
        ("fodbold", 0, 0),
        ("drug addiction", 0, 0),
        ("unge der har en sindslidelse", 0.1, 0.5),
        ("demens misbrug", 0.4, 0.6),
    ],
)
def test_coverage_is_the_share_of_the_query_in_the_best_text(vocabulary, asked, low, high):
    assert low <= coverage(analyse(asked, vocabulary), ALL, vocabulary) <= high


def test_familiarity_takes_all_texts_together(vocabulary):
    assert familiarity(analyse("demens misbrug", vocabulary), vocabulary) == 1
    assert familiarity(analyse("demens fodbold", vocabulary), vocabulary) < 0.5
    assert familiarity(analyse("fodbold", vocabulary), vocabulary) == 0
    assert familiarity(analyse("", vocabulary), vocabulary) == 0


def test_a_compound_of_which_the_texts_have_the_parts_is_half_known(vocabulary):
    query = analyse("borgerhjælp", vocabulary)
    assert query.words[0].terms
    assert familiarity(query, vocabulary) == 0.5


def test_agreements_take_turns_where_hits_are_as_good():
    scores = np.array([1.00, 0.99, 0.98, 0.97])
    assert spread(range(4), scores, np.array([7, 7, 7, 8]), 3) == [0, 3, 1]


def test_a_clearly_better_hit_comes_first_whatever_its_agreement():
    scores = np.array([3.0, 2.0, 1.0])
    assert spread(range(3), scores, np.array([7, 7, 8]), 3) == [0, 1, 2]


def test_spreading_chooses_no_more_than_there_are_and_none_twice():
    assert sorted(spread(range(3), np.zeros(3), np.array([1, 1, 1]), 10)) == [0, 1, 2]
    assert spread([], np.zeros(0), np.zeros(0, dtype=np.int64), 10) == []

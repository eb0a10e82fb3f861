from __future__ import annotations

import json

import numpy as np
import pytest

from search import dense, vectors
from search.dense import FOLDER, NOTE_FILE, RECALL_WANTED, SAMPLE, DenseIndex
from search.encoder import normalised
from search.model import SearchError
from search.vectors import exact_nearest, recall, spaced

RNG = np.random.default_rng(0)
CENTRES = RNG.normal(size=(20, 32))
VECTORS = normalised(CENTRES[RNG.integers(20, size=3000)] + 0.3 * RNG.normal(size=(3000, 32)))
QUERIES = normalised(VECTORS[:50] + 0.05 * RNG.normal(size=(50, 32)))
SIZES = {"halves": {}, "bytes": {"flat": 100}, "lists": {"flat": 100, "sq8": 200}}


@pytest.fixture(scope="module", params=SIZES)
def index(request, tmp_path_factory) -> DenseIndex:
    return DenseIndex.build(VECTORS, "test", tmp_path_factory.mktemp("dense"), **SIZES[request.param])


def nearest(query, allowed) -> list[int]:
    return [int(number) for number in allowed[np.argsort(-(VECTORS[allowed] @ query))][:10]]


def recall_of_ten(index: DenseIndex, mask=None) -> float:
    allowed = np.arange(len(VECTORS)) if mask is None else np.flatnonzero(mask)
    return float(np.mean([len({*index.search(q, 10, mask)} & {*nearest(q, allowed)}) / 10 for q in QUERIES]))


def test_finds_the_nearest(index):
    assert recall_of_ten(index) >= 0.93


def test_finds_the_nearest_of_those_allowed_by_a_filter_that_leaves_few(index):
    mask = np.zeros(len(VECTORS), dtype=np.bool_)
    mask[::7] = True
    assert recall_of_ten(index, mask) >= 0.99


def test_finds_the_nearest_of_those_allowed_by_a_filter_that_leaves_many(index, monkeypatch):
    monkeypatch.setattr(dense, "FEW", 10)
    mask = np.ones(len(VECTORS), dtype=np.bool_)
    mask[::7] = False
    found = [index.search(query, 10, mask) for query in QUERIES]
    assert all(mask[number] for hits in found for number in hits)
    assert recall_of_ten(index, mask) >= 0.9


def test_scores_are_cosines_best_first(index):
    hits = index.search(QUERIES[0], 10)
    assert list(hits.values()) == sorted(hits.values(), reverse=True)
    numbers = np.array([*hits])
    assert [*hits.values()] == pytest.approx((VECTORS[numbers] @ QUERIES[0]).tolist(), abs=0.02)
    assert index.scores(QUERIES[0], numbers) == pytest.approx(VECTORS[numbers] @ QUERIES[0], abs=2e-3)


def test_asking_for_more_than_there_are_gives_all(tmp_path):
    index = DenseIndex.build(VECTORS[:3], "test", tmp_path)
    assert sorted(index.search(VECTORS[0], 10)) == [0, 1, 2]
    assert index.search(VECTORS[0], 10, np.zeros(3, dtype=np.bool_)) == {}


def test_an_opened_index_finds_what_the_built_one_did(tmp_path):
    built = DenseIndex.build(VECTORS, "test", tmp_path, flat=100, sq8=200)
    assert DenseIndex.open(tmp_path, "test").search(QUERIES[0], 5) == built.search(QUERIES[0], 5)


def test_refuses_queries_of_another_encoder_and_names_both(tmp_path):
    DenseIndex.build(VECTORS[:3], "the first", tmp_path)
    with pytest.raises(SearchError, match="by 'the first', not by 'the second'; set that encoder"):
        DenseIndex.open(tmp_path, "the second")


@pytest.mark.parametrize("name", [dense.INDEX_FILE, dense.VECTORS_FILE, dense.NOTE_FILE])
def test_a_damaged_index_is_refused_with_the_remedy(tmp_path, name):
    DenseIndex.build(VECTORS[:3], "test", tmp_path)
    (tmp_path / dense.FOLDER / name).write_bytes(b"x")
    with pytest.raises(SearchError, match=r"cannot be opened .*; build it again"):
        DenseIndex.open(tmp_path, "test")


def test_a_missing_index_is_refused_with_the_remedy(tmp_path):
    with pytest.raises(SearchError, match="build it again"):
        DenseIndex.open(tmp_path, "test")


@pytest.mark.parametrize(("size", "expected"), [(1, 1), (10, 10), (5000, 3000)])
def test_a_sample_is_spread_over_all_units(size, expected):
    sample = spaced(3000, size)
    assert len(sample) == expected
    assert len(set(sample.tolist())) == expected
    if size > 1:
        assert (sample[0], sample[-1]) == (0, 2999)


def test_what_is_near_by_chance_is_scored_on_the_sample(index):
    scores = index.sample_scores(QUERIES[0])
    assert scores == pytest.approx(VECTORS[spaced(3000, SAMPLE)] @ QUERIES[0], abs=2e-3)


def test_vectors_may_stay_on_disk_and_come_in_chunks(tmp_path, monkeypatch):
    monkeypatch.setattr(vectors, "CHUNK", 700)
    np.save(tmp_path / "vectors.npy", VECTORS)
    on_disk = np.load(tmp_path / "vectors.npy", mmap_mode="r")
    for name, given in (("one", VECTORS), ("other", on_disk)):
        (tmp_path / name).mkdir()
        DenseIndex.build(given, "test", tmp_path / name, flat=100, sq8=200)
    one, other = (DenseIndex.open(tmp_path / name, "test") for name in ("one", "other"))
    assert [one.search(query, 10) for query in QUERIES] == [other.search(query, 10) for query in QUERIES]


def test_the_lists_to_visit_are_tuned_by_the_queries_given_and_the_recall_is_kept(tmp_path):
    near, far = tmp_path / "near", tmp_path / "far"
    for folder, probes in ((near, VECTORS[:50]), (far, normalised(RNG.normal(size=(50, 32))))):
        folder.mkdir()
        DenseIndex.build(VECTORS, "test", folder, lambda probes=probes: probes, flat=100, sq8=200)
    notes = [json.loads((folder / FOLDER / NOTE_FILE).read_text(encoding="utf-8")) for folder in (near, far)]
    assert [note["lists"] for note in notes] == [256, 256]
    assert notes[0]["nprobe"] < notes[1]["nprobe"] <= 256
    assert min(note["recall"] for note in notes) >= RECALL_WANTED


def test_exact_search_in_chunks_is_exact(monkeypatch):
    monkeypatch.setattr(vectors, "CHUNK", 999)
    found = exact_nearest(QUERIES, VECTORS, 10)
    assert found.tolist() == [nearest(query, np.arange(3000)) for query in QUERIES]
    assert recall(found, found) == 1
    assert recall(found[:, :5], found) == 0.5
    assert exact_nearest(QUERIES, VECTORS[:3], 10).shape == (50, 3)


def test_an_empty_index_finds_nothing(tmp_path):
    index = DenseIndex.build(VECTORS[:0], "test", tmp_path)
    assert index.search(VECTORS[0], 10) == {}
    assert len(index.sample_scores(VECTORS[0])) == 0

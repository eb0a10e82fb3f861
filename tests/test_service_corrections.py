"""Corrections survive builds: applied, told when they find nothing, and never lost."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from contributing import built_site
from temporary_corpus import TEXT, write_corpus

from graph.store import nquads_file
from ingest.correction_files import folder_of, read_corrections, write_corrections
from ingest.corrections import Correction
from ingest.model import Kind
from service.building.release import current
from service.cli.main import main

DEMENTIA = "Borgere med demens skal have en plan."


class Folder:
    """A corpus with one agreement, a data folder and the command line over both."""

    def __init__(self, folder: Path) -> None:
        self.corpus = write_corpus(folder / "corpus", {"grundaftale": TEXT})
        self.data = folder / "data"

    def __call__(self, *arguments: str) -> Result:
        settings = {"AFTALEGRAF_CORPUS": str(self.corpus), "AFTALEGRAF_ENCODER": "hashing"}
        result = CliRunner().invoke(main, [*arguments, "--data", str(self.data)], env=settings, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result

    def correct(self, quote: str = DEMENTIA, **change: object) -> None:
        at = datetime(2026, 11, 22, 18, tzinfo=UTC).isoformat()
        start = max(0, TEXT.find(quote))
        one = Correction("grundaftale", start, quote, Kind.GOAL, quote, "Kirsten", at, **change)  # type: ignore[arg-type]
        write_corrections(self.corpus, "grundaftale", [one])

    def ask(self, query: str) -> list[dict[str, str]]:
        prefixes = {
            "aft": "https://w3id.org/aftalegraf/ontologi#",
            "prov": "http://www.w3.org/ns/prov#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        }
        query = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in prefixes.items()) + query
        path = self.data / "query.rq"
        path.write_text(query, encoding="utf-8")
        rows = json.loads(self("sparql", str(path), "--format", "json").stdout)["results"]["bindings"]
        return [{name: value["value"] for name, value in row.items()} for row in rows]

    def kinds(self) -> list[str]:
        found = self.ask(f'SELECT ?kind {{ ?one a aft:Statement, ?kind ; aft:text "{DEMENTIA}"@da }} ORDER BY ?kind')
        return [row["kind"].rpartition("#")[2] for row in found if not row["kind"].endswith("#Statement")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_site(tmp_path_factory, TEXT)


@pytest.fixture(scope="module")
def deleted(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, built with a correction by which a statement is none."""
    path = shutil.copytree(built, tmp_path_factory.mktemp("deleted"), dirs_exist_ok=True)
    folder = Folder(path)
    folder.correct(deleted=True)
    folder("build")
    return path


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Folder:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return Folder(tmp_path)


def test_a_build_applies_a_correction_and_says_who_and_when(folder: Folder) -> None:
    assert folder.kinds() == ["Goal"]
    folder.correct(kind=Kind.INITIATIVE, label="Demensplan")
    assert "Built" in folder("build").stdout
    assert folder.kinds() == ["Initiative"]
    (row,) = folder.ask(
        """SELECT ?as ?at ?who { GRAPH ?graph {
             ?statement prov:wasRevisionOf/aft:readAs ?as ; prov:wasGeneratedBy ?correction .
             ?correction a aft:Correction ; prov:endedAtTime ?at ; prov:wasAssociatedWith/rdfs:label ?who } }"""
    )
    assert row == {"as": "goal", "at": "2026-11-22T18:00:00Z", "who": "Kirsten"}


@pytest.fixture
def without(deleted: Path, tmp_path: Path) -> Folder:
    shutil.copytree(deleted, tmp_path, dirs_exist_ok=True)
    return Folder(tmp_path)


def test_a_correction_survives_a_rebuild_from_nothing_and_a_build_with_it_is_done_once(without: Folder) -> None:
    before = nquads_file(current(without.data).graph).read_bytes()
    assert "Nothing changed" in without("build").stdout
    shutil.rmtree(without.data)
    without("build")
    assert nquads_file(current(without.data).graph).read_bytes() == before
    assert without.kinds() == []


def test_a_correction_that_is_taken_back_gives_what_was_read(built: Path, without: Folder) -> None:
    before = nquads_file(current(built / "data").graph).read_bytes()
    assert nquads_file(current(without.data).graph).read_bytes() != before
    write_corrections(without.corpus, "grundaftale", [])
    without("build")
    assert nquads_file(current(without.data).graph).read_bytes() == before


def test_a_correction_whose_quote_is_gone_is_told_by_the_build_and_kept(folder: Folder) -> None:
    folder.correct("Ord, som ingen aftale har, og som ingen har læst.", deleted=True)
    told = folder("build").stdout
    assert "made by Kirsten on 2026-11-22, no longer finds its statement" in told
    assert len(read_corrections(folder.corpus, "grundaftale")) == 1
    assert "not in the built data" in folder("corrections").stdout


def test_a_correction_of_an_agreement_that_is_not_there_is_told_and_kept(folder: Folder) -> None:
    folder.correct(deleted=True)
    (folder_of(folder.corpus) / "grundaftale.toml").rename(folder_of(folder.corpus) / "fjernet.toml")
    assert "in fjernet, made by Kirsten" in folder("build").stdout
    assert len(read_corrections(folder.corpus, "fjernet")) == 1


def test_the_command_line_lists_corrections(folder: Folder) -> None:
    assert folder("corrections").stdout == "There are no corrections.\n"
    folder.correct(kind=Kind.INITIATIVE)
    assert "(not in the built data" in folder("corrections").stdout
    folder("build")
    assert folder("corrections").stdout == (
        f"grundaftale: goal “{DEMENTIA}” -> kind “initiative” (Kirsten, 2026-11-22)\n"
    )
    (row,) = json.loads(folder("corrections", "grundaftale", "--json").stdout)["corrections"]
    assert (row["agreement"], row["read_kind"], row["kind"], row["applied"]) == (
        "grundaftale",
        "goal",
        "initiative",
        True,
    )

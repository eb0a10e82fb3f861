"""One more agreement: added with what its text tells, built or taken back, and removed everywhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from contributing import built_site
from temporary_corpus import write_corpus

from graph.store import nquads_file
from service.building.additions import MANIFEST, corpus_of
from service.building.release import current
from service.cli.main import main

SHIPPED = "# Sundhedsaftale 2024-2027\n\n## Vision\n\nVi vil skabe mere lighed i sundhed for alle borgere.\n"
ADDED = """# Havplan 2028-2031 for Region Østdanmark

Planen gælder fra den 1. januar 2028 til den 31. december 2031.

## Vision

Ingen skal vente på en båd for at se en læge.

## Et afsnit om vejret

Det blæser meget på havet, og bølgerne er høje om vinteren.
"""


class Folder:
    """A corpus, a data folder and the command line over both."""

    def __init__(self, folder: Path) -> None:
        self.corpus = write_corpus(folder / "corpus", {"grundaftale": SHIPPED})
        self.data = folder / "data"
        self.file = folder / "Havplan Øst.md"
        self.file.write_text(ADDED, encoding="utf-8")

    def __call__(self, *arguments: str) -> Result:
        settings = {"AFTALEGRAF_CORPUS": str(self.corpus), "AFTALEGRAF_ENCODER": "hashing"}
        return CliRunner().invoke(main, [*arguments, "--data", str(self.data)], env=settings, catch_exceptions=False)

    def quads(self) -> str:
        return nquads_file(current(self.data).graph).read_text(encoding="utf-8")

    def added(self) -> list[str]:
        folder = corpus_of(self.data)
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder in which nothing is built."""
    return Folder(tmp_path)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_site(tmp_path_factory, SHIPPED)


@pytest.fixture
def built(shipped: Path, tmp_path: Path) -> Folder:
    return Folder(shutil.copytree(shipped, tmp_path, dirs_exist_ok=True))


@pytest.fixture(scope="module")
def once_added(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    path = shutil.copytree(shipped, tmp_path_factory.mktemp("added"), dirs_exist_ok=True)
    folder = Folder(path)
    return path, folder("add", str(folder.file))


@pytest.fixture
def report(once_added: tuple[Path, Result]) -> Result:
    """What was told when the file was added."""
    return once_added[1]


@pytest.fixture
def having(once_added: tuple[Path, Result], tmp_path: Path) -> Folder:
    """A folder to which the file was added."""
    return Folder(shutil.copytree(once_added[0], tmp_path, dirs_exist_ok=True))


def test_an_added_agreement_is_in_the_graph_and_its_file_is_kept_unchanged(having: Folder, report: Result) -> None:
    assert report.exit_code == 0, report.output
    assert "Added as havplan-oest" in report.stdout
    assert "Ingen skal vente på en båd" in having.quads()
    assert having.added() == ["agreements/havplan-oest.md", MANIFEST]
    assert (corpus_of(having.data) / "agreements/havplan-oest.md").read_bytes() == having.file.read_bytes()


def test_region_title_and_period_are_read_from_the_text(having: Folder) -> None:
    manifest = (corpus_of(having.data) / MANIFEST).read_text(encoding="utf-8")
    assert 'region = "oestdanmark"' in manifest
    assert 'title = "Havplan 2028-2031 for Region Østdanmark"' in manifest
    assert 'period_start = "2028-01-01"' in manifest
    assert 'period_end = "2031-12-31"' in manifest


def test_what_is_given_goes_before_what_the_text_tells(folder: Folder) -> None:
    folder("add", str(folder.file), "--region", "Syddanmark", "--title", "Min plan", "--from", "2029", "--to", "2030")
    manifest = (corpus_of(folder.data) / MANIFEST).read_text(encoding="utf-8")
    assert all(part in manifest for part in ('"syddanmark"', '"Min plan"', '"2029"', '"2030"'))


def test_the_report_names_the_sections_in_which_nothing_was_recognised(report: Result) -> None:
    (line,) = (row for row in report.stdout.splitlines() if "nothing recognised under:" in row)
    assert "Et afsnit om vejret" in line
    assert "Vision" not in line


@pytest.mark.parametrize(
    ("text", "why", "option"),
    [
        (ADDED.replace("Region Østdanmark", "alle"), "names no region", "--region"),
        (ADDED + "\nRegion Sjælland er med.\n", "Sjælland and Østdanmark equally often", "--region"),
        (
            "# Havplan for Region Østdanmark\n\n## Vision\n\nIngen skal vente på en båd.\n",
            "names no period",
            "--from",
        ),
    ],
)
def test_what_the_text_leaves_open_is_asked_for_in_one_sentence(
    folder: Folder, text: str, why: str, option: str
) -> None:
    folder.file.write_text(text, encoding="utf-8")
    result = folder("add", str(folder.file))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert why in result.stderr
    assert f"give it with {option}." in result.stderr
    assert folder.added() == []


def test_the_same_file_is_not_added_twice(having: Folder) -> None:
    result = having("add", str(having.file))
    assert (result.exit_code, "is there already as havplan-oest" in result.stderr) == (2, True)


def test_an_id_that_is_taken_is_refused(folder: Folder) -> None:
    folder.file.rename(folder.file.with_name("grundaftale.md"))
    result = folder("add", str(folder.file.with_name("grundaftale.md")))
    assert (result.exit_code, "rename grundaftale.md" in result.stderr) == (2, True)


def test_an_addition_whose_build_fails_is_taken_back(built: Folder) -> None:
    before = built.quads()
    result = built("add", str(built.file), "--from", "31. december")
    assert result.exit_code == 2
    assert built.added() == []
    assert built.quads() == before


def test_a_removed_agreement_is_gone_everywhere(having: Folder, shipped: Path) -> None:
    before = nquads_file(current(shipped / "data").graph).read_text(encoding="utf-8")
    assert having.quads() != before
    result = having("remove", "havplan-oest")
    assert (result.exit_code, result.stdout) == (0, "Removed havplan-oest.\n")
    assert having.quads() == before
    assert having.added() == []


@pytest.mark.parametrize(("name", "why", "code"), [("grundaftale", "part of the corpus", 2), ("ingen", "no added", 1)])
def test_only_what_was_added_can_be_removed(folder: Folder, name: str, why: str, code: int) -> None:
    result = folder("remove", name)
    assert result.exit_code == code
    assert why in result.stderr.lower()


def test_a_file_that_cannot_be_read_is_not_added(folder: Folder) -> None:
    folder.file.write_bytes(b"")
    result = folder("add", str(folder.file))
    assert result.exit_code == 2
    assert folder.added() == []

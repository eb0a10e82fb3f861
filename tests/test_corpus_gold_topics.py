"""The gold of topics quotes the agreements verbatim, and is not the development gold under other names."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[1] / "corpus"
GOLD = CORPUS / "gold"
DEVELOPMENT = Path(__file__).parents[2] / "shared" / "gold" / "topics.json"


def check(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(GOLD / "check_topics.py"), str(folder), *options],
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_quote_of_the_gold_stands_in_the_document_it_names() -> None:
    checked = check(GOLD)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert all(count in checked.stdout for count in ("54 topics", "30 topics", "foreign-topics: 20 topics"))


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ({"quote": "Ventetid til alt"}, "not in nordjylland-2024-2027: Ventetid til alt"),
        ({"document": "sjaelland-2024-2027"}, "not of this region"),
        ({"quote": None, "document": None}, "if and only if a level is above 0"),
        ({"levels": [3, 2]}, "in order"),
        ({"levels": [3]}, "neither pass"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, cell: dict[str, object], complaint: str) -> None:
    shutil.copytree(CORPUS / "agreements", tmp_path / "agreements")
    shutil.copytree(GOLD, tmp_path / "gold")
    gold = json.loads((GOLD / "topics.json").read_text(encoding="utf-8"))
    gold["ventetider"]["nordjylland"] |= cell
    (tmp_path / "gold" / "topics.json").write_text(json.dumps(gold), encoding="utf-8")
    checked = check(tmp_path / "gold")
    assert checked.returncode == 1
    assert "ventetider: nordjylland: " in checked.stderr
    assert complaint in checked.stderr


@pytest.mark.parametrize(
    ("foreign", "complaint"),
    [
        (["Kongehuset", "skovbrug"], ""),
        (["dødelighed ved psykisk sygdom"], "stands in nordjylland-2024-2027"),
        (["skoleglæde"], "is graded as well"),
        (["fodbold", "fodbold"], "once each"),
        ([" "], "must be a list of topics"),
    ],
)
def test_a_topic_that_an_agreement_names_is_not_foreign(tmp_path: Path, foreign: list[str], complaint: str) -> None:
    shutil.copytree(GOLD, tmp_path, dirs_exist_ok=True)
    (tmp_path / "foreign-topics.json").write_text(json.dumps(foreign), encoding="utf-8")
    checked = check(tmp_path, "--agreements", str(CORPUS / "agreements"))
    assert checked.returncode == (1 if complaint else 0)
    assert complaint in checked.stderr


def test_a_folder_without_gold_is_no_success(tmp_path: Path) -> None:
    assert "has no gold of topics" in check(tmp_path).stderr


@pytest.mark.skipif(not DEVELOPMENT.exists(), reason="the development gold is not here")
def test_no_topic_is_one_of_the_development_gold() -> None:
    known = {
        part for topic in json.loads(DEVELOPMENT.read_text(encoding="utf-8")) for part in (topic, *topic.split("/"))
    }
    assert not known & json.loads((GOLD / "topics.json").read_text(encoding="utf-8")).keys()

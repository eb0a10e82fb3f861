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


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(GOLD / "check_topics.py"), str(folder)], capture_output=True, text=True, check=False
    )


def test_every_quote_of_the_gold_stands_in_the_document_it_names() -> None:
    checked = check(GOLD)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "54 topics" in checked.stdout


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


@pytest.mark.skipif(not DEVELOPMENT.exists(), reason="the development gold is not here")
def test_no_topic_is_one_of_the_development_gold() -> None:
    known = {
        part for topic in json.loads(DEVELOPMENT.read_text(encoding="utf-8")) for part in (topic, *topic.split("/"))
    }
    assert not known & json.loads((GOLD / "topics.json").read_text(encoding="utf-8")).keys()

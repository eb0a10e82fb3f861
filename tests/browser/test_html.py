"""Every page is valid HTML by the W3C's Nu checker, without a single warning either."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from served import Endpoint
from test_pages import PAGES, in_language

JAR = Path(__file__).parents[1] / "validator" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
HTML = {"Accept": "text/html"}


def complaints(folder: Path) -> list[str]:
    """Return what the checker says of the files of a folder, one line each."""
    java = shutil.which("java")
    if java is None or not JAR.exists():
        pytest.skip(
            "The HTML checker needs Java and npm; on Debian: apt-get install default-jre-headless npm, make test"
        )
    done = subprocess.run([java, "-jar", JAR, "--format", "json", folder], capture_output=True, check=False)
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [f"{Path(one.get('url', '')).name}, line {one.get('lastLine')}: {one['message']}" for one in messages]


def test_every_page_is_valid_html(site: Endpoint, tmp_path: Path) -> None:
    for name, path in PAGES.items():
        for language in ("da", "en"):
            body = site.ask("GET", in_language(path, language), HTML).body
            (tmp_path / f"{name} {language}.html").write_bytes(body)
    assert complaints(tmp_path) == []


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text(
        '<!doctype html><html lang="da"><title>x</title><p id="a"><p id="a"><img src="x">'
    )
    found = " ".join(complaints(tmp_path))
    assert "Duplicate ID" in found
    assert "“alt” attribute" in found

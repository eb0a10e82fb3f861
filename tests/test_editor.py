"""The editor of the SPARQL page: its own tests, run by Node; its lock file, which names no registry."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from temporary_corpus import ROOT

FOLDER = ROOT / "editor"
NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="Node is not installed; on Debian: apt-get install nodejs npm")
def test_what_the_editor_understands_of_a_query_passes_its_own_tests() -> None:
    done = subprocess.run([NODE or "", "--test"], cwd=FOLDER, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "# pass 0" not in done.stdout


def test_the_packages_are_pinned_by_digest_and_by_no_address() -> None:
    locked = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    packages = {name: one for name, one in locked.items() if name}
    assert all("integrity" in one and "resolved" not in one for one in packages.values())
    assert {one["license"] for one in packages.values()} == {"MIT"}


def test_the_built_file_is_not_kept() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"/editor/node_modules/", "/service/static/sparql-editor.js"} <= set(ignored)

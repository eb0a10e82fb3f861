"""Small corpora in a temporary folder, and the command line as a user runs it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = """# Sundhedsaftale 2024-2027

## Vision

Vi vil skabe mere lighed i sundhed for alle borgere.

## Målsætninger

Vi vil nedbringe antallet af genindlæggelser for borgere med psykiske lidelser og samtidigt misbrug.

Borgere med demens skal have en plan.
"""


def write_corpus(folder: Path, texts: Mapping[str, str | bytes], **fields: str) -> Path:
    """Write documents, by id, and their manifest; every document is a region's agreement of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        (folder / f"{name}.md").write_bytes(data)
        entry = {
            "id": f'"{name}"',
            "file": f'"{name}.md"',
            "title": '"Sundhedsaftalen"',
            "region": '"syddanmark"',
            "period_start": '"2024"',
            "period_end": '"2027"',
            "coverage": '"full text"',
            "source": '"en prøve"',
            "sha256": f'"{hashlib.sha256(data).hexdigest()}"',
            **fields,
        }
        entries.append("\n".join(["[[document]]", *(f"{key} = {value}" for key, value in entry.items())]))
    (folder / "manifest.toml").write_text("\n\n".join(entries) + "\n", encoding="utf-8")
    return folder


def part_of_the_corpus(folder: Path, *names: str) -> Path:
    """Copy some documents of the real corpus, each as an agreement of its own."""
    real = ROOT / "corpus"
    _, *entries = (real / "manifest.toml").read_text(encoding="utf-8").split("[[document]]\n")
    kept = [entry for entry in entries if entry.split('"')[1] in names]
    lines = [line for entry in kept for line in ["[[document]]", *entry.splitlines()] if "supplement_of" not in line]
    (folder / "agreements").mkdir(parents=True)
    (folder / "manifest.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for line in lines:
        if line.startswith("file = "):
            file = line.split('"')[1]
            shutil.copyfile(real / file, folder / file)
    return folder


def environment(**more: str) -> dict[str, str]:
    """Give an environment without settings of this machine."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("AFTALEGRAF_")}
    return {**kept, "PYTHONPATH": str(ROOT), "AFTALEGRAF_ENCODER": "hashing", "COLUMNS": "200", **more}


PYTHON = (sys.executable, "-W", "error")
MAIN = ("-c", "from service.cli.main import main; main(prog_name='aftalegraf')")
COMMAND = (*PYTHON, *MAIN)


def start(*arguments: str | Path, python: Sequence[str] = PYTHON, **more: str) -> subprocess.Popen[str]:
    """Start the command line as a process, by an interpreter with its options."""
    return subprocess.Popen(
        [*python, *MAIN, *map(str, arguments)],
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )

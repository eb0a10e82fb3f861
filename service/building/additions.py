"""Agreements that were added: a corpus of their own in the data folder, beside the one that the program ships with.

A file is copied unchanged, since all offsets refer to its bytes, and gets an entry in that corpus's manifest. What its
text does not tell of itself must be given.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import AftalegrafError, NotFoundError
from ingest.manifest import Agreement, load_manifest, read_entries
from ingest.model import Coverage, Formalia
from ingest.regions import REGIONS
from ingest.toml_tables import write_tables
from service.building.changing import Change, settle

MANIFEST = "manifest.toml"
HEADER = "# Written by `aftalegraf add` and `aftalegraf remove`; see ingest/manifest.py for the rules.\n"


class AdditionError(AftalegrafError):
    """An agreement cannot be added or removed: something must be told, or it is there already."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of an agreement; `None` leaves it to the text.

    Attributes:
        region: Slug of the region.
        start: First day, an ISO 8601 date or a year.
        end: Last day, the same.
        coverage: Whether the file is the whole agreement or tells of it; what it is silent on is then not known.
    """

    region: str | None = None
    title: str | None = None
    start: str | None = None
    end: str | None = None
    coverage: str = Coverage.FULL_TEXT.value


def corpus_of(data: Path) -> Path:
    """Return the folder of the added agreements."""
    return data / "corpus"


def all_agreements(corpus: Path, data: Path) -> list[Agreement]:
    """Return the agreements of the corpus and those added to the data folder.

    Raises:
        AftalegrafError: A manifest breaks a rule, or both have a document of one id.
    """
    shipped, added = load_manifest(corpus), _added(data)
    ids = {document.id for agreement in shipped for document in agreement.documents}
    twice = next((one.id for agreement in added for one in agreement.documents if one.id in ids), None)
    if twice:
        raise AdditionError(
            f"Each document must have an id of its own, and {twice} stands in {corpus} and among those added; "
            f"take it out with `aftalegraf remove {twice}`."
        )
    return [*shipped, *added]


def added_ids(data: Path) -> list[str]:
    """Return the ids of the agreements that were added."""
    return [agreement.id for agreement in _added(data)]


def _added(data: Path) -> list[Agreement]:
    settle(data)  # what a process that was killed had added was not added
    folder = corpus_of(data)
    return load_manifest(folder) if (folder / MANIFEST).exists() else []


def add(file: Path, formalia: Formalia, given: Given, corpus: Path, change: Change) -> str:
    """Add a file as part of a change, for a build to find; gives the agreement's id.

    Raises:
        AdditionError: The text does not tell region, title or period and nobody gave them, or the agreement is there.
    """
    known = all_agreements(corpus, change.data)
    entry = _entry(file, formalia, given)
    _check_new(entry, file, known)
    folder = corpus_of(change.data)
    target = folder / entry["file"]
    target.parent.mkdir(parents=True, exist_ok=True)
    change.keep(target)
    shutil.copyfile(file, target)
    _write(folder, [*_entries(folder), entry], change)
    return str(entry["id"])


def take_out(name: str, corpus: Path, change: Change) -> None:
    """Take an added agreement out as part of a change.

    Raises:
        AdditionError: It is part of the corpus folder.
        NotFoundError: There is no such agreement.
    """
    folder = corpus_of(change.data)
    entries = _entries(folder)
    gone = [entry for entry in entries if name in (entry["id"], entry.get("supplement_of"))]
    if not gone:
        if any(agreement.id == name for agreement in load_manifest(corpus)):
            raise AdditionError(
                f"Only added agreements can be removed, and {name} is part of the corpus in {corpus}; "
                "take it out of manifest.toml there."
            )
        known = ", ".join(entry["id"] for entry in entries) or "none was added"
        raise NotFoundError(f"No added agreement is called '{name}'; those there are: {known}.")
    _write(folder, [entry for entry in entries if entry not in gone], change)
    for entry in gone:
        change.keep(folder / entry["file"])
        (folder / entry["file"]).unlink(missing_ok=True)


def _entry(file: Path, formalia: Formalia, given: Given) -> dict[str, Any]:
    """Make the manifest's entry from what is given, else from what the text tells."""
    from graph.namespaces import slugify

    region = given.region or next((key for key, name in REGIONS.items() if formalia.region == f"Region {name}"), None)
    told = {
        "region": (region, "--region", _regions(formalia)),
        "title": (given.title or formalia.title, "--title", "it has no heading"),
        "period_start": (given.start or formalia.period_start, "--from", "it names no period"),
        "period_end": (given.end or formalia.period_end, "--to", "it names no end"),
    }
    for name, (value, option, why) in told.items():
        if value is None:
            raise AdditionError(
                f"The {name.replace('_', ' ')} of {file.name} must be told by its text or given, and {why}; "
                f"give it with {option}."
            )
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    name = slugify(file.stem)
    return {
        "id": name,
        "file": f"agreements/{name}{file.suffix.lower()}",
        **{key: value for key, (value, _, _) in told.items()},
        "parties": list(formalia.parties),
        "coverage": Coverage(given.coverage).value,
        "source": file.name,
        "sha256": digest,
    }


def _regions(formalia: Formalia) -> str:
    return f"it names {' and '.join(formalia.regions)} equally often" if formalia.regions else "it names no region"


def _check_new(entry: dict[str, Any], file: Path, known: Sequence[Agreement]) -> None:
    for document in (one for agreement in known for one in agreement.documents):
        if document.sha256 == entry["sha256"]:
            raise AdditionError(f"{file} is there already as {document.id}; nothing was added.")
        if document.id == entry["id"]:
            raise AdditionError(
                f"Each document must have an id of its own, and {document.id} is another one's; rename {file.name}."
            )


def _entries(folder: Path) -> list[dict[str, Any]]:
    path = folder / MANIFEST
    return read_entries(path) if path.exists() else []


def _write(folder: Path, entries: Sequence[dict[str, Any]], change: Change) -> None:
    """Write the manifest in one step; without entries there is none."""
    change.keep(folder / MANIFEST)
    write_tables(folder / MANIFEST, HEADER, "document", entries)

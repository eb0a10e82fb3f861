"""The corpus manifest: which agreements there are, and which documents carry them.

`manifest.toml` holds one `[[document]]` a source file. A document with `supplement_of` belongs to another one's
agreement. Every file is checked against its sha256, because all offsets refer to these very bytes.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.errors import ManifestError, SourceError
from ingest.model import Coverage
from ingest.regions import REGIONS

REQUIRED = ("id", "file", "title", "region", "period_start", "period_end", "coverage", "source", "sha256")
PERIOD = re.compile(r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class Document:
    """A source document; its id is its file name without the ending."""

    id: str
    path: Path
    title: str
    sha256: str
    source: str
    coverage: Coverage
    supplement: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """A health agreement and the documents that carry it, the main one first.

    Attributes:
        id: The main document's id.
        region: Slug of the region.
        period_start: ISO 8601 date, or year where no day is known.
        period_end: The same; a year means to its last day.
    """

    id: str
    title: str
    region: str
    period_start: str
    period_end: str
    parties: tuple[str, ...]
    coverage: Coverage
    documents: tuple[Document, ...]


def load_manifest(corpus: Path) -> list[Agreement]:
    """Read `manifest.toml` in the corpus folder and check every document it names.

    Raises:
        ManifestError: The manifest is missing, is not TOML, or an entry breaks a rule.
        SourceError: A document is missing or is not the one that the manifest describes.
    """
    path = corpus / "manifest.toml"
    entries = read_entries(path)
    for number, entry in enumerate(entries, start=1):
        _check(entry, number)
    _check_unique(entries)
    mains = [entry for entry in entries if "supplement_of" not in entry]
    known = {entry["id"] for entry in mains}
    for entry in entries:
        if entry.get("supplement_of", entry["id"]) not in known and "supplement_of" in entry:
            raise ManifestError(
                f"'supplement_of' of {entry['id']} must name a document that is no supplement itself, "
                f"not {entry['supplement_of']!r}; correct it in manifest.toml."
            )
    return [_agreement(entry, entries, corpus) for entry in mains]


def read_entries(path: Path) -> list[dict[str, Any]]:
    """Return the tables of a manifest, unchecked.

    Raises:
        ManifestError: It is missing, is not TOML, or holds none.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ManifestError(
            f"The corpus folder {path.parent} has no manifest.toml; name another with --corpus."
        ) from None
    except OSError as error:
        raise ManifestError(f"{path} cannot be read ({error.strerror}); check the folder.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path} is not valid TOML: {error}; correct it there.") from None
    entries = table.get("document")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise ManifestError(f"{path} must hold one [[document]] table a source document; it holds none.")
    return entries


def _check(entry: Mapping[str, Any], number: int) -> None:
    name = entry.get("id", f"number {number}")
    missing = [key for key in REQUIRED if not isinstance(entry.get(key), str) or not entry[key]]
    if missing:
        raise ManifestError(f"Document {name} in manifest.toml lacks the text '{missing[0]}'; add it.")
    if Path(entry["file"]).stem != entry["id"]:
        raise ManifestError(
            f"The id of a document must be its file's name without the ending, not {entry['id']!r}; correct it."
        )
    if entry["region"] not in REGIONS:
        raise ManifestError(f"The region of {name} must be one of {', '.join(REGIONS)}, not {entry['region']!r}.")
    if entry["coverage"] not in tuple(Coverage):
        raise ManifestError(f"The coverage of {name} must be 'full text' or 'fact sheet', not {entry['coverage']!r}.")
    _check_period(entry)
    _check_optional(entry)


def _check_period(entry: Mapping[str, Any]) -> None:
    for key in ("period_start", "period_end"):
        if not is_year_or_date(entry[key]):
            raise ManifestError(f"'{key}' of {entry['id']} must be a year or an ISO date, not {entry[key]!r}.")
    start, end = entry["period_start"], entry["period_end"]
    if f"{end}-12-31"[:10] < f"{start}-01-01"[:10]:
        raise ManifestError(f"The period of {entry['id']} ends ({end}) before it starts ({start}); correct it.")


def is_year_or_date(text: str) -> bool:
    """Tell whether a text can be the start or end of a period."""
    if not PERIOD.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def _check_optional(entry: Mapping[str, Any]) -> None:
    parties = entry.get("parties", [])
    if not isinstance(parties, list) or not all(isinstance(party, str) for party in parties):
        raise ManifestError(f"'parties' of {entry['id']} must be a list of names in brackets, not {parties!r}.")
    if not isinstance(entry.get("supplement_of", ""), str):
        raise ManifestError(
            f"'supplement_of' of {entry['id']} must be the id of a document, not {entry['supplement_of']!r}."
        )


def _check_unique(entries: list[dict[str, Any]]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry["id"] in seen:
            raise ManifestError(f"Two documents in manifest.toml have the id '{entry['id']}'; remove or rename one.")
        seen.add(entry["id"])


def _agreement(main: Mapping[str, Any], entries: list[dict[str, Any]], corpus: Path) -> Agreement:
    supplements = [entry for entry in entries if entry.get("supplement_of") == main["id"]]
    return Agreement(
        id=main["id"],
        title=main["title"],
        region=main["region"],
        period_start=main["period_start"],
        period_end=main["period_end"],
        parties=tuple(main.get("parties", ())),
        coverage=Coverage(main["coverage"]),
        documents=tuple(_document(entry, corpus) for entry in [main, *supplements]),
    )


def _document(entry: Mapping[str, Any], corpus: Path) -> Document:
    path = corpus / entry["file"]
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SourceError(f"The source document {path} cannot be read ({error.strerror}); restore it.") from None
    if digest != entry["sha256"]:
        raise SourceError(
            f"The source document {path} is not the one in manifest.toml (its sha256 is {digest}, "
            f"not {entry['sha256']}); restore the file, or correct the manifest if the change is meant."
        )
    return Document(
        id=entry["id"],
        path=path,
        title=entry["title"],
        sha256=digest,
        source=entry["source"],
        coverage=Coverage(entry["coverage"]),
        supplement="supplement_of" in entry,
    )

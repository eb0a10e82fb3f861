"""Corrections as files, one an agreement, beside the documents in the corpus folder: data that no build writes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from ingest.corrections import KINDS, MOST_CHARACTERS, Correction
from ingest.errors import AftalegrafError
from ingest.model import Kind
from ingest.toml_tables import write_tables

HEADER: Final = "# What people corrected of what the program read; see ingest/corrections.py for the rules.\n"
NAME: Final = re.compile(r"[^/\\\0]{1,200}")
REQUIRED: Final = ("document", "quote", "read_kind", "read_name", "by", "at")


class CorrectionError(AftalegrafError):
    """A correction breaks a rule."""


def folder_of(corpus: Path) -> Path:
    """Return the folder of the corrections."""
    return corpus / "corrections"


def corrected_agreements(corpus: Path) -> list[str]:
    """Return the ids of the agreements that have corrections."""
    return sorted(path.stem for path in folder_of(corpus).glob("*.toml"))


def corrections_file(corpus: Path, agreement: str) -> Path:
    """Return where an agreement's corrections stand.

    Raises:
        CorrectionError: No file can have the name of that agreement.
    """
    if not NAME.fullmatch(agreement):
        raise CorrectionError(f"An agreement's id is the name of a file, and {agreement!r} is none.")
    return folder_of(corpus) / f"{agreement}.toml"


def read_corrections(corpus: Path, agreement: str) -> list[Correction]:
    """Return an agreement's corrections.

    Raises:
        CorrectionError: The file is not TOML, or one in it breaks a rule.
    """
    return read_file(corrections_file(corpus, agreement))


def write_corrections(corpus: Path, agreement: str, corrections: Sequence[Correction]) -> None:
    """Put corrections in place of those that an agreement has.

    Raises:
        CorrectionError: One breaks a rule, or the folder cannot be written.
    """
    write_file(corrections_file(corpus, agreement), corrections)


def read_file(path: Path) -> list[Correction]:
    """Return the corrections in a file; one that is not there has none."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("correction", [])
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorrectionError(f"{path} must be a file of corrections in TOML: {error}; mend it there.") from None
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise CorrectionError(f"{path} must hold [[correction]] tables, and holds another thing; mend it there.")
    return [_correction(table, path) for table in tables]


def write_file(path: Path, corrections: Sequence[Correction]) -> None:
    """Put corrections in place of those in a file."""
    tables = [
        {name: value for name, value in asdict(one).items() if value is not None and value is not False}
        for one in corrections
    ]
    for table in tables:
        _correction(table, path)
    try:
        write_tables(path, HEADER, "correction", tables)
    except OSError as error:
        raise CorrectionError(f"{path} cannot be written ({error.strerror}); let the service write there.") from None


def _correction(table: dict[str, Any], path: Path) -> Correction:
    """Make a correction of its table.

    Raises:
        CorrectionError: It breaks a rule; the sentence names file and rule.
    """
    for name in REQUIRED:
        if not isinstance(table.get(name), str) or not table[name]:
            raise CorrectionError(f"A correction in {path} lacks the text '{name}'; add it there.")
    kind = table.get("kind")
    if kind is not None and kind not in KINDS:
        raise CorrectionError(f"A kind in {path} must be one of {', '.join(KINDS)}, not {kind!r}; correct it there.")
    for name in ("label", "link", "by"):
        value = table.get(name, "")
        if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
            raise CorrectionError(
                f"The {name} of a correction in {path} must be a text of at most {MOST_CHARACTERS} characters."
            )
    if type(table.get("start")) is not int or type(table.get("deleted", False)) is not bool:
        raise CorrectionError(f"In {path} 'start' must be a whole number and 'deleted' true or false; correct it.")
    try:
        if datetime.fromisoformat(table["at"]).tzinfo is None:
            raise ValueError("no time zone")
        known = {**table, "read_kind": Kind(table["read_kind"]), "kind": Kind(kind) if kind else None}
        return Correction(**known)
    except (ValueError, TypeError) as error:
        raise CorrectionError(f"A correction in {path} breaks a rule ({error}); correct it there.") from None

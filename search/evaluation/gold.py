"""Annotated gold: JSON files in the form of the development gold, loaded with clear errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ingest.errors import SourceError


def load(path: Path) -> dict[str, Any]:
    """Read a gold file that holds an object.

    Raises:
        SourceError: The file is missing or is not a JSON object.
    """
    value = _read(path)
    if not isinstance(value, dict):
        raise SourceError(f"The gold file {path} must hold a JSON object, not a {type(value).__name__}; restore it.")
    return value


def load_names(path: Path) -> list[str]:
    """Read a gold file that lists names.

    Raises:
        SourceError: The file is missing, or is not a JSON list of names with at least one.
    """
    value = _read(path)
    if not (isinstance(value, list) and value and all(isinstance(one, str) and one.strip() for one in value)):
        raise SourceError(f"The gold file {path} must hold a JSON list of one or more names; restore it.")
    return value


def statement_files(folder: Path) -> list[Path]:
    """Return the files of annotated statements, one an agreement."""
    return sorted(folder.glob("statements-*.json"))


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(
            f"The gold file {path} cannot be read ({error.strerror}); name its folder with --gold."
        ) from None
    except ValueError as error:
        raise SourceError(f"The gold file {path} is not JSON ({error}); restore it.") from None

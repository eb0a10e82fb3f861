"""Annotated gold: JSON files in the form of the development gold, loaded with clear errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ingest.errors import SourceError


def load(path: Path) -> dict[str, Any]:
    """Read one gold file.

    Raises:
        SourceError: The file is missing or is not a JSON object.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(
            f"The gold file {path} cannot be read ({error.strerror}); name its folder with --gold."
        ) from None
    except ValueError as error:
        raise SourceError(f"The gold file {path} is not JSON ({error}); restore it.") from None
    if not isinstance(value, dict):
        raise SourceError(f"The gold file {path} must hold a JSON object, not a {type(value).__name__}; restore it.")
    return value


def statement_files(folder: Path) -> list[Path]:
    """Return the files of annotated statements, one an agreement."""
    return sorted(folder.glob("statements-*.json"))

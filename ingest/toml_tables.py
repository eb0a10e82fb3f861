"""Writing tables of texts as TOML, in one step: a reader finds the file as it was, or as it is to be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def write_tables(path: Path, header: str, name: str, tables: Sequence[Mapping[str, Any]]) -> None:
    """Write `[[name]]` tables of texts, numbers, truth values and lists of texts; without any there is no file."""
    if not tables:
        path.unlink(missing_ok=True)
        return
    written = ("".join(f"{key} = {_value(value)}\n" for key, value in table.items()) for table in tables)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(header + "".join(f"\n[[{name}]]\n{table}" for table in written), encoding="utf-8")
    temporary.replace(path)


def _value(value: Any) -> str:
    # JSON's texts, numbers and lists of them are TOML's too, but for the one control character that JSON lets stand.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

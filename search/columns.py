"""The columns of units as they are written: what narrows a search or orders its hits, an array of numbers each."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from search.model import TEXT, TYPES, Unit

COLUMNS_FOLDER, NAMES_FILE = "columns", "names.json"
COLUMNS = {
    "offsets": np.int64,
    "region": np.int16,
    "agreement": np.int64,
    "document": np.int64,
    "start": np.int64,
    "end": np.int64,
    "types": np.uint32,
    "first_year": np.int16,
    "last_year": np.int16,
    "frame": np.bool_,
    "about": np.int32,
}
NO_YEAR = 0
OPEN_END = 9999
LONGEST_TITLE = 100  # characters


class Table:
    """The columns of units as they are written; texts are compared by their hashes, so none is held."""

    def __init__(self) -> None:
        self._columns = {name: array("q") for name in COLUMNS}
        self._columns["offsets"].append(0)
        self._regions: dict[str, int] = {}
        self._agreements: dict[str, int] = {}
        self._documents: dict[str, int] = {}
        self._topics: dict[str, array[int]] = {}
        self._headings: set[int] = set()
        self._repeated: dict[int, bool] = {}
        self._texts, self._titles = array("q"), array("b")

    def add(self, unit: Unit, size: int) -> None:
        """Add a unit that was written in so many bytes."""
        number = len(self._texts)
        for topic in unit.topics:
            self._topics.setdefault(topic, array("q")).append(number)
        row = {
            "offsets": self._columns["offsets"][-1] + size,
            "region": self._regions.setdefault(unit.region, len(self._regions)),
            "agreement": self._agreements.setdefault(unit.agreement, len(self._agreements)),
            "document": self._documents.setdefault(unit.document, len(self._documents)),
            "start": unit.start,
            "end": unit.end,
            "types": type_bits(unit.types),
            "first_year": unit.year_start or NO_YEAR,
            "last_year": _last_year(unit),
        }
        for name, value in row.items():
            self._columns[name].append(value)
        self._headings.update(hash((unit.document, heading)) for heading in unit.headings)
        text = hash((unit.document, unit.text))
        self._repeated[text] = text in self._repeated
        self._texts.append(text)
        self._titles.append(not unit.types and len(unit.text) < LONGEST_TITLE)

    def save(self, folder: Path) -> None:
        """Write the columns into an existing folder."""
        regions = sorted(self._regions)
        codes = [regions.index(region) for region in self._regions]
        self._columns["region"] = array("q", (codes[seen] for seen in self._columns["region"]))
        self._columns["frame"].extend(self._frames())
        topics: dict[str, tuple[int, int]] = {}
        for topic, numbers in self._topics.items():
            first = len(self._columns["about"])
            self._columns["about"].extend(numbers)
            topics[topic] = (first, first + len(numbers))
        (folder / COLUMNS_FOLDER).mkdir()
        for name, kind in COLUMNS.items():
            np.save(folder / COLUMNS_FOLDER / f"{name}.npy", np.array(self._columns[name], dtype=kind))
        names = {"regions": regions, "topics": topics, "documents": self._documents}
        (folder / NAMES_FILE).write_text(json.dumps(names), encoding="utf-8")

    def _frames(self) -> Iterator[bool]:
        """Tell which units are headings of others in their document, or short and repeated there (running titles)."""
        for text, title in zip(self._texts, self._titles, strict=True):
            yield text in self._headings or bool(title and self._repeated[text])


def type_bits(types: Iterable[str]) -> int:
    """Return one bit for each type; no type is plain text."""
    return sum(1 << TYPES.index(name) for name in set(types) or {TEXT})


def _last_year(unit: Unit) -> int:
    """Return the last year; without a period none fits, and a period without an end goes on."""
    if unit.year_start is None and unit.year_end is None:
        return NO_YEAR - 1
    return unit.year_end or OPEN_END

"""The indexed units on disk: each is read when it is shown, and what narrows or orders them is kept in columns.

A unit's number is its place in what was written; all indexes use it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from search.model import TEXT, TYPES, Filters, SearchError, Unit, parse_unit

if TYPE_CHECKING:
    Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

UNITS_FILE, COLUMNS_FILE, NAMES_FILE = "units.jsonl", "columns.npz", "names.json"
NO_YEAR = 0
OPEN_END = 9999


class UnitStore:
    """Units that were written to a folder.

    Attributes:
        regions: Slugs of the regions that have units.
        frame: True for headings and running titles: they name what stands below and say nothing themselves.
        agreement: A number for each unit's agreement.
    """

    def __init__(self, path: Path, columns: dict[str, Any], names: dict[str, Any]) -> None:
        self._file = np.memmap(path, dtype=np.uint8, mode="r") if path.stat().st_size else np.zeros(0, dtype=np.uint8)
        self._columns = columns
        self._topics: dict[str, list[int]] = names["topics"]
        self.regions: list[str] = names["regions"]
        self.frame: Mask = columns["frame"]
        self.agreement: Numbers = columns["agreement"]

    @classmethod
    def write(cls, units: Sequence[Unit], folder: Path) -> Self:
        """Write units into an existing folder."""
        offsets = [0]
        with (folder / UNITS_FILE).open("wb") as file:
            for unit in units:
                offsets.append(offsets[-1] + file.write(json.dumps(asdict(unit), ensure_ascii=False).encode() + b"\n"))
        regions = sorted({unit.region for unit in units})
        agreements = {name: number for number, name in enumerate(dict.fromkeys(unit.agreement for unit in units))}
        topics: dict[str, list[int]] = {}
        for number, unit in enumerate(units):
            for topic in unit.topics:
                topics.setdefault(topic, []).append(number)
        np.savez(
            folder / COLUMNS_FILE,
            offsets=np.array(offsets, dtype=np.int64),
            region=np.array([regions.index(unit.region) for unit in units], dtype=np.int16),
            agreement=np.array([agreements[unit.agreement] for unit in units], dtype=np.int64),
            types=np.array([type_bits(unit.types) for unit in units], dtype=np.uint32),
            first_year=np.array([unit.year_start or NO_YEAR for unit in units], dtype=np.int16),
            last_year=np.array([_last_year(unit) for unit in units], dtype=np.int16),
            frame=frames(units),
        )
        (folder / NAMES_FILE).write_text(json.dumps({"regions": regions, "topics": topics}), encoding="utf-8")
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what `write` wrote.

        Raises:
            SearchError: There is nothing, or it is damaged.
        """
        try:
            names = json.loads((folder / NAMES_FILE).read_text(encoding="utf-8"))
            with (folder / COLUMNS_FILE).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                columns = {name: arrays[name] for name in arrays.files}
            return cls(folder / UNITS_FILE, columns, names)
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise SearchError(f"The units of the index in {folder} cannot be read ({error}); build it again.") from None

    def __len__(self) -> int:
        return len(self._columns["offsets"]) - 1

    def __getitem__(self, number: int) -> Unit:
        start, end = self._columns["offsets"][number : number + 2]
        return parse_unit(self._file[start:end].tobytes().decode(), f"unit {number} of the index")

    def mask(self, filters: Filters) -> Mask | None:
        """Return which units the filters accept; `None` if they ask for nothing."""
        if filters == Filters():
            return None
        accepted: Mask = np.ones(len(self), dtype=np.bool_)
        if filters.region is not None:
            accepted &= self.in_region(filters.region)
        if filters.type is not None:
            accepted &= self.of_type(filters.type)
        if filters.year is not None:
            accepted &= (self._columns["first_year"] <= filters.year) & (filters.year <= self._columns["last_year"])
        return accepted

    def in_region(self, region: str) -> Mask:
        """Return which units are of a region."""
        code = self.regions.index(region) if region in self.regions else -1
        found: Mask = self._columns["region"] == code
        return found

    def of_type(self, name: str) -> Mask:
        """Return which units a statement of this type covers."""
        found: Mask = (self._columns["types"] & type_bits((name,))) > 0
        return found

    def about(self, topic: str) -> Numbers:
        """Return the numbers of the units that the topic was found in."""
        return np.array(self._topics.get(topic, ()), dtype=np.int64)


def type_bits(types: Iterable[str]) -> int:
    """Return one bit for each type; no type is plain text."""
    return sum(1 << TYPES.index(name) for name in set(types) or {TEXT})


def frames(units: Sequence[Unit]) -> Mask:
    """Tell which units are headings of others in their document, or short and repeated there (running titles)."""
    headings = {(unit.document, heading) for unit in units for heading in unit.headings}
    seen: dict[tuple[str, str], int] = {}
    for unit in units:
        seen[unit.document, unit.text] = seen.get((unit.document, unit.text), 0) + 1
    return np.array(
        [
            (unit.document, unit.text) in headings
            or (seen[unit.document, unit.text] > 1 and not unit.types and len(unit.text) < 100)
            for unit in units
        ],
        dtype=np.bool_,
    )


def _last_year(unit: Unit) -> int:
    """Return the last year; without a period none fits, and a period without an end goes on."""
    if unit.year_start is None and unit.year_end is None:
        return NO_YEAR - 1
    return unit.year_end or OPEN_END

"""The indexed units on disk: each is read when it is shown, and what narrows or orders them is kept in columns.

A unit's number is its place in what was written; all indexes use it. Units are written as they come and never held
together, and all files are memory-mapped: a million units open in some milliseconds and take the memory that is used.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from search.model import TEXT, TYPES, Filters, SearchError, Unit, parse_unit

if TYPE_CHECKING:
    Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Values = np.ndarray[tuple[int], np.dtype[np.float64]]

UNITS_FILE, COLUMNS_FOLDER, NAMES_FILE = "units.jsonl", "columns", "names.json"
COLUMNS = {
    "offsets": np.int64,
    "region": np.int16,
    "agreement": np.int64,
    "types": np.uint32,
    "first_year": np.int16,
    "last_year": np.int16,
    "frame": np.bool_,
    "about": np.int32,
}
NO_YEAR = 0
OPEN_END = 9999
LONGEST_TITLE = 100  # characters


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
    def write(cls, units: Iterable[Unit], folder: Path) -> Self:
        """Write units into an existing folder, reading them once."""
        table = _Table()
        with (folder / UNITS_FILE).open("wb") as file:
            for unit in units:
                table.add(unit, file.write(json.dumps(asdict(unit), ensure_ascii=False).encode() + b"\n"))
        table.save(folder)
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what `write` wrote.

        Raises:
            SearchError: There is nothing, or it is damaged.
        """
        try:
            names = json.loads((folder / NAMES_FILE).read_text(encoding="utf-8"))
            return cls(folder / UNITS_FILE, {name: _column(folder, name) for name in COLUMNS}, names)
        except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
            raise SearchError(f"The units of the index in {folder} cannot be read ({error}); build it again.") from None

    def __len__(self) -> int:
        return len(self._columns["offsets"]) - 1

    def __getitem__(self, number: int) -> Unit:
        start, end = self._columns["offsets"][number : number + 2]
        return parse_unit(self._file[start:end].tobytes().decode(), f"unit {number} of the index")

    def __iter__(self) -> Iterator[Unit]:
        return map(self.__getitem__, range(len(self)))

    def mask(self, filters: Filters) -> Mask | None:
        """Return which units the filters accept; `None` if they ask for nothing."""
        if filters == Filters():
            return None
        accepted: Mask = np.ones(len(self), dtype=np.bool_)
        if filters.region is not None:
            accepted &= self._columns["region"] == self._code(filters.region)
        if filters.type is not None:
            accepted &= (self._columns["types"] & type_bits((filters.type,))) > 0
        if filters.year is not None:
            accepted &= (self._columns["first_year"] <= filters.year) & (filters.year <= self._columns["last_year"])
        return accepted

    def in_regions(self, numbers: Numbers, regions: Sequence[str]) -> Values:
        """Return 1 for each of some units that is of one of the regions, else 0."""
        codes = [self._code(region) for region in regions]
        return np.isin(self._columns["region"][numbers], codes).astype(np.float64)

    def about(self, topic: str) -> Numbers:
        """Return the numbers of the units that the topic was found in, smallest first."""
        first, end = self._topics.get(topic, (0, 0))
        found: Numbers = self._columns["about"][first:end]
        return found

    def has(self, numbers: Numbers, topic: str) -> Mask:
        """Tell of each of some units whether the topic was found in it."""
        about = self.about(topic)
        if not len(about):
            return np.zeros(len(numbers), dtype=np.bool_)
        places = np.minimum(np.searchsorted(about, numbers), len(about) - 1)
        found: Mask = about[places] == numbers
        return found

    def _code(self, region: str) -> int:
        return self.regions.index(region) if region in self.regions else -1


class _Table:
    """The columns of units as they are written; texts are compared by their hashes, so none is held."""

    def __init__(self) -> None:
        self._columns = {name: array("q") for name in COLUMNS}
        self._columns["offsets"].append(0)
        self._regions: dict[str, int] = {}
        self._agreements: dict[str, int] = {}
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
        names = {"regions": regions, "topics": topics}
        (folder / NAMES_FILE).write_text(json.dumps(names), encoding="utf-8")

    def _frames(self) -> Iterator[bool]:
        """Tell which units are headings of others in their document, or short and repeated there (running titles)."""
        for text, title in zip(self._texts, self._titles, strict=True):
            yield text in self._headings or bool(title and self._repeated[text])


def type_bits(types: Iterable[str]) -> int:
    """Return one bit for each type; no type is plain text."""
    return sum(1 << TYPES.index(name) for name in set(types) or {TEXT})


def _column(folder: Path, name: str) -> Any:
    return np.asarray(np.lib.format.open_memmap(folder / COLUMNS_FOLDER / f"{name}.npy", mode="r"))


def _last_year(unit: Unit) -> int:
    """Return the last year; without a period none fits, and a period without an end goes on."""
    if unit.year_start is None and unit.year_end is None:
        return NO_YEAR - 1
    return unit.year_end or OPEN_END

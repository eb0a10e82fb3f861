"""The indexed units on disk: each is read when it is shown, and what narrows or orders them is kept in columns.

A unit's number is its place in what was written; all indexes use it. Units are written as they come and never held
together, and all files are memory-mapped: a million units open in some milliseconds and take the memory that is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from ingest.model import Span
from search.columns import COLUMNS, COLUMNS_FOLDER, NAMES_FILE, Table, type_bits
from search.model import Filters, SearchError, Unit, parse_unit
from search.narrowing import Narrowed

if TYPE_CHECKING:
    Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Values = np.ndarray[tuple[int], np.dtype[np.float64]]

UNITS_FILE = "units.jsonl"
NARROWING = ("region", "types", "first_year", "last_year")


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
        self._documents: dict[str, int] = names["documents"]
        self.regions: list[str] = names["regions"]
        self.frame: Mask = columns["frame"]
        self.agreement: Numbers = columns["agreement"]

    @classmethod
    def write(cls, units: Iterable[Unit], folder: Path) -> Self:
        """Write units into an existing folder, reading them once."""
        table = Table()
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
        if filters.topic is not None:
            accepted &= self._about_any((filters.topic,))
        if filters.places is not None:
            accepted &= self._within(filters.places)
        return accepted

    def narrowed(self, filters: Filters, topics: Sequence[str] = ()) -> Narrowed | None:
        """Return the units that the filters accept and that have any of the topics; `None` if nothing is asked for."""
        mask = self.mask(filters)
        if topics:
            about = self._about_any(topics)
            mask = about if mask is None else mask & about
        if mask is None:
            return None
        return Narrowed(
            mask,
            region=None if filters.region is None else self._code(filters.region),
            types=None if filters.type is None else self._combinations(filters.type),
            year=filters.year,
            topics=tuple(place for place, topic in enumerate(self._topics) if topic in topics) if topics else None,
            whole=not filters.unlisted,
        )

    def rows(self, start: int, end: int) -> Iterator[dict[str, Any]]:
        """Give what some units are narrowed by, as the numbers that `Narrowed` has: one dict a unit."""
        numbers = {name: self._columns[name][start:end].tolist() for name in NARROWING}
        topics: list[list[int]] = [[] for _ in range(start, end)]
        for code, topic in enumerate(self._topics):
            about = self.about(topic)
            for number in about[slice(*np.searchsorted(about, (start, end)))].tolist():
                topics[number - start].append(code)
        for place, found in enumerate(topics):
            yield {name: column[place] for name, column in numbers.items()} | {"topics": found}

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

    def _about_any(self, topics: Iterable[str]) -> Mask:
        about: Mask = np.zeros(len(self), dtype=np.bool_)
        for topic in topics:
            about[self.about(topic)] = True
        return about

    def _within(self, places: Iterable[tuple[str, Span]]) -> Mask:
        """Return which units share a character with any of some stretches of documents."""
        document, start, end = (self._columns[name] for name in ("document", "start", "end"))
        there: Mask = np.zeros(len(self), dtype=np.bool_)
        for name, span in places:
            there |= (document == self._documents.get(name, -1)) & (start < span.end) & (span.start < end)
        return there

    def _combinations(self, kind: str) -> tuple[int, ...]:
        """Return the combinations of types that there are with one type among them."""
        there = np.unique(self._columns["types"])
        return tuple(there[(there & type_bits((kind,))) > 0].tolist())

    def _code(self, region: str) -> int:
        return self.regions.index(region) if region in self.regions else -1


def _column(folder: Path, name: str) -> Any:
    return np.asarray(np.lib.format.open_memmap(folder / COLUMNS_FOLDER / f"{name}.npy", mode="r"))

"""Text whose columns are set by spaces, as extraction writes it that keeps a page's layout (`pdftotext -layout`).

Lines belong together while white space at the same places, two characters or more, divides them all. What is divided so
is a table, whose cells are read column by column and put into rows, or two columns of running text, which are read one
after the other. Measured on the 30 marked agreements of tests/data/invented as they are rendered by
`tests/benchmarks/layouts.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.blocks import CONTENTS_LINE, SEPARATOR, Block, make_block
from ingest.cells import TITLES
from ingest.repair import Repairer
from ingest.source import Line

GUTTER = 2
WIDE = re.compile(r"\S {3,}\S")
GAP = re.compile(r"\S {2,}\S")
MARK = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[a-zæøåé][.)]|\W|o)$")
FRESH = re.compile(r"^[\"”»(<>≥≤↑↓–-]|^[A-ZÆØÅÉ\d]|^[a-zæøåé][.)]?$")
MIN_LINES = 3
MIN_ROWS = 2
MIN_COLUMNS = 2
MAX_BLANK = 1
MIN_PROSE_LINES = 4
MIN_PROSE_WIDTH = 26
MAX_TITLE_WORDS = 5
FILLED = 0.6


@dataclass(frozen=True)
class Region:
    """Lines that the same white space divides; `bounds` are the columns' first and last places on the line."""

    lines: Sequence[Line]
    bounds: Sequence[tuple[int, int]]

    def cell(self, line: Line, column: int) -> Line | None:
        """Return the part of a line that stands in a column."""
        start, end = (max(0, place - line.indent) for place in self.bounds[column])
        raw = line.text[start:end]
        text = raw.strip()
        return replace(line, start=line.start + start + len(raw) - len(raw.lstrip()), text=text) if text else None

    def column(self, number: int) -> list[Line | None]:
        """Return a column's part of every line."""
        return [self.cell(line, number) for line in self.lines]


def regions(lines: Sequence[Line]) -> Iterator[Region]:
    """Find the lines that are set in columns, each in one region at most; a drawn rule is as good as a blank line."""
    lines = [replace(line, text="") if SEPARATOR.match(line.text) else line for line in lines]
    start = 0
    while start < len(lines):
        end, gutters = _extent(lines, start) if is_divided(lines[start].text) else (start + 1, [])
        some = lines[start:end]
        if gutters and sum(bool(GAP.search(line.text)) for line in some) >= MIN_LINES and _is_wide(some):
            region = Region(some, _bounds(gutters))
            if not _is_list(region):
                yield region
                start = end
                continue
        start += 1


def is_divided(text: str) -> bool:
    """Tell whether a wide gap divides a line, other than the one behind a bullet or number."""
    gap = GAP.search(text) if "  " in text else None
    return gap is not None and (not MARK.match(text[: gap.start() + 1]) or GAP.search(text, gap.end() - 1) is not None)


def _extent(lines: Sequence[Line], start: int) -> tuple[int, list[tuple[int, int]]]:
    """Return the end of the lines that share gutters with the first, and these."""
    mask, gutters, end, blank = 0, list[tuple[int, int]](), start, 0
    for index in range(start, len(lines)):
        line = lines[index]
        if not line.text:
            blank += 1
            if blank > MAX_BLANK:
                break
            continue
        if CONTENTS_LINE.search(line.text):
            break
        wider = mask | _mask(line)
        left = _gutters(wider)
        crosses = len(left) < len(gutters) and (blank or not GAP.search(line.text)) and index > start + 1
        if not left or crosses or (blank and _stands_alone(lines, index, gutters)):
            break
        mask, gutters, end, blank = wider, left, index + 1, 0
    return end, gutters if end > start + 1 else []


def _stands_alone(lines: Sequence[Line], index: int, gutters: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a line after a blank one fills only the first column and a blank line follows: a heading."""
    line = lines[index]
    first = bool(gutters) and line.indent + len(line.text) <= gutters[0][1]
    return first and (index + 1 >= len(lines) or not lines[index + 1].text)


def _mask(line: Line) -> int:
    """Return the places of a line that hold characters, as bits; single spaces divide words and no columns."""
    bits = 0
    for match in re.finditer(r"\S+(?: \S+)*", line.text):
        start, end = match.start() + line.indent, match.end() + line.indent
        bits |= ((1 << (end - start)) - 1) << start
    return bits


def _gutters(mask: int) -> list[tuple[int, int]]:
    """Return the runs of free places between taken ones."""
    taken = f"{mask:b}"[::-1]
    first = taken.index("1")
    return [match.span() for match in re.finditer(rf"0{{{GUTTER},}}", taken) if match.start() > first]


def _bounds(gutters: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [0, *(end for _, end in gutters), 10_000]
    return list(pairwise(edges))


def _is_wide(lines: Sequence[Line]) -> bool:
    return sum(bool(WIDE.search(line.text)) for line in lines) >= MIN_ROWS


def _is_list(region: Region) -> bool:
    """Tell whether the first of two columns holds but bullets and numbers."""
    marks = [cell.text for cell in region.column(0) if cell]
    return len(region.bounds) == MIN_COLUMNS and all(map(MARK.match, marks))


def is_prose(region: Region) -> bool:
    """Tell whether a region is running text in columns: all wide, filled side by side, without titles of a table."""
    columns = [[cell.text for cell in region.column(number) if cell] for number in range(len(region.bounds))]
    full = sum(all(region.cell(line, number) for number in range(len(columns))) for line in region.lines)
    wide = all(sum(map(len, cells)) > MIN_PROSE_WIDTH * len(cells) for cells in columns)
    return wide and full >= MIN_PROSE_LINES and full > FILLED * max(map(len, columns)) and not _is_titled(region)


def _is_titled(region: Region) -> bool:
    """Tell whether a region begins with the titles of a table's columns."""
    titles = [cell.text for number in range(len(region.bounds)) if (cell := region.cell(region.lines[0], number))]
    short = all(len(title.split()) <= MAX_TITLE_WORDS and not title.endswith(".") for title in titles)
    return short and any(pattern.match(title) for pattern in TITLES for title in titles)


def unfolded(lines: Sequence[Line]) -> list[Line]:
    """Return the lines in reading order: of running text in columns one column after the other, numbered anew."""
    result: list[Line] = []
    inside = {line.number: region for region in regions(lines) if is_prose(region) for line in region.lines}
    if not inside:
        return list(lines)
    done: set[int] = set()
    for line in lines:
        region = inside.get(line.number)
        if region is None:
            result.append(line)
        elif id(region) not in done:
            done.add(id(region))
            for number in range(len(region.bounds)):
                cells = zip(region.lines, region.column(number), strict=True)
                result += [replace(cell or replace(own, text=""), indent=0) for own, cell in cells]
                result.append(replace(region.lines[-1], text=""))
    return [replace(line, number=number) for number, line in enumerate(result, start=1)]


def spaced_tables(lines: Sequence[Line], repairer: Repairer) -> list[Block]:
    """Return the cells of all tables set by spaces; their `lines` are taken, and are nobody else's."""
    return [cell for region in regions(lines) if not is_prose(region) for cell in _cells(region, repairer)]


@dataclass(slots=True)
class _Cell:
    """A cell's first line, as a place in its region, and its lines."""

    first: int
    lines: list[Line]


def _cells(region: Region, repairer: Repairer) -> Iterator[Block]:
    starts = _row_starts(region)
    columns = [_column_cells(region.column(number), starts) for number in range(len(region.bounds))]
    key = max(columns, key=len)
    rows = [cell.first for cell in key]
    if len(rows) < MIN_ROWS:
        return
    table: dict[tuple[int, int], list[Line]] = {}
    for number, column in enumerate(columns):
        for cell in column:
            row = _row_of(cell, key)
            table.setdefault((row, number), []).extend(cell.lines)
    for row in range(len(rows)):
        here = {place: own for place, own in table.items() if place[0] == row}
        whole = tuple(sorted((line for own in here.values() for line in own), key=lambda line: line.start))
        for place, own in sorted(here.items()):
            yield replace(make_block("cell", own, repairer), lines=whole, style="grid", place=place)


def _row_of(cell: _Cell, key: Sequence[_Cell]) -> int:
    """Return the row that a cell stands in: the first whose own lines it stands beside, else the last one above."""
    end = cell.first + len(cell.lines)
    beside = (row for row, own in enumerate(key) if own.first < end and cell.first < own.first + len(own.lines))
    above = max((row for row, own in enumerate(key) if own.first <= cell.first), default=0)
    return next(beside, above)


def _column_cells(column: Sequence[Line | None], starts: frozenset[int]) -> list[_Cell]:
    """Divide a column into cells: at lines that it leaves free, and where rows start."""
    found: list[_Cell] = []
    free = True
    for place, part in enumerate(column):
        if part is not None:
            if free or place in starts:
                found.append(_Cell(place, []))
            found[-1].lines.append(part)
        free = part is None
    return found


def _row_starts(region: Region) -> frozenset[int]:
    """Return the places of lines that begin a row although no free line stands above them.

    There two columns or more are filled, the first among them or nothing but later ones, and each begins as a cell
    does; beside a name that begins anew, an explanation may begin as it likes.
    """
    loose = any(not line.text for line in region.lines[2:])
    explains = len(region.bounds) == MIN_COLUMNS
    found, named = set(), True
    for place, line in enumerate(region.lines):
        parts = [region.cell(line, number) for number in range(len(region.bounds))]
        filled = [part for part in parts if part]
        first = parts[0]
        fresh = [FRESH.match(part.text) is not None for part in filled]
        begins = all(fresh) and (first is not None or not loose)
        if len(filled) >= MIN_COLUMNS and (begins or (explains and not named and fresh[0])):
            found.add(place)
        named = first is not None
    return frozenset(found)

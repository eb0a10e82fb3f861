"""Tables that an extraction flattened to one cell a line, whose rows count up: "1 / Antal fald / 318 / 212 i 2030 / 2".

A row begins with a line that holds its number alone. What stands in it before the first value is what is counted, over
several lines if need be; then come the values, and what follows them is a source or a remark. The titles stand before
the first row and must name indicators, or else such lines may be anything, page numbers above all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import Block, make_block
from ingest.cells import GOAL_TITLE, INDICATOR_TITLE, is_value
from ingest.repair import Repairer
from ingest.source import Line

COUNT = re.compile(r"^\d{1,2}\.?$")
MIN_ROWS = 3
MAX_ROW = 12
MAX_TITLES = 8


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's lines: its number, what it counts, its values, and what is said besides."""

    number: Line
    name: Sequence[Line]
    values: Sequence[Line]
    rest: Sequence[Line]


def stacked_tables(lines: Sequence[Line], repairer: Repairer) -> list[Block]:
    """Return the cells of all such tables; their `lines` are taken, and are nobody else's."""
    filled = [line for line in lines if line.text]
    counts = [int(line.text.rstrip(".")) if COUNT.match(line.text) else None for line in filled]
    found: list[Block] = []
    for start, count in enumerate(counts):
        starts = _starts(counts, start) if count == 1 else []
        titles = _titles(filled, start) if len(starts) >= MIN_ROWS else []
        if titles:
            ends = [*starts[1:], _end(lines, filled, starts[-1])]
            rows = [_row(filled[first:end]) for first, end in zip(starts, ends, strict=True)]
            found += _cells(titles, rows, repairer)
    return found


def _starts(counts: Sequence[int | None], start: int) -> list[int]:
    """Return where the rows 1, 2, 3, ... begin, each within reach of the one before."""
    starts = [start]
    while True:
        wanted = len(starts) + 1
        reach = range(starts[-1] + 2, min(starts[-1] + 1 + MAX_ROW, len(counts)))
        following = next((index for index in reach if counts[index] == wanted), None)
        if following is None:
            return starts
        starts.append(following)


def _titles(filled: Sequence[Line], start: int) -> list[Line]:
    """Return the lines of the columns' titles: from the one that numbers the rows, or the one that names indicators."""
    above = list(filled[max(0, start - MAX_TITLES) : start])
    for first, line in enumerate(above):
        rest = above[first:]
        if (GOAL_TITLE.match(line.text) or INDICATOR_TITLE.match(line.text)) and INDICATOR_TITLE.search(_text(rest)):
            return rest
    return []


def _text(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _end(lines: Sequence[Line], filled: Sequence[Line], start: int) -> int:
    """Return where the last row ends: at the first blank line after it."""
    last = next(index for index, line in enumerate(lines) if line.number == filled[start].number)
    after = next((index for index in range(last, len(lines)) if not lines[index].text), len(lines))
    return min(start + after - last, start + MAX_ROW, len(filled))


def _row(lines: Sequence[Line]) -> _Row:
    number, inside = lines[0], lines[1:]
    first = next((index for index, line in enumerate(inside) if index and is_value(line.text)), len(inside))
    last = next((index for index in range(first, len(inside)) if not is_value(inside[index].text)), len(inside))
    return _Row(number, inside[:first], inside[first:last], inside[last:])


def _cells(titles: Sequence[Line], rows: Sequence[_Row], repairer: Repairer) -> Iterator[Block]:
    """Yield the cells: the rows' number, what they count, and their values in columns that the values tell."""
    head = make_block("cell", titles, repairer)
    named = INDICATOR_TITLE.search(head.text)
    first = head.content.slice(0, named.start() if named else 0)
    second = head.content.slice(named.start() if named else 0, named.end() if named else 0)
    for column, title in enumerate((first, second)):
        if title.text.strip():
            yield Block("cell", title, tuple(titles), "grid", (0, column))
    for place, row in enumerate(rows, start=1):
        parts = [part for part in ([row.number], row.name, *([value] for value in row.values), row.rest) if part]
        contents = [make_block("cell", part, repairer) for part in parts]
        for column, cell in enumerate(contents):
            yield Block("cell", cell.content, cell.lines, "grid", (place, column))

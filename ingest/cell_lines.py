"""Tables that an extraction flattened to lines, each cell on lines of its own: "Mål / Indikator / 2030 / Færre fald".

Such a table begins with the titles of its columns, of which two or more are known. What they say of the cells below,
and what cells are like anyway, tells how the lines divide (`ingest.cell_division`). Measured on the marked agreements
of tests/data/invented as they are rendered with a cell a line (`make layouts`): mean F1 0.763 with rules of their own
for rows that count up and rows that end with values, which this replaces, and 0.883 with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, product

from ingest.blocks import Block, make_block
from ingest.cell_division import Lines, Row, divide
from ingest.cells import (
    DIRECTION_TITLE,
    GOAL_TITLE,
    GROUP_TITLE,
    INDICATOR_TITLE,
    MATTER_TITLE,
    NUMBER_TITLE,
    PARTY_TITLE,
    VALUE_TITLE,
    WHO_TITLE,
    is_value,
)
from ingest.repair import Repairer
from ingest.source import Line

KNOWN = {
    "goal": (GOAL_TITLE,),
    "text": (INDICATOR_TITLE, MATTER_TITLE),
    "value": (VALUE_TITLE, DIRECTION_TITLE),
    "short": (GROUP_TITLE, PARTY_TITLE, WHO_TITLE),
}
UNKNOWN = ("text", "value")
YEAR = re.compile(r"\b20\d\d\b")
# "Mål 1", "Tabel 3. Indikatorer" name one thing and no column of them.
OF_ONE = re.compile(r"^(?:Tabel|Figur|Skema|Bilag|Boks) ?\d|\b\d{1,2}$")
NARROW = (NUMBER_TITLE, GOAL_TITLE, INDICATOR_TITLE, MATTER_TITLE)
ENDS = (".", ":", ";", "!", ",")
MIN_COLUMNS, MAX_COLUMNS = 2, 7
MIN_ROWS = 2
MAX_LINES = 300
MAX_TITLE_WORDS = 5
MAX_MORE_WORDS = 2
MAX_SPACES = 2 * MAX_TITLE_WORDS  # a line with as many is running text
MOSTLY = 0.6
WIDE = 0.85
MAX_WAYS = 8
UNNAMED = 1.0
"""What a title that is not known costs."""
LOST = 3.0
"""What it costs to leave a known title above a table."""


@dataclass(frozen=True)
class _Text:
    """A text's lines that are not blank, before which of them a blank one stands, and the width of full lines or 0."""

    lines: Sequence[Line]
    blank: Sequence[bool]
    width: int

    @cached_property
    def known(self) -> list[int]:
        """How many titles of columns each line is known to hold."""
        return [
            sum(bool(_expected(part.text)) for part in _parts(line)) if _may_hold_titles(line.text) else 0
            for line in self.lines
        ]

    @cached_property
    def _seen(self) -> Counter[str]:
        """How often each line comes."""
        return Counter(line.text for line in self.lines)

    def below(self, titles: int, start: int, divided: str) -> Lines:
        """Return the lines from one on that may belong to a table; its titles come again where another page begins."""
        end = min(start + MAX_LINES, len(self.lines))
        stop = None if divided else next((index for index in range(start, end) if self.blank[index]), None)
        head = [line.text for line in self.lines[titles:start]]
        again = (i for i in range(start, stop or end) if [line.text for line in self.lines[i : i + len(head)]] == head)
        end = next(again, stop or end)
        end = next((i for i in range(start, end) if self._runs_on(i)), end)
        below = self.lines[start:end]
        inside = Counter(line.text for line in below)
        headings = frozenset(text for text, count in inside.items() if self._seen[text] > count and _is_title(text))
        return Lines(below, self.blank[start:end], divided, start, ended=end == stop, headings=headings)

    def _runs_on(self, index: int) -> bool:
        """Tell whether a line and the next one are as wide as the page, which no cell is."""
        return self.width > 0 and all(len(line.text) > WIDE * self.width for line in self.lines[index : index + 2])


@dataclass(frozen=True, slots=True)
class _Table:
    """Titles, the lines below them, their rows, how much less these cost than could be borne, and the line after it."""

    titles: Sequence[Sequence[Line]]
    below: Lines
    rows: Sequence[Row]
    gain: float
    end: int


def cell_tables(lines: Sequence[Line], repairer: Repairer, width: int = 0) -> list[Block]:
    """Return the cells of all such tables; their `lines` are taken, and are nobody else's.

    Args:
        lines: A text's lines, running headers left out.
        repairer: Joins them.
        width: The usual width of full lines in a text without blank lines, where running text ends a table; else 0.
    """
    filled = [index for index, line in enumerate(lines) if line.text]
    text = _Text(
        [lines[index] for index in filled], [index == 0 or not lines[index - 1].text for index in filled], width
    )
    found: list[Block] = []
    start = 0
    while start < len(text.lines):
        near = sum(text.known[start : start + MAX_COLUMNS]) >= MIN_COLUMNS
        table = _best(text, start) if near else None
        found += _blocks(table, repairer) if table else ()
        start = table.end if table else start + 1
    return found


def _best(text: _Text, start: int) -> _Table | None:
    """Return the best table whose titles begin at a line, or at one of those that would be titles then."""
    best = max(_tables(text, start), key=_gain, default=None)
    if best is None:
        return None
    found = [best]
    lost = 0.0
    for first in range(start + 1, best.below.first):
        lost += LOST if _expected(text.lines[first - 1].text) else 0.0
        found += [replace(table, gain=table.gain - lost) for table in _tables(text, first)]
    return max(found, key=_gain)


def _gain(table: _Table) -> float:
    return table.gain


def _tables(text: _Text, start: int) -> Iterator[_Table]:
    """Yield the tables whose titles begin at a line, in all ways that can be borne."""
    for titles, first, divided in _titles(text, start):
        expected = [_expected(" ".join(line.text for line in title)) for title in titles]
        below = text.below(start, first, divided)
        if sum(map(bool, expected)) < MIN_COLUMNS or not below.lines:
            continue
        unnamed = UNNAMED * sum(not one for one in expected)
        for holds in islice(product(*(one or UNKNOWN for one in expected)), MAX_WAYS):
            rows, gain = divide(below, holds)
            bounded = below.ended and not unnamed
            if gain > unnamed and (bounded or _is_told(below, rows, holds)) and _full_rows(rows) >= MIN_ROWS:
                yield _Table(titles, below, rows, gain - unnamed, first + rows[-1][-1][1])


def _full_rows(rows: Sequence[Row]) -> int:
    """Return how many rows have more than one cell that is not empty."""
    return sum(sum(start < end for start, end in row) > 1 for row in rows)


def _is_told(below: Lines, rows: Sequence[Row], holds: Sequence[str]) -> bool:
    """Tell whether values or codes stand where they are expected, in most rows."""
    told = [column for column, one in enumerate(holds) if one in ("value", "code")]
    cells = [(row[column], holds[column]) for row in rows if len(row) > 1 for column in told]
    like = sum(cell[0] < cell[1] and below.is_like(cell, one) for cell, one in cells)
    return bool(told) and like >= MOSTLY * len(cells)


def _titles(text: _Text, start: int) -> Iterator[tuple[list[list[Line]], int, str]]:
    """Yield what may be the titles of columns that begin at a line, the line below, and what blank lines divide."""
    titles: list[list[Line]] = []
    spaced, blank = False, text.blank
    for index in range(start, min(start + 2 * MAX_COLUMNS, len(text.lines) - 1)):
        line = text.lines[index]
        if titles and not blank[index] and (line.text[0].islower() or titles[-1][-1].text.endswith("-")):
            titles[-1].append(line)
        elif not _is_title(line.text) or (len(titles) > 1 and blank[index] != spaced) or len(titles) == MAX_COLUMNS:
            return
        else:
            spaced = blank[index] if len(titles) == 1 else spaced
            titles += [[part] for part in _parts(line)]
        if len(titles) >= MIN_COLUMNS and (blank[index + 1] or not spaced):
            yield [*map(list, titles)], index + 1, "cells" if spaced else "rows" if blank[index + 1] else ""


def _may_hold_titles(text: str) -> bool:
    """Tell by a glance whether a line need be looked at; most of running text need not."""
    return not text[0].islower() and text.count(" ") < MAX_SPACES


def _parts(line: Line) -> list[Line]:
    """Divide titles that stand on one line, as those of narrow columns do: "Nr. Målsætning", "Mål Indikator"."""
    for gap in re.finditer(r" (?=[A-ZÆØÅÉ])", line.text):
        left, right = line.text[: gap.start()], line.text[gap.end() :]
        if any(pattern.fullmatch(left) for pattern in NARROW) and _expected(right):
            return [replace(line, text=left), *_parts(replace(line, start=line.start + gap.end(), text=right))]
    return [line]


def _is_title(text: str) -> bool:
    if text.count(" ") >= MAX_TITLE_WORDS:
        return False
    if NUMBER_TITLE.fullmatch(text) or YEAR.fullmatch(text):
        return True
    sentence = OF_ONE.search(text) or text[0].islower() or text.endswith(ENDS) or ":" in text
    return not sentence and not is_value(text) and len(YEAR.findall(text)) < 2


def _expected(title: str) -> tuple[str, ...]:
    """Return what the cells below a title may hold; nothing if it is not known."""
    if not title or not _is_title(title):
        return ()
    if NUMBER_TITLE.fullmatch(title):
        return ("code",)
    told = [holds for holds, patterns in KNOWN.items() if any(_names(pattern, title) for pattern in patterns)]
    return tuple(told) or (("value",) if YEAR.search(title) else ())


def _names(pattern: re.Pattern[str], title: str) -> bool:
    found = pattern.match(title)
    return found is not None and len(title[found.end() :].split()) <= MAX_MORE_WORDS


def _blocks(table: _Table, repairer: Repairer) -> Iterator[Block]:
    yield from (_block(title, (0, column), repairer) for column, title in enumerate(table.titles))
    for number, row in enumerate(table.rows, start=1):
        for column, (start, end) in enumerate(row):
            if end > start:
                yield _block(table.below.lines[start:end], (number, column), repairer)


def _block(lines: Sequence[Line], place: tuple[int, int], repairer: Repairer) -> Block:
    cell = make_block("cell", lines, repairer)
    return Block("cell", cell.content, cell.lines, "grid", place)

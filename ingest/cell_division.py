"""Lines divided into the cells of a table's rows at the least cost, by dynamic programming over lines and columns.

What costs: a cell that is not what its column holds, that begins with a small letter, that is empty, or that goes on
where its line was not full. What is gained is the lines that are explained, so that a table ends where it is dear to go
on. The work grows with lines times columns. The costs were set on the marked agreements of tests/data/invented as they
are rendered with a cell a line (`make layouts`), and are few and round, for they need not be exact: halving or doubling
any of them changes the mean F1 there by less than 0.02.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.cells import is_title, is_value
from ingest.source import Line

BULLET = re.compile(r"[•●▪·]|[-–*] ")
CODE = re.compile(r"^(?:[A-ZÆØÅÉ]{1,2} ?)?\d{1,2}(?:[.:]?(?:\d{1,2}|[a-zæøåé]))?\.?$")
BEGINS = re.compile(r"^[\"”»(<>≥≤↑↓–-]|^[A-ZÆØÅÉ\d]")
GOES_ON = ("-", "–", "/", ",")
FULL = 0.75
MAX_CELL = 6
MAX_SHORT_WORDS = 8
BEARABLE = 0.5
"""What each line of a table may cost on average, not more than three of a cell counted; below, what costs how much."""
SEEN = 3
STOPPED = 0.5  # a cell goes on after a full stop
BROKEN = 3.0  # a cell goes on where its line was not full
LOWER = 2.0  # a cell begins with a small letter; twice that, if a row does
UNLIKE = 3.0  # a cell is not what its column holds
EMPTY, MERGED = 2.5, 0.6  # a cell is empty, or only the first one is
TELLING = 0.3  # gained by a cell that is what few others are, a value or code, in its column
DIVIDER = 2.0  # a line divides the table, that is no heading of the text
HOPELESS = 8.0  # so much dearer than a table that ends above, no way is followed
Cell = tuple[int, int]
"""The first line of a cell and the line after it; the same if it is empty."""
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Lines:
    """The lines below a table's titles.

    Attributes:
        lines: None of them blank.
        blank: Whether a blank line stands before each.
        divided: What blank lines divide: "cells", "rows" or, if the first one ends the table, "".
        first: Which of a text's lines the first one is.
        ended: Whether a blank line stands behind the last one.
        headings: The lines of the text that stand at other places too, as headings do.
    """

    lines: Sequence[Line]
    blank: Sequence[bool]
    divided: str
    first: int = 0
    ended: bool = False
    headings: frozenset[str] = frozenset()
    _full: float = field(init=False)
    _shapes: dict[Cell, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_full", FULL * max((len(line.text) for line in self.lines), default=0))

    def begins_row(self, index: int) -> bool:
        """Tell whether a row may begin at a line."""
        return self.blank[index] or not self.divided

    def begins_cell(self, index: int) -> bool:
        """Tell whether a cell other than a row's first may begin at a line."""
        return self.blank[index] == (self.divided == "cells")

    def cost(self, start: int, end: int, column: int, holds: str) -> float:
        """Return what it costs to take some lines as a cell of a column."""
        cost = self._shape(start, end) if column else self._shape(start, end) + self._opening(start)
        if not self.is_like((start, end), holds):
            return cost + UNLIKE
        return cost - TELLING if holds in ("value", "code") else cost

    def is_like(self, cell: Cell, holds: str) -> bool:
        """Tell whether a cell is what its column holds."""
        return holds in kinds(" ".join(line.text for line in self.lines[slice(*cell)]))

    def _shape(self, start: int, end: int) -> float:
        """Return what it costs to take some lines as a cell of any column."""
        if (start, end) in self._shapes:
            return self._shapes[start, end]
        cost = self._opening(start) + (UNLIKE if end == start + 1 and is_title(self.lines[start].text) else 0.0)
        if start and _goes_on(self.lines[start - 1].text):
            cost += BROKEN
        cost += sum(self._joint(index) for index in range(start + 1, end)) - BEARABLE * min(end - start, SEEN)
        self._shapes[start, end] = cost
        return cost

    def _opening(self, index: int) -> float:
        first = self.lines[index].text
        return 0.0 if BEGINS.match(first) or is_value(first) else LOWER

    def _joint(self, index: int) -> float:
        """Return what it costs that a line goes on with the one after it."""
        before, text = self.lines[index - 1].text, self.lines[index].text
        if _goes_on(before):
            return 0.0
        if _is_whole(before) or _is_whole(text):
            return BROKEN
        if not BEGINS.match(text):
            return 0.0
        return BROKEN if len(before) < self._full else STOPPED if before.endswith(".") else 0.0


def _is_whole(text: str) -> bool:
    return is_value(text) or CODE.match(text) is not None


def _goes_on(text: str) -> bool:
    return len(text) > 1 and text.endswith(GOES_ON)


@lru_cache(maxsize=4096)
def kinds(text: str) -> tuple[str, ...]:
    """Tell what columns a cell with a text may stand in: some of "value", "code", "short", "text" and "goal"."""
    value, code = is_value(text), CODE.match(text) is not None
    short = len(text.split()) <= MAX_SHORT_WORDS and not value
    prose = not (value or BULLET.match(text))
    fits = {"value": value, "code": code, "short": short, "text": prose, "goal": prose or code}
    return tuple(name for name, fit in fits.items() if fit)


def divide(below: Lines, holds: Sequence[str]) -> tuple[list[Row], float]:
    """Divide lines into rows, as far down as it is worth it.

    Args:
        below: The lines.
        holds: What each column holds: "text", "value", "short" (a few words), "code" (a number or letter) or
            "goal" (text or a code).

    Returns:
        The rows, and how much less they cost than can be borne. A row of one cell divides the table.
    """
    width = len(holds)
    states = _States(width)
    states.reach(0, 0, 0.0, None)
    for start in range(len(below.lines)):
        if states.least(start) > states.least_end + HOPELESS:
            break
        for column in (*range(1, width), 0, *range(1, width)):
            _extend(states, below, holds, start, column)
    for column in range(1, width):  # the last row may end with empty cells
        _skip(states, len(below.lines), column, holds[column])
    cost, end = min((cost, end) for (end, column), cost in states.costs.items() if not column)
    return states.rows(end), -cost


def _extend(states: _States, below: Lines, holds: Sequence[str], start: int, column: int) -> None:
    """Reach what can be reached by one more cell from a line and column."""
    cost = states.costs.get((start, column))
    if cost is None:
        return
    _skip(states, start, column, holds[column])
    if not (below.begins_cell(start) if column else below.begins_row(start)):
        return
    for end in range(start + 1, min(start + MAX_CELL, len(below.lines)) + 1):
        if end - 1 > start and below.blank[end - 1]:
            break
        taken = cost + below.cost(start, end, column, holds[column])
        states.reach(end, (column + 1) % len(holds), taken, (start, column))
        if not column:
            dividing = 0.0 if end == start + 1 and below.lines[start].text in below.headings else DIVIDER
            states.reach(end, 0, cost + dividing + below.cost(start, end, column, "text"), (start, column))


def _skip(states: _States, start: int, column: int, holds: str) -> None:
    """Leave a cell empty."""
    if (start, column) in states.costs:
        cost = states.costs[start, column] + (EMPTY if column or holds == "value" else MERGED)
        states.reach(start, (column + 1) % states.width, cost, (start, column))


class _States:
    """The least cost to have divided so many lines and to stand at a column, and from where it was reached."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.costs: dict[Cell, float] = {}
        self.least_end = 0.0
        self._before: dict[Cell, Cell | None] = {}

    def reach(self, end: int, column: int, cost: float, before: Cell | None) -> None:
        """Keep a way if it costs less than those known."""
        if cost < self.costs.get((end, column), float("inf")):
            self.costs[end, column] = cost
            self._before[end, column] = before
            if not column:
                self.least_end = min(self.least_end, cost)

    def least(self, end: int) -> float:
        """Return the least cost to have divided so many lines."""
        return min(self.costs.get((end, column), float("inf")) for column in range(self.width))

    def rows(self, end: int) -> list[Row]:
        """Return the rows of the way that ends before a line."""
        rows: list[list[Cell]] = []
        state: Cell = (end, 0)
        while (before := self._before[state]) is not None:
            if state[1] == 0:
                rows.append([])
            rows[-1].append((before[0], state[0]))
            state = before
        return [tuple(reversed(row)) for row in reversed(rows)]

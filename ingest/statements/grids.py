"""Tables whose rows and columns are known: which column holds what, told by its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.model import Kind
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcements import NATIONAL
from ingest.statements.reading import Reading

DIRECTION = "direction"
TERM = "term"
MEANING = "meaning"
WHEN = "when"
WHAT = "what"
REFERENCE = re.compile(r"^(?:mål\s*)?(?P<first>\d{1,2})(?:[.:](?P<second>\d{1,2}))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: what each column holds ("indicator", "goal", ..., "direction" or ""), and its rows without titles."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Repaired | None, ...], ...]

    def column(self, name: str) -> int | None:
        """Return the number of the column that holds something."""
        return self.columns.index(name) if name in self.columns else None

    def cells(self, name: str) -> list[Repaired | None]:
        """Return a column's cells; an empty cell takes the one above, as merged cells do."""
        number = self.column(name)
        found: list[Repaired | None] = []
        for row in self.rows:
            cell = row[number] if number is not None and number < len(row) else None
            found.append(cell or (found[-1] if found else None))
        return found


def grids(reading: Reading) -> Iterator[Grid]:
    """Yield the tables of a document in reading order."""
    table: list[Block] = []
    for block in (*reading.everything, None):
        placed = block is not None and block.place is not None
        if table and (not placed or (block is not None and block.place == (0, 0))):
            yield _grid(table)
            table = []
        if placed and block is not None:
            table.append(block)


def _grid(table: Sequence[Block]) -> Grid:
    width = max(block.place[1] for block in table if block.place) + 1
    height = max(block.place[0] for block in table if block.place) + 1
    cells: list[list[Repaired | None]] = [[None] * width for _ in range(height)]
    for block in table:
        if block.place and block.text:
            cells[block.place[0]][block.place[1]] = block.content
    titles = tuple(_holds(cell.text if cell else "") for cell in cells[0])
    return Grid(titles, tuple(tuple(row) for row in cells[1:]))


def _holds(title: str) -> str:
    """Tell what a column holds by its title's cue noun or by the words for target groups and directions."""
    if NATIONAL.search(title):
        return Kind.NATIONAL_GOAL.value
    if cues.pattern("indicator", "direction_column").search(title):
        return DIRECTION
    if cues.pattern("target-group", "column").search(title):
        return Kind.TARGET_GROUP.value
    nouns = cues.nouns(title)
    if nouns:
        return nouns[0].kind.value
    titles = (
        (TERM, "definition", "column"),
        (MEANING, "definition", "meaning"),
        (WHEN, "follow-up", "moment"),
        (WHAT, "follow-up", "column"),
    )
    return next((name for name, table, cue in titles if cues.pattern(table, cue).search(title)), "")

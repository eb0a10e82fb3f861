"""Goals in the columns of tables, and in the cells of flattened ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.model import FocusArea, Goal, Kind, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.goal import Found, is_same, make
from ingest.statements.grids import BASELINE, DEADLINE, REFERENCE, RESPONSIBLE, TARGET, Grid, grids, records
from ingest.statements.grids import NAME as GRID_NAME
from ingest.statements.matching import same
from ingest.statements.reading import Reading
from ingest.statements.recurring import kind_of
from ingest.statements.splitting import PARAGRAPH, single_spaced, split

MIN_CELL_WORDS = 3
NAMED, NAME_WORDS = 2, 9
OVERVIEW = 0.7
MIN_AREAS = 2
NEXT_IN_CELL = re.compile(r"(?<=[.\w])\s+(?=\d{1,2}[.)]\s+[A-ZÆØÅÉ])|\s*•\s*")


def in_grids(reading: Reading, named: Sequence[Statement]) -> Iterator[Goal]:
    """Read the goals that stand as texts in a column, but for overviews of the focus areas."""
    areas = [one.name for one in named if isinstance(one, FocusArea)]
    for grid in grids(reading):
        if not _is_overview(grid, areas):
            yield from _of_grid(reading, grid)


def _of_grid(reading: Reading, grid: Grid) -> Iterator[Goal]:
    """Read the goals of a table; the values beside are theirs if no indicator has them."""
    indicator = grid.column(Kind.INDICATOR.value) is not None
    fields = records(grid, RESPONSIBLE, GRID_NAME, TARGET, BASELINE, DEADLINE)
    for row, (cell, (responsible, name, *values)) in enumerate(zip(grid.own(Kind.GOAL.value), fields, strict=True)):
        if cell is None or grid.divides(row) or len(cell.text.split()) < MIN_CELL_WORDS:
            continue
        if REFERENCE.match(cell.text) or cues.label(Kind.FOCUS_AREA).match(cell.text):
            continue
        for goal in _in_cell(reading, cell):
            goal = replace(goal, responsible=responsible.text if responsible else None)
            if name is not None:
                goal = replace(goal, label=name.text, quotes=(*goal.quotes, reading.quote(name)))
            if not indicator:
                target, baseline, deadline = (value.text if value else None for value in values)
                goal = replace(goal, target=target, baseline=baseline, deadline=deadline)
            yield goal


def of_areas(reading: Reading, named: Sequence[Statement]) -> list[Goal]:
    """Return the goals of overviews: of tables whose rows are focus areas, each with the goal that matters most."""
    areas = [one.name for one in named if isinstance(one, FocusArea)]
    return [goal for grid in grids(reading) if _is_overview(grid, areas) for goal in _of_grid(reading, grid)]


def _is_overview(grid: Grid, areas: Sequence[str]) -> bool:
    if grid.column(Kind.INDICATOR.value) is not None or len(grid.rows) < MIN_AREAS:
        return False
    for number in range(len(grid.columns)):
        cells = [row[number] for row in grid.rows if number < len(row) and row[number] is not None]
        named = sum(any(same(area, cues.title(cell.text)) for area in areas) for cell in cells if cell)
        if 3 * named >= 2 * len(grid.rows):
            return True
    return False


def _in_cell(reading: Reading, cell: Repaired) -> Iterator[Goal]:
    """Read the goals of a cell: of two paragraphs the first may be the name of what the other one states."""
    parts = [single_spaced(part) for part in split(cell, PARAGRAPH)]
    parts = [part for part in parts if not _is_bare_label(part.text)] or parts
    if len(parts) == NAMED and parts[1].text.endswith(".") and len(parts[0].text.split()) <= NAME_WORDS:
        name = make(reading, parts[0])
        goal = make(reading, parts[1])
        yield replace(goal, label=goal.label or name.text, quotes=(*goal.quotes, *name.quotes))
        return
    for piece in (piece for part in parts for piece in split(part, NEXT_IN_CELL)):
        if " " in piece.text or not cues.nouns(piece.text):  # "Mål" before its number is none
            yield make(reading, piece)


def _is_bare_label(text: str) -> bool:
    """Tell whether a text is only a label with a number: "Mål 1"."""
    match = cues.label(Kind.GOAL).match(f"{text} x")
    return match is not None and match.end() > len(text)


def unless_named(cells: Sequence[Goal], found: Sequence[Found], named: Sequence[Statement]) -> list[Goal]:
    """Leave out the cells that only name goals the text states at length, and those that name focus areas.

    An overview names goals by short names; it has then as many of them as the text has goals, or nearly.
    """
    names = [statement.name for statement in named]
    own = [goal for goal in cells if not any(same(goal.text, name) for name in names)]
    stated = [one.goal for one in found]
    again = [goal for goal in own if any(is_same(goal, other) for other in stated)]
    as_many = OVERVIEW * max(len(own), len(stated)) <= min(len(own), len(stated))
    named_so = bool(own) and all(goal.label for goal in own)
    new = not again and (named_so or kind_of([goal.text for goal in own]) is Kind.GOAL)
    return again if as_many and not new else own


def in_cells(reading: Reading) -> Iterator[Goal]:
    """Read cells of flattened tables that commit ("Vi vil ..."); they usually repeat goals of the text."""
    for block in reading.blocks:
        if block.role == "cell" and block.place is None and re.match(r"Vi vil\b", block.text):
            yield Goal(Kind.GOAL, block.text, (reading.quote(block.content),))

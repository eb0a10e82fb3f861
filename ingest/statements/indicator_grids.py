"""Indicators in tables whose rows and columns are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.cells import is_value
from ingest.model import FocusArea, Goal, Indicator, Kind, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.grids import BASELINE, DEADLINE, DIRECTION, REFERENCE, RESPONSIBLE, TARGET, Grid, grids
from ingest.statements.indicator import direction, groups, make
from ingest.statements.matching import same
from ingest.statements.references import References
from ingest.statements.splitting import PARAGRAPH, single_spaced, split
from ingest.statements.terms import known

MAX_REMARK_WORDS = 4
NEXT_IN_CELL = re.compile(r"(?<=[^.:,;])\s+(?=(?:Andel|Antal|Gennemsnitlig|Ventetid)\w*\b)|(?:^|\s+)•\s*")


def in_grids(references: References) -> Iterator[Indicator]:
    """Read the tables with rows and columns that have a column of indicators; a cell may hold several."""
    reading, goals = references.reading, references.goals
    for grid in grids(reading):
        told_goals = references.column(grid)
        within = references.area_of(told_goals)
        above = zip(told_goals, grid.cells(Kind.TARGET_GROUP.value), strict=True)
        measured_cells = zip(grid.own(Kind.GOAL.value), grid.own(Kind.INDICATOR.value), strict=True)
        by_order = _by_order([goal for goal, indicator in measured_cells if indicator], goals)
        areas = _areas(grid, references.named)
        beside = zip(*(grid.own(name) for name in (DIRECTION, TARGET, BASELINE, DEADLINE, RESPONSIBLE)), strict=True)
        rows = zip(grid.own(Kind.INDICATOR.value), above, areas, beside, strict=True)
        for number, (cell, (goal, group), area, fields) in enumerate(rows):
            if cell is None or grid.divides(number) or _is_remark(cell.text):
                continue
            way_told, target, baseline, deadline, responsible = (field.text if field else None for field in fields)
            pieces = [piece for part in split(cell, PARAGRAPH) for piece in split(single_spaced(part), NEXT_IN_CELL)]
            for piece in pieces:
                told_goal = None if grid.has_many_goals else goal
                measured = references.told(piece, area) or references.referred(told_goal, area or within)
                measured = by_order.get(measured, measured) if measured else None
                indicator = make(reading, piece, measured, groups(group.text) if group else ())
                yield replace(
                    indicator,
                    direction=direction(way_told) if way_told else direction(target or "") or indicator.direction,
                    target=known(target) if len(pieces) == 1 else None,
                    baseline=known(baseline) if len(pieces) == 1 else None,
                    deadline=deadline or (grid.year(TARGET) if target else None),
                    responsible=None if grid.is_for_goals(RESPONSIBLE) else responsible,
                )


def _is_remark(text: str) -> bool:
    """Tell whether a cell only says that there is no indicator yet: "Under udvikling"."""
    return is_value(text) and len(text.split()) <= MAX_REMARK_WORDS


def _areas(grid: Grid, named: Sequence[Statement]) -> list[str | None]:
    """Return the focus area that each row stands below, in a table that numbers the goals of each anew."""
    names = [one.name for one in named if isinstance(one, FocusArea)]
    areas: list[str | None] = []
    numbers: list[tuple[str, str]] = []
    for cell, indicator in zip(grid.own(Kind.GOAL.value), grid.own(Kind.INDICATOR.value), strict=True):
        area = areas[-1] if areas else None
        if cell is not None and indicator is None:
            area = next((name for name in names if same(name, cues.title(cell.text))), area)
        elif cell is not None and area is not None and REFERENCE.match(cell.text):
            numbers.append((area, cell.text))
        areas.append(area)
    first = {number for area, number in numbers if area == numbers[0][0]}
    anew = any(number in first for area, number in numbers if area != numbers[0][0])
    return areas if anew else [None] * len(areas)


def _by_order(cells: Sequence[Repaired | None], goals: Sequence[Goal]) -> dict[str, str]:
    """Return the goals that cells name in other words, where there are as many of both, in one order."""
    names = list(dict.fromkeys(cell.text for cell in cells if cell is not None and not REFERENCE.match(cell.text)))
    known = any(same(name, goal.name) or same(name, goal.text) for name in names for goal in goals)
    return (
        dict(zip(names, (goal.name for goal in goals), strict=True)) if len(names) == len(goals) and not known else {}
    )

"""Indicators: from lists, and from tables that the extraction flattened to cells.

A flattened table keeps its reading order: goal or focus area, then its indicators, each followed by its target group
where the table has that column. A cell is a goal or focus area if the text names one so, a target group if it repeats
one or stands alone without an indicator's words; else it is an indicator.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ingest.model import FocusArea, Goal, Indicator, Kind, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcements import NATIONAL, announcements
from ingest.statements.grids import DIRECTION, REFERENCE, grids
from ingest.statements.matching import key, same
from ingest.statements.reading import Reading

EVERYBODY = frozenset({"alle", "allemålgrupper", "alleborgere"})
SEPARATOR = re.compile(r"\s+(?:og|samt)\s+(?=[A-ZÆØÅ])|;\s*")
FINITE_VERB = re.compile(r"\b(?:er|har|skal|vil|kan|bliver)\b")
ALIKE = 0.7
MAX_CELL_WORDS = 30


def indicators(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> list[Indicator]:
    """Find the agreement's own indicators in reading order, linked to goals and target groups."""
    found = [
        *_from_grids(reading, goals, named),
        *_from_tables(reading, goals, named),
        *_from_lists(reading, goals),
        *_from_labels(reading),
    ]
    kept: list[Indicator] = []
    for indicator in found:
        at = next(
            (i for i, other in enumerate(kept) if other.text == indicator.text and other.goal == indicator.goal), None
        )
        if at is None:
            kept.append(indicator)
    return kept


def _make(reading: Reading, content: Repaired, goal: str | None, groups: tuple[str, ...] = ()) -> Indicator:
    return Indicator(
        Kind.INDICATOR,
        content.text,
        (reading.quote(content),),
        goal=goal,
        target_groups=groups,
        direction=direction(content.text),
    )


def direction(text: str) -> str | None:
    """Return "up" or "down" where the indicator's words say which way is better."""
    if cues.pattern("indicator", "down").search(text):
        return "down"
    return "up" if cues.pattern("indicator", "up").search(text) else None


def _from_grids(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> Iterator[Indicator]:
    """Read the tables with rows and columns that have a column of indicators."""
    for grid in grids(reading):
        if grid.column(Kind.INDICATOR.value) is None:
            continue
        columns = (Kind.INDICATOR.value, Kind.GOAL.value, Kind.TARGET_GROUP.value, DIRECTION)
        number = grid.column(Kind.INDICATOR.value) or 0
        for row, (_, goal, group, way) in zip(grid.rows, zip(*map(grid.cells, columns), strict=True), strict=True):
            cell = row[number] if number < len(row) else None
            if cell is not None:
                indicator = _make(reading, cell, _referred(goal, goals, named), _groups(group.text) if group else ())
                yield replace(indicator, direction=direction(way.text) if way else indicator.direction)


def _referred(cell: Repaired | None, goals: Sequence[Goal], named: Sequence[Statement]) -> str | None:
    """Return the goal that a cell names by its words, or by the number of its focus area and its own ("2.1")."""
    if cell is None:
        return None
    number = REFERENCE.match(cell.text)
    if not number:
        return next(
            (goal.name for goal in goals if same(goal.name, cell.text) or same(goal.text, cell.text)), cell.text
        )
    within = list(goals)
    place = int(number["first"])
    if number["second"]:
        areas = [one.name for one in named if isinstance(one, FocusArea) and not one.cross_cutting]
        area = areas[place - 1] if place <= len(areas) else None
        within = [goal for goal in goals if goal.focus_area == area]
        place = int(number["second"])
    return within[place - 1].name if 0 < place <= len(within) else None


def _from_lists(reading: Reading, goals: Sequence[Goal]) -> Iterator[Indicator]:
    for one in announcements(reading):
        if one.kind is not Kind.INDICATOR or NATIONAL.search(one.text.text):
            continue
        items = reading.items_after(one.index) if one.opens else reading.items_below(one.index)
        above = [goal for goal in goals if goal.quote.span.start < one.text.span().start]
        for item in items:
            yield _make(reading, reading.blocks[item].content, above[-1].name if above and one.opens else None)


def _from_labels(reading: Reading) -> Iterator[Indicator]:
    label = cues.pattern("indicator", "label")
    for block in reading.blocks:
        match = label.match(block.text)
        if match and block.role != "cell" and match.end() < len(block.text):
            yield _make(reading, block.content.slice(match.end(), len(block.text)), None)


def _from_tables(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> Iterator[Indicator]:
    for head, cells in tables(reading):
        title = reading.blocks[head].text
        if any(noun.kind is Kind.INDICATOR for noun in cues.nouns(title)) and not NATIONAL.search(title):
            yield from _Table(reading, title, goals, named).indicators(cells)


def tables(reading: Reading) -> Iterator[tuple[int, list[int]]]:
    """Yield each flattened table: the index of its column titles and those of its cells."""
    for index, block in enumerate(reading.blocks):
        if block.style != "head":
            continue
        end = index + 1
        while end < len(reading.blocks) and reading.blocks[end].role == "cell" and reading.blocks[end].style != "head":
            end += 1
        if end > index + 1:
            yield index, list(range(index + 1, end))


class _Table:
    """The reading of one flattened table."""

    def __init__(self, reading: Reading, title: str, goals: Sequence[Goal], named: Sequence[Statement]) -> None:
        self.reading = reading
        self.goals = goals
        self.areas = [statement for statement in named if statement.kind is Kind.FOCUS_AREA]
        self.has_groups = any(noun.kind is Kind.TARGET_GROUP for noun in cues.nouns(title))
        groups = (
            [statement.name for statement in named if statement.kind is Kind.TARGET_GROUP] if self.has_groups else []
        )
        self.groups = sorted({key(group) for group in groups}, key=len, reverse=True)

    def indicators(self, cells: Sequence[int]) -> list[Indicator]:
        """Read the cells in order; a target group belongs to the indicators before it that have none."""
        contents = [self.reading.blocks[index].content for index in cells]
        self._learn_groups(contents)
        goal: str | None = None
        found: list[Indicator] = []
        for content in contents:
            if self._is_group(content.text) and found:
                found[-1] = replace(found[-1], target_groups=found[-1].target_groups or _groups(content.text))
                continue
            named = self._goal(content.text)
            if named is not None or self._is_area(content.text):
                goal = named
                continue
            if len(content.text.split()) <= MAX_CELL_WORDS:
                indicator, group = self._divided(content)
                found.append(_make(self.reading, indicator, goal, _groups(group) if group else ()))
        return found

    def _goal(self, text: str) -> str | None:
        return next((goal.name for goal in self.goals if same(goal.name, text) or same(goal.text, text)), None)

    def _is_area(self, text: str) -> bool:
        return any(
            same(area.name, text) or key(text).startswith(key(area.name)) or same(area.text, text)
            for area in self.areas
        ) or bool(
            not self.has_groups
            and not cues.pattern("indicator", "cell").search(text)
            and re.search(r" – |\bfokus på\b", text)
        )

    def _is_group(self, text: str) -> bool:
        return self.has_groups and (key(text) in EVERYBODY or all(key(part) in self.groups for part in _groups(text)))

    def _learn_groups(self, contents: Sequence[Repaired]) -> None:
        """Take as target groups the cells that are repeated, or worded much like a group that the text names."""
        if not self.has_groups:
            return
        parts = [part for content in contents if not self._is_worded(content.text) for part in _groups(content.text)]
        counts = Counter(key(part) for part in parts)
        known = list(self.groups)
        alike = {name for name in counts if any(_alike(name, group) for group in known)}
        self.groups = sorted(
            {*known, *EVERYBODY, *alike, *(n for n, c in counts.items() if c > 1)}, key=len, reverse=True
        )

    def _is_worded(self, text: str) -> bool:
        """Tell whether a cell is worded as an indicator, or names a goal or a focus area."""
        cue = cues.pattern("indicator", "cell").search(text) or FINITE_VERB.search(text)
        return bool(cue) or self._goal(text) is not None or self._is_area(text)

    def _divided(self, content: Repaired) -> tuple[Repaired, str | None]:
        """Divide a line that holds an indicator and its target group; the group begins with a capital."""
        for match in re.finditer(r"\s(?=[A-ZÆØÅ])", content.text):
            rest = content.text[match.end() :]
            if self.has_groups and match.start() > 10 and all(key(part) in self.groups for part in _groups(rest)):
                return content.slice(0, match.start()), rest
        return content, None


def _alike(first: str, second: str) -> bool:
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _groups(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in SEPARATOR.split(text) if part.strip())

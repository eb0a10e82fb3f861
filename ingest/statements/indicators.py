"""Indicators: from lists, and from tables that the extraction flattened to cells.

A flattened table keeps its reading order: goal or focus area, then its indicators, each followed by its target group
where the table has that column. A cell is a goal or focus area if the text names one so, a target group if it repeats
one or stands alone without an indicator's words; else it is an indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.model import Goal, Indicator, Kind, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcements import NATIONAL, announcements
from ingest.statements.matching import key, same
from ingest.statements.reading import Reading

EVERYBODY = frozenset({"alle", "allemålgrupper", "alleborgere"})
SEPARATOR = re.compile(r"\s+(?:og|samt)\s+(?=[A-ZÆØÅ])|;\s*")
FINITE_VERB = re.compile(r"\b(?:er|har|skal|vil|kan|bliver)\b")
MAX_CELL_WORDS = 30


def indicators(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> list[Indicator]:
    """Find the agreement's own indicators in reading order, linked to goals and target groups."""
    found = [*_from_tables(reading, goals, named), *_from_lists(reading, goals), *_from_labels(reading)]
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
                goal = named or goal
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
        """Take cells that stand alone and are neither goals nor worded as indicators as target groups."""
        if not self.has_groups:
            return
        for content in contents:
            text = content.text
            worded = cues.pattern("indicator", "cell").search(text) or FINITE_VERB.search(text)
            if not worded and self._goal(text) is None and not self._is_area(text):
                self.groups.extend(key(part) for part in _groups(text) if len(part.split()) <= 8 and "," not in part)
        self.groups = sorted({*self.groups, *EVERYBODY}, key=len, reverse=True)

    def _divided(self, content: Repaired) -> tuple[Repaired, str | None]:
        """Divide a line that holds an indicator and its target group; the group begins with a capital."""
        for match in re.finditer(r"\s(?=[A-ZÆØÅ])", content.text):
            rest = content.text[match.end() :]
            if self.has_groups and match.start() > 10 and all(key(part) in self.groups for part in _groups(rest)):
                return content.slice(0, match.start()), rest
        return content, None


def _groups(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in SEPARATOR.split(text) if part.strip())

"""Indicators in tables that the extraction flattened to cells.

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

from ingest.model import Goal, Indicator, Kind, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcing import NATIONAL
from ingest.statements.indicator import groups, make
from ingest.statements.matching import key, same
from ingest.statements.reading import Reading

EVERYBODY = frozenset({"alle", "allemålgrupper", "alleborgere"})
FINITE_VERB = re.compile(r"\b(?:er|har|skal|vil|kan|bliver)\b")
ALIKE = 0.7
MAX_CELL_WORDS = 30
# Styles of cells that belong to no flattened table before them.
OWN = ("head", "grid")


def in_flattened_tables(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> Iterator[Indicator]:
    """Read the tables whose titles name indicators that are not national."""
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
        while end < len(reading.blocks) and reading.blocks[end].role == "cell" and reading.blocks[end].style not in OWN:
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
        known = [statement.name for statement in named if statement.kind is Kind.TARGET_GROUP and self.has_groups]
        self.groups = sorted({key(group) for group in known}, key=len, reverse=True)

    def indicators(self, cells: Sequence[int]) -> list[Indicator]:
        """Read the cells in order; a target group belongs to the indicators before it that have none."""
        contents = [self.reading.blocks[index].content for index in cells]
        self._learn_groups(contents)
        goal: str | None = None
        found: list[Indicator] = []
        for content in contents:
            if self._is_group(content.text) and found:
                found[-1] = replace(found[-1], target_groups=found[-1].target_groups or groups(content.text))
                continue
            named = self._goal(content.text)
            if named is not None or self._is_area(content.text):
                goal = named
                continue
            if len(content.text.split()) <= MAX_CELL_WORDS:
                indicator, group = self._divided(content)
                found.append(make(self.reading, indicator, goal, groups(group) if group else ()))
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
        return self.has_groups and (key(text) in EVERYBODY or all(key(part) in self.groups for part in groups(text)))

    def _learn_groups(self, contents: Sequence[Repaired]) -> None:
        """Take as target groups the cells that are repeated, or worded much like a group that the text names."""
        if not self.has_groups:
            return
        parts = [part for content in contents if not self._is_worded(content.text) for part in groups(content.text)]
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
        for match in re.finditer(r"\s(?=[A-ZÆØÅÉ])", content.text):
            rest = content.text[match.end() :]
            if self.has_groups and match.start() > 10 and all(key(part) in self.groups for part in groups(rest)):
                return content.slice(0, match.start()), rest
        return content, None


def _alike(first: str, second: str) -> bool:
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE

"""Topics against gold: is a topic there (presence), is it prioritised, is the level right.

Gold gives, for each topic and region, the levels that are right. Presence counts a level of 1 or more, "prioritised"
level 3; where gold allows several levels, any of them is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from search.evaluation.scores import Counts

Levels = Mapping[str, int | None]
"""The level that each region's agreement gives a topic, by the region's slug."""

PRIORITISED = 3


@dataclass
class TopicScores:
    """What was counted over all cells of topic and region."""

    presence: Counts = field(default_factory=Counts)
    prioritised: Counts = field(default_factory=Counts)
    exact: int = 0
    cells: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, topic: str, region: str, level: int, right: list[int]) -> None:
        """Count one cell."""
        self.cells += 1
        self.presence += _cell(level >= 1, any(one >= 1 for one in right), any(one == 0 for one in right))
        below = any(one < PRIORITISED for one in right)
        self.prioritised += _cell(level == PRIORITISED, PRIORITISED in right, below)
        if level in right:
            self.exact += 1
        else:
            self.wrong.append(f"{topic}, {region}: found {level}, right {right}")


def _cell(found: bool, may_be: bool, may_not_be: bool) -> Counts:
    if found:
        return Counts(right=1) if may_be else Counts(wrong=1)
    return Counts(missed=1) if may_be and not may_not_be else Counts()


def has_levels(gold: Mapping[str, Any]) -> bool:
    """Tell whether gold holds a cell, and levels in each of its cells."""
    cells = [cell for regions in gold.values() for cell in (regions.values() if isinstance(regions, dict) else [None])]
    return bool(cells) and all(isinstance(cell, dict) and isinstance(cell.get("levels"), list) for cell in cells)


def score_topics(gold: Mapping[str, Any], levels: Callable[[str], Levels]) -> TopicScores:
    """Compare the levels that `levels` gives for each topic's name with gold; a region it leaves out has level 0."""
    scores = TopicScores()
    for topic, cells in gold.items():
        found = levels(topic)
        for region, cell in cells.items():
            scores.add(topic, region, found.get(region) or 0, [int(level) for level in cell["levels"]])
    return scores

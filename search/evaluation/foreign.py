"""Topics that no agreement has: how often they are answered as if one had."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.evaluation.topics import Levels


@dataclass(frozen=True, slots=True)
class ForeignScores:
    """How many cells of topic and region there are, and those that have a level above 0."""

    cells: int
    wrong: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of the cells that are answered wrongly."""
        return len(self.wrong) / self.cells if self.cells else 0.0


def score_foreign(topics: Sequence[str], regions: Sequence[str], levels: Callable[[str], Levels]) -> ForeignScores:
    """Count the regions that get a level above 0 for a topic; other regions than these have no cell."""
    wrong = []
    for topic in topics:
        found = levels(topic)
        wrong += [f"{topic}, {region}: found {found[region]}" for region in regions if found.get(region)]
    return ForeignScores(len(topics) * len(regions), tuple(wrong))

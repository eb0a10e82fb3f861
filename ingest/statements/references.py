"""Which goal an indicator measures: the one that it names by words, number or code, or the one above it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.model import FocusArea, Goal, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.codes import goals_by_code
from ingest.statements.grids import REFERENCE, Grid
from ingest.statements.matching import NUMBER, key, same
from ingest.statements.reading import Reading
from ingest.statements.splitting import PARAGRAPH, single_spaced, split

# "Til 1.2: Andel ...", the goal that an indicator measures.
TO_GOAL = re.compile(
    r"^(?P<to>Til )?(?:til |[Mm]ål )?(?P<goal>\d{1,2}[.:]?(?:\d{1,2}|[a-zæøåé])|[A-ZÆØÅÉ]\d{1,2})"
    r"(?:\s*[:.)–-]\s+|(?(to)\s+(?=[A-ZÆØÅÉ])|(?!)))(?=\S)"
)
MIN_CODES = 2
NAME_AND_TEXT = 2


def _statement_in(cell: Repaired) -> Repaired:
    """Return what a cell of a goal says: of two paragraphs the second, below its name."""
    parts = split(cell, PARAGRAPH)
    return single_spaced(parts[-1] if len(parts) == NAME_AND_TEXT else cell)


@dataclass(frozen=True)
class References:
    """The goals of a document by what refers to them; `named` are its named statements, focus areas among them."""

    reading: Reading
    goals: Sequence[Goal]
    named: Sequence[Statement]

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return goals_by_code(self.reading, self.goals)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(key(goal.name) for goal in self.goals)

    def told(self, content: Repaired, area: str | None = None) -> str | None:
        """Return the goal whose number an indicator's text gives before it ("Til 2b: ...") or after it ("... (2b)")."""
        match = TO_GOAL.match(content.text) or cues.pattern("indicator", "to_goal").search(content.text)
        return self.referred(content.slice(*match.span("goal")), area) if match else None

    def referred(self, cell: Repaired | None, area: str | None = None) -> str | None:
        """Return the goal that a cell names by its code, its words, or its number, which may follow its focus area's.

        Args:
            cell: What refers to a goal, "2.1", "2b", "Mål 3" or a name; what names no known goal is returned as it is.
            area: The focus area whose goals are meant, where a table numbers the goals of each anew.
        """
        if cell is None:
            return None
        number = REFERENCE.match(cell.text)
        within = [goal for goal in self.goals if area in (None, goal.focus_area)]
        if not number:
            lead = NUMBER.match(cell.text)
            text = cell.text[lead.end() :] if lead else cell.text
            return next((goal.name for goal in within if same(goal.name, text) or same(goal.text, text)), text)
        code = self._codes.get(cell.text.strip(" .):"))
        if code and (area is None or any(goal.name == code for goal in within)):
            return code
        first, second = number["first"], number["second"]
        place = int(first) if first.isdigit() else ord(first.upper()) - ord("A") + 1
        if second:
            within = self._in_area(place)
            place = int(second) if second.isdigit() else ord(second.lower()) - ord("a") + 1
        return within[place - 1].name if 0 < place <= len(within) else None

    def column(self, grid: Grid) -> list[Repaired | None]:
        """Return the cells that tell which goal a row is about: of a column of goals, or of their codes or names."""
        told = grid.references([goal.name for goal in self.goals])
        if any(told):
            return [cell and _statement_in(cell) for cell in told]
        for number in range(len(grid.columns)):
            cells = [row[number] if number < len(row) else None for row in grid.rows]
            filled = [cell.text for cell in cells if cell]
            codes = [text in self._codes and not text.isdecimal() for text in filled]  # rows may be numbered too
            names = [key(text) in self._names for text in filled]
            if any(len(some) >= MIN_CODES and 3 * sum(some) >= 2 * len(some) for some in (codes, names)):
                return cells
        return told

    def area_of(self, cells: Sequence[Repaired | None]) -> str | None:
        """Return the focus area in whose section cells stand that number its goals, from 1 and no more than it has."""
        filled = [cell for cell in cells if cell is not None]
        numbers = [int(cell.text.rstrip(".")) for cell in filled if cell.text.rstrip(".").isdecimal()]
        if not numbers or len(numbers) < len(filled) or 1 not in numbers:
            return None
        path = self.reading.paths[self.reading.index_at(filled[0].span().start)]
        own = [
            goal.focus_area for goal in self.goals if any(same(goal.focus_area or "", cues.title(one)) for one in path)
        ]
        return own[0] if own and max(numbers) <= len(own) else None

    def _in_area(self, place: int) -> list[Goal]:
        """Return the goals of the focus area that stands at a place, counted from 1."""
        own = [one for one in self.named if isinstance(one, FocusArea) and not one.cross_cutting]
        areas = [one.name for one in sorted(own, key=lambda one: one.quote.span)]
        area = areas[place - 1] if 0 < place <= len(areas) else None
        return [goal for goal in self.goals if goal.focus_area == area]

    def above(self, index: int) -> list[Goal]:
        """Return the goals that a paragraph states itself, or else those before a block and after, or in, its heading.

        Where there are none, it is the goal of its section, which the nearest heading of a higher rank names ("### Mål
        2: ...", "#### Indikatorer").
        """
        blocks = self.reading.blocks
        place = blocks[index].content.span()
        own = [goal for goal in self.goals if any(place.covers(quote.span) for quote in goal.quotes)]
        if own and blocks[index].role == "paragraph":
            return own
        heading = next((i for i in range(index, -1, -1) if blocks[i].role == "heading"), 0)
        start, end = blocks[heading].content.span().start, blocks[index].content.span().start
        found = [goal for goal in self.goals if any(start <= quote.span.start < end for quote in goal.quotes)]
        return found or self._over(heading)

    def _over(self, heading: int) -> list[Goal]:
        blocks = self.reading.blocks
        rank = len(blocks[heading].style) if blocks[heading].style.startswith("#") else 0
        higher = (i for i in range(heading - 1, -1, -1) if blocks[i].role == "heading" and len(blocks[i].style) < rank)
        place = next((blocks[i].content.span() for i in higher), None)
        return [goal for goal in self.goals if place and any(place.covers(quote.span) for quote in goal.quotes)]

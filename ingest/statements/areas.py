"""Focus areas that a text calls nothing: the sections side by side in which its goals stand."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import FocusArea, Goal, Kind
from ingest.statements import cues
from ingest.statements.reading import Reading

MIN_AREAS = 2
MIN_SHARE = 0.8


def areas_of(reading: Reading, goals: Sequence[Goal]) -> list[FocusArea]:
    """Return the headings of the highest rank under which the goals divide, four fifths of them or more.

    Only where the ranks of headings are known. A heading that names a goal is none, nor are those that name a chapter
    of the genre or come again under each area.
    """
    if not reading.is_ranked or len(goals) < MIN_AREAS:
        return []
    paths = [_headings_above(reading, goal) for goal in goals]
    for rank in sorted({rank for path in paths for rank in path}):
        above = [path[rank] for path in paths if rank in path and _may_name(reading, path[rank])]
        if len(set(above)) >= MIN_AREAS and len(above) >= MIN_SHARE * len(goals):
            return [_area(reading, index) for index in sorted(set(above))]
    return []


def _headings_above(reading: Reading, goal: Goal) -> dict[int, int]:
    """Return the indices of the headings above a goal by rank; the goal's own heading is none."""
    start = goal.quote.span.start
    own = {quote.span for quote in goal.quotes}
    found: dict[int, int] = {}
    lowest = 0
    for index in range(reading.index_at(start) - 1, -1, -1):
        block = reading.blocks[index]
        if block.role == "heading" and (not lowest or len(block.style) < lowest):
            lowest = len(block.style)
            if block.content.span() not in own:
                found[lowest] = index
    return found


def _may_name(reading: Reading, index: int) -> bool:
    text = reading.blocks[index].text
    other = reading.comes_again(index) or reading.announces_nothing(index)
    return not other and not cues.names_section(text) and not text.endswith((".", "?"))


def _area(reading: Reading, index: int) -> FocusArea:
    content = reading.blocks[index].content
    body = tuple(reading.quote(reading.blocks[i].content) for i in reading.body(index))
    name = cues.title(content.text)
    return FocusArea(Kind.FOCUS_AREA, content.text, (reading.quote(content),), label=name, body=body)

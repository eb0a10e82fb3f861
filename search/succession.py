"""An agreement and the one that it replaces: which topics it takes up, drops, or gives another weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

import pyoxigraph as ox

from graph.prefixes import query_text
from graph.store import Asked
from ingest.errors import NotFoundError
from search.comparison import Comparison

QUERY: Final = "predecessors"
NEW, GONE, MORE, LESS, UNKNOWN = "new", "gone", "more", "less", "unknown"
CHANGES: Final = (NEW, GONE, MORE, LESS, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Change:
    """A topic whose level is another than before.

    Attributes:
        topic: Its slug.
        before: The level in the agreement that was replaced; `None` if unknown.
        now: The level in the one that replaces it; the same.
        kind: "new", "gone", "more", "less"; "unknown" where a silent fact sheet leaves it open.
    """

    topic: str
    before: int | None
    now: int | None
    kind: str


def predecessor(store: Asked, agreement: str, base: str) -> str:
    """Return the id of the agreement that an agreement, by its id, replaces.

    Raises:
        NotFoundError: It is not held here; the sentence says what the text tells of it.
    """
    query = query_text(QUERY, base)
    rows = [row for row in cast(ox.QuerySolutions, store.query(query)) if row["agreement"].value == agreement]
    held = next((row["predecessor"].value for row in rows if row["predecessor"] is not None), None)
    if held is not None:
        return str(held)
    stated = next((f" ('{row['stated'].value}')" for row in rows if row["stated"] is not None), "")
    raise NotFoundError(
        f"The agreement before '{agreement}'{stated} is not held here, so there is nothing to compare it with; add its "
        "text with `aftalegraf add`."
    )


def changes(comparison: Comparison, before: str, now: str) -> tuple[Change, ...]:
    """Return the topics whose level differs between two agreements, or may differ, in the order of the comparison."""
    found = (
        Change(topic, earlier.level, later.level, _kind(earlier.level, later.level))
        for topic in comparison.topics
        if (earlier := comparison.cells.get((topic, before))) and (later := comparison.cells.get((topic, now)))
        if earlier.level != later.level
    )
    return tuple(sorted(found, key=lambda one: CHANGES.index(one.kind)))


def _kind(before: int | None, now: int | None) -> str:
    if before is None or now is None:
        return UNKNOWN
    if not before:
        return NEW
    if not now:
        return GONE
    return MORE if now > before else LESS

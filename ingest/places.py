"""Where in its file a character of a document stands: the page of a PDF, the element of a web page, a paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from ingest.errors import SourceError

PAGE: Final = "side "


@dataclass(frozen=True, slots=True)
class Places:
    """Names of the places in a file, each from an offset on up to the next; empty for a file that is text itself.

    Attributes:
        starts: Offsets in the document as read, strictly rising.
        names: The name of the place that begins at each, such as "side 3" or "/html/body/main/p[14]".

    Raises:
        SourceError: There is not one name for each start, or the starts do not rise.
    """

    starts: tuple[int, ...] = ()
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        rising = all(before < after for before, after in pairwise((-1, *self.starts)))
        if len(self.starts) != len(self.names) or not rising:
            raise SourceError(
                f"Places must have one name for each rising start, not {len(self.names)} names for "
                f"{len(self.starts)} starts; read the document again."
            )

    @classmethod
    def of(cls, marks: Iterable[tuple[int, str]]) -> Places:
        """Gather places from starts and names in rising order; the last of one start counts, repeated names are one."""
        starts: list[int] = []
        names: list[str] = []
        for start, name in marks:
            if starts and starts[-1] == start:
                starts.pop()
                names.pop()
            if not names or names[-1] != name:
                starts.append(start)
                names.append(name)
        return cls(tuple(starts), tuple(names))

    def at(self, offset: int) -> str | None:
        """Return the name of the place of a character, or `None` before the first."""
        index = bisect_right(self.starts, offset)
        return self.names[index - 1] if index else None

    def page(self, offset: int) -> int | None:
        """Return the number of the page of a character, from 1, or `None` where the file has no pages."""
        name = self.at(offset) or ""
        number = name.removeprefix(PAGE)
        return int(number) if number != name and number.isdecimal() else None

    @property
    def paged(self) -> bool:
        """Whether the file has pages."""
        return any(name.startswith(PAGE) for name in self.names)

    def pack(self) -> dict[str, Sequence[int] | Sequence[str]]:
        """Return the places as lists for JSON; starts as distances, which pack well."""
        steps = [after - before for before, after in pairwise((0, *self.starts))]
        return {"steps": steps, "names": list(self.names)}

    @classmethod
    def unpack(cls, packed: dict[str, Any]) -> Places:
        """Return what `pack` packed."""
        starts: list[int] = []
        for step in packed["steps"]:
            starts.append(step + (starts[-1] if starts else 0))
        return cls(tuple(starts), tuple(packed["names"]))

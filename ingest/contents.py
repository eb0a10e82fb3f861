"""A text's table of contents: its lines, which state nothing, and the titles it lists, which are headings below.

It is told by lines that end with page numbers which never fall, dots before them or not, or else by the title
"Indhold" over short lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.headings import NUMBERED
from ingest.source import Line

ENTRY = re.compile(r"^(?P<title>(?=.*[^\W\d]{3}).{3,90}?)(?:\s*(?:\.\s?){3,}|\s+|\t)(?P<page>\d{1,3})$")
ALONE = re.compile(r"^(?P<page>\d{1,3})$")
HEADING = re.compile(r"^(?:#+ )?(?:indhold|indholdsfortegnelse|oversigt over indholdet)[.:]?$", re.IGNORECASE)
MIN_ENTRIES = 4
REACH = 2


@dataclass(frozen=True)
class Contents:
    """The numbers of the lines that list a text's contents, and the keys of the titles listed."""

    numbers: frozenset[int]
    titles: frozenset[str]

    def lists(self, text: str) -> bool:
        """Tell whether a text is a title that is listed."""
        return title_key(text) in self.titles


def title_key(text: str) -> str:
    """Reduce a title to what its listing and its heading share."""
    return " ".join(NUMBERED.sub("", text.lstrip("# ")).casefold().rstrip(" .:").split())


def contents(lines: Sequence[Line]) -> Contents:
    """Find the table of contents of a text, if it has one."""
    filled = [line for line in lines if line.text]
    after = next((index + 1 for index, line in enumerate(filled) if HEADING.match(line.text)), None)
    headed = after is not None
    runs = [_run(filled[start:], headed) for start in ([after] if headed else range(min(len(filled), 60)))]
    entries = max(runs, key=len, default=[])
    if len(entries) < MIN_ENTRIES:
        return Contents(frozenset(), frozenset())
    numbers = frozenset(line.number for entry in entries for line in entry.lines)
    return Contents(numbers, frozenset(title_key(entry.title) for entry in entries))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A title as it is listed, and its lines."""

    title: str
    lines: Sequence[Line]


def _run(lines: Sequence[Line], headed: bool) -> list[_Entry]:
    """Return the entries of lines that end with page numbers which do not fall; a title may run over two lines.

    Below the title "Indhold" the page number may have a line of its own, as an extraction with a cell a line leaves it.
    """
    found: list[_Entry] = []
    held: list[Line] = []
    page = 0
    for line in lines:
        match = (ALONE if headed and held else ENTRY).match(line.text) or ENTRY.match(line.text)
        if match and int(match["page"]) >= page and not line.text.endswith("%"):
            own = match.groupdict().get("title") or " ".join(other.text for other in held)
            found.append(_Entry(own, [*held, line]))
            held, page = [], int(match["page"])
        elif len(held) < REACH - 1 and (found or headed):
            held.append(line)
        else:
            break
    return found


def without_contents(lines: Sequence[Line], listed: Contents) -> list[Line]:
    """Return the lines with those of the table of contents emptied."""
    return [replace(line, text="") if line.number in listed.numbers else line for line in lines]

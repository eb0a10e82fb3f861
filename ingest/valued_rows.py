"""Tables that an extraction flattened to one cell a line, whose rows end with their values: "... / 412 / Højst 250".

As many values close each row, two or more; the titles of their columns, which say when or what ("Nu", "I 2029"), stand
last among the titles. What stands before a row's values is what is counted, over several lines if need be. If a column
is titled besides, its cells span rows: such a line comes again elsewhere in the text, as the name of a goal does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import Block, make_block
from ingest.cells import VALUE_TITLE, is_value
from ingest.repair import Repairer
from ingest.source import Line

NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+(?=[A-ZÆØÅÉ])")
MIN_ROWS = 3
MIN_VALUES = 2
MAX_NAME = 4
MAX_TITLES = 6
MAX_MORE = 15  # characters behind the words of a title of values
SPANNING = 2  # titles besides those of the values: what is counted, and what it belongs to


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's lines: what it belongs to, if that is said anew, what it counts, and its values."""

    above: Sequence[Line]
    name: Sequence[Line]
    values: Sequence[Line]


def valued_tables(lines: Sequence[Line], repairer: Repairer) -> list[Block]:
    """Return the cells of all such tables; their `lines` are taken, and are nobody else's."""
    filled = [line for line in lines if line.text]
    titled = [_titles_values(line.text) for line in filled]
    known = Counter(_key(line.text) for line in filled) if any(titled) else Counter[str]()
    found: list[Block] = []
    index = 0
    while index < len(filled):
        titles = _titles(filled, index, titled)
        rows, end = _rows(filled, index + len(titles), len(titles), known) if titles else ([], index)
        if len(rows) >= MIN_ROWS:
            found += _cells(titles, rows, repairer)
        index = end if len(rows) >= MIN_ROWS else index + 1
    return found


def _titles(filled: Sequence[Line], start: int, titled: Sequence[bool]) -> Sequence[Line]:
    """Return the lines of titles that begin at a line: one or two, and then those of the values."""
    for first in (1, SPANNING):
        end = start + first
        while end < min(len(filled), start + MAX_TITLES) and titled[end]:
            end += 1
        if end - start - first >= MIN_VALUES and _is_plain(filled[start : start + first]):
            return filled[start:end]
    return ()


def _is_plain(lines: Sequence[Line]) -> bool:
    return not any(is_value(line.text) or line.text.endswith(".") for line in lines)


def _titles_values(text: str) -> bool:
    title = VALUE_TITLE.match(text)
    return title is not None and len(text) <= title.end() + MAX_MORE


def _rows(filled: Sequence[Line], start: int, titles: int, known: Counter[str]) -> tuple[list[_Row], int]:
    """Return the rows from a line on and the line after them; all close with as many values as the titles tell."""
    rows: list[_Row] = []
    while True:
        first = next(
            (i for i in range(start, min(start + MAX_NAME + 1, len(filled))) if is_value(filled[i].text)), None
        )
        last = first
        while last is not None and last < len(filled) and is_value(filled[last].text):
            last += 1
        count = titles - 1 - _spans(rows, titles, first, last)
        if first is None or last is None or first == start or last - first != count:
            return rows, start
        name = filled[start:first]
        spanning = count == titles - SPANNING and len(name) > 1 and _is_known(name[0], known)
        rows.append(_Row(name[:1] if spanning else (), name[1:] if spanning else name, filled[first:last]))
        start = last


def _spans(rows: Sequence[_Row], titles: int, first: int | None, last: int | None) -> int:
    """Return 1 if the rows have a value less than the titles allow, since one title is of what spans rows."""
    values = len(rows[0].values) if rows else (last or 0) - (first or 0)
    return int(values == titles - SPANNING)


def _is_known(line: Line, known: Counter[str]) -> bool:
    return NUMBERED.match(line.text) is not None or known[_key(line.text)] > 1


def _key(text: str) -> str:
    return NUMBERED.sub("", text).casefold().strip(" .:")


def _cells(titles: Sequence[Line], rows: Sequence[_Row], repairer: Repairer) -> Iterator[Block]:
    spanned = len(titles) - len(rows[0].values) - 1
    table: list[list[Sequence[Line]]] = [[[title] for title in titles]]
    table += [[*([row.above] if spanned else []), row.name, *([value] for value in row.values)] for row in rows]
    for number, row in enumerate(table):
        for column, lines in enumerate(row):
            if lines:
                cell = make_block("cell", lines, repairer)
                yield Block("cell", cell.content, cell.lines, "grid", (number, column))

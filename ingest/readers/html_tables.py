"""Tables of web pages to rows of cells: merged cells stand once, where they begin."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ingest.readers.characters import clean
from ingest.readers.outline import Cell

MAX_COLUMNS = 200
MAX_SPAN = 1000
LAYOUT_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "table")


def is_data(table: Any) -> bool:
    """Tell whether a table is one, and not a page's layout: two columns or more, no headings or tables inside."""
    if table.get("role") in ("presentation", "none") or any(one is not table for one in table.iter(*LAYOUT_TAGS)):
        return False
    return any(len(_cells(row)) > 1 for row in table.iter("tr"))


def table_rows(table: Any, path: str, texts: Callable[[Any], tuple[list[str], bool]]) -> list[list[Cell | None]]:
    """Return a table's rows, all of one length; the foot stands last."""
    rows = list(enumerate(table.iter("tr"), start=1))
    rows.sort(key=lambda row: row[1].getparent().tag == "tfoot")
    grid: list[list[Cell | None]] = []
    covered: dict[int, int] = {}
    for number, row in rows:
        grid.append(_row(row, covered, f"({path}//tr)[{number}]", texts))
    width = max((len(row) for row in grid), default=0)
    return [[*row, *[None] * (width - len(row))] for row in grid]


def _row(
    row: Any, covered: dict[int, int], path: str, texts: Callable[[Any], tuple[list[str], bool]]
) -> list[Cell | None]:
    """Read a row; `covered` tells for how many rows more a column lies under a merged cell."""
    line: list[Cell | None] = []
    new: dict[int, int] = {}
    for number, element in enumerate(_cells(row), start=1):
        while covered.get(len(line), 0) > 0:
            line.append(None)
        if len(line) >= MAX_COLUMNS:
            break
        columns = min(_span(element, "colspan"), MAX_COLUMNS - len(line))
        found, is_list = texts(element)
        cell = Cell(tuple(text for text in map(clean, found) if text), f"{path}/*[{number}]", is_list, columns)
        for column in range(len(line), len(line) + columns):
            new[column] = _span(element, "rowspan") - 1
        line += [cell, *[None] * (columns - 1)]
    for column in list(covered):
        covered[column] -= 1
    covered.update({column: rows for column, rows in new.items() if rows > 0})
    return line


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row.iterchildren("td", "th") if cell.get("hidden") is None]


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), MAX_SPAN) if re.fullmatch(r"[0-9]{1,6}", value) else 1

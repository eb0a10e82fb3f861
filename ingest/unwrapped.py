"""Plain text that a word processor saved: every line is a paragraph, and tabs divide the cells of tables.

Told from text with line breaks by its long lines: an extraction breaks lines at the page's width, at 120 characters at
most, while here a good part of a text stands in longer ones.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.blocks import Block, plain_blocks
from ingest.repair import Repaired, Repairer
from ingest.source import Line

LONG = 140
MUCH = 0.25
LIST_MARK = re.compile(r"(?:[^\w\s]|o|\w{1,2}[.)])\t")
NESTED = re.compile(r"o\t")
CONTENTS = re.compile(r"\t\d{1,3}$")
MIN_ROWS = 2


def is_unwrapped(lines: Sequence[Line]) -> bool:
    """Tell whether much of a text stands in lines that no page is wide enough for."""
    total = sum(len(line.text) for line in lines)
    return sum(len(line.text) for line in lines if len(line.text) > LONG) > MUCH * total


def unwrapped_blocks(lines: Sequence[Line], repairer: Repairer) -> Iterator[Block]:
    """Yield the blocks of such a text; a table of contents is left out."""
    for tabbed, run in groupby(lines, key=_is_tabbed):
        some = list(run)
        if tabbed and len(some) >= MIN_ROWS:
            yield from _cells(some)
            continue
        for line in some:
            if line.text and not CONTENTS.search(line.text):
                yield from (_nested(block, line) for block in plain_blocks([_without_mark(line)], repairer))


def _is_tabbed(line: Line) -> bool:
    """Tell whether a line has cells: a tab that stands neither behind a list's mark nor before a page number."""
    mark = LIST_MARK.match(line.text)
    inside = "\t" in line.text[mark.end() if mark else 0 :]
    return (inside and CONTENTS.search(line.text) is None) or (bool(line.text) and "\t" in line.text and mark is None)


def _without_mark(line: Line) -> Line:
    """Replace the "o" that stands for a nested bullet by a bullet; it keeps its place."""
    return replace(line, text="•" + line.text[1:]) if NESTED.match(line.text) else line


def _nested(block: Block, line: Line) -> Block:
    """Mark an item of the second level, as its reader sees it."""
    return replace(block, style="sub") if block.role == "item" and NESTED.match(line.text) else block


def _cells(rows: Sequence[Line]) -> Iterator[Block]:
    """Yield the cells of rows; leading tabs are empty cells."""
    for number, line in enumerate(rows):
        column, start = line.indent, 0
        for piece in line.text.split("\t"):
            offsets = array("l", range(line.start + start, line.start + start + len(piece)))
            content = Repaired(piece, offsets).slice(0, len(piece))
            if content.text:
                yield Block("cell", content, (line,), "grid", (number, column))
            column, start = column + 1, start + len(piece) + 1

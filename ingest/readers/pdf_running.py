"""Running headers, footers and page numbers: lines at the edge of pages that come again at the same height.

They stand apart from the text, by more than a paragraph does, and are not set larger: without these two conditions the
first lines of pages that begin alike were lost ("Mål 1", "Mål 2").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_columns import rows
from ingest.readers.pdf_words import Word

EDGE_SHARE = 0.12
HEIGHT_STEP = 6
MAX_LINES = 3
GAP = 1.8
MIN_PAGES = 3
MIN_NUMBERED_PAGES = 2
MAX_SIZE = 1.05  # of the running text; what is larger is a heading, even if it comes again ("Mål 1", "Mål 2")
DIGITS = re.compile(r"\d+")


def without_running(pages: Sequence[Sequence[Word]], heights: Sequence[float]) -> list[list[Word]]:
    """Return the fragments of each page without those of running lines."""
    sizes = [one.size for page in pages for one in page for _ in one.text]
    body = median(sizes) if sizes else 0
    edges = [_edge_lines(page, height, body) for page, height in zip(pages, heights, strict=True)]
    counts = Counter(key for lines in edges for key in {key for key, _ in lines})
    kept = []
    for page, lines in zip(pages, edges, strict=True):
        spans = [line for key, line in lines if counts[key] >= (MIN_NUMBERED_PAGES if "#" in key[0] else MIN_PAGES)]
        kept.append([one for one in page if not any(_within(one, line) for line in spans)])
    return kept


def _edge_lines(page: Sequence[Word], height: float, body: float) -> list[tuple[tuple[str, int], Word]]:
    lines = rows(page)
    found = [
        *(line for line in _apart(lines) if line.y0 > (1 - EDGE_SHARE) * height),
        *(line for line in _apart(lines[::-1]) if line.y1 < EDGE_SHARE * height),
    ]
    return [
        ((DIGITS.sub("#", line.text).casefold(), round(line.middle / HEIGHT_STEP)), line)
        for line in found
        if line.size <= MAX_SIZE * body
    ]


def _apart(lines: Sequence[Word]) -> list[Word]:
    """Return the outermost lines, if a gap follows them; a page that holds nothing else has none to compare with."""
    for count, (outer, inner) in enumerate(pairwise(lines[: MAX_LINES + 1]), start=1):
        if abs(outer.middle - inner.middle) > GAP * max(outer.size, inner.size):
            return list(lines[:count])
    return list(lines) if len(lines) == 1 else []


def _within(one: Word, line: Word) -> bool:
    return line.y0 <= one.middle <= line.y1 and line.x0 <= one.center <= line.x1

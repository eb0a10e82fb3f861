"""Running headers, footers and page numbers: short lines at the edge of pages that come again at the same height.

To lose a line of the text is worse than to keep a running one, so all must hold: it stands apart from the text by more
than paragraphs do, is not set larger, is no sentence, and comes again on three pages, or two of a few - the same, or
with a number that counts as the pages do (on two, if it is nothing but a page number). With numbers merely left out of
the comparison the first lines of paragraphs that begin alike were lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_columns import rows
from ingest.readers.pdf_words import Word

EDGE_SHARE = 0.12
HEIGHT_STEP = 6
MAX_LINES = 3
MAX_WORDS = 14
GAP = 2.2
MIN_PAGES = 3
FEW_PAGES = 8
MIN_NUMBERED_PAGES = 2
MAX_SIZE = 1.05  # of the running text; what is larger is a heading, even if it comes again
NUMBER = re.compile(r"\d{1,4}")
PAGE_NUMBER = re.compile(r"(?:side |s\. ?|[-–|] ?)?#-?\d+(?: ?(?:af|/|-|–|\|) ?\d*)?", re.IGNORECASE)

Key = tuple[str, int]


def without_running(pages: Sequence[Sequence[Word]], heights: Sequence[float]) -> list[list[Word]]:
    """Return the fragments of each page without those of running lines."""
    lengths = [one.size for page in pages for one in page for _ in one.text]
    body = median(lengths) if lengths else 0.0
    edges = [_edge_lines(page, height, body) for page, height in zip(pages, heights, strict=True)]
    keys = [[set(_keys(line, number)) for line in lines] for number, lines in enumerate(edges)]
    counts = Counter(key for page in keys for key in set().union(*page))
    enough = MIN_PAGES if len(pages) > FEW_PAGES else MIN_NUMBERED_PAGES
    kept = []
    for page, lines, named in zip(pages, edges, keys, strict=True):
        running = [
            line
            for line, own in zip(lines, named, strict=True)
            if any(counts[key] >= (MIN_NUMBERED_PAGES if PAGE_NUMBER.fullmatch(key[0]) else enough) for key in own)
        ]
        kept.append([one for one in page if not any(_within(one, line) for line in running)])
    return kept


def _keys(line: Word, page: int) -> Iterator[Key]:
    """Yield what tells a line from others: its words and height, also with its first or last number as page number."""
    text, height = line.text.casefold(), round(line.middle / HEIGHT_STEP)
    yield text, height
    numbers = list(NUMBER.finditer(text))
    for match in numbers[:1] + numbers[1:][-1:]:
        yield f"{text[: match.start()]}#{int(match.group()) - page}{text[match.end() :]}", height


def _edge_lines(page: Sequence[Word], height: float, body: float) -> list[Word]:
    lines = rows(page)
    found = [
        *(line for line in _apart(lines) if line.y0 > (1 - EDGE_SHARE) * height),
        *(line for line in _apart(lines[::-1]) if line.y1 < EDGE_SHARE * height),
    ]
    return [line for line in found if line.size <= MAX_SIZE * body and _is_short(line.text)]


def _is_short(text: str) -> bool:
    return len(text.split()) <= MAX_WORDS and not text.endswith((".", ":", ";", ",", "-"))


def _apart(lines: Sequence[Word]) -> list[Word]:
    """Return the outermost lines, if a gap follows them."""
    for count, (outer, inner) in enumerate(pairwise(lines[: MAX_LINES + 1]), start=1):
        if abs(outer.middle - inner.middle) > GAP * max(outer.size, inner.size):
            return list(lines[:count])
    return list(lines) if len(lines) == 1 else []


def _within(one: Word, line: Word) -> bool:
    return line.y0 <= one.middle <= line.y1 and line.x0 <= one.center <= line.x1

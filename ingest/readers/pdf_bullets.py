"""Bullets that a PDF draws as shapes and not as letters, as browsers do when they print a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.readers.pdf_words import Word

SMALLEST, LARGEST = 1.5, 8.0
SQUARE = 1.3  # how much longer than wide a disc may be
NEAR = 2.0  # of the type: how far behind a bullet its text begins
LEVEL = 0.4  # of the type: how far a bullet's middle is from that of its line
MAX_OBJECTS = 4000


def with_bullets(page: Any, words: Sequence[Word]) -> list[Word]:
    """Return a page's words with a "•" before each that a small round or square shape stands before."""
    found = list(words)
    for x0, y0, x1, y1 in _discs(page):
        middle = (y0 + y1) / 2
        after = [
            (word.x0, place)
            for place, word in enumerate(found)
            if 0 <= word.x0 - x1 < NEAR * word.size and abs(word.middle - middle) < LEVEL * word.size
        ]
        if after:
            place = min(after)[1]
            word = found[place]
            found.insert(place, Word("•", x0, word.y0, x1, word.y1, word.size, word.bold, word.font))
    return found


def _discs(page: Any) -> list[tuple[float, float, float, float]]:
    """Return the boxes of the small shapes of a page; none if it holds so many that it is a drawing."""
    import pypdfium2.raw as pdfium

    found = []
    for number, item in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4)):
        if number >= MAX_OBJECTS:
            return []
        x0, y0, x1, y1 = item.get_bounds()
        shorter, longer = sorted((x1 - x0, y1 - y0))
        if shorter >= SMALLEST and longer <= min(LARGEST, SQUARE * shorter):
            found.append((x0, y0, x1, y1))
    return found

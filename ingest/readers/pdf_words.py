"""The words of a PDF page with their boxes, and the fragments of lines that they make.

Read character by character, because pdfium's own lines run across columns, and its text by rectangles loses the
hyphens at line ends (it marks them with U+FFFE or U+0002).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from ingest.readers.characters import clean

HYPHENS = frozenset({0x02, 0x2010, 0xFFFE})
PRIVATE = range(0xE000, 0xF900)
WORD_GAP = 0.22  # of the font size; a space is 0.25 or more, letters are spaced less
FRAGMENT_GAP = 1.2
JUMP_GAP = 0.6
SAME_LINE = 0.4
RAISED = 0.8
BOLD = 600
BOLD_NAME = re.compile("bold|black|heavy", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or, joined, a fragment of a line, in points from the page's lower left corner.

    Attributes:
        font: The name of its font, or nothing where several are mixed.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    font: str = ""

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2

    @property
    def center(self) -> float:
        """The middle from left to right."""
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class _Open:
    """A word that is being read."""

    characters: list[str]
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    font: str

    def closed(self) -> Word | None:
        text = clean("".join(self.characters))
        if not text:
            return None
        return Word(text, self.x0, self.y0, self.x1, self.y1, self.size, self.bold, self.font)


def page_words(page: Any) -> list[Word]:
    """Return the words of a page in the order in which they were drawn."""
    text_page = page.get_textpage()
    try:
        return [word for word in _words(text_page, *page.get_size()) if word]
    finally:
        text_page.close()


def _words(text_page: Any, width: float, height: float) -> Iterator[Word | None]:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    place = ctypes.byref(box)
    raw = text_page.raw
    now: _Open | None = None
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (0x20, 0xA0, 0x0D, 0x0A, 0x09, 0):
            if now:
                yield now.closed()
            now = None
            continue
        if not pdfium.FPDFText_GetLooseCharBox(raw, index, place):
            continue
        if box.right < 0 or box.left > width or box.top < 0 or box.bottom > height:
            continue
        size = _size(pdfium, raw, index)
        if now and _is_note_mark(now, code, size, box):
            continue
        if now and _breaks(now, box, size):
            yield now.closed()
            now = None
        if now is None:
            font = _font(pdfium, raw, index)
            bold = pdfium.FPDFText_GetFontWeight(raw, index) >= BOLD or BOLD_NAME.search(font) is not None
            now = _Open([], box.left, box.bottom, box.right, box.top, size, bold, font)
        now.characters.append(_character(code, bool(now.characters)))
        now.x1 = max(now.x1, box.right)
    if now:
        yield now.closed()


def _size(pdfium: Any, raw: Any, index: int) -> float:
    """Return a character's size as it is shown: what prints web pages sets large type and scales it down."""
    matrix = pdfium.FS_MATRIX()
    scale = hypot(matrix.c, matrix.d) if pdfium.FPDFText_GetMatrix(raw, index, ctypes.byref(matrix)) else 1.0
    return (pdfium.FPDFText_GetFontSize(raw, index) or 1.0) * (scale or 1.0)


def _character(code: int, inside: bool) -> str:
    """Return a character; a bullet from a font of symbols becomes one that is known."""
    if code in HYPHENS:
        return "-"
    if code in PRIVATE and not inside:
        return "•"
    return chr(code) if code <= 0x10FFFF else " "


def _font(pdfium: Any, raw: Any, index: int) -> str:
    """Return the name of a character's font, without the letters that mark a subset ("ABCDEF+Serif-Bold")."""
    name = ctypes.create_string_buffer(96)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, 96, ctypes.byref(flags))
    return name.value.decode("latin-1").rpartition("+")[2]


def _breaks(now: _Open, box: Any, size: float) -> bool:
    """Tell whether a character begins a new word though no space stands before it."""
    if abs((box.top + box.bottom) / 2 - (now.y1 + now.y0) / 2) > SAME_LINE * max(size, now.size):
        return True
    return bool(box.left - now.x1 > WORD_GAP * size or box.left < now.x0 - size)


def _is_note_mark(now: _Open, code: int, size: float, box: Any) -> bool:
    """Tell whether a character is a raised small digit after a word: the mark of a footnote."""
    word = "".join(now.characters)
    raised = size < RAISED * now.size and box.bottom > now.y0 + 0.15 * now.size
    return chr(code).isdigit() and raised and len(word.rstrip('.,;:)”"')) >= 3 and not word[-1].isdigit()


def fragments(words: Sequence[Word]) -> list[Word]:
    """Join words that were drawn one after the other on one line, up to a wide gap."""
    found: list[list[Word]] = []
    for word in words:
        if found and _follows(found[-1][-1], word, FRAGMENT_GAP):
            found[-1].append(word)
        else:
            found.append([word])
    joined = sorted((joined_words(group) for group in found), key=lambda one: (-round(one.middle), one.x0))
    merged: list[Word] = []
    for one in joined:
        if merged and _follows(merged[-1], one, JUMP_GAP):
            merged[-1] = joined_words([merged[-1], one])
        else:
            merged.append(one)
    return merged


def _follows(before: Word, after: Word, gap: float) -> bool:
    size = max(before.size, after.size)
    same = abs(before.middle - after.middle) < SAME_LINE * size
    return same and -0.5 * size < after.x0 - before.x1 < gap * size


def joined_words(words: Sequence[Word], glue: str = " ") -> Word:
    """Join words to one; its height and size are those of the longest, since bullets are often set larger."""
    main = max(words, key=lambda word: len(word.text))
    return Word(
        glue.join(word.text for word in words),
        min(word.x0 for word in words),
        main.y0,
        max(word.x1 for word in words),
        main.y1,
        main.size,
        all(word.bold for word in words),
        main.font
        if all(word.font in (main.font, "") or (word is not main and _is_mark(word)) for word in words)
        else "",
    )


def _is_mark(word: Word) -> bool:
    return not any(map(str.isalnum, word.text))

"""PDF to lines of plain text in reading order, by pdfium; a place is a page.

Columns are read one after the other, tables with rules become pipe tables, running lines are left out, and blank lines
stand where the distance, the size or the weight of the type changes. Hyphens at line ends stay, for the repair stage to
decide on. Not PyMuPDF (AGPL), not pdfplumber (149 ms a page; this takes 27).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from statistics import median
from typing import Any

from ingest.errors import SourceError
from ingest.headings import MARK
from ingest.places import PAGE, Places
from ingest.readers.outline import GUARD
from ingest.readers.pdf_bullets import with_bullets
from ingest.readers.pdf_columns import reading_order
from ingest.readers.pdf_rules import page_rules
from ingest.readers.pdf_running import without_running
from ingest.readers.pdf_tables import Table, tables
from ingest.readers.pdf_type import Type
from ingest.readers.pdf_words import Word, fragments, page_words
from ingest.source import Source

MAX_PAGES = 1000
END_MARK = b"%%EOF"
END_BYTES = 4096
MAX_UNREADABLE = 0.2
PARAGRAPH_GAP = 1.3
SIZE_CHANGE = 0.08
SCANNED = 0.5
BREAK = ""
TABLE_MARK = "\0"  # no text of a PDF holds it


def read_pdf(data: bytes, name: str) -> Source:
    """Read a PDF.

    Raises:
        SourceError: It is protected, cut off, damaged, scanned, too long, or its fonts tell no letters.
    """
    document = _open(data, name)
    try:
        pages = [_page(document, index, name) for index in range(len(document))]
    finally:
        document.close()
    _check(pages, name)
    bodies = without_running([page.fragments for page in pages], [page.height for page in pages])
    parts = [_parts(body, page.tables) for body, page in zip(bodies, pages, strict=True)]
    type_ = Type.of(part for page in parts for part in page if not isinstance(part, Table))
    return _written(_joined_tables([_lines(page, type_) for page in parts]))


def _written(pages: Sequence[Sequence[str]]) -> Source:
    """Join the lines of pages, a blank line between them, with the page of each character."""
    text: list[str] = []
    marks: list[tuple[int, str]] = []
    length = 0
    for number, lines in enumerate(pages, 1):
        if not lines:
            continue
        part = "\n".join(lines) + "\n"
        part = part if not text or (lines[0].startswith("|") and text[-1].endswith("|\n")) else "\n" + part
        marks.append((length + (len(part) - len(part.lstrip("\n"))), f"{PAGE}{number}"))
        text.append(part)
        length += len(part)
    return Source("", "".join(text), "text", Places.of(marks))


class _Page:
    """What was found on a page."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw as pdfium

        self.height: float = page.get_height()
        words = with_bullets(page, page_words(page))
        self.has_image = not words and any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4))
        self.characters = sum(len(word.text) for word in words)
        self.unreadable = sum(word.text.count("\ufffd") for word in words)
        self.tables = tables(words, *page_rules(page)) if words else []
        self.fragments = fragments([word for word in words if not any(one.holds(word) for one in self.tables)])


def _open(data: bytes, name: str) -> Any:
    import pypdfium2

    if END_MARK not in data[-END_BYTES:]:
        raise SourceError(f"{name} is cut off (it lacks the end mark %%EOF of a PDF); fetch it again.")
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise SourceError(f"{name} is protected by a password; save a copy without one.") from None
        raise SourceError(f"{name} is a damaged PDF; fetch it again, or print it to a new PDF.") from None
    if not 0 < count <= MAX_PAGES:
        raise SourceError(f"{name} has {count:,} pages and 1 to {MAX_PAGES:,} are read; split it.")
    return document


def _page(document: Any, index: int, name: str) -> _Page:
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        raise SourceError(
            f"Page {index + 1} of the {len(document):,} that {name} claims cannot be read; print it to a new PDF."
        ) from None
    try:
        return _Page(page)
    except pypdfium2.PdfiumError:
        raise SourceError(f"Page {index + 1} of {name} is damaged; print it to a new PDF.") from None
    finally:
        page.close()


def _check(pages: Sequence[_Page], name: str) -> None:
    """Refuse what holds no text, or none that means anything."""
    characters = sum(page.characters for page in pages)
    scanned = sum(page.has_image for page in pages)
    if scanned > SCANNED * len(pages) or (scanned and not characters):
        raise SourceError(
            f"{name} is scanned ({scanned} of its {len(pages)} pages are images without text); run OCR on it first, "
            "for example with ocrmypdf."
        )
    if not characters:
        raise SourceError(f"{name} holds no text on its {len(pages)} pages; run OCR on it first if it shows any.")
    if sum(page.unreadable for page in pages) > MAX_UNREADABLE * characters:
        raise SourceError(f"The fonts of {name} do not tell which letters they show; run OCR on it first.")


def _parts(found: Sequence[Word], held: Sequence[Table]) -> list[list[Word] | Table]:
    """Return a page's blocks of lines and its tables in reading order; a table takes part in it as one wide word."""
    size = median(one.size for one in found) if found else 10.0
    places = {f"{TABLE_MARK}{number}": table for number, table in enumerate(held)}
    words = [Word(name, one.x0, one.y0, one.x1, one.y1, size, False) for name, one in places.items()]
    return [places.get(block[0].text, block) for block in _blocks([*found, *words])]


def _blocks(found: Sequence[Word]) -> list[list[Word]]:
    """Return the lines of text in reading order by blocks."""
    groups = reading_order(found)
    pitch = _pitch(groups)
    blocks: list[list[Word]] = []
    for group in groups:
        for before, line in pairwise([None, *group]):
            if line is None:
                continue
            tables = line.text.startswith(TABLE_MARK) or (before is not None and before.text.startswith(TABLE_MARK))
            if before is None or tables or _opens(before, line, pitch):
                blocks.append([])
            blocks[-1].append(line)
    return blocks


def _opens(before: Word, line: Word, pitch: float) -> bool:
    """Tell whether a new block begins: a wider distance than between lines, another size, or another weight."""
    size = max(before.size, line.size)
    wide = before.middle - line.middle > PARAGRAPH_GAP * pitch * size
    other_font = bool(before.font and line.font) and before.font != line.font
    return wide or abs(before.size - line.size) > SIZE_CHANGE * size or before.bold != line.bold or other_font


def _lines(parts: Sequence[Sequence[Word] | Table], type_: Type) -> list[str]:
    """Return the lines of a page's parts, each followed by a blank one; those of headings have "#" marks."""
    lines: list[str] = []
    for part, below in zip_longest(parts, parts[1:]):
        if isinstance(part, Table):
            lines += _pipes(part)
        elif part is not None:
            mark = type_.mark(part, None if isinstance(below, Table) else below)
            lines += [(mark or _guard(line.text)) + line.text for line in part]
        lines.append(BREAK)
    return lines[:-1]


def _guard(text: str) -> str:
    """Return what stands before a line that only looks like a marked heading, as `Outline` does it."""
    return GUARD if MARK.match(text) else ""


def _pitch(groups: Sequence[Sequence[Word]]) -> float:
    """Return the usual distance of lines as a multiple of their size."""
    distances = [
        (before.middle - line.middle) / line.size for group in groups for before, line in pairwise(group) if line.size
    ]
    near = [distance for distance in distances if 0.8 < distance < 2]
    return median(near) if near else 1.2


def _pipes(table: Table) -> Iterator[str]:
    for number, row in enumerate(table.rows):
        yield "".join(f"| {cell} " if cell else "| " for cell in row) + "|"
        if number == 0:
            yield "|" + "---|" * len(row)


def _joined_tables(pages: Sequence[list[str]]) -> list[list[str]]:
    """Let a table go on over a page's end: its titles are not repeated, and no blank line stands between."""
    result: list[list[str]] = []
    head = ""
    for lines in pages:
        goes_on = bool(head) and lines[:1] != [] and lines[0].startswith("|") and lines[0].count("|") == head.count("|")
        kept = [*(lines[:1] if lines[0] != head else []), *lines[2:]] if goes_on else lines
        whole = goes_on and all(line.startswith("|") for line in kept)
        head = head if whole else _head_of_last_table(kept)
        result.append(kept)
    return result


def _head_of_last_table(lines: Sequence[str]) -> str:
    """Return the titles of the table that a page ends with, or nothing."""
    if not lines or not lines[-1].startswith("|"):
        return ""
    start = len(lines)
    while start and lines[start - 1].startswith("|"):
        start -= 1
    return lines[start]

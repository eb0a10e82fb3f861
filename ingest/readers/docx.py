"""Word documents to Markdown text: heading styles, lists, tables, text boxes and notes.

python-docx opens the package; its own lists of paragraphs and tables leave out what stands in content controls, text
boxes and notes, so the body's elements are walked here. Deleted, hidden and field code text is not read, headers,
footers and tables of contents neither. A place is a paragraph's number, counted as Word counts, from 1.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from ingest.errors import SourceError
from ingest.readers.archives import entries
from ingest.readers.characters import clean
from ingest.readers.docx_styles import Styles
from ingest.readers.docx_text import boxes, notes_of, runs_of, tag
from ingest.readers.outline import Cell, Outline
from ingest.source import Source

MAX_UNPACKED = 300_000_000
MAX_XML = 40_000_000
MAX_COLUMNS = 63  # Word's own limit
NOTES = "Noter"
TRANSPARENT = frozenset({"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"})


def read_docx(data: bytes, name: str) -> Source:
    """Read a .docx file.

    Raises:
        SourceError: It is damaged, protected, unpacks to too much, or holds no text.
    """
    _check_size(data, name)
    document = _open(data, name)
    reader = _Reader(Styles.of(document))
    reader.body(document.element.body)
    reader.notes(notes_of(document))
    if not reader.outline.text.strip():
        raise SourceError(f"{name} holds no text; if its pages are images, make a PDF with a text layer (OCR).")
    return Source("", reader.outline.text, "markdown", reader.outline.places)


def _check_size(data: bytes, name: str) -> None:
    """Refuse a zip bomb by the sizes its directory declares; no more than those is ever unpacked."""
    held = entries(data, name)
    if any(entry.flag_bits & 1 for entry in held):
        raise SourceError(f"{name} is protected by a password; save it without one.")
    texts = sum(entry.file_size for entry in held if entry.filename.lower().endswith((".xml", ".rels")))
    total = sum(entry.file_size for entry in held)
    if total > MAX_UNPACKED or texts > MAX_XML:
        raise SourceError(
            f"{name} unpacks to {total:,} bytes ({texts:,} of XML) and the limits are {MAX_UNPACKED:,} and "
            f"{MAX_XML:,}; split it, or save it without images."
        )


def _open(data: bytes, name: str) -> Any:
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
        return document if document.element.body is not None else None
    except MemoryError:
        raise
    except Exception as error:  # python-docx lets the errors of zipfile, zlib, lxml and its own lookups through
        reason = type(error).__name__
        raise SourceError(
            f"{name} is no readable Word document ({reason}); open it in Word and save it anew."
        ) from None


class _Reader:
    """Writes a document's body to an outline."""

    def __init__(self, styles: Styles) -> None:
        self.outline = Outline()
        self._styles = styles
        self._paragraphs = 0
        self._numbers: dict[tuple[str, int], int] = {}
        self._below_title = 0

    def body(self, element: Any) -> None:
        """Write paragraphs and tables in order."""
        for one in _blocks(element):
            if tag(one) == "p":
                self._paragraph(one)
            elif _is_box(one):
                for cell in one.iter(f"{{{one.nsmap['w']}}}tc") if "w" in one.nsmap else ():
                    self.body(cell)
            else:
                self.outline.table(self._rows(one))

    def notes(self, notes: list[tuple[str, Any]]) -> None:
        """Write foot- and endnotes below a heading of their own, so that they end the last section."""
        if not notes:
            return
        self.outline.heading(1, [(NOTES, False)], "noter")
        for place, note in notes:
            for paragraph in _blocks(note):
                if tag(paragraph) == "p":
                    self.outline.paragraph(runs_of(paragraph), place)

    def _paragraph(self, element: Any) -> None:
        self._paragraphs += 1
        place = f"afsnit {self._paragraphs}"
        form = self._styles.form(element)
        runs = runs_of(element)
        if form.level == 0:
            self.outline.heading(1, runs, place)
            self._below_title = 1
        elif form.level is not None:
            self.outline.heading(form.level + self._below_title, runs, place)
        elif form.list is not None:
            self._item(runs, place, form.list, form.depth, form.numbered)
        elif not form.contents:
            self.outline.paragraph(runs, place)
        for box in boxes(element):
            self.body(box)

    def _item(self, runs: list[tuple[str, bool]], place: str, name: str, depth: int, numbered: bool) -> None:
        if not clean("".join(text for text, _ in runs)):
            return
        number = self._numbers.get((name, depth), 0) + 1
        self._numbers = {key: value for key, value in self._numbers.items() if key[0] != name or key[1] <= depth}
        self._numbers[name, depth] = number
        self.outline.item(runs, place, depth, number if numbered else None)

    def _rows(self, table: Any) -> list[list[Cell | None]]:
        rows = [self._row(row) for row in _children(table, "tr")]
        width = max((len(row) for row in rows), default=0)
        return [[*row, *[None] * (width - len(row))] for row in rows]

    def _row(self, row: Any) -> list[Cell | None]:
        line: list[Cell | None] = []
        for element in _children(row, "tc"):
            columns, goes_on = _merged(element)
            columns = min(columns, MAX_COLUMNS - len(line))
            if columns < 1:
                break
            cell = self._cell(element, columns)
            line += [None if goes_on else cell, *[None] * (columns - 1)]
        return line

    def _cell(self, element: Any, columns: int) -> Cell:
        place = f"afsnit {self._paragraphs + 1}"
        texts: list[str] = []
        items = 0
        for paragraph in element.iter(element.tag.replace("}tc", "}p")):
            self._paragraphs += 1
            text = clean("".join(text for text, _ in runs_of(paragraph)))
            if text:
                texts.append(text)
                items += self._styles.form(paragraph).list is not None
        return Cell(tuple(texts), place, 0 < items == len(texts), columns)


def _blocks(element: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a body, cell, note or text box, also those in content controls."""
    stack = [iter(element)]
    while stack:
        one = next(stack[-1], None)
        if one is None:
            stack.pop()
        elif tag(one) in ("p", "tbl"):
            yield one
        elif tag(one) in TRANSPARENT:
            stack.append(iter(one))


def _children(element: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or cells of a row, also those in content controls."""
    stack = [iter(element)]
    while stack:
        one = next(stack[-1], None)
        if one is None:
            stack.pop()
        elif tag(one) == name:
            yield one
        elif tag(one) in TRANSPARENT:
            stack.append(iter(one))


def _is_box(table: Any) -> bool:
    """Tell whether a table is a box around text: one cell."""
    rows = list(_children(table, "tr"))
    return len(rows) == 1 and len(list(_children(rows[0], "tc"))) == 1


def _merged(cell: Any) -> tuple[int, bool]:
    """Return how many columns a cell spans, and whether it goes on from the row above."""
    columns, goes_on = 1, False
    for properties in cell:
        if tag(properties) == "tcPr":
            for one in properties:
                value = next((value for key, value in one.attrib.items() if key.endswith("}val")), "")
                if tag(one) == "gridSpan" and value.isdecimal():
                    columns = int(value[:6])
                goes_on = goes_on or (tag(one) == "vMerge" and value != "restart")
    return columns, goes_on

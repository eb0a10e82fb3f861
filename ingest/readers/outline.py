"""A document as Markdown text that is written block by block, with the place of each block in its file.

Characters that Markdown would read as marks must not act, and yet a quote must hold the author's characters and no
backslashes. So a line that begins like a mark gets a soft hyphen before it, which shows nothing, stands outside the
quote, and is dropped in repair like every other. Only "|" in a table's cell is escaped with a backslash, as
tables ask, and what looks like a link gets a space between its brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ingest.places import Places
from ingest.readers.characters import clean

Runs = Sequence[tuple[str, bool]]
"""Pieces of running text, each with whether it is bold."""

GUARD = "\u00ad"
LINE_MARK = re.compile(
    r"#{1,6}(?:\s|$)|>|[-*+](?:\s|$)|\d{1,9}[.)](?:\s|$)"  # headings, quotes, list items
    r"|=+$|[-:| ]+$|(?:[-*_] ?){3,}$|`{3}|~{3}"  # lines below headings or table titles, and between sections
    r"|\[[^\]]*\]:|\[[ xX]\]\s|\|"  # link targets, boxes to tick, table rows
)
LINK_MARK = re.compile(r"\](?=\()|<(?=br\s*/?>)")
CHECK_BOX = re.compile(r"\[[ xX]\]\s")
APART = "  "
TYPED_BULLET = re.compile(r"(?:[•●▪◦‣⁃∙■□]\s*|[-*]\s+|o\s+(?=[A-ZÆØÅÉ]))(?=\S)")
MAX_BOLD = 160
# markdown-it drops what is nested deeper than 20 blocks; a list level takes two.
MAX_DEPTH = 7
MAX_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: its blocks of text, whether they are a list, and how many columns it spans."""

    texts: tuple[str, ...]
    place: str
    is_list: bool = False
    columns: int = 1

    @property
    def text(self) -> str:
        """All of it on one line; the items of a list keep bullets, as they are seen, blocks are two spaces apart."""
        texts = [text.replace("\n", " ") for text in self.texts]
        return " ".join(f"• {text}" for text in texts) if self.is_list and len(texts) > 1 else APART.join(texts)


@dataclass
class Outline:
    """Writes Markdown; `text` and `places` are the result."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _marks: list[tuple[int, str]] = field(default_factory=list)
    _widths: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._parts)

    @property
    def places(self) -> Places:
        """Where each block stands in the file."""
        return Places.of(self._marks)

    def heading(self, level: int, runs: Runs, place: str) -> None:
        """Write a heading of level 1 or below."""
        text = _plain(runs).replace("\n", " ")
        if text:
            start = GUARD if CHECK_BOX.match(text) else ""
            self._block(f"{'#' * min(max(level, 1), MAX_LEVEL)} {start}{_unlinked(text)}", place)

    def paragraph(self, runs: Runs, place: str) -> None:
        """Write a paragraph; lines that begin with typed bullets become list items."""
        text = _plain(runs)
        if not any(TYPED_BULLET.match(line) for line in text.split("\n")):
            if text:
                self._block(_with_bold(text, runs), place)
            return
        for line in text.split("\n"):
            bullet = TYPED_BULLET.match(line)
            if bullet:
                self.item([(line[bullet.end() :], False)], place, 0)
            else:
                self._block(_guarded(line), place)

    def item(self, runs: Runs, place: str, depth: int, number: int | None = None) -> None:
        """Write a list item, numbered or with a bullet, at a depth counted from 0."""
        text = _plain(runs)
        if not text:
            return
        marker = "- " if number is None else f"{number % 1_000_000_000}. "
        opens = not self._widths
        del self._widths[min(depth, MAX_DEPTH - 1) :]
        indent = sum(self._widths)
        self._widths.append(len(marker))
        first, *more = _with_bold(text, runs, whole=False).split("\n")
        lines = [" " * indent + marker + first, *(" " * (indent + len(marker)) + line for line in more)]
        self._write(("\n" if opens and self._length else "") + "\n".join(lines) + "\n", place)

    def table(self, rows: Sequence[Sequence[Cell | None]]) -> None:
        """Write a table from rows of one length, in which `None` is covered by a merged cell."""
        kept = [row for row in rows if any(cell and cell.text for cell in row)]
        while kept and len(kept[0]) > 1 and len(_filled(kept[0])) == 1 and _filled(kept[0])[0].columns >= len(kept[0]):
            title = _filled(kept.pop(0))[0]
            self.paragraph([(title.text, True)], title.place)
        if len(kept) < 2 or (len(kept[0]) == 1 and not any(cell and cell.text for row in kept[1:] for cell in row)):
            for cell in (cell for row in kept for cell in _filled(row)):
                for text in cell.texts:
                    self.item([(text, False)], cell.place, 0) if cell.is_list else self._unbound(text, cell.place)
            return
        self._block("", kept[0][0].place if kept[0][0] else "")
        for number, row in enumerate(kept):
            for line in _list_rows(row) if number else [row]:
                self._row(line)
            if number == 0:
                self._write("|" + "---|" * len(row) + "\n", "")

    def _unbound(self, text: str, place: str) -> None:
        self.paragraph([(text, False)], place)

    def _row(self, row: Sequence[Cell | None]) -> None:
        for cell in row:
            text = cell.text.replace("\\", "\\\\").replace("|", "\\|") if cell else ""
            self._write(f"| {text} " if text else "| ", cell.place if cell else "")
        self._write("|\n", "")

    def _block(self, text: str, place: str) -> None:
        """Write a block after a blank line."""
        self._widths.clear()
        self._write(("\n" if self._length else "") + (text + "\n" if text else ""), place)

    def _write(self, text: str, place: str) -> None:
        if place and text:
            self._marks.append((self._length, place))
        self._parts.append(text)
        self._length += len(text)


def _plain(runs: Runs) -> str:
    return clean("".join(text for text, _ in runs))


def _filled(row: Sequence[Cell | None]) -> list[Cell]:
    return [cell for cell in row if cell and cell.text]


def _list_rows(row: Sequence[Cell | None]) -> Iterable[Sequence[Cell | None]]:
    """Give each item of the only list in a row a row of its own; the other cells stand in the first, as if merged."""
    lists = [index for index, cell in enumerate(row) if cell and cell.is_list and len(cell.texts) > 1]
    if len(lists) != 1:
        return [row]
    cell = row[lists[0]]
    assert cell is not None  # noqa: S101
    rows: list[list[Cell | None]] = [[None] * len(row) for _ in cell.texts]
    rows[0] = list(row)
    for line, text in zip(rows, cell.texts, strict=True):
        line[lists[0]] = Cell((text,), cell.place)
    return rows


def _with_bold(text: str, runs: Runs, whole: bool = True) -> str:
    """Mark leading bold words; a text that is bold all through is marked only if it is short (a label)."""
    bold = [run for run, _ in takewhile(lambda run: run[1] or not run[0].strip(), runs)]
    lead = clean("".join(bold))
    marked = 2 <= len(lead) <= MAX_BOLD and text.startswith(lead) and not re.search(r"[*\n]", lead)
    if not marked or (lead == text and not whole) or text[len(lead) :][:1].isalpha():
        return "\n".join(_guarded(line) for line in text.split("\n"))
    first, *more = text[len(lead) :].split("\n")
    return "\n".join([f"**{_guarded(lead)}**{_unlinked(first)}", *(_guarded(line) for line in more)])


def _guarded(line: str) -> str:
    """Make harmless what Markdown would take as a mark."""
    return (GUARD if LINE_MARK.match(line) else "") + _unlinked(line)


def _unlinked(line: str) -> str:
    return LINK_MARK.sub(lambda match: match.group() + " ", line)

"""Web pages to Markdown text: what is read by people is kept, what surrounds it on every page is left out.

Parsed by lxml, which mends bad HTML, resolves no external entity and stops at 256 nested elements. Not trafilatura: it
finds articles well, but drops short lists and tables, and those are an agreement's goals and indicators.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from ingest.errors import SourceError
from ingest.readers.html_page import FOLDED, content, is_left_out, unfold
from ingest.readers.html_tables import is_data, table_rows
from ingest.readers.names import names
from ingest.readers.outline import Outline, Runs
from ingest.source import Source

META_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
HEAD_BYTES = 4096
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = names(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "header hgroup hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
).union(HEADINGS)
BOLD = frozenset({"b", "strong", "dt"})
SPACES = re.compile(r"\s+")
FOOTNOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡]{1,3}|[a-z])[\])]?")


def read_html(data: bytes, name: str) -> Source:
    """Read a web page.

    Raises:
        SourceError: Its encoding is not known, it is nested too deeply, or it holds no text.
    """
    root = _parse(_decode(data, name), name)
    unfold(root)
    outline = Outline()
    title, body = content(root)
    if title is not None:
        Walker(outline).walk(title, _path(title))
    Walker(outline).walk(body, _path(body))
    if not outline.text.strip():
        raise SourceError(f"{name} holds no text outside menus and scripts; save the page as it is shown, or as PDF.")
    return Source("", outline.text, "markdown", outline.places)


def _decode(data: bytes, name: str) -> str:
    """Decode by byte order mark, else by what the page declares, else as UTF-8."""
    declared = META_CHARSET.search(data[:HEAD_BYTES])
    encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    if encoding.lower() in ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii"):
        encoding = "cp1252"  # what browsers do: https://encoding.spec.whatwg.org/#names-and-labels
    if encoding.lower().startswith("utf-16"):
        encoding = "utf-8"  # the declaration could be read as ASCII, so it is wrong
    encoding = next((known for mark, known in MARKS if data.startswith(mark)), encoding)
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        raise SourceError(f"{name} is not text in {encoding}, its encoding; save the page as UTF-8.") from None


def _parse(text: str, name: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.replace("\0", " ").encode("utf-8", "replace"), parser)
    fatal = [error.message for error in parser.error_log if error.level == etree.ErrorLevels.FATAL]
    if any("depth" in message for message in fatal):
        raise SourceError(f"{name} has more than 256 elements nested in each other; save the text as a simpler page.")
    if fatal:
        raise SourceError(f"{name} is larger in one piece than the limits of the HTML parser; split it.")
    if root is None:
        raise SourceError(f"{name} holds no HTML; give the page itself.")
    return root


def _path(element: Any) -> str:
    return str(element.getroottree().getpath(element))


class Walker:
    """Writes what an element holds to an outline, block by block."""

    def __init__(self, outline: Any) -> None:
        self._outline = outline
        self._runs: list[tuple[str, bool]] = []
        self._place = ""
        self._bold = 0
        self._heading = 0
        self._last_heading = 1
        self._folds: dict[int, int] = {}
        self._lists: list[int | None] = []
        self._in_item: list[bool] = []
        self._in_pre = 0

    def walk(self, root: Any, path: str) -> None:
        """Write an element that stands at an XPath."""
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        paths: list[tuple[str, dict[str, int]]] = []
        for event, element in walker:
            tag = element.tag
            if event == "start":
                paths.append((self._child(paths, tag, path), {}))
                if element is not root and (is_left_out(element) or self._is_note_mark(element)):
                    walker.skip_subtree()
                    continue
                if tag == "table" and is_data(element):
                    self._table(element, paths[-1][0])
                    walker.skip_subtree()
                    continue
                self._start(element, tag, paths[-1][0])
            else:
                here = paths.pop()[0]
                if element is root or not (is_left_out(element) or (tag == "table" and is_data(element))):
                    self._end(element, tag)
                if element is not root:
                    self._add(element.tail, paths[-1][0] if paths else here)
        self._flush()

    @staticmethod
    def _child(paths: list[tuple[str, dict[str, int]]], tag: str, root: str) -> str:
        if not paths:
            return root
        above, counts = paths[-1]
        counts[tag] = counts.get(tag, 0) + 1
        return f"{above}/{tag}[{counts[tag]}]"

    def _start(self, element: Any, tag: str, path: str) -> None:
        if tag in BLOCKS or _is_title(element):
            self._boundary(tag)
        if _is_title(element):
            self._heading = HEADINGS.get(tag) or self._folded_level(element)
        elif tag in ("ul", "ol"):
            self._lists.append(_number(element.get("start"), 1) if tag == "ol" else None)
        elif tag == "li":
            self._open_item(element)
        elif tag == "br":
            self._line_break()
        self._bold += tag in BOLD
        self._in_pre += tag == "pre"
        self._add(element.text, path)

    def _end(self, element: Any, tag: str) -> None:
        self._in_pre -= tag == "pre"
        if tag in ("ul", "ol"):
            self._flush()
            self._lists.pop()
        elif tag == "li":
            self._flush()
            self._in_item.pop()
        elif tag == "dt":
            self._runs.append(("\n", True))
        elif tag in BLOCKS or _is_title(element):
            self._boundary(tag)
        self._bold -= tag in BOLD
        if tag in HEADINGS:
            self._last_heading = HEADINGS[tag]
            self._folds = {depth: level for depth, level in self._folds.items() if level <= HEADINGS[tag]}
        if _is_title(element):
            self._heading = 0

    def _folded_level(self, element: Any) -> int:
        """Return the level of a title that has none: below the last heading, and the same for its neighbours.

        What is folded in the one before may have had headings, and these do not stand above the next.
        """
        depth = sum(1 for _ in element.iterancestors("details"))
        return self._folds.setdefault(depth, min(self._last_heading + 1, 6))

    def _open_item(self, element: Any) -> None:
        """Open a list item; one that holds headings or tables is a box of the layout and no item."""
        self._in_item.append(next(element.iter(*HEADINGS, "table"), None) is None)
        if self._lists and self._lists[-1] is not None:
            self._lists[-1] = _number(element.get("value"), self._lists[-1])

    def _boundary(self, tag: str) -> None:
        """End a block; inside a list item that is a new line, and a definition follows its term on the next one."""
        inside = self._in_item and self._in_item[-1] and tag not in ("ul", "ol", "li", "table")
        if inside and self._runs:
            self._runs.append(("\n", bool(self._bold)))
        elif tag != "dd" or not (self._runs and self._runs[-1] == ("\n", True)):
            self._flush()

    def _line_break(self) -> None:
        if self._runs and self._runs[-1][0] == "\n" and not self._in_item:
            self._flush()
        else:
            self._runs.append(("\n", bool(self._bold)))

    def _add(self, text: str | None, path: str) -> None:
        if not text:
            return
        text = text if self._in_pre else SPACES.sub(" ", text)
        if text.strip() or self._runs:
            if not self._runs or not self._place:
                self._place = path
            if text != " " or self._runs[-1][0] != "\n":
                self._runs.append((text, bool(self._bold)))

    def _flush(self) -> None:
        runs, self._runs = self._runs, []
        if not "".join(text for text, _ in runs).strip():
            return
        if self._heading:
            self._outline.heading(self._heading, runs, self._place)
        elif self._in_item and self._in_item[-1] and self._lists:
            number = self._lists[-1]
            self._outline.item(runs, self._place, len(self._lists) - 1, number)
            self._lists[-1] = number if number is None else number + 1
        else:
            self._outline.paragraph(runs, self._place)

    def _table(self, element: Any, path: str) -> None:
        self._flush()
        for caption in element.iterchildren("caption"):
            self._add(SPACES.sub(" ", "".join(caption.itertext())), f"{path}/caption")
            self._flush()
        self._outline.table(table_rows(element, path, cell_texts))

    @staticmethod
    def _is_note_mark(element: Any) -> bool:
        """Tell whether an element only points to a note: a raised number or sign that links within the page."""
        links = [element] if element.tag == "a" else element.findall(".//a") if element.tag == "sup" else []
        inside = [link for link in links if (link.get("href") or "").startswith("#")]
        raised = element.tag == "sup" or any(above.tag == "sup" for above in element.iterancestors("sup"))
        text = "".join(element.itertext()).strip() if inside and raised else ""
        return FOOTNOTE_MARK.fullmatch(text) is not None


class _Texts:
    """Takes a cell's blocks in place of an outline."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.items = 0

    def heading(self, _level: int, runs: Runs, _place: str) -> None:
        self.paragraph(runs, "")

    def paragraph(self, runs: Runs, _place: str) -> None:
        self.texts.append("".join(text for text, _ in runs))

    def item(self, runs: Runs, _place: str, _depth: int, _number: int | None = None) -> None:
        self.items += 1
        self.paragraph(runs, "")

    def table(self, rows: Any) -> None:
        self.texts += [cell.text for row in rows for cell in row if cell]


def cell_texts(element: Any) -> tuple[list[str], bool]:
    """Return a cell's blocks of text, and whether all are items of a list."""
    taken = _Texts()
    Walker(taken).walk(element, "")
    return taken.texts, taken.items > 0 and taken.items == len(taken.texts)


def _is_title(element: Any) -> bool:
    return element.tag in HEADINGS or element.tag == "summary" or element.get(FOLDED) == "title"


def _number(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"\d{1,6}", value) else default

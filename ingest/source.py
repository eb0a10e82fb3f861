"""A source document as read: its text, its lines, and where in the file each character stands.

Plain text and Markdown are decoded and not changed, so that an offset in `text` is an offset in the file's characters.
What other formats become is told in `ingest.readers`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ingest.errors import SpanError
from ingest.model import Quote, Span
from ingest.places import Places

MAX_BYTES = 50_000_000
BYTE_ORDER_MARK = "\ufeff"
FORMATS = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "markdown",
    ".htm": "markdown",
    ".docx": "markdown",
    ".pdf": "text",
}
"""The endings that are read, each with the form that the document as read has."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source document without the white space around it.

    Attributes:
        number: 1-based.
        start: Offset of the first character that is not white space.
        text: The characters from there to the last that is not white space; may be empty.
        indent: White space characters before.
        padded: White space stands between the text and the line's end. PDF extractions keep the space that separated
            two words there, so its absence tells of a word that was cut.
    """

    number: int
    start: int
    text: str
    indent: int
    padded: bool

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Source:
    """A document's text as read.

    Attributes:
        id: The file's name without the ending.
        format: The form of the text, a value of `FORMATS`: "text" or "markdown".
        places: Page or element of each character, for files that are not text themselves.
    """

    id: str
    text: str
    format: str
    places: Places = field(default_factory=Places)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, empty ones too."""
        lines = []
        offset = 0
        for number, raw in enumerate(self.text.split("\n"), start=1):
            bare = raw.removeprefix(BYTE_ORDER_MARK).lstrip()
            text = bare.rstrip()
            indent = len(raw) - len(bare)
            padded = raw.removesuffix("\r")[-1:].isspace()
            lines.append(Line(number, offset + indent, text, indent, padded))
            offset += len(raw) + 1
        return tuple(lines)

    def place(self, offset: int) -> str:
        """Name the place of a character in the file: page, element or paragraph; in a text file its line."""
        return self.places.at(offset) or f"linje {bisect_right(self._line_starts, offset)}"

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        return (0, *(index + 1 for index, character in enumerate(self.text) if character == "\n"))

    def quote(self, span: Span) -> Quote:
        """Return the verbatim quote at a span.

        Raises:
            SpanError: The span ends after the text.
        """
        if span.end > len(self.text):
            raise SpanError(
                f"Span {span.start}-{span.end} must end within the {len(self.text)} characters of {self.id}; "
                "offsets are characters in the source text."
            )
        return Quote(self.id, span, self.text[span.start : span.end])


def read_source(path: Path) -> Source:
    """Read a document; its format is told by its content, which its ending must agree with.

    Raises:
        SourceError: The file is missing, empty, too large, damaged, protected, without text, not what its ending says,
            or of a format that is not read.
    """
    from ingest.readers.formats import read  # the readers need this module

    return read(path)

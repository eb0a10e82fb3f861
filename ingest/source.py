"""A source document as read: its text, and its lines with their places.

Bytes are decoded as UTF-8 and nothing is changed, so that an offset in `text` is an offset in the file's characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ingest.errors import SourceError, SpanError
from ingest.model import Quote, Span

MAX_BYTES = 50_000_000
BYTE_ORDER_MARK = "\ufeff"
FORMATS = {".txt": "text", ".md": "markdown"}


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
    """A document's text as read; `id` is its file name without the ending, `format` one of `FORMATS`."""

    id: str
    text: str
    format: str

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
    """Read a .txt or .md file.

    Raises:
        SourceError: The file is missing, empty, too large, not text in UTF-8, or of another format.
    """
    file_format = FORMATS.get(path.suffix.lower())
    if file_format is None:
        raise SourceError(f"{path} must be one of {', '.join(FORMATS)}; convert it to text first.")
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise SourceError(f"The file {path} cannot be read ({error.strerror}); check the path.") from None
    if size > MAX_BYTES:
        raise SourceError(f"{path} is {size:,} bytes and the limit is {MAX_BYTES:,}; split it.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not text in UTF-8 (byte {error.start}); save it as UTF-8.") from None
    if "\0" in text:
        raise SourceError(f"{path} is not a text file (it holds NUL characters); give the text itself.")
    if not text.strip():
        raise SourceError(f"{path} is empty; give a file with text.")
    return Source(path.stem, text, file_format)

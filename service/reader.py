"""A source document for reading: every character of it, in parts that have anchors, with a quote marked.

The text is shown as it stands in the source and not as repaired, so that what is cited can be compared with the original
letter by letter. What the structure of the text is used for is the look alone: headings, and the page numbers and lone
hyphens that an extraction from PDF leaves behind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.blocks import NOISE
from ingest.model import Span
from ingest.source import Line, Source
from ingest.structure import passages


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a part; `anchor` is the id of the first marked piece, `faint` holds for Markdown's own signs."""

    text: str
    marked: bool = False
    anchor: str | None = None
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of the source that belong together: between blank lines, or a heading.

    Attributes:
        span: Where they stand.
        line: Number of the first line, from 1.
        role: "heading", "text" or "noise" (page numbers, lone hyphens).
        signs: Length of Markdown's sign for a heading at the start.
    """

    span: Span
    line: int
    role: str
    signs: int = 0


@dataclass(frozen=True)
class Readable:
    """A document's text in parts, in its own order."""

    document: str
    text: str
    parts: tuple[Part, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, document: str, text: str, file_format: str) -> Readable:
        """Divide a document; the format is one of `ingest.source.FORMATS`."""
        source = Source(document, text, file_format)
        headings = [passage.span for passage in passages(source) if passage.role == "heading"]
        starts = tuple(line.start - line.indent for line in source.lines)
        return cls(document, text, tuple(_parts(source.lines, headings)), starts)

    def line(self, offset: int) -> int:
        """Return the number of the line, from 1, that a character stands in."""
        return bisect_right(self.starts, offset)

    def span(self, start: int | None, end: int | None) -> Span | None:
        """Return the span of a quote, or `None` if it is not within the text."""
        if start is None or end is None or not 0 <= start < end <= len(self.text):
            return None
        return Span(start, end)

    def anchor(self, offset: int) -> str:
        """Return the id of what starts at a character."""
        return f"c-{self.document}-{offset}"

    def part_anchor(self, part: Part, quote: Span | None) -> str | None:
        """Return a part's id, or `None` if a quote within it has that id."""
        return None if quote and quote.start == part.span.start else self.anchor(part.span.start)

    def pieces(self, part: Part, quote: Span | None) -> Iterator[Piece]:
        """Divide a part at the ends of a quote and after its signs."""
        first, last = part.span.start, part.span.end
        marked = range(max(first, quote.start), min(last, quote.end)) if quote else range(0)
        cuts = {first, first + part.signs, last, *((marked.start, marked.stop) if marked else ())}
        for start, end in pairwise(sorted(cuts)):
            is_marked = start in marked
            opens = is_marked and quote is not None and self._opens(part, quote, start)
            yield Piece(
                self.text[start:end],
                is_marked,
                self.anchor(quote.start) if opens and quote else None,
                faint=start < first + part.signs,
            )

    def _opens(self, part: Part, quote: Span, start: int) -> bool:
        """Tell whether the first character shown of a quote stands here; a quote may begin between parts."""
        if start == quote.start:
            return True
        return start == part.span.start and not any(
            other.span.start < part.span.start and other.span.end > quote.start for other in self.parts
        )

    def headings(self) -> Iterator[tuple[str, str]]:
        """Yield the headings as anchor and text."""
        for part in self.parts:
            if part.role == "heading":
                yield self.anchor(part.span.start), " ".join(self.text[part.span.start + part.signs : part.span.end].split())


def _parts(lines: Sequence[Line], headings: Sequence[Span]) -> Iterator[Part]:
    group: list[Line] = []
    heading: Span | None = None
    for line in lines:
        above = next((span for span in headings if line.start < span.end and span.start < line.end), None)
        noise = NOISE.match(line.text) is not None and above is None
        if group and (not line.text or noise or above != heading):
            yield _part(group, heading)
            group = []
        heading = above
        if noise:
            yield Part(Span(line.start, line.end), line.number, "noise")
        elif line.text:
            group.append(line)
    if group:
        yield _part(group, heading)


def _part(lines: Sequence[Line], heading: Span | None) -> Part:
    first = lines[0]
    span = Span(first.start, lines[-1].end)
    if heading is None:
        return Part(span, first.number, "text")
    return Part(span, first.number, "heading", max(0, heading.start - first.start))

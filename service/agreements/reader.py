"""A source document for reading: every character of it, in parts that have anchors.

The text is shown as it stands in the source and not as repaired, so that what is cited can be compared with the
original letter by letter. The structure of the text serves the look alone: headings, and the page numbers and lone
hyphens that an extraction from PDF leaves behind.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from ingest.model import Span
from ingest.places import Places
from ingest.source import Line, Source
from ingest.statements.structured import Structured
from ingest.structure import blocks, passages

NOISE: Final = re.compile(r"[-–—]|\d{1,3}")
SIGNS: Final = re.compile(r"#{1,6}\s+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline: its anchor, its words, and how many headings it stands below."""

    anchor: str
    text: str
    depth: int


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
    """A document's text in parts, in its own order.

    Attributes:
        document: Its id.
        text: All of it.
        parts: What is shown; between them stands white space.
        starts: Where each line starts.
        above: Where each passage starts, with the headings above it, outermost first.
        titles: The words of the headings after repair, by where they start.
        structure: How its blocks follow one another.
        pages: The page of each character, for files that have pages.
    """

    document: str
    text: str
    parts: tuple[Part, ...]
    starts: tuple[int, ...]
    above: tuple[tuple[int, tuple[str, ...]], ...]
    titles: Mapping[int, str]
    structure: Structured
    pages: Places = field(default_factory=Places)

    @classmethod
    def of(cls, document: str, text: str, file_format: str, pages: Places | None = None) -> Readable:
        """Divide a document; the format is one of `ingest.source.FORMATS`."""
        source = Source(document, text, file_format)
        structure = Structured(source, tuple(block for block in blocks(source) if block.text))
        found = passages(source, structure.everything)
        headings = [passage for passage in found if passage.role == "heading"]
        titles = {passage.span.start: passage.text for passage in headings}
        starts = (0, *(end.end() for end in re.finditer("\n", text)))
        above = tuple(sorted((passage.span.start, passage.headings) for passage in found))
        parts = _parts(source.lines, [passage.span for passage in headings])
        return cls(document, text, tuple(parts), starts, above, titles, structure, pages or Places())

    def line(self, offset: int) -> int:
        """Return the number of the line, from 1, that a character stands in."""
        return bisect_right(self.starts, offset)

    def heading(self, offset: int) -> str | None:
        """Return the nearest heading above a character that is one by itself: not "Vi vil:", which opens a list."""
        at = bisect_right(self.above, offset, key=lambda one: one[0])
        path = self.above[at - 1][1] if at else ()
        return next((heading for heading in reversed(path) if not heading.endswith(":")), None)

    def span(self, start: int | None, end: int | None) -> Span | None:
        """Return the span of a quote, or `None` if it is not within the text."""
        if start is None or end is None or not 0 <= start < end <= len(self.text):
            return None
        return Span(start, end)

    def anchor(self, offset: int) -> str:
        """Return the id of what starts at a character."""
        return f"c-{self.document}-{offset}"

    def opening(self, quote: Span) -> int:
        """Return where the first character of a quote that is shown stands; a quote may begin between parts."""
        at = bisect_right(self.parts, quote.start, key=lambda part: part.span.end)
        return max(quote.start, self.parts[at].span.start)

    @cached_property
    def contents(self) -> tuple[Heading, ...]:
        """The headings in their order."""
        depths = {start: len(path) for start, path in self.above}
        starts = sorted(self.titles)
        found = []
        for part in (one for one in self.parts if one.role == "heading"):
            # Its words may begin after signs of Markdown, or in the part before.
            at = bisect_left(starts, part.span.start)
            start = starts[at] if at < len(starts) and starts[at] < part.span.end else starts[at - 1]
            found.append(Heading(self.anchor(part.span.start), self.titles[start], depths.get(start, 0)))
        return tuple(found)

    def index_at(self, offset: int) -> int:
        """Return the index of the part that a character stands in, or of the one before it."""
        return max(0, bisect_right(self.parts, offset, key=lambda part: part.span.start) - 1)


def _parts(lines: Sequence[Line], headings: Sequence[Span]) -> Iterator[Part]:
    group: list[Line] = []
    heading: Span | None = None
    for line in lines:
        above = next((span for span in headings if line.start < span.end and span.start < line.end), None)
        noise = NOISE.fullmatch(line.text) is not None and above is None
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
    signs = SIGNS.match(first.text)
    return Part(span, first.number, "heading", signs.end() if signs else 0)

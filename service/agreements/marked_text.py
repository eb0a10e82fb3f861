"""A document with what the program recognised in it: its text in pieces, and the sections without a statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.model import Kind, Span
from ingest.statements.unrecognised import unrecognised
from service.agreements.reader import Part, Readable
from service.things.stated import Stated


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where a statement stands; `opening` is the first character of it that is shown."""

    span: Span
    opening: int
    stated: Stated


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a part.

    Attributes:
        text: Its characters.
        marked: It belongs to the quote that is asked for.
        anchor: The id of the first piece of that quote.
        faint: It is one of Markdown's own signs.
        kind: The kind of the narrowest statement that it belongs to, or empty.
        opens: The statements that begin with it.
    """

    text: str
    marked: bool = False
    anchor: str | None = None
    faint: bool = False
    kind: str = ""
    opens: tuple[Stated, ...] = ()


@dataclass(frozen=True)
class MarkedText:
    """A document for reading, with statements of its agreement."""

    readable: Readable
    statements: tuple[Stated, ...] = ()

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Where the statements stand in this document, in the order of the text, the wider of two before the other."""
        found = (
            Mark(place.span, self.readable.opening(place.span), stated)
            for stated in self.statements
            for place in stated.quotes
            if place.document == self.readable.document
        )
        return tuple(sorted(found, key=lambda one: (one.opening, -one.span.end, one.stated.iri)))

    def told_at(self, part: Part) -> tuple[Stated, ...]:
        """Return the statements that are to be explained at a part: those whose first place begins in it."""
        first = self._first_places
        here = range(part.span.start, part.span.end)
        marks = self._marks_of.get(part.span.start, ())
        return tuple(one.stated for one in marks if one.opening in here and first.get(one.stated.iri) == one.span)

    def part_anchor(self, part: Part, quote: Span | None) -> str | None:
        """Return a part's id, or `None` if a quote within it has that id."""
        return None if quote and quote.start == part.span.start else self.readable.anchor(part.span.start)

    def pieces(self, part: Part, quote: Span | None) -> Iterator[Piece]:
        """Divide a part at the ends of the quote that is asked for and of statements, and after its signs."""
        marks = self._marks_of.get(part.span.start, ())
        first, last = part.span.start, part.span.end
        inside = range(max(first, quote.start), min(last, quote.end)) if quote else range(0)
        ends = [end for one in marks for end in (one.span.start, one.span.end) if first < end < last]
        cuts = {first, first + part.signs, last, *((inside.start, inside.stop) if inside else ()), *ends}
        opening = self.readable.opening(quote) if quote and inside else None
        for start, end in pairwise(sorted(cuts)):
            anchor = self.readable.anchor(quote.start) if quote and start == opening else None
            covering = [one for one in marks if one.span.start <= start < one.span.end]
            narrowest = min(covering, key=lambda one: one.span.end - one.span.start, default=None)
            yield Piece(
                self.readable.text[start:end],
                marked=start in inside,
                anchor=anchor,
                faint=start < first + part.signs,
                kind=narrowest.stated.kind if narrowest else "",
                opens=tuple(one.stated for one in marks if start <= one.opening < end),
            )

    @cached_property
    def _marks_of(self) -> dict[int, list[Mark]]:
        """The marks that reach into each part, by where the part starts."""
        found = defaultdict[int, list[Mark]](list)
        parts = self.readable.parts
        for mark in self.marks:
            at = self.readable.index_at(mark.opening)
            while at < len(parts) and parts[at].span.start < mark.span.end:
                found[parts[at].span.start].append(mark)
                at += 1
        return found

    @cached_property
    def _first_places(self) -> dict[str, Span]:
        """Where each statement stands first, by its name; those that stand first in another document are left out."""
        first = ((one.iri, one.quotes[0]) for one in self.statements)
        return {iri: place.span for iri, place in first if place.document == self.readable.document}

    @cached_property
    def unrecognised(self) -> frozenset[str]:
        """The anchors of the headings of sections in which nothing was recognised, initiatives aside."""
        readable = self.readable
        stated = [
            place.span
            for one in self.statements
            if one.kind != Kind.INITIATIVE
            for place in one.places
            if place.document == readable.document
        ]
        headings = unrecognised(readable.structure, stated)
        parts = (readable.parts[readable.index_at(one.content.span().start)] for one in headings)
        return frozenset(readable.anchor(part.span.start) for part in parts)

"""A document with its structure: its blocks, their sentences and how they follow one another."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, takewhile

from ingest.blocks import Block
from ingest.model import Quote
from ingest.repair import Repaired
from ingest.sentences import sentences
from ingest.source import Source
from ingest.statements import cues
from ingest.statements.matching import key
from ingest.statements.series import Series
from ingest.structure import heading_paths

BODY = ("paragraph", "item")
MIN_PARTS = 2
MAX_NAME_WORDS = 7


@dataclass(frozen=True)
class Structured:
    """A source document with its structure, whatever its words mean.

    Attributes:
        source: The document as read.
        everything: Its blocks in reading order.
    """

    source: Source
    everything: tuple[Block, ...]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that state something: margins left out."""
        return tuple(block for block in self.everything if block.role != "margin")

    @cached_property
    def paths(self) -> list[tuple[str, ...]]:
        """For each block the headings above it."""
        return heading_paths(self.blocks)

    @cached_property
    def sentences(self) -> list[list[Repaired]]:
        """For each block its sentences."""
        return [sentences(block.content) for block in self.blocks]

    @cached_property
    def is_ranked(self) -> bool:
        """Marks tell the ranks of headings."""
        return any(block.role == "heading" and block.style.startswith("#") for block in self.blocks)

    @cached_property
    def series(self) -> Series:
        """The headings that begin with one word and rising numbers."""
        return Series.of(self.blocks)

    @cached_property
    def headings_by_key(self) -> dict[str, list[int]]:
        """Indices of headings by their name; layout, case and a label before it aside."""
        table: dict[str, list[int]] = {}
        for index, block in enumerate(self.blocks):
            if block.role == "heading":
                table.setdefault(key(cues.title(block.text)), []).append(index)
        return table

    def comes_again(self, index: int) -> bool:
        """Tell whether text stands below several headings of this name, so that it is a part of each theme."""
        return sum(bool(self.body(other)) for other in self.headings_by_key.get(self._key(index), [])) > 1

    def comes_again_as_heading(self, index: int) -> bool:
        """Tell whether several headings have this name, with text or other headings below them."""
        return len(self.headings_by_key.get(self._key(index), [])) > 1

    def _key(self, index: int) -> str:
        return key(cues.title(self.blocks[index].text))

    def quote(self, text: Repaired) -> Quote:
        """Return the verbatim quote of a piece of repaired text."""
        return self.source.quote(text.span())

    def index_at(self, start: int) -> int:
        """Return the index of the block in which, or before which, an offset of the source stands."""
        return max(0, bisect_right(self._starts, start) - 1)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [block.content.offsets[0] for block in self.blocks]
        return list(accumulate(starts, max))

    def body(self, index: int) -> list[int]:
        """Return the paragraphs and items below a heading, up to the next heading."""
        end = index + 1
        while end < len(self.blocks) and self.blocks[end].role in BODY:
            end += 1
        return list(range(index + 1, end))

    def items_within(self, item: int) -> list[int]:
        """Return the items nested in an item."""
        nested = takewhile(lambda index: self.blocks[index].style == "sub", range(item + 1, len(self.blocks)))
        return [i for i in nested if self.blocks[i].role == "item"] if self.blocks[item].style != "sub" else []

    def is_named(self, index: int, words: int = MAX_NAME_WORDS) -> bool:
        """Tell whether a paragraph begins with a sentence that is a name: of a few words, and something follows it."""
        sentences = self.sentences[index]
        if self.blocks[index].role != "paragraph" or len(sentences) == 1 or not sentences[0].text.endswith("."):
            return False
        return len(sentences[0].text.split()) <= words and sentences[0].text[0].isupper()

    def table_shape(self, index: int) -> tuple[int, int]:
        """Return the columns and rows below the titles of the table that begins at a block, or zeros."""
        if index >= len(self.blocks) or self.blocks[index].place != (0, 0):
            return 0, 0
        end = index + 1
        while end < len(self.blocks) and (self.blocks[end].place or (0, 0)) > (0, 0):
            end += 1
        places = [block.place for block in self.blocks[index:end] if block.place]
        return max(column for _, column in places) + 1, max(row for row, _ in places)

    def has_body(self, index: int) -> bool:
        """Tell whether text follows a heading; in plain text a list alone is no body (it may be a figure's)."""
        if index + 1 >= len(self.blocks):
            return False
        following = self.blocks[index + 1].role
        return following == "paragraph" or (following == "item" and self.blocks[index].style.startswith("#"))

    def has_parts(self, index: int) -> bool:
        """Tell whether a section is divided by two headings of a lower rank or more."""
        heads = [one.style for one in self.blocks[index + 1 :] if one.role == "heading"][:MIN_PARTS]
        return len(heads) == MIN_PARTS and all(len(style) > len(self.blocks[index].style) for style in heads)

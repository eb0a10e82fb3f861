"""A document being read: its blocks, their sentences and how they follow one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.blocks import Block
from ingest.model import Quote
from ingest.repair import Repaired
from ingest.sentences import sentences
from ingest.source import Source
from ingest.statements import cues
from ingest.statements.matching import key
from ingest.structure import blocks, heading_paths

BODY = ("paragraph", "item")
MAX_LEAD = 2
MAX_LEAD_WORDS = 60


@dataclass(frozen=True)
class Reading:
    """One source document with its structure.

    Attributes:
        source: The document as read.
        everything: Its blocks in reading order.
    """

    source: Source
    everything: tuple[Block, ...]

    @classmethod
    def of(cls, source: Source) -> Reading:
        """Read the structure of a source."""
        return cls(source, tuple(block for block in blocks(source) if block.text))

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
    def headings_by_key(self) -> dict[str, list[int]]:
        """Indices of headings by their name; layout, case and a label before it aside."""
        table: dict[str, list[int]] = {}
        for index, block in enumerate(self.blocks):
            if block.role == "heading":
                table.setdefault(key(cues.title(block.text)), []).append(index)
        return table

    def quote(self, text: Repaired) -> Quote:
        """Return the verbatim quote of a piece of repaired text."""
        return self.source.quote(text.span())

    def items_after(self, index: int) -> list[int]:
        """Return the list items that follow a block directly."""
        end = index + 1
        while end < len(self.blocks) and self.blocks[end].role == "item":
            end += 1
        return list(range(index + 1, end))

    def items_below(self, index: int) -> list[int]:
        """Return the first list below a heading, with at most two paragraphs between that announce nothing else."""
        if self.blocks[index].role != "heading":
            return []
        body = self.body(index)
        first = next((position for position, i in enumerate(body) if self.blocks[i].role == "item"), None)
        if first is None:
            return []
        lead = [self.blocks[i].text for i in body[:first]]
        announces = any(cues.nouns(self.sentences[i][-1].text) for i in body[:first])
        if len(lead) > MAX_LEAD or len(" ".join(lead).split()) > MAX_LEAD_WORDS or announces:
            return []
        return self.items_after(body[first] - 1)

    def has_body(self, index: int) -> bool:
        """Tell whether text follows a heading; in plain text a list alone is no body (it may be a figure's)."""
        if index + 1 >= len(self.blocks):
            return False
        following = self.blocks[index + 1].role
        return following == "paragraph" or (following == "item" and self.blocks[index].style.startswith("#"))

    def body(self, index: int) -> list[int]:
        """Return the paragraphs and items below a heading, up to the next heading."""
        end = index + 1
        while end < len(self.blocks) and self.blocks[end].role in BODY:
            end += 1
        return list(range(index + 1, end))

    def chapter_start(self, index: int) -> int:
        """Return the index of the numbered heading that opens the chapter a block stands in, or 0."""
        return next((i for i in range(index - 1, -1, -1) if self.blocks[i].style == "N."), 0)

    def headings_from(self, index: int) -> Iterator[int]:
        """Yield the headings with a body below a heading or an announcing sentence, to the end of its section.

        A section ends at a numbered heading, at one that names another chapter of the genre, in Markdown at one of its
        own rank or above or one without a body, and where plain headings turn to capitals.
        """
        own = self.blocks[index].style if self.blocks[index].role == "heading" else ""
        style: str | None = None
        for following in range(index + 1, len(self.blocks)):
            block = self.blocks[following]
            if block.role != "heading":
                continue
            if block.style == "N." or self._ends_section(block, own, style) or cues.names_section(block.text):
                return
            if self.has_body(following) and (style is None or block.style == style):
                style = block.style
                yield following
            elif block.style.startswith("#") and block.style == (style or block.style):
                return

    def _ends_section(self, block: Block, own: str, style: str | None) -> bool:
        if block.style.startswith("#"):
            return own.startswith("#") and len(block.style) <= len(own)
        return style == "plain" and block.style == "CAPS"

"""A document being read: its blocks, their sentences and how they follow one another."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, takewhile, zip_longest

from ingest.blocks import Block
from ingest.model import Kind, Quote
from ingest.prototypes import Prototypes
from ingest.repair import Repaired
from ingest.sentences import sentences
from ingest.source import Source
from ingest.statements import cues, recurring
from ingest.statements.matching import key
from ingest.statements.series import Series
from ingest.structure import blocks, heading_paths

BODY = ("paragraph", "item")
MAX_LEAD = 2
MAX_LEAD_WORDS = 60
MAX_TITLE_WORDS = 10
MIN_PARTS = 2
MAX_SECTION_WORDS = 3
MAX_NAME_WORDS = 7
LEAD_LABEL = re.compile(r"^(?P<label>[A-ZÆØÅÉ][^.:!?\d]{2,40}):\s+(?=\S)")
LED = frozenset({Kind.INDICATOR, Kind.GOAL, Kind.TARGET_GROUP})
OURS = re.compile(r"\b(?:vi|os|vores)\b", re.IGNORECASE)
# What the prototypes sort headings by, beside the kinds of statement: it tells that none of them is announced.
ONCE = frozenset({Kind.VISION, Kind.PRINCIPLE, Kind.VALUE, Kind.FOCUS_AREA})
CONTRAST = frozenset({"initiative", "background", "foreword", "formal"})


@dataclass(frozen=True)
class Reading:
    """One source document with its structure.

    Attributes:
        source: The document as read.
        everything: Its blocks in reading order.
        prototypes: Tell by meaning what headings announce that no cue knows; without them these announce nothing.
    """

    source: Source
    everything: tuple[Block, ...]
    prototypes: Prototypes | None = None

    @classmethod
    def of(cls, source: Source, prototypes: Prototypes | None = None) -> Reading:
        """Read the structure of a source."""
        return cls(source, tuple(block for block in blocks(source) if block.text), prototypes)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that state something: margins left out."""
        return tuple(block for block in self.everything if block.role != "margin")

    @cached_property
    def paths(self) -> list[tuple[str, ...]]:
        """For each block the headings above it."""
        return heading_paths(self.blocks)

    @cached_property
    def is_ranked(self) -> bool:
        """Marks tell the ranks of headings."""
        return any(block.role == "heading" and block.style.startswith("#") for block in self.blocks)

    @cached_property
    def meanings(self) -> dict[int, str]:
        """What the headings that no cue knows are nearest to in meaning, by their index."""
        titles = {index: block.text for index, block in enumerate(self.blocks) if self._is_unknown_title(block)}
        if self.prototypes is None or not titles:
            return {}
        found = zip(titles, self.prototypes.kinds(list(titles.values())), strict=True)
        return {index: kind for index, kind in found if kind is not None}

    def _is_unknown_title(self, block: Block) -> bool:
        """Tell whether a block is a heading, or a short line that opens something, without a word that says what."""
        opener = block.role == "paragraph" and block.text.endswith(":") and OURS.search(block.text) is not None
        title = (block.role == "heading" and cues.title(block.text) == block.text) or opener
        return title and len(block.text.split()) <= MAX_TITLE_WORDS and not cues.names_section(block.text)

    def kinds_of(self, titles: Sequence[str]) -> list[str | None]:
        """Return what titles are nearest to in meaning, `None` where that is not clear."""
        return self.prototypes.kinds(titles) if self.prototypes and titles else [None] * len(titles)

    @cached_property
    def leads(self) -> dict[int, tuple[Kind, int]]:
        """Labels of paragraphs and items that no cue knows ("Vi måler: ..."): the kind by meaning, and the length."""
        found = {
            index: match
            for index, block in enumerate(self.blocks)
            if block.role in BODY and (match := LEAD_LABEL.match(block.text)) and not cues.nouns(match["label"])
        }
        meant = self.kinds_of([match["label"] for match in found.values()])
        kinds = {index: Kind(kind) for index, kind in zip(found, meant, strict=True) if kind in LED}
        entries = {index: [self.blocks[index].text[match.end() :]] for index, match in found.items()}
        labels = {index: match["label"] for index, match in found.items()}
        again = recurring.kinds(labels, entries, least=recurring.MIN_PLACES)
        return {index: (kind, found[index].end()) for index, kind in (again | kinds).items()}

    @cached_property
    def recurring(self) -> dict[int, Kind]:
        """Lines that come again as labels, which no cue or meaning knows, by index: what stands below them all is."""
        labels = {
            index: block.text
            for index, block in enumerate(self.blocks)
            if (block.role == "heading" or (block.role == "paragraph" and self.items_after(index)))
            and self._is_unknown_label(index)
        }
        return recurring.kinds(labels, {index: self._entries(index) for index in labels})

    def _is_unknown_label(self, index: int) -> bool:
        text = self.blocks[index].text
        known = cues.names_section(text) or cues.nouns(text) or cues.title(text) != text
        return recurring.is_label(text) and not known and index not in self.meanings

    def _entries(self, index: int) -> list[str]:
        """Return what stands below a label: its list, or else the sentences of its text."""
        items = self.items_after(index) or self.items_below(index)
        if items:
            return [self.blocks[item].text for item in items]
        return [sentence.text for below in self.body(index) for sentence in self.sentences[below]]

    def announced_by_meaning(self, index: int) -> Kind | None:
        """Return the kind of statement that a heading announces by its meaning."""
        meaning = self.meanings.get(index)
        if meaning not in tuple(Kind) or meaning in CONTRAST or (meaning in ONCE and self.comes_again(index)):
            return None
        return Kind(meaning)

    @cached_property
    def _called_goals(self) -> frozenset[int]:
        """Headings labelled as goals ("Ambition 2: ...") that are focus areas, since goals have headings below them."""
        label = cues.label(Kind.GOAL)
        heads = [index for index, block in enumerate(self.blocks) if block.role == "heading"]
        labelled = [index for index in heads if label.match(f"{self.blocks[index].text} x")]
        found = set()
        for index, after in zip_longest(labelled, labelled[1:], fillvalue=len(self.blocks)):
            inside = [i for i in heads if index < i < after and cues.nouns(self.blocks[i].text)]
            if any(noun.kind is Kind.GOAL for i in inside for noun in cues.nouns(self.blocks[i].text)):
                found.add(index)
        return frozenset(labelled) if 2 * len(found) > len(labelled) else frozenset()

    @cached_property
    def series(self) -> Series:
        """The headings that begin with one word and rising numbers."""
        return Series.of(self.blocks)

    def is_called_goal(self, index: int) -> bool:
        """Tell whether a heading is a focus area although its label calls it a goal."""
        return index in self._called_goals

    def section(self, kind: Kind, cue: re.Pattern[str]) -> frozenset[int]:
        """Return the blocks below headings of a kind, told by a cue in their words or else by their meaning."""
        found: set[int] = set()
        heading = -1
        for index, block in enumerate(self.blocks):
            heading = index if block.role == "heading" else heading
            titles = (*self.paths[index], self.blocks[heading].text if heading >= 0 else "")
            called = any(noun.kind is kind for noun in cues.nouns(titles[-1])[:1])
            if called or self.meanings.get(heading) == kind.value or any(map(cue.search, titles)):
                found.add(index)
        return frozenset(found)

    def tells_otherwise(self, index: int) -> bool:
        """Tell whether a block stands in a foreword or among legal and financial rules, where nothing is stated."""
        above = next((i for i in range(index, -1, -1) if self.blocks[i].role == "heading"), None)
        if above is None:
            return False
        return self.meanings.get(above) in ("foreword", "formal") or cues.is_silent(self.blocks[above].text)

    def comes_again(self, index: int) -> bool:
        """Tell whether text stands below several headings of this name, so that it is a part of each theme."""
        return sum(bool(self.body(other)) for other in self.headings_by_key.get(self._key(index), [])) > 1

    def comes_again_as_heading(self, index: int) -> bool:
        """Tell whether several headings have this name, with text or other headings below them."""
        return len(self.headings_by_key.get(self._key(index), [])) > 1

    def _key(self, index: int) -> str:
        return key(cues.title(self.blocks[index].text))

    def announces_nothing(self, index: int) -> bool:
        """Tell whether a heading is nearest in meaning to what states nothing: actions, background, foreword, rules."""
        return self.meanings.get(index) in CONTRAST

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

    def index_at(self, start: int) -> int:
        """Return the index of the block in which, or before which, an offset of the source stands."""
        return max(0, bisect_right(self._starts, start) - 1)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [block.content.offsets[0] for block in self.blocks]
        return list(accumulate(starts, max))

    def items_after(self, index: int) -> list[int]:
        """Return the list items that follow a block directly; a labelled note below an item does not end the list."""
        found: list[int] = []
        for following in range(index + 1, len(self.blocks)):
            nested = bool(found) and self.blocks[following].style == "sub"
            if self.blocks[following].role == "item" and not nested:
                found.append(following)
            elif not found or not (nested or following in self.leads):
                break
        return found

    def items_within(self, item: int) -> list[int]:
        """Return the items nested in an item."""
        nested = takewhile(lambda index: self.blocks[index].style == "sub", range(item + 1, len(self.blocks)))
        return list(nested) if self.blocks[item].style != "sub" else []

    def items_below(self, index: int) -> list[int]:
        """Return the first list below a heading, with at most two paragraphs between that announce nothing else."""
        if self.blocks[index].role != "heading":
            return []
        body = self.body(index)
        first = next((position for position, i in enumerate(body) if self.blocks[i].role == "item"), None)
        if first is None:
            return []
        lead = [self.blocks[i].text for i in body[:first]]
        own = {noun.kind for noun in cues.nouns(self.blocks[index].text)}
        announces = any(
            noun.kind not in own or self.sentences[i][-1].text.endswith((":", ";"))
            for i in body[:first]
            for noun in cues.nouns(self.sentences[i][-1].text)
        )
        if len(lead) > MAX_LEAD or len(" ".join(lead).split()) > MAX_LEAD_WORDS or announces:
            return []
        return self.items_after(body[first] - 1)

    def is_named(self, index: int) -> bool:
        """Tell whether a paragraph begins with a sentence that is a name: short, and something follows it."""
        sentences = self.sentences[index]
        if self.blocks[index].role != "paragraph" or len(sentences) == 1 or not sentences[0].text.endswith("."):
            return False
        return len(sentences[0].text.split()) <= MAX_NAME_WORDS and sentences[0].text[0].isupper()

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

    def body(self, index: int) -> list[int]:
        """Return the paragraphs and items below a heading, up to the next heading."""
        end = index + 1
        while end < len(self.blocks) and self.blocks[end].role in BODY:
            end += 1
        return list(range(index + 1, end))

"""A document being read: what its headings, labels and lists announce, by cues, by meaning and by what they lead to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from ingest.blocks import Block
from ingest.model import Kind, Statement
from ingest.prototypes import Prototypes
from ingest.source import Source
from ingest.statements import cues, recurring
from ingest.statements.eyebrows import joined_eyebrows
from ingest.statements.ranks import ranked
from ingest.statements.structured import BODY, Structured
from ingest.structure import blocks

MAX_LEAD = 2
MAX_LEAD_WORDS = 60
MAX_TITLE_WORDS = 10
MAX_SECTION_WORDS = 3
LEAD_LABEL = re.compile(r"^(?P<label>[A-ZÆØÅÉ][^.:!?\d]{2,40}):\s+(?=\S)")
LED = frozenset({Kind.INDICATOR, Kind.GOAL, Kind.TARGET_GROUP})
OURS = re.compile(r"\b(?:vi|os|vores)\b", re.IGNORECASE)
# What the prototypes sort headings by, beside the kinds of statement: it tells that none of them is announced.
ONCE = frozenset({Kind.VISION, Kind.PRINCIPLE, Kind.VALUE, Kind.FOCUS_AREA})
CONTRAST = frozenset({"initiative", "background", "foreword", "formal"})


@dataclass(frozen=True)
class Reading(Structured):
    """A document with what its headings and labels mean.

    Attributes:
        prototypes: Tell by meaning what headings announce that no cue knows; without them these announce nothing.
    """

    prototypes: Prototypes | None = None

    @classmethod
    def of(cls, source: Source, prototypes: Prototypes | None = None) -> Reading:
        """Read the structure of a source."""
        return cls(
            source, tuple(ranked(joined_eyebrows([block for block in blocks(source) if block.text]))), prototypes
        )

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
        return recurring.kinds(labels, {index: self.entries(index) for index in labels})

    def _is_unknown_label(self, index: int) -> bool:
        text = self.blocks[index].text
        known = cues.names_section(text) or cues.nouns(text) or cues.title(text) != text
        words = recurring.MAX_HEADING_WORDS if self.blocks[index].role == "heading" else recurring.MAX_WORDS
        return recurring.is_label(text, words) and not known and index not in self.meanings

    def entries(self, index: int) -> list[str]:
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

    def is_past(self, statement: Statement) -> bool:
        """Tell whether a statement stands in a section on an earlier agreement: its goals are none of this one."""
        path = self.paths[self.index_at(statement.quote.span.start)]
        return any(cues.pattern("section", "past").search(title) for title in path)

    def announces_nothing(self, index: int) -> bool:
        """Tell whether a heading is nearest in meaning to what states nothing: actions, background, foreword, rules."""
        return self.meanings.get(index) in CONTRAST

    def items_after(self, index: int) -> list[int]:
        """Return the list items that follow a block directly; a labelled note below an item does not end the list."""
        found: list[int] = []
        for following in range(index + 1, len(self.blocks)):
            inner = self.blocks[following].style == "sub"
            nested = bool(found) and inner and self.blocks[found[0]].style != "sub"
            outer = bool(found) and not inner and self.blocks[found[0]].style == "sub"
            if self.blocks[following].role == "item" and not nested and not outer:
                found.append(following)
            elif not found or not (nested or following in self.leads):
                break
        return found

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

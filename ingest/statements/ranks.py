"""The ranks of headings that no mark tells: what is a chapter, a theme in it, and a label that comes again in each theme.

Text has no marks, but its headings tell their ranks together: by their numbers (4, 4.1), by words that count up ("Tema
1", "Mål 1"), by capitals, and by what comes again: a label such as "Det vil vi" stands below each theme, so the heading
before the first label of each round is a theme, and other headings between the labels are parts of what they lead to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from ingest.blocks import Block
from ingest.headings import NUMBERED, is_caps
from ingest.statements import cues
from ingest.statements.recurring import stem

CHAPTER, THEME, LABEL, PART = 1, 2, 3, 4
MIN_NUMBERED = 3
MAX_LABEL_WORDS = 8


def ranked(found: Sequence[Block]) -> list[Block]:
    """Return the blocks of a text, its headings with marks for their ranks; what is marked already stays."""
    heads = [index for index, block in enumerate(found) if block.role == "heading"]
    if not heads or any(found[index].style.startswith("#") for index in heads):
        return list(found)
    outline = Outline([found[index] for index in heads], [_has_text(found, index) for index in heads])
    result = list(found)
    for index, rank in zip(heads, outline.ranks, strict=True):
        result[index] = replace(found[index], style="#" * rank)
    return result


def _has_text(found: Sequence[Block], index: int) -> bool:
    return index + 1 < len(found) and found[index + 1].role != "heading"


@dataclass(frozen=True)
class Outline:
    """The headings of a text in order, and whether text follows each directly."""

    heads: Sequence[Block]
    filled: Sequence[bool]

    @cached_property
    def again(self) -> list[bool]:
        """For each heading whether it is a label that comes again."""
        stems = [stem(cues.title(head.text)) if len(head.text.split()) <= MAX_LABEL_WORDS else "" for head in self.heads]
        seen = Counter(one for one, filled in zip(stems, self.filled, strict=True) if filled)
        return [bool(one) and seen[one] > 1 for one in stems]

    @cached_property
    def depths(self) -> list[int]:
        """For each heading the depth of its number: 1 for "4", 2 for "4.1"; 0 where it has none."""
        numbers = [NUMBERED.match(head.text) for head in self.heads]
        found = [match[1].count(".") + 1 if match else 0 for match in numbers]
        return found if sum(depth == 1 for depth in found) >= MIN_NUMBERED else [0] * len(found)

    @cached_property
    def ranks(self) -> list[int]:
        """The rank of each heading, 1 for the highest."""
        deepest = max(self.depths, default=0)
        if deepest:
            return self._numbered(deepest)
        if any(self.again):
            return self._in_rounds()
        if self._mixed:
            return [CHAPTER if is_caps(head.text) else THEME for head in self.heads]
        return [CHAPTER if cues.names_section(head.text) else THEME for head in self.heads]

    def _numbered(self, deepest: int) -> list[int]:
        """Take the depth of numbers as rank; what has none is below, labels that come again last."""
        started = next(index for index, depth in enumerate(self.depths) if depth)
        return [
            depth or (CHAPTER if index < started else deepest + 1 + again)
            for index, (depth, again) in enumerate(zip(self.depths, self.again, strict=True))
        ]

    def _in_rounds(self) -> list[int]:
        """Tell themes by the labels that come again below them."""
        rounds = [index for index, again in enumerate(self.again) if not again]
        labels = [
            [stem(cues.title(self.heads[i].text)) for i in range(index + 1, end)]
            for index, end in pairwise([*rounds, len(self.heads)])
        ]
        first = Counter(some[0] for some in labels if some).most_common(1)[0][0]
        themes = [index for index, some in zip(rounds, labels, strict=True) if some and (some[0] == first)]
        last = max(index for index, again in enumerate(self.again) if again)
        ranks: list[int] = []
        announced = False
        for index, again in enumerate(self.again):
            inside = themes and themes[0] < index <= last
            if again or index in themes or inside:
                ranks.append(LABEL if again else THEME if index in themes else PART)
                announced = False
                continue
            chapter = not announced or self._opens_chapter(index)
            announced = bool(cues.nouns(self.heads[index].text)) if chapter else announced
            ranks.append(CHAPTER if chapter else THEME)
        return ranks

    def _opens_chapter(self, index: int) -> bool:
        """Tell whether a heading names a chapter of the genre, or is in capitals where others are not."""
        return cues.names_section(self.heads[index].text) or (self._mixed and is_caps(self.heads[index].text))

    @cached_property
    def _mixed(self) -> bool:
        caps = [is_caps(head.text) for head in self.heads]
        return sum(caps) > 1 and not all(caps)

"""The ranks of headings that no mark tells: what is a chapter, a theme in it, and a label that comes again in themes.

Text has no marks, but its headings tell their ranks together: by their numbers (4, 4.1), by words that count up ("Tema
1", "Tema 2"), by capitals, by how many of them a heading announces ("Fire principper"), and by what comes again: a
label such as "Det vil vi" stands below each theme, so the heading before the first label of each round is a theme, and
other headings between the labels are parts of what they lead to.

Measured with `tests/benchmarks/layouts.py`: with the ranks and a table of contents read, the 33 marked agreements laid
out as plain text score 0.939 on average, without them 0.906.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, takewhile

from ingest.blocks import Block
from ingest.dense import SERIES
from ingest.headings import LONE_NUMBER, NUMBERED, is_caps
from ingest.model import Kind
from ingest.statements import cues
from ingest.statements.counting import count_in
from ingest.statements.recurring import stem
from ingest.statements.series import Series

CHAPTER, THEME, LABEL, PART = 1, 2, 3, 4
MIN_NUMBERED = 3
MIN_SERIES = 2
MAX_LABEL_WORDS = 8
HALF = 0.5
# A paragraph that begins with its name: "Håb. Vi tror på ...".
NAMED = re.compile(r"[^.:]{2,50}[.:] \S")
MANY = 0.25


def ranked(found: Sequence[Block]) -> list[Block]:
    """Return the blocks of a text, its headings with marks for their ranks; what is marked already stays.

    Only what counts up ("Kapitel 1", "Kapitel 2", "Kapitel 3") has one rank, though a hand forgot to mark one of them.
    Where numbers stand apart from their headings, an extraction displaced these, and their order tells no ranks.
    """
    heads = [index for index, block in enumerate(found) if block.role == "heading"]
    displaced = sum(LONE_NUMBER.match(found[index].text) is not None for index in heads) > 1
    if any(found[index].style.startswith("#") for index in heads):
        return _counted_below(_levelled(found, heads), heads)
    if not heads or displaced:
        return list(found)
    below = [found[index + 1 : end] for index, end in pairwise([*heads, len(found)])]
    outline = Outline([found[index] for index in heads], below)
    result = list(found)
    for index, rank in zip(heads, outline.ranks, strict=True):
        result[index] = replace(found[index], style="#" * rank)
    return result


def _levelled(found: Sequence[Block], heads: Sequence[int]) -> list[Block]:
    """Give the headings of a series the mark that most of them have."""
    result = list(found)
    series: dict[str, list[int]] = {}
    for index in heads:
        if part := SERIES.match(found[index].text):
            series.setdefault(part["word"], []).append(index)
    for some in series.values():
        mark, count = Counter(found[index].style for index in some).most_common(1)[0]
        for index in some if 2 * count > len(some) else ():
            result[index] = replace(found[index], style=mark)
    return result


def _counted_below(found: Sequence[Block], heads: Sequence[int]) -> list[Block]:
    """Put headings below the one that says how many they are, where type sets it no higher.

    "Fire greb" over four headings of its style, if it has no text of its own, or over "1. ..." to "4. ...".
    """
    result = list(found)
    for place, index in enumerate(heads):
        count = count_in(found[index].text, any_noun=True) or 0
        if count < MIN_SERIES:
            continue
        own = found[index].style
        section = takewhile(lambda i: len(found[i].style) >= len(own), heads[place + 1 :])  # noqa: B023
        below = [i for i in section if found[i].style == own][:count]
        numbers = [NUMBERED.match(found[i].text) for i in below]
        if len(own) > 1 and [one[1] for one in numbers if one] == [str(number) for number in range(1, count + 1)]:
            result[index] = replace(found[index], style=own[:-1])
        elif heads[place + 1 : place + 1 + count] == below and len(below) == count and below[0] == index + 1:
            for i in below if all(found[i + 1].role != "heading" for i in below if i + 1 < len(found)) else ():
                result[i] = replace(found[i], style=own + "#")
    return result


@dataclass(frozen=True)
class Outline:
    """The headings of a text in order, and the blocks below each."""

    heads: Sequence[Block]
    below: Sequence[Sequence[Block]]

    @cached_property
    def _stems(self) -> list[str]:
        """For each heading its stem if it comes again as a short label, else nothing."""
        stems = [
            stem(cues.title(head.text)) if len(head.text.split()) <= MAX_LABEL_WORDS else "" for head in self.heads
        ]
        seen = Counter(one for one, below in zip(stems, self.below, strict=True) if below)
        return [one if seen[one] > 1 else "" for one in stems]

    @cached_property
    def again(self) -> list[bool]:
        """For each heading whether it is a label that comes again, below several themes if there are any."""
        if not self._themes:
            return [bool(one) for one in self._stems]
        rounds: dict[str, set[int]] = {}
        for index, one in enumerate(self._stems):
            rounds.setdefault(one, set()).add(bisect_right(self._themes, index))
        return [bool(one) and len(rounds[one] - {0}) > 1 for one in self._stems]

    @cached_property
    def depths(self) -> list[int]:
        """For each heading the depth of its number: 1 for "4", 2 for "4.1"; 0 where it has none.

        Numbers that only a small part of the text has number a list and no chapters, unless the first heading has one.
        """
        numbers = [NUMBERED.match(head.text) for head in self.heads]
        found = [match[1].count(".") + 1 if match else 0 for match in numbers]
        places = [index for index, depth in enumerate(found) if depth == 1]
        spread = len(places) >= MIN_NUMBERED and places[-1] - places[0] >= HALF * len(found)
        return found if spread or places[:1] == [0] else [0] * len(found)

    @cached_property
    def ranks(self) -> list[int]:
        """The rank of each heading, 1 for the highest."""
        if any(self.depths):
            return self._numbered()
        if self._themes:
            return self._in_rounds()
        return self._in_chapters(range(len(self.heads)))

    def _numbered(self) -> list[int]:
        """Take the depth of numbers as rank; what has none is below those, and labels that come again are below all.

        Where the heading before the first number announces as many as are numbered, they stand below it.
        """
        starts = [index for index, depth in enumerate(self.depths) if depth]
        ranks = self._in_chapters(range(starts[0]))
        told = self._announced(starts[0] - 1) if ranks else None
        above = ranks[-1] if told and told == self.depths.count(1) else 0
        deepest = above + max(self.depths)
        for start, end in pairwise([*starts, len(self.heads)]):
            inside = self._by_capitals(range(start + 1, end)) or self._in_chapters(range(start + 1, end))
            ranks += [above + self.depths[start], *(deepest + rank for rank in inside)]
        return [rank if depth or not again else deepest + LABEL for rank, depth, again in self._each(ranks)]

    def _by_capitals(self, indices: range) -> list[int]:
        """Rank the headings of a numbered chapter by capitals, if the first has them and some have not; or none."""
        caps = [is_caps(self.heads[index].text) for index in indices]
        return [CHAPTER if one else THEME for one in caps] if caps[:1] == [True] and not all(caps) else []

    def _each(self, ranks: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
        return zip(ranks, self.depths, self.again, strict=True)

    @cached_property
    def _series(self) -> list[int]:
        """The headings that are themes by a word and a number, two or more."""
        label = cues.label(Kind.FOCUS_AREA)
        called = [
            index for index, head in enumerate(self.heads) if (m := label.match(head.text)) and m.end() < len(head.text)
        ]
        outer = sorted(Series.of(self.heads).outer)
        return max((called, outer), key=len) if len(max((called, outer), key=len)) >= MIN_SERIES else []

    @cached_property
    def _themes(self) -> list[int]:
        """The headings before the first label of each round, if no series tells."""
        if self._series:
            return self._series
        heads = [index for index, one in enumerate(self._stems) if not one]
        labels = [self._stems[index + 1 : end] for index, end in pairwise([*heads, len(self.heads)])]
        first = Counter(some[0] for some in labels if some).most_common(1)
        return [index for index, some in zip(heads, labels, strict=True) if some and some[0] == first[0][0]]

    def _in_rounds(self) -> list[int]:
        """Rank what stands between themes and their labels; before and after them chapters."""
        last = max((index for index, again in enumerate(self.again) if again), default=self._themes[-1])
        inside = range(self._themes[0], max(last, self._themes[-1]) + 1) if self._themes else range(0)
        before, after = range(inside.start), range(inside.stop, len(self.heads))
        ranks = [*self._in_chapters(before), *(PART for _ in inside), *self._in_chapters(after)]
        for index in self._themes:
            ranks[index] = THEME
        return [LABEL if again else rank for again, rank in zip(self.again, ranks, strict=True)]

    def _in_chapters(self, indices: Sequence[int]) -> list[int]:
        """Rank headings of which some announce those that follow: as many as they say, or up to the next chapter."""
        ranks: list[int] = []
        left: int | None = 0
        for place, index in enumerate(indices, start=1):
            chapter = left == 0 or (left is None and self._opens_chapter(index))
            ranks.append(CHAPTER if chapter else THEME)
            if chapter:
                left = self._announced(index)
                left = 0 if (left or 2) > len(indices) - place else left  # a single heading is no list
            elif left is not None:
                left -= 1
        return ranks

    def _announced(self, index: int) -> int | None:
        """Return how many headings a heading announces, or the text below it; `None` if it does not say."""
        below = self.below[index]
        if any(block.role in ("item", "cell") for block in below):
            return 0
        count = self._count(index)
        if count:
            return 0 if sum(NAMED.match(block.text) is not None for block in below) >= count else count
        return None if cues.nouns(self.heads[index].text) or self._mixed else 0

    def _count(self, index: int) -> int | None:
        """Return the number of things that a heading or the first text below it announces."""
        return count_in(self.heads[index].text) or (count_in(self.below[index][0].text) if self.below[index] else None)

    def _opens_chapter(self, index: int) -> bool:
        """Tell whether a heading names a chapter of the genre, or is in capitals where others are not."""
        text = self.heads[index].text
        return is_caps(text) if self._mixed else cues.names_section(text) or self._count(index) is not None

    @cached_property
    def _mixed(self) -> bool:
        """Tell whether capitals mark chapters: most headings that name one have them, or many where none names one."""
        caps = [is_caps(head.text) for head in self.heads]
        named = [capital for capital, head in zip(caps, self.heads, strict=True) if cues.names_section(head.text)]
        telling, share = (named, HALF) if len(named) > 1 else (caps, MANY)
        return sum(caps) > 1 and not all(caps) and sum(telling) > share * len(telling)

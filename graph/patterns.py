"""Patterns: phrases by which a text speaks of a topic without naming it.

`psykisk* syg*|psykiatri* & misbrug*|rusmid* ~14` means: in one sentence, in any order, one of the first group's
alternatives and one of the second's, the whole within 14 words. A word may begin or end with `*`; an alternative may be
several words in a row; a group after `!` must not occur in the sentence.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graph.errors import VocabularyError

WINDOW = re.compile(r"\s~(\d{1,3})\s*$")
NOWHERE = sys.maxsize


@dataclass(frozen=True, slots=True)
class WordPattern:
    """One word with optional wildcards at its ends."""

    stem: str
    open_start: bool
    open_end: bool

    def matches(self, word: str) -> bool:
        """Tell whether a word in lower case fits."""
        if self.open_start and self.open_end:
            return self.stem in word
        if self.open_end:
            return word.startswith(self.stem)
        return word.endswith(self.stem) if self.open_start else word == self.stem


Alternative = tuple[WordPattern, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: groups that must all occur, groups that must not, and the widest span in words."""

    groups: tuple[tuple[Alternative, ...], ...]
    forbidden: tuple[tuple[Alternative, ...], ...]
    window: int | None

    def find(self, words: Sequence[str]) -> tuple[int, int] | None:
        """Return the first and last word's index of the narrowest match in a sentence's words, or `None`."""
        line = " ".join(words)
        places = []
        for group in self.groups:
            places.append(_occurrences(group, words, line))
            if not places[-1]:
                return None
        if any(_occurrences(group, words, line) for group in self.forbidden):
            return None
        best: tuple[int, int] | None = None
        lows = sorted({start for group in places for start, _ in group}, reverse=True)
        for start, end in places[0]:
            for low in (one for one in lows if one <= start):
                high = max((end, *(_first_end(group, low) for group in places[1:])))
                if best is None or high - low < best[1] - best[0]:
                    best = (low, high)
        if best is None or (self.window is not None and best[1] - best[0] >= self.window):
            return None
        return best


@cache
def compile_pattern(text: str) -> Pattern:
    """Compile a pattern.

    Raises:
        VocabularyError: It has no group that must occur, or an empty alternative.
    """
    window = WINDOW.search(text)
    groups: list[tuple[Alternative, ...]] = []
    forbidden: list[tuple[Alternative, ...]] = []
    for part in WINDOW.sub("", text).split("&"):
        group = part.strip()
        target = forbidden if group.startswith("!") else groups
        target.append(tuple(_alternative(one, text) for one in group.lstrip("! ").split("|")))
    if not groups:
        raise VocabularyError(f"A topic pattern must have a group that occurs, and '{text}' has none; add one.")
    return Pattern(tuple(groups), tuple(forbidden), int(window[1]) if window else None)


def _alternative(text: str, pattern: str) -> Alternative:
    words = [part for part in re.split(r"[\s/-]+", text.strip().lower()) if part.strip("*")]
    if not words:
        raise VocabularyError(f"Each alternative of a pattern must name a word, not so in '{pattern}'; correct it.")
    return tuple(WordPattern(word.strip("*"), word.startswith("*"), word.endswith("*")) for word in words)


def _occurrences(group: Sequence[Alternative], words: Sequence[str], line: str) -> list[tuple[int, int]]:
    """Find a group's alternatives; most are dismissed at once, because a stem does not stand in the whole line."""
    return [
        (start, start + len(alternative) - 1)
        for alternative in group
        if all(word.stem in line for word in alternative)
        for start in range(len(words) - len(alternative) + 1)
        if all(word.matches(words[start + offset]) for offset, word in enumerate(alternative))
    ]


def _first_end(places: Sequence[tuple[int, int]], low: int) -> int:
    """Return where the first place ends that does not start before `low`."""
    return min((end for start, end in places if start >= low), default=NOWHERE)

"""Headings that begin with one word and rising numbers, whatever the word: "Delplan 1: ...", "Resultat 1.2 ..."."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.blocks import Block
from ingest.model import Kind
from ingest.statements import cues

MIN_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class Series:
    """The series of a document, by the indices of their headings.

    Attributes:
        outer: They stand for themselves: focus areas, most times.
        inner: They stand within focus areas, which are called so or are a series too: they are the goals of these.
    """

    outer: frozenset[int]
    inner: frozenset[int]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Series:
        """Find the series of three headings or more."""
        found: dict[str, dict[int, tuple[int, ...]]] = {}
        for index, block in enumerate(blocks):
            part = cues.in_series(block.text) if block.role == "heading" else None
            if part:
                found.setdefault(part[0], {})[index] = part[1]
        rising = [some for some in found.values() if len(some) >= MIN_MEMBERS and _count_up(list(some.values()))]
        outer = [_called_areas(blocks), *(list(some) for some in rising)]
        inner = [some for some in rising if any(_is_within(some, other) for other in outer)]
        inside = frozenset(index for some in inner for index in some)
        return cls(frozenset(index for some in rising for index in some) - inside, inside)

    @property
    def all(self) -> frozenset[int]:
        """The members of all series."""
        return self.outer | self.inner


def _called_areas(blocks: Sequence[Block]) -> list[int]:
    label = cues.label(Kind.FOCUS_AREA)
    return [index for index, block in enumerate(blocks) if block.role == "heading" and label.match(f"{block.text} x")]


def _is_within(some: dict[int, tuple[int, ...]], other: Sequence[int]) -> bool:
    """Tell whether a series is part of another that begins before: between its members, or numbered so (3.1)."""
    first, numbers = next(iter(some.items()))
    return len(other) > 1 and other[0] < first and (first < other[-1] or len(numbers) > 1)


def _count_up(numbers: Sequence[tuple[int, ...]]) -> bool:
    """Tell whether numbers count up: 1, 2, 3 from one, or 1.1, 1.2, 2.1 from any."""
    single = len(numbers[0]) == 1
    if any(len(number) != len(numbers[0]) for number in numbers) or (single and numbers[0][0] != 1):
        return False
    whole = [number[0] for number in numbers]
    if single:
        return whole == list(range(1, len(numbers) + 1))
    return list(numbers) == sorted(set(numbers)) and all(after - one <= 1 for one, after in pairwise(whole))

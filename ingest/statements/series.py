"""Headings that begin with one word and rising numbers, whatever the word: "Delplan 1: ...", "Resultat 1.2 ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.blocks import Block
from ingest.headings import CODED
from ingest.model import Kind
from ingest.statements import cues
from ingest.statements.recurring import kind_of

MIN_MEMBERS = 3
MIN_CODED = 2
MEMBER = re.compile(r"^\w+ (?P<number>\d{1,2}|[A-ZÆØÅÉ])\b")


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
        inside = frozenset(index for some in inner for index in some) | _coded(blocks, outer)
        return cls(frozenset(index for some in rising for index in some) - inside, inside)

    @property
    def all(self) -> frozenset[int]:
        """The members of all series."""
        return self.outer | self.inner


def _coded(blocks: Sequence[Block], outer: Sequence[Sequence[int]]) -> frozenset[int]:
    """Return the headings within members of series that begin with the member's number or letter and name goals.

    "1a Hjemme igen" below "Tema 1: ...", "E2. Bevægelse" below "Spor E: ...": the text below them says what shall be.
    """
    members = {index: _number(blocks[index].text) for some in outer for index in some}
    found: dict[int, str] = {}
    number = ""
    for index, block in enumerate(blocks):
        code = CODED.match(block.text) if block.role == "heading" else None
        number = members.get(index, number)
        if code and code["area"] == number and not cues.names_section(block.text[code.end() :]):
            below = blocks[index + 1] if index + 1 < len(blocks) else block
            found[index] = below.text if below.role == "paragraph" else ""
    return (
        frozenset(found)
        if kind_of([text for text in found.values() if text], MIN_MEMBERS - 1) is Kind.GOAL
        else frozenset()
    )


def _number(text: str) -> str:
    """Return the number or letter that a heading of a series has."""
    found = MEMBER.match(text)
    return found["number"] if found else ""


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

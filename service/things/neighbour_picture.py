"""The picture of a thing with its neighbours: itself in the middle, what leads to it left, what it leads to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from service.things.neighbours import Group, Neighbour

WIDTH: Final = 1000
BOX: Final = 300
LINE: Final = 17
PADDING: Final = 7
GAP: Final = 8
GROUP_GAP: Final = 22
HEAD: Final = 24
MARGIN: Final = 10
CHARACTERS: Final = 34
LINES: Final = 2


@dataclass(frozen=True, slots=True)
class Node:
    """A box with its lines of text; `address` is where it leads, `title` its whole name."""

    x: int
    y: int
    height: int
    lines: Sequence[str]
    address: str
    title: str
    language: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A group: its label and where that stands, the line from the middle, and its boxes.

    `more` is where the link to more of them stands.
    """

    group: Group
    x: int
    y: int
    path: str
    nodes: Sequence[Node]
    more: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole, ready to be written."""

    width: int
    height: int
    middle: Node
    groups: Sequence[Drawn]


def picture(name: str, address: str, groups: Sequence[Group]) -> Picture:
    """Lay out a thing, by its name and where it is told of, among its neighbours."""
    into = [one for one in groups if not one.outgoing]
    out = [one for one in groups if one.outgoing]
    lines = _lines(name)
    own = _height(lines)
    height = max(_tall(into), _tall(out), own + 2 * MARGIN)
    middle = Node((WIDTH - BOX) // 2, (height - own) // 2, own, lines, address, name)
    # Both columns are centred on the thing, which keeps the lines short.
    left = _column(into, MARGIN, (height - _tall(into)) // 2, middle)
    right = _column(out, WIDTH - BOX - MARGIN, (height - _tall(out)) // 2, middle)
    return Picture(WIDTH, height, middle, [*left, *right])


def _column(groups: Sequence[Group], x: int, top: int, middle: Node) -> list[Drawn]:
    drawn, y = [], top + MARGIN
    for group in groups:
        nodes, below = [], y + HEAD
        for one in group.neighbours:
            node = _node(one, x, below)
            nodes.append(node)
            below += node.height + GAP
        drawn.append(Drawn(group, x, y + LINE - 3, _path(x, y, middle), nodes, (x, below + LINE - 3)))
        y += _height_of(group) + GROUP_GAP
    return drawn


def _node(one: Neighbour, x: int, y: int) -> Node:
    lines = _lines(one.name.text)
    return Node(x, y, _height(lines), lines, one.address, one.name.text, one.name.language, one.name.outside)


def _path(x: int, y: int, middle: Node) -> str:
    """Return the line from the side of the middle box to the head of a group."""
    start_x = middle.x if x < middle.x else middle.x + BOX
    end_x = x + BOX if x < middle.x else x
    start_y, end_y, half = middle.y + middle.height // 2, y + HEAD // 2, (start_x + end_x) // 2
    return f"M{start_x} {start_y}C{half} {start_y} {half} {end_y} {end_x} {end_y}"


def _tall(groups: Sequence[Group]) -> int:
    return 2 * MARGIN + sum(map(_height_of, groups)) + GROUP_GAP * max(0, len(groups) - 1)


def _height_of(group: Group) -> int:
    boxes = sum(_height(_lines(one.name.text)) + GAP for one in group.neighbours)
    return HEAD + boxes + (LINE if group.more else 0)


def _height(lines: Sequence[str]) -> int:
    return LINE * len(lines) + 2 * PADDING


def _lines(text: str) -> list[str]:
    return wrap(text, CHARACTERS, max_lines=LINES, placeholder=" …") or [text[:CHARACTERS]]

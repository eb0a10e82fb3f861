"""The picture of the ways from national goals to indicators: a column for each kind, a line for each link of the graph.

What the agreements state is joined by full lines, what the program infers by broken ones with their confidence beside
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from textwrap import wrap
from typing import Final

from search.goal_ways import NationalGoal
from service.comparing.goal_branches import Branch
from service.comparing.heatmap import LINE, MARGIN, Words
from service.rendering import render_part
from service.texts import Texts

COLUMNS: Final = {"national-goal": (16, 180), "focus-area": (246, 200), "goal": (506, 260), "indicator": (826, 244)}
WIDTH: Final = 826 + 244 + MARGIN
CHARACTER: Final = 7.2  # as wide as the widest of the fonts that may be taken
BOLD: Final = 8.0
PADDING: Final = 8
GAP: Final = 8
TOP: Final = 92
HEAD: Final = 40
MOST_LINES: Final = 6
NOTE: Final = 140  # characters a line


@dataclass(frozen=True, slots=True)
class Box:
    """A national goal or a statement: its corner and size, its lines of text, and where it is explained."""

    x: int
    y: int
    width: int
    height: int
    kind: str
    lines: tuple[str, ...]
    full: str
    address: str

    @property
    def middle(self) -> int:
        """How far down its middle is."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line as an SVG path; one that is inferred has its confidence in words, and where that stands."""

    path: str
    confidence: Words | None


@dataclass(frozen=True, slots=True)
class WaysPicture:
    """The whole, ready to be written."""

    width: int
    height: int
    title: str
    description: str
    words: tuple[Words, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def ways_svg(picture: WaysPicture, linked: bool = False) -> str:
    """Write the picture as SVG: as a file, or with links for a page that has the same in words beside it."""
    return render_part("_ways.svg", "ways", picture, linked).strip() + "\n"


def draw_ways(
    title: str,
    national: Sequence[tuple[NationalGoal, str, str]],
    trees: Sequence[tuple[str, Sequence[Branch]]],
    texts: Texts,
) -> WaysPicture:
    """Lay out the ways.

    Args:
        title: What the picture is called.
        national: The national goals, each with which agreements name it and where it is explained.
        trees: What each agreement states, by its name.
        texts: The words.
    """
    heads = [Words(MARGIN, MARGIN + LINE, title, bold=True)]
    heads += [Words(x, TOP - 14, texts(f"ways.column_{kind}"), bold=True) for kind, (x, _) in COLUMNS.items()]
    boxes: dict[str, Box] = {}
    y = TOP
    for name, branches in trees:
        heads.append(Words(COLUMNS["focus-area"][0], y + LINE, name, bold=True))
        free = {x: y + HEAD for x, _ in COLUMNS.values()}
        _place(branches, free, boxes)
        y = max(free.values()) + GAP
    all_branches = [one for _, branches in trees for branch in branches for one in branch.walk()]
    goals = dict(_national(national, all_branches, boxes, texts))
    bottom = max([y, *(one.y + one.height for one in goals.values())]) + MARGIN
    description = texts("ways.picture")
    note = [Words(MARGIN, bottom + LINE * place, line) for place, line in enumerate(wrap(description, NOTE), 3)]
    lines = [*_stated(all_branches, boxes), *_inferred(all_branches, boxes, goals, texts)]
    return WaysPicture(
        WIDTH, note[-1].y + MARGIN, title, description, (*heads, *note, *_key(bottom, texts)),
        (*goals.values(), *boxes.values()), (*lines, *_key_lines(bottom)),
    )  # fmt: skip


def _place(branches: Iterable[Branch], free: dict[int, int], boxes: dict[str, Box]) -> None:
    """Place branches below each other, each beside the middle of what stands under it where its column has room."""
    for branch in branches:
        _place(branch.branches, free, boxes)
        own = _box(branch)
        under = [boxes[one.stated.name] for one in branch.branches]
        wished = (under[0].y + under[-1].y + under[-1].height - own.height) // 2 if under else 0
        boxes[branch.stated.name] = own = replace(own, y=max(free[own.x], wished))
        free[own.x] = own.y + own.height + GAP


def _box(branch: Branch) -> Box:
    kind = "indicator" if branch.stated.kind == "national-indicator" else branch.stated.kind
    x, width = COLUMNS[kind]
    lines = _wrapped(branch.stated.text, width, BOLD if kind == "focus-area" else CHARACTER)
    return Box(x, 0, width, _height(lines), branch.stated.kind, lines, branch.stated.text, branch.address)


def _national(
    national: Sequence[tuple[NationalGoal, str, str]], branches: Sequence[Branch], boxes: dict[str, Box], texts: Texts
) -> Iterator[tuple[str, Box]]:
    """Place the national goals in order, each as near to the goals that contribute to it as those before allow."""
    x, width = COLUMNS["national-goal"]
    y = TOP
    for goal, told, address in national:
        label = f"{goal.number}. {goal.labels[texts.language]}"
        lines = (*_wrapped(label, width), *_wrapped(told, width))
        ends = [boxes[one.stated.name].middle for one in branches if goal.name in one.stated.contributes]
        wished = sum(ends) // len(ends) - _height(lines) // 2 if ends else y
        y = max(y, wished)
        yield goal.name, Box(x, y, width, _height(lines), "national-goal", lines, label, address)
        y += _height(lines) + GAP


def _stated(branches: Iterable[Branch], boxes: dict[str, Box]) -> Iterator[Line]:
    for branch in branches:
        for above in branch.stated.above:
            if above in boxes:
                start, end = boxes[above], boxes[branch.stated.name]
                yield Line(_curve(start.x + start.width, start.middle, end.x, end.middle), None)


def _inferred(branches: Iterable[Branch], boxes: dict[str, Box], goals: dict[str, Box], texts: Texts) -> Iterator[Line]:
    """Join goals with national goals; several lines end at one box apart from each other and from what is stated."""
    for branch in branches:
        end = boxes[branch.stated.name]
        step = end.height // (2 * len(branch.contributes) + 2)
        for (goal, sure), y in zip(branch.contributes, count(end.y + step, step), strict=False):
            start = goals[goal.name]
            words = Words(end.x - 6, y - 3, texts.number(sure, 2))
            yield Line(_curve(start.x + start.width, start.middle, end.x, y), words)


def _key(y: int, texts: Texts) -> list[Words]:
    return [
        Words(MARGIN + 58, y + LINE, texts("ways.line_stated")),
        Words(WIDTH // 2 + 58, y + LINE, texts("ways.line_inferred")),
    ]


def _key_lines(y: int) -> list[Line]:
    middle = y + LINE - 4
    broken = Words(WIDTH // 2, middle, "")
    return [
        Line(f"M{MARGIN} {middle}h50", None),
        Line(f"M{WIDTH // 2} {middle}h50", broken),
    ]


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    half = (x + to_x) // 2
    return f"M{x} {y}C{half} {y} {half} {to_y} {to_x} {to_y}"


def _wrapped(text: str, width: int, character: float = CHARACTER) -> tuple[str, ...]:
    characters = round((width - 2 * PADDING) / character)
    return tuple(wrap(text, characters, max_lines=MOST_LINES, placeholder=" …"))


def _height(lines: Sequence[str]) -> int:
    return LINE * len(lines) + PADDING

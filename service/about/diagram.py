"""The diagram of the ontology: a box for each class, a line for each property that joins two, drawn from the ontology.

Kinds of statement that no property joins to others stand as a list in the box of what they are kinds of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from graph.terms import Kind, Relation, Reused, Term, short_name
from service.about.layers import Edge, Layout, layered

CHARACTER: Final = 8.0
SMALL: Final = 6.2
MARGIN: Final = 12
LINE: Final = 17
ROW_GAP: Final = 92
PER_LINE: Final = 3
ASIDE: Final = 16
PLACES: Final = (0.5, 0.38, 0.62, 0.28, 0.72)


Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A class: its corner and size, its lines of text, and whether it is one of ours."""

    x: int
    y: int
    width: int
    height: int
    texts: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line from box to box as an SVG path, with its label and where that stands; `subclass` if it is no property."""

    path: str
    label: str
    x: int
    y: int
    subclass: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole, ready to be written."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(
    terms: Iterable[Term], reused: Iterable[Reused], relations: Iterable[Relation], base: str, language: str
) -> Drawing:
    """Draw the classes and what joins them, with their names in a language."""
    own = {term.iri: term for term in terms if term.kind is Kind.CLASS}
    labels = {one.iri: one.labels.get(language, "") for one in reused}
    labels |= {iri: term.labels.get(language, "") for iri, term in own.items()}
    joined = defaultdict[Edge, list[str]](list)
    for one in relations:
        if (one.source in own or one.target in own) and one.source != one.target:
            joined[one.source, one.target].append(short_name(one.property, base))
    ends = {end for edge in joined for end in edge}
    listed: dict[str, list[str]] = {}
    for iri, term in own.items():
        for broader in term.broader:
            if iri in ends and broader in own:
                joined[iri, broader] += []
            elif broader in own:
                listed.setdefault(broader, []).append(labels[iri])
    texts = {
        iri: (labels.get(iri) or short_name(iri, base), short_name(iri, base), *_wrapped(sorted(listed.get(iri, ()))))
        for iri in sorted({end for edge in joined for end in edge})
    }
    return _drawing(texts, joined, own)


def _wrapped(words: Sequence[str]) -> list[str]:
    return [", ".join(words[start : start + PER_LINE]) for start in range(0, len(words), PER_LINE)]


def _drawing(texts: Mapping[str, tuple[str, ...]], joined: Mapping[Edge, list[str]], own: Iterable[str]) -> Drawing:
    widths = {iri: max(len(line) for line in lines) * CHARACTER + 2 * MARGIN for iri, lines in texts.items()}
    layout = layered(widths, joined)
    rows = _rows(texts, layout)
    boxes = {
        iri: Box(
            x=round(layout.middles[iri] - widths[iri] / 2) + MARGIN,
            y=rows[layout.layers[iri]][0],
            width=round(widths[iri]),
            height=_height(lines),
            texts=lines,
            own=iri in own,
        )
        for iri, lines in texts.items()
    }
    routes = {edge: _route(edge, boxes, layout, rows) for edge in sorted(joined)}
    lines = _labelled(routes, joined)
    right = max(
        *(box.x + box.width for box in boxes.values()),
        *(x for route in routes.values() for x, _ in route),
        *(line.x + len(line.label) * SMALL / 2 for line in lines),
    )
    return Drawing(round(right) + MARGIN, rows[-1][1] + MARGIN, tuple(boxes.values()), lines)


def _height(lines: Sequence[str]) -> int:
    return LINE * len(lines) + MARGIN


def _rows(texts: Mapping[str, tuple[str, ...]], layout: Layout) -> list[tuple[int, int]]:
    """Return where each layer begins and ends."""
    heights = defaultdict[int, int](int)
    for iri, lines in texts.items():
        heights[layout.layers[iri]] = max(heights[layout.layers[iri]], _height(lines))
    rows, top = [], MARGIN
    for layer in range(max(heights) + 1):
        rows.append((top, top + heights[layer]))
        top += heights[layer] + ROW_GAP
    return rows


def _route(edge: Edge, boxes: Mapping[str, Box], layout: Layout, rows: Sequence[tuple[int, int]]) -> list[Point]:
    """Return the points of a line; between rows it is curved, past the boxes of a row it is straight."""
    source, target = (boxes[end] for end in edge)
    down = layout.layers[edge[1]] > layout.layers[edge[0]]
    # A line upwards stands beside the one downwards that may join the same boxes.
    aside = 0 if down else ASIDE
    points = [(source.x + source.width // 2 + aside, source.y + (source.height if down else 0))]
    for middle, layer in layout.waypoints[edge]:
        top, bottom = rows[layer]
        x = round(middle) + MARGIN
        points += [(x, top), (x, bottom)] if down else [(x, bottom), (x, top)]
    return [*points, (target.x + target.width // 2 + aside, target.y + (0 if down else target.height))]


def _path(route: Sequence[Point]) -> str:
    steps = []
    for (x, y), (next_x, next_y) in pairwise(route):
        half = (y + next_y) // 2
        steps.append(f"V{next_y}" if x == next_x else f"C{x} {half} {next_x} {half} {next_x} {next_y}")
    return f"M{route[0][0]} {route[0][1]}{''.join(steps)}"


def _labelled(routes: Mapping[Edge, Sequence[Point]], joined: Mapping[Edge, list[str]]) -> tuple[Line, ...]:
    """Put each label on the first part of its line, where it does not cover one that was put before."""
    taken: list[tuple[Point, float]] = []
    lines = []
    for edge, route in routes.items():
        label = ", ".join(sorted(joined[edge]))
        (x, y), (next_x, next_y) = route[0], route[1]
        half = len(label) * SMALL / 2
        places = [(round(x + (next_x - x) * _eased(part)), round(y + (next_y - y) * part)) for part in PLACES]
        free = (place for place in places if all(_apart(place, half, *other) for other in taken))
        place = next(free, places[0])
        if label:
            taken.append((place, half))
        lines.append(Line(_path(route), label, *place, subclass=not label))
    return tuple(lines)


def _eased(part: float) -> float:
    """Return how far sideways a curve is when it is so far down."""
    return part * part * (3 - 2 * part)


def _apart(place: Point, half: float, other: Point, other_half: float) -> bool:
    return abs(place[1] - other[1]) >= MARGIN or abs(place[0] - other[0]) > half + other_half

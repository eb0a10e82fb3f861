"""The map of the regions: a cartogram of cells, read from `map.toml`, with the outline of any of its regions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RegionMap:
    """The cells of each region by its slug, as (column, row), and the corner where its words begin."""

    cells: Mapping[str, frozenset[Cell]]
    words: Mapping[str, Cell]

    @property
    def size(self) -> Cell:
        """How many columns and rows there are."""
        every = [cell for cells in self.cells.values() for cell in cells]
        return 1 + max(column for column, _ in every), 1 + max(row for _, row in every)


@cache
def region_map() -> RegionMap:
    """Read the map, once."""
    table = tomllib.loads(files("service").joinpath("comparing/map.toml").read_text(encoding="utf-8"))
    cells: dict[str, set[Cell]] = {}
    for row, line in enumerate(table["cells"].strip().splitlines()):
        for column, letter in enumerate(line):
            if letter in table["regions"]:
                cells.setdefault(table["regions"][letter]["region"], set()).add((column, row))
    words = {one["region"]: tuple(one["words"]) for one in table["regions"].values()}
    return RegionMap({region: frozenset(some) for region, some in cells.items()}, words)


def outline(cells: Iterable[Cell]) -> list[list[Cell]]:
    """Return the lines around cells, each as its corners in order: one for each part, and one for each hole."""
    inside = set(cells)
    following: dict[Cell, list[Cell]] = {}
    for x, y in sorted(inside):
        # Clockwise, so that the inside is always to the right.
        sides = (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        )
        for beyond, start, end in sides:
            if beyond not in inside:
                following.setdefault(start, []).append(end)
    lines = []
    while following:
        line = [min(following)]
        while ends := following.get(line[-1]):
            line.append(ends.pop())
            if not ends:
                del following[line[-2]]
        lines.append(_corners(line[:-1]))
    return lines


def _corners(line: list[Cell]) -> list[Cell]:
    """Leave out the points of a closed line where it goes straight on."""
    neighbours = zip([line[-1], *line[:-1]], line, [*line[1:], line[0]], strict=True)
    return [
        (x, y)
        for (before_x, before_y), (x, y), (next_x, next_y) in neighbours
        if not before_x == x == next_x and not before_y == y == next_y
    ]

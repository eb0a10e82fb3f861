"""The picture of the regions with the weight of a topic: told by colour, by dots and by a word, as in the heatmap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from graph.regions import mergers
from service.comparing.comparison_tables import source_lines
from service.comparing.comparisons import Compared
from service.comparing.heatmap import CHARACTER, FIELD, LEGEND, LINE, MARGIN, Field, Words, legend_fields, word
from service.comparing.region_map import Cell, outline, region_map
from service.finding.answer_rows import SHAPES
from service.names import region_name
from service.rendering import render_part
from service.texts import Texts

UNIT: Final = 22
INSET: Final = 8
TOP: Final = 64
DESCRIBED: Final = 100  # characters a line


@dataclass(frozen=True, slots=True)
class Tile:
    """A region: its outline as an SVG path, its level, its words, and where the dots of the level stand."""

    path: str
    shape: str
    words: tuple[Words, ...]
    dots: Cell
    address: str


@dataclass(frozen=True, slots=True)
class Union:
    """Regions that became one: the outline around them, and the name above."""

    path: str
    name: Words


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The whole, ready to be written."""

    width: int
    height: int
    title: str
    description: str
    tiles: tuple[Tile, ...]
    unions: tuple[Union, ...]
    words: tuple[Words, ...]
    legend: tuple[Field, ...]


def map_svg(picture: MapPicture, linked: bool = False) -> str:
    """Write the picture as SVG: as a file, or with links for a page that has the same in words beside it."""
    return render_part("_map.svg", "map", picture, linked).strip() + "\n"


def draw_map(found: Compared, label: str, addresses: Mapping[str, str], texts: Texts) -> MapPicture:
    """Lay out the weight of the one topic that is compared.

    Args:
        found: The comparison.
        label: What the topic is called.
        addresses: Where the evidence of each agreement is, by its id.
        texts: The words.
    """
    columns, rows = region_map().size
    bottom = TOP + rows * UNIT + MARGIN
    title, description = told(found, label, texts)
    lines = wrap(description, DESCRIBED)
    width = max(columns * UNIT, len(LEGEND) * FIELD[0], round(DESCRIBED * CHARACTER)) + 2 * MARGIN
    foot = bottom + FIELD[1] + 2 * MARGIN
    note = [Words(MARGIN, foot + LINE * place, line) for place, line in enumerate(lines)]
    return MapPicture(
        width=width,
        height=note[-1].y + MARGIN,
        title=title,
        description=description,
        tiles=tuple(_tiles(found, addresses, texts)),
        unions=tuple(_unions(found, texts)),
        words=(Words(MARGIN, MARGIN + LINE, title, bold=True), *note),
        legend=tuple(legend_fields(MARGIN, bottom, texts)),
    )


def told(found: Compared, label: str, texts: Texts) -> tuple[str, str]:
    """Return what the map is called, and what it shows."""
    title = texts("map.caption", topic=label, day=texts.date(found.matrix.on.isoformat()))
    return title, texts("map.picture")


def _tiles(found: Compared, addresses: Mapping[str, str], texts: Texts) -> Iterator[Tile]:
    """Draw each region by the agreement that speaks for it; those that no agreement speaks for stay empty."""
    drawn = region_map()
    left = dict(drawn.cells)
    (topic,) = found.matrix.topics
    for source in found.matrix.sources:
        cells = frozenset().union(*(left.pop(one) for one in _parts(source.region) if one in left))
        if cells:
            level = found.matrix.cells[topic, source.agreement].level
            lines = [word(level, texts), *source_lines(source.region, source, texts)[1:]]
            yield _tile(source.region, cells, SHAPES[level], lines, addresses[source.agreement], texts)
    for region, cells in left.items():
        yield _tile(region, cells, "unknown", [texts("map.none_held")], "", texts)


def _tile(region: str, cells: frozenset[Cell], shape: str, lines: list[str], address: str, texts: Texts) -> Tile:
    column, row = region_map().words[_parts(region)[0]]
    x, y = MARGIN + column * UNIT + INSET, TOP + row * UNIT + INSET + LINE
    first, *others = lines
    words = (
        Words(x, y, region_name(region, texts.language), bold=True),
        Words(x + 36, y + LINE + 4, first),
        *(Words(x, y + LINE * (2 + place) + 8, line) for place, line in enumerate(others)),
    )
    return Tile(_path(cells), shape, words, (x, y + LINE), address)


def _unions(found: Compared, texts: Texts) -> Iterator[Union]:
    """Draw a line around regions that are one on the day, while each still has an agreement of its own."""
    cells = region_map().cells
    for column in found.matrix.columns:
        inherited = [source.region for source in column.sources if source.region != column.region]
        if inherited:
            whole = frozenset().union(*(cells[one] for one in _parts(column.region)))
            x, y = min(whole, key=lambda cell: (cell[1], cell[0]))
            name = Words(
                MARGIN + x * UNIT, TOP + y * UNIT - INSET, region_name(column.region, texts.language), bold=True
            )
            yield Union(_path(whole), name)


def _parts(region: str) -> tuple[str, ...]:
    """Return the regions of the map that a region consists of."""
    merged = {one.result: one.originals for one in mergers()}
    return merged.get(region, (region,))


def _path(cells: frozenset[Cell]) -> str:
    lines = ([(MARGIN + x * UNIT, TOP + y * UNIT) for x, y in line] for line in outline(cells))
    return "".join("M" + "L".join(f"{x} {y}" for x, y in line) + "Z" for line in lines)

"""The picture of a comparison: a field for each topic and agreement, told by colour, by dots and by a word.

Its colours are its own, so that it looks the same on paper, in a report and on a page; each word keeps a contrast of at
least 4.5 to its field, and the order of the levels is seen in black and white too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from graph.model import LEVEL_LABELS
from graph.thesaurus import Thesaurus
from service.api.comparison_json import in_order
from service.comparing.comparison_tables import source_lines
from service.comparing.comparisons import Compared
from service.names import region_name
from service.rendering import render_part
from service.texts import Texts

MARGIN: Final = 16
FIELD: Final = (140, 28)
GAP: Final = 2
GROUP: Final = 30
LINE: Final = 16
CHARACTER: Final = 7.0
LABEL: Final = 42  # characters; a longer name is broken
NARROWEST: Final = 120
HEAD: Final = 17  # characters
LEGEND: Final = tuple(enumerate((3, 2, 1, 0, None)))


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text: where it begins, or where its middle is, and how it is written."""

    x: int
    y: int
    text: str
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A level: the corner of its field, how wide it is, its shape ("3" to "0" or "unknown") and its word."""

    x: int
    y: int
    width: int
    height: int
    shape: str
    word: str


@dataclass(frozen=True, slots=True)
class Heatmap:
    """The whole, ready to be written."""

    width: int
    height: int
    title: str
    description: str
    words: tuple[Words, ...]
    fields: tuple[Field, ...]


def heatmap_svg(found: Compared, thesaurus: Thesaurus, texts: Texts) -> str:
    """Draw a comparison as an SVG file."""
    return render_part("_heatmap.svg", "heatmap", draw(found, thesaurus, texts)).strip() + "\n"


def draw(found: Compared, thesaurus: Thesaurus, texts: Texts) -> Heatmap:
    """Lay out a comparison."""
    order = in_order(found, thesaurus, texts.language)
    lines = [line for _, slug in order for line in wrap(thesaurus[slug].label(texts.language), LABEL)]
    left = 2 * MARGIN + max(NARROWEST, round(max(map(len, lines)) * CHARACTER))
    heads = list(_heads(found, texts, left))
    words, fields, bottom = _body(found, thesaurus, texts, (left, max(one.y for one in heads) + MARGIN))
    legend = legend_fields(MARGIN, bottom + MARGIN, texts)
    width = max(left + len(found.matrix.sources) * FIELD[0], len(LEGEND) * FIELD[0] + MARGIN) + MARGIN
    title, description = told(found, texts)
    foot = bottom + FIELD[1] + 3 * MARGIN
    note = [
        Words(MARGIN, foot + LINE * place, line)
        for place, line in enumerate(wrap(description, round((width - 2 * MARGIN) / CHARACTER)))
    ]
    head = Words(MARGIN, MARGIN + LINE, title, bold=True)
    height = note[-1].y + MARGIN
    return Heatmap(width, height, title, description, (head, *heads, *words, *note), (*fields, *legend))


def told(found: Compared, texts: Texts) -> tuple[str, str]:
    """Return what a comparison is called, and what it shows."""
    topics = texts.count("compare.topics_number", len(found.matrix.topics))
    columns = texts.count("compare.columns_number", len(found.matrix.sources))
    title = texts("compare.caption", day=texts.date(found.matrix.on.isoformat()))
    description = texts("compare.picture", topics=topics, columns=columns)
    return title, description[0].upper() + description[1:]


def legend_fields(x: int, y: int, texts: Texts) -> list[Field]:
    """Lay out a field for each level, beside each other."""
    return [_field(x + place * FIELD[0], y, FIELD[1], level, texts) for place, level in LEGEND]


def _heads(found: Compared, texts: Texts, left: int) -> Iterator[Words]:
    """Name the columns: the region above all of its agreements, and below it what to know of each."""
    names = [
        wrap(region_name(column.region, texts.language), HEAD * len(column.sources)) for column in found.matrix.columns
    ]
    first, second = 3 * MARGIN + LINE, 3 * MARGIN + LINE * (1 + max(map(len, names)))
    for column, lines in zip(found.matrix.columns, names, strict=True):
        middle = left + FIELD[0] * len(column.sources) // 2
        for number, line in enumerate(lines):
            yield Words(middle, first + LINE * number, line, bold=True, centred=True)
        for place, source in enumerate(column.sources):
            told = [line for one in source_lines(column.region, source, texts)[1:] for line in wrap(one, HEAD)]
            for number, line in enumerate(told):
                yield Words(left + FIELD[0] * place + FIELD[0] // 2, second + LINE * number, line, centred=True)
        left += FIELD[0] * len(column.sources)


def _body(
    found: Compared, thesaurus: Thesaurus, texts: Texts, corner: tuple[int, int]
) -> tuple[list[Words], list[Field], int]:
    """Lay out the rows, with the name of a group above its topics where they are grouped; return where they end."""
    left, y = corner
    words: list[Words] = []
    fields: list[Field] = []
    above = None
    for group, topic in in_order(found, thesaurus, texts.language):
        if group != above and not found.named:
            words.append(Words(MARGIN, y + GROUP - MARGIN // 2, thesaurus[group].label(texts.language), bold=True))
            y += GROUP
        above = group
        lines = wrap(thesaurus[topic].label(texts.language), LABEL)
        height = max(FIELD[1], LINE * len(lines) + MARGIN // 2)
        middle = y + height // 2 + LINE // 3 - LINE * (len(lines) - 1) // 2
        words += [Words(MARGIN, middle + LINE * number, line) for number, line in enumerate(lines)]
        for place, source in enumerate(found.matrix.sources):
            level = found.matrix.cells[topic, source.agreement].level
            fields.append(_field(left + place * FIELD[0], y, height, level, texts))
        y += height + GAP
    return words, fields, y


def _field(x: int, y: int, height: int, level: int | None, texts: Texts) -> Field:
    shape = "unknown" if level is None else str(level)
    return Field(x, y, FIELD[0] - GAP, height, shape, word(level, texts))


def word(level: int | None, texts: Texts) -> str:
    """Return the word for a level that fits a field."""
    return texts("compare.unknown") if level is None else LEVEL_LABELS[texts.language][level]

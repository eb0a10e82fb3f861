"""Tables with rules: the rules' crossings make a grid, and each word goes to the cell that it stands in.

pdfium tells all lines and rectangles of a page, so pdfplumber (149 ms a page) is not needed for them. Tables
without upright rules are not looked for: their rows stay lines, with two spaces between cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf_columns import rows
from ingest.readers.pdf_rules import Rule
from ingest.readers.pdf_words import Word, fragments

NEAR = 3.0
MIN_ROWS = MIN_COLUMNS = 2
MAX_CELLS = 20_000
CONJUNCTIONS = re.compile(r"(?:og|eller|samt|til|hhv)\b")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows of cells, and the box that it fills."""

    rows: tuple[tuple[str, ...], ...]
    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, word: Word) -> bool:
        """Tell whether a word stands in the table."""
        return self.x0 <= word.center <= self.x1 and self.y0 <= word.middle <= self.y1


def tables(words: Sequence[Word], flat: Sequence[Rule], upright: Sequence[Rule]) -> list[Table]:
    """Return the tables of a page: two rows and two columns or more, most of them with words."""
    found: list[Table] = []
    for some_flat, some_upright in _connected(flat, upright):
        xs, ys = _places(some_upright), _places(some_flat)[::-1]
        if len(xs) <= MIN_COLUMNS or len(ys) <= MIN_ROWS or len(xs) * len(ys) > MAX_CELLS:
            continue
        cells = _fill(words, xs, ys, some_flat, some_upright)
        filled = [row for row in cells if any(row)]
        wide = max((sum(map(bool, row)) for row in filled), default=0)
        if len(filled) >= MIN_ROWS and wide >= MIN_COLUMNS:
            found.append(Table(tuple(map(tuple, filled)), xs[0], ys[-1], xs[-1], ys[0]))
    return found


def _connected(flat: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group rules that touch."""
    group = list(range(len(flat) + len(upright)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for number, one in enumerate(flat):
        for other_number, other in enumerate(upright, start=len(flat)):
            touches = (
                one.start - NEAR <= other.at <= one.end + NEAR and other.start - NEAR <= one.at <= other.end + NEAR
            )
            if touches:
                group[root(number)] = root(other_number)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, one in enumerate([*flat, *upright]):
        found.setdefault(root(number), ([], []))[number >= len(flat)].append(one)
    return [both for both in found.values() if both[0] and both[1]]


def _places(rules: Sequence[Rule]) -> list[float]:
    """Return the places of rules in rising order, those near each other as one."""
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > NEAR:
            places.append(at)
    return places


def _fill(
    words: Sequence[Word], xs: Sequence[float], ys: Sequence[float], flat: Sequence[Rule], upright: Sequence[Rule]
) -> list[list[str]]:
    """Put words into cells; cells without a rule between them are one, and their text stands in the first."""
    first = _merged(xs, ys, flat, upright)
    held: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        column = next((i for i, (x0, x1) in enumerate(pairwise(xs)) if x0 <= word.center < x1), None)
        row = next((i for i, (y1, y0) in enumerate(pairwise(ys)) if y0 <= word.middle < y1), None)
        if column is not None and row is not None:
            held.setdefault(first[row, column], []).append(word)
    return [[_text(held.get((row, column), [])) for column in range(len(xs) - 1)] for row in range(len(ys) - 1)]


def _merged(
    xs: Sequence[float], ys: Sequence[float], flat: Sequence[Rule], upright: Sequence[Rule]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each cell the first one that it is merged with: no rule stands to its left, or none above it."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for row, (y1, y0) in enumerate(pairwise(ys)):
        for column, (x0, x1) in enumerate(pairwise(xs)):
            cell = (row, column)
            if column and not _stands(upright, x0, (y0 + y1) / 2):
                first[cell] = first[row, column - 1]
            elif row and not _stands(flat, y1, (x0 + x1) / 2):
                first[cell] = first[row - 1, column]
            else:
                first[cell] = cell
    return first


def _stands(rules: Sequence[Rule], at: float, through: float) -> bool:
    return any(abs(rule.at - at) <= NEAR and rule.start <= through <= rule.end for rule in rules)


def _text(words: Sequence[Word]) -> str:
    """Join a cell's lines; a word that is divided at a line's end is made whole."""
    text = ""
    for line in rows(fragments(words)):
        own = line.text.replace("  ", " ")
        divided = text.endswith("-") and text[-2:-1].isalpha() and own[0].islower() and not CONJUNCTIONS.match(own)
        text = text[:-1] + own if divided else f"{text} {own}" if text else own
    return text.replace("|", "\\|")

"""Tables with rules: the rules' crossings make a grid, and each word goes to the cell that it stands in.

pdfium tells all lines and rectangles of a page, so pdfplumber (149 ms a page) is not needed for them. Where only level
rules divide the rows, columns are where no word stands in any row. Tables without rules are not looked for: their rows
stay lines, with two spaces between cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_columns import MUCH_LARGER, rows
from ingest.readers.pdf_rules import Rule
from ingest.readers.pdf_words import Word, fragments

NEAR = 3.0
MIN_ROWS = MIN_COLUMNS = 2
MAX_CELLS = 20_000
MIN_LEVEL_RULES = 3
MAX_ROW_HEIGHT = 90.0
EDGES = 2
MAX_PITCH = 1.7
SAME_SIZE = 0.08
SAME_LINE = 0.5
MIN_GAP = 5.0
MIN_GAP_SIZE = 0.5  # of the type: between the words of a large heading there is as much room as between small columns
MAX_MEDIAN_CELL = 100
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
    boxes = _title_boxes(words, flat, upright)
    free = [
        rule
        for rule in flat
        if rule not in boxes and not any(one.y0 - NEAR <= rule.at <= one.y1 + NEAR for one in found)
    ]
    return found + list(_level_tables(words, free))


def _title_boxes(words: Sequence[Word], flat: Sequence[Rule], upright: Sequence[Rule]) -> list[Rule]:
    """Return the level edges of plain boxes with large type in them: they divide no rows, as those of titles do."""
    usual = median(word.size for word in words)
    found: list[Rule] = []
    for some, sides in _connected(flat, upright):
        xs, ys = _places(sides), _places(some)
        if len(xs) == len(ys) == EDGES:
            inside = [word for word in words if xs[0] < word.center < xs[1] and ys[0] < word.middle < ys[1]]
            found += some if inside and min(word.size for word in inside) > MUCH_LARGER * usual else []
    return found


def _level_tables(words: Sequence[Word], flat: Sequence[Rule]) -> Iterator[Table]:
    """Yield the tables whose rows only level rules divide; one that starts further right divides only what is there."""
    for rules in _ending_together(flat):
        x0, x1 = min(rule.start for rule in rules), max(rule.end for rule in rules)
        within = [word for word in words if x0 - NEAR <= word.center <= x1 + NEAR]
        for ys in _runs(within, _places(rules)[::-1]):
            table = _level_table(within, rules, ys, x0, x1)
            if table is not None:
                yield table


def _runs(within: Sequence[Word], ys: Sequence[float]) -> Iterator[list[float]]:
    """Yield the rules between which rows share columns; a row of one line over all columns may stand within."""
    rows_of = [[word for word in within if low < word.middle < high] for high, low in pairwise(ys)]
    start = 0
    while start < len(rows_of):
        held: list[Word] = []
        end = kept = start
        while end < len(rows_of):
            if not rows_of[end] or _gaps([*held, *rows_of[end]]):
                held += rows_of[end]
                end = kept = end + 1
            elif held and len(rows(rows_of[end])) == 1 and _gaps([*held, *(rows_of[end + 1 :] or [[]])[0]]):
                end += 1
            else:
                break
        if held:
            yield list(ys[start : kept + 1])
        start = max(kept, start + 1)


def _level_table(within: Sequence[Word], rules: Sequence[Rule], ys: list[float], x0: float, x1: float) -> Table | None:
    """Return the table between level rules; its columns are where no word stands in any row, but in those over all."""
    bands = {(low, high): [word for word in within if low < word.middle < high] for high, low in pairwise(ys)}
    whole = {band for band, own in bands.items() if own and not _gaps(own) and len(rows(own)) == 1}
    xs = [x0, *_gaps([word for band, own in bands.items() if band not in whole for word in own]), x1]
    top = _top_of_first(within, ys[0], xs)
    if top:
        bands[ys[0], top] = [word for word in within if ys[0] < word.middle < top]
        ys = [top, *ys]
    if len(xs) <= MIN_COLUMNS or len(ys) < MIN_LEVEL_RULES or len(xs) * len(ys) > MAX_CELLS:
        return None
    spans = {band for band in whole if any(x > x0 and _stands_at(bands[band], x) for x in xs[1:-1])}
    uprights = [Rule(x, low, high) for low, high in bands if (low, high) not in spans for x in xs]
    inside = [word for word in within if ys[-1] < word.middle < ys[0]]
    cells = [row for row in _fill(inside, xs, ys, rules, uprights) if any(row)]
    lengths = [len(cell) for row in cells for cell in row if cell]
    several = sum(sum(map(bool, row)) >= MIN_COLUMNS for row in cells)
    if len(cells) < MIN_ROWS or 2 * several <= len(cells) or median(lengths) > MAX_MEDIAN_CELL:
        return None
    return Table(tuple(map(tuple, cells)), x0, ys[-1], x1, ys[0])


def _stands_at(words: Sequence[Word], x: float) -> bool:
    """Tell whether words stand on both sides of a place without room for a column between them."""
    left, right = [word for word in words if word.center < x], [word for word in words if word.center >= x]
    if not left or not right:
        return False
    room = min(word.x0 for word in right) - max(word.x1 for word in left)
    return room < max(MIN_GAP, MIN_GAP_SIZE * max(word.size for word in words))


def _top_of_first(within: Sequence[Word], bottom: float, xs: Sequence[float]) -> float | None:
    """Return the height over the row above the first rule, whose lines stand apart in columns, close together."""
    above = rows(fragments([word for word in within if bottom < word.middle < bottom + MAX_ROW_HEIGHT]))
    kept: list[Word] = []
    for line in reversed(above):
        own = [word for word in within if abs(word.middle - line.middle) < SAME_LINE * line.size]
        near = not kept or line.middle - kept[-1].middle < MAX_PITCH * line.size
        alike = not kept or abs(line.size - kept[0].size) < SAME_SIZE * line.size
        if not near or not alike or any(word.x0 < x < word.x1 or _stands_at(own, x) for word in own for x in xs[1:-1]):
            break
        kept.append(line)
    found = [word for word in within if kept and bottom < word.middle <= kept[-1].middle + SAME_LINE * kept[-1].size]
    columns = sum(any(x0 <= word.center < x1 for word in found) for x0, x1 in pairwise(xs))
    return max(word.y1 for word in found) + 1 if columns >= MIN_COLUMNS else None


def _ending_together(flat: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Group level rules that end at one place and stand no further apart than rows do, from the top down."""
    groups: dict[int, list[Rule]] = {}
    for rule in sorted(flat, key=lambda rule: -rule.at):
        near = next((end for end in groups if abs(end - rule.end) <= NEAR), None)
        groups.setdefault(round(rule.end) if near is None else near, []).append(rule)
    for rules in groups.values():
        cuts = [i for i, (one, other) in enumerate(pairwise(rules), 1) if one.at - other.at > MAX_ROW_HEIGHT]
        for start, stop in pairwise([0, *cuts, len(rules)]):
            if stop - start >= MIN_LEVEL_RULES:
                yield rules[start:stop]


def _gaps(words: Sequence[Word]) -> list[float]:
    """Return the middles of the upright strips in which no word stands."""
    found: list[float] = []
    reach = -1.0
    for word in sorted(words, key=lambda word: word.x0):
        if reach >= 0 and word.x0 - reach >= max(MIN_GAP, MIN_GAP_SIZE * word.size):
            found.append((reach + word.x0) / 2)
        reach = max(reach, word.x1)
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
    first = _merged(xs, ys, flat, upright, _apart(words, xs, ys))
    held: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        column = next((i for i, (x0, x1) in enumerate(pairwise(xs)) if x0 <= word.center < x1), None)
        row = next((i for i, (y1, y0) in enumerate(pairwise(ys)) if y0 <= word.middle < y1), None)
        if column is not None and row is not None:
            held.setdefault(first[row, column], []).append(word)
    return [[_text(held.get((row, column), [])) for column in range(len(xs) - 1)] for row in range(len(ys) - 1)]


def _apart(words: Sequence[Word], xs: Sequence[float], ys: Sequence[float]) -> frozenset[tuple[int, int]]:
    """Return the cells that a strip without words divides from the one to their left: tables may leave out its rule."""
    found = set()
    for row, (y1, y0) in enumerate(pairwise(ys)):
        own = [word for word in words if y0 <= word.middle < y1]
        for column, x in enumerate(xs[1:-1], start=1):
            left = [word.x1 for word in own if xs[column - 1] <= word.center < x]
            right = [word.x0 for word in own if x <= word.center < xs[column + 1]]
            if left and right and max(left) <= x <= min(right) and min(right) - max(left) >= MIN_GAP:
                found.add((row, column))
    return frozenset(found)


def _merged(
    xs: Sequence[float],
    ys: Sequence[float],
    flat: Sequence[Rule],
    upright: Sequence[Rule],
    apart: frozenset[tuple[int, int]],
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each cell the first one that it is merged with: no rule stands to its left, or none above it."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for row, (y1, y0) in enumerate(pairwise(ys)):
        for column, (x0, x1) in enumerate(pairwise(xs)):
            cell = (row, column)
            if column and cell not in apart and not _stands(upright, x0, (y0 + y1) / 2):
                first[cell] = first[row, column - 1]
            elif row and not _stands(flat, y1, (x0 + x1) / 2):
                first[cell] = first[row - 1, column]
            else:
                first[cell] = cell
    return first


def _stands(rules: Sequence[Rule], at: float, through: float) -> bool:
    return any(abs(rule.at - at) <= NEAR and rule.start <= through <= rule.end for rule in rules)


def _text(words: Sequence[Word]) -> str:
    """Join a cell's lines; a word that is divided at a line's end is made whole.

    Two spaces stand where the weight of the type changes, since another paragraph begins there: a name and its text.
    """
    text = ""
    for before, line in pairwise([None, *rows(fragments(words))]):
        own = line.text.replace("  ", " ") if line else ""
        divided = text.endswith("-") and text[-2:-1].isalpha() and own[0].islower() and not CONJUNCTIONS.match(own)
        glue = "  " if before and line and before.bold != line.bold else " "
        text = text[:-1] + own if divided else f"{text}{glue}{own}" if text else own
    return text.replace("|", "\\|")

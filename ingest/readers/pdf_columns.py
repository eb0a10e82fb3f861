"""Reading order: columns are found and read one after the other; what spans them divides them.

A gutter is where many fragments begin at one x and the text on both sides is made of filled lines, or of lines at
heights of their own. Without the second condition tables without rules would be read column by column, and their rows
lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from statistics import median

from ingest.readers.pdf_words import Word, joined_words

PAGE_NUMBER = re.compile(r"\d{1,3}")
MIN_CONTENTS = 3
MIN_LINES = 4
MIN_LINES_APART = 6
SAME_HEIGHT = 1.0
MAX_SHARED = 0.4
MIN_CHARACTERS = 18
FILLED = 0.5
EDGE = 0.25
TOLERANCE = 3.0
SAME_ROW = 0.5
WIDE_GAP = 1.2
LARGER = 1.08
MUCH_LARGER = 1.25
AROUND = 0.4
MAX_COLUMNS_DEEP = 4


def reading_order(found: Sequence[Word], depth: int = 0) -> list[list[Word]]:
    """Return the lines of a page or a part of it in groups that follow one another: columns, and what spans them."""
    found = found if depth else _with_contents(found)
    gutter = _gutter(found) if depth < MAX_COLUMNS_DEEP else None
    if gutter is None:
        lines = rows(found)
        return [lines] if lines else []
    result: list[list[Word]] = []
    for band in _bands(found, gutter):
        left = [one for one in band if one.x0 < gutter - TOLERANCE]
        right = [one for one in band if one.x0 >= gutter - TOLERANCE]
        spanning = any(_crosses(one, gutter) for one in left)
        if spanning:
            result.append(rows(band))
        else:
            result += [*reading_order(left, depth + 1), *reading_order(right, depth + 1)]
    return result


def rows(found: Sequence[Word]) -> list[Word]:
    """Join the fragments that stand on one line, from the top down; wide gaps become two spaces."""
    lines: list[list[Word]] = []
    for one in sorted(found, key=lambda one: -one.middle):
        if lines and lines[-1][0].middle - one.middle < SAME_ROW * min(one.size, lines[-1][0].size):
            lines[-1].append(one)
        else:
            lines.append([one])
    return [_row(sorted(line, key=lambda one: one.x0)) for line in lines]


def _with_contents(found: Sequence[Word]) -> list[Word]:
    """Join the lines of a table of contents to their page numbers, which are no column of their own."""
    numbers = [one for one in found if PAGE_NUMBER.fullmatch(one.text)]
    led: dict[int, list[tuple[Word, Word]]] = {}
    for number in sorted(numbers, key=lambda one: -one.middle):
        beside = [one for one in found if abs(one.middle - number.middle) < SAME_ROW * one.size and one is not number]
        if len(beside) == 1 and beside[0].x1 < number.x0:
            led.setdefault(round(number.x1 / (2 * TOLERANCE)), []).append((beside[0], number))
    rising = (
        pairs
        for pairs in led.values()
        if len(pairs) >= MIN_CONTENTS and (pages := [int(number.text) for _, number in pairs]) == sorted(pages)
    )
    joined = [pair for pairs in rising for pair in pairs]
    taken = {id(one) for pair in joined for one in pair}
    return [*(one for one in found if id(one) not in taken), *(joined_words(pair, "  ") for pair in joined)]


def _row(line: Sequence[Word]) -> Word:
    joined = line[0]
    for one in line[1:]:
        joined = joined_words([joined, one], "  " if one.x0 - joined.x1 > WIDE_GAP * one.size else " ")
    return joined


def _crosses(one: Word, gutter: float) -> bool:
    return one.x0 < gutter - TOLERANCE and one.x1 > gutter + TOLERANCE


def _bands(found: Sequence[Word], gutter: float) -> Iterator[list[Word]]:
    """Divide fragments, from the top down, into runs that cross a gutter and runs that do not.

    What stands beside a fragment that crosses is in its run, and so is a heading right above.
    """
    band: list[Word] = []
    crossing = False
    titles = _titles_over(found, gutter)
    for one in sorted(found, key=lambda one: -one.middle):
        crosses = _crosses(one, gutter) or one in titles
        beside = crossing and not crosses and band[-1].middle - one.middle < SAME_ROW * one.size
        if band and crosses != crossing and not beside:
            own = len(band) - (_heads(band, one) if crosses else 0)
            if own:
                yield band[:own]
            band = band[own:]
        crossing = crosses or beside
        band.append(one)
    if band:
        yield band


def _titles_over(found: Sequence[Word], gutter: float) -> list[Word]:
    """Return the large lines of one column beside which the other one stops and goes on below: titles over both."""
    usual = median(one.size for one in found)
    large = [one for one in found if one.size > MUCH_LARGER * usual and not _crosses(one, gutter)]
    titles = []
    for one in large:
        others = [other for other in found if (other.x0 < gutter - TOLERANCE) != (one.x0 < gutter - TOLERANCE)]
        room = AROUND * one.size
        beside = any(other.y0 < one.y1 + room and other.y1 > one.y0 - room for other in others)
        if not beside and min((other.y0 for other in others), default=one.y0) < one.y0 < max(o.y1 for o in others):
            titles.append(one)
    return titles


def _heads(band: Sequence[Word], below: Word) -> int:
    """Return how many of the last fragments of columns belong to what spans them below: those beside it, its heading.

    A heading is set in a larger or bolder type than most, and nothing stands beside it.
    """
    usual = median(one.size for one in band)
    count = 0
    for one, above in zip_longest(reversed(band), list(reversed(band))[1:]):
        beside = one.middle - below.middle < SAME_ROW * below.size
        alone = above is None or above.middle - one.middle > SAME_ROW * above.size
        if not beside and not (alone and (one.size > LARGER * usual or (one.bold and not below.bold))):
            break
        count += 1
    return count


def _gutter(found: Sequence[Word]) -> float | None:
    """Return the x at which the text right of a gutter begins, or `None` if there are no columns."""
    best: tuple[int, float] | None = None
    for x in sorted({*_common_starts(found), *_after_common_ends(found)}):
        left: list[Word] = []
        right: list[Word] = []
        for band in _bands(found, x):
            beside = [one for one in band if one.x1 <= x + TOLERANCE]
            after = [one for one in band if one.x0 >= x - TOLERANCE]
            if len(beside) >= 3 and len(after) >= 3 and _overlap(beside, after):
                left += beside
                right += after
        if (_is_text(left) and _is_text(right)) or _are_apart(left, right):
            crossing = sum(_crosses(one, x) for one in found)
            best = min(best or (crossing, x), (crossing, x))
    return _outermost(found, best[1]) if best else None


def _outermost(found: Sequence[Word], gutter: float) -> float:
    """Return where the first line right of a gutter begins: most may be indented, as in boxes with a margin."""
    edge = max(one.x1 for one in found if one.x1 <= gutter + TOLERANCE)
    return min((one.x0 for one in found if edge <= one.x0 < gutter), default=gutter)


def _common_starts(found: Sequence[Word]) -> list[float]:
    """Return the x at which at least four fragments begin, but for the leftmost."""
    starts = sorted(one.x0 for one in found)
    groups: list[list[float]] = []
    for start in starts:
        if groups and start - groups[-1][0] <= 2 * TOLERANCE:
            groups[-1].append(start)
        else:
            groups.append([start])
    return [group[0] for group in groups[1:] if len(group) >= MIN_LINES]


def _after_common_ends(found: Sequence[Word]) -> list[float]:
    """Return where the first text begins behind the places at which at least four fragments end, as full lines do.

    The lines right of a gutter may all begin elsewhere: a number in a box, a title, a list within a box.
    """
    ends = sorted(one.x1 for one in found)
    groups: list[list[float]] = []
    for end in ends:
        if groups and end - groups[-1][0] <= 2 * TOLERANCE:
            groups[-1].append(end)
        else:
            groups.append([end])
    common = [group[-1] for group in groups if len(group) >= MIN_LINES]
    behind = ([one.x0 for one in found if one.x0 > end + TOLERANCE] for end in common)
    return [min(starts) for starts in behind if starts]


def _overlap(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Tell whether two sides stand beside each other by three lines or more."""
    top = min(max(one.y1 for one in left), max(one.y1 for one in right))
    bottom = max(min(one.y0 for one in left), min(one.y0 for one in right))
    return top - bottom > 3 * median(one.size for one in left)


def _are_apart(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Tell whether two sides are set line by line on their own; the rows of a table share their heights."""
    lines, others = rows(left), rows(right)
    if min(len(lines), len(others)) < MIN_LINES_APART:
        return False
    heights = [other.middle for other in others]
    shared = sum(any(abs(line.middle - height) < SAME_HEIGHT for height in heights) for line in lines)
    return shared <= MAX_SHARED * min(len(lines), len(others))


def _is_text(side: Sequence[Word]) -> bool:
    """Tell whether a side is running text: long lines, at least half of which fill its width."""
    lines = rows(side)
    if len(lines) < MIN_LINES or median(len(line.text) for line in lines) < MIN_CHARACTERS:
        return False
    start, end = min(line.x0 for line in lines), max(line.x1 for line in lines)
    filled = sum(line.x1 >= end - EDGE * (end - start) for line in lines)
    return filled >= FILLED * len(lines)

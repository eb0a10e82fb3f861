"""The rules that a PDF page draws: lines, thin rectangles and the edges of boxes, level or upright."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

THIN = 2.5
SHORTEST = 6.0
SLANT = 1.0
NEAR = 2.0
MAX_OBJECTS = 4000
MAX_SEGMENTS = 400
MAX_RULES = 1500


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: where it stands across its direction, and from where to where it goes, in points."""

    at: float
    start: float
    end: float


def page_rules(page: Any) -> tuple[list[Rule], list[Rule]]:
    """Return the level and the upright rules of a page; none if it holds so many that it is a drawing."""
    import pypdfium2.raw as pdfium

    flat: list[Rule] = []
    upright: list[Rule] = []
    for number, item in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4)):
        if number >= MAX_OBJECTS:
            return [], []
        for x0, y0, x1, y1 in _lines(item, pdfium):
            if abs(y1 - y0) <= SLANT and abs(x1 - x0) >= SHORTEST:
                flat.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= SLANT and abs(y1 - y0) >= SHORTEST:
                upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    flat, upright = _joined(flat), _joined(upright)
    return ([], []) if len(flat) + len(upright) > MAX_RULES else (flat, upright)


def _lines(item: Any, pdfium: Any) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight lines of a path; of a thin one its middle."""
    left, bottom, right, top = item.get_bounds()
    if right - left <= THIN and top - bottom > SHORTEST:
        yield ((left + right) / 2, bottom, (left + right) / 2, top)
    elif top - bottom <= THIN and right - left > SHORTEST:
        yield (left, (bottom + top) / 2, right, (bottom + top) / 2)
    elif right - left > THIN and top - bottom > THIN:
        yield from _segments(item, pdfium)


def _segments(item: Any, pdfium: Any) -> Iterator[tuple[float, float, float, float]]:
    count = pdfium.FPDFPath_CountSegments(item.raw)
    if not 0 < count <= MAX_SEGMENTS:
        return
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[int, float, float]] = []
    start = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        kind = pdfium.FPDFPathSegment_GetType(segment)
        point = matrix.on_point(x.value, y.value)
        start = point if kind == pdfium.FPDF_SEGMENT_MOVETO else start
        points.append((kind, *point))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append((pdfium.FPDF_SEGMENT_LINETO, *start))
    for (_, x0, y0), (kind, x1, y1) in pairwise(points):
        if kind == pdfium.FPDF_SEGMENT_LINETO:
            yield (x0, y0, x1, y1)


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Join rules that go on in each other, as tables draw them cell by cell."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / NEAR), rule.start)):
        last = found[-1] if found else None
        if last and abs(last.at - rule.at) <= NEAR and rule.start <= last.end + NEAR:
            found[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found

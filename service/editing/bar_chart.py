"""A bar chart of a result: a column of numbers by the columns that name its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import shorten
from typing import Any, Final

from graph.terms import short_name
from service.editing.result_table import Row, number_of, value_of
from service.texts import Texts

MOST_BARS: Final = 40
FEWEST_BARS: Final = 2
LONGEST_NAME: Final = 60
ROW: Final = 42
BAR: Final = 80
"""Percents of the drawing's width that the bars take; the rest is for their figures."""
MOST_DIGITS: Final = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its name, its number as the language writes it, and its bar: from and to in percent, and how far down."""

    name: str
    figure: str
    start: float
    end: float
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, ready to be drawn.

    Attributes:
        column: The column of numbers.
        others: The other columns of numbers.
        named: The columns that name the rows.
        bars: A bar for each of the first rows that has a number.
        height: That of the drawing; its width is the page's.
        whole: No row with a number is left out.
        missing: How many rows have no number.
    """

    column: str
    others: Sequence[str]
    named: Sequence[str]
    bars: Sequence[Bar]
    height: int
    whole: bool
    missing: int


def bar_chart(found: Mapping[str, Any], column: str, base: str, texts: Texts) -> Chart | None:
    """Draw a column of a SPARQL JSON result.

    Args:
        found: The result.
        column: The column of numbers; another text chooses the first that there is.
        base: The base IRI, to shorten names.
        texts: Those of the request's language.

    Returns:
        The chart, or `None` if the result has no column of numbers, or too few rows.
    """
    names, rows = found["head"]["vars"], found["results"]["bindings"]
    numeric = [name for name in names if _numeric(name, rows)]
    if not numeric:
        return None
    chosen = column if column in numeric else numeric[0]
    numbered = [(row, number) for row in rows if (number := number_of(row.get(chosen))) is not None]
    shown = numbered[:MOST_BARS]
    if len(shown) < FEWEST_BARS:
        return None
    named = _naming([name for name in names if name not in numeric], [row for row, _ in shown])
    labels = [_label(row, named, base) or f"{number}." for number, (row, _) in enumerate(shown, start=1)]
    bars = _bars(labels, [number for _, number in shown], texts)
    others = [name for name in numeric if name != chosen]
    return Chart(
        chosen,
        others,
        named,
        bars,
        height=ROW * len(bars),
        whole=len(shown) == len(numbered),
        missing=len(rows) - len(numbered),
    )


def _numeric(name: str, rows: Sequence[Row]) -> bool:
    bound = [row[name] for row in rows if name in row]
    return bool(bound) and all(number_of(term) is not None for term in bound)


def _naming(names: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Return as many columns, from the first, as tell the rows apart; all where none do."""
    for some in range(1, len(names)):
        told = {tuple(value_of(row[name]) for name in names[:some] if name in row) for row in rows}
        if len(told) == len(rows):
            return list(names[:some])
    return list(names)


def _label(row: Row, named: Sequence[str], base: str) -> str:
    words = [short_name(value_of(row[name]), base) for name in named if name in row]
    return shorten(" · ".join(words), LONGEST_NAME, placeholder=" …")


def _bars(labels: Sequence[str], numbers: Sequence[Decimal], texts: Texts) -> list[Bar]:
    """Lay the bars out, from zero to the right, and to the left where a number is negative."""
    low, high = min(Decimal(0), *numbers), max(Decimal(0), *numbers)
    scale = BAR / ((high - low) or Decimal(1))
    return [
        Bar(label, _figure(number, texts), *_ends(number, low, scale), ROW * place)
        for place, (label, number) in enumerate(zip(labels, numbers, strict=True))
    ]


def _ends(number: Decimal, low: Decimal, scale: Decimal) -> tuple[float, float]:
    zero, end = -low * scale, (number - low) * scale
    return round(float(min(zero, end)), 2), round(float(max(zero, end)), 2)


def _figure(number: Decimal, texts: Texts) -> str:
    if number.adjusted() >= MOST_DIGITS:
        return f"{number:.2e}"
    if number == number.to_integral_value():
        return texts.number(int(number))
    return texts.number(float(number), 2)

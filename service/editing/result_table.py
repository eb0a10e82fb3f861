"""A SELECT result as a table for people: names as links, quotes with their place, sorted by any column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import pyoxigraph as ox

from graph.terms import short_name
from service.finding.quotes import Place, place
from service.opened import Opened
from service.texts import Texts
from service.things.thing_values import Values

MOST_ROWS: Final = 200
LONGEST: Final = 240
"""Characters of a text that are shown before the rest is folded away."""
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
NUMBERS: Final = frozenset(
    XSD + name
    for name in (
        *("integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger"),
        *("positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong"),
    )
)
ALPHABET: Final = str.maketrans("æøå", "{|}")
"""The last letters of the Danish alphabet, as characters that come so after z."""
PLACED: Final = ("document", "start", "end")
"""The columns by which a row says where its quote stands, as the competency questions name them."""
OFFSET: Final = re.compile(r"[0-9]{1,9}")
MOST_DIGITS: Final = 300
QUOTED: Final = ("quote", "start")
"""The columns of such a row that lead there; the first that there is."""
Term = Mapping[str, Any]
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a row.

    Attributes:
        text: What it is, names as short as prefixes make them.
        address: Where a name leads.
        outside: That is not on this service.
        language: The language of a text.
        place: Where the words of a quote stand.
        opening: The first words of a text that is folded, or empty.
        number: It is a number.
    """

    text: str
    address: str | None = None
    outside: bool = False
    language: str = ""
    place: Place | None = None
    opening: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, "ascending" or "descending" where the rows are sorted by it, and what sorts by it next."""

    name: str
    sorted: str
    next: str


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a result, and how many there are."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: int


def result_table(found: Mapping[str, Any], sort: str, current: Opened, texts: Texts) -> Table:
    """Shape a SPARQL JSON result.

    Args:
        found: The result.
        sort: A column's name, with "-" before it for the other direction; any other text keeps the query's order.
        current: The release, for the places of quotes.
        texts: Those of the request's language.
    """
    names, bindings = found["head"]["vars"], found["results"]["bindings"]
    by = sort.removeprefix("-")
    if by in names:
        bindings = _in_order(bindings, by, sort.startswith("-"))
    cells = _Cells(current, texts)
    rows = [cells.of(names, row) for row in bindings[:MOST_ROWS]]
    return Table([_column(name, sort) for name in names], rows, len(bindings))


def value_of(term: Term) -> str:
    """Write a term of a SPARQL JSON result; RDF 1.2 triple terms hold a table of terms."""
    value = term["value"]
    return value if isinstance(value, str) else " ".join(value_of(part) for part in value.values())


def number_of(term: Term | None) -> Decimal | None:
    """Return the number that a term is, or `None` if it is none."""
    if term is None or term.get("datatype") not in NUMBERS:
        return None
    try:
        number = Decimal(term["value"])
    except InvalidOperation:
        return None
    # A larger one is kept as a text: a double cannot hold it, and it would fill a page.
    return number if number.is_finite() and abs(number.adjusted()) < MOST_DIGITS else None


def _column(name: str, sort: str) -> Column:
    if sort == name:
        return Column(name, "ascending", f"-{name}")
    return Column(name, "descending" if sort == f"-{name}" else "", name)


def _in_order(rows: Sequence[Row], by: str, downwards: bool) -> list[Row]:
    """Sort rows by a column: numbers by size, then texts as Danish sorts them; rows without a value stand last."""
    valued = sorted((row for row in rows if by in row), key=lambda row: _key(row[by]), reverse=downwards)
    return [*valued, *(row for row in rows if by not in row)]


def _key(term: Term) -> tuple[bool, Decimal, str]:
    number = number_of(term)
    return number is None, number or Decimal(0), value_of(term).casefold().translate(ALPHABET)


class _Cells:
    """Shapes values; each name is looked up once."""

    def __init__(self, current: Opened, texts: Texts) -> None:
        self._current, self._texts = current, texts
        self._base = current.knowledge.note.base
        self._values = Values(current, texts)
        self._documents = {
            document.id: (agreement, document)
            for agreement in current.catalogue.agreements.values()
            for document in agreement.documents
        }

    def of(self, names: Sequence[str], row: Row) -> list[Cell]:
        """Shape a row."""
        found = self._place(row)
        quoted = next((name for name in QUOTED if name in row), None) if found else None
        return [self._cell(row.get(name), found if name == quoted else None) for name in names]

    def _cell(self, term: Term | None, found: Place | None) -> Cell:
        if term is None:
            return Cell("")
        if term["type"] == "uri":
            named = self._values.of(ox.NamedNode(term["value"]))
            return Cell(short_name(term["value"], self._base), named.address, named.outside, place=named.place)
        text = value_of(term)
        opening = f"{text[:LONGEST].rstrip()} …" if len(text) > LONGEST else ""
        language = term.get("xml:lang", "")
        return Cell(text, language=language, place=found, opening=opening, number=number_of(term) is not None)

    def _place(self, row: Row) -> Place | None:
        """Return where a row says that its quote stands, if there is such a place."""
        if not all(name in row for name in PLACED):
            return None
        document, start, end = (value_of(row[name]) for name in PLACED)
        held = self._documents.get(document.rpartition("/")[2])
        if held is None or not (OFFSET.fullmatch(start) and OFFSET.fullmatch(end)):
            return None
        span = self._current.readable(held[1]).span(int(start), int(end))
        return place(self._current, self._texts, held[0], held[1].id, (span.start, span.end)) if span else None

"""What people corrected of what the program read: data of its own, applied after each reading (`ingest.revisions`).

A correction names its statement by the words and the place of a quote and by what it was read as, never by a number. A
quote cannot be corrected, since it is what the text says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ingest.model import Kind, Statement, Statistic

MOST_CHARACTERS: Final = 300
"""The longest label, link or person's name."""
KINDS: Final = (
    Kind.VISION,
    Kind.PRINCIPLE,
    Kind.VALUE,
    Kind.FOCUS_AREA,
    Kind.GOAL,
    Kind.INDICATOR,
    Kind.NATIONAL_INDICATOR,
    Kind.TARGET_GROUP,
    Kind.ORGANISATION,
    Kind.FOLLOW_UP,
    Kind.INITIATIVE,
    Kind.DEFINITION,
)
"""What a statement can be corrected to.

A definition's term is the label that a person gives. A figure's value, unit and what it counts, and the number of a
national goal, are several fields that no label gives.
"""
LINKS: Final[Mapping[Kind, tuple[str, Kind]]] = MappingProxyType(
    {Kind.GOAL: ("focus_area", Kind.FOCUS_AREA), Kind.INDICATOR: ("goal", Kind.GOAL)}
)
"""The field by which a kind of statement names another, and the other's kind."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What one person corrected of one statement; `None` leaves it as it was read.

    Attributes:
        document: Id of the document.
        start: Where the quote began when it was corrected; of several that fit, the nearest is meant.
        quote: A quote of the statement, verbatim.
        read_kind: What the statement was read as.
        read_name: What it was called (`called`).
        by: The person's name.
        at: When, in ISO 8601 with the time zone.
        kind: What it is.
        label: What it is called; empty for no label.
        link: The name of the goal or focus area that it belongs to; empty for none.
        deleted: It is no statement.
    """

    document: str
    start: int
    quote: str
    read_kind: Kind
    read_name: str
    by: str
    at: str
    kind: Kind | None = None
    label: str | None = None
    link: str | None = None
    deleted: bool = False

    @property
    def id(self) -> str:
        """Names what is corrected, and so is the same for a later correction of it."""
        return place_id(self.document, self.start, self.quote, self.read_kind, self.read_name)


def place_id(document: str, start: int, quote: str, kind: Kind, name: str) -> str:
    """Name a statement by where it stands and what it was read as."""
    parts = "\x1f".join((document, str(start), quote, kind.value, name))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def statement_id(statement: Statement) -> str:
    """Name a statement as a correction of it would."""
    quote = statement.quote
    return place_id(quote.document, quote.span.start, quote.exact, statement.kind, called(statement))


def called(statement: Statement) -> str:
    """Return what a statement is called: its name, or the figure where one sentence may give several."""
    if isinstance(statement, Statistic) and statement.label is None:
        return f"{statement.value:g} {statement.unit}: {statement.what}"
    return statement.name

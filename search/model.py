"""What is searched, what is found, and what narrows the search.

A unit is a passage of a source document as the index holds it. Region and topics are slugs, types are the values of
`ingest.model.Kind`; `""` and `()` mean "none known". Units are kept as JSON lines: one object a line, the field
names as keys, so that a file can be read by any tool and one unit without the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.errors import AftalegrafError
from ingest.model import Kind, Span

TEXT = "text"
TYPES: tuple[str, ...] = (*(kind.value for kind in Kind), TEXT)


class SearchError(AftalegrafError):
    """A search index, its input or a filter breaks a rule."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage as it is indexed.

    Attributes:
        document: Id of the source document.
        agreement: Id of the agreement that the document carries.
        region: The region's slug.
        types: The kinds of statement that cover the passage, most specific first; `()` is plain text.
        text: The passage after repair.
        quote: The passage as it stands, `source[start:end]`.
        start: First character in the source.
        end: The character after the last.
        headings: The headings above it, outermost first.
        topics: Slugs of the topics that were found in it.
        year_start: First year of the agreement's period.
        year_end: Last year of it.

    Raises:
        SpanError: The span is empty or starts before the text.
        SearchError: The quote is not as long as the span, or a type is unknown.
    """

    document: str
    agreement: str
    region: str
    types: tuple[str, ...]
    text: str
    quote: str
    start: int
    end: int
    headings: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    year_start: int | None = None
    year_end: int | None = None

    def __post_init__(self) -> None:
        Span(self.start, self.end)
        if len(self.quote) != self.end - self.start:
            raise SearchError(
                f"The quote of {self.document} {self.start}-{self.end} must be source[start:end], "
                f"but has {len(self.quote)} characters; read it from the document again."
            )
        _check_types(self.types)

    @property
    def type(self) -> str:
        """The most specific type, or "text"."""
        return self.types[0] if self.types else TEXT


@dataclass(frozen=True, slots=True)
class Why:
    """Why a unit was found: the words of it that the query asked for, the topics, and the nearness in meaning."""

    words: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    semantic: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit that was found.

    Attributes:
        document: Id of its source document.
        region: The region's slug.
        agreement: Id of its agreement.
        type: The type that was asked for, or its most specific one.
        text: The passage after repair.
        start: First character in the source.
        end: The character after the last.
        score: Orders the hits of one query, and means nothing across queries.
        why: Why it was found.
        types: All its types, most specific first; `()` is plain text.
        topics: Slugs of all topics that were found in it.
    """

    document: str
    region: str
    agreement: str
    type: str
    text: str
    start: int
    end: int
    score: float
    why: Why = field(default_factory=Why)
    types: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What every hit must have; `None` asks for nothing.

    Attributes:
        region: The region's slug.
        type: One of `TYPES`.
        year: A year within the agreement's period.
        topic: The slug of a topic that was found in it.
        places: Stretches of source documents, given by their ids: it shares a character with any of them.

    Raises:
        SearchError: The type is unknown.
    """

    region: str | None = None
    type: str | None = None
    year: int | None = None
    topic: str | None = None
    places: tuple[tuple[str, Span], ...] | None = None

    def __post_init__(self) -> None:
        if self.type is not None:
            _check_types((self.type,))

    def accept(self, unit: Unit) -> bool:
        """Tell whether the unit has all that is asked for."""
        return (
            self.region in (None, unit.region)
            and (self.type is None or self.type in (unit.types or (TEXT,)))
            and (self.year is None or _within(self.year, unit.year_start, unit.year_end))
            and (self.topic is None or self.topic in unit.topics)
            and (self.places is None or _stands_in(unit, self.places))
        )

    @property
    def unlisted(self) -> bool:
        """Whether they ask for what neither the word index nor a vector server has columns of."""
        return self.topic is not None or self.places is not None


def write_units(units: Iterable[Unit], path: Path) -> None:
    """Write JSON lines, one unit each."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for unit in units:
            file.write(json.dumps(asdict(unit), ensure_ascii=False) + "\n")


def read_units(path: Path) -> Iterator[Unit]:
    """Read what `write_units` wrote.

    Raises:
        SearchError: The file is missing, or a line holds no unit.
    """
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                yield parse_unit(line, f"line {number} of {path}")
    except OSError as error:
        raise SearchError(f"The units {path} cannot be read ({error.strerror}); build the index again.") from None


def parse_unit(line: str, place: str = "a line") -> Unit:
    """Make a unit of one JSON line; `place` names it in the error.

    Raises:
        SearchError: The line holds no unit.
    """
    try:
        fields: dict[str, Any] = json.loads(line)
        for name in ("types", "headings", "topics"):
            fields[name] = tuple(fields.get(name, ()))
        return Unit(**fields)
    except (ValueError, TypeError, AttributeError) as error:
        raise SearchError(f"Each line must hold one unit as JSON, but {place} does not: {error}.") from None


def _check_types(types: tuple[str, ...]) -> None:
    for name in types:
        if name not in TYPES:
            raise SearchError(f"A type must be one of {', '.join(TYPES)}, not '{name}'; use one of these.")


def _stands_in(unit: Unit, places: Iterable[tuple[str, Span]]) -> bool:
    span = Span(unit.start, unit.end)
    return any(document == unit.document and place.overlaps(span) for document, place in places)


def _within(year: int, start: int | None, end: int | None) -> bool:
    if start is None and end is None:
        return False
    return (start is None or start <= year) and (end is None or year <= end)

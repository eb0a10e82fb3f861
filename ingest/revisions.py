"""Statements as people corrected them: each correction finds what it corrects in what was read.

By the words of its quote, then by what it was read as, then by nearness: so it finds it again in a text that is read
anew, or better. What finds no statement is told, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Final

from ingest.corrections import LINKS, Correction, called
from ingest.model import Definition, Extraction, FocusArea, FollowUp, Goal, Indicator, Kind, Organisation, Statement
from ingest.statements.matching import key

SURE: Final = 24
"""Characters, but for spaces and signs, from which on a quote within another is taken for the same."""
FORMS: Final[Mapping[Kind, type[Statement]]] = MappingProxyType(
    {
        Kind.FOCUS_AREA: FocusArea,
        Kind.GOAL: Goal,
        Kind.INDICATOR: Indicator,
        Kind.ORGANISATION: Organisation,
        Kind.FOLLOW_UP: FollowUp,
        Kind.DEFINITION: Definition,
    }
)


@dataclass(frozen=True, slots=True)
class Revision:
    """A statement as it was read and as a person corrected it; `now` is `None` where it was deleted."""

    correction: Correction
    read: Statement
    now: Statement | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """An extraction with corrections applied.

    Attributes:
        extraction: What holds now.
        revisions: What was changed, with what was read.
        missed: Corrections that find no statement.
        unlinked: Those that were applied but name a goal or a focus area that is not there.
    """

    extraction: Extraction
    revisions: tuple[Revision, ...] = ()
    missed: tuple[Correction, ...] = ()
    unlinked: tuple[Correction, ...] = ()


def corrected(extraction: Extraction, corrections: Sequence[Correction]) -> Corrected:
    """Apply corrections to what was read."""
    if not corrections:
        return Corrected(extraction)
    found: dict[int, Correction] = {}
    missed: list[Correction] = []
    for correction in corrections:
        number = _find(correction, extraction.statements, found)
        if number is None:
            missed.append(correction)
        else:
            found[number] = correction
    now = [
        _changed(statement, found[number]) if number in found else statement
        for number, statement in enumerate(extraction.statements)
    ]
    renamed = _renamed(zip(extraction.statements, now, strict=True))
    now = [_relinked(statement, found.get(number), renamed) for number, statement in enumerate(now)]
    kept = tuple(statement for statement in now if statement is not None)
    return Corrected(
        replace(extraction, statements=kept),
        tuple(Revision(found[number], extraction.statements[number], now[number]) for number in sorted(found)),
        tuple(missed),
        tuple(one for number, one in sorted(found.items()) if not _is_linked(now[number], one, kept)),
    )


def _find(correction: Correction, statements: Sequence[Statement], taken: Iterable[int]) -> int | None:
    """Return the number of the statement that is meant: by its words, then by what it was read as, then by nearness."""
    for alike in (_equal, _within):
        candidates = [
            (statement.kind is not correction.read_kind, called(statement) != correction.read_name, distance, number)
            for number, statement in enumerate(statements)
            if number not in taken and statement.kind in _kinds(correction)
            for distance in _distances(correction, statement, alike)
        ]
        if candidates:
            return min(candidates)[-1]
    return None


def _kinds(correction: Correction) -> tuple[Kind, ...]:
    """Return what the statement may be read as: what it was, or by now what it was corrected to."""
    return (correction.read_kind, *((correction.kind,) if correction.kind and not correction.deleted else ()))


def _distances(correction: Correction, statement: Statement, alike: Callable[[str, str], bool]) -> list[int]:
    return [
        abs(quote.span.start - correction.start)
        for quote in statement.quotes
        if quote.document == correction.document and alike(quote.exact, correction.quote)
    ]


def _equal(one: str, other: str) -> bool:
    return one == other or (key(one) == key(other) != "")


def _within(one: str, other: str) -> bool:
    short, long = sorted((key(one), key(other)), key=len)
    return len(short) >= SURE and short in long


def _changed(statement: Statement, correction: Correction) -> Statement | None:
    """Return a statement as corrected, but for its link."""
    if correction.deleted:
        return None
    now = _of_kind(statement, correction.kind or statement.kind)
    if correction.label is not None:
        now = replace(now, label=correction.label or None)
    # What was not read as a definition explains its term by all that it says.
    return replace(now, term=now.name, definition=now.definition or now.text) if isinstance(now, Definition) else now


def _of_kind(statement: Statement, kind: Kind) -> Statement:
    """Return a statement as one of another kind, with those of its own fields that this has too."""
    if kind is statement.kind:
        return statement
    form = FORMS.get(kind, Statement)
    known = {field.name for field in fields(form)}
    kept = {one.name: getattr(statement, one.name) for one in fields(statement) if one.name in known}
    return form(**kept | {"kind": kind})


def _renamed(pairs: Iterable[tuple[Statement, Statement | None]]) -> dict[tuple[Kind, str], str]:
    """Return the new names of goals and focus areas by their kind and the key of the old ones."""
    return {
        (now.kind, key(name)): now.name
        for read, now in pairs
        if now is not None and now.name != read.name
        for name in (read.name, read.text)
    }


def _relinked(
    statement: Statement | None, correction: Correction | None, renamed: Mapping[tuple[Kind, str], str]
) -> Statement | None:
    """Return a statement with the link that it was given, and with the new name of what it belongs to."""
    if statement is None or statement.kind not in LINKS:
        return statement
    field, kind = LINKS[statement.kind]
    given = correction.link if correction else None
    name: str | None = getattr(statement, field) if given is None else given
    now = renamed.get((kind, key(name)), name) if name else None
    return replace(statement, **{field: now})  # type: ignore[arg-type]  # the name of the field is data


def _is_linked(statement: Statement | None, correction: Correction, statements: Iterable[Statement]) -> bool:
    """Tell whether the link that a correction gives, if any, leads to a statement."""
    if not correction.link or statement is None:
        return True
    if statement.kind not in LINKS:
        return False
    field, kind = LINKS[statement.kind]
    name = key(getattr(statement, field))
    return any(one.kind is kind and name in (key(one.name), key(one.text)) for one in statements)

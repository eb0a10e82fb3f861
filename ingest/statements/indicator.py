"""One indicator: its text without what refers to a goal, its direction, its target groups and its values."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.model import Indicator, Kind
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.reading import Reading
from ingest.statements.references import TO_GOAL
from ingest.statements.terms import with_terms

NOBODY = re.compile(r"[-–—]?")
SEPARATOR = re.compile(r"\s+(?:og|samt)\s+(?=[A-ZÆØÅÉ])|;\s*")
# "Skoler med en vejleder. Fra 2 i 2027 til 9 i 2030.": what follows are its values.
VALUES_AFTER = re.compile(
    r"(?<=\w)(?:\.?|\s[–-])\s+(?=skal (?:ned|op) (?:fra|til|på|under)\b"
    r"|(?:Fra \d+|Udgangspunkt|Ikke opgjort|Måltal|I dag|Nu|Status|Baseline)\b)"
)
NOTE = re.compile(r"\s*\((?P<note>[^()]{2,40})\)\.?$")


def make(reading: Reading, content: Repaired, goal: str | None, groups: tuple[str, ...] = ()) -> Indicator:
    """Make an indicator; the direction that stands after it in brackets is no part of its text."""
    to_goal = TO_GOAL.match(content.text)
    content = content.slice(to_goal.end(), len(content.text)) if to_goal else content
    after = cues.pattern("indicator", "to_goal").search(content.text)
    content = content.slice(0, after.start()) if after else content
    values = VALUES_AFTER.search(content.text)
    if values:
        whole = with_terms(make(reading, content.slice(0, values.start()), goal, groups), content.text)
        return replace(whole, text=content.text[: values.start()])
    note = NOTE.search(content.text)
    told = direction(note["note"]) if note else direction((after["way"] or "") if after else "")
    if note and told:
        content = content.slice(0, note.start())
    return Indicator(
        Kind.INDICATOR,
        content.text,
        (reading.quote(content),),
        goal=goal,
        target_groups=groups,
        direction=told or direction(content.text),
    )


def direction(text: str) -> str | None:
    """Return "up" or "down" where the indicator's words say which way is better."""
    if cues.pattern("indicator", "down").search(text):
        return "down"
    return "up" if cues.pattern("indicator", "up").search(text) else None


def label_direction(text: str) -> str | None:
    """Return "up" or "down" where a line above a list says nothing but which way is better for all in it."""
    return next((way for way in ("up", "down") if cues.pattern("indicator", f"{way}_label").search(text)), None)


def groups(text: str) -> tuple[str, ...]:
    """Return the target groups that a cell names; a dash names none."""
    return tuple(part.strip() for part in SEPARATOR.split(text) if not NOBODY.fullmatch(part.strip()))

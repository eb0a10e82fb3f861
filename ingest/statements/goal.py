"""One goal: its text without its number, its name, and whether two are the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.model import Goal, Kind
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.codes import LEAD
from ingest.statements.matching import NUMBER, same
from ingest.statements.reading import Reading

NAME = re.compile(r"^(?P<name>[A-ZÆØÅÉ][^.:!?]{1,50}): \S")


@dataclass(frozen=True, slots=True)
class Found:
    """A goal and how it was found.

    Attributes:
        weak: Only a phrase or a meaning calls it a goal.
        running: It is a sentence of running text.
        confirmed: What only a phrase calls a goal is called so at another place too.
    """

    goal: Goal
    weak: bool = False
    running: bool = False
    confirmed: bool = False


def make(reading: Reading, content: Repaired, **more: str | None) -> Goal:
    """Make a goal without its number; what stands before a colon, or in brackets with the number, is its name."""
    called = cues.label(Kind.GOAL).match(content.text)
    for lead in (called, NUMBER.match(content.text), LEAD.match(content.text)):
        content = content.slice(lead.end(), len(content.text)) if lead and lead.end() < len(content.text) else content
    if called and called["name"]:
        return Goal(Kind.GOAL, content.text, (reading.quote(content),), label=called["name"], **more)  # type: ignore[arg-type]
    note = cues.pattern("indicator", "bracket").search(content.text)
    if note and note.start() > 0 and len(content.text) - note.end() <= 1:
        content = content.slice(0, note.start())
    name = NAME.match(content.text)
    return Goal(Kind.GOAL, content.text, (reading.quote(content),), label=name["name"] if name else None, **more)  # type: ignore[arg-type]


def joined(goal: Goal, other: Goal) -> Goal:
    """Add to a goal what another place says of it; a sentence goes before the name alone."""
    if goal.text == other.label:
        goal, other = other, goal
    return replace(
        goal,
        quotes=(*goal.quotes, *(quote for quote in other.quotes if quote not in goal.quotes)),
        target=goal.target or other.target,
        baseline=goal.baseline or other.baseline,
        deadline=goal.deadline or other.deadline,
        responsible=goal.responsible or other.responsible,
    )


def is_same(goal: Goal, other: Goal) -> bool:
    """Tell whether two goals say the same, or have the same name."""
    if same(goal.text, other.text):
        return True
    return bool(goal.label or other.label) and same(goal.name, other.name)

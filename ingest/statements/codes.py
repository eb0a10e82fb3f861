"""Codes by which the items of a text name one another: "R1  ..." and "P1 (R1)  ...", "1a ..." and "Til 1a  ..."."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.blocks import Block
from ingest.model import Goal
from ingest.repair import Repaired
from ingest.statements.reading import Reading

# "... falder hvert år (mål 7)."
NUMBER_AFTER = re.compile(r"\((?P<noun>[a-zæøåé]+) (?P<number>\d{1,2})\)\.?$")
NUMBERED_NAME = re.compile(r"^(?P<noun>[^\W\d]+) (?P<number>\d{1,2})[.:]?\s+(?P<name>[A-ZÆØÅÉ].{3,80})$")
# "M1: Alle i målgruppen ..."
LEAD = re.compile(r"^(?P<code>[A-ZÆØÅÉ]{1,2} ?\d{1,2})[:.)]\s+(?=\S)")
CELL = re.compile(r"\d{1,2}[.:]?[A-ZÆØÅÉa-zæøå]|[A-ZÆØÅÉ]{1,2}\d{1,2}|\d{1,2}\.\d{1,2}")
OTHER = re.compile(r"\((?P<bracketed>[^()]{1,8})\)$|^Til (?P<named>\S+?)[.:]?$")


def own_code(block: Block) -> str | None:
    """Return the code that an item's line begins with."""
    lead = LEAD.match(block.text)
    own = lead["code"] if lead and not block.mark else OTHER.sub("", block.mark)
    return own.strip(" .):").replace(" ", "") or None


def other_code(block: Block) -> str | None:
    """Return the code of the item that another one says it belongs to."""
    match = OTHER.search(block.mark)
    return (match["bracketed"] or match["named"]).replace(" ", "") if match else None


def named_by_number(reading: Reading, goals: Sequence[Goal]) -> list[Goal]:
    """Name the goals whose sentences end with their number, where a heading or cell gives it a name ("Mål 7 Søvn")."""
    names: dict[tuple[str, str], Repaired] = {}
    for block in reading.blocks if any(NUMBER_AFTER.search(goal.text) for goal in goals) else ():
        match = NUMBERED_NAME.match(block.text) if block.role in ("heading", "cell") else None
        if match:
            names.setdefault((match["noun"].lower(), match["number"]), block.content.slice(*match.span("name")))
    return [_with_name(reading, goal, names) for goal in goals]


def _with_name(reading: Reading, goal: Goal, names: Mapping[tuple[str, str], Repaired]) -> Goal:
    number = NUMBER_AFTER.search(goal.text)
    name = names.get((number["noun"], number["number"])) if number and goal.label is None else None
    return goal if name is None else replace(goal, label=name.text, quotes=(*goal.quotes, reading.quote(name)))


def _code_beside(reading: Reading, index: int) -> str | None:
    """Return the code in the cell before one of a table: "1A | Flere børn ..."."""
    place, before = reading.blocks[index].place, reading.blocks[index - 1] if index else None
    beside = place is not None and before is not None and before.place == (place[0], place[1] - 1)
    return before.text if before is not None and beside and CELL.fullmatch(before.text) else None


def goals_by_code(reading: Reading, goals: Sequence[Goal]) -> Mapping[str, str]:
    """Return the names of the goals whose items have a code of their own, which no other item has."""
    found: dict[str, str | None] = {}
    for index, block in enumerate(reading.blocks):
        code = own_code(block) or _code_beside(reading, index)
        span = block.content.span() if code else None
        name = next((goal.name for goal in goals if span and span.overlaps(goal.quote.span)), None) if code else None
        if code and name:
            found[code] = None if code in found and found[code] != name else name
    return {code: name for code, name in found.items() if name}

"""Codes by which the items of a text name one another: "R1  ..." and "P1 (R1)  ...", "1a ..." and "Til 1a  ..."."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.blocks import Block
from ingest.model import Goal
from ingest.statements.reading import Reading

OTHER = re.compile(r"\((?P<bracketed>[^()]{1,8})\)$|^Til (?P<named>\S+?)[.:]?$")


def own_code(block: Block) -> str | None:
    """Return the code that an item's line begins with."""
    return OTHER.sub("", block.mark).strip(" .):").replace(" ", "") or None


def other_code(block: Block) -> str | None:
    """Return the code of the item that another one says it belongs to."""
    match = OTHER.search(block.mark)
    return (match["bracketed"] or match["named"]).replace(" ", "") if match else None


def goals_by_code(reading: Reading, goals: Sequence[Goal]) -> Mapping[str, str]:
    """Return the names of the goals whose items have a code of their own, which no other item has."""
    found: dict[str, str | None] = {}
    for block in reading.blocks:
        code = own_code(block)
        span = block.content.span() if code else None
        name = next((goal.name for goal in goals if span and span.overlaps(goal.quote.span)), None) if code else None
        if code and name:
            found[code] = None if code in found and found[code] != name else name
    return {code: name for code, name in found.items() if name}

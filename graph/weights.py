"""What a statement weighs for the priority of the topics it speaks of.

3 prioritised: visions, principles, values, focus areas, goals, target groups, and commitments with "vil" ("vi vil",
"vi prioriterer", "særligt fokus på"). 2 supported: indicators, follow-up, and commitments with "skal" or "bør".
1 mentioned: figures, definitions, organisations and all other text.
"""

from __future__ import annotations

from typing import Final

from ingest.model import Kind, Statement

PRIORITISED: Final = 3
SUPPORTED: Final = 2
MENTIONED: Final = 1

BY_KIND: Final = {
    Kind.VISION: PRIORITISED,
    Kind.PRINCIPLE: PRIORITISED,
    Kind.VALUE: PRIORITISED,
    Kind.FOCUS_AREA: PRIORITISED,
    Kind.GOAL: PRIORITISED,
    Kind.TARGET_GROUP: PRIORITISED,
    Kind.INDICATOR: SUPPORTED,
    Kind.NATIONAL_GOAL: SUPPORTED,
    Kind.NATIONAL_INDICATOR: SUPPORTED,
    Kind.FOLLOW_UP: SUPPORTED,
    Kind.STATISTIC: MENTIONED,
    Kind.DEFINITION: MENTIONED,
    Kind.ORGANISATION: MENTIONED,
}
BY_STRENGTH: Final = {"vil": PRIORITISED, "skal": SUPPORTED, "bør": SUPPORTED}


def weight(statement: Statement | None) -> int:
    """Return the level that a mention in this statement gives; 1 outside any statement."""
    if statement is None:
        return MENTIONED
    if statement.kind is Kind.INITIATIVE:
        return BY_STRENGTH.get(statement.strength or "", MENTIONED)
    return BY_KIND[statement.kind]

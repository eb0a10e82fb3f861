"""Statements against gold: F1 a kind, and of the links between them.

A found statement is right if it says what a gold statement of the same kind says: one's label or text is the other's
(layout aside, or with a similarity of at least 0.8), or is contained in it and at least half as long. Each gold
statement counts once. A link is right if both its ends are; those of a statement that was not found are missed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ingest.model import Extraction, FocusArea, Goal, Indicator, Kind, Statement, Statistic
from ingest.statements.matching import key
from search.evaluation.scores import Counts

MAIN = ("visions", "principles", "focus_areas", "goals", "indicators")
KINDS: Mapping[str, Kind] = {
    "visions": Kind.VISION,
    "principles": Kind.PRINCIPLE,
    "values": Kind.VALUE,
    "focus_areas": Kind.FOCUS_AREA,
    "cross_cutting_focus_areas": Kind.FOCUS_AREA,
    "goals": Kind.GOAL,
    "indicators": Kind.INDICATOR,
    "national_goals_referenced": Kind.NATIONAL_GOAL,
    "national_indicators": Kind.NATIONAL_INDICATOR,
    "target_groups": Kind.TARGET_GROUP,
    "organisations": Kind.ORGANISATION,
    "statistics": Kind.STATISTIC,
    "definitions": Kind.DEFINITION,
    "follow_up": Kind.FOLLOW_UP,
}
SIMILAR = 0.8
HALF = 0.5


@dataclass(frozen=True, slots=True)
class StatementScores:
    """Counts a kind and for the links, with what was missed and what was wrong, for the report."""

    kinds: Mapping[str, Counts]
    links: Counts
    missed: Sequence[str]
    wrong: Sequence[str]

    @property
    def micro(self) -> Counts:
        """The counts of visions, principles, focus areas, goals and indicators together."""
        return sum((self.kinds[name] for name in MAIN), Counts())


def score_statements(gold: Mapping[str, Any], extraction: Extraction) -> StatementScores:
    """Compare what was extracted from an agreement with its gold."""
    kinds: dict[str, Counts] = {}
    missed: list[str] = []
    wrong: list[str] = []
    pairs: list[tuple[Any, Statement]] = []
    for name, kind in KINDS.items():
        found = [statement for statement in extraction.statements if _is_of(statement, name, kind)]
        matched, rest, extra = _match(gold.get(name, []), found)
        pairs.extend(matched)
        kinds[name] = Counts(len(matched), len(extra), len(rest))
        missed.extend(f"{name}: {next(iter(_wordings(item)), item)}" for item in rest)
        wrong.extend(f"{name}: {statement.name}" for statement in extra)
    links = _links(pairs, gold)
    return StatementScores(kinds, links + _missed_links(gold, links), missed, wrong)


def _is_of(statement: Statement, name: str, kind: Kind) -> bool:
    if isinstance(statement, FocusArea):
        return kind is Kind.FOCUS_AREA and statement.cross_cutting == (name == "cross_cutting_focus_areas")
    return statement.kind is kind


def _match(
    gold: Sequence[Any], found: Sequence[Statement]
) -> tuple[list[tuple[Any, Statement]], list[Any], list[Statement]]:
    """Pair gold and found greedily in order; return pairs, unmatched gold, unmatched found."""
    remaining = list(found)
    pairs, rest = [], []
    for item in gold:
        partner = next((statement for statement in remaining if _says(item, statement)), None)
        if partner is None:
            rest.append(item)
        else:
            remaining.remove(partner)
            pairs.append((item, partner))
    return pairs, rest, remaining


def _says(item: Any, statement: Statement) -> bool:
    if isinstance(statement, Statistic):
        found, quoted = key(statement.text), key(str(item["quote"]))
        return bool(item["value"] == statement.value) and (found in quoted or quoted in found)
    ours = [text for text in (statement.label, statement.text) if text]
    return any(_alike(text, other) for text in _wordings(item) for other in ours)


def _wordings(item: Any) -> list[str]:
    if isinstance(item, str):
        return [item]
    return [str(item[name]) for name in ("label", "text", "text_start", "term", "quote") if item.get(name)]


def _alike(first: str, second: str) -> bool:
    left, right = sorted((key(first), key(second)), key=len)
    if not left:
        return False
    if left in right and len(left) >= HALF * len(right):
        return True
    return left == right or SequenceMatcher(None, left, right, autojunk=False).ratio() >= SIMILAR


def _links(pairs: Sequence[tuple[Any, Statement]], gold: Mapping[str, Any]) -> Counts:
    """Count goal -> focus area, and indicator -> goal, target group and direction, of the statements found."""
    counts = Counts()
    for item, statement in pairs:
        if isinstance(statement, Goal):
            counts += _link(item.get("focus_area"), statement.focus_area)
        elif isinstance(statement, Indicator):
            counts += _link(_goal_text(item.get("goal"), gold), statement.goal)
            counts += _link(item.get("direction"), statement.direction)
            for group in set(item.get("target_group") or ()) | set(statement.target_groups):
                counts += _link(
                    group if group in (item.get("target_group") or ()) else None,
                    group if group in statement.target_groups else None,
                )
    return counts


def _missed_links(gold: Mapping[str, Any], counted: Counts) -> Counts:
    """Count the links of gold statements that were not found."""
    every = sum(bool(goal.get("focus_area")) for goal in gold.get("goals", ()))
    for indicator in gold.get("indicators", ()):
        every += (
            bool(indicator.get("goal")) + bool(indicator.get("direction")) + len(indicator.get("target_group") or ())
        )
    return Counts(missed=max(0, every - counted.right - counted.missed))


def _goal_text(name: str | None, gold: Mapping[str, Any]) -> str | None:
    """Return a goal's wording by its label or its opening words."""
    for goal in gold.get("goals", []):
        if name and any(key(wording).startswith(key(name)[:40]) for wording in _wordings(goal)):
            return str(goal.get("label") or goal.get("text"))
    return name


def _link(expected: str | None, found: str | None) -> Counts:
    if expected is None and found is None:
        return Counts()
    if expected is not None and found is not None and _alike(expected, found):
        return Counts(right=1)
    return Counts(wrong=int(found is not None), missed=int(expected is not None))

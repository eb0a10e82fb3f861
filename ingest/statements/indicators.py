"""Indicators: gathered from tables, lists and sentences, each one once, linked to goals and target groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Goal, Indicator, Statement
from ingest.statements.codes import goals_by_code, other_code
from ingest.statements.flattened_tables import in_flattened_tables
from ingest.statements.indicator import label_direction
from ingest.statements.indicator_grids import in_grids
from ingest.statements.indicator_lists import behind_labels, in_lists, in_worded_lists, within_items
from ingest.statements.indicator_sentences import in_brackets, in_sentences
from ingest.statements.reading import Reading
from ingest.statements.references import References
from ingest.statements.terms import way, with_terms


def indicators(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> list[Indicator]:
    """Find the agreement's own indicators in reading order, linked to goals and target groups."""
    references = References(reading, goals, named)
    found = [
        *in_grids(references),
        *in_flattened_tables(reading, goals, named),
        *in_lists(references),
        *behind_labels(references),
        *within_items(references),
        *in_brackets(reading, goals),
        *in_sentences(references),
    ]
    spans = {indicator.quote.span for indicator in found}
    found += [indicator for indicator in in_worded_lists(references) if indicator.quote.span not in spans]
    kept: list[Indicator] = []
    for indicator in _by_code(reading, [_labelled(reading, one) for one in found], goals):
        at = next((i for i, other in enumerate(kept) if _is_same(other, indicator)), None)
        if at is None:
            given = indicator.target or indicator.baseline
            kept.append(_directed(indicator if given else with_terms(indicator)))
        else:
            kept[at] = _directed(_completed(kept[at], indicator))
    return kept


def _labelled(reading: Reading, indicator: Indicator) -> Indicator:
    """Take the way that is better from the line above the list, where that is all it says ("Skal op") and no other."""
    index = reading.index_at(indicator.quote.span.start)
    if indicator.direction or reading.blocks[index].role != "item":
        return indicator
    above = next((block for block in reversed(reading.blocks[:index]) if block.role != "item"), None)
    return replace(indicator, direction=label_direction(above.text) if above else None)


def _by_code(reading: Reading, found: Sequence[Indicator], goals: Sequence[Goal]) -> list[Indicator]:
    """Link the indicators whose items name a goal by its code."""
    codes = goals_by_code(reading, goals)
    if not codes:
        return list(found)
    goal_of = {b.content.span(): codes[code] for b in reading.blocks if (code := other_code(b)) in codes and code}
    return [
        replace(one, goal=next((goal for span, goal in goal_of.items() if span.overlaps(one.quote.span)), one.goal))
        for one in found
    ]


def _is_same(one: Indicator, other: Indicator) -> bool:
    """Tell whether two indicators have the same words and measure no different goals."""
    agree = one.goal is None or other.goal is None or one.goal == other.goal
    return agree and one.text.rstrip(".") == other.text.rstrip(".")


def _completed(indicator: Indicator, other: Indicator) -> Indicator:
    """Add to an indicator what another place says of it."""
    return replace(
        indicator,
        quotes=indicator.quotes + tuple(quote for quote in other.quotes if quote not in indicator.quotes),
        goal=indicator.goal or other.goal,
        target_groups=indicator.target_groups or other.target_groups,
        direction=indicator.direction or other.direction,
        target=indicator.target or other.target,
        baseline=indicator.baseline or other.baseline,
        deadline=indicator.deadline or other.deadline,
        responsible=indicator.responsible or other.responsible,
    )


def _directed(indicator: Indicator) -> Indicator:
    return replace(indicator, direction=indicator.direction or way(indicator.target, indicator.baseline))

"""The public JSON shape of an extraction: what others script against."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ingest.model import (
    Commitment,
    Definition,
    Extraction,
    FocusArea,
    FollowUp,
    Goal,
    Indicator,
    Kind,
    NationalGoal,
    Organisation,
    Statement,
    Statistic,
)


def extraction_json(extraction: Extraction) -> dict[str, Any]:
    """Shape all that was read from one file."""
    formalia = extraction.formalia
    of = _by_kind(extraction.statements)
    national = [one for one in of(Kind.NATIONAL_GOAL) if isinstance(one, NationalGoal)]
    areas = [one for one in of(Kind.FOCUS_AREA) if isinstance(one, FocusArea)]
    return {
        "agreement": {
            "title": formalia.title,
            "region": formalia.region,
            "period_start": formalia.period_start,
            "period_end": formalia.period_end,
            "parties": list(formalia.parties),
            "number_of_municipalities": formalia.number_of_municipalities,
        },
        "visions": [_named(one) for one in of(Kind.VISION)],
        "principles": [_named(one) for one in of(Kind.PRINCIPLE)],
        "values": [_named(one) for one in of(Kind.VALUE)],
        "focus_areas": [_named(one) for one in areas if not one.cross_cutting],
        "cross_cutting_focus_areas": [_named(one) for one in areas if one.cross_cutting],
        "goals": [_goal(one) for one in of(Kind.GOAL) if isinstance(one, Goal)],
        "indicators": [_indicator(one) for one in of(Kind.INDICATOR) if isinstance(one, Indicator)],
        "national_goals": [one.text for one in national],
        "national_goals_emphasised": [one.text for one in national if one.emphasised],
        "national_indicators": [_text(one) for one in of(Kind.NATIONAL_INDICATOR)],
        "target_groups": [_named(one) for one in of(Kind.TARGET_GROUP)],
        "organisations": [
            {"label": one.label, "role": one.role, **_place(one)}
            for one in of(Kind.ORGANISATION)
            if isinstance(one, Organisation)
        ],
        "statistics": [_statistic(one) for one in of(Kind.STATISTIC) if isinstance(one, Statistic)],
        "definitions": [
            {"term": one.term, "definition": one.definition, "source": one.source, **_place(one)}
            for one in of(Kind.DEFINITION)
            if isinstance(one, Definition)
        ],
        "follow_up": [
            {"what": one.what, "when": one.when, "responsible": one.responsible, **_place(one)}
            for one in of(Kind.FOLLOW_UP)
            if isinstance(one, FollowUp)
        ],
        "unrecognised": list(extraction.unrecognised),
    }


def _by_kind(statements: Iterable[Statement]) -> Any:
    table: dict[Kind, list[Statement]] = {}
    for statement in statements:
        table.setdefault(statement.kind, []).append(statement)
    return lambda kind: table.get(kind, [])


def _named(statement: Statement) -> dict[str, Any]:
    return {"label": statement.name, **_text(statement)}


def _text(statement: Statement) -> dict[str, Any]:
    return {"text": statement.text, **_place(statement)}


def _place(statement: Statement) -> dict[str, Any]:
    """Return where a statement stands, verbatim, and where else it is made, perhaps in other words."""
    return {
        "start": statement.quote.span.start,
        "end": statement.quote.span.end,
        "quote": statement.quote.exact,
        "also": [
            {"start": quote.span.start, "end": quote.span.end, "quote": quote.exact} for quote in statement.quotes[1:]
        ],
    }


def _terms(commitment: Commitment) -> dict[str, Any]:
    return {
        "target": commitment.target,
        "baseline": commitment.baseline,
        "deadline": commitment.deadline,
        "responsible": commitment.responsible,
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        **_text(goal),
        "label": goal.label,
        "focus_area": goal.focus_area,
        "strength": goal.strength,
        **_terms(goal),
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        **_text(indicator),
        "goal": indicator.goal,
        "target_groups": list(indicator.target_groups),
        "direction": indicator.direction,
        **_terms(indicator),
    }


def _statistic(statistic: Statistic) -> dict[str, Any]:
    return {
        "value": statistic.value,
        "unit": statistic.unit,
        "what": statistic.what,
        "population": statistic.population,
        "year": statistic.year,
        "source": statistic.source,
        "quote": statistic.quote.exact,
        "start": statistic.quote.span.start,
        "end": statistic.quote.span.end,
    }

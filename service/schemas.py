"""The public JSON shapes of answers, hits and extractions: what others script against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

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
from search.model import Hit
from search.questions import Aspect, Question
from search.responses import Answer, Evidence, Response
from service.knowledge import Found

if TYPE_CHECKING:
    from service.suggestions import Suggestion


def response_json(response: Response, base: str, label: str | None) -> dict[str, Any]:
    """Shape an answered question; `label` is the topic's name in the question's language.

    A question that is about no single topic has `aspects` too: what must be spoken of together.
    """
    question = response.question
    aspects = [aspect_json(aspect, base) for aspect in question.aspects]
    return {
        "question": question.text,
        "language": question.language,
        "topic": topic_json(question, base, label),
        **({"aspects": aspects} if aspects else {}),
        "sparql": response.sparql,
        "answers": [answer_json(answer, question.language) for answer in response.answers],
    }


def statements_json(response: Response, base: str, label: str | None) -> dict[str, Any]:
    """Shape the answer to a question for the statements of a kind; the arguments are those of `response_json`."""
    return {
        **response_json(response, base, label),
        "kind": "statements",
        "types": list(response.question.kinds),
        "rows": [
            {
                "region": one.region,
                "agreement": one.agreement,
                "in_force": one.in_force,
                "coverage": one.coverage,
                "type": one.evidence.statement_type,
                "text": one.evidence.text,
                "document": one.evidence.document,
                "quote": one.evidence.quote,
                "start": one.evidence.start,
                "end": one.evidence.end,
            }
            for one in response.statements
        ],
    }


def passages_json(question: Question, hits: Iterable[Hit], names: Mapping[str, str]) -> dict[str, Any]:
    """Shape the answer to a question without a known topic: the passages that fit it."""
    return {
        "question": question.text,
        "language": question.language,
        "kind": "passages",
        "topic": None,
        "sparql": None,
        "answers": [],
        "rows": [hit_json(hit, names) for hit in hits],
    }


def topic_json(question: Question, base: str, label: str | None) -> dict[str, Any] | None:
    """Shape the topic of a question, or `None` if it has none."""
    if question.topic is None:
        return None
    return {"uri": f"{base}id/emne/{question.topic.topic}", "label": label, "match": question.topic.match}


def aspect_json(aspect: Aspect, base: str) -> dict[str, Any]:
    """Shape one of the things that a question without a single topic is about."""
    uri = f"{base}id/emne/{aspect.topic}" if aspect.topic else None
    return {"label": aspect.label, "topic": uri, "words": list(aspect.forms)}


def suggestion_json(suggestion: Suggestion, base: str) -> dict[str, Any]:
    """Shape a suggestion; the name is that of the topic, of the question too, or of the agreement."""
    path = "aftale" if suggestion.kind == "agreement" else "emne"
    return {
        "text": suggestion.text,
        "kind": suggestion.kind,
        "uri": f"{base}id/{path}/{suggestion.id}",
        "count": suggestion.count,
        "language": suggestion.language,
        "label": suggestion.label,
    }


def answer_json(answer: Answer, language: str) -> dict[str, Any]:
    """Shape what one region's agreement says; `nearest` is the passage nearest to the question where it is silent."""
    return {
        "region": answer.region,
        "agreement": answer.agreement,
        "period": {"start": answer.period_start, "end": answer.period_end, "in_force": answer.in_force},
        "coverage": answer.coverage,
        "level": answer.level,
        "level_label": answer.level_label(language),
        "evidence": [evidence_json(one) for one in answer.evidence],
        **({"nearest": nearest_json(answer.nearest)} if answer.nearest else {}),
    }


def evidence_json(one: Evidence) -> dict[str, Any]:
    """Shape a sentence that speaks of a topic."""
    return {
        "document": one.document,
        "quote": one.quote,
        "start": one.start,
        "end": one.end,
        "statement_type": one.statement_type,
        "match": one.match,
    }


def nearest_json(hit: Hit) -> dict[str, Any]:
    """Shape the passage nearest to a question of which an agreement does not speak."""
    place = {"document": hit.document, "start": hit.start, "end": hit.end}
    return {"text": hit.text, **place, "statement_type": hit.type, "semantic": round(hit.why.semantic, 4)}


def found_json(found: Found, base: str, label: str | None, names: Mapping[str, str]) -> dict[str, Any]:
    """Shape what a search gave; `names` are the regions' names by slug."""
    filters = found.filters
    return {
        "query": found.question.text,
        "interpretation": {
            "language": found.question.language,
            "topic": topic_json(found.question, base, label),
            "corrected": [{"from": asked, "to": read} for asked, read in found.question.corrected],
            "filters": {"region": names.get(filters.region or ""), "type": filters.type, "year": filters.year},
        },
        "hits": [hit_json(hit, names) for hit in found.hits],
    }


def hit_json(hit: Hit, names: Mapping[str, str]) -> dict[str, Any]:
    """Shape one hit."""
    return {
        "document": hit.document,
        "region": names[hit.region],
        "agreement": hit.agreement,
        "type": hit.type,
        "text": hit.text,
        "start": hit.start,
        "end": hit.end,
        "score": round(hit.score, 4),
        "why": {
            "words": list(hit.why.words),
            "topics": list(hit.why.topics),
            "semantic": round(hit.why.semantic, 4),
        },
    }


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

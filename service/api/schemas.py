"""The public JSON shapes of answers and hits: what others script against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from search.model import Hit
from search.questions import Aspect, Question
from search.responses import Agreement, Answer, Evidence, ListedStatement, Response
from service.knowledge import Found

if TYPE_CHECKING:
    from service.finding.suggestions import Suggestion


def response_json(response: Response, base: str, label: str | None) -> dict[str, Any]:
    """Shape an answered question; `label` is the topic's name in the question's language.

    A question that is about no single topic has `aspects` too: what must be spoken of together. One that asks for
    statements or for agreements has these in `rows`, and says so in `kind`.
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
        **_listed(response),
    }


def _listed(response: Response) -> dict[str, Any]:
    if response.agreements:
        return {"kind": "agreements", "rows": [agreement_json(one) for one in response.agreements]}
    if response.statements:
        rows = [statement_json(one) for one in response.statements]
        return {"kind": "statements", "types": list(response.question.kinds), "rows": rows}
    return {}


def statement_json(one: ListedStatement) -> dict[str, Any]:
    """Shape a statement that a question asks for."""
    return {
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


def agreement_json(one: Agreement) -> dict[str, Any]:
    """Shape what is known of an agreement itself."""
    return {
        "region": one.region,
        "agreement": one.id,
        "title": one.title,
        "period": {"start": one.period_start, "end": one.period_end, "in_force": one.in_force},
        "coverage": one.coverage,
        "parties": list(one.parties),
        "municipalities": one.municipalities,
        "predecessor": one.predecessor,
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


def suggestion_json(suggestion: Suggestion, base: str, language: str) -> dict[str, Any]:
    """Shape a suggestion; the name is that of the topic, of the question too, or of the agreement.

    The address is that of the page in the language asked for, where choosing the suggestion leads.
    """
    path = "aftale" if suggestion.kind == "agreement" else "emne"
    return {
        "text": suggestion.text,
        "kind": suggestion.kind,
        "uri": f"{base}id/{path}/{suggestion.id}",
        "count": suggestion.count,
        "language": suggestion.language,
        "label": suggestion.label,
        "address": suggestion.address(language),
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


def found_json(found: Found, base: str, label: str | None, names: Mapping[str, str], goal: str = "") -> dict[str, Any]:
    """Shape what a search gave; `names` are the regions' names by slug, `goal` the national goal filtered by."""
    filters = found.filters
    return {
        "query": found.question.text,
        "interpretation": {
            "language": found.question.language,
            "topic": topic_json(found.question, base, label),
            "corrected": [{"from": asked, "to": read} for asked, read in found.question.corrected],
            "filters": {
                "region": names.get(filters.region or ""),
                "type": filters.type,
                "year": filters.year,
                "topic": filters.topic,
                "goal": goal or None,
            },
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

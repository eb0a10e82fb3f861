"""The public JSON shape of a comparison: what others script against."""

from __future__ import annotations

from typing import Any

from graph.model import LEVEL_LABELS
from graph.thesaurus import Thesaurus
from search.comparison import IN_FORCE, Cell, Comparison, Source
from search.questions import Question
from search.side_by_side import Pair, SideBySide, Stated
from search.topic_names import grouped
from service.api.schemas import evidence_json, topic_json
from service.comparing.comparisons import Compared
from service.names import region_name


def comparison_json(found: Compared, thesaurus: Thesaurus, base: str, language: str) -> dict[str, Any]:
    """Shape what was compared; the rows stand in the order asked for, or else by group and name."""
    matrix = found.matrix
    return {
        "on": matrix.on.isoformat(),
        "language": language,
        "sparql": matrix.sparql,
        "topics": [{**_topic(one.slug, thesaurus, base, language), "asked": one.question.text} for one in found.named],
        "columns": [
            {"region": region_name(column.region), "agreements": [_source(one) for one in column.sources]}
            for column in matrix.columns
        ],
        "rows": [
            {
                "topic": _topic(slug, thesaurus, base, language),
                "group": _topic(group, thesaurus, base, language),
                "cells": _cells(slug, matrix, language),
            }
            for group, slug in in_order(found, thesaurus, language)
        ],
        "side_by_side": _beside(found.beside) if found.beside else None,
        "changes": _changes(found, thesaurus, base, language),
    }


def asked_comparison_json(question: Question, found: Compared, thesaurus: Thesaurus, base: str) -> dict[str, Any]:
    """Shape the answer to a question that asks to put two agreements beside each other."""
    label = thesaurus[question.topic.topic].label(question.language) if question.topic else None
    return {
        "question": question.text,
        "language": question.language,
        "topic": topic_json(question, base, label),
        "sparql": found.matrix.sparql,
        "answers": [],
        "kind": "comparison",
        "comparison": comparison_json(found, thesaurus, base, question.language),
    }


def in_order(found: Compared, thesaurus: Thesaurus, language: str) -> list[tuple[str, str]]:
    """Return the topics with the topmost topic above each: as asked for, or else by group and name."""
    groups = grouped(found.matrix.topics, thesaurus, language)
    rows = [(group, slug) for group, members in groups.items() for slug in members]
    if not found.named:
        return rows
    return sorted(rows, key=lambda row: found.matrix.topics.index(row[1]))


def _topic(slug: str, thesaurus: Thesaurus, base: str, language: str) -> dict[str, str]:
    return {"uri": f"{base}id/emne/{slug}", "label": thesaurus[slug].label(language)}


def _source(source: Source) -> dict[str, Any]:
    return {
        "agreement": source.agreement,
        "region": region_name(source.region),
        "period": {"start": source.period_start, "end": source.period_end, "in_force": source.status == IN_FORCE},
        "status": source.status,
        "coverage": source.coverage,
    }


def _cells(topic: str, matrix: Comparison, language: str) -> list[dict[str, Any]]:
    """Shape the cells of a row, one for each agreement; `region` is the region of the day."""
    return [
        {
            "region": region_name(column.region),
            "agreement": source.agreement,
            **_cell(matrix.cells[topic, source.agreement], language),
        }
        for column in matrix.columns
        for source in column.sources
    ]


def _cell(cell: Cell, language: str) -> dict[str, Any]:
    return {
        "level": cell.level,
        "level_label": LEVEL_LABELS[language][cell.level],
        "quotes": cell.quotes,
        "quote": evidence_json(cell.quote) if cell.quote else None,
    }


def _beside(beside: SideBySide) -> dict[str, Any]:
    return {
        "agreements": list(beside.agreements),
        "similar_goals_known": beside.linked,
        "rows": [_pair(pair) for pair in beside.pairs],
        "sparql": beside.sparql,
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "kind": pair.kind,
        "how": pair.how,
        "confidence": pair.confidence,
        "statements": [_stated(one) if one else None for one in pair.sides],
    }


def _stated(one: Stated) -> dict[str, Any]:
    return {
        "uri": one.name,
        "label": one.label,
        "text": one.text,
        "under": one.under or None,
        "document": one.document,
        "quote": one.quote,
        "start": one.start,
        "end": one.end,
    }


def _changes(found: Compared, thesaurus: Thesaurus, base: str, language: str) -> dict[str, Any] | None:
    if found.replaced is None:
        return None
    earlier, later = found.replaced
    return {
        "before": earlier,
        "now": later,
        "topics": [
            {
                "topic": _topic(one.topic, thesaurus, base, language),
                "before": one.before,
                "now": one.now,
                "change": one.kind,
            }
            for one in found.changes
        ],
    }

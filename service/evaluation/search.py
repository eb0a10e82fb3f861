"""Search, measured: by category of query, query by query, and beside the baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.errors import SourceError
from search.evaluation.folds import GRID, cross_validate
from search.evaluation.gain import gain
from search.evaluation.retrieval import K, Place, QueryScore, by_category, described, means, score_queries, silence
from search.relevance import JudgedQuery, load_queries
from service.evaluation.baselines import BASELINES, METHODS, OURS
from service.knowledge import Knowledge

Scores = Mapping[str, Sequence[QueryScore]]
"""The scores of the same queries in the same order, by method."""


def search_figures(knowledge: Knowledge, path: Path, folds: int) -> dict[str, Any]:
    """Measure what is found for judged queries; with folds, also by constants chosen on other queries.

    Raises:
        SourceError: No query of the file is answerable, or there are more folds than such queries.
    """
    queries = load_queries(path)
    answerable = [query for query in queries if query.answerable]
    if not answerable:
        raise SourceError(
            f"The gold file {path} must hold a query with judged passages and has none; restore it, or remove the file."
        )
    if folds > len(answerable):
        raise SourceError(f"The {len(answerable)} queries of {path} cannot be dealt into {folds} folds; ask for fewer.")
    sources = _sources(knowledge, queries)
    scores = {
        name: score_queries(queries, knowledge.engine, sources, knowledge.topics_of, method)
        for name, method in METHODS.items()
    }
    result: dict[str, Any] = {name: _figures(each) for name, each in scores.items()}
    result["gain"] = _gain(scores)
    result["queries"] = [_explained(scores, number) for number in range(len(queries))]
    if folds:
        result["cross_validation"] = _cross_validated(knowledge, answerable, sources, folds, scores)
    return result


def _sources(knowledge: Knowledge, queries: Sequence[JudgedQuery]) -> dict[str, str]:
    documents = {judgement.lines.document for query in queries for judgement in query.judgements}
    documents |= {path.stem for path in knowledge.release.sources.glob("*.txt")}
    return {name: text for name in sorted(documents) if (text := knowledge.source(name)) is not None}


def _figures(scores: Sequence[QueryScore]) -> dict[str, Any]:
    silent, unanswerable = silence(scores)
    return {
        **means(scores),
        "categories": by_category(scores),
        "no_answer": {"queries": unanswerable, "silent": silent},
    }


def _gain(scores: Scores) -> dict[str, Any]:
    ours, *others = (_ndcg(scores[name]) for name in (OURS, *BASELINES))
    found = gain(ours, dict(zip(BASELINES, others, strict=True)))
    return {"ndcg@10": found.value, "over": found.over, "low": found.low, "high": found.high}


def _ndcg(scores: Sequence[QueryScore]) -> list[float]:
    return [score.ndcg for score in scores if score.query.answerable]


def _explained(scores: Scores, number: int) -> dict[str, Any]:
    """Tell of one query where each judged passage was expected and found, and what spoke for it."""
    each = {name: some[number] for name, some in scores.items()}
    ours = each[OURS]
    return {
        "id": ours.query.id,
        "query": ours.query.text,
        "category": ours.query.category,
        "ndcg@10": {name: score.ndcg for name, score in each.items()},
        "found": list(ours.found),
        "semantic_of_last": ours.last.semantic,
        "judged": _judged(each) if ours.query.answerable else [],
    }


def _judged(each: Mapping[str, QueryScore]) -> list[dict[str, Any]]:
    """Tell of the judged passages, those of the highest grade first."""
    rows = zip(*(each[name].places for name in (OURS, *BASELINES)), strict=True)
    ordered = sorted(rows, key=lambda row: -row[0].judgement.grade)
    grades = [row[0].judgement.grade for row in ordered]
    # Passages of one grade may come in any order: a passage is expected before all of a lower grade.
    return [_placed(sum(grade >= own for grade in grades), *row) for own, row in zip(grades, ordered, strict=True)]


def _placed(expected: int, ours: Place, *others: Place) -> dict[str, Any]:
    return {
        "passage": described(ours.judgement.lines),
        "grade": ours.judgement.grade,
        "expected_within": expected,
        "rank": {name: place.rank for name, place in zip((OURS, *BASELINES), (ours, *others), strict=True)},
        "words": list(ours.why.words),
        "topics": list(ours.why.topics),
        "semantic": ours.why.semantic,
    }


def _cross_validated(
    knowledge: Knowledge, queries: Sequence[JudgedQuery], sources: Mapping[str, str], folds: int, scores: Scores
) -> dict[str, Any]:
    table = {
        weights: _ndcg(
            score_queries(queries, knowledge.engine.weighted(weights), sources, knowledge.topics_of, "hybrid", K)
        )
        for weights in GRID
    }
    found = cross_validate(table, [query.category for query in queries], folds)
    beside = gain(found.queries, {name: _ndcg(scores[name]) for name in BASELINES})
    figures = {name: value for name, value in asdict(found).items() if name != "queries"}
    return {**figures, "gain": beside.value, "over": beside.over, "low": beside.low, "high": beside.high}

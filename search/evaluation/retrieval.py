"""Search against judged queries: nDCG@10, recall@10 and MRR, overall and a category of query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from graph.regions import find_region
from search.engine import Method, SearchEngine
from search.model import Filters
from search.relevance import JudgedQuery, LineIndex, ndcg, recall, reciprocal_rank

K = 10


@dataclass(frozen=True, slots=True)
class QueryScore:
    """How one query was answered; for a query that nothing answers, 1.0 if nothing was returned."""

    query: JudgedQuery
    ndcg: float
    recall: float
    mrr: float
    found: tuple[str, ...]


def score_queries(
    queries: Sequence[JudgedQuery],
    engine: SearchEngine,
    sources: Mapping[str, str],
    topics: Callable[[str], Sequence[str]],
    method: Method,
) -> list[QueryScore]:
    """Run every query and compare its hits with the judgements.

    Args:
        queries: What is asked, with the graded passages.
        engine: The index.
        sources: The text of each document as read, by its id.
        topics: Gives the slugs of the topics that a query names; only the hybrid uses them.
        method: "hybrid", "bm25" or "dense".
    """
    lines = {name: LineIndex(name, text) for name, text in sources.items()}
    return [_score(query, engine, lines, topics, method) for query in queries]


def _score(
    query: JudgedQuery,
    engine: SearchEngine,
    lines: Mapping[str, LineIndex],
    topics: Callable[[str], Sequence[str]],
    method: Method,
) -> QueryScore:
    region = find_region(query.region).slug if query.region else None
    filters = Filters(region=region, type=query.type)
    hits = engine.search(query.text, K, filters, topics(query.text) if method == "hybrid" else (), method)
    ranking = [lines[hit.document].lines(hit.start, hit.end) for hit in hits]
    found = tuple(
        f"{place.document} {place.first}-{place.last}: {hit.text[:70]}"
        for place, hit in zip(ranking, hits, strict=True)
    )
    if not query.answerable:
        empty = float(not hits)
        return QueryScore(query, empty, empty, empty, found)
    judged = query.judgements
    return QueryScore(query, ndcg(ranking, judged), recall(ranking, judged), reciprocal_rank(ranking, judged), found)


def means(scores: Sequence[QueryScore]) -> dict[str, float]:
    """Return the mean of each measure."""
    return {
        "ndcg@10": fmean(score.ndcg for score in scores),
        "recall@10": fmean(score.recall for score in scores),
        "mrr": fmean(score.mrr for score in scores),
    }


def by_category(scores: Sequence[QueryScore]) -> dict[str, float]:
    """Return the mean nDCG@10 of each category of query."""
    table: dict[str, list[float]] = {}
    for score in scores:
        table.setdefault(score.query.category, []).append(score.ndcg)
    return {category: fmean(values) for category, values in table.items()}

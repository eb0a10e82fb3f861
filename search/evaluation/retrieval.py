"""Search against judged queries: nDCG@10, recall@10 and MRR, and for each judged passage where it was found and why.

Queries that nothing answers are counted apart, by whether nothing was returned: a measure of ranking means nothing for
them, and a perfect score there would hide a poor one elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from graph.regions import find_region
from search.engine import Method, SearchEngine
from search.model import Filters, Hit, Why
from search.relevance import JudgedQuery, Judgement, LineIndex, Lines, ndcg, recall, reciprocal_rank

K = 10
DEPTH = 100
"""How far a judged passage is looked for; the measures count the first `K` hits alone."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a judged passage was found.

    Attributes:
        judgement: The passage and its grade.
        rank: The rank of the first hit that overlaps it, `None` if none of the first `DEPTH` does.
        why: What spoke for that hit.
    """

    judgement: Judgement
    rank: int | None
    why: Why = field(default_factory=Why)


@dataclass(frozen=True, slots=True)
class QueryScore:
    """How one query was answered; for a query that nothing answers, 1.0 if nothing was returned.

    Attributes:
        found: The first `K` hits in words.
        last: What spoke for the last of these; a passage below them had less.
    """

    query: JudgedQuery
    ndcg: float
    recall: float
    mrr: float
    found: tuple[str, ...]
    places: tuple[Place, ...] = ()
    last: Why = field(default_factory=Why)


def score_queries(
    queries: Sequence[JudgedQuery],
    engine: SearchEngine,
    sources: Mapping[str, str],
    topics: Callable[[str], Sequence[str]],
    method: Method,
    depth: int = DEPTH,
) -> list[QueryScore]:
    """Run every query and compare its hits with the judgements.

    Args:
        queries: What is asked, with the graded passages.
        engine: The index.
        sources: The text of each document as read, by its id.
        topics: Gives the slugs of the topics that a query names; only the hybrid uses them.
        method: "hybrid", "bm25" or "dense".
        depth: How far judged passages are looked for; from `K` on it does not change the measures.
    """
    lines = {name: LineIndex(name, text) for name, text in sources.items()}
    return [_score(query, engine, lines, topics, method, depth) for query in queries]


def _score(
    query: JudgedQuery,
    engine: SearchEngine,
    lines: Mapping[str, LineIndex],
    topics: Callable[[str], Sequence[str]],
    method: Method,
    depth: int,
) -> QueryScore:
    region = find_region(query.region).slug if query.region else None
    filters = Filters(region=region, type=query.type)
    hits = engine.search(query.text, depth, filters, topics(query.text) if method == "hybrid" else (), method)
    ranking = [lines[hit.document].lines(hit.start, hit.end) for hit in hits]
    found = tuple(f"{described(place)}: {hit.text[:70]}" for place, hit in zip(ranking[:K], hits, strict=False))
    if not query.answerable:
        empty = float(not hits)
        return QueryScore(query, empty, empty, empty, found)
    judged, first = query.judgements, ranking[:K]
    return QueryScore(
        query,
        ndcg(first, judged, K),
        recall(first, judged, K),
        reciprocal_rank(first, judged),
        found,
        tuple(_place(judgement, ranking, hits) for judgement in judged),
        hits[len(first) - 1].why if hits else Why(),
    )


def _place(judgement: Judgement, ranking: Sequence[Lines], hits: Sequence[Hit]) -> Place:
    for rank, (lines, hit) in enumerate(zip(ranking, hits, strict=True), start=1):
        if lines.overlaps(judgement.lines):
            return Place(judgement, rank, hit.why)
    return Place(judgement, None)


def described(lines: Lines) -> str:
    """Name a range of lines."""
    return f"{lines.document} {lines.first}-{lines.last}"


def means(scores: Iterable[QueryScore]) -> dict[str, float]:
    """Return the mean of each measure over the queries that something answers; there must be one."""
    answerable = _answerable(scores)
    return {
        "ndcg@10": fmean(score.ndcg for score in answerable),
        "recall@10": fmean(score.recall for score in answerable),
        "mrr": fmean(score.mrr for score in answerable),
    }


def by_category(scores: Iterable[QueryScore]) -> dict[str, float]:
    """Return the mean nDCG@10 of each category of query, of those that something answers."""
    table: dict[str, list[float]] = {}
    for score in _answerable(scores):
        table.setdefault(score.query.category, []).append(score.ndcg)
    return {category: fmean(values) for category, values in table.items()}


def silence(scores: Iterable[QueryScore]) -> tuple[int, int]:
    """Return to how many of the queries that nothing answers nothing was returned, and how many there are."""
    unanswerable = [score for score in scores if not score.query.answerable]
    return sum(not score.found for score in unanswerable), len(unanswerable)


def _answerable(scores: Iterable[QueryScore]) -> list[QueryScore]:
    return [score for score in scores if score.query.answerable]

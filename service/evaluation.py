"""Measured quality of a built release: topics, statements and search against gold, beside BM25 alone and dense alone.

The baselines are plain: for a topic, a region has it if one of the ten best hits for its name is from its agreement,
with the weight of that hit's types; for a kind of statement, the best hits for the kind's Danish name within the
agreement are its statements, as many as gold has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.regions import regions
from graph.weights import BY_KIND
from ingest.errors import SourceError
from ingest.extraction import extract
from ingest.manifest import Agreement, load_manifest
from ingest.model import Extraction, Formalia, Kind, Quote, Span, Statement
from ingest.prototypes import Prototypes
from ingest.source import read_source
from search.encoder import encoder_for
from search.evaluation.gold import load, statement_files
from search.evaluation.retrieval import QueryScore, by_category, means, score_queries
from search.evaluation.statements import KINDS, MAIN, StatementScores, score_statements
from search.evaluation.topics import Levels, TopicScores, has_levels, score_topics
from search.model import Filters
from search.relevance import load_queries
from service.knowledge import Knowledge

if TYPE_CHECKING:
    from search.engine import Method

METHODS: tuple[Method, ...] = ("hybrid", "bm25", "dense")
BASELINES: tuple[Method, ...] = ("bm25", "dense")
OURS = "aftalegraf"
NAMES = {
    Kind.VISION: "vision",
    Kind.PRINCIPLE: "bærende princip",
    Kind.FOCUS_AREA: "fokusområde pejlemærke indsatsområde",
    Kind.GOAL: "mål målsætning vi vil",
    Kind.INDICATOR: "indikator andel antal",
}


def evaluate(knowledge: Knowledge, corpus: Path, gold: Path) -> dict[str, Any]:
    """Measure everything that the gold folder has gold for.

    Raises:
        SourceError: The folder holds no gold.
    """
    result: dict[str, Any] = {}
    if (gold / "topics.json").exists():
        result["topics"] = _topics(knowledge, gold / "topics.json")
    files = statement_files(gold)
    if files:
        result["statements"] = _statements(knowledge, load_manifest(corpus), files)
    if (gold / "queries.json").exists():
        result["search"] = _search(knowledge, gold / "queries.json")
    if not result:
        raise SourceError(
            f"The gold folder {gold} must hold topics.json, queries.json or statements-*.json and has none; "
            "name another with --gold."
        )
    return result


def _topics(knowledge: Knowledge, path: Path) -> dict[str, Any]:
    gold = load(path)
    if not has_levels(gold):
        raise SourceError(f'The gold file {path} must map topics to regions to {{"levels": [...]}}; restore it.')
    scores = {OURS: score_topics(gold, lambda topic: _answered(knowledge, topic))}
    for method in BASELINES:
        scores[method] = score_topics(gold, lambda topic, m=method: _by_hits(knowledge, topic, m))  # type: ignore[misc]
    return {name: _topic_figures(score) for name, score in scores.items()}


def _topic_figures(scores: TopicScores) -> dict[str, Any]:
    return {
        "presence_f1": scores.presence.f1,
        "prioritised_f1": scores.prioritised.f1,
        "exact": scores.exact / scores.cells,
        "wrong": scores.wrong,
    }


def _answered(knowledge: Knowledge, topic: str) -> Levels:
    """Return the levels that `ask` answers with when it is given the topic's name."""
    slugs = {region.names["da"]: slug for slug, region in regions().items()}
    response = knowledge.ask(topic, date.today())
    return {slugs[answer.region]: answer.level for answer in response.answers}


def _by_hits(knowledge: Knowledge, topic: str, method: Method) -> Levels:
    levels: dict[str, int] = {}
    for hit in knowledge.engine.search(topic, 10, method=method):
        weight = BY_KIND.get(Kind(hit.type), 1) if hit.type in tuple(Kind) else 1
        levels[hit.region] = max(levels.get(hit.region, 0), weight)
    return levels


def _statements(knowledge: Knowledge, agreements: Sequence[Agreement], files: Iterable[Path]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    prototypes = Prototypes(encoder_for(knowledge.note.encoder).passages)
    for path in files:
        gold = load(path)
        agreement = _agreement_of(path, agreements)
        extraction = extract([read_source(document.path) for document in agreement.documents], prototypes)
        figures = {OURS: _statement_figures(score_statements(gold, extraction))}
        for method in BASELINES:
            guessed = _guessed(knowledge, agreement, gold, method)
            figures[method] = _statement_figures(score_statements(gold, guessed))
        result[agreement.id] = figures
    return result


def _agreement_of(path: Path, agreements: Sequence[Agreement]) -> Agreement:
    """Return the agreement that a gold file is about: its name is `statements-<region or id>.json`."""
    name = path.stem.removeprefix("statements-")
    for agreement in agreements:
        if name in (agreement.id, agreement.region):
            return agreement
    raise SourceError(f"The gold file {path} must name a region or agreement of the corpus, and '{name}' is none.")


def _guessed(knowledge: Knowledge, agreement: Agreement, gold: Mapping[str, Any], method: Method) -> Extraction:
    statements = []
    for name in MAIN:
        kind = KINDS[name]
        count = len(gold.get(name, ()))
        hits = knowledge.engine.search(NAMES[kind], max(count, 1), Filters(region=agreement.region), method=method)
        for hit in hits[:count]:
            quote = Quote(hit.document, Span(hit.start, hit.end), hit.text)
            statements.append(Statement(kind, hit.text, (quote,)))
    return Extraction(Formalia(), (), (), tuple(statements))


def _statement_figures(scores: StatementScores) -> dict[str, Any]:
    return {
        "micro_f1": scores.micro.f1,
        "links_f1": scores.links.f1,
        "kinds": {name: counts.f1 for name, counts in scores.kinds.items()},
        "missed": list(scores.missed),
        "wrong": list(scores.wrong),
    }


def _search(knowledge: Knowledge, path: Path) -> dict[str, Any]:
    queries = load_queries(path)
    if not queries:
        raise SourceError(f"The gold file {path} must hold a query and has none; restore it, or remove the file.")
    documents = sorted({judgement.lines.document for query in queries for judgement in query.judgements})
    documents += [path.stem for path in sorted(knowledge.release.sources.glob("*.txt")) if path.stem not in documents]
    sources = {name: text for name in documents if (text := knowledge.source(name)) is not None}
    result: dict[str, Any] = {}
    for method in METHODS:
        scores = score_queries(queries, knowledge.engine, sources, knowledge.topics_of, method)
        result[OURS if method == "hybrid" else method] = {
            **means(scores),
            "categories": by_category(scores),
            "worst": [_explained(score) for score in sorted(scores, key=lambda score: score.ndcg)[:8]],
        }
    return result


def _explained(score: QueryScore) -> dict[str, Any]:
    return {"id": score.query.id, "query": score.query.text, "ndcg@10": score.ndcg, "found": list(score.found[:3])}


def show(result: Mapping[str, Any], details: bool) -> None:
    """Print the figures as tables, ours first, then the baselines."""
    from service.console import show_table

    columns = (OURS, *BASELINES)
    if "topics" in result:
        rows = [
            [name, *(f"{result['topics'][column][name]:.3f}" for column in columns)]
            for name in ("presence_f1", "prioritised_f1", "exact")
        ]
        show_table(("topics", *columns), rows)
    for agreement, figures in result.get("statements", {}).items():
        rows = [[name, *(f"{figures[column][name]:.3f}" for column in columns)] for name in ("micro_f1", "links_f1")]
        kinds = [[f"  {name}", f"{value:.3f}", "", ""] for name, value in figures[OURS]["kinds"].items()]
        show_table((f"statements {agreement}", *columns), [*rows, *kinds])
    if "search" in result:
        names = ("ndcg@10", "recall@10", "mrr")
        rows = [[name, *(f"{result['search'][column][name]:.3f}" for column in columns)] for name in names]
        categories = result["search"][OURS]["categories"]
        rows += [
            [f"  {name}", *(f"{result['search'][column]['categories'][name]:.3f}" for column in columns)]
            for name in categories
        ]
        show_table(("search", *columns), rows)
    if details:
        _show_details(result)


def _show_details(result: Mapping[str, Any]) -> None:
    import click

    for line in result.get("topics", {}).get(OURS, {}).get("wrong", ()):
        click.echo(f"topic: {line}")
    for agreement, figures in result.get("statements", {}).items():
        for what in ("missed", "wrong"):
            for line in figures[OURS][what]:
                click.echo(f"{agreement} {what}: {line}")
    for score in result.get("search", {}).get(OURS, {}).get("worst", ()):
        click.echo(f"search {score['ndcg@10']:.2f} {score['id']} {score['query']}: {score['found']}")

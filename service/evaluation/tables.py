"""The figures in the terminal: tables with ours first and the baselines beside, then what was missed and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import click

from search.evaluation.retrieval import DEPTH, K
from service.cli.console import show_table
from service.evaluation.baselines import BASELINES, OURS

COLUMNS: Final = (OURS, *BASELINES)
TOPIC_TITLES: Final = {"topics": "topics", "free_topics": "free topics"}
Result = Mapping[str, Any]


def show(result: Result, details: bool) -> None:
    """Print what was measured.

    Args:
        result: As `evaluate` gives it.
        details: List also what was missed, what was wrong, and where each judged passage was found.
    """
    for part, title in TOPIC_TITLES.items():
        if part in result:
            show_table((title, *COLUMNS), _rows(result[part], ("presence_f1", "prioritised_f1", "exact")))
    if "foreign_topics" in result:
        figures = result["foreign_topics"]
        cells = ["cells", *(str(figures[column]["cells"]) for column in COLUMNS)]
        show_table(("foreign topics", *COLUMNS), [*_rows(figures, ("false_share",)), cells])
    for agreement, figures in result.get("statements", {}).items():
        kinds = [[f"  {name}", f"{value:.3f}", "", ""] for name, value in figures[OURS]["kinds"].items()]
        show_table((f"statements {agreement}", *COLUMNS), [*_rows(figures, ("micro_f1", "links_f1")), *kinds])
    if "search" in result:
        _show_search(result["search"])
    if details:
        for line in _details(result):
            click.echo(line)


def _rows(figures: Result, names: Sequence[str]) -> list[list[str]]:
    return [[name, *(f"{figures[column][name]:.3f}" for column in COLUMNS)] for name in names]


def _show_search(figures: Result) -> None:
    categories = {column: figures[column]["categories"] for column in COLUMNS}
    rows = [[f"  {name}", *(f"{categories[column][name]:.3f}" for column in COLUMNS)] for name in categories[OURS]]
    silent = [figures[column]["no_answer"] for column in COLUMNS]
    if silent[0]["queries"]:
        rows.append(["no answer: nothing found", *(f"{one['silent']} of {one['queries']}" for one in silent)])
    show_table(("search", *COLUMNS), [*_rows(figures, ("ndcg@10", "recall@10", "mrr")), *rows])
    click.echo(f"ndcg@10: {_gained(figures['gain'], figures['gain']['ndcg@10'])}")
    if "cross_validation" in figures:
        _show_validation(figures["cross_validation"])


def _gained(gain: Result, value: float) -> str:
    between = f"{gain['low']:+.3f} to {gain['high']:+.3f}"
    return f"{value:+.3f} over {gain['over']} alone (95 % of resampled query sets: {between})"


def _show_validation(found: Result) -> None:
    click.echo(
        f"ndcg@10 in {found['folds']}-fold cross-validation, {found['repeats']} times over, {found['settings']} "
        f"settings of the fusion: {found['left_out']:.3f} on the folds left out ({found['lowest']:.3f} to "
        f"{found['highest']:.3f}), {found['best']:.3f} by the setting that is best on all; "
        f"{_gained(found, found['gain'])}"
    )


def _details(result: Result) -> Iterator[str]:
    for part, title in (*TOPIC_TITLES.items(), ("foreign_topics", "foreign topic")):
        for line in result.get(part, {}).get(OURS, {}).get("wrong", ()):
            yield f"{title.removesuffix('s')}: {line}"
    for agreement, figures in result.get("statements", {}).items():
        for what in ("missed", "wrong"):
            for line in figures[OURS][what]:
                yield f"{agreement} {what}: {line}"
    for query in sorted(result.get("search", {}).get("queries", ()), key=lambda one: one["ndcg@10"][OURS]):
        yield from _query(query)


def _query(query: Result) -> Iterator[str]:
    scores = ", ".join(f"{name} {query['ndcg@10'][name]:.2f}" for name in COLUMNS)
    yield f"\n{query['id']} [{query['category']}] {query['query']}: {scores}"
    if not query["judged"]:
        yield from (f"  nothing answers it, but found: {found}" for found in query["found"][:3])
    for place in query["judged"]:
        yield f"  {_place(place, query['semantic_of_last'])}"


def _place(place: Result, last: float) -> str:
    ours, *others = (place["rank"][name] for name in COLUMNS)
    beside = ", ".join(f"{name} {rank or '-'}" for name, rank in zip(BASELINES, others, strict=True))
    expected = f"grade {place['grade']} {place['passage']}: expected within {place['expected_within']}"
    if ours is None:
        return f"{expected}, not in the first {DEPTH} ({beside})"
    words = ", ".join(place["words"]) or "none"
    topics = ", ".join(place["topics"]) or "none"
    meaning = f"{place['semantic']:.3f}" + (f" (hit {K}: {last:.3f})" if ours > K else "")
    return f"{expected}, found {ours} ({beside}); words: {words}; topics: {topics}; meaning: {meaning}"

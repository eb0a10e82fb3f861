"""All that a gold folder has gold for, measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.errors import SourceError
from ingest.manifest import load_manifest
from search.evaluation.gold import statement_files
from service.evaluation.search import search_figures
from service.evaluation.statements import statement_figures
from service.evaluation.topics import foreign_figures, topic_figures
from service.knowledge import Knowledge


def evaluate(knowledge: Knowledge, corpus: Path, gold: Path, folds: int = 0) -> dict[str, Any]:
    """Measure topics, free and foreign topics, statements and search, as far as the folder has gold for them.

    Args:
        knowledge: The release that is measured.
        corpus: The folder of the agreements that statements are extracted from.
        gold: The folder with the gold.
        folds: Into how many folds the queries are dealt to cross-validate the constants of the fusion; 0 for not.

    Raises:
        SourceError: The folder holds no gold, or a file of it cannot be measured against.
    """
    result: dict[str, Any] = {}
    for part, name in (("topics", "topics.json"), ("free_topics", "free-topics.json")):
        if (gold / name).exists():
            result[part] = topic_figures(knowledge, gold / name)
    if (gold / "foreign-topics.json").exists():
        result["foreign_topics"] = foreign_figures(knowledge, gold / "foreign-topics.json")
    files = statement_files(gold)
    if files:
        result["statements"] = statement_figures(knowledge, load_manifest(corpus), files)
    if (gold / "queries.json").exists():
        result["search"] = search_figures(knowledge, gold / "queries.json", folds)
    if not result:
        raise SourceError(
            f"The gold folder {gold} must hold topics.json, free-topics.json, foreign-topics.json, queries.json or "
            "statements-*.json and has none; name another with --gold."
        )
    return result

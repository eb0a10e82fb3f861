"""The figures of an evaluation as the file that publishes them with the dataset."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from graph.prefixes import default_base
from graph.quality import Evaluation, Measurement, quality_graph
from graph.vocabulary import load_vocabulary
from ingest.errors import SourceError
from service import __version__
from service.evaluation.baselines import BASELINES, OURS
from service.knowledge import Knowledge

FILE: Final = re.compile(r"dataset-quality-([a-z0-9-]+)\.ttl")
TOPICS: Final = {
    "topics": ("presence_f1", "prioritised_f1", "exact"),
    "free_topics": ("presence_f1", "prioritised_f1", "exact"),
    "foreign_topics": ("false_share",),
}
STATEMENTS: Final = ("micro_f1", "links_f1")
SEARCH: Final = ("ndcg@10", "recall@10", "mrr")
VALIDATION: Final = ("left_out", "gain")
HEADING: Final = "# Written by `aftalegraf evaluate --publish`; measure again instead of editing.\n\n"


def gold_named(path: Path) -> str:
    """Return the identifier of the gold whose figures a file is to hold.

    Raises:
        SourceError: The file is not named as such files are, or its folder is not there.
    """
    named = FILE.fullmatch(path.name)
    if named is None or not path.parent.is_dir():
        raise SourceError(
            f"The file {path} must be named dataset-quality-<gold>.ttl and lie in a folder that is there; name "
            "ontology/dataset-quality-development.ttl."
        )
    return named.group(1)


def publish_figures(result: Mapping[str, Any], knowledge: Knowledge, gold: Path, path: Path) -> int:
    """Write the figures, and return how many there are.

    Args:
        result: As `evaluate` gives it.
        knowledge: What was measured.
        gold: The folder with what it was measured against.
        path: The file; one that is there is replaced.

    Raises:
        SourceError: The file cannot be written.
        VocabularyError: The gold or a figure is not described in the vocabulary.
    """
    evaluation = Evaluation(gold_named(path), checksum(gold), date.today(), __version__, knowledge.note.version)
    measured = list(measurements(result))
    graph = quality_graph(measured, evaluation, load_vocabulary(default_base()))
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(HEADING + graph.serialize(format="turtle"), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise SourceError(f"The file {path} cannot be written ({error.strerror}); name another.") from None
    finally:
        part.unlink(missing_ok=True)
    return len(measured)


def measurements(result: Mapping[str, Any]) -> Iterator[Measurement]:
    """Name the figures that are published, those of the baselines too where they are worth a comparison."""
    for part, names in TOPICS.items():
        for method, figures in result.get(part, {}).items():
            for name in names:
                yield Measurement(f"{part}.{name}", figures[name], _method(method))
    for agreement, methods in result.get("statements", {}).items():
        for name in STATEMENTS:
            yield Measurement(f"statements.{name}", methods[OURS][name], agreement=agreement)
    if "search" in result:
        yield from _search(result["search"])


def _search(figures: Mapping[str, Any]) -> Iterator[Measurement]:
    for method in (OURS, *BASELINES):
        found, short = figures[method], _method(method)
        for name in SEARCH:
            yield Measurement(f"search.{name}", found[name], short)
        for category, value in found["categories"].items():
            yield Measurement(f"search.categories.{category}", value, short)
        if found["no_answer"]["queries"]:
            silent = found["no_answer"]["silent"] / found["no_answer"]["queries"]
            yield Measurement("search.no_answer", silent, short)
    yield Measurement("search.gain", figures["gain"]["ndcg@10"])
    if "cross_validation" in figures:
        for name in VALIDATION:
            yield Measurement(f"search.cross_validation.{name}", figures["cross_validation"][name])


def _method(name: str) -> str:
    return "" if name == OURS else name


def checksum(gold: Path) -> str:
    """Digest the files of a gold folder, by their names and what they hold."""
    lines = [f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in sorted(gold.glob("*.json"))]
    return hashlib.sha256("".join(lines).encode()).hexdigest()

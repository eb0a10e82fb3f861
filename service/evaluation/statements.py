"""What is extracted from an agreement, measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ingest.errors import SourceError
from ingest.extraction import extract
from ingest.manifest import Agreement
from ingest.prototypes import Prototypes
from ingest.source import read_source
from search.encoder import encoder_for
from search.evaluation.gold import load
from search.evaluation.statements import StatementScores, score_statements
from service.evaluation.baselines import BASELINES, OURS, statements_by_hits
from service.knowledge import Knowledge


def statement_figures(knowledge: Knowledge, agreements: Sequence[Agreement], files: Iterable[Path]) -> dict[str, Any]:
    """Measure the statements of each agreement that has a gold file.

    Raises:
        SourceError: A file names no agreement.
    """
    result: dict[str, Any] = {}
    prototypes = Prototypes(encoder_for(knowledge.note.encoder).passages)
    for path in files:
        gold = load(path)
        agreement = _agreement_of(path, agreements)
        extraction = extract([read_source(document.path) for document in agreement.documents], prototypes)
        figures = {OURS: _figures(score_statements(gold, extraction))}
        for method in BASELINES:
            guessed = statements_by_hits(knowledge, agreement, gold, method)
            figures[method] = _figures(score_statements(gold, guessed))
        result[agreement.id] = figures
    return result


def _agreement_of(path: Path, agreements: Sequence[Agreement]) -> Agreement:
    """Return the agreement that a gold file is about: its name is `statements-<region or id>.json`."""
    name = path.stem.removeprefix("statements-")
    for agreement in agreements:
        if name in (agreement.id, agreement.region):
            return agreement
    raise SourceError(f"The gold file {path} must name a region or agreement of the corpus, and '{name}' is none.")


def _figures(scores: StatementScores) -> dict[str, Any]:
    return {
        "micro_f1": scores.micro.f1,
        "links_f1": scores.links.f1,
        "kinds": {name: counts.f1 for name, counts in scores.kinds.items()},
        "missed": list(scores.missed),
        "wrong": list(scores.wrong),
    }

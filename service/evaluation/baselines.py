"""What BM25 alone and dense alone answer, in the plainest way.

For a topic, a region has it if one of the ten best hits for its name is from its agreement, with the weight of that
hit's types; for a kind of statement, the best hits for the kind's Danish name within the agreement are its statements,
as many as gold has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from graph.weights import BY_KIND
from ingest.manifest import Agreement
from ingest.model import Extraction, Formalia, Kind, Quote, Span, Statement
from search.evaluation.statements import KINDS, MAIN
from search.evaluation.topics import Levels
from search.model import Filters
from service.knowledge import Knowledge

if TYPE_CHECKING:
    from search.engine import Method

OURS: Final = "aftalegraf"
METHODS: Final[Mapping[str, Method]] = {OURS: "hybrid", "bm25": "bm25", "dense": "dense"}
BASELINES: Final[tuple[Method, ...]] = ("bm25", "dense")
HITS: Final = 10
NAMES: Final = {
    Kind.VISION: "vision",
    Kind.PRINCIPLE: "bærende princip",
    Kind.FOCUS_AREA: "fokusområde pejlemærke indsatsområde",
    Kind.GOAL: "mål målsætning vi vil",
    Kind.INDICATOR: "indikator andel antal",
}


def levels_by_hits(knowledge: Knowledge, topic: str, method: Method) -> Levels:
    """Return the level of each region that has one of the best hits for a topic's name."""
    levels: dict[str, int] = {}
    for hit in knowledge.engine.search(topic, HITS, method=method):
        weight = BY_KIND.get(Kind(hit.type), 1) if hit.type in tuple(Kind) else 1
        levels[hit.region] = max(levels.get(hit.region, 0), weight)
    return levels


def statements_by_hits(
    knowledge: Knowledge, agreement: Agreement, gold: Mapping[str, Any], method: Method
) -> Extraction:
    """Return the best hits for the name of each kind as statements of it, as many as gold has."""
    statements = []
    for name in MAIN:
        kind = KINDS[name]
        count = len(gold.get(name, ()))
        hits = knowledge.engine.search(NAMES[kind], max(count, 1), Filters(region=agreement.region), method=method)
        for hit in hits[:count]:
            quote = Quote(hit.document, Span(hit.start, hit.end), hit.text)
            statements.append(Statement(kind, hit.text, (quote,)))
    return Extraction(Formalia(), (), (), tuple(statements))

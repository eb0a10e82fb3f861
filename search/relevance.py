"""How good a ranking is, measured against graded passages (qrels).

A judged passage is a range of lines of a document; a hit is one too, and finds every passage whose lines it overlaps.
A passage is found once: a hit gains the best grade among those it is the first to find, so neither two hits on one
passage nor a long hit over several gains twice. Gains are the grades themselves and the discount is log2(rank + 1),
as in trec_eval (Järvelin and Kekäläinen 2002); recall counts all judged passages, also where there are more than k.

All functions are pure: they know line ranges, not the search engine.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any, NamedTuple

from search.model import SearchError

GRADES = (1, 2, 3)


class Lines(NamedTuple):
    """A range of lines of a document; both ends are counted from 1 and included."""

    document: str
    first: int
    last: int

    def overlaps(self, other: Lines) -> bool:
        """Tell whether the ranges share a line."""
        return self.document == other.document and self.first <= other.last and other.first <= self.last


class Judgement(NamedTuple):
    """A passage that answers a query: 3 fully, 2 usefully, 1 marginally."""

    lines: Lines
    grade: int


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query with the passages that answer it; none where nothing in the corpus does.

    Attributes:
        region: What the query is narrowed to, as the gold names it; the same for `type`.
    """

    id: str
    text: str
    language: str
    category: str
    judgements: tuple[Judgement, ...]
    region: str | None = None
    type: str | None = None

    @property
    def answerable(self) -> bool:
        """Whether any passage answers it."""
        return bool(self.judgements)


class LineIndex:
    """Turns characters of a source document into line numbers."""

    def __init__(self, document: str, source: str) -> None:
        self._document = document
        self._starts = [0, *(match.end() for match in re.finditer("\n", source))]

    def lines(self, start: int, end: int) -> Lines:
        """Return the lines that the characters from `start` to before `end` stand on."""
        return Lines(self._document, bisect_right(self._starts, start), bisect_right(self._starts, max(start, end - 1)))


def gains(ranking: Sequence[Lines], judgements: Sequence[Judgement]) -> list[int]:
    """Return what each hit gains: the best grade among the passages that it is the first to overlap."""
    left = list(judgements)
    found: list[int] = []
    for hit in ranking:
        new = [judgement for judgement in left if hit.overlaps(judgement.lines)]
        found.append(max((judgement.grade for judgement in new), default=0))
        left = [judgement for judgement in left if judgement not in new]
    return found


def ndcg(ranking: Sequence[Lines], judgements: Sequence[Judgement], k: int = 10) -> float:
    """Return the normalised discounted cumulative gain of the first k hits, 0 to 1.

    Raises:
        SearchError: Nothing was judged, so the measure is not defined.
    """
    _require(judgements)
    ideal = _discounted(sorted((judgement.grade for judgement in judgements), reverse=True)[:k])
    return _discounted(gains(ranking[:k], judgements)) / ideal


def recall(ranking: Sequence[Lines], judgements: Sequence[Judgement], k: int = 10) -> float:
    """Return the share of the judged passages that the first k hits overlap.

    Raises:
        SearchError: Nothing was judged, so the measure is not defined.
    """
    _require(judgements)
    found = [judgement for judgement in judgements if any(hit.overlaps(judgement.lines) for hit in ranking[:k])]
    return len(found) / len(judgements)


def reciprocal_rank(ranking: Sequence[Lines], judgements: Sequence[Judgement]) -> float:
    """Return 1 / rank of the first hit on a judged passage, 0 if there is none; its mean over queries is the MRR."""
    ranks = (rank for rank, gain in enumerate(gains(ranking, judgements), start=1) if gain)
    return 1 / next(ranks, float("inf"))


def load_queries(path: Path) -> list[JudgedQuery]:
    """Read judged queries: `{"queries": [{id, query, lang, type, filters, no_answer, relevant}]}`.

    Raises:
        SearchError: The file cannot be read, is not JSON, or a query breaks a rule.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["queries"]
    except OSError as error:
        raise SearchError(f"The gold queries {path} cannot be read ({error.strerror}); name another folder.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise SearchError(f"{path} must be a JSON object with a list 'queries': {error!r}; correct it.") from None
    return [_query(entry, f"query {number} in {path.name}") for number, entry in enumerate(entries, start=1)]


def _query(entry: Mapping[str, Any], place: str) -> JudgedQuery:
    try:
        filters = entry.get("filters") or {}
        query = JudgedQuery(
            id=str(entry["id"]),
            text=str(entry["query"]),
            language=str(entry["lang"]),
            category=str(entry["type"]),
            judgements=tuple(_judgement(each) for each in entry["relevant"]),
            region=filters.get("region"),
            type=filters.get("type"),
        )
        silent = bool(entry.get("no_answer", False))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SearchError(f"A judged query needs id, query, lang, type and relevant; {place}: {error!r}.") from None
    if silent == query.answerable:
        raise SearchError(f"A query has judged passages or is marked no_answer, not both or neither; correct {place}.")
    return query


def _judgement(entry: Mapping[str, Any]) -> Judgement:
    first, last = entry["passage_lines"]
    grade = entry["grade"]
    if grade not in GRADES or not 1 <= first <= last:
        raise ValueError(f"grade {grade} on lines {first}-{last}")
    return Judgement(Lines(str(entry["doc"]), first, last), grade)


def _discounted(values: Sequence[int]) -> float:
    return sum(value / log2(rank + 1) for rank, value in enumerate(values, start=1))


def _require(judgements: Sequence[Judgement]) -> None:
    if not judgements:
        raise SearchError("A ranking is measured against judged passages, but there are none; count the hits instead.")

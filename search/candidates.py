"""Which units may answer a query, and what speaks for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from search.fusion import Evidence, coverage
from search.indexes import Indexes
from search.model import Filters
from search.query import Query

if TYPE_CHECKING:
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Values = np.ndarray[tuple[int], np.dtype[np.float64]]
    Vector = np.ndarray[tuple[int], np.dtype[np.float32]]

READ = 10  # of the units found by words, how many are read for coverage


@dataclass(frozen=True, slots=True)
class Search:
    """One search: what is asked, as words and as a vector (chance taken from it), its topics, and what narrows it."""

    asked: Query
    vector: Vector
    topics: Sequence[str]
    filters: Filters
    pool: int


def gather(search: Search, indexes: Indexes) -> tuple[Numbers, Evidence]:
    """Return the numbers of the candidates, and the evidence for each of them in the same order."""
    narrowed = indexes.units.narrowed(search.filters)
    by_words = found_by_words(search.asked, search.filters, search.pool, indexes)
    near = indexes.dense.search(search.vector, search.pool, narrowed)
    numbers = np.array(sorted({*by_words, *near, *_about_topics(search, indexes)}), dtype=np.int64)
    read = (indexes.units[number].text for number in list(by_words)[:READ])
    return numbers, Evidence(
        words=np.array([by_words.get(int(number), 0.0) for number in numbers]),
        meaning=indexes.dense.scores(search.vector, numbers).astype(np.float64),
        topics=_topic_shares(search.topics, numbers, indexes),
        named=indexes.units.in_regions(numbers, search.asked.regions),
        frame=indexes.units.frame[numbers].astype(np.float64),
        sample=indexes.dense.sample_scores(search.vector).astype(np.float64),
        coverage=coverage(search.asked, read, indexes.vocabulary),
    )


def found_by_words(asked: Query, filters: Filters, pool: int, indexes: Indexes) -> dict[int, float]:
    """Return the units that the words of a query find, number -> BM25 score, best first."""
    spelt = [word.corrected or word.word for word in asked.words]
    if not filters.unlisted:
        return indexes.lexical.search(spelt, asked.terms, filters, pool)
    mask = indexes.units.mask(filters)
    found = indexes.lexical.search(spelt, asked.terms, filters, len(indexes.units))
    return dict(islice(((number, score) for number, score in found.items() if mask is None or mask[number]), pool))


def _about_topics(search: Search, indexes: Indexes) -> dict[int, float]:
    """Return the units of the topics that are nearest to the query."""
    if not any(len(indexes.units.about(topic)) for topic in search.topics):
        return {}
    narrowed = indexes.units.narrowed(search.filters, search.topics)
    return indexes.dense.search(search.vector, search.pool, narrowed)


def _topic_shares(topics: Sequence[str], numbers: Numbers, indexes: Indexes) -> Values:
    """Return which share of the topics each unit has; a topic that few units have weighs more."""
    shares = np.zeros(len(numbers), dtype=np.float64)
    total = 0.0
    for topic in dict.fromkeys(topics):
        about = indexes.units.about(topic)
        if len(about):
            weight = float(np.log1p((len(indexes.units) - len(about) + 0.5) / (len(about) + 0.5)))
            shares += weight * indexes.units.has(numbers, topic)
            total += weight
    return shares / total if total else shares

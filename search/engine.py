"""Hybrid search over the units of a built index.

A query is read against the words of the texts, looked up in the BM25 and the vector index, joined with the units of the
topics it names, and ranked by `search.fusion`. Whoever calls finds the topics: they are matched on the thesaurus, which
this layer does not know.

An index is a folder that is written once and never changed: build into a new folder and swap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, get_args

import numpy as np

from search.analyzer import matching_words
from search.background import gap
from search.cache import VectorCache
from search.candidates import Search, found_by_words, gather
from search.dense import DenseIndex
from search.encoder import Encoder
from search.fusion import WEIGHTS, Weights, familiarity, fuse, spread
from search.indexes import Indexes
from search.model import Filters, Hit, SearchError, Unit, Why
from search.query import Query, analyse
from search.reranker import RERANKED, Reranker
from search.vector_index import VectorIndexes
from search.vectors import Progress, Vectors, normalised
from search.vocabulary import Vocabulary

if TYPE_CHECKING:
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Values = np.ndarray[tuple[int], np.dtype[np.float64]]
    Vector = np.ndarray[tuple[int], np.dtype[np.float32]]

Method = Literal["hybrid", "bm25", "dense"]
POOL = 300  # candidates from each index
# The vector of a passage leans to that of its nearest heading by this much: nDCG@10 of the dense index alone was 0.56
# with 0, 0.58 with 0.1, 0.59 with 0.2, 0.58 with 0.3, 0.56 with 0.5, and 0.52 with the heading put before the text.
HEADING_WEIGHT = 0.2
EXACT_WEIGHT = 0.75  # terms below are parts of what was asked


class SearchEngine:
    """An opened index and the encoder for its queries; safe to share between threads."""

    def __init__(
        self, indexes: Indexes, encoder: Encoder, reranker: Reranker | None = None, weights: Weights = WEIGHTS
    ) -> None:
        self._indexes = indexes
        self._encoder = encoder
        self._reranker = reranker
        self._weights = weights

    @classmethod
    def build(
        cls,
        units: Collection[Unit],
        vectors: Vectors,
        folder: Path,
        encoder: Encoder,
        kept_in: VectorIndexes = DenseIndex,
    ) -> Self:
        """Write an index of units into a folder that does not exist yet or is empty.

        Args:
            units: What is searched.
            vectors: Their vectors, as `unit_vectors` makes them.
            folder: Where the index goes; its parent folders are made.
            encoder: What made the vectors; it also measures how near foreign words come.
            kept_in: Where the vectors are indexed.

        Raises:
            SearchError: There are more or fewer vectors than units, or the folder is not empty.
        """
        return cls(Indexes.write(units, vectors, folder, encoder, kept_in), encoder)

    @classmethod
    def open(
        cls,
        folder: Path,
        encoder: Encoder,
        reranker: Reranker | None = None,
        kept_in: VectorIndexes = DenseIndex,
    ) -> Self:
        """Open what `build` wrote.

        Args:
            folder: Where it stands.
            encoder: Encodes the queries as the passages were.
            reranker: Orders the first hits anew; none by default.
            kept_in: Where its vectors are indexed.

        Raises:
            SearchError: There is no index of this format, it is damaged, or another encoder made its vectors.
        """
        return cls(Indexes.open(folder, encoder, kept_in), encoder, reranker)

    def weighted(self, weights: Weights) -> SearchEngine:
        """Return an engine over the same index that fuses by other constants."""
        return SearchEngine(self._indexes, self._encoder, self._reranker, weights)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the texts."""
        return self._indexes.vocabulary

    def interpret(self, query: str) -> Query:
        """Return how a query is read: its words, their corrections, its language, the regions it names."""
        return analyse(query, self._indexes.vocabulary, self._indexes.units.regions)

    def holds(self, filters: Filters) -> bool:
        """Tell whether there is a unit that the filters accept."""
        mask = self._indexes.units.mask(filters)
        return bool(len(self._indexes.units)) if mask is None else bool(mask.any())

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters | None = None,
        topics: Sequence[str] = (),
        method: Method = "hybrid",
    ) -> list[Hit]:
        """Return the best units for a query, best first; none if the texts have nothing on it.

        Args:
            query: What is asked, in Danish or another language that the encoder knows.
            k: How many hits at most.
            filters: What every hit must have.
            topics: Slugs of the topics that the query names.
            method: "hybrid", or one index alone: "bm25" or "dense".

        Raises:
            SearchError: k is below 1, or there is no such method.
        """
        if k < 1:
            raise SearchError(f"The number of hits must be at least 1, not {k}; ask for more.")
        if method not in get_args(Method):
            raise SearchError(f"The method must be 'hybrid', 'bm25' or 'dense', not '{method}'; use one of these.")
        if not len(self._indexes.units) or not query.strip():
            return []
        k = min(k, len(self._indexes.units))  # The lexical index sets memory aside for as many hits as are asked for.
        asked = self.interpret(query)
        narrowed = filters or Filters()
        if method == "bm25":
            found = found_by_words(asked, narrowed, k, self._indexes)
            return self._hits(found, asked, topics, narrowed)
        # The dense index alone is a plain baseline: it gets the query as it was typed.
        vector = self._encoder.queries([query if method == "dense" else asked.corrected])[0]
        if method == "dense":
            found = self._indexes.dense.search(vector, k, self._indexes.units.narrowed(narrowed))
        else:
            beyond = self._indexes.background.taken_from(vector)
            found = self._ranked(Search(asked, beyond, topics, narrowed, max(POOL, 2 * k)), k)
        return self._hits(found, asked, topics, narrowed, vector)

    def _ranked(self, search: Search, k: int) -> dict[int, float]:
        """Return the best units by all evidence, number -> score, best first; none if nothing answers."""
        if not self._answers(search):
            return {}
        numbers, evidence = gather(search, self._indexes)
        scores = fuse(evidence, self._weights)
        order = [int(at) for at in np.argsort(-scores, kind="stable")[: search.pool]]
        if self._reranker:
            order = self._reranked(self._reranker, search.asked.text, order, numbers, scores)
        chosen = spread(order, scores, self._indexes.units.agreement[numbers], k, self._weights.repeated)
        return {int(numbers[at]): float(scores[at]) for at in chosen}

    def _reranked(
        self, reranker: Reranker, query: str, order: list[int], numbers: Numbers, scores: Values
    ) -> list[int]:
        """Order the first candidates anew, and give them the scores that they had among them in that order."""
        first = order[:RERANKED]
        if not first:
            return order
        read = reranker.scores(query, [self._indexes.units[int(numbers[at])].text for at in first])
        anew = [first[place] for place in np.argsort(-read, kind="stable").tolist()]
        scores[anew] = scores[first]
        return [*anew, *order[RERANKED:]]

    def _answers(self, search: Search) -> bool:
        """Tell whether the texts have anything on what is asked."""
        if any(len(self._indexes.units.about(topic)) for topic in search.topics):
            return True
        known = familiarity(search.asked, self._indexes.vocabulary)
        return self._indexes.background.answers(search.asked, known, gap(search.vector, self._indexes.dense))

    def _hits(
        self,
        found: Mapping[int, float],
        asked: Query,
        topics: Sequence[str],
        filters: Filters,
        vector: Vector | None = None,
    ) -> list[Hit]:
        numbers = np.array([*found], dtype=np.int64)
        cosines = np.zeros(len(numbers)) if vector is None else self._indexes.dense.scores(vector, numbers)
        hits = []
        for (number, score), cosine in zip(found.items(), cosines.tolist(), strict=True):
            unit = self._indexes.units[number]
            why = Why(
                words=self._words(unit, asked),
                topics=tuple(topic for topic in dict.fromkeys(topics) if topic in unit.topics),
                semantic=cosine,
            )
            hits.append(_hit(unit, score, why, filters.type or unit.type))
        return hits

    def _words(self, unit: Unit, asked: Query) -> tuple[str, ...]:
        """Return the words of a unit that were asked for, or else those that share a part with them."""
        exact = [term for term, weight in asked.terms.items() if weight >= EXACT_WEIGHT]
        found = matching_words(unit.text, exact, self._indexes.vocabulary)
        return found or matching_words(unit.text, asked.terms, self._indexes.vocabulary)


def _hit(unit: Unit, score: float, why: Why, kind: str) -> Hit:
    return Hit(
        document=unit.document,
        region=unit.region,
        agreement=unit.agreement,
        type=kind,
        text=unit.text,
        start=unit.start,
        end=unit.end,
        score=score,
        why=why,
        types=unit.types,
        topics=unit.topics,
    )


def unit_vectors(
    units: Sequence[Unit], encoder: Encoder, cache: VectorCache, progress: Progress | None = None
) -> Vectors:
    """Encode units for `SearchEngine.build`: each text, leaning a little to its nearest heading.

    Args:
        units: What is to be searched.
        encoder: The encoder that will also encode the queries.
        cache: Holds what was encoded before, and afterwards these units' vectors too.
        progress: Is told how many texts of the new ones are done.

    Returns:
        float32 of shape (units, encoder.dim), each row of length 1.
    """
    both = cache.passages(encoded_texts(units), encoder, progress)
    return normalised(both[: len(units)] + HEADING_WEIGHT * both[len(units) :])


def encoded_texts(units: Sequence[Unit]) -> list[str]:
    """Return the texts that `unit_vectors` encodes: those of all units, then their nearest headings."""
    return [*(unit.text for unit in units), *(unit.headings[-1] if unit.headings else unit.text for unit in units)]

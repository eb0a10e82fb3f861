"""Hybrid search over the units of a built index.

A query is read against the words of the texts, looked up in the BM25 and the vector index, joined with the units of the
topics it names, and ranked by `search.fusion`. Whoever calls finds the topics: they are matched on the thesaurus, which
this layer does not know.

An index is a folder that is written once and never changed: build into a new folder and swap.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, get_args

import numpy as np

from search.analyzer import Query, analyse, matching_words, words
from search.background import SAMPLE, Background, gap
from search.cache import VectorCache
from search.dense import DenseIndex
from search.encoder import Encoder, Progress, Vectors, normalised
from search.fusion import Evidence, coverage, familiarity, fuse, spread
from search.lexical import LexicalIndex
from search.model import Filters, Hit, SearchError, Unit, Why
from search.store import UnitStore
from search.vocabulary import Vocabulary

if TYPE_CHECKING:
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Vector = np.ndarray[tuple[int], np.dtype[np.float32]]

Method = Literal["hybrid", "bm25", "dense"]
FORMAT = 1
NOTE_FILE = "search.json"
POOL = 300  # candidates from each index
READ = 10  # of the passages found by words, how many are read for coverage
# The vector of a passage leans to that of its nearest heading by this much: nDCG@10 of the dense index alone was 0.56
# with 0, 0.58 with 0.1, 0.59 with 0.2, 0.58 with 0.3, 0.56 with 0.5, and 0.52 with the heading put before the text.
HEADING_WEIGHT = 0.2
EXACT_WEIGHT = 0.75  # terms below are parts of what was asked


class SearchEngine:
    """An opened index and the encoder for its queries; safe to share between threads."""

    def __init__(
        self,
        units: UnitStore,
        vocabulary: Vocabulary,
        lexical: LexicalIndex,
        dense: DenseIndex,
        background: Background,
        encoder: Encoder,
    ) -> None:
        self.units = units
        self.vocabulary = vocabulary
        self._lexical = lexical
        self._dense = dense
        self._background = background
        self._encoder = encoder

    @classmethod
    def build(cls, units: Sequence[Unit], vectors: Vectors, folder: Path, encoder: Encoder) -> Self:
        """Write an index of units into a folder that does not exist yet or is empty.

        Args:
            units: What is searched.
            vectors: Their vectors, as `unit_vectors` makes them.
            folder: Where the index goes; its parent folders are made.
            encoder: What made the vectors; it also measures how near foreign words come.

        Raises:
            SearchError: There are more or fewer vectors than units, or the folder is not empty.
        """
        if vectors.shape != (len(units), encoder.dim):
            raise SearchError(
                f"Each of {len(units)} units needs a vector of {encoder.dim} numbers, but the array has the shape "
                f"{vectors.shape}; make it with unit_vectors."
            )
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise SearchError(f"An index is written into an empty folder, but {folder} is not; name a new one.")
        vocabulary = Vocabulary.of(words(unit.text) for unit in units)
        vocabulary.save(folder)
        store = UnitStore.write(units, folder)
        lexical = LexicalIndex.build(units, vocabulary, folder)
        dense = DenseIndex.build(vectors, encoder.name, folder)
        background = Background.measure(vocabulary.foreign, dense, encoder)
        background.save(folder)
        (folder / NOTE_FILE).write_text(json.dumps({"format": FORMAT}), encoding="utf-8")
        return cls(store, vocabulary, lexical, dense, background, encoder)

    @classmethod
    def open(cls, folder: Path, encoder: Encoder) -> Self:
        """Open what `build` wrote.

        Raises:
            SearchError: There is no index of this format, it is damaged, or another encoder made its vectors.
        """
        try:
            written = json.loads((folder / NOTE_FILE).read_text(encoding="utf-8"))["format"]
        except (OSError, ValueError, KeyError):
            raise SearchError(f"The folder {folder} holds no search index; build it first.") from None
        if written != FORMAT:
            raise SearchError(f"The index must have format {FORMAT}, but {folder} has {written}; build it again.")
        return cls(
            UnitStore.open(folder),
            Vocabulary.load(folder),
            LexicalIndex.open(folder),
            DenseIndex.open(folder, encoder.name),
            Background.load(folder),
            encoder,
        )

    def interpret(self, query: str) -> Query:
        """Return how a query is read: its words, their corrections, its language, the regions it names."""
        return analyse(query, self.vocabulary, self.units.regions)

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
        if not len(self.units) or not query.strip():
            return []
        asked = self.interpret(query)
        narrowed = filters or Filters()
        k = min(k, len(self.units))  # The lexical index sets aside memory for as many hits as are asked for.
        pool = max(POOL, 2 * k)
        if method == "bm25":
            by_words = self._by_words(asked, narrowed, pool)
            return self._hits(list(by_words.items())[:k], asked, topics, None, narrowed)
        vector = self._encoder.queries([query if method == "dense" else asked.corrected])[0]
        if method == "dense":
            nearest = self._dense.search(vector, k, self.units.mask(narrowed))
            return self._hits(list(nearest.items()), asked, topics, vector, narrowed)
        if not self._answers(asked, topics, vector):
            return []
        return self._hits(self._ranked(asked, vector, narrowed, topics, pool, k), asked, topics, vector, narrowed)

    def _ranked(
        self, asked: Query, vector: Vector, filters: Filters, topics: Sequence[str], pool: int, k: int
    ) -> list[tuple[int, float]]:
        mask = self.units.mask(filters)
        by_words = self._by_words(asked, filters, pool)
        read = (self.units[number].text for number in list(by_words)[:READ])
        found = {*by_words, *self._dense.search(vector, pool, mask), *self._about(topics, vector, filters, pool)}
        numbers = np.array(sorted(found), dtype=np.int64)
        scores = fuse(
            Evidence(
                words=np.array([by_words.get(int(number), 0.0) for number in numbers]),
                meaning=self._dense.scores(vector, numbers).astype(np.float64),
                topics=self._topic_shares(topics, numbers),
                named=self._of_regions(asked.regions, numbers),
                frame=self.units.frame[numbers].astype(np.float64),
                chance=self._dense.scores(vector, self._dense.sample(SAMPLE)).astype(np.float64),
                coverage=coverage(asked, read, self.vocabulary),
            )
        )
        order = [int(at) for at in np.argsort(-scores, kind="stable")[:pool]]
        chosen = spread(order, scores, self.units.agreement[numbers], k)
        return [(int(numbers[at]), float(scores[at])) for at in chosen]

    def _by_words(self, asked: Query, filters: Filters, pool: int) -> dict[int, float]:
        spelt = [word.corrected or word.word for word in asked.words]
        return self._lexical.search(spelt, asked.terms, filters, pool)

    def _about(self, topics: Sequence[str], vector: Vector, filters: Filters, pool: int) -> dict[int, float]:
        """Return the units of the topics that are nearest to the query."""
        mask = np.zeros(len(self.units), dtype=np.bool_)
        for topic in topics:
            mask[self.units.about(topic)] = True
        narrowed = self.units.mask(filters)
        if narrowed is not None:
            mask &= narrowed
        return self._dense.search(vector, pool, mask) if mask.any() else {}

    def _topic_shares(self, topics: Sequence[str], numbers: Numbers) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return which share of the topics each unit has; a topic that few units have weighs more."""
        shares = np.zeros(len(numbers), dtype=np.float64)
        total = 0.0
        for topic in dict.fromkeys(topics):
            about = self.units.about(topic)
            if len(about):
                weight = float(np.log1p((len(self.units) - len(about) + 0.5) / (len(about) + 0.5)))
                shares += weight * np.isin(numbers, about)
                total += weight
        return shares / total if total else shares

    def _of_regions(self, regions: Sequence[str], numbers: Numbers) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return 1 for each unit that is of one of the regions."""
        named = np.zeros(len(self.units), dtype=np.float64)
        for region in regions:
            named[self.units.in_region(region)] = 1.0
        return named[numbers]

    def _answers(self, asked: Query, topics: Sequence[str], vector: Vector) -> bool:
        if any(len(self.units.about(topic)) for topic in topics):
            return True
        return self._background.answers(asked, familiarity(asked, self.vocabulary), gap(vector, self._dense))

    def _hits(
        self,
        ranked: Sequence[tuple[int, float]],
        asked: Query,
        topics: Sequence[str],
        vector: Vector | None,
        filters: Filters,
    ) -> list[Hit]:
        numbers = np.array([number for number, _ in ranked], dtype=np.int64)
        cosines = np.zeros(len(numbers)) if vector is None else self._dense.scores(vector, numbers)
        return [
            self._hit(self.units[number], score, asked, topics, cosine, filters)
            for (number, score), cosine in zip(ranked, cosines.tolist(), strict=True)
        ]

    def _hit(
        self, unit: Unit, score: float, asked: Query, topics: Sequence[str], cosine: float, filters: Filters
    ) -> Hit:
        exact = [term for term, weight in asked.terms.items() if weight >= EXACT_WEIGHT]
        found = matching_words(unit.text, exact, self.vocabulary)
        return Hit(
            document=unit.document,
            region=unit.region,
            agreement=unit.agreement,
            type=filters.type or unit.type,
            text=unit.text,
            start=unit.start,
            end=unit.end,
            score=score,
            why=Why(
                words=found or matching_words(unit.text, asked.terms, self.vocabulary),
                topics=tuple(topic for topic in dict.fromkeys(topics) if topic in unit.topics),
                semantic=cosine,
            ),
        )


def unit_vectors(
    units: Sequence[Unit], encoder: Encoder, cache: VectorCache, progress: Progress | None = None
) -> Vectors:
    """Encode units for `SearchEngine.build`: each text, leaning a little to its nearest heading.

    Args:
        units: What is to be searched.
        encoder: The encoder that will also encode the queries.
        cache: Holds what was encoded before; afterwards it holds these units' vectors and no others.
        progress: Is told how many texts of the new ones are done.

    Returns:
        float32 of shape (units, encoder.dim), each row of length 1.
    """
    texts = [unit.text for unit in units]
    headings = [unit.headings[-1] if unit.headings else unit.text for unit in units]
    both = cache.passages([*texts, *headings], encoder, progress)
    cache.keep([*texts, *headings], encoder)
    return normalised(both[: len(units)] + HEADING_WEIGHT * both[len(units) :])

"""What a search needs of an index of vectors: `search.dense` keeps it in the release, `search.milvus` elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from search.vectors import Vectors

if TYPE_CHECKING:
    from search.narrowing import Narrowed
    from search.store import UnitStore

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Scores = np.ndarray[tuple[int], np.dtype[np.float32]]


class VectorIndex(Protocol):
    """An opened vector index; a unit's number is its row in what was built."""

    def __len__(self) -> int: ...

    def search(self, query: Scores, limit: int, narrowed: Narrowed | None = None) -> dict[int, float]:
        """Return the nearest units, number -> inner product, best first.

        Args:
            query: A vector; of length 1 the scores are cosines.
            limit: How many units at most.
            narrowed: Which units may be found; `None` is all.
        """
        ...

    def scores(self, query: Scores, numbers: Numbers) -> Scores:
        """Return the inner products of given units, cosines for a query of length 1."""
        ...

    def sample_scores(self, query: Scores) -> Scores:
        """Return the inner products of evenly spaced units, at most 2,000: what is near a query by chance."""
        ...


class VectorIndexes(Protocol):
    """Where vector indexes are built and opened."""

    def build(
        self, vectors: Vectors, encoder: str, folder: Path, probes: Callable[[], Vectors] | None, units: UnitStore
    ) -> VectorIndex:
        """Index unit vectors, with what they are known by in a new folder below `folder`.

        Args:
            vectors: Numbers of shape (units, dim), each row of length 1; may be memory-mapped.
            encoder: Name of the encoder that made them.
            folder: An existing folder.
            probes: Gives vectors of queries that tune how many lists are visited; without it, mixtures of the vectors.
            units: What they are the vectors of.
        """
        ...

    def open(self, folder: Path, encoder: str) -> VectorIndex:
        """Open what `build` wrote.

        Raises:
            SearchError: There is no index, it is damaged, or another encoder made its vectors.
        """
        ...

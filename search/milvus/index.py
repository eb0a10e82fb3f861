"""One opened collection of vectors in Milvus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from search.lists import widened
from search.milvus.server import LOADING, NOT_LOADED, MilvusError, MilvusServer

if TYPE_CHECKING:
    from search.kept import KeptVectors
    from search.narrowing import Narrowed
    from search.vectors import Ranked, Vectors

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Scores = np.ndarray[tuple[int], np.dtype[np.float32]]

NUMBER, VECTOR = "number", "vector"
METRIC = "IP"
MOST = 16_384  # hits that Milvus gives at once


class MilvusIndex:
    """An opened vector index; a unit's number is its row in what was built.

    Attributes:
        encoder: Name of the encoder that made the vectors.
        dim: Length of a vector.
        collection: What its vectors are called in Milvus.
    """

    def __init__(self, server: MilvusServer, kept: KeptVectors, note: dict[str, Any]) -> None:
        self.encoder: str = note["encoder"]
        self.dim: int = note["dim"]
        self.collection: str = note["collection"]
        self._nprobe: int = note["nprobe"]
        self._lists: int = note["lists"]
        self._server = server
        self._kept = kept

    def __len__(self) -> int:
        return len(self._kept)

    def search(self, query: Scores, limit: int, narrowed: Narrowed | None = None) -> dict[int, float]:
        """Return the nearest units, number -> inner product, best first.

        Args:
            query: A vector; of length 1 the scores are cosines.
            limit: How many units at most.
            narrowed: Which units may be found; `None` is all.

        Raises:
            MilvusError: The server does not answer, or no longer has the collection.
        """
        few = self._kept.nearest_of_few(query, limit, narrowed)
        if few is not None:
            return few
        left = len(self) if narrowed is None else int(np.count_nonzero(narrowed.mask))
        count = min(limit, left)
        if count < 1:
            return {}
        if count > MOST or (narrowed is not None and not narrowed.whole):
            return self._kept.nearest(query, limit, narrowed)
        nprobe = widened(self._nprobe, self._lists, len(self), left)
        (hits,) = self._found([query], count, nprobe, filter=expression(narrowed))
        return dict(zip(hits.ids, hits.distances, strict=True))

    def scores(self, query: Scores, numbers: Numbers) -> Scores:
        """Return the inner products of given units, cosines for a query of length 1."""
        return self._kept.scores(query, numbers)

    def sample_scores(self, query: Scores) -> Scores:
        """Return the inner products of evenly spaced units, at most 2,000: what is near a query by chance."""
        return self._kept.sample_scores(query)

    def nearest(self, queries: Vectors, count: int, nprobe: int) -> Ranked:
        """Return the numbers of the nearest units of each query, -1 where fewer were found."""
        numbers: Ranked = np.full((len(queries), count), -1, dtype=np.int64)
        for row, hits in zip(numbers, self._found([*queries], count, nprobe), strict=True):
            row[: len(hits.ids)] = hits.ids
        return numbers

    def _found(self, queries: list[Any], count: int, nprobe: int, **narrowing: str) -> Any:
        asked: dict[str, Any] = {
            "data": queries,
            "limit": count,
            "anns_field": VECTOR,
            "search_params": {"metric_type": METRIC, "params": {"nprobe": nprobe} if nprobe else {}},
            # All is there since the build: waiting until the server is sure of that would cost each search up to 0.2 s.
            "consistency_level": "Eventually",
            **narrowing,
        }
        try:
            return self._server.call("search", self.collection, **asked)
        except MilvusError as error:
            if error.code != NOT_LOADED:
                raise
        # milvus-lite forgets over a restart what was loaded.
        self._server.call("load_collection", self.collection, seconds=LOADING)
        return self._server.call("search", self.collection, **asked)


def expression(narrowed: Narrowed | None) -> str:
    """Write which units may be found as Milvus reads it, in numbers alone: no text of a user gets there."""
    if narrowed is None:
        return ""
    parts = []
    if narrowed.region is not None:
        parts.append(f"region == {narrowed.region}")
    if narrowed.types is not None:
        parts.append(f"types in {[*narrowed.types]}")
    if narrowed.year is not None:
        parts.append(f"first_year <= {narrowed.year} and last_year >= {narrowed.year}")
    if narrowed.topics is not None:
        parts.append(f"array_contains_any(topics, {[*narrowed.topics]})")
    return " and ".join(parts)

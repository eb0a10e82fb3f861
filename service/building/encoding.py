"""Encoding for the build: the units of search and their vectors, kept from one build to the next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from service.building.reading import ReadAgreement
from service.building.release import Release

if TYPE_CHECKING:
    from search.encoder import Vectors
    from search.milvus.indexes import Milvus
    from search.model import Unit


class Encoding:
    """The units of search and their vectors; vectors of texts that were encoded before are kept."""

    def __init__(self, data: Path, encoder: str) -> None:
        from ingest.prototypes import Prototypes
        from search.cache import VectorCache
        from search.encoder import encoder_for

        self._encoder = encoder_for(encoder)
        self._cache = VectorCache(data / "vectors")
        # Of its own, since headings are encoded while passages are, in another thread.
        self._titles = VectorCache(data / "vectors" / "titles")
        self.prototypes = Prototypes(lambda texts: self._titles.passages(texts, self._encoder))

    def encode(self, read: ReadAgreement) -> tuple[list[Unit], Vectors]:
        """Make the units of one agreement and their vectors."""
        from graph.linking import mentions
        from search.engine import unit_vectors
        from search.units import units_of

        units = units_of(read.agreement, read.extraction, mentions(read.sentences), read.sources)
        return units, unit_vectors(units, self._encoder, self._cache)

    def write(
        self, encoded: Sequence[tuple[list[Unit], Vectors]], release: Release, milvus: Milvus | None = None
    ) -> int:
        """Write the indexes of all units, forget the vectors of texts that are gone, and return how many units."""
        import numpy as np

        from search.dense import DenseIndex
        from search.engine import SearchEngine, encoded_texts

        units = [unit for some, _ in encoded for unit in some]
        vectors = np.concatenate([some for _, some in encoded])
        SearchEngine.build(units, vectors, release.index, self._encoder, milvus or DenseIndex)
        self._cache.keep(encoded_texts(units), self._encoder)
        self._titles.keep(self.prototypes.texts, self._encoder)
        return len(units)

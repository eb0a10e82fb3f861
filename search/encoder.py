"""Sentence encoders: what turns queries and passages into vectors that can be compared, and which there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol
from zlib import crc32

import numpy as np

from search.model import SearchError
from search.packaged import PackagedEncoder
from search.transformer import SentenceTransformerEncoder
from search.vectors import Progress, Vectors, in_batches, normalised

__all__ = [
    "Encoder",
    "HashingEncoder",
    "PackagedEncoder",
    "Progress",
    "SentenceTransformerEncoder",
    "Vectors",
    "encoder_for",
]


class Encoder(Protocol):
    """What turns queries and passages into vectors that can be compared.

    Attributes:
        name: Model and backend; vectors of one name can be compared, of two names not.
        dim: Length of a vector.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def dim(self) -> int: ...  # noqa: D102

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode queries: float32 of shape (number of texts, dim), each row of length 1."""
        ...

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode passages like `queries`; `progress` is told how many are done of how many."""
        ...


class HashingEncoder:
    """Bags of hashed words and letter trigrams: deterministic, fast and without a model, for tests and trials."""

    name = "hashing-256"
    dim = 256

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode queries as passages are."""
        return self.passages(texts)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Count the features of each text in the place that their hash gives."""
        return in_batches(texts, progress, self.dim, self._count)

    def _count(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for feature in _features(text):
                vectors[row, crc32(feature.encode()) % self.dim] += 1
        return normalised(vectors)


def encoder_for(setting: str) -> Encoder:
    """Return the encoder that a setting names: "default", "hashing", or a sentence-transformers model or folder.

    Raises:
        SearchError: The setting is empty.
    """
    match setting.strip():
        case "":
            raise SearchError("The encoder must be 'default', 'hashing' or a model's name or folder; it is empty.")
        case "default":
            return PackagedEncoder()
        case "hashing":
            return HashingEncoder()
        case model:
            return SentenceTransformerEncoder(model)


def _features(text: str) -> Iterator[str]:
    for word in re.findall(r"\w+", text.lower()):
        yield word
        padded = f" {word} "
        yield from (padded[at : at + 3] for at in range(len(padded) - 2))

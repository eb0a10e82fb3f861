"""Arrays of vectors: one row a text, each of length 1, so that the inner product is the cosine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]
Progress = Callable[[int, int], None]  # done, total

BATCH = 64


def normalised(vectors: NDArray[Any]) -> Vectors:
    """Scale each row of a matrix to length 1; a row of zeros stays."""
    rows: Vectors = np.array(vectors, dtype=np.float32)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    return rows


def in_batches(
    texts: Sequence[str], progress: Progress | None, dim: int, encode: Callable[[Sequence[str]], Vectors]
) -> Vectors:
    """Encode texts in batches of 64 and report after each."""
    vectors = np.zeros((len(texts), dim), dtype=np.float32)
    for start in range(0, len(texts), BATCH):
        end = min(start + BATCH, len(texts))
        vectors[start:end] = encode(texts[start:end])
        if progress:
            progress(end, len(texts))
    return vectors

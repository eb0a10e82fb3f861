"""Arrays of vectors: one row a text, each of length 1, so that the inner product is the cosine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
Ranked = np.ndarray[tuple[int, int], np.dtype[np.int64]]
Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]
Progress = Callable[[int, int], None]  # done, total

BATCH = 64
CHUNK = 50_000


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


def spaced(count: int, size: int) -> Numbers:
    """Return at most `size` evenly spaced numbers below `count`."""
    return np.unique(np.linspace(0, max(count - 1, 0), min(size, count)).astype(np.int64))


def chunks(vectors: Vectors) -> Iterator[tuple[int, Vectors]]:
    """Yield runs of rows as floats, each with the number of its first: a matrix on disk is never read whole."""
    for start in range(0, len(vectors), CHUNK):
        yield start, np.ascontiguousarray(vectors[start : start + CHUNK], dtype=np.float32)


def exact_nearest(queries: Vectors, vectors: Vectors, k: int) -> Ranked:
    """Return the numbers of the k vectors of greatest inner product with each query, by comparing all."""
    best: Vectors = np.zeros((len(queries), 0), dtype=np.float32)
    numbers: Ranked = np.zeros((len(queries), 0), dtype=np.int64)
    for start, rows in chunks(vectors):
        scores = queries @ rows.T
        near = np.argpartition(-scores, min(k, len(rows)) - 1, axis=1)[:, :k]
        best = np.hstack([best, np.take_along_axis(scores, near, 1)])
        numbers = np.hstack([numbers, near + start])
        order = np.argsort(-best, axis=1)[:, :k]
        best, numbers = np.take_along_axis(best, order, 1), np.take_along_axis(numbers, order, 1)
    return numbers


def recall(found: Ranked, exact: Ranked) -> float:
    """Return the share of what an exact search finds that was found, over the rows of both."""
    shares = [len({*one} & {*other}) / len(other) for one, other in zip(found.tolist(), exact.tolist(), strict=True)]
    return float(np.mean(shares))


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

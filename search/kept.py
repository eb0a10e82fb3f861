"""The vectors of a release, in half precision and memory-mapped, with the note of the index that they stand beside.

They give the score of any unit that the words found, and they are searched directly where a filter leaves few. They are
read and written in chunks, so that a build needs the memory of the index and of what trains it.

einsum in place of BLAS: one query has too little for two threads to share.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from search.model import SearchError
from search.vectors import CHUNK, Vectors, chunks, spaced

if TYPE_CHECKING:
    from search.narrowing import Narrowed

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Scores = np.ndarray[tuple[int], np.dtype[np.float32]]

FOLDER = "dense"
VECTORS_FILE, NOTE_FILE = "vectors.npy", "dense.json"
SAMPLE = 2_000
FEW = 5_000


class KeptVectors:
    """Vectors on disk; a unit's number is its row."""

    def __init__(self, rows: Any) -> None:
        self._rows = rows

    @classmethod
    def write(cls, vectors: Vectors, path: Path) -> Self:
        """Write vectors into an existing folder."""
        with (path / VECTORS_FILE).open("wb") as file:
            np.lib.format.write_array_header_1_0(file, {"descr": "<f2", "fortran_order": False, "shape": vectors.shape})
            for _, rows in chunks(vectors):
                file.write(rows.astype("<f2").tobytes())
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open what `write` wrote; raises OSError or ValueError where it is damaged."""
        return cls(np.asarray(np.lib.format.open_memmap(path / VECTORS_FILE, mode="r")))

    def __len__(self) -> int:
        return len(self._rows)

    def scores(self, query: Scores, numbers: Numbers) -> Scores:
        """Return the inner products of given units."""
        parts = [self._products(query, numbers[start : start + CHUNK]) for start in range(0, len(numbers), CHUNK)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def sample_scores(self, query: Scores) -> Scores:
        """Return the inner products of evenly spaced units, at most 2,000."""
        return _products(self._sample, query)

    def nearest_of_few(self, query: Scores, limit: int, narrowed: Narrowed | None) -> dict[int, float] | None:
        """Return the nearest of what a filter leaves, or `None` where it leaves more than 5,000."""
        if narrowed is None or np.count_nonzero(narrowed.mask) > FEW:
            return None
        return self.nearest(query, limit, narrowed)

    def nearest(self, query: Scores, limit: int, narrowed: Narrowed | None) -> dict[int, float]:
        """Compare all that a filter leaves; return the nearest, number -> inner product, best first."""
        allowed = np.arange(len(self)) if narrowed is None else np.flatnonzero(narrowed.mask)
        scores = self.scores(query, allowed)
        best = np.argsort(-scores, kind="stable")[:limit]
        return {int(allowed[at]): float(scores[at]) for at in best}

    @cached_property
    def _sample(self) -> Vectors:
        return np.asarray(self._rows[spaced(len(self), SAMPLE)], dtype=np.float32)

    def _products(self, query: Scores, numbers: Numbers) -> Scores:
        return _products(np.asarray(self._rows[numbers], dtype=np.float32), query)


def write_note(path: Path, note: dict[str, Any]) -> None:
    """Write what an index says of itself."""
    (path / NOTE_FILE).write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")


def open_kept(path: Path, encoder: str) -> tuple[dict[str, Any], KeptVectors]:
    """Open the note and the vectors in a folder.

    Raises:
        SearchError: They are missing or damaged, or another encoder made the vectors.
    """
    try:
        note: dict[str, Any] = json.loads((path / NOTE_FILE).read_text(encoding="utf-8"))
        made_by = note["encoder"]
        vectors = KeptVectors.open(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(path, error) from None
    if made_by != encoder:
        raise SearchError(
            f"Queries must be encoded as the index was, by '{made_by}', not by '{encoder}'; "
            "set that encoder, or build the index again."
        )
    return note, vectors


def damaged(path: Path, error: Exception) -> SearchError:
    """Return the error that an index cannot be opened."""
    return SearchError(f"The vector index {path} cannot be opened ({error}); build it again.")


def _products(rows: Vectors, query: Scores) -> Scores:
    products: Scores = np.einsum("ij,j->i", rows, query)
    return products

"""Nearest vectors by FAISS, with the name of the encoder that made them.

Which index by size, as measured on 384 dimensions and two cores: half precision to 50,000 (20,000: 0.5 ms a query,
floats 2.9); one byte a dimension (SQ8) to 300,000 (1M: 22 ms); above that inverted lists of SQ8 (1M: 380 MB, opened in
32 ms). How many lists are visited is found when the index is built, by queries on its own vectors, since it ran from 4
of 4,096 to 256 of 1,024 between collections; the recall reached stands in the index's note. HNSW was not taken: recall
0.93 at 1.5 ms and 1.7 GB.

The vectors themselves are kept beside the index in half precision and memory-mapped: they give the score of any unit
that the words found, and they are searched directly where a filter leaves few. They are read and written in chunks, so
that a build needs the memory of the index and of what trains it.

A query is computed by one thread. Two that wait for each other lose 12 ms and more as soon as anything else runs on the
machine, as measured on two cores, and one query has too little to share; hence also einsum in place of BLAS.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from search.model import SearchError
from search.vectors import Vectors, chunks, cores, exact_nearest, normalised, recall, spaced

if TYPE_CHECKING:
    Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Scores = np.ndarray[tuple[int], np.dtype[np.float32]]

FOLDER = "dense"
INDEX_FILE, VECTORS_FILE, NOTE_FILE = "index.faiss", "vectors.npy", "dense.json"
LARGEST_FLAT = 50_000
LARGEST_SQ8 = 300_000
FEW = 5_000
SAMPLE = 2_000
TRAINED_BY = 40  # vectors a list; FAISS warns below 39
RECALL_WANTED = 0.97
RECALL_AT = 10
RECALL_PROBES = 200


class DenseIndex:
    """An opened vector index; a unit's number is its row in what was built.

    Attributes:
        encoder: Name of the encoder that made the vectors.
        dim: Length of a vector.
    """

    def __init__(self, index: Any, vectors: Any, note: dict[str, Any]) -> None:
        self.encoder: str = note["encoder"]
        self.dim: int = note["dim"]
        self._nprobe: int = note["nprobe"]
        self._lists: int = note["lists"]
        self._index = index
        self._vectors = vectors

    def __len__(self) -> int:
        return len(self._vectors)

    @classmethod
    def build(
        cls,
        vectors: Vectors,
        encoder: str,
        folder: Path,
        probes: Callable[[], Vectors] | None = None,
        flat: int = LARGEST_FLAT,
        sq8: int = LARGEST_SQ8,
    ) -> Self:
        """Index unit vectors in a new folder below `folder`.

        Args:
            vectors: Numbers of shape (units, dim), each row of length 1; may be memory-mapped.
            encoder: Name of the encoder that made them.
            folder: An existing folder.
            probes: Gives vectors of queries that tune how many lists are visited; without it, mixtures of the vectors.
            flat: Up to how many vectors they are searched in half precision.
            sq8: Up to how many they are searched exhaustively.
        """
        path = folder / FOLDER
        path.mkdir()
        _faiss().omp_set_num_threads(cores())
        index = _trained(vectors, flat, sq8)
        with (path / VECTORS_FILE).open("wb") as kept:
            np.lib.format.write_array_header_1_0(kept, {"descr": "<f2", "fortran_order": False, "shape": vectors.shape})
            for _, rows in chunks(vectors):
                index.add(rows)
                kept.write(rows.astype("<f2").tobytes())
        lists = getattr(index, "nlist", 0)
        nprobe, reached = _tuned(index, vectors, probes() if probes else _mixtures(vectors)) if lists else (0, 1.0)
        _faiss().write_index(index, str(path / INDEX_FILE))
        note = {"encoder": encoder, "dim": int(vectors.shape[1]), "count": len(vectors)}
        note |= {"lists": lists, "nprobe": nprobe, "recall": round(reached, 4)}
        (path / NOTE_FILE).write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
        return cls.open(folder, encoder)

    @classmethod
    def open(cls, folder: Path, encoder: str) -> Self:
        """Open what `build` wrote, memory-mapped.

        Raises:
            SearchError: There is no index, it is damaged, or another encoder made its vectors.
        """
        faiss = _faiss()
        path = folder / FOLDER
        try:
            note = json.loads((path / NOTE_FILE).read_text(encoding="utf-8"))
            vectors = np.asarray(np.lib.format.open_memmap(path / VECTORS_FILE, mode="r"))
            index = faiss.read_index(str(path / INDEX_FILE), faiss.IO_FLAG_MMAP)
        except (OSError, ValueError, RuntimeError) as error:
            raise SearchError(f"The vector index {path} cannot be opened ({error}); build it again.") from None
        if note["encoder"] != encoder:
            raise SearchError(
                f"Queries must be encoded as the index was, by '{note['encoder']}', not by '{encoder}'; "
                "set that encoder, or build the index again."
            )
        return cls(index, vectors, note)

    def search(self, query: Scores, limit: int, mask: Mask | None = None) -> dict[int, float]:
        """Return the nearest units, number -> inner product, best first.

        Args:
            query: A vector; of length 1 the scores are cosines.
            limit: How many units at most.
            mask: Which units may be found; `None` is all.
        """
        left = len(self) if mask is None else int(np.count_nonzero(mask))
        if mask is not None and left <= FEW:
            allowed = np.flatnonzero(mask)
            scores = self.scores(query, allowed)
            best = np.argsort(-scores, kind="stable")[:limit]
            return {int(allowed[at]): float(scores[at]) for at in best}
        count = min(limit, left)
        if count < 1:
            return {}
        _faiss().omp_set_num_threads(1)
        found, numbers = self._index.search(query[None, :], count, params=self._parameters(mask, left))
        return {int(number): float(score) for number, score in zip(numbers[0], found[0], strict=True) if number >= 0}

    def scores(self, query: Scores, numbers: Numbers) -> Scores:
        """Return the inner products of given units, cosines for a query of length 1."""
        return _products(np.asarray(self._vectors[numbers], dtype=np.float32), query)

    def sample_scores(self, query: Scores) -> Scores:
        """Return the inner products of evenly spaced units, at most 2,000: what is near a query by chance."""
        return _products(self._sample, query)

    @cached_property
    def _sample(self) -> Vectors:
        return np.asarray(self._vectors[spaced(len(self), SAMPLE)], dtype=np.float32)

    def _parameters(self, mask: Mask | None, left: int) -> Any:
        faiss = _faiss()
        selector = None if mask is None else faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
        if self._nprobe:
            # What a filter leaves lies farther apart. On 1M units and filters that leave 0.5 to 20 of 100, the recall
            # of ten was 0.97 without this and 1.00 with it (6 ms), as with the share itself in place of its root (25).
            nprobe = min(self._lists, int(self._nprobe * (len(self) / left) ** 0.5))
            return faiss.SearchParametersIVF(sel=selector, nprobe=nprobe)
        return faiss.SearchParameters(sel=selector)


def _faiss() -> Any:
    """Import the library where it is needed; its type stubs lack what its Python layer adds."""
    import faiss

    return faiss


def _products(rows: Vectors, query: Scores) -> Scores:
    products: Scores = np.einsum("ij,j->i", rows, query)
    return products


def _trained(vectors: Vectors, flat: int, sq8: int) -> Any:
    faiss = _faiss()
    count, dim = vectors.shape
    if count <= flat:
        return faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    lists = 1 << max(2, round(np.log2(4 * np.sqrt(count))))
    if count <= sq8:
        index = faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    else:
        index = faiss.index_factory(dim, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(np.ascontiguousarray(vectors[spaced(count, TRAINED_BY * lists)], dtype=np.float32))
    return index


def _mixtures(vectors: Vectors) -> Vectors:
    """Return evenly spaced vectors, each moved a third of the way to the next: near passages, but none of them."""
    sample = np.asarray(vectors[spaced(len(vectors), RECALL_PROBES)], dtype=np.float32)
    return normalised(sample + np.roll(sample, 1, axis=0) / 2)


def _tuned(index: Any, vectors: Vectors, probes: Vectors) -> tuple[int, float]:
    """Return the smallest power of two of lists to visit that finds the nearest well enough, and the recall reached."""
    exact = exact_nearest(probes, vectors, RECALL_AT)
    nprobe = 1
    while True:
        index.nprobe = nprobe
        _, found = index.search(probes, exact.shape[1])
        reached = recall(found, exact)
        if reached >= RECALL_WANTED or nprobe >= index.nlist:
            return nprobe, reached
        nprobe *= 2

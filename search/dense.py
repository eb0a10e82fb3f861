"""Nearest vectors by FAISS, with the name of the encoder that made them.

Which index by size, as measured on 384 dimensions and two cores: exact floats to 50,000; one byte a dimension (SQ8) to
300,000 (1M: 22 ms a query); above that inverted lists of SQ8 (1M: 0.16 ms at recall@10 0.97, 380 MB, opened in 32 ms),
where the number of lists to visit is found when it is built, on its own vectors, since it ran from 4 of 4,096 to 256 of
1,024 lists between collections. HNSW was not taken: recall 0.93 at 1.5 ms and 1.7 GB.

The vectors themselves are kept beside the index in half precision and memory-mapped: they give the score of any unit
that the words found, and they are searched directly where a filter leaves few.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from search.model import SearchError
from search.vectors import Vectors, normalised

if TYPE_CHECKING:
    Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Scores = np.ndarray[tuple[int], np.dtype[np.float32]]

FOLDER = "dense"
INDEX_FILE, VECTORS_FILE, NOTE_FILE = "index.faiss", "vectors.npy", "dense.json"
LARGEST_FLAT = 50_000
LARGEST_SQ8 = 300_000
FEW = 20_000
RECALL_WANTED = 0.97
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
        self._index = index
        self._vectors = vectors

    def __len__(self) -> int:
        return len(self._vectors)

    @classmethod
    def build(
        cls, vectors: Vectors, encoder: str, folder: Path, flat: int = LARGEST_FLAT, sq8: int = LARGEST_SQ8
    ) -> Self:
        """Index unit vectors in a new folder below `folder`.

        Args:
            vectors: float32 of shape (units, dim), each row of length 1.
            encoder: Name of the encoder that made them.
            folder: An existing folder.
            flat: Up to how many vectors they are kept as floats.
            sq8: Up to how many they are searched exhaustively.
        """
        path = folder / FOLDER
        path.mkdir()
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        index = _trained(rows, flat, sq8)
        index.add(rows)
        nprobe = _probes(index, rows) if hasattr(index, "nprobe") else 0
        _faiss().write_index(index, str(path / INDEX_FILE))
        np.save(path / VECTORS_FILE, rows.astype(np.float16))
        note = {"encoder": encoder, "dim": int(rows.shape[1]), "count": len(rows), "nprobe": nprobe}
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
            vectors = np.load(path / VECTORS_FILE, mmap_mode="r")
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
        if mask is not None:
            allowed = np.flatnonzero(mask)
            if len(allowed) <= FEW:
                scores = self.scores(query, allowed)
                best = np.argsort(-scores, kind="stable")[:limit]
                return {int(allowed[at]): float(scores[at]) for at in best}
        count = min(limit, len(self))
        if count < 1:
            return {}
        found, numbers = self._index.search(query[None, :], count, params=self._parameters(mask))
        return {int(number): float(score) for number, score in zip(numbers[0], found[0], strict=True) if number >= 0}

    def scores(self, query: Scores, numbers: Numbers) -> Scores:
        """Return the inner products of given units, cosines for a query of length 1."""
        rows: Scores = np.asarray(self._vectors[numbers], dtype=np.float32) @ query
        return rows

    def sample(self, size: int) -> Numbers:
        """Return the numbers of evenly spaced units, at most `size`: what is near a query by chance."""
        return np.unique(np.linspace(0, max(len(self) - 1, 0), min(size, len(self))).astype(np.int64))

    def _parameters(self, mask: Mask | None) -> Any:
        faiss = _faiss()
        selector = None if mask is None else faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
        if self._nprobe:
            return faiss.SearchParametersIVF(sel=selector, nprobe=self._nprobe)
        return faiss.SearchParameters(sel=selector)


def _faiss() -> Any:
    """Import the library where it is needed; its type stubs lack what its Python layer adds."""
    import faiss

    return faiss


def _trained(rows: Vectors, flat: int, sq8: int) -> Any:
    faiss = _faiss()
    count, dim = rows.shape
    if count <= flat:
        return faiss.IndexFlatIP(dim)
    if count <= sq8:
        index = faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    else:
        lists = 1 << max(2, round(np.log2(4 * np.sqrt(count))))
        index = faiss.index_factory(dim, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(rows)
    return index


def _probes(index: Any, rows: Vectors) -> int:
    """Return the smallest power of two of lists to visit that finds the ten nearest well enough.

    The probes are vectors of the collection itself, evenly spaced, each moved a third of the way to its neighbour in
    the sample, since a query is near its passages but is none of them.
    """
    faiss = _faiss()
    sample = rows[np.linspace(0, len(rows) - 1, min(RECALL_PROBES, len(rows))).astype(np.int64)]
    probes = normalised(sample + np.roll(sample, 1, axis=0) / 2)
    _, exact = faiss.knn(probes, rows, 10, metric=faiss.METRIC_INNER_PRODUCT)
    nprobe = 1
    while nprobe < index.nlist:
        index.nprobe = nprobe
        _, found = index.search(probes, 10)
        recall = np.mean([len(set(one) & set(other)) / len(other) for one, other in zip(found, exact, strict=True)])
        if recall >= RECALL_WANTED:
            break
        nprobe *= 2
    return nprobe

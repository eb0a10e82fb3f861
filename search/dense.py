"""Nearest vectors by FAISS, with the name of the encoder that made them.

Which index by size, as measured on 384 dimensions and two cores: half precision to 50,000 (20,000: 0.5 ms a query,
floats 2.9); one byte a dimension (SQ8) to 300,000 (1M: 22 ms); above that inverted lists of SQ8 (1M: 380 MB, opened in
32 ms; see `search.lists`). The recall reached stands in the index's note. HNSW was not taken: recall 0.93 at 1.5 ms and
1.7 GB.

A query is computed by one thread. Two that wait for each other lose 12 ms and more as soon as anything else runs on the
machine, as measured on two cores, and one query has too little to share.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from search.kept import FOLDER, KeptVectors, damaged, open_kept, write_note
from search.lists import lists_for, mixtures, tuned, widened
from search.model import SearchError
from search.vectors import Ranked, Vectors, chunks, cores, spaced

if TYPE_CHECKING:
    from search.narrowing import Narrowed
    from search.store import UnitStore

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Scores = np.ndarray[tuple[int], np.dtype[np.float32]]

INDEX_FILE = "index.faiss"
LARGEST_FLAT = 50_000
LARGEST_SQ8 = 300_000
TRAINED_BY = 40  # vectors a list; FAISS warns below 39


class DenseIndex:
    """An opened vector index; a unit's number is its row in what was built.

    Attributes:
        encoder: Name of the encoder that made the vectors.
        dim: Length of a vector.
    """

    def __init__(self, index: Any, kept: KeptVectors, note: dict[str, Any]) -> None:
        self.encoder: str = note["encoder"]
        self.dim: int = note["dim"]
        self._nprobe: int = note["nprobe"]
        self._lists: int = note["lists"]
        self._index = index
        self._kept = kept

    def __len__(self) -> int:
        return len(self._kept)

    @classmethod
    def build(
        cls,
        vectors: Vectors,
        encoder: str,
        folder: Path,
        probes: Callable[[], Vectors] | None = None,
        units: UnitStore | None = None,
        flat: int = LARGEST_FLAT,
        sq8: int = LARGEST_SQ8,
    ) -> Self:
        """Index unit vectors in a new folder below `folder`.

        Args:
            vectors: Numbers of shape (units, dim), each row of length 1; may be memory-mapped.
            encoder: Name of the encoder that made them.
            folder: An existing folder.
            probes: Gives vectors of queries that tune how many lists are visited; without it, mixtures of the vectors.
            units: Not needed here, where a search is narrowed by a mask.
            flat: Up to how many vectors they are searched in half precision.
            sq8: Up to how many they are searched exhaustively.
        """
        path = folder / FOLDER
        path.mkdir()
        _faiss().omp_set_num_threads(cores())
        index = _trained(vectors, flat, sq8)
        KeptVectors.write(vectors, path)
        for _, rows in chunks(vectors):
            index.add(rows)
        lists = getattr(index, "nlist", 0)
        nprobe, reached = 0, 1.0
        if lists:
            nprobe, reached = tuned(_visiting(index), lists, vectors, probes() if probes else mixtures(vectors))
        _faiss().write_index(index, str(path / INDEX_FILE))
        note = {"encoder": encoder, "dim": int(vectors.shape[1]), "count": len(vectors)}
        write_note(path, note | {"lists": lists, "nprobe": nprobe, "recall": round(reached, 4)})
        return cls.open(folder, encoder)

    @classmethod
    def open(cls, folder: Path, encoder: str) -> Self:
        """Open what `build` wrote, memory-mapped.

        Raises:
            SearchError: There is no index, it is damaged or elsewhere, or another encoder made its vectors.
        """
        faiss = _faiss()
        path = folder / FOLDER
        note, kept = open_kept(path, encoder)
        if "collection" in note:
            raise SearchError(
                f"The vectors of {folder} are in Milvus, in the collection {note['collection']}; set "
                "AFTALEGRAF_MILVUS, or build the index again without it."
            )
        try:
            index = faiss.read_index(str(path / INDEX_FILE), faiss.IO_FLAG_MMAP)
        except RuntimeError as error:
            raise damaged(path, error) from None
        return cls(index, kept, note)

    def search(self, query: Scores, limit: int, narrowed: Narrowed | None = None) -> dict[int, float]:
        """Return the nearest units, number -> inner product, best first.

        Args:
            query: A vector; of length 1 the scores are cosines.
            limit: How many units at most.
            narrowed: Which units may be found; `None` is all.
        """
        few = self._kept.nearest_of_few(query, limit, narrowed)
        if few is not None:
            return few
        left = len(self) if narrowed is None else int(np.count_nonzero(narrowed.mask))
        count = min(limit, left)
        if count < 1:
            return {}
        _faiss().omp_set_num_threads(1)
        found, numbers = self._index.search(query[None, :], count, params=self._parameters(narrowed, left))
        return {int(number): float(score) for number, score in zip(numbers[0], found[0], strict=True) if number >= 0}

    def scores(self, query: Scores, numbers: Numbers) -> Scores:
        """Return the inner products of given units, cosines for a query of length 1."""
        return self._kept.scores(query, numbers)

    def sample_scores(self, query: Scores) -> Scores:
        """Return the inner products of evenly spaced units, at most 2,000: what is near a query by chance."""
        return self._kept.sample_scores(query)

    def _parameters(self, narrowed: Narrowed | None, left: int) -> Any:
        faiss = _faiss()
        selector = narrowed and faiss.IDSelectorBitmap(np.packbits(narrowed.mask, bitorder="little"))
        if self._nprobe:
            return faiss.SearchParametersIVF(sel=selector, nprobe=widened(self._nprobe, self._lists, len(self), left))
        return faiss.SearchParameters(sel=selector)


def _faiss() -> Any:
    """Import the library where it is needed; its type stubs lack what its Python layer adds."""
    import faiss

    return faiss


def _trained(vectors: Vectors, flat: int, sq8: int) -> Any:
    faiss = _faiss()
    count, dim = vectors.shape
    if count <= flat:
        return faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    lists = lists_for(count)
    if count <= sq8:
        index = faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    else:
        index = faiss.index_factory(dim, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(np.ascontiguousarray(vectors[spaced(count, TRAINED_BY * lists)], dtype=np.float32))
    return index


def _visiting(index: Any) -> Callable[[Vectors, int, int], Ranked]:
    """Return how the index is searched with a number of lists to visit."""

    def nearest(queries: Vectors, count: int, nprobe: int) -> Ranked:
        index.nprobe = nprobe
        found: Ranked = index.search(queries, count)[1]
        return found

    return nearest

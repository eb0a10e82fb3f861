"""A second reading of the best hits by a cross-encoder, for those who have a good one and the time.

It sees query and passage together and orders the first hits anew. None is used by default: no small one that was
trained on Danish can be had without a download, and each hit costs as much as encoding it.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from search.model import SearchError

if TYPE_CHECKING:
    from numpy.typing import NDArray

RERANKED = 50


class Reranker(Protocol):
    """What tells how well texts answer a query."""

    def scores(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return one number a text; higher is better, and only the order means anything."""
        ...


class CrossEncoderReranker:
    """Any cross-encoder of sentence-transformers, by its name or folder; loaded, with torch, at the first query."""

    def __init__(self, model: str) -> None:
        self._path = model
        self._loaded: Any = None
        self._lock = Lock()

    def scores(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """Read the query with each of the texts.

        Raises:
            SearchError: The model cannot be loaded, or gives several numbers a text.
        """
        with self._lock:
            if self._loaded is None:
                self._loaded = _cross_encoder(self._path)
        pairs = [(query, text) for text in texts]
        found = np.asarray(self._loaded.predict(pairs, show_progress_bar=False), dtype=np.float64)
        if found.shape != (len(texts),):
            raise SearchError(
                f"The reranker '{self._path}' must give one number for a query and a text, and gives an array of the "
                f"shape {found.shape}; name a cross-encoder that was trained for ranking."
            )
        return found


def reranker_for(setting: str) -> Reranker | None:
    """Return the reranker that a setting names, a cross-encoder's name or folder; `None` if it is empty."""
    model = setting.strip()
    return CrossEncoderReranker(model) if model else None


def _cross_encoder(path: str) -> Any:
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise SearchError(
            f"The reranker '{path}' needs the package 'sentence-transformers' ({error}); install it, or set none."
        ) from None
    try:
        return CrossEncoder(path)
    except (OSError, ValueError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise SearchError(
            f"The reranker '{path}' cannot be loaded ({reason}); give a cross-encoder's folder, or set none."
        ) from None

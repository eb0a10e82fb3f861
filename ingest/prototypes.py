"""What a heading that no cue knows announces, by comparing its meaning with that of prototypes.

The prototypes (`ingest/data/prototypes.toml`) are headings of the genre by what stands below them. A linear map from
their vectors to kinds is fitted by regularised least squares (Rifkin, Yeo and Poggio 2003), each kind counting alike,
and a heading is of the kind it scores highest for, if the next one is far enough behind.

Measured with multilingual-e5-small on the 485 headings of tests/data/headings.tsv, which another hand wrote and sorted,
179 of them of a kind that states something (`tests/benchmarks/headings.py`): precision 0.84 and recall 0.55 at a margin
of 0.10, 0.89 and 0.46 at 0.15. The nearest prototype alone gave 0.80 and 0.47, the mean of the nearest two 0.88 and
0.46; with the 485 added to the prototypes, cross-validation gave no more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

Encode = Callable[[Sequence[str]], "np.ndarray[Any, np.dtype[np.float32]]"]
"""Returns a vector of length 1 for each text, as rows."""

MARGIN = 0.10
REGULARISATION = 1.0


class Prototypes:
    """Compares headings with the prototypes; they are encoded when the first heading is asked for."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._known: dict[str, str | None] = {}

    @property
    def texts(self) -> list[str]:
        """All that was encoded: prototypes and headings."""
        return [*(_normal(text) for texts in tables().values() for text in texts), *self._known]

    def kinds(self, headings: Sequence[str], margin: float = MARGIN) -> list[str | None]:
        """Return for each heading the table of prototypes that it belongs to, or `None` if that is not clear."""
        new = sorted({_normal(heading) for heading in headings} - self._known.keys())
        if new:
            scores = (self._centred(self._encode(new))) @ self._weights
            ranked = np.sort(scores, axis=1)
            clear = ranked[:, -1] - ranked[:, -2] >= margin
            names = list(tables())
            best = [names[index] for index in scores.argmax(axis=1)]
            self._known |= {text: kind if sure else None for text, kind, sure in zip(new, best, clear, strict=True)}
        return [self._known[_normal(heading)] for heading in headings]

    @cached_property
    def _vectors(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        return self._encode([_normal(text) for texts in tables().values() for text in texts])

    @cached_property
    def _weights(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        sizes = [len(texts) for texts in tables().values()]
        wanted = np.repeat(np.eye(len(sizes)), sizes, axis=0)
        shares = np.repeat([sum(sizes) / len(sizes) / size for size in sizes], sizes)[:, None]
        vectors = self._centred(self._vectors)
        squares = (vectors * shares).T @ vectors + REGULARISATION * np.eye(vectors.shape[1])
        return np.asarray(np.linalg.solve(squares, (vectors * shares).T @ (wanted - wanted.mean(axis=0))))

    def _centred(self, vectors: np.ndarray[Any, np.dtype[np.float32]]) -> np.ndarray[Any, np.dtype[np.float64]]:
        moved = vectors.astype(np.float64) - self._vectors.mean(axis=0)
        return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9))


@lru_cache(maxsize=1)
def tables() -> dict[str, list[str]]:
    """Return the prototypes by kind."""
    return tomllib.loads(files("ingest").joinpath("data/prototypes.toml").read_text(encoding="utf-8"))


def _normal(heading: str) -> str:
    """Return a heading as it is compared: capitals tell of layout and not of meaning."""
    return heading.casefold().strip(" .:–-")

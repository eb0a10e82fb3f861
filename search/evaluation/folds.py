"""Whether the constants of the fusion fit more than the queries they were chosen on: cross-validation.

The queries are dealt into folds, each category spread over all of them. The setting that is best on all folds but one
is measured on that one; so every query is answered by constants that were chosen without it. Where the folds fall is
chance, so it is done several times over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import fmean
from typing import TYPE_CHECKING, Final

import numpy as np

from search.fusion import Weights

if TYPE_CHECKING:
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

GRID: Final = tuple(
    Weights(lexical=lexical, topical=topical, named=named)
    for lexical, topical, named in product((2.0, 3.5, 5.0, 7.0), (2.0, 3.0, 4.0, 6.0), (0.0, 2.0, 4.0))
)
REPEATS: Final = 20
SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Validation:
    """What cross-validation gave.

    Attributes:
        folds: How many folds.
        repeats: How many times over.
        settings: How many settings were chosen from.
        left_out: The mean score of the queries left out, over all repeats.
        lowest: The mean of the repeat with the lowest.
        highest: The same for the highest.
        best: The mean of the setting that is best on all queries: what choosing on them all promises.
        queries: The mean score of each query when it was left out.
    """

    folds: int
    repeats: int
    settings: int
    left_out: float
    lowest: float
    highest: float
    best: float
    queries: tuple[float, ...]


def cross_validate(
    table: Mapping[Weights, Sequence[float]], categories: Sequence[str], folds: int, repeats: int = REPEATS
) -> Validation:
    """Choose a setting on all folds but one, and measure it on that one.

    Args:
        table: For each setting the score of every query, in one order; where settings are equal the first is chosen.
        categories: The category of every query, in that order.
        folds: From 2 to the number of queries.
        repeats: How many times the queries are dealt anew.
    """
    scores = np.array([*table.values()])
    random = np.random.default_rng(SEED)
    left_out = np.array([_left_out(scores, dealt(categories, folds, random)) for _ in range(repeats)])
    means = left_out.mean(axis=1)
    return Validation(
        folds,
        repeats,
        len(table),
        float(means.mean()),
        float(means.min()),
        float(means.max()),
        max(fmean(row) for row in table.values()),
        tuple(left_out.mean(axis=0).tolist()),
    )


def dealt(categories: Sequence[str], folds: int, random: np.random.Generator) -> Numbers:
    """Return the fold of each query: shuffled, put in order of category, and dealt round."""
    shuffled = random.permutation(len(categories))
    order = sorted(shuffled.tolist(), key=lambda at: categories[at])
    fold = np.zeros(len(categories), dtype=np.int64)
    fold[order] = np.arange(len(categories)) % folds
    return fold


def _left_out(scores: np.ndarray[tuple[int, int], np.dtype[np.float64]], fold: Numbers) -> list[float]:
    """Return the score of each query under the setting that is best on the folds it is not in."""
    chosen = {int(one): int(scores[:, fold != one].mean(axis=1).argmax()) for one in np.unique(fold)}
    return [float(scores[chosen[int(one)], at]) for at, one in enumerate(fold)]

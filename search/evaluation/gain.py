"""How much better one ranking is than another over the same queries, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

import numpy as np

RESAMPLES: Final = 10_000
SEED: Final = 1  # The same figures for the same scores.
TAILS: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Gain:
    """The mean of ours less that of the better of the others.

    Attributes:
        over: The name of the better.
        value: The gain.
        low: With `high`, the interval that 95 of 100 sets of queries drawn from these with replacement stay within.
    """

    over: str
    value: float
    low: float
    high: float


def gain(ours: Sequence[float], others: Mapping[str, Sequence[float]]) -> Gain:
    """Compare the scores of the same queries in the same order."""
    over = max(others, key=lambda name: fmean(others[name]))
    differences = np.array(ours) - np.array(others[over])
    drawn = np.random.default_rng(SEED).integers(len(differences), size=(RESAMPLES, len(differences)))
    low, high = np.percentile(differences[drawn].mean(axis=1), TAILS)
    return Gain(over, float(differences.mean()), float(low), float(high))

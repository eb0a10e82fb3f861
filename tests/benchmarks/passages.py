"""Passages by the million in the likeness of real ones, texts and vectors, since encoding so many takes hours.

A text is one or two real sentences of different passages; its kinds and topics are those of the passage that its
first sentence is of. A vector is a mixture of those of two real passages, with the difference of two others added in
part: so vectors keep to the directions in which real ones differ. How much is added is `PERTURBED`, set so that the
cosines of the nearest neighbours among as many as there are real ones are like those. `neighbours` measures both, and
the benchmark prints them: with 0.4, the median of the nearest was 0.951 against 0.952, of the tenth 0.927 against
0.929, of any two 0.888 against 0.883. The same seed gives the same passages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search.model import Unit
from search.vectors import Vectors, normalised

SEED = 20240701
AN_AGREEMENT = 150
"""Passages; the real agreements in full text have 106 to 193."""
REGIONS = ("hovedstaden", "midtjylland", "nordjylland", "sjaelland", "syddanmark")
PERTURBED = 0.4
ROWS = 20_000
SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-ZÆØÅ])")


@dataclass(frozen=True)
class Passages(Collection[Unit]):
    """So many generated units; iterated again, they are the same."""

    real: Sequence[Unit]
    count: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Unit]:
        rng = random.Random(SEED)  # noqa: S311 - the same each time, not secret
        pool = [(unit, sentence) for unit in self.real for sentence in SENTENCE.split(unit.text)]
        start = 0
        for number in range(self.count):
            if number % AN_AGREEMENT == 0:
                start = 0
            first, *others = rng.choices(pool, k=rng.choice((1, 1, 2)))
            text = " ".join(sentence for _, sentence in (first, *others))
            yield _unit(number, text, first[0], start)
            start += len(text) + 1

    def __contains__(self, unit: object) -> bool:
        return any(unit == other for other in self)


def _unit(number: int, text: str, like: Unit, start: int) -> Unit:
    agreement = number // AN_AGREEMENT
    first_year = 2019 + agreement % 3 * 4
    return Unit(
        document=f"aftale-{agreement}",
        agreement=f"aftale-{agreement}",
        region=REGIONS[agreement % len(REGIONS)],
        types=like.types,
        text=text,
        quote=text,
        start=start,
        end=start + len(text),
        headings=like.headings,
        topics=like.topics,
        year_start=first_year,
        year_end=first_year + 3,
    )


def write_vectors(real: Vectors, count: int, path: Path) -> Vectors:
    """Write generated vectors in half precision, and return them as they stand on disk."""
    shape = (count, real.shape[1])
    made: Vectors = np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=shape)  # type: ignore[assignment]
    rng = np.random.default_rng(SEED)
    for first in range(0, count, ROWS):
        some = min(ROWS, count - first)
        one, other, plus, minus = (real[rng.integers(len(real), size=some)] for _ in range(4))
        share = rng.uniform(0, 1, size=(some, 1)).astype(np.float32)
        made[first : first + some] = normalised(share * one + (1 - share) * other + PERTURBED * (plus - minus))
    return made


def neighbours(vectors: Vectors) -> list[float]:
    """Return the 5th, 50th and 95th percentile of the cosine of each vector's nearest and of its tenth neighbour."""
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    ordered = np.sort(cosines, axis=1)
    return [float(value) for place in (-1, -10) for value in np.quantile(ordered[:, place], (0.05, 0.5, 0.95))]

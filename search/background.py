"""How near a query comes to the texts by chance, so that a search can find nothing.

Cosines of a small encoder lie close together and the nearest passage is never far: "fodbold" comes as near to texts on
health care as many a word that they are about. What is near is therefore calibrated on the index itself: Danish words
that no text has are asked as queries, and the gap from the nearest passage to the average one is noted for each. A
query of which the texts know less than a quarter (by the weight of its words: the commonest ones alone do not reach
that) is answered only if its gap is larger than theirs: than 95 of 100 if it lists keywords, which are expected to be
there, and than half of them if it describes something, which is meant to be found in other words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from search.model import SearchError

if TYPE_CHECKING:
    from search.dense import DenseIndex
    from search.encoder import Encoder
    from search.query import Query

FILE = "background.json"
SAMPLE = 2_000
STRICT = 0.95
LENIENT = 0.5
FAMILIAR = 0.25


@dataclass(frozen=True, slots=True)
class Background:
    """The gaps that foreign words reach: what 95 of 100, and half, of them stay below."""

    strict: float = 0.0
    lenient: float = 0.0

    @classmethod
    def measure(cls, foreign: tuple[str, ...], dense: DenseIndex, encoder: Encoder) -> Self:
        """Ask for each of the foreign words."""
        if not foreign or not len(dense):
            return cls()
        gaps = [gap(vector, dense) for vector in encoder.queries(foreign)]
        return cls(float(np.quantile(gaps, STRICT)), float(np.quantile(gaps, LENIENT)))

    def save(self, folder: Path) -> None:
        """Write the gaps into an existing folder."""
        (folder / FILE).write_text(json.dumps({"strict": self.strict, "lenient": self.lenient}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            SearchError: The file is missing or damaged.
        """
        try:
            content = json.loads((folder / FILE).read_text(encoding="utf-8"))
            return cls(float(content["strict"]), float(content["lenient"]))
        except (OSError, ValueError, KeyError) as error:
            raise SearchError(
                f"The background of the index in {folder} is not readable ({error}); build it again."
            ) from None

    def answers(self, query: Query, familiarity: float, reached: float) -> bool:
        """Tell whether anything should be found for a query that names no topic of the texts.

        Args:
            query: The query as read.
            familiarity: Share of it that the texts have words for, 0 to 1.
            reached: Its gap.
        """
        return familiarity >= FAMILIAR or reached > (self.lenient if query.descriptive else self.strict)


def gap(vector: np.ndarray[tuple[int], np.dtype[np.float32]], dense: DenseIndex) -> float:
    """Return how much nearer the nearest passage is to a query's vector than passages are on average."""
    nearest = max(dense.search(vector, 1).values(), default=0.0)
    return nearest - float(dense.scores(vector, dense.sample(SAMPLE)).mean())

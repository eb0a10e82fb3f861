"""The indexes over one set of units, in one folder that is written once and never changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from search.analyzer import indexed_words
from search.background import Background
from search.dense import DenseIndex
from search.encoder import Encoder
from search.lexical import LexicalIndex
from search.model import SearchError, Unit
from search.store import UnitStore
from search.vector_index import VectorIndex, VectorIndexes
from search.vectors import Vectors, spaced
from search.vocabulary import Vocabulary

FORMAT = 3
NOTE_FILE = "search.json"
PROBES = 200
PROBE_WORDS = 6


@dataclass(frozen=True, slots=True)
class Indexes:
    """What a search looks into; a unit has the same number in all of them."""

    units: UnitStore
    vocabulary: Vocabulary
    lexical: LexicalIndex
    dense: VectorIndex
    background: Background

    @classmethod
    def write(
        cls,
        units: Collection[Unit],
        vectors: Vectors,
        folder: Path,
        encoder: Encoder,
        kept_in: VectorIndexes = DenseIndex,
    ) -> Self:
        """Index units into a folder that does not exist yet or is empty; they are read once, and from there again.

        Raises:
            SearchError: There are more or fewer vectors than units, or the folder is not empty.
        """
        if vectors.shape != (len(units), encoder.dim):
            raise SearchError(
                f"Each of {len(units)} units needs a vector of {encoder.dim} numbers, but the array has the shape "
                f"{vectors.shape}; make it with unit_vectors."
            )
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise SearchError(f"An index is written into an empty folder, but {folder} is not; name a new one.")
        store = UnitStore.write(units, folder)
        vocabulary = Vocabulary.of(indexed_words(unit.text) for unit in store)
        vocabulary.save(folder)
        lexical = LexicalIndex.build(store, vocabulary, folder)
        foreign = encoder.queries(vocabulary.foreign)
        dense = kept_in.build(vectors, encoder.name, folder, lambda: _probes(store, foreign, encoder), store)
        background = Background.measure(foreign, dense)
        background.save(folder)
        # The note is written last: a folder without it is an index that was not finished.
        (folder / NOTE_FILE).write_text(json.dumps({"format": FORMAT}), encoding="utf-8")
        return cls(store, vocabulary, lexical, dense, background)

    @classmethod
    def open(cls, folder: Path, encoder: Encoder, kept_in: VectorIndexes = DenseIndex) -> Self:
        """Open what `write` wrote.

        Raises:
            SearchError: There is no index of this format, it is damaged, or another encoder made its vectors.
        """
        try:
            written = json.loads((folder / NOTE_FILE).read_text(encoding="utf-8"))["format"]
        except (OSError, ValueError, KeyError, TypeError):
            raise SearchError(f"The folder {folder} holds no search index; build it first.") from None
        if written != FORMAT:
            raise SearchError(f"The index must have format {FORMAT}, but {folder} has {written}; build it again.")
        return cls(
            UnitStore.open(folder),
            Vocabulary.load(folder),
            LexicalIndex.open(folder),
            kept_in.open(folder, encoder.name),
            Background.load(folder),
        )


def _probes(store: UnitStore, foreign: Vectors, encoder: Encoder) -> Vectors:
    """Return the vectors of likely queries, as a search makes them: headings and beginnings of the texts by turns."""
    texts = list(_beginnings(store))
    chance = foreign.mean(axis=0) if len(foreign) else np.zeros(encoder.dim, dtype=np.float32)
    return encoder.queries(texts) - chance


def _beginnings(store: UnitStore) -> Iterator[str]:
    for turn, number in enumerate(spaced(len(store), PROBES).tolist()):
        unit = store[number]
        if turn % 2 and unit.headings:
            yield unit.headings[-1]
        else:
            yield " ".join(unit.text.split()[:PROBE_WORDS])

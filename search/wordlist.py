"""The Danish dictionary as a search index needs it, made once a process in some three seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from ingest import danish

if TYPE_CHECKING:
    Hashes = np.ndarray[tuple[int], np.dtype[np.uint32]]

SAMPLED = 2**32 // 100
LETTERS = range(5, 15)


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of the dictionary.

    Attributes:
        forms: Lemma -> all its forms, joined by spaces (half the memory of lists).
        hashes: The CRC-32 of every form, sorted, each once.
        sample: Some thousand words, those of the smallest hashes: as good as random, and always the same ones.
    """

    forms: Mapping[str, str]
    hashes: Hashes
    sample: tuple[str, ...]


@cache
def word_list() -> WordList:
    """Read the dictionary."""
    forms: dict[str, list[str]] = {}
    hashes: list[int] = []
    sample: list[tuple[int, str]] = []
    for form, lemma in danish.dictionary():
        value = crc32(form.encode())
        hashes.append(value)
        forms.setdefault(lemma, []).append(form)
        if value < SAMPLED and form == lemma and form.isalpha() and len(form) in LETTERS:
            sample.append((value, form))
    return WordList(
        forms={lemma: " ".join(every) for lemma, every in forms.items()},
        hashes=np.unique(np.array(hashes, dtype=np.uint32)),
        sample=tuple(form for _, form in sorted(set(sample))),
    )

"""The Danish dictionary as a search index needs it, made once a process in some two seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        forms: Lemma -> all its forms, joined by spaces.
        hashes: The CRC-32 of every form, sorted, each once.
        sample: Some thousand words, those of the smallest hashes: as good as random, and always the same ones.
    """

    forms: Mapping[str, str]
    hashes: Hashes
    sample: tuple[str, ...]


@cache
def word_list() -> WordList:
    """Read the dictionary."""
    forms = danish.inflections()
    return WordList(forms, _hashes(" ".join(forms.values()).encode().split()), _sample(forms))


def _hashes(words: Sequence[bytes]) -> Hashes:
    hashes = np.sort(np.fromiter(map(crc32, words), np.uint32, len(words)))
    each_once: Hashes = hashes[np.append(True, hashes[1:] != hashes[:-1])]  # np.unique takes twenty times as long
    return each_once


def _sample(forms: Mapping[str, str]) -> tuple[str, ...]:
    hashed = ((crc32(lemma.encode()), lemma) for lemma in forms if lemma.isalpha() and len(lemma) in LETTERS)
    found = ((value, lemma) for value, lemma in hashed if value < SAMPLED and lemma in forms[lemma].split())
    return tuple(lemma for _, lemma in sorted(found))

"""Sets of the names of elements, written as one line of words."""

from __future__ import annotations


def names(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())

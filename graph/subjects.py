"""Finding what is said of a thing in sorted N-Quads by bisection: one seek however large the file is.

A store finds a subject by its whole name only. The parts of a thing (`<thing#part>`) and the names below a path stand
together in the sorted file beside it, so they are read from there.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from graph.store import StoreError

LAST = b"\xff"
"""Sorts after every byte of UTF-8."""


class Subjects:
    """The subjects of an N-Quads file whose lines are sorted by code point, as `graph.store` writes it."""

    def __init__(self, file: Path) -> None:
        """Map the file into memory; a file that is replaced later is read on as it was.

        Raises:
            StoreError: It cannot be read.
        """
        try:
            with file.open("rb") as opened:
                self._lines = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise StoreError(f"The statements in {file} cannot be read ({error}); run `aftalegraf build`.") from error

    def told(self, iri: str) -> list[ox.Quad]:
        """Return all that is said of a thing, then of its parts: the names that begin with its own and "#"."""
        return [*self._quads(f"<{iri}> "), *self._quads(f"<{iri}#")]

    def below(self, path: str, most: int) -> list[str]:
        """Return the first names that begin with a path, without those of parts.

        Args:
            path: An IRI or the beginning of one.
            most: How many.
        """
        beginning = f"<{path}".encode()
        found: dict[str, None] = {}
        at, end = self._at(beginning), self._at(beginning + LAST)
        while at < end and len(found) < most:
            name, sign, _ = self._lines[at + 1 : self._lines.find(b">", at)].partition(b"#")
            found[name.decode()] = None
            at = self._at(b"<" + name + (sign or b">") + LAST)
        return list(found)

    def _quads(self, beginning: str) -> Iterator[ox.Quad]:
        prefix = beginning.encode()
        return ox.parse(self._lines[self._at(prefix) : self._at(prefix + LAST)], ox.RdfFormat.N_QUADS)

    def _at(self, prefix: bytes) -> int:
        """Return where the first line starts that does not sort before a prefix."""
        low, high = 0, len(self._lines)
        while low < high:
            start = self._lines.rfind(b"\n", 0, (low + high) // 2) + 1
            end = self._lines.find(b"\n", start) + 1 or high
            if self._lines[start : start + len(prefix)] < prefix:
                low = end
            else:
                high = start
        return low

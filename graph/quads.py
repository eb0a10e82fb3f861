"""Read Turtle strictly, as the engine holds it; errors name file and line.

The one way that the files of the ontology are read: as they are where the program only looks something up, and through
`graph.turtle` where it needs a graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

import pyoxigraph as ox

from graph.errors import VocabularyFileError


def read_turtle(path: Traversable) -> Iterator[ox.Quad]:
    """Read a Turtle file.

    Raises:
        VocabularyFileError: It is not there, not UTF-8 or not Turtle; names file and line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror
        raise VocabularyFileError(f"{path.name} cannot be read ({reason}); install the program again.") from None
    return parse_quads(decode(data, path.name), path.name)


def parse_quads(text: str, name: str) -> Iterator[ox.Quad]:
    """Read the text of a Turtle file by its name.

    Raises:
        VocabularyFileError: It is not Turtle; names file and line.
    """
    try:
        yield from ox.parse(text, format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        place = f"{name}, line {error.lineno}"
        raise VocabularyFileError(f"{place}: this is not valid Turtle: {error.msg}; mend it.") from None


def decode(data: bytes, name: str) -> str:
    """Decode a file that must be UTF-8.

    Raises:
        VocabularyFileError: It is not; names file and line.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = f"{name}, line {line}"
        raise VocabularyFileError(f"{place}: Turtle must be UTF-8, and this is not; save it as UTF-8.") from None

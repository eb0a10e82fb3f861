"""The parts of a result on their way out: counted, written and cut into chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TypeVar
from xml.parsers import expat

import pyoxigraph as ox

from graph.sparql_errors import EvaluationError, ResultTooLargeError
from graph.sparql_formats import Format, FormatError

CHUNK: Final = 64 * 1024
T = TypeVar("T")


@contextmanager
def evaluating() -> Iterator[None]:
    """Turn the complaints of the engine into errors of the query."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        raise EvaluationError(f"The query cannot be answered: {error}.") from error


def capped(results: Iterator[T], limit: int | None, what: str) -> Iterator[T]:
    """Yield at most `limit` results.

    Raises:
        ResultTooLargeError: There is one more.
        EvaluationError: The engine cannot compute the next.
    """
    with evaluating():
        for seen, result in enumerate(results, start=1):
            if limit is not None and seen > limit:
                raise ResultTooLargeError(
                    f"The result has more than {limit:,} {what}, the most that is given at once; "
                    "narrow the query, or read it in parts with ORDER BY, LIMIT and OFFSET."
                )
            yield result


def boolean_bytes(value: ox.QueryBoolean, form: Format) -> bytes:
    """Write the result of ASK."""
    return value.serialize(format=ox.QueryResultsFormat.from_media_type(form.media_type)) or b""


def graph_bytes(triples: Iterable[ox.Triple], form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Write a graph: each triple once, in the order of its N-Triples, so that the same graph is the same text.

    Raises:
        FormatError: RDF/XML cannot hold this graph (a predicate that is no XML name, a control character).
    """
    ordered = sorted(set(triples), key=str)
    rdf_format = ox.RdfFormat.from_media_type(form.media_type)
    written = ox.serialize(ordered, format=rdf_format, prefixes=dict(prefixes)) or b""
    if rdf_format == ox.RdfFormat.RDF_XML:
        _check_xml(written)
    return written


def chunks_of_text(pieces: Iterable[str]) -> Iterator[bytes]:
    """Gather small pieces of text to chunks worth sending."""
    gathered = bytearray()
    for piece in pieces:
        gathered += piece.encode()
        if len(gathered) >= CHUNK:
            yield bytes(gathered)
            gathered.clear()
    yield bytes(gathered)


def chunks_of(write: Callable[[], bytes]) -> Iterator[bytes]:
    """Write something whole when its first bytes are asked for, and yield it in chunks."""
    written = write()
    for start in range(0, max(len(written), 1), CHUNK):
        yield written[start : start + CHUNK]


def _check_xml(written: bytes) -> None:
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(written, True)
    except expat.ExpatError as error:
        raise FormatError(f"RDF/XML cannot hold this graph ({error}); ask for text/turtle instead.") from error

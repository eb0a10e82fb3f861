"""What a pool and its worker processes say to each other.

A message is a letter, the length of its payload (four bytes, big-endian) and the payload. To the worker: `Q`, a job as
JSON. From it: `R` once, when it is ready; then for each job any number of `C` (a piece of the result) and one `E` (the
end, with form, format and warnings, JSON) or `X` (an error, JSON); these two also say whether the process should be
replaced. Before them it may ask once: `S`, the searches of the query (a list of text and limit, JSON), to which `H` is
the answer (for each a list of IRI and score, JSON).
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import IO, Final

READY: Final = b"R"
QUERY: Final = b"Q"
SEARCH: Final = b"S"
HITS: Final = b"H"
CHUNK: Final = b"C"
END: Final = b"E"
ERROR: Final = b"X"
INTERNAL: Final = "internal"
"""Name of an error that is the program's fault; its details go to the worker's standard error."""
_HEAD: Final = struct.Struct(">cI")


@dataclass(frozen=True, slots=True)
class Config:
    """What a worker is told when it starts.

    Attributes:
        folder: The store.
        timeout: Seconds a query may take.
        max_rows: The most rows or triples of a result.
        max_bytes: The most bytes of a result.
        memory: The most bytes of address space of the process.
        prefixes: What to suggest for unknown prefixes; None for the project's own table.
        sparql_url: Where another server answers the queries from the same data; empty for the store itself.
        base: The base IRI, below which that server's graphs are named.
        search: The property that searches (`graph.sparql_search`); empty for none.
    """

    folder: str
    timeout: float
    max_rows: int
    max_bytes: int
    memory: int
    prefixes: dict[str, str] | None = None
    sparql_url: str = ""
    base: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A query, the dataset to ask, and for each form the name of the format wanted."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    formats: dict[str, str]
    base_iri: str


def write_message(stream: IO[bytes], kind: bytes, payload: bytes) -> None:
    """Write a message; the caller flushes."""
    stream.write(_HEAD.pack(kind, len(payload)))
    stream.write(payload)


def read_message(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read a message; None if the other side has closed or died."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    payload = stream.read(length)
    return (kind, payload) if len(payload) == length else None


def as_json(value: Config | Job) -> str:
    """Write a configuration or a job for the other side."""
    return json.dumps(asdict(value))

"""Loading a store into another server: a PUT for each graph, by the SPARQL 1.1 Graph Store HTTP Protocol.

Only graphs that differ from what the server's own record says are sent. Whatever fails, the record names no version
until all is there, and the same command again completes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from graph.remote.graph_store import GraphStore, Upload
from graph.remote.publication import Publication
from graph.remote.record import Record
from graph.remote.server import Server
from graph.store import StoreError, open_store

Report = Callable[[str, float], None]
"""Told what is done now and how far it is, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Published:
    """How many graphs were sent, were there already, and were removed."""

    sent: int
    kept: int
    removed: int


@dataclass(frozen=True, slots=True)
class _File:
    """A graph as N-Triples."""

    path: Path
    size: int
    digest: str


def publish(folder: Path, base: str, server: Server, report: Report, *, everything: bool = False) -> Published:
    """Make a server hold what the store in `folder` holds.

    Args:
        folder: The store.
        base: The base IRI of its names.
        server: Where the server takes graphs by the Graph Store Protocol.
        report: Told how far it is.
        everything: Send also what the server says it has.

    Raises:
        StoreError: There is no store, or there is no room for a copy of its graphs.
        RemoteError: The server cannot be reached, or does not take a graph. What was sent stays.
        QueryTimeoutError: It takes too long.
    """
    publication = Publication.of(folder, base)
    graphs = GraphStore(server)
    held = graphs.record(publication.record)
    if everything:
        held = Record(dict.fromkeys(held.digests, ""))
    if held.version == publication.version:
        return Published(0, len(held.digests), 0)
    try:
        with TemporaryDirectory(prefix="aftalegraf-") as workshop:
            files = _dump(folder, publication, Path(workshop))
            return _bring(publication, files, held, graphs, report)
    except OSError as error:
        raise StoreError(
            f"The graphs cannot be written out before they are sent ({error.strerror}); free the disk."
        ) from error


def _dump(folder: Path, publication: Publication, workshop: Path) -> dict[str, _File]:
    """Write each graph to a file."""
    store = open_store(folder)
    sources: dict[str, ox.NamedNode | ox.DefaultGraph] = {name: ox.NamedNode(name) for name in publication.named_graphs}
    sources[publication.union] = ox.DefaultGraph()
    files = {}
    for number, (name, source) in enumerate(sources.items()):
        path = workshop / f"{number}.nt"
        store.dump(path, ox.RdfFormat.N_TRIPLES, from_graph=source)
        with path.open("rb") as file:
            files[name] = _File(path, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
    return files


def _bring(
    publication: Publication, files: Mapping[str, _File], held: Record, graphs: GraphStore, report: Report
) -> Published:
    """Send what is missing, remove what is left over, and keep the record true meanwhile."""
    digests = {name: file.digest for name, file in files.items()}
    kept = dict(digests.items() & held.digests.items())
    gone = held.digests.keys() - files.keys()
    begun = Record(dict.fromkeys([*held.digests, *files], "") | kept)
    graphs.put(publication.record, begun.written(publication.record))
    missing = {name: file for name, file in files.items() if name not in kept}
    total, sent = sum(file.size for file in missing.values()), 0
    for name, file in missing.items():
        told = partial(_tell, report, name.removeprefix(publication.below), total, sent)
        graphs.put(name, Upload(file.path, told))
        sent += file.size
    for name in gone:
        graphs.delete(name)
    graphs.put(publication.record, Record(digests, publication.version).written(publication.record))
    return Published(len(missing), len(kept), len(gone))


def _tell(report: Report, what: str, total: int, before: int, sent: int) -> None:
    report(what, (before + sent) / total)

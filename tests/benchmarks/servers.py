"""The servers that are compared, each on loopback with the same triples in its default graph."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
from benchmarks.generated import write_graph
from sparql_servers import ASK, free_port, program, running, virtuoso

from service.building.release import current

OURS = "aftalegraf"
LOADING = 1800.0
"""Seconds that a server may take to read the data and start."""
ROOT = Path(__file__).parents[2]
GRAPH = "urn:aftalegraf:benchmark"
BUFFERS = 170_000
"""Pages of 8 KiB that Virtuoso keeps in memory: what its makers advise for 2 GB."""
LOADED = f"ld_dir('.', '*.nt', '{GRAPH}'); rdf_loader_run(); checkpoint;"
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"), *sys.path))}


@dataclass(frozen=True)
class Data:
    """A graph: a data folder with its store, and the same default graph as N-Triples."""

    name: str
    folder: Path
    union: Path


def real(folder: Path, work: Path) -> Data:
    """Return the graph of a release."""
    union = work / "real.nt"
    store = ox.Store.read_only(str(current(folder).graph))
    store.dump(str(union), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return Data("real", folder, union)


def generated(triples: int, work: Path, told: Callable[[int], object]) -> Data:
    """Generate a graph, and load it as `graph.store` lays it out, but from files: it may not fit into memory."""
    folder, union, quads = work / f"generated-{triples}", work / f"{triples}.nt", work / f"{triples}.nq"
    write_graph(triples, quads, union, told)
    store_folder = current(folder).graph
    store_folder.mkdir(parents=True)
    store = ox.Store(str(store_folder))
    store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    store.bulk_load(path=str(union), format=ox.RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()
    quads.unlink()
    return Data(f"generated, {triples:,} triples", folder, union)


@contextmanager
def _aftalegraf(data: Data, work: Path) -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}/sparql"
    command = [sys.executable, "-m", "benchmarks.this_endpoint", str(data.folder), str(port)]
    with running(command, work, f"{address}?{ASK}", environment=ENVIRONMENT):
        yield address


@contextmanager
def _oxigraph(data: Data, work: Path) -> Iterator[str]:
    """Serve the very store that this endpoint serves: what differs is the server alone."""
    oxigraph, port = program("oxigraph", "the package oxigraph of PyPI"), free_port()
    address = f"http://127.0.0.1:{port}/query"
    store = current(data.folder).graph
    command = [oxigraph, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with running(command, work, f"{address}?{ASK}"):
        yield address


@contextmanager
def _rdflib(data: Data, work: Path) -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "benchmarks.rdflib_server", str(data.union), str(port)]
    with running(command, work, f"{address}?{ASK}", LOADING, ENVIRONMENT):
        yield address


@contextmanager
def _virtuoso(data: Data, work: Path) -> Iterator[str]:
    """Load by Virtuoso's own bulk loader."""
    (work / "data.nt").symlink_to(data.union)
    isql = program("isql-vt", "apt-get install virtuoso-opensource-7-bin")
    with virtuoso(work, seconds=300, buffers=BUFFERS, threads=10) as server:
        command = [isql, f"127.0.0.1:{server.sql}", server.user, server.password, f"exec={LOADED}"]
        subprocess.run(command, cwd=work, check=True, stdout=subprocess.DEVNULL, timeout=LOADING)
        yield server.query


SERVERS: dict[str, Callable[[Data, Path], AbstractContextManager[str]]] = {
    OURS: _aftalegraf,
    "oxigraph": _oxigraph,
    "rdflib-endpoint": _rdflib,
    "virtuoso": _virtuoso,
}
"""Each runs with its data in a folder of its own, and gives the address where it answers."""


def missing(name: str) -> str:
    """Say how to install a server that is not here; nothing if it is."""
    if name == "rdflib-endpoint" and find_spec("rdflib_endpoint") is None:
        return "install it with pip install --constraint constraints.txt --editable '.[bench]'"
    if name == "virtuoso" and shutil.which("virtuoso-t") is None:
        return "install it with apt-get install virtuoso-opensource-7-bin"
    return ""

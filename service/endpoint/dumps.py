"""The files that the dataset and each of its named graphs can be had as.

Turtle and JSON-LD of the whole are its triples without the names of the graphs, as they are the default graph of the
SPARQL endpoint; N-Quads has the names. The lines of a file are sorted, so that the same data is the same file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO, Final
from urllib.parse import unquote

import pyoxigraph as ox

from graph.dataset import MEDIA_TYPES, download_iri
from graph.namespaces import prefixes_below
from graph.store import nquads_file
from service.knowledge import Knowledge

WHOLE: Final = "aftalegraf"
RDF_FORMATS: Final = {name: ox.RdfFormat.from_media_type(kind) for name, kind in MEDIA_TYPES.items()}


def files_of(knowledge: Knowledge) -> dict[str, str | None]:
    """Map the name of each file, without its ending, to the named graph that it holds; `None` is the whole."""
    graphs = sorted(graph.value for graph in knowledge.store.named_graphs() if isinstance(graph, ox.NamedNode))
    base = knowledge.note.base
    return {WHOLE: None} | {unquote(graph.removeprefix(base)): graph for graph in graphs}


def download_address(graph: str | None, form: str, base: str) -> str:
    """Return where a file is, on this service."""
    return "/" + download_iri(base, graph, form).removeprefix(base)


def write(knowledge: Knowledge, graph: str | None, form: str, file: IO[bytes]) -> int:
    """Write a named graph, or the whole dataset, to a file; return how many statements it has."""
    if form == "nq" and graph is None:
        with nquads_file(knowledge.release.graph).open("rb") as lines:
            shutil.copyfileobj(lines, file)
        return knowledge.note.quads
    if graph is None:
        with nquads_file(knowledge.release.graph).open("rb") as lines:
            return _write_triples(_triples(lines), form, file, knowledge)
    quads = sorted(knowledge.store.quads_for_pattern(None, None, None, ox.NamedNode(graph)), key=str)
    if form == "nq":
        ox.serialize(quads, file, RDF_FORMATS[form])
        return len(quads)
    return _write_triples((quad.triple for quad in quads), form, file, knowledge)


def _triples(lines: IO[bytes]) -> Iterator[ox.Triple]:
    """Read the triples of sorted N-Quads one by one, whatever their number; one of two graphs comes once."""
    found = (quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_QUADS))
    return (triple for triple, _ in groupby(found))


def _write_triples(triples: Iterable[ox.Triple], form: str, file: IO[bytes], knowledge: Knowledge) -> int:
    written = 0

    def counted() -> Iterator[ox.Triple]:
        nonlocal written
        for triple in triples:
            written += 1
            yield triple

    ox.serialize(counted(), file, RDF_FORMATS[form], prefixes=prefixes_below(knowledge.note.base))
    return written

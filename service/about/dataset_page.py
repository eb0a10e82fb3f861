"""What there is to reuse: the description of the dataset in RDF, and a page of its files and of its quality."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

import pyoxigraph as ox
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from graph.dataset import FILES
from graph.namespaces import graph_iri
from graph.vocabulary import DATASET
from service.about.quality import read_quality
from service.addresses import thing_address
from service.dependencies import Current
from service.endpoint.dumps import download_address, files_of
from service.endpoint.graph_formats import describe
from service.knowledge import Knowledge
from service.opened import Opened
from service.rendering import render, texts_of

BASELINES: Final = ("bm25", "dense")
TITLE: Final = ox.NamedNode("http://purl.org/dc/terms/title")
EXAMPLE: Final = ox.NamedNode("http://rdfs.org/ns/void#exampleResource")
TRIPLES: Final = ox.NamedNode("http://rdfs.org/ns/void#triples")

dataset = APIRouter(tags=["Linked data"])


@dataclass(frozen=True, slots=True)
class Part:
    """A named graph, or the whole: its title, where it is described, its size, and where its files are, by format."""

    title: str
    address: str | None
    statements: int
    files: dict[str, str]


@dataset.head("/.well-known/void", include_in_schema=False)
@dataset.get("/.well-known/void", response_class=Response)
def well_known_void(request: Request, current: Current) -> Response:
    """Describe the dataset in VoID and DCAT: counts by class and property, named graphs, files and services."""
    knowledge = current.knowledge
    return describe(request, partial(_description, knowledge), knowledge.note.base)


@dataset.head("/datasaet", include_in_schema=False)
@dataset.get("/datasaet", response_class=Response)
def dataset_page(request: Request, current: Current) -> Response:
    """Describe the dataset, to browsers by a page of its files."""
    knowledge = current.knowledge
    page = partial(_page, request, current)
    return describe(request, partial(_description, knowledge), knowledge.note.base, page)


def _description(knowledge: Knowledge) -> Iterable[ox.Triple]:
    name = ox.NamedNode(graph_iri(knowledge.note.base, DATASET))
    return (quad.triple for quad in knowledge.store.quads_for_pattern(None, None, None, name))


def _page(request: Request, current: Opened) -> HTMLResponse:
    t = texts_of(request)
    knowledge = current.knowledge
    graphs = [graph for graph in files_of(knowledge).values() if graph is not None]
    parts = sorted((_part(knowledge, graph, t.language) for graph in graphs), key=lambda part: part.title)
    whole = Part(t("dataset.whole"), None, knowledge.note.quads, _files(None, knowledge))
    return render(
        request,
        "dataset.html",
        current,
        note=knowledge.note,
        parts=[whole, *parts],
        examples=_examples(knowledge, t.language),
        formats=FILES,
        qualities=read_quality(knowledge.store, knowledge.note.base, t.language),
        methods=BASELINES,
    )


def _examples(knowledge: Knowledge, language: str) -> dict[str, str | None]:
    """Map the names that the description gives as examples to where they are explained."""
    base = knowledge.note.base
    quads = knowledge.store.quads_for_pattern(None, EXAMPLE, None, ox.DefaultGraph())
    names = sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode))
    return {name: thing_address(name, base, language) for name in names}


def _part(knowledge: Knowledge, graph: str, language: str) -> Part:
    name = ox.NamedNode(graph)
    titles = (quad.object for quad in knowledge.store.quads_for_pattern(name, TITLE, None, ox.DefaultGraph()))
    title = next((one.value for one in titles if isinstance(one, ox.Literal) and one.language == language), graph)
    described = thing_address(graph, knowledge.note.base, language)
    return Part(title, described, _size(knowledge, name), _files(graph, knowledge))


def _size(knowledge: Knowledge, name: ox.NamedNode) -> int:
    """Return the size of a graph as the description says it; that of the description itself is counted."""
    for quad in knowledge.store.quads_for_pattern(name, TRIPLES, None, ox.DefaultGraph()):
        if isinstance(quad.object, ox.Literal):
            return int(quad.object.value)
    return sum(1 for _ in knowledge.store.quads_for_pattern(None, None, None, name))


def _files(graph: str | None, knowledge: Knowledge) -> dict[str, str]:
    return {form: download_address(graph, form, knowledge.note.base) for form in FILES}

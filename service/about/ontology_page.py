"""The reference page of the ontology, its diagram, and the ontology itself; all made from the ontology's own files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

import pyoxigraph as ox
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from rdflib import OWL, Graph, URIRef
from rdflib.namespace import DCTERMS
from starlette.responses import Response

from graph.dataset import FILES
from graph.terms import Kind, Relation, Reused, Term, own_terms, relations, reused_terms, short_name
from graph.vocabulary import ONTOLOGY, load_vocabulary
from ingest.errors import AftalegrafError, NotFoundError
from service.about.diagram import Drawing, draw
from service.dependencies import releases
from service.endpoint.graph_formats import describe
from service.opened import Opened
from service.rendering import render, render_part, texts_of
from service.texts import Texts

SECTIONS: Final = (
    ("diagram", "ontology.diagram"),
    ("klasser", "ontology.classes"),
    ("relationer", "ontology.relations"),
    ("egenskaber", "ontology.attributes"),
    ("vaerdier", "ontology.values"),
    ("andres", "ontology.reused"),
)

ontology = APIRouter(tags=["Linked data"])


@dataclass(frozen=True, slots=True)
class Reference:
    """The ontology, and what a reader looks up in it."""

    base: str
    graph: Graph
    terms: tuple[Term, ...]
    reused: tuple[Reused, ...]
    relations: tuple[Relation, ...]

    @property
    def iri(self) -> URIRef:
        """The name of the ontology."""
        return URIRef(f"{self.base}{ONTOLOGY}")

    def of_kind(self, kind: Kind) -> list[Term]:
        """Return the terms of a kind."""
        return [term for term in self.terms if term.kind is kind]

    def drawing(self, language: str) -> Drawing:
        """Draw the diagram."""
        return draw(self.terms, self.reused, self.relations, self.base, language)


@lru_cache(maxsize=2)
def reference(base: str) -> Reference:
    """Read the ontology, once.

    Raises:
        VocabularyFileError: One of its files is broken.
    """
    vocabulary = load_vocabulary(base)
    graph = vocabulary.ontology
    return Reference(
        base, graph, tuple(own_terms(graph)), tuple(reused_terms(graph)), tuple(relations(vocabulary.shapes))
    )


@ontology.head("/ontologi", include_in_schema=False)
@ontology.get("/ontologi", response_class=Response)
def ontology_page(request: Request) -> Response:
    """Give the ontology: to browsers as a reference page, to programs as RDF."""
    known = reference(releases(request).base())
    return describe(request, partial(_triples, known), known.base, partial(_page, request, known))


@ontology.head("/ontologi/diagram.svg", include_in_schema=False)
@ontology.get("/ontologi/diagram.svg", response_class=Response)
def diagram(request: Request) -> Response:
    """Give the diagram of classes as a picture."""
    t = texts_of(request)
    drawing = reference(releases(request).base()).drawing(t.language)
    picture = render_part("_diagram.svg", "diagram", drawing, t("ontology.diagram_label"))
    return Response(picture.strip() + "\n", media_type="image/svg+xml")


@ontology.head("/ontologi/{version}", include_in_schema=False)
@ontology.get("/ontologi/{version}", response_class=Response)
def ontology_version(request: Request, version: str) -> Response:
    """Give a version of the ontology; only the present one is held."""
    known = reference(releases(request).base())
    held = str(known.graph.value(known.iri, OWL.versionInfo))
    if version != held:
        raise NotFoundError(f"Of the ontology the version {held} is held here, not '{version}'; see /ontologi/{held}.")
    return ontology_page(request)


def _page(request: Request, known: Reference) -> HTMLResponse:
    t = texts_of(request)
    return render(
        request,
        "ontology.html",
        _current(request),
        iri=known.iri,
        version_iri=known.graph.value(known.iri, OWL.versionIRI),
        description=_description(known, t),
        drawing=known.drawing(t.language),
        terms={kind.value: known.of_kind(kind) for kind in Kind},
        reused=known.reused,
        anchors={term.iri: term.name for term in known.terms},
        short=partial(short_name, base=known.base),
        contents=[(anchor, t(name)) for anchor, name in SECTIONS],
        formats=FILES,
    )


def _description(known: Reference, t: Texts) -> str:
    texts = known.graph.objects(known.iri, DCTERMS.description)
    return next((str(text) for text in texts if getattr(text, "language", "") == t.language), "")


def _current(request: Request) -> Opened | None:
    """Return the release for the page's frame; the ontology can be read without one."""
    try:
        return releases(request).current()
    except AftalegrafError:
        return None


def _triples(known: Reference) -> Iterable[ox.Triple]:
    text = known.graph.serialize(format="nt")
    return (quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES))

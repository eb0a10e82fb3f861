"""The pages that quotes begin on, for documents that have pages.

A third selector beside those of `graph.quotes` names the page as the address of a PDF does, `page=3` (RFC 3778), so
that a viewer opens there: the Web Annotation data model, section 4.2.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from graph.namespaces import document_iri, namespaces
from ingest.places import Places

SYNTAX: Final = URIRef("http://tools.ietf.org/rfc/rfc3778")


def add_pages(graph: Graph, pages: Mapping[str, Places], base: str) -> None:
    """Say of each quote in a graph on which page it begins, where its document has pages.

    Args:
        graph: Holds the quotes, and receives the triples.
        pages: The pages of documents, by their ids.
        base: The base IRI.
    """
    oa = namespaces(base)["oa"]
    for document, places in pages.items():
        for quote in list(graph.subjects(oa.hasSource, document_iri(base, document))):
            start = graph.value(URIRef(f"{quote}-plads"), oa.start)
            page = places.page(int(str(start))) if start is not None else None
            if page is not None:
                selector = URIRef(f"{quote}-side")
                graph.add((quote, oa.hasSelector, selector))
                graph.add((selector, RDF.type, oa.FragmentSelector))
                graph.add((selector, DCTERMS.conformsTo, SYNTAX))
                graph.add((selector, RDF.value, Literal(f"page={page}")))

"""Quotes as linked data, by the W3C Web Annotation data model (sections 4.2.4 and 4.2.5).

A quote is a part of its source document, chosen twice: by its words with 32 characters on each side, which finds it
again in another edition, and by its offsets, which find it in these very bytes. It is named by document and offsets, so
that all that is said from one place shares one quote. Its parts have names too, no blank nodes: two builds of the same
text give the same graph.
"""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import XSD

from graph.errors import EvidenceError
from graph.namespaces import document_iri, namespaces
from ingest.model import Quote

CONTEXT = 32


def quote_iri(base: str, quote: Quote) -> URIRef:
    """Name a quote as a part of its document."""
    return part_iri(base, quote.document, quote.span.start, quote.span.end)


def sentence_iri(base: str, quote: Quote) -> URIRef:
    """Name a sentence as a part of its document, apart from its quote: `#saetning-<start>-<end>`."""
    return URIRef(f"{document_iri(base, quote.document)}#saetning-{quote.span.start}-{quote.span.end}")


def part_iri(base: str, document: str, start: int, end: int) -> URIRef:
    """Name a part of a document by its offsets: `#citat-<start>-<end>`."""
    return URIRef(f"{document_iri(base, document)}#citat-{start}-{end}")


def add_quote(graph: Graph, quote: Quote, sources: Mapping[str, str], base: str) -> URIRef:
    """Describe a quote in `graph` and give its name.

    Args:
        graph: Receives the triples.
        quote: What is quoted.
        sources: The text of each document as read, by its id.
        base: The base IRI.

    Raises:
        EvidenceError: The document is unknown, or the quote does not stand there word for word.
    """
    source = _checked(quote, sources)
    oa = namespaces(base)["oa"]
    iri = quote_iri(base, quote)
    words, place = URIRef(f"{iri}-ord"), URIRef(f"{iri}-plads")
    start, end = quote.span.start, quote.span.end
    graph.add((iri, RDF.type, oa.SpecificResource))
    graph.add((iri, oa.hasSource, document_iri(base, quote.document)))
    _add_selector(graph, iri, words, oa.TextQuoteSelector, oa)
    graph.add((words, oa.exact, Literal(quote.exact)))
    graph.add((words, oa.prefix, Literal(source[max(0, start - CONTEXT) : start])))
    graph.add((words, oa.suffix, Literal(source[end : end + CONTEXT])))
    _add_selector(graph, iri, place, oa.TextPositionSelector, oa)
    graph.add((place, oa.start, Literal(start, datatype=XSD.integer)))
    graph.add((place, oa.end, Literal(end, datatype=XSD.integer)))
    return iri


def _checked(quote: Quote, sources: Mapping[str, str]) -> str:
    source = sources.get(quote.document)
    if source is None:
        raise EvidenceError(f"A quoted document must be among the sources, '{quote.document}' is not; pass its text.")
    found = source[quote.span.start : quote.span.end]
    if found != quote.exact:
        raise EvidenceError(
            f"A quote must stand word for word at its offsets, but {quote.document} has {found[:40]!r} at "
            f"{quote.span.start}-{quote.span.end}, not {quote.exact[:40]!r}; read the source again."
        )
    return source


def _add_selector(graph: Graph, quote: URIRef, selector: URIRef, kind: URIRef, oa: Namespace) -> None:
    graph.add((quote, oa.hasSelector, selector))
    graph.add((selector, RDF.type, kind))

"""The passages of the documents as linked data: what can be found by search, and where each quote stands.

A passage is chosen and named as a quote is (`graph.quotes`); where a quote is a whole passage, they are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rdflib import Graph, URIRef

from graph.namespaces import namespaces
from graph.quotes import add_quote, part_iri
from ingest.model import Passage, Quote


class Passages:
    """The passages of an agreement.

    Args:
        passages: All that its documents were divided into.
        base: The base IRI.
    """

    def __init__(self, passages: Iterable[Passage], base: str) -> None:
        self._base = base
        self._by_document: dict[str, list[Passage]] = defaultdict(list)
        for passage in passages:
            self._by_document[passage.document].append(passage)

    def __iter__(self) -> Iterator[Passage]:
        for passages in self._by_document.values():
            yield from passages

    def iri(self, passage: Passage) -> URIRef:
        """Name a passage."""
        return part_iri(self._base, passage.document, passage.span.start, passage.span.end)

    def describe(self, graph: Graph, sources: Mapping[str, str]) -> None:
        """Add all passages to a graph.

        Args:
            graph: Receives the triples.
            sources: The text of each document as read, by its id.

        Raises:
            EvidenceError: A document is unknown.
        """
        for passage in self:
            words = sources.get(passage.document, "")[passage.span.start : passage.span.end]
            self.add_quote(graph, Quote(passage.document, passage.span, words), sources)

    def add_quote(self, graph: Graph, quote: Quote, sources: Mapping[str, str]) -> URIRef:
        """Describe a quote and where it stands, as `graph.quotes.add_quote` does, and give its name."""
        iri = add_quote(graph, quote, sources, self._base)
        for passage in self._by_document[quote.document]:
            if passage.span.overlaps(quote.span):
                graph.add((iri, namespaces(self._base)["aft"].inPassage, self.iri(passage)))
        return iri

"""The national goals: what they are called, of which topics, and where the agreements speak of them.

Where a text names one is stated; which of its goals the program connects with one is inferred. Both are kept apart to
the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self, cast

import pyoxigraph as ox

from graph.matcher import Matcher
from graph.prefixes import rebase_text
from graph.store import Asked
from ingest.model import Span

NAMES: Final = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?goal ?number ?name WHERE { ?goal a aft:NationalGoal ; aft:number ?number ; rdfs:label ?name }
ORDER BY ?number ?name
"""
PLACES: Final = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

SELECT DISTINCT ?number ?document ?start ?end ?link WHERE {
  ?statement aft:nationalGoal ?goal ; prov:wasDerivedFrom ?part .
  ?goal aft:number ?number .
  ?part oa:hasSource/dcterms:identifier ?document ; oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end .
  OPTIONAL { ?link a aft:Link ; rdf:subject ?statement ; rdf:predicate aft:nationalGoal ; rdf:object ?goal }
}
"""


@dataclass(frozen=True, slots=True)
class NationalGoal:
    """A national goal: its IRI, its names by language, and the slugs of the topics of which the Danish one speaks."""

    iri: str
    names: Mapping[str, str]
    topics: frozenset[str]

    def name(self, language: str) -> str:
        """Return its name in a language, or else in Danish."""
        return self.names.get(language) or self.names["da"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text of an agreement belongs to a national goal; `inferred` where the program says so."""

    number: str
    span: Span
    inferred: bool


@dataclass(frozen=True, slots=True)
class NationalGoals:
    """The national goals.

    Attributes:
        goals: By number, in the order of the numbers.
        places: By the id of the document.
    """

    goals: Mapping[str, NationalGoal]
    places: Mapping[str, tuple[Place, ...]]

    @classmethod
    def read(cls, store: Asked, base: str, matcher: Matcher) -> Self:
        """Read them from a graph; the matcher finds the topics of their names."""
        names: dict[tuple[str, str], dict[str, str]] = {}
        for row in _rows(store, NAMES, base):
            name = cast(ox.Literal, row["name"])
            names.setdefault((row["number"].value, row["goal"].value), {})[name.language or ""] = name.value
        goals = {
            number: NationalGoal(iri, called, frozenset(match.topic for match in matcher.find(called["da"])))
            for (number, iri), called in names.items()
        }
        places: dict[str, list[Place]] = {}
        for row in _rows(store, PLACES, base):
            span = Span(int(row["start"].value), int(row["end"].value))
            places.setdefault(row["document"].value, []).append(
                Place(row["number"].value, span, row["link"] is not None)
            )
        return cls(goals, {document: tuple(found) for document, found in places.items()})

    def spans(self, number: str) -> tuple[tuple[str, Span], ...]:
        """Return the places that belong to a goal, each with the id of its document."""
        return tuple(
            (document, place.span)
            for document, places in self.places.items()
            for place in places
            if place.number == number
        )

    def within(self, document: str, start: int, end: int) -> dict[str, bool]:
        """Return the numbers of the goals that a passage belongs to, and whether that is only inferred."""
        passage = Span(start, end)
        found: dict[str, bool] = {}
        for place in self.places.get(document, ()):
            if place.span.overlaps(passage):
                found[place.number] = found.get(place.number, True) and place.inferred
        return found


def _rows(store: Asked, query: str, base: str) -> Iterator[ox.QuerySolution]:
    return iter(cast(ox.QuerySolutions, store.query(rebase_text(query, base))))

"""All that the agreements state, read from the graph once a release: what topic pages list and agreement pages mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self, cast

import pyoxigraph as ox

from graph.model import CLASSES
from graph.prefixes import rebase_text
from graph.store import Asked
from ingest.model import Span

PREFIXES: Final = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
PLACES: Final = """
SELECT ?statement ?kind ?agreement ?label ?text ?strength ?own ?document ?start ?end WHERE {
  VALUES (?class ?kind) { %(classes)s }
  ?statement a ?class ;
             dcterms:isPartOf/dcterms:identifier ?agreement ;
             rdfs:label ?label ;
             aft:text ?text .
  VALUES (?says ?own) { (prov:wasDerivedFrom true) (aft:elaboration false) }
  ?statement ?says ?part .
  ?part oa:hasSource/dcterms:identifier ?document ;
        oa:hasSelector ?position .
  ?position oa:start ?start ;
            oa:end ?end .
  OPTIONAL { ?statement aft:strength ?strength }
}
ORDER BY ?agreement ?statement ?document ?start
"""
TOPICS: Final = """
SELECT DISTINCT ?statement ?topic WHERE { ?sentence aft:inStatement ?statement ; dcterms:subject ?topic }
ORDER BY ?statement ?topic
"""
NATIONAL: Final = """
SELECT ?statement ?goal ?confidence WHERE {
  ?statement aft:nationalGoal ?goal .
  OPTIONAL {
    ?link rdf:subject ?statement ; rdf:predicate aft:nationalGoal ; rdf:object ?goal ; aft:confidence ?confidence
  }
}
ORDER BY ?statement ?goal
"""
UNDER: Final = """
SELECT ?statement ?whole WHERE { ?statement aft:focusArea|aft:goal ?whole }
ORDER BY ?statement ?whole
"""
CORRECTED: Final = """
SELECT ?statement ?by ?at ?kind WHERE {
  ?statement prov:wasRevisionOf/aft:readAs ?kind ;
             prov:wasGeneratedBy ?correction .
  ?correction prov:wasAssociatedWith/rdfs:label ?by ;
              prov:endedAtTime ?at .
}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of a document; `own` if a statement stands there, not what elaborates it."""

    document: str
    span: Span
    own: bool


@dataclass(frozen=True, slots=True)
class Contribution:
    """A national goal, by its IRI, that a statement names or, with a confidence, is inferred to contribute to."""

    goal: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """Who corrected a statement, on which day in ISO 8601, and the kind that the program had read it as."""

    by: str
    day: str
    read: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement.

    Attributes:
        iri: Its name.
        kind: A value of `ingest.model.Kind`.
        agreement: Id of the agreement that makes it.
        label: What it is called.
        text: What it says, after repair.
        strength: The modal verb of a commitment, or empty.
        places: Where it stands and what elaborates it, in the order of the text.
        topics: Slugs of the topics that the program finds in it.
        national: The national goals that it names or may contribute to.
        under: The names of the focus area of a goal, or of the goal of an indicator.
        corrected: That a person corrected it.
    """

    iri: str
    kind: str
    agreement: str
    label: str
    text: str
    strength: str
    places: tuple[Place, ...]
    topics: tuple[str, ...] = ()
    national: tuple[Contribution, ...] = ()
    under: tuple[str, ...] = ()
    corrected: Corrected | None = None

    @property
    def quotes(self) -> tuple[Place, ...]:
        """Where it stands; what a statement without a quote of its own is told by, where there is none."""
        return tuple(place for place in self.places if place.own) or self.places

    @property
    def anchor(self) -> str:
        """Its id on the page of its agreement: kind and slug, which name it there."""
        return "u-" + "-".join(self.iri.rsplit("/", 2)[1:])


@dataclass(frozen=True)
class Statements:
    """The statements of all agreements.

    Attributes:
        by_agreement: By the id of the agreement, in the order of the text.
        by_topic: By the slug of a topic that they speak of, in the order of the agreements.
        by_iri: By name.
    """

    by_agreement: Mapping[str, tuple[Stated, ...]]
    by_topic: Mapping[str, tuple[Stated, ...]]
    by_iri: Mapping[str, Stated]

    @classmethod
    def read(cls, store: Asked, base: str) -> Self:
        """Read them from the graph."""
        classes = " ".join(f'(aft:{name} "{kind}")' for kind, name in CLASSES.items())
        groups: dict[str, list[ox.QuerySolution]] = defaultdict(list)
        for row in _rows(store, PLACES % {"classes": classes}, base):
            groups[row["statement"].value].append(row)
        topics, under = _values(store, TOPICS, "topic", base), _values(store, UNDER, "whole", base)
        national = defaultdict[str, list[Contribution]](list)
        for row in _rows(store, NATIONAL, base):
            sure = float(row["confidence"].value) if row["confidence"] is not None else None
            national[row["statement"].value].append(Contribution(row["goal"].value, sure))
        corrected = {
            row["statement"].value: Corrected(row["by"].value, row["at"].value[:10], row["kind"].value)
            for row in _rows(store, CORRECTED, base)
        }
        found = [
            _stated(iri, rows, topics.get(iri, ()), tuple(national[iri]), under.get(iri, ()), corrected.get(iri))
            for iri, rows in groups.items()
        ]
        found.sort(key=lambda one: (one.agreement, one.places[0].document, one.places[0].span))
        return cls(
            _grouped((one.agreement, one) for one in found),
            _grouped((topic, one) for one in found for topic in one.topics),
            {one.iri: one for one in found},
        )


def _stated(
    iri: str,
    rows: list[ox.QuerySolution],
    topics: Iterable[str],
    national: tuple[Contribution, ...],
    under: Iterable[str],
    corrected: Corrected | None,
) -> Stated:
    first = rows[0]
    places = {
        Place(
            row["document"].value,
            Span(int(row["start"].value), int(row["end"].value)),
            row["own"].value == "true",
        ): None
        for row in rows
    }
    return Stated(
        iri=iri,
        kind=first["kind"].value,
        agreement=first["agreement"].value,
        label=first["label"].value,
        text=first["text"].value,
        strength=first["strength"].value if first["strength"] is not None else "",
        places=tuple(sorted(places, key=lambda one: (one.document, one.span, not one.own))),
        topics=tuple(topic.rpartition("/")[2] for topic in topics),
        national=national,
        under=tuple(under),
        corrected=corrected,
    )


def _values(store: Asked, query: str, name: str, base: str) -> dict[str, tuple[str, ...]]:
    found = defaultdict[str, list[str]](list)
    for row in _rows(store, query, base):
        found[row["statement"].value].append(row[name].value)
    return {iri: tuple(values) for iri, values in found.items()}


def _grouped(pairs: Iterable[tuple[str, Stated]]) -> dict[str, tuple[Stated, ...]]:
    groups: dict[str, list[Stated]] = defaultdict(list)
    for key, one in pairs:
        groups[key].append(one)
    return {key: tuple(some) for key, some in groups.items()}


def _rows(store: Asked, query: str, base: str) -> ox.QuerySolutions:
    return cast(ox.QuerySolutions, store.query(rebase_text(PREFIXES + query, base)))

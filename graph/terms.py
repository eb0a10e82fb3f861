"""The ontology as a reader looks it up: each term with its names, meaning, place in the model and examples.

Read from the graph of the ontology, so that a page on it says what the graph says. What joins classes is read from
the shapes: they tell also where a term of others (`dcterms:isPartOf`, `prov:wasDerivedFrom`) joins two classes of ours,
which no domain or range does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph.namespaces import namespaces


class Kind(StrEnum):
    """What a term is."""

    CLASS = "class"
    RELATION = "relation"
    ATTRIBUTE = "attribute"
    DATATYPE = "datatype"
    INDIVIDUAL = "individual"


KINDS: Final[Mapping[URIRef, Kind]] = {
    OWL.Class: Kind.CLASS,
    OWL.ObjectProperty: Kind.RELATION,
    OWL.DatatypeProperty: Kind.ATTRIBUTE,
    RDFS.Datatype: Kind.DATATYPE,
    OWL.NamedIndividual: Kind.INDIVIDUAL,
}
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property, datatype or fixed value of the ontology.

    Attributes:
        iri: Its IRI.
        kind: What it is.
        labels: Its name by language.
        definitions: What it means, by language.
        examples: Examples in a language, or in none ("": codes, numbers, Turtle).
        broader: IRIs of the classes or properties that it specialises, or of the class of a fixed value.
        domains: IRIs of the classes it is used of.
        ranges: IRIs of the classes or datatypes of its values.
        single: A thing has at most one value of it.
        see_also: IRIs of terms of others that are near.
    """

    iri: str
    kind: Kind
    labels: Words
    definitions: Words
    examples: Mapping[str, tuple[str, ...]]
    broader: tuple[str, ...]
    domains: tuple[str, ...]
    ranges: tuple[str, ...]
    single: bool
    see_also: tuple[str, ...]

    @property
    def name(self) -> str:
        """The part after the hash, which is its anchor on a page."""
        return self.iri.rpartition("#")[2]


@dataclass(frozen=True, slots=True)
class Reused:
    """A term of others: its IRI, its names here and how it is used here, by language."""

    iri: str
    labels: Words
    notes: Words


@dataclass(frozen=True, slots=True)
class Relation:
    """That things of one class lead to things of another by a property; all three are IRIs."""

    source: str
    property: str
    target: str


def own_terms(ontology: Graph) -> list[Term]:
    """Read the terms that the ontology defines, in the order of their names."""
    found = {URIRef(str(term)) for term in ontology.subjects(RDFS.isDefinedBy)}
    return sorted((_term(ontology, term) for term in found), key=lambda term: (term.name.casefold(), term.name))


def reused_terms(ontology: Graph) -> list[Reused]:
    """Read the terms of others that the ontology names, in the order of their IRIs."""
    own = set(ontology.subjects(RDFS.isDefinedBy))
    named = {term for term in ontology.subjects(RDFS.label) if isinstance(term, URIRef) and term not in own}
    return [
        Reused(str(term), _words(ontology, term, RDFS.label), _words(ontology, term, SKOS.scopeNote))
        for term in sorted(named)
    ]


def relations(shapes: Graph) -> list[Relation]:
    """Read which classes a conforming graph joins, and by which properties."""
    found = set()
    for shape, source in shapes.subject_objects(SH.targetClass):
        for rule in shapes.objects(shape, SH.property):
            path, target = shapes.value(rule, SH.path), shapes.value(rule, SH["class"])
            if isinstance(path, URIRef) and target is not None:
                found.add((str(source), str(path), str(target)))
    return [Relation(*one) for one in sorted(found)]


def short_name(iri: str, base: str) -> str:
    """Write an IRI with the project's longest fitting prefix, or whole if none fits."""
    fitting = [(str(space), prefix) for prefix, space in namespaces(base).items() if iri.startswith(space)]
    space, prefix = max(fitting, key=lambda one: len(one[0]), default=("", ""))
    return f"{prefix}:{iri.removeprefix(space)}" if prefix else iri


def _term(graph: Graph, term: URIRef) -> Term:
    types = set(graph.objects(term, RDF.type))
    kind = next(kind for owl, kind in KINDS.items() if owl in types)
    if kind is Kind.INDIVIDUAL:
        broader: Iterable[Node] = types - {OWL.NamedIndividual}
    else:
        broader = {*graph.objects(term, RDFS.subClassOf), *graph.objects(term, RDFS.subPropertyOf)}
    return Term(
        iri=str(term),
        kind=kind,
        labels=_words(graph, term, RDFS.label),
        definitions=_words(graph, term, SKOS.definition),
        examples=_examples(graph, term),
        broader=_iris(broader),
        domains=_members(graph, term, RDFS.domain),
        ranges=_members(graph, term, RDFS.range),
        single=OWL.FunctionalProperty in types,
        see_also=_iris(graph.objects(term, RDFS.seeAlso)),
    )


def _words(graph: Graph, term: URIRef, kind: URIRef) -> Words:
    texts = (text for text in graph.objects(term, kind) if isinstance(text, Literal))
    return {text.language: str(text) for text in texts if text.language}


def _examples(graph: Graph, term: URIRef) -> Mapping[str, tuple[str, ...]]:
    texts = sorted(text for text in graph.objects(term, SKOS.example) if isinstance(text, Literal))
    languages = sorted({text.language or "" for text in texts})
    return {one: tuple(str(text) for text in texts if (text.language or "") == one) for one in languages}


def _members(graph: Graph, term: URIRef, kind: URIRef) -> tuple[str, ...]:
    """Return the classes that a domain or range names, one by one where it is a union."""
    return _iris(member for node in graph.objects(term, kind) for member in _flat(graph, node))


def _flat(graph: Graph, node: Node) -> Iterator[Node]:
    if isinstance(node, BNode):
        for union in graph.objects(node, OWL.unionOf):
            yield from Collection(graph, union)
    else:
        yield node


def _iris(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted(str(node) for node in nodes if isinstance(node, URIRef)))

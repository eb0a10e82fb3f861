"""What can be counted in a dataset, by class and by property, as VoID counts it (<https://www.w3.org/TR/void/#statistics>).

A triple stands in one named graph only (see `graph.rdf`), so the counts of the graphs add up to those of their union.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class PropertyCount:
    """How often a property is used: triples, and the different subjects and objects in them."""

    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many things a class has, how many triples tell of them, and how many by each property."""

    entities: int
    triples: int
    properties: Mapping[URIRef, int]


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts of a dataset; `entities` are the different subjects below its URI space."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: Mapping[URIRef, ClassCount]
    properties: Mapping[URIRef, PropertyCount]


def count(graphs: Iterable[Graph], uri_space: str) -> Statistics:
    """Count the union of graphs that share no triple.

    Args:
        graphs: The graphs.
        uri_space: What the IRIs of its entities start with.
    """
    graphs = list(graphs)
    kinds = _kinds(graphs)
    used: Counter[URIRef] = Counter()
    subjects, objects = defaultdict[URIRef, set[Node]](set), defaultdict[URIRef, set[Node]](set)
    of_class: dict[URIRef, Counter[URIRef]] = defaultdict(Counter)
    for graph in graphs:
        for subject, predicate, value in graph:
            name = URIRef(str(predicate))
            used[name] += 1
            subjects[name].add(subject)
            objects[name].add(value)
            for kind in kinds.get(subject, ()):
                of_class[kind][name] += 1
    members = Counter(kind for some in kinds.values() for kind in some)
    all_subjects = set[Node]().union(*subjects.values())
    return Statistics(
        triples=used.total(),
        entities=sum(isinstance(one, URIRef) and one.startswith(uri_space) for one in all_subjects),
        subjects=len(all_subjects),
        objects=len(set[Node]().union(*objects.values())),
        classes={kind: ClassCount(members[kind], of_class[kind].total(), of_class[kind]) for kind in sorted(members)},
        properties={one: PropertyCount(used[one], len(subjects[one]), len(objects[one])) for one in sorted(used)},
    )


def _kinds(graphs: Iterable[Graph]) -> Mapping[Node, tuple[URIRef, ...]]:
    """Map each thing to its classes."""
    kinds: dict[Node, tuple[URIRef, ...]] = defaultdict(tuple)
    for graph in graphs:
        for thing, kind in graph.subject_objects(RDF.type):
            if isinstance(kind, URIRef):
                kinds[thing] += (kind,)
    return kinds

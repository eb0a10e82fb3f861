"""The ontology's Turtle files as graphs, rebased, each file in the named graph it belongs to.

Which file goes where is told by its name (`FILES`): so one more `topics-*.ttl` needs no code. Files are taken in the
order of their names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef

from graph.errors import VocabularyError, VocabularyFileError
from graph.namespaces import Triple, graph_iri, namespaces, new_graph, rebased, slugify
from graph.turtle import parse_turtle

ONTOLOGY: Final = "ontologi"
TOPICS: Final = "emner"
REFERENCE: Final = "reference"
DATASET: Final = "datasaet"
QUESTIONS: Final = "eksempler"
SHAPES: Final = "shapes"

FILES: Final = (
    ("core*.ttl", ONTOLOGY),
    ("shapes*.ttl", SHAPES),
    ("topics*.ttl", TOPICS),
    ("dataset*.ttl", DATASET),
    ("*.ttl", REFERENCE),
)
"""Which part of the vocabulary a file is: the first pattern that its name matches."""

LABELS: Final = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The parts of the vocabulary.

    Attributes:
        base: The base IRI that all names lie under.
        ontology: Classes and properties.
        topics: The SKOS thesaurus.
        reference: Regions, national goals and national indicators.
        dataset: What is known of the dataset before it is built (`graph.dataset` adds the rest).
        shapes: The SHACL shapes; they are no data and belong to no named graph.
    """

    base: str
    ontology: Graph
    topics: Graph
    reference: Graph
    dataset: Graph
    shapes: Graph

    def named_graphs(self) -> dict[URIRef, Graph]:
        """Map the name of each named graph that is read and not made to its triples."""
        parts = {ONTOLOGY: self.ontology, TOPICS: self.topics, REFERENCE: self.reference}
        return {graph_iri(self.base, name): part for name, part in parts.items()}

    def national_goals(self) -> dict[str, str]:
        """Map the IRI of each national goal to its Danish name."""
        goals = self.reference.subjects(RDF.type, namespaces(self.base)["aft"].NationalGoal)
        names = ((goal, name) for goal in goals for name in self.reference.objects(goal, RDFS.label))
        return {str(goal): str(name) for goal, name in names if isinstance(name, Literal) and name.language == "da"}

    def background(self) -> Graph:
        """Join ontology, topics and reference data: what an agreement's graph is validated against."""
        return join((self.ontology, self.topics, self.reference), self.base)


def load_vocabulary(base: str, folder: Traversable | None = None) -> Vocabulary:
    """Read every Turtle file of the ontology.

    Args:
        base: The base IRI to bring all names under.
        folder: Where the files lie; by default the ones installed with the program.

    Raises:
        VocabularyFileError: There is no file, or one is no valid Turtle; the error names file and line.
    """
    folder = folder or files("ontology")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".ttl")), key=lambda path: path.name)
    if not paths:
        raise VocabularyFileError(f"The ontology must have Turtle files, but {folder} has none; install it again.")
    parts: dict[str, list[Iterable[Triple]]] = {part: [] for _, part in FILES}
    for path in paths:
        part = next(part for pattern, part in FILES if fnmatch(path.name, pattern))
        parts[part].append(rebased(parse_turtle(path.read_bytes(), path.name), base))
    joined = {part: join(graphs, base) for part, graphs in parts.items()}
    return Vocabulary(base, *(joined[part] for part in (ONTOLOGY, TOPICS, REFERENCE, DATASET, SHAPES)))


def join(graphs: Iterable[Iterable[Triple]], base: str) -> Graph:
    """Copy graphs into one."""
    joined = new_graph(base)
    for graph in graphs:
        for triple in graph:
            joined.add(triple)
    return joined


def by_label(graph: Graph, kind: URIRef) -> dict[str, URIRef]:
    """Map the slug of each label (preferred, alternative or plain, in any language) to the thing of that kind.

    Raises:
        VocabularyError: Two things of that kind share a label.
    """
    found: dict[str, URIRef] = {}
    things = sorted({URIRef(str(thing)) for thing in graph.subjects(RDF.type, kind)})
    for thing in things:
        for label in sorted(labels(graph, thing)):
            known = found.setdefault(slugify(label, length=len(label) * 2), thing)
            if known != thing:
                raise VocabularyError(f"A label names one thing, but '{label}' names {known} and {thing}; change one.")
    return found


def labels(graph: Graph, thing: URIRef) -> set[Literal]:
    """Give every label of a thing."""
    return {label for kind in LABELS for label in graph.objects(thing, kind) if isinstance(label, Literal)}

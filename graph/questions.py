"""The competency questions: what the graph must be able to answer, as SPARQL.

Each `ontology/queries/*.rq` opens with four comment lines: title and description, each in Danish and in English. They
are offered in the query editor, run as tests, and stand in the graph as `sh:SPARQLExecutable`
(<https://www.w3.org/TR/shacl-af/#SPARQLExecutable>), in the form that SPARQL editors read from an endpoint, with the
prefix table as `sh:declare`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef

from graph.errors import VocabularyFileError
from graph.namespaces import namespaces, new_graph
from graph.prefixes import check_base, rebase_text

OPENING = re.compile(r"# (\S.*)\n# (\S.*)\n# (\S.*)\n# (\S.*)\n\n")


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question.

    Attributes:
        id: The file's name without its ending.
        titles: What it asks, by language ("da", "en").
        descriptions: What to know of the answer, or how to change the question, by language.
        query: The whole query, rebased, with its opening lines.
    """

    id: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    query: str


def competency_questions(base: str, folder: Traversable | None = None) -> tuple[Question, ...]:
    """Read the competency questions, in the order of their file names.

    Raises:
        VocabularyFileError: A file does not open with its titles and descriptions.
    """
    folder = folder or files("ontology").joinpath("queries")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".rq")), key=lambda path: path.name)
    return tuple(_question(path, base) for path in paths)


def questions_graph(questions: Iterable[Question], base: str) -> Graph:
    """Write the questions, and the prefixes that they use, as linked data."""
    graph = new_graph(base)
    ontology = URIRef(f"{check_base(base)}ontologi")
    for prefix, namespace in namespaces(base).items():
        declaration = URIRef(f"{base}id/praefiks/{prefix}")
        graph.add((ontology, SH.declare, declaration))
        graph.add((declaration, RDF.type, SH.PrefixDeclaration))
        graph.add((declaration, SH.prefix, Literal(prefix)))
        graph.add((declaration, SH.namespace, Literal(str(namespace), datatype=XSD.anyURI)))
    for question in questions:
        _add(graph, question, question_iri(base, question.id), ontology, base)
    return graph


def question_iri(base: str, name: str) -> URIRef:
    """Name a competency question."""
    return URIRef(f"{check_base(base)}id/forespoergsel/{name}")


def _add(graph: Graph, question: Question, iri: URIRef, ontology: URIRef, base: str) -> None:
    graph.add((iri, RDF.type, SH.SPARQLExecutable))
    graph.add((iri, RDF.type, SH.SPARQLSelectExecutable))
    for predicate, texts in ((RDFS.label, question.titles), (RDFS.comment, question.descriptions)):
        for language, text in texts.items():
            graph.add((iri, predicate, Literal(text, lang=language)))
    graph.add((iri, SH.prefixes, ontology))
    graph.add((iri, SH.select, Literal(question.query)))
    graph.add((iri, namespaces(base)["schema"].target, URIRef(f"{base}sparql")))


def _question(path: Traversable, base: str) -> Question:
    text = path.read_text(encoding="utf-8")
    opening = OPENING.match(text)
    if opening is None:
        raise VocabularyFileError(
            f"{path.name}, line 1: a query opens with its title and its description, each in Danish and in English, a "
            "'# ' line each, and an empty line; add them."
        )
    danish, english, told, explained = opening.groups()
    return Question(
        path.name.removesuffix(".rq"),
        {"da": danish, "en": english},
        {"da": told, "en": explained},
        rebase_text(text, base),
    )

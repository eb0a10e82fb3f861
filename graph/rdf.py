"""What an agreement states, as linked data: one graph an agreement, replaced as a whole.

Pure functions: the same agreement gives the same triples, no clock, no blank node, no order. Nothing that the program
infers stands here (`graph.inferred`), and no triple stands in two named graphs: a store that queries the union of its
graphs counts such a triple twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rdflib import RDF, RDFS, Graph, Literal, URIRef

from graph import literals
from graph.fields import FieldWriter
from graph.metadata import add_agreement, add_documents, add_formalia
from graph.model import CLASSES
from graph.namespaces import agreement_iri, namespaces, new_graph
from graph.naming import statement_iris
from graph.passages import Passages
from graph.quotes import quote_iri
from ingest.manifest import Agreement
from ingest.model import Extraction, FocusArea, Statement
from ingest.revisions import Revision


def agreement_graph(
    agreement: Agreement,
    extraction: Extraction,
    sources: Mapping[str, str],
    base: str,
    *,
    replaces: str | None = None,
    national_indicators: Mapping[str, URIRef] | None = None,
    revisions: Sequence[Revision] = (),
) -> Graph:
    """Write an agreement, its documents, their passages and its statements as linked data.

    Args:
        agreement: The agreement as the manifest has it.
        extraction: What was read from all its documents, with corrections.
        sources: The text of each document as read, by its id; every quote is found again in it.
        base: The base IRI.
        replaces: Id of the agreement before this one in the region, where the corpus holds it.
        national_indicators: Names of the national indicators by the slug of each of their labels
            (`graph.vocabulary.by_label`), to which the agreement's references are resolved.
        revisions: What a person corrected: its quotes stand here, what it says in `graph.corrections`.

    Raises:
        EvidenceError: A quote does not stand in its source.
    """
    graph = new_graph(base)
    iri = add_agreement(graph, agreement, base)
    add_formalia(graph, iri, extraction.formalia, base)
    add_documents(graph, agreement, sources, base)
    if replaces is not None:
        graph.add((iri, namespaces(base)["dcterms"].replaces, agreement_iri(base, replaces)))
    names = statement_iris(base, agreement.id, extraction.statements)
    passages = Passages(extraction.passages, base)
    passages.describe(graph, sources)
    own = FieldWriter(names, national_indicators or {}, base)
    told_apart = {revision.now for revision in revisions}
    for statement in (*names, *(revision.read for revision in revisions)):
        for quote in (*statement.quotes, *statement.body):
            passages.add_quote(graph, quote, sources)
    for statement, name in names.items():
        if statement not in told_apart:
            add_statement(graph, statement, name, iri, own, base)
    return graph


def add_statement(
    graph: Graph, statement: Statement, name: URIRef, agreement: URIRef, own: FieldWriter, base: str
) -> None:
    """State what a statement says and which quotes it rests on; these are described elsewhere."""
    ns = namespaces(base)
    aft = ns["aft"]
    graph.add((name, RDF.type, aft.Statement))
    graph.add((name, RDF.type, aft[CLASSES[statement.kind]]))
    if isinstance(statement, FocusArea) and statement.cross_cutting:
        graph.add((name, RDF.type, aft.CrossCuttingFocusArea))
    graph.add((name, ns["dcterms"].isPartOf, agreement))
    graph.add((name, RDFS.label, literals.danish(statement.name)))
    graph.add((name, aft.text, literals.danish(statement.text)))
    if statement.strength:
        graph.add((name, aft.strength, Literal(statement.strength)))
    for quote in statement.quotes:
        graph.add((name, ns["prov"].wasDerivedFrom, quote_iri(base, quote)))
    for quote in statement.body:
        graph.add((name, aft.elaboration, quote_iri(base, quote)))
    own.add(graph, statement, name)

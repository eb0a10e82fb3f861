"""What people corrected, as linked data: a graph of its own, apart from what the program read and what it infers.

A corrected statement stands here and nowhere else, as a revision of what was read. Each correction tells who made it
and when (PROV-O), and the reading that it replaced stays, ended by the correction, with its quotes. These are the
text's own and so stand with what the text states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import XSD

from graph import literals
from graph.fields import FieldWriter
from graph.namespaces import agreement_iri, namespaces, new_graph, slugify
from graph.naming import digest, statement_iris
from graph.program import program_iri
from graph.quotes import quote_iri
from graph.rdf import add_statement
from ingest.corrections import LINKS, Correction
from ingest.manifest import Agreement
from ingest.model import Extraction, Statement
from ingest.revisions import Revision


def corrections_graph(
    agreement: Agreement,
    extraction: Extraction,
    revisions: Sequence[Revision],
    base: str,
    *,
    version: str,
    national_indicators: Mapping[str, URIRef] | None = None,
) -> Graph:
    """Write the corrections of an agreement, what was read, and the statements as they are now.

    Args:
        agreement: The agreement.
        extraction: What was read from it, with corrections.
        revisions: What was corrected.
        base: The base IRI.
        version: The version of the program that read it.
        national_indicators: As in `graph.rdf.agreement_graph`.
    """
    graph = new_graph(base)
    iri = agreement_iri(base, agreement.id)
    prov = namespaces(base)["prov"]
    names = statement_iris(base, agreement.id, extraction.statements)
    own = FieldWriter(names, national_indicators or {}, base)
    for revision in revisions:
        activity = correction_iri(base, agreement.id, revision.correction)
        reading = URIRef(f"{iri}#laesning-{revision.correction.id}")
        _add_activity(graph, activity, revision.correction, iri, base)
        _add_reading(graph, reading, revision, iri, base)
        graph.add((reading, prov.wasAttributedTo, program_iri(base, version)))
        graph.add((reading, prov.wasInvalidatedBy, activity))
        if revision.now is not None:
            name = names[revision.now]
            add_statement(graph, revision.now, name, iri, own, base)
            graph.add((name, prov.wasGeneratedBy, activity))
            graph.add((name, prov.wasRevisionOf, reading))
    return graph


def correction_iri(base: str, agreement_id: str, correction: Correction) -> URIRef:
    """Name a correction as a part of its agreement."""
    return URIRef(f"{agreement_iri(base, agreement_id)}#rettelse-{correction.id}")


def _add_activity(graph: Graph, name: URIRef, correction: Correction, agreement: URIRef, base: str) -> None:
    """Describe the correction itself: who made it, and when."""
    ns = namespaces(base)
    person = URIRef(f"{agreement}#person-{f'{slugify(correction.by)}-{digest([correction.by])}'.strip('-')}")
    for kind in (ns["prov"].Activity, ns["aft"].Correction):
        graph.add((name, RDF.type, kind))
    graph.add((name, RDFS.label, literals.danish(f"Rettelse af {correction.read_name}")))
    graph.add((name, ns["prov"].wasAssociatedWith, person))
    graph.add((name, ns["prov"].endedAtTime, Literal(correction.at, datatype=XSD.dateTime)))
    graph.add((person, RDF.type, ns["prov"].Person))
    graph.add((person, RDFS.label, Literal(correction.by)))


def _add_reading(graph: Graph, name: URIRef, revision: Revision, agreement: URIRef, base: str) -> None:
    """Describe what the program read."""
    ns, read = namespaces(base), revision.read
    aft = ns["aft"]
    graph.add((name, RDF.type, aft.Reading))
    graph.add((name, RDFS.label, literals.danish(read.name)))
    graph.add((name, aft.readText, literals.danish(read.text)))
    graph.add((name, aft.readAs, Literal(read.kind.value)))
    graph.add((name, ns["dcterms"].isPartOf, agreement))
    link = _link(read)
    if link:
        graph.add((name, aft.readLink, literals.danish(link)))
    for quote in read.quotes:
        graph.add((name, ns["prov"].wasDerivedFrom, quote_iri(base, quote)))


def _link(statement: Statement) -> str | None:
    """Return the name of the goal or focus area that a statement was read to belong to."""
    if statement.kind not in LINKS:
        return None
    name: str | None = getattr(statement, LINKS[statement.kind][0])
    return name

"""An agreement and its source documents as linked data: what is known of them besides what they state."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import XSD

from graph.literals import DAY, boolean, danish, day_or_year, integer
from graph.namespaces import agreement_iri, document_iri, namespaces, region_iri
from ingest.manifest import Agreement, Document
from ingest.model import Coverage, Formalia

COVERAGE = {Coverage.FULL_TEXT: "FullText", Coverage.FACT_SHEET: "FactSheet"}


def add_agreement(graph: Graph, agreement: Agreement, base: str) -> URIRef:
    """Describe an agreement: title, region, period, parties, coverage; gives its name.

    The period is exact to the day or the year, as the manifest has it. Where it is a day, the ELI properties, which
    know no years, say it too.
    """
    ns = namespaces(base)
    aft, dcterms, eli = ns["aft"], ns["dcterms"], ns["eli"]
    iri = agreement_iri(base, agreement.id)
    graph.add((iri, RDF.type, aft.Agreement))
    graph.add((iri, RDF.type, eli.LegalResource))
    graph.add((iri, RDFS.label, danish(agreement.title)))
    graph.add((iri, dcterms.title, danish(agreement.title)))
    graph.add((iri, dcterms.identifier, Literal(agreement.id)))
    graph.add((iri, aft.region, region_iri(base, agreement.region)))
    graph.add((iri, aft.coverage, aft[COVERAGE[agreement.coverage]]))
    periods = (
        (aft.periodStart, eli.first_date_entry_in_force, agreement.period_start),
        (aft.periodEnd, eli.date_no_longer_in_force, agreement.period_end),
    )
    for own, exact, text in periods:
        graph.add((iri, own, day_or_year(text)))
        if DAY.fullmatch(text):
            graph.add((iri, exact, day_or_year(text)))
    for party in agreement.parties:
        graph.add((iri, aft.party, Literal(party)))
    return iri


def add_formalia(graph: Graph, agreement: URIRef, formalia: Formalia, base: str) -> None:
    """Describe what the text says of its own agreement and the manifest does not."""
    aft = namespaces(base)["aft"]
    if formalia.number_of_municipalities is not None:
        graph.add((agreement, aft.numberOfMunicipalities, integer(formalia.number_of_municipalities)))
    if formalia.predecessor:
        graph.add((agreement, aft.statedPredecessor, danish(formalia.predecessor)))


def add_documents(graph: Graph, agreement: Agreement, sources: Mapping[str, str], base: str) -> None:
    """Describe each source document of an agreement, with the checksum and length of what was read."""
    ns = namespaces(base)
    for document in agreement.documents:
        iri = document_iri(base, document.id)
        graph.add((iri, RDF.type, ns["aft"].SourceDocument))
        graph.add((iri, RDFS.label, danish(document.title)))
        graph.add((iri, ns["dcterms"].title, danish(document.title)))
        graph.add((iri, ns["dcterms"].identifier, Literal(document.id)))
        graph.add((iri, ns["dcterms"].isPartOf, agreement_iri(base, agreement.id)))
        graph.add((iri, ns["dc"].source, danish(document.source)))
        graph.add((iri, ns["aft"].fileName, Literal(document.path.name)))
        graph.add((iri, ns["aft"].coverage, ns["aft"][COVERAGE[document.coverage]]))
        graph.add((iri, ns["aft"].supplement, boolean(document.supplement)))
        if document.id in sources:
            graph.add((iri, ns["aft"].characters, integer(len(sources[document.id]))))
        _add_checksum(graph, iri, document, base)


def _add_checksum(graph: Graph, iri: URIRef, document: Document, base: str) -> None:
    spdx = namespaces(base)["spdx"]
    checksum = URIRef(f"{iri}#sha256")
    graph.add((iri, spdx.checksum, checksum))
    graph.add((checksum, RDF.type, spdx.Checksum))
    graph.add((checksum, spdx.algorithm, spdx.checksumAlgorithm_sha256))
    graph.add((checksum, spdx.checksumValue, Literal(document.sha256, datatype=XSD.hexBinary)))

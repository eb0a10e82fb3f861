"""The ontology itself: complete, in two languages, free of contradictions, and right about the facts."""

from __future__ import annotations

import pytest
from graph_samples import BASE, EXTRACTION, LINK, PRIORITIES, SOURCES, agreement
from owlrl import OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef

from graph.inferred import inferred_graph
from graph.namespaces import namespaces, region_iri
from graph.rdf import CLASSES, agreement_graph
from graph.vocabulary import Vocabulary, load_vocabulary
from ingest.regions import REGIONS

NS = namespaces(BASE)
AFT = NS["aft"]

REUSED = """
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
prov:Entity owl:disjointWith prov:Activity .
prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
prov:wasGeneratedBy rdfs:domain prov:Entity ; rdfs:range prov:Activity .
prov:used rdfs:domain prov:Activity ; rdfs:range prov:Entity .
eli:responsibility_of_agent rdfs:domain eli:LegalResource ; rdfs:range eli:Agent .
eli:first_date_entry_in_force a owl:FunctionalProperty ; rdfs:range xsd:date .
eli:date_no_longer_in_force a owl:FunctionalProperty ; rdfs:range xsd:date .
skos:Concept owl:disjointWith skos:ConceptScheme , skos:Collection .
skos:broader rdfs:domain skos:Concept ; rdfs:range skos:Concept .
org:FormalOrganization rdfs:subClassOf org:Organization .
org:Organization rdfs:subClassOf foaf:Agent .
org:ChangeEvent rdfs:subClassOf prov:Activity .
org:originalOrganization rdfs:domain org:ChangeEvent ; rdfs:range org:Organization .
org:resultingOrganization rdfs:domain org:ChangeEvent ; rdfs:range org:Organization .
foaf:Document owl:disjointWith foaf:Organization .
"""
"""Axioms of the reused ontologies that could contradict ours, as their specifications state them."""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(BASE)


def own_terms(graph: Graph) -> set[URIRef]:
    return {URIRef(str(term)) for term in graph.subjects(RDFS.isDefinedBy)}


def contradictions(*graphs: Graph) -> list[str]:
    whole = Graph().parse(data=REUSED, format="turtle")
    for graph in graphs:
        for triple in graph:
            whole.add(triple)
    closure = OWLRL_Semantics(whole, False, False, False)
    closure.closure()
    return list(closure.error_messages)


def test_every_term_is_labelled_and_defined_in_both_languages(vocabulary: Vocabulary) -> None:
    terms = own_terms(vocabulary.ontology)
    assert len(terms) > 60
    for term in terms:
        for kind in (RDFS.label, SKOS.definition):
            found = sorted(str(text.language) for text in vocabulary.ontology.objects(term, kind))
            assert found == ["da", "en"], f"{term} has {kind} in {found}"


def test_every_term_used_is_defined(vocabulary: Vocabulary) -> None:
    terms = own_terms(vocabulary.ontology)
    stated = agreement_graph(agreement(), EXTRACTION, SOURCES, BASE, replaces="x", national_indicators={})
    inferred = inferred_graph(agreement(), PRIORITIES, EXTRACTION, SOURCES, BASE, version="1", links=(LINK,))
    parts = (vocabulary.ontology, vocabulary.reference, vocabulary.topics, vocabulary.shapes, stated, inferred)
    used = {
        term
        for part in parts
        for triple in part
        for term in triple
        if isinstance(term, URIRef) and term.startswith(f"{AFT}") and term != URIRef(AFT)
    }
    assert used - terms == set()


def test_every_kind_of_statement_is_a_class_below_statement(vocabulary: Vocabulary) -> None:
    for name in CLASSES.values():
        assert (AFT[name], RDFS.subClassOf, AFT.Statement) in vocabulary.ontology


def test_every_class_has_a_shape(vocabulary: Vocabulary) -> None:
    shaped = set(vocabulary.shapes.objects(None, SH.targetClass))
    classes = {term for term in vocabulary.ontology.subjects(RDF.type, OWL.Class) if isinstance(term, URIRef)}
    assert classes - shaped == {AFT.Coverage, AFT.CrossCuttingFocusArea}


def test_every_rule_has_its_message_in_both_languages(vocabulary: Vocabulary) -> None:
    shapes = vocabulary.shapes
    rules = set(shapes.subjects(SH.message)) | set(shapes.objects(None, SH.property))
    nested = {node for node in rules if not list(shapes.objects(node, SH.message))}
    alternatives = {member for node in shapes.objects(None, SH["or"]) for member in shapes.items(node)}
    for rule in rules - nested:
        assert sorted(str(text.language) for text in shapes.objects(rule, SH.message)) == ["da", "en"]
    for rule in nested:
        assert set(shapes.subjects(SH.property, rule)) <= alternatives, "a rule without message outside an sh:or"


def test_the_ontology_and_the_reference_data_have_no_contradiction(vocabulary: Vocabulary) -> None:
    assert contradictions(vocabulary.ontology, vocabulary.reference) == []


def test_every_class_and_every_property_can_be_used_without_contradiction(vocabulary: Vocabulary) -> None:
    ontology, use = vocabulary.ontology, Graph()
    for term in ontology.subjects(RDF.type, OWL.Class):
        if isinstance(term, URIRef) and term != AFT.Coverage:
            use.add((URIRef(f"urn:one:{term}"), RDF.type, term))
    for term in ontology.subjects(RDF.type, OWL.ObjectProperty):
        if term != AFT.coverage:
            use.add((URIRef(f"urn:from:{term}"), URIRef(str(term)), URIRef(f"urn:to:{term}")))
    assert len(use) > 35
    assert contradictions(ontology, use) == []


def test_the_check_for_contradictions_finds_one(vocabulary: Vocabulary) -> None:
    both = Graph()
    both.add((URIRef("urn:x"), RDF.type, AFT.Agreement))
    both.add((URIRef("urn:x"), RDF.type, NS["prov"].Activity))
    both.add((URIRef("urn:x"), RDF.type, AFT.Statement))
    assert contradictions(vocabulary.ontology, both) != []


def test_the_regions_are_the_five_and_their_successor(vocabulary: Vocabulary) -> None:
    facts = {
        "nordjylland": ("1081", "DK05", 11),
        "midtjylland": ("1082", "DK04", 19),
        "syddanmark": ("1083", "DK03", 22),
        "hovedstaden": ("1084", "DK01", 29),
        "sjaelland": ("1085", "DK02", 17),
    }
    reference = vocabulary.reference
    assert set(reference.subjects(RDF.type, AFT.Region)) == {region_iri(BASE, slug) for slug in REGIONS}
    for slug, (code, nuts, number) in facts.items():
        region = region_iri(BASE, slug)
        assert reference.value(region, AFT.authorityCode) == Literal(code)
        assert reference.value(region, AFT.nutsCode) == Literal(nuts)
        assert reference.value(region, AFT.numberOfMunicipalities) == Literal(number)
    event = reference.value(region_iri(BASE, "oestdanmark"), NS["org"].resultedFrom)
    assert set(reference.objects(event, NS["org"].originalOrganization)) == {
        region_iri(BASE, "hovedstaden"),
        region_iri(BASE, "sjaelland"),
    }
    assert str(reference.value(event, NS["dcterms"].date)) == "2027-01-01"

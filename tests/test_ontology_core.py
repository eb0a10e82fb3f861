"""The ontology itself: complete, in two languages, free of contradictions, and right about the facts."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from graph_samples import BASE, EXTRACTION, LINK, PRIORITIES, SOURCES, agreement
from owlrl import OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef

from graph.inferred import inferred_graph
from graph.namespaces import bare_graph, graph_iri, namespaces, region_iri
from graph.prefixes import prefix_table
from graph.rdf import CLASSES, agreement_graph
from graph.store import open_store
from graph.vocabulary import Vocabulary, load_vocabulary
from ingest.regions import REGIONS
from service.building.release import current
from service.settings import Settings

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
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
prov:Entity owl:disjointWith prov:Activity .
prov:Association owl:disjointWith prov:Entity .
prov:SoftwareAgent rdfs:subClassOf prov:Agent .
prov:Plan rdfs:subClassOf prov:Entity .
prov:wasAssociatedWith rdfs:domain prov:Activity ; rdfs:range prov:Agent .
prov:qualifiedAssociation rdfs:domain prov:Activity ; rdfs:range prov:Association .
prov:hadPlan rdfs:domain prov:Association ; rdfs:range prov:Plan .
oa:hasBody rdfs:domain oa:Annotation .
oa:hasTarget rdfs:domain oa:Annotation .
oa:hasSource rdfs:domain oa:ResourceSelection .
oa:SpecificResource rdfs:subClassOf oa:ResourceSelection .
oa:hasSelector rdfs:range oa:Selector .
oa:TextQuoteSelector rdfs:subClassOf oa:Selector .
oa:TextPositionSelector rdfs:subClassOf oa:Selector .
prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
prov:wasGeneratedBy rdfs:domain prov:Entity ; rdfs:range prov:Activity .
prov:used rdfs:domain prov:Activity ; rdfs:range prov:Entity .
eli:responsibility_of_agent rdfs:domain eli:LegalResource ; rdfs:range eli:Agent .
eli:first_date_entry_in_force a owl:FunctionalProperty ; rdfs:range xsd:date .
eli:date_no_longer_in_force a owl:FunctionalProperty ; rdfs:range xsd:date .
skos:Concept owl:disjointWith skos:ConceptScheme , skos:Collection .
skos:broader rdfs:domain skos:Concept ; rdfs:range skos:Concept .
skos:related owl:propertyDisjointWith skos:broaderTransitive .
skos:broader rdfs:subPropertyOf skos:broaderTransitive .
skosxl:Label owl:disjointWith skos:Concept , skos:ConceptScheme .
skosxl:prefLabel rdfs:range skosxl:Label .
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


@pytest.fixture(scope="module")
def store(release_settings: Settings) -> ox.Store:
    return open_store(current(release_settings.data).graph)


def own_terms(graph: Graph) -> set[URIRef]:
    return {URIRef(str(term)) for term in graph.subjects(RDFS.isDefinedBy)}


def contradictions(*graphs: Graph) -> list[str]:
    whole = bare_graph().parse(data=REUSED, format="turtle")
    for graph in graphs:
        for triple in graph:
            whole.add(triple)
    closure = OWLRL_Semantics(whole, False, False, False)
    closure.closure()
    return list(closure.error_messages)


def built_graph(store: ox.Store, *path: str) -> Graph:
    """Read a named graph of the release."""
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(graph_iri(BASE, *path)))
    return bare_graph().parse(data="".join(f"{quad.triple} .\n" for quad in quads), format="nt")


def languages(graph: Graph, term: URIRef, kind: URIRef) -> list[str | None]:
    return sorted((text.language for text in graph.objects(term, kind) if isinstance(text, Literal)), key=str)


def lacking(graph: Graph) -> list[str]:
    """Say which class or property lacks a label or definition in both languages, or an example."""
    found = []
    for term in sorted(own_terms(graph)):
        untold = [kind for kind in (RDFS.label, SKOS.definition) if languages(graph, term, kind) != ["da", "en"]]
        found += [f"{term.rpartition('#')[2]} needs one {kind.rpartition('#')[2]} in each language" for kind in untold]
        examples = set(languages(graph, term, SKOS.example))
        individual = (term, RDF.type, OWL.NamedIndividual) in graph
        if not individual and not (None in examples or examples == {"da", "en"}):
            found.append(f"{term.rpartition('#')[2]} needs an example")
    return found


def test_every_term_has_labels_definitions_and_examples_in_both_languages(vocabulary: Vocabulary) -> None:
    assert len(own_terms(vocabulary.ontology)) > 60
    assert lacking(vocabulary.ontology) == []


def test_the_linter_names_the_term_and_what_it_lacks(vocabulary: Vocabulary) -> None:
    spoilt = Graph()
    for triple in vocabulary.ontology:
        if triple not in ((AFT.level, SKOS.example, Literal("3")), (AFT.Goal, RDFS.label, Literal("goal", lang="en"))):
            spoilt.add(triple)
    assert lacking(spoilt) == ["Goal needs one label in each language", "level needs an example"]


def test_every_example_in_turtle_uses_its_term_as_the_ontology_says(vocabulary: Vocabulary) -> None:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in namespaces(BASE).items())
    statements = Graph()
    terms = {URIRef(str(term)) for term in vocabulary.ontology.subjects(RDF.type, OWL.ObjectProperty)}
    for term in terms:
        (example,) = vocabulary.ontology.objects(term, SKOS.example)
        (triple,) = Graph().parse(data=head + str(example), format="turtle")
        assert triple[1] == term
        statements.add(triple)
    assert len(statements) > 10
    assert contradictions(vocabulary.ontology, statements) == []


def test_the_version_has_an_address_of_its_own(vocabulary: Vocabulary) -> None:
    ontology, document = vocabulary.ontology, URIRef(f"{BASE}ontologi")
    assert ontology.value(document, OWL.versionIRI) == URIRef(f"{document}/{ontology.value(document, OWL.versionInfo)}")


def test_every_term_of_others_that_the_graph_uses_has_a_name_in_both_languages(store: ox.Store) -> None:
    used = store.query("SELECT DISTINCT ?term { { [] ?term [] } UNION { [] a ?term } FILTER (isIRI(?term)) }")
    names = load_vocabulary(BASE).ontology
    terms = [URIRef(row["term"].value) for row in used]
    assert len(terms) > 100
    assert [term for term in terms if languages(names, term, RDFS.label) != ["da", "en"]] == []


def test_no_term_of_others_is_named_that_has_no_prefix(vocabulary: Vocabulary) -> None:
    known = tuple(prefix_table().external.values())
    named = {str(term) for term in vocabulary.ontology.subjects(RDFS.label) if isinstance(term, URIRef)}
    assert [term for term in named if not term.startswith((BASE, *known))] == []


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
    assert classes - shaped == set()


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


SAMPLE = "syddanmark-2019-2023-faktaark"


def test_a_built_graph_has_no_contradiction(store: ox.Store) -> None:
    paths = (("ontologi",), ("emner",), ("reference",), ("program",), ("aftale", SAMPLE), ("udledt", SAMPLE))
    parts = [built_graph(store, *path) for path in paths]
    assert all(parts)
    assert contradictions(*parts) == []


@pytest.mark.parametrize(
    "planted",
    [
        "aftale:x a aft:Agreement , aft:Statement .",
        "<urn:x> a aft:Goal , aft:Indicator .",
        "<urn:x> aft:goal <urn:y> . <urn:y> a aft:FocusArea .",
        "<urn:x> aft:topic region:nordjylland .",
        "<urn:x> a aft:Priority ; prov:used <urn:y> .",
        "<urn:x> aft:editorialGoal <urn:y> . <urn:y> a skos:Concept .",
        "<urn:x> aft:characters 'mange'^^xsd:integer .",
    ],
)
def test_a_planted_contradiction_is_found(planted: str, vocabulary: Vocabulary) -> None:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in namespaces(BASE).items())
    graph = Graph()
    graph.parse(data=head + planted, format="turtle")
    assert contradictions(vocabulary.ontology, vocabulary.reference, graph) != []


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

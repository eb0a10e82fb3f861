"""The description of the dataset says of the built graph what a count of it finds."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from graph_samples import BASE, EXTRACTION, ID, SOURCES, agreement
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, VOID, XSD

from graph.dataset import FILES, dataset_graph, dataset_version, download_iri
from graph.digest import digest
from graph.namespaces import graph_iri, namespaces
from graph.rdf import agreement_graph
from graph.store import open_store
from graph.vocabulary import load_vocabulary
from service.building.release import built
from service.settings import Settings

NS = namespaces(BASE)
AFT, DCAT = NS["aft"], NS["dcat"]
DATASET = URIRef(f"{BASE}datasaet")
OWN = f"{BASE}graf/datasaet"
COUNTED = f"GRAPH ?g {{ ?s ?p ?o }} FILTER (?g != <{OWN}>)"


@pytest.fixture(scope="module")
def store(release_settings: Settings) -> ox.Store:
    return open_store(built(release_settings.data)[0].graph)


@pytest.fixture(scope="module")
def description(store: ox.Store) -> Graph:
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(OWN))
    return Graph().parse(data="".join(f"{quad.triple} .\n" for quad in quads), format="nt")


def number(store: ox.Store, select: str) -> int:
    (row,) = store.query(select)
    return int(row[0].value)


def said(description: Graph, thing: object, name: str) -> int:
    (value,) = description.objects(thing, VOID[name])  # type: ignore[arg-type]
    return int(value)


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("triples", "COUNT(*)"),
        ("distinctSubjects", "COUNT(DISTINCT ?s)"),
        ("distinctObjects", "COUNT(DISTINCT ?o)"),
        ("properties", "COUNT(DISTINCT ?p)"),
    ],
)
def test_the_counts_of_the_whole_are_those_of_the_store(
    name: str, expression: str, store: ox.Store, description: Graph
) -> None:
    found = number(store, f"SELECT ({expression} AS ?n) {{ {COUNTED} }}")
    assert said(description, DATASET, name) == found > 0


def test_the_entities_are_the_things_below_the_uri_space(store: ox.Store, description: Graph) -> None:
    within = f'{COUNTED} FILTER (STRSTARTS(STR(?s), "{BASE}id/"))'
    assert said(description, DATASET, "entities") == number(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {within} }}")


def test_every_class_has_a_partition_with_the_count_of_its_things(store: ox.Store, description: Graph) -> None:
    type_ = f"<{RDF.type}>"
    rows = store.query(
        f"SELECT ?o (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ ?s {type_} ?o }} FILTER (?g != <{OWN}>) }} GROUP BY ?o"
    )
    counted = {row["o"].value: int(row["n"].value) for row in rows}
    parts = list(description.objects(DATASET, VOID.classPartition))
    assert {
        str(description.value(part, VOID["class"])): said(description, part, "entities") for part in parts
    } == counted
    assert said(description, DATASET, "classes") == len(counted) > 30


def test_every_property_has_a_partition_with_the_count_of_its_triples(store: ox.Store, description: Graph) -> None:
    counts = "(COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?oo)"
    rows = store.query(f"SELECT ?p {counts} {{ {COUNTED} }} GROUP BY ?p")
    counted = {row["p"].value: tuple(int(row[name].value) for name in ("n", "ss", "oo")) for row in rows}
    names = ("triples", "distinctSubjects", "distinctObjects")
    parts = list(description.objects(DATASET, VOID.propertyPartition))
    told = {
        str(description.value(part, VOID.property)): tuple(said(description, part, name) for name in names)
        for part in parts
    }
    assert told == counted


def test_a_class_is_partitioned_by_the_properties_of_its_things(store: ox.Store, description: Graph) -> None:
    part = description.value(predicate=VOID["class"], object=AFT.Goal)
    whole = f"GRAPH ?g {{ ?s a <{AFT.Goal}> }} GRAPH ?h {{ ?s ?p ?o }}"
    rows = store.query(f"SELECT ?p (COUNT(*) AS ?n) {{ {whole} }} GROUP BY ?p")
    counted = {row["p"].value: int(row["n"].value) for row in rows}
    properties = list(description.objects(part, VOID.propertyPartition))
    told = {str(description.value(one, VOID.property)): said(description, one, "triples") for one in properties}
    assert told == counted
    assert said(description, part, "triples") == sum(counted.values())


def test_every_named_graph_is_told_with_its_size_title_and_files(store: ox.Store, description: Graph) -> None:
    names = {URIRef(name.value) for name in store.named_graphs()} - {URIRef(OWN)}
    assert set(description.objects(DATASET, VOID.subset)) == names
    for name in names:
        size = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(name)))
        assert said(description, name, "triples") == size
        languages = {title.language for title in description.objects(name, DCTERMS.title)}  # type: ignore[attr-defined]
        assert languages == {"da", "en"}
        assert set(description.objects(name, VOID.dataDump)) == {download_iri(BASE, name, form) for form in FILES}


def test_the_graphs_of_an_agreement_are_told_apart_by_title_region_and_what_they_hold(description: Graph) -> None:
    stated, inferred = (graph_iri(BASE, part, ID) for part in ("aftale", "udledt"))
    titles = {str(title) for name in (stated, inferred) for title in description.objects(name, DCTERMS.title)}
    assert len(titles) == 4
    assert all("Region Nordjylland" in title for title in titles)
    assert {description.value(name, FOAF.primaryTopic) for name in (stated, inferred)} == {NS["aftale"][ID]}


def test_the_dataset_names_version_period_and_a_file_in_each_format(
    description: Graph, release_settings: Settings
) -> None:
    assert description.value(DATASET, DCAT.version) == Literal(built(release_settings.data)[1].version)
    period = description.value(DATASET, DCTERMS.temporal)
    assert description.value(period, DCAT.startDate) == Literal("2019", datatype=XSD.gYear)
    files = list(description.objects(DATASET, DCAT.distribution))
    assert {description.value(file, DCAT.downloadURL) for file in files} == {
        download_iri(BASE, None, form) for form in FILES
    }
    types = {str(description.value(file, DCAT.mediaType)).partition("media-types/")[2] for file in files}
    assert types == {"text/turtle", "application/n-quads", "application/ld+json"}


def test_the_description_has_no_blank_node_and_no_time_of_its_own(description: Graph) -> None:
    assert all(isinstance(term, (URIRef, Literal)) for triple in description for term in triple)
    times = [value for value in description.objects() if getattr(value, "datatype", None) == XSD.dateTime]
    assert times == []


def test_the_version_is_that_of_what_is_said_and_of_nothing_else() -> None:
    stated = agreement_graph(agreement(), EXTRACTION, SOURCES, BASE)
    again = Graph()
    for triple in sorted(stated, reverse=True):
        again.add(triple)
    one, two = graph_iri(BASE, "aftale", ID), graph_iri(BASE, "aftale", "x")
    version = dataset_version({one: digest(stated)}, "0.1.0")
    assert version.startswith("0.1.0-")
    assert dataset_version({one: digest(again)}, "0.1.0") == version
    assert dataset_version({two: digest(again)}, "0.1.0") != version
    again.remove(next(iter(again)))
    assert dataset_version({one: digest(again)}, "0.1.0") != version


def test_a_dataset_without_agreements_is_described_without_a_period() -> None:
    vocabulary = load_vocabulary(BASE)
    graphs = vocabulary.named_graphs()
    described = dataset_graph(graphs, vocabulary, "0.1.0-x")
    assert set(described.objects(DATASET, VOID.subset)) == set(graphs)
    assert described.value(DATASET, DCTERMS.temporal) is None


def test_another_base_moves_every_name() -> None:
    base = "http://data.region.example/sundhed/"
    vocabulary = load_vocabulary(base)
    described = dataset_graph(vocabulary.named_graphs(), vocabulary, "0.1.0-x")
    assert not [term for triple in described for term in triple if BASE in term]

"""The figures of quality as linked data, and those that are published with the program."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
from graph_samples import BASE
from rdflib import DCTERMS, OWL, RDF, Graph, Literal, URIRef
from rdflib.namespace import XSD

from graph.dataset import dataset_graph
from graph.errors import VocabularyError
from graph.namespaces import graph_iri, namespaces
from graph.program import program_graph, program_iri
from graph.quality import Evaluation, Measurement, quality_graph
from graph.questions import competency_questions, questions_graph
from graph.validate import validate
from graph.vocabulary import Vocabulary, join, load_vocabulary

NS = namespaces(BASE)
AFT, DQV, PROV, SPDX = NS["aft"], NS["dqv"], NS["prov"], NS["spdx"]
DATASET = URIRef(f"{BASE}datasaet")
SUM = "a" * 64
EVALUATION = Evaluation("own", SUM, date(2026, 11, 22), "0.0.9", "0.0.9-abc")
FIGURES = (
    Measurement("search.ndcg@10", 0.84966),
    Measurement("search.ndcg@10", 0.58, "bm25"),
    Measurement("statements.micro_f1", 1.0, agreement="nordjylland-2024-2027"),
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(BASE)


def value_of(graph: Graph, name: str) -> Literal:
    found = graph.value(URIRef(f"{DATASET}#{name}"), DQV.value)
    assert isinstance(found, Literal)
    return found


def test_a_figure_says_what_was_measured_on_what_and_when(vocabulary: Vocabulary) -> None:
    graph = quality_graph(FIGURES, EVALUATION, vocabulary)
    name = URIRef(f"{DATASET}#maaling-own-soegning-ndcg")
    assert value_of(graph, "maaling-own-soegning-ndcg") == Literal("0.8497", datatype=XSD.decimal)
    assert set(graph.predicate_objects(name)) == {
        (RDF.type, DQV.QualityMeasurement),
        (DQV.isMeasurementOf, URIRef(f"{DATASET}#maal-soegning-ndcg")),
        (DQV.value, Literal("0.8497", datatype=XSD.decimal)),
        (DQV.computedOn, DATASET),
        (PROV.wasGeneratedBy, URIRef(f"{DATASET}#evaluering-own")),
    }
    evaluation = URIRef(f"{DATASET}#evaluering-own")
    gold = URIRef(f"{DATASET}#guld-own")
    assert graph.value(evaluation, DCTERMS.date) == Literal("2026-11-22", datatype=XSD.date)
    assert graph.value(evaluation, PROV.wasAssociatedWith) == program_iri(BASE, "0.0.9")
    assert gold in set(graph.objects(evaluation, PROV.used))
    assert graph.value(graph.value(gold, SPDX.checksum), SPDX.checksumValue) == Literal(SUM)
    versions = {graph.value(used, NS["dcat"].version) for used in graph.objects(evaluation, PROV.used)}
    assert Literal("0.0.9-abc") in versions


def test_only_the_figures_of_the_service_are_those_of_the_dataset(vocabulary: Vocabulary) -> None:
    graph = quality_graph(FIGURES, EVALUATION, vocabulary)
    own = {str(name).rpartition("#")[2] for name in graph.objects(DATASET, DQV.hasQualityMeasurement)}
    assert own == {"maaling-own-soegning-ndcg", "maaling-own-udsagn-nordjylland-2024-2027"}
    baseline = URIRef(f"{DATASET}#maaling-own-soegning-ndcg-bm25")
    assert graph.value(baseline, DQV.computedOn) == URIRef(f"{DATASET}#metode-bm25")
    statement = URIRef(f"{DATASET}#maaling-own-udsagn-nordjylland-2024-2027")
    assert graph.value(statement, DQV.computedOn) == NS["aftale"]["nordjylland-2024-2027"]


@pytest.mark.parametrize(
    ("figure", "gold", "message"),
    [
        (
            Measurement("search.ndcg@10", 1.0),
            "ukendt",
            "A gold must be one that ontology/dataset-metrics.ttl describes",
        ),
        (Measurement("search.categories.sang", 1.0), "own", "not 'search.categories.sang'"),
        (Measurement("search.ndcg@10", 1.0, "gæt"), "own", "A method must be one .* not 'gæt'"),
    ],
)
def test_what_the_vocabulary_does_not_describe_is_refused(
    figure: Measurement, gold: str, message: str, vocabulary: Vocabulary
) -> None:
    with pytest.raises(VocabularyError, match=message):
        quality_graph([figure], replace(EVALUATION, gold=gold), vocabulary)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """The vocabulary as it is before anything was measured."""
    folder = tmp_path_factory.mktemp("ontology")
    for file in files("ontology").iterdir():
        if file.name.endswith(".ttl") and not file.name.startswith("dataset-quality-"):
            (folder / file.name).write_bytes(file.read_bytes())
    return load_vocabulary(BASE, folder)


def described(vocabulary: Vocabulary, measured: Graph) -> Graph:
    """The vocabulary and the description of the dataset with these figures."""
    graphs = vocabulary.named_graphs()
    graphs[graph_iri(BASE, "program")] = program_graph(BASE, "0.1.0", ["regel"])
    graphs[graph_iri(BASE, "eksempler")] = questions_graph(competency_questions(BASE), BASE)
    whole = replace(vocabulary, dataset=join((vocabulary.dataset, measured), BASE))
    return join((*graphs.values(), dataset_graph(graphs, whole, "0.1.0-x")), BASE)


def test_figures_conform_to_the_shapes_though_the_program_has_moved_on(bare: Vocabulary) -> None:
    data = described(bare, quality_graph(FIGURES, EVALUATION, bare))
    assert validate(data, bare.shapes, Graph()) == []
    # The graph of the program tells of the present version alone; that which was measured is told with the figures.
    versions = {data.value(program_iri(BASE, version), OWL.versionInfo) for version in ("0.0.9", "0.1.0")}
    assert versions == {Literal("0.0.9"), Literal("0.1.0")}


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ((DQV.QualityMeasurement, DQV.value), "decimal from -1 to 1"),
        ((DQV.QualityMeasurement, DQV.isMeasurementOf), "must say what was measured"),
        ((DQV.QualityMeasurement, DQV.computedOn), "must say what it was computed on"),
        ((DQV.QualityMeasurement, PROV.wasGeneratedBy), "must belong to exactly one evaluation"),
        ((DQV.Metric, NS["skos"].prefLabel), "one name in Danish"),
        ((DQV.Metric, NS["skos"].definition), "one definition in Danish"),
        ((DQV.Metric, DQV.inDimension), "must be in a dimension"),
        ((DQV.Metric, DCTERMS.identifier), "must have exactly one id"),
        ((DQV.Dimension, NS["skos"].definition), "one definition in Danish"),
        ((AFT.Evaluation, DCTERMS.date), "must have exactly one day"),
        ((AFT.Evaluation, PROV.wasAssociatedWith), "must name exactly one program"),
        ((SPDX.Checksum, RDF.type), "exactly one gold with its checksum"),
        ((PROV.Entity, NS["dcat"].version), "which version of the data"),
    ],
    ids=str,
)
def test_a_figure_that_lacks_something_breaks_a_rule(
    broken: tuple[URIRef, URIRef], message: str, bare: Vocabulary
) -> None:
    data = described(bare, quality_graph(FIGURES, EVALUATION, bare))
    kind, lacking = broken
    for thing in list(data.subjects(RDF.type, kind)):
        data.remove((thing, lacking, None))
    found = validate(data, bare.shapes, Graph())
    assert [one for one in found if message in one.messages["en"]], found


def test_what_is_published_is_measured_by_known_metrics_and_told_once(vocabulary: Vocabulary) -> None:
    published = vocabulary.dataset
    measurements = list(published.subjects(RDF.type, DQV.QualityMeasurement))
    assert len(measurements) > 50
    metrics = set(published.subjects(RDF.type, DQV.Metric))
    assert {published.value(one, DQV.isMeasurementOf) for one in measurements} <= metrics
    golds = [gold for gold in published.subjects(RDF.type, PROV.Entity) if published.value(gold, DCTERMS.identifier)]
    assert len(golds) == len(list(published.subjects(RDF.type, AFT.Evaluation))) >= 2
    for gold in golds:
        assert len(str(published.value(published.value(gold, SPDX.checksum), SPDX.checksumValue))) == 64


def test_another_base_moves_every_name_of_the_figures() -> None:
    base = "http://data.region.example/sundhed/"
    graph = quality_graph(FIGURES, EVALUATION, load_vocabulary(base))
    assert not [term for triple in graph for term in triple if BASE in term]

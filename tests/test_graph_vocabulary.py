"""The ontology's files as graphs: each where it belongs, rebased, and refused with file and line where broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from graph_samples import BASE
from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef

from graph.errors import VocabularyError
from graph.namespaces import graph_iri, namespaces, region_iri
from graph.vocabulary import Vocabulary, by_label, labels, load_vocabulary

OTHER = "http://data.region.example/sundhed/"
NS = namespaces(BASE)
AFT = NS["aft"]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(BASE)


def test_a_region_is_found_by_any_of_its_names(vocabulary: Vocabulary) -> None:
    found = by_label(vocabulary.reference, AFT.Region)
    for name in ("region-sjaelland", "sjaelland", "region-zealand"):
        assert found[name] == region_iri(BASE, "sjaelland")


def test_the_seventh_national_goal_keeps_its_former_name(vocabulary: Vocabulary) -> None:
    found = by_label(vocabulary.reference, AFT.NationalGoal)
    assert found["flere-sunde-leveaar"] == found["mere-lighed-og-flere-sunde-leveaar"] == NS["natmaal"]["7"]
    numbers = {int(str(number)) for number in vocabulary.reference.objects(None, AFT.number)}
    assert numbers == set(range(1, 9))


def test_a_label_of_two_things_is_refused() -> None:
    graph = Graph().parse(
        data="@prefix e: <urn:e#> . @prefix s: <http://www.w3.org/2004/02/skos/core#> . "
        'e:a a e:T ; s:prefLabel "Råd"@da . e:b a e:T ; s:altLabel "RÅD"@da .',
        format="turtle",
    )
    with pytest.raises(VocabularyError, match="A label names one thing"):
        by_label(graph, URIRef("urn:e#T"))
    assert labels(graph, URIRef("urn:e#a")) == {Literal("Råd", lang="da")}


def test_each_file_goes_into_its_named_graph(vocabulary: Vocabulary) -> None:
    graphs = vocabulary.named_graphs()
    assert (AFT.Goal, RDF.type, OWL.Class) in graphs[graph_iri(BASE, "ontologi")]
    assert (region_iri(BASE, "nordjylland"), RDF.type, AFT.Region) in graphs[graph_iri(BASE, "reference")]
    assert len(list(graphs[graph_iri(BASE, "emner")].subjects(RDF.type, SKOS.Concept))) > 100
    parts = list(graphs.values())
    shared = [triple for n, one in enumerate(parts) for other in parts[n + 1 :] for triple in one if triple in other]
    assert shared == []


def test_another_base_moves_everything(vocabulary: Vocabulary) -> None:
    moved = load_vocabulary(OTHER)
    for part in (moved.ontology, moved.topics, moved.reference, moved.shapes):
        assert not [term for triple in part for term in triple if str(term).startswith(BASE)]
    assert len(moved.background()) == len(vocabulary.background())
    assert (URIRef(f"{OTHER}ontologi"), RDF.type, OWL.Ontology) in moved.ontology


def test_the_files_always_give_the_same_graph(vocabulary: Vocabulary) -> None:
    assert set(load_vocabulary(BASE).background()) == set(vocabulary.background())


@pytest.mark.parametrize(
    ("turtle", "line"),
    [
        ("@prefix a: <urn:a#> .\n\na:x a a:Y\na:z a a:W .\n", 4),
        ("@prefix a: <urn:a#> .\na:x b:p a:c .\n", 2),
        ("@prefix a: <urn:a#> .\n\n\na:x a:p", 4),
        ("@prefix a: <urn:a#> .\na:x a:p <urn:with space> .\n", 2),
        ("@prefix a: <urn:a#> .\n\na:x a:p '2024-13-01'^^<http://www.w3.org/2001/XMLSchema#date> .\n", 3),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, turtle: str, line: int) -> None:
    (tmp_path / "topics-mine.ttl").write_text(turtle, encoding="utf-8")
    with pytest.raises(VocabularyError, match=rf"^topics-mine\.ttl, line {line}: "):
        load_vocabulary(BASE, tmp_path)


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="must have Turtle files"):
        load_vocabulary(BASE, tmp_path)

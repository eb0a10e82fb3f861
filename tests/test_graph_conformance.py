"""A check of what changed finds what a check of all finds, and passes over the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from graph_samples import BASE, EXTRACTION, GOAL, ID, LINK, PRIORITIES, SOURCES, agreement
from rdflib import RDF, SH, Graph, Literal, URIRef

from graph.conformance import Checked, check
from graph.digest import digest
from graph.inferred import inferred_graph
from graph.namespaces import graph_iri, namespaces
from graph.naming import statement_iris
from graph.program import program_graph
from graph.rdf import agreement_graph
from graph.validate import Violation, validate
from graph.vocabulary import Vocabulary, load_vocabulary

AFT = namespaces(BASE)["aft"]
OTHER = "syddanmark-2024-2027"
VERSION = "0.1.0"
RULES = sorted({priority.rule for priority in PRIORITIES} | {LINK.rule})
Graphs = dict[URIRef, Graph]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(BASE)


@pytest.fixture(scope="module")
def made(vocabulary: Vocabulary) -> Iterator[Graphs]:
    """Two agreements of the same words; a goal of each is said to be like that of the other."""
    made = {**vocabulary.named_graphs(), graph_iri(BASE, "program"): program_graph(BASE, VERSION, RULES)}
    goal = statement_iris(BASE, ID, EXTRACTION.statements)[GOAL]
    links = [replace(LINK, relation="similarGoal", target=other_name(goal))]
    stated = agreement_graph(agreement(), EXTRACTION, SOURCES, BASE)
    inferred = inferred_graph(agreement(), PRIORITIES, EXTRACTION, SOURCES, BASE, version=VERSION, links=links)
    for kind, graph in (("aftale", stated), ("udledt", inferred)):
        made[graph_iri(BASE, kind, ID)] = graph
        made[graph_iri(BASE, kind, OTHER)] = Graph().parse(data=other_name(graph.serialize(format="nt")), format="nt")
    before = digests(made)
    yield made
    assert digests(made) == before, "a test changed a graph that all share, and not a copy"


@pytest.fixture
def graphs(made: Graphs) -> Graphs:
    """The same; a test may put other graphs in the place of these."""
    return dict(made)


@pytest.fixture(scope="module")
def first(made: Graphs, vocabulary: Vocabulary) -> Checked:
    """What a check of these finds that knows nothing of them."""
    return run(made, vocabulary)


def other_name(text: str) -> str:
    """Exchange the names of the two agreements."""
    return text.replace(ID, "\0").replace(OTHER, ID).replace("\0", OTHER)


def digests(graphs: Graphs) -> dict[URIRef, str]:
    return {name: digest(graph) for name, graph in graphs.items()}


def run(graphs: Graphs, vocabulary: Vocabulary, known: Checked | None = None) -> Checked:
    return check(graphs, digests(graphs), vocabulary, known.conforming if known else {})


def whole(graphs: Graphs, vocabulary: Vocabulary) -> list[Violation]:
    return validate((triple for graph in graphs.values() for triple in graph), vocabulary.shapes, vocabulary.ontology)


def copied(graphs: Graphs, *path: str) -> Graph:
    """Put a copy of a graph in its place, to be changed."""
    name = graph_iri(BASE, *path)
    graphs[name] = Graph(bind_namespaces="none").__iadd__(graphs[name])
    return graphs[name]


def test_what_conforms_is_not_checked_again(graphs: Graphs, vocabulary: Vocabulary, first: Checked) -> None:
    assert (first.violations, set(first.anew), first.parts) == ((), {ID, OTHER}, 2)
    again = run(graphs, vocabulary, first)
    assert (again.violations, again.anew, again.conforming) == ((), (), first.conforming)


def test_a_changed_agreement_is_checked_alone_and_may_refer_to_others(
    graphs: Graphs, vocabulary: Vocabulary, first: Checked
) -> None:
    copied(graphs, "udledt", OTHER).add((URIRef(f"{BASE}id/x"), AFT.note, Literal("x")))
    second = run(graphs, vocabulary, first)
    assert (second.violations, second.anew) == ((), (OTHER,))
    assert second.conforming[ID] == first.conforming[ID]


def test_a_break_in_what_changed_is_found_as_a_check_of_all_finds_it(
    graphs: Graphs, vocabulary: Vocabulary, first: Checked
) -> None:
    copied(graphs, "aftale", OTHER).remove((None, AFT.region, None))
    found = run(graphs, vocabulary, first)
    assert list(found.violations) == whole(graphs, vocabulary)
    assert [one.shape for one in found.violations] == ["Agreement"]
    assert found.conforming == {}


def test_an_agreement_is_checked_anew_when_one_that_it_refers_to_changes_its_class(
    graphs: Graphs, vocabulary: Vocabulary, first: Checked
) -> None:
    goal = statement_iris(BASE, OTHER, EXTRACTION.statements)[GOAL]
    stated = copied(graphs, "aftale", OTHER)
    stated.remove((goal, RDF.type, AFT.Goal))
    stated.add((goal, RDF.type, AFT.Initiative))
    found = run(graphs, vocabulary, first)
    assert set(found.anew) == {ID, OTHER}
    assert list(found.violations) == whole(graphs, vocabulary) != []


def test_a_changed_shape_or_a_changed_topic_checks_all(graphs: Graphs, vocabulary: Vocabulary, first: Checked) -> None:
    shapes = Graph(bind_namespaces="none").__iadd__(vocabulary.shapes)
    shape = next(shapes.subjects(SH.targetClass, AFT.Agreement))
    shapes.add((shape, SH.name, Literal("en aftale")))
    assert set(run(graphs, replace(vocabulary, shapes=shapes), first).anew) == {ID, OTHER}
    copied(graphs, "emner").add((AFT.x, AFT.note, Literal("x")))
    assert set(run(graphs, vocabulary, first).anew) == {ID, OTHER}


def test_an_agreement_that_is_gone_leaves_those_that_do_not_refer_to_it(graphs: Graphs, vocabulary: Vocabulary) -> None:
    inferred = copied(graphs, "udledt", ID)
    inferred.remove((None, AFT.similarGoal, None))
    link = next(inferred.subjects(RDF.type, AFT.Link))
    inferred.remove((link, None, None))
    first = run(graphs, vocabulary)
    del graphs[graph_iri(BASE, "aftale", OTHER)], graphs[graph_iri(BASE, "udledt", OTHER)]
    found = run(graphs, vocabulary, first)
    assert (found.violations, found.anew, set(found.conforming)) == ((), (), {ID})

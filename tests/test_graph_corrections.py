"""Corrections as linked data: who, when, what was read and what holds now, apart from all else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from graph_samples import BASE, EXTRACTION, FOCUS, GOAL, ID, PRIORITIES, SOURCES, STATISTIC, agreement
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from graph.corrections import correction_iri, corrections_graph
from graph.inferred import inferred_graph
from graph.namespaces import namespaces
from graph.naming import statement_iris
from graph.program import program_graph
from graph.quotes import quote_iri
from graph.rdf import agreement_graph
from graph.validate import validate
from graph.vocabulary import Vocabulary, load_vocabulary
from ingest.corrections import Correction, called
from ingest.model import Kind, Statement
from ingest.revisions import Corrected, corrected

NS = namespaces(BASE)
Triple = tuple[Node, Node, Node]
AFT, PROV = NS["aft"], NS["prov"]
AT = "2026-11-22T18:00:00+00:00"


def correction(statement: Statement, **change: object) -> Correction:
    place = statement.quote
    who = (place.document, place.span.start, place.exact, statement.kind, called(statement), "Kirsten Ø. Hansen", AT)
    return Correction(*who, **change)  # type: ignore[arg-type]


RENAMED, TURNED, GONE = (
    correction(FOCUS, label="Trivsel"),
    correction(GOAL, kind=Kind.INITIATIVE),
    correction(STATISTIC, deleted=True),
)


@pytest.fixture(scope="module")
def done() -> Corrected:
    return corrected(EXTRACTION, [RENAMED, TURNED, GONE])


@pytest.fixture(scope="module")
def graph(done: Corrected) -> Graph:
    return corrections_graph(agreement(), done.extraction, done.revisions, BASE, version="1.0")


@pytest.fixture(scope="module")
def stated(done: Corrected) -> Graph:
    return agreement_graph(agreement(), done.extraction, SOURCES, BASE, revisions=done.revisions)


def name_of(done: Corrected, correction: Correction) -> URIRef:
    names = statement_iris(BASE, ID, done.extraction.statements)
    return next(names[one.now] for one in done.revisions if one.correction == correction and one.now)


def test_a_corrected_statement_stands_with_the_corrections_alone(done: Corrected, graph: Graph, stated: Graph) -> None:
    name = name_of(done, TURNED)
    assert (name, RDF.type, AFT.Initiative) in graph
    assert not list(stated.triples((name, None, None)))
    for untouched, iri in statement_iris(BASE, ID, done.extraction.statements).items():
        if untouched in EXTRACTION.statements:
            assert (iri, RDF.type, AFT.Statement) in stated
            assert not list(graph.triples((iri, None, None)))


def test_a_correction_tells_who_and_when(graph: Graph) -> None:
    for one in (RENAMED, TURNED, GONE):
        activity = correction_iri(BASE, ID, one)
        assert (activity, RDF.type, AFT.Correction) in graph
        assert graph.value(activity, PROV.endedAtTime) == Literal(AT, datatype=XSD.dateTime)
        person = graph.value(activity, PROV.wasAssociatedWith)
        assert (person, RDF.type, PROV.Person) in graph
        assert graph.value(person, RDFS.label) == Literal("Kirsten Ø. Hansen")


def test_what_was_read_stays_with_its_kind_name_link_and_quotes(done: Corrected, graph: Graph) -> None:
    reading = graph.value(name_of(done, TURNED), PROV.wasRevisionOf)
    assert graph.value(reading, AFT.readAs) == Literal("goal")
    assert graph.value(reading, RDFS.label) == Literal(GOAL.name, lang="da")
    assert graph.value(reading, AFT.readLink) == Literal(GOAL.focus_area, lang="da")
    assert graph.value(reading, PROV.wasInvalidatedBy) == correction_iri(BASE, ID, TURNED)
    assert set(graph.objects(reading, PROV.wasDerivedFrom)) == {quote_iri(BASE, one) for one in GOAL.quotes}


def test_of_a_deleted_statement_only_what_was_read_is_left(done: Corrected, graph: Graph, stated: Graph) -> None:
    (reading,) = graph.subjects(PROV.wasInvalidatedBy, correction_iri(BASE, ID, GONE))
    assert not list(graph.subjects(PROV.wasRevisionOf, reading))
    assert (quote_iri(BASE, STATISTIC.quote), RDF.type, NS["oa"].SpecificResource) in stated


def graphs(done: Corrected, *others: Graph) -> Iterator[Graph]:
    yield from others
    quotes = [quote for one in done.revisions for quote in (*one.read.quotes, *one.read.body)]
    # The sample's priorities rest on the goal that is corrected here.
    priorities = [one for one in PRIORITIES if not one.evidence]
    yield inferred_graph(agreement(), priorities, done.extraction, SOURCES, BASE, version="1.0", described=quotes)


def test_no_triple_stands_in_two_graphs(done: Corrected, graph: Graph, stated: Graph) -> None:
    seen: set[tuple[object, ...]] = set()
    for some in graphs(done, graph, stated):
        assert seen.isdisjoint(some)
        seen.update(some)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(BASE)


@pytest.fixture(scope="module")
def whole(graph: Graph, stated: Graph, vocabulary: Vocabulary) -> list[Triple]:
    return [*graph, *stated, *vocabulary.reference, *program_graph(BASE, "1.0", ["r"])]


def broken(triples: Iterable[Triple], vocabulary: Vocabulary) -> list[tuple[str, str]]:
    found = validate(triples, vocabulary.shapes, vocabulary.ontology)
    return [(one.shape, one.focus) for one in found if one.severity == "Violation"]


def test_a_corrected_agreement_conforms_to_the_shapes(whole: list[Triple], vocabulary: Vocabulary) -> None:
    assert broken(whole, vocabulary) == []


@pytest.mark.parametrize(
    ("predicate", "shape"),
    [
        (PROV.wasAssociatedWith, "Correction"),
        (PROV.endedAtTime, "Correction"),
        (PROV.wasInvalidatedBy, "Reading"),
        (AFT.readAs, "Reading"),
        (PROV.wasGeneratedBy, "Revision"),
    ],
)
def test_a_correction_without_who_when_or_what_was_read_breaks_a_shape(
    whole: list[Triple], vocabulary: Vocabulary, predicate: URIRef, shape: str
) -> None:
    assert shape in {rule for rule, _ in broken((one for one in whole if one[1] != predicate), vocabulary)}


def test_a_correction_by_a_program_and_a_reading_that_is_a_statement_break_the_shapes(
    done: Corrected, graph: Graph, whole: list[Triple], vocabulary: Vocabulary
) -> None:
    person, reading = (
        next(graph.subjects(RDF.type, PROV.Person)),
        graph.value(name_of(done, TURNED), PROV.wasRevisionOf),
    )
    assert reading is not None
    planted = [(person, RDF.type, PROV.SoftwareAgent), (reading, RDF.type, AFT.Statement)]
    assert {("Person", str(person)), ("Reading", str(reading))} <= set(broken([*whole, *planted], vocabulary))

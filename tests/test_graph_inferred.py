"""What the program infers, as linked data, and the rules that its own types hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from graph_samples import (
    BASE,
    ELSEWHERE,
    EXTRACTION,
    GOAL,
    ID,
    INDICATOR,
    LINK,
    PRIORITIES,
    SENTENCES,
    SOURCES,
    STATED,
    STATEMENTS,
    agreement,
    quote,
)
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef

from graph.errors import EvidenceError
from graph.inferred import inferred_graph
from graph.model import LEVEL_LABELS, Link, Mention, Priority
from graph.namespaces import agreement_iri, document_iri, namespaces, national_goal_iri, priority_iri, topic_iri
from graph.naming import statement_iris
from graph.program import program_graph, program_iri, rule_iri
from graph.quotes import quote_iri, sentence_iri
from graph.rdf import agreement_graph
from ingest.model import Coverage, Kind, Statement

NS = namespaces(BASE)
AFT, OA, PROV = NS["aft"], NS["oa"], NS["prov"]
NAMES = statement_iris(BASE, ID, STATEMENTS)
FOUND = priority_iri(BASE, ID, "dobbeltdiagnoser")
SILENT = priority_iri(BASE, ID, "demens")


def infer(*priorities: Priority, links: tuple[Link, ...] = (), ended: datetime | None = None) -> Graph:
    return inferred_graph(agreement(), priorities, EXTRACTION, SOURCES, BASE, version="0.1.0", links=links, ended=ended)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return infer(*PRIORITIES, links=(LINK,))


def test_a_priority_says_of_what_how_much_and_why(graph: Graph) -> None:
    assert graph.value(FOUND, AFT.agreement) == agreement_iri(BASE, ID)
    assert graph.value(FOUND, AFT.topic) == topic_iri(BASE, "dobbeltdiagnoser")
    assert graph.value(FOUND, AFT.level) == Literal(3)
    assert graph.value(FOUND, AFT.rule) == Literal("priority-in-statement")
    assert len(set(graph.objects(FOUND, AFT.evidence))) == 2


def test_silence_has_a_provenance_too(graph: Graph) -> None:
    assert graph.value(SILENT, AFT.level) == Literal(0)
    assert list(graph.objects(SILENT, AFT.evidence)) == []
    activity = graph.value(SILENT, PROV.wasGeneratedBy)
    assert graph.value(activity, PROV.used) == document_iri(BASE, ID)
    assert graph.value(activity, PROV.wasAssociatedWith) == program_iri(BASE, "0.1.0")
    plans = set(graph.objects(graph.value(activity, PROV.qualifiedAssociation), PROV.hadPlan))
    rules = ("priority-in-statement", "silence-in-full-text", "goal-to-national-goal")
    assert plans == {rule_iri(BASE, rule) for rule in rules}


def test_an_unknown_priority_has_no_level() -> None:
    graph = infer(Priority("demens", None, "silence-in-fact-sheet"))
    assert (SILENT, RDF.type, AFT.Priority) in graph
    assert graph.value(SILENT, AFT.level) is None


def test_a_mention_leads_to_its_statement_and_its_words(graph: Graph) -> None:
    mentions = {str(graph.value(m, AFT.statementType)): m for m in graph.subjects(RDF.type, AFT.Mention)}
    in_goal, in_text = mentions["goal"], mentions["text"]
    assert graph.value(in_goal, AFT.inStatement) == NAMES[GOAL]
    assert graph.value(in_text, AFT.inStatement) is None
    assert graph.value(in_goal, AFT.match) == Literal("synonym")
    assert graph.value(in_goal, AFT.form) == Literal("psykiske lidelser … misbrug")
    assert graph.value(in_text, AFT.text) == Literal("samtidigt misbrug", lang="da")
    assert graph.value(in_text, PROV.wasDerivedFrom) == quote_iri(BASE, ELSEWHERE.quote)


def test_a_mention_is_a_web_annotation_of_its_quote_with_its_topic(graph: Graph) -> None:
    mentions = set(graph.subjects(RDF.type, AFT.Mention))
    assert mentions == set(graph.subjects(RDF.type, OA.Annotation))
    for mention in mentions:
        assert graph.value(mention, OA.hasBody) == graph.value(mention, AFT.topic)
        assert graph.value(mention, OA.hasTarget) == graph.value(mention, PROV.wasDerivedFrom)


def test_no_triple_stands_in_both_graphs_of_an_agreement(graph: Graph) -> None:
    stated = agreement_graph(agreement(), EXTRACTION, SOURCES, BASE)
    assert set(stated) & set(graph) == set()
    described = set(graph.subjects(RDF.type, OA.SpecificResource))
    assert described == {quote_iri(BASE, ELSEWHERE.quote)}
    assert (quote_iri(BASE, STATED.quote), RDF.type, OA.SpecificResource) in stated


def test_a_sentence_says_where_it_stands_what_it_weighs_and_of_what_it_speaks() -> None:
    graph = inferred_graph(agreement(), (), EXTRACTION, SOURCES, BASE, version="0.1.0", sentences=SENTENCES)
    in_goal, in_text = (sentence_iri(BASE, one.quote) for one in SENTENCES)
    assert set(graph.subjects(RDF.type, AFT.Sentence)) == {in_goal, in_text}
    assert graph.value(in_goal, AFT.agreement) == agreement_iri(BASE, ID)
    assert graph.value(in_goal, AFT.inStatement) == NAMES[GOAL]
    assert graph.value(in_goal, AFT.weight) == Literal(3)
    assert graph.value(in_goal, NS["dcterms"].subject) == topic_iri(BASE, "dobbeltdiagnoser")
    assert graph.value(in_text, AFT.statementType) == Literal("text")
    assert graph.value(in_text, AFT.text) == Literal("samtidigt misbrug", lang="da")
    assert graph.value(in_text, PROV.wasDerivedFrom) == quote_iri(BASE, ELSEWHERE.quote)
    assert graph.value(in_text, AFT.inStatement) is None


def test_a_link_is_a_plain_triple_with_its_confidence_beside_it(graph: Graph) -> None:
    assert graph.value(NAMES[GOAL], AFT.nationalGoal) == national_goal_iri(BASE, 2)
    node = graph.value(predicate=RDF.type, object=AFT.Link)
    assert graph.value(node, RDF.subject) == NAMES[GOAL]
    assert graph.value(node, RDF.predicate) == AFT.nationalGoal
    assert graph.value(node, RDF.object) == national_goal_iri(BASE, 2)
    assert graph.value(node, AFT.confidence) == Literal("0.62", datatype=XSD.decimal)


def test_mentions_of_one_sentence_in_two_statements_stay_two() -> None:
    other = Mention("dobbeltdiagnoser", STATED.form, "synonym", "indicator", GOAL.quote, GOAL.text, INDICATOR)
    graph = infer(Priority("dobbeltdiagnoser", 3, "r", (STATED, other)))
    assert len(set(graph.subjects(RDF.type, AFT.Mention))) == 2


def test_the_same_input_gives_the_same_triples_without_blank_nodes(graph: Graph) -> None:
    again = infer(*reversed(PRIORITIES), links=(LINK,))
    assert set(again) == set(graph)
    assert [term for triple in graph for term in triple if isinstance(term, BNode)] == []


def test_the_time_stands_only_where_it_is_given(graph: Graph) -> None:
    assert list(graph.objects(None, PROV.endedAtTime)) == []
    timed = infer(*PRIORITIES, ended=datetime(2025, 1, 2, 3, 4, tzinfo=UTC))
    assert [str(time) for time in timed.objects(None, PROV.endedAtTime)] == ["2025-01-02T03:04:00+00:00"]


def test_the_program_and_its_rules_are_described_once_for_all() -> None:
    graph = program_graph(BASE, "0.1.0", ["silence-in-full-text"])
    assert (program_iri(BASE, "0.1.0"), RDF.type, PROV.SoftwareAgent) in graph
    assert (rule_iri(BASE, "silence-in-full-text"), RDF.type, PROV.Plan) in graph


def test_evidence_from_a_statement_of_another_agreement_is_refused() -> None:
    foreign = Statement(Kind.GOAL, "Et røgfrit Syddanmark", (quote("fleksibilitet"),))
    mention = Mention("roegfrihed", "røgfrit", "word", "goal", foreign.quote, foreign.text, foreign)
    with pytest.raises(EvidenceError, match="'Et røgfrit Syddanmark' is not"):
        infer(Priority("roegfrihed", 3, "r", (mention,)))


@pytest.mark.parametrize(
    ("level", "evidence"), [(3, ()), (1, ()), (0, (STATED,)), (None, (STATED,)), (4, (STATED,)), (-1, ())]
)
def test_a_level_that_its_evidence_denies_is_refused(level: int | None, evidence: tuple[Mention, ...]) -> None:
    with pytest.raises(EvidenceError):
        Priority("dobbeltdiagnoser", level, "r", evidence)


def test_evidence_of_another_topic_is_refused() -> None:
    with pytest.raises(EvidenceError, match="must mention that topic"):
        Priority("demens", 3, "r", (STATED,))


@pytest.mark.parametrize(("match", "kind"), [("fuzzy", "text"), ("word", "headline"), ("word", "vision")])
def test_a_mention_of_an_unknown_or_wrong_kind_is_refused(match: str, kind: str) -> None:
    with pytest.raises(EvidenceError):
        Mention("dobbeltdiagnoser", "x", match, kind, GOAL.quote, GOAL.text, GOAL)


@pytest.mark.parametrize(("relation", "confidence"), [("broader", 0.5), ("similarGoal", 1.1), ("similarGoal", -0.1)])
def test_a_link_of_an_unknown_kind_or_confidence_is_refused(relation: str, confidence: float) -> None:
    with pytest.raises(EvidenceError):
        Link(GOAL, relation, f"{BASE}id/nationalt-maal/2", confidence, "r")


def test_every_level_has_a_name_in_both_languages() -> None:
    assert set(LEVEL_LABELS) == {"da", "en"}
    assert all(set(labels) == {None, 0, 1, 2, 3} for labels in LEVEL_LABELS.values())


def test_a_fact_sheet_may_show_a_priority_but_no_silence() -> None:
    with_text = inferred_graph(
        agreement(Coverage.FACT_SHEET), PRIORITIES[:1], EXTRACTION, SOURCES, BASE, version="0.1.0"
    )
    assert with_text.value(FOUND, AFT.level) == Literal(3)
    assert isinstance(with_text.value(FOUND, PROV.wasGeneratedBy), URIRef)

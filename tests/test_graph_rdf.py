"""What an agreement states, as linked data."""

from __future__ import annotations

from dataclasses import replace

import pytest
from graph_samples import (
    BASE,
    CROSS,
    EXTRACTION,
    FOCUS,
    GOAL,
    ID,
    INDICATOR,
    NATIONAL,
    SOURCES,
    STATEMENTS,
    STATISTIC,
    TEXT,
    TWIN,
    agreement,
    quote,
)
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef

from graph.errors import EvidenceError
from graph.literals import day_or_year, decimal
from graph.namespaces import agreement_iri, document_iri, namespaces, national_goal_iri
from graph.naming import statement_iris
from graph.quotes import add_quote, quote_iri
from graph.rdf import CLASSES, agreement_graph
from ingest.model import Coverage, Indicator, Kind, Quote, Span, Statement

NS = namespaces(BASE)
AFT, DCTERMS, ELI, OA, PROV = NS["aft"], NS["dcterms"], NS["eli"], NS["oa"], NS["prov"]
NAMES = statement_iris(BASE, ID, STATEMENTS)
AGREEMENT = agreement_iri(BASE, ID)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return agreement_graph(agreement(), EXTRACTION, SOURCES, BASE)


def test_every_kind_of_statement_has_a_class() -> None:
    assert set(CLASSES) == set(Kind)
    assert len(set(CLASSES.values())) == len(Kind)


def test_every_statement_has_its_class_text_and_agreement(graph: Graph) -> None:
    for statement, name in NAMES.items():
        assert (name, RDF.type, AFT[CLASSES[statement.kind]]) in graph
        assert (name, RDF.type, AFT.Statement) in graph
        assert graph.value(name, AFT.text) == Literal(statement.text, lang="da")
        assert graph.value(name, RDFS.label) == Literal(statement.name, lang="da")
        assert graph.value(name, DCTERMS.isPartOf) == AGREEMENT


def test_every_quote_is_found_again_by_words_and_by_offsets(graph: Graph) -> None:
    quotes = list(graph.subjects(RDF.type, OA.SpecificResource))
    assert len(quotes) == len({quote_iri(BASE, q) for s in STATEMENTS for q in (*s.quotes, *s.body)})
    for part in quotes:
        assert graph.value(part, OA.hasSource) == document_iri(BASE, ID)
        selectors = {graph.value(node, RDF.type): node for node in graph.objects(part, OA.hasSelector)}
        words, place = selectors[OA.TextQuoteSelector], selectors[OA.TextPositionSelector]
        start, end = int(str(graph.value(place, OA.start))), int(str(graph.value(place, OA.end)))
        exact, prefix, suffix = (str(graph.value(words, key)) for key in (OA.exact, OA.prefix, OA.suffix))
        assert TEXT[start:end] == exact
        assert prefix == TEXT[max(0, start - 32) : start]
        assert suffix == TEXT[end : end + 32]
        assert TEXT.count(prefix + exact + suffix) == 1


def test_a_quote_keeps_its_line_break_while_the_text_is_repaired(graph: Graph) -> None:
    part = graph.value(NAMES[GOAL], PROV.wasDerivedFrom)
    assert "samtidigt\nmisbrug" in str(graph.value(URIRef(f"{part}-ord"), OA.exact))
    assert "samtidigt misbrug" in str(graph.value(NAMES[GOAL], AFT.text))


def test_what_rests_on_one_place_shares_one_quote(graph: Graph) -> None:
    one, another = (graph.value(NAMES[statement], PROV.wasDerivedFrom) for statement in (STATISTIC, TWIN))
    assert one == another


def test_the_text_below_a_label_is_an_elaboration_and_no_quote_of_it(graph: Graph) -> None:
    assert graph.value(NAMES[FOCUS], AFT.elaboration) == quote_iri(BASE, FOCUS.body[0])
    assert quote_iri(BASE, FOCUS.body[0]) not in set(graph.objects(NAMES[FOCUS], PROV.wasDerivedFrom))


def test_links_are_resolved_by_label_whatever_case_and_spacing(graph: Graph) -> None:
    assert graph.value(NAMES[GOAL], AFT.focusArea) == NAMES[FOCUS]
    assert graph.value(NAMES[INDICATOR], AFT.goal) == NAMES[GOAL]


def test_an_indicator_may_name_its_goal_by_the_whole_text() -> None:
    by_text = replace(INDICATOR, goal=GOAL.text)
    extraction = replace(EXTRACTION, statements=(GOAL, by_text))
    graph = agreement_graph(agreement(), extraction, SOURCES, BASE)
    assert graph.value(statement_iris(BASE, ID, [by_text])[by_text], AFT.goal) == NAMES[GOAL]


def test_a_name_of_nothing_in_the_agreement_gives_no_link() -> None:
    lost = replace(INDICATOR, goal="Et mål i en anden aftale")
    graph = agreement_graph(agreement(), replace(EXTRACTION, statements=(GOAL, lost)), SOURCES, BASE)
    assert list(graph.objects(None, AFT.goal)) == []


def test_the_own_fields_of_each_kind_are_stated(graph: Graph) -> None:
    def value(statement: Statement, field: str) -> object:
        return graph.value(NAMES[statement], AFT[field])

    kinds = {statement.kind: statement for statement in STATEMENTS}
    assert value(INDICATOR, "direction") == Literal("down")
    assert value(INDICATOR, "strength") == Literal("skal")
    assert value(INDICATOR, "targetGroup") == Literal("Voksne med psykisk sygdom")
    assert value(STATISTIC, "value") == Literal("11", datatype=XSD.decimal)
    assert value(STATISTIC, "unit") == Literal("%")
    assert value(STATISTIC, "measures") == Literal("genindlæggelse", lang="da")
    assert value(STATISTIC, "population") == Literal("somatiske patienter", lang="da")
    assert value(STATISTIC, "year") == Literal("2020", datatype=XSD.gYear)
    assert value(STATISTIC, "statedSource") == Literal("Talgrundlag for de nationale mål 2021", lang="da")
    assert value(TWIN, "year") == Literal("2019-2020")
    assert value(NATIONAL, "nationalGoal") == national_goal_iri(BASE, 1)
    assert value(NATIONAL, "emphasised") == Literal(True)
    assert value(kinds[Kind.DEFINITION], "term") == Literal("Sundhedskompetence", lang="da")
    assert value(kinds[Kind.DEFINITION], "definition") == Literal("evnen til at tilgå og forstå information", lang="da")
    assert value(kinds[Kind.ORGANISATION], "role") == Literal("koordinerer og sætter politisk retning", lang="da")
    assert value(kinds[Kind.FOLLOW_UP], "what") == Literal("gennemgang af aftalen", lang="da")
    assert value(kinds[Kind.FOLLOW_UP], "when") == Literal("en gang om året", lang="da")
    assert (NAMES[CROSS], RDF.type, AFT.CrossCuttingFocusArea) in graph
    assert (NAMES[FOCUS], RDF.type, AFT.CrossCuttingFocusArea) not in graph


def test_the_agreement_has_its_metadata(graph: Graph) -> None:
    assert graph.value(AGREEMENT, AFT.region) == NS["region"].nordjylland
    assert graph.value(AGREEMENT, AFT.coverage) == AFT.FullText
    assert set(graph.objects(AGREEMENT, AFT.party)) == {
        Literal("Regionsrådet"),
        Literal("De 11 kommunalbestyrelser i Nordjylland"),
    }
    assert graph.value(AGREEMENT, AFT.numberOfMunicipalities) == Literal(11)
    assert graph.value(AGREEMENT, AFT.statedPredecessor) == Literal("Sundhedsaftalen 2019-2023", lang="da")


def test_a_period_is_as_exact_as_its_source(graph: Graph) -> None:
    assert graph.value(AGREEMENT, AFT.periodStart) == Literal("2024-01-01", datatype=XSD.date)
    assert graph.value(AGREEMENT, ELI.first_date_entry_in_force) == Literal("2024-01-01", datatype=XSD.date)
    assert graph.value(AGREEMENT, AFT.periodEnd) == Literal("2027", datatype=XSD.gYear)
    assert graph.value(AGREEMENT, ELI.date_no_longer_in_force) is None


def test_a_document_has_what_is_needed_to_find_its_characters_again(graph: Graph) -> None:
    document = document_iri(BASE, ID)
    assert graph.value(document, DCTERMS.isPartOf) == AGREEMENT
    assert graph.value(document, AFT.characters) == Literal(len(TEXT))
    assert graph.value(document, AFT.fileName) == Literal("nordjylland-2024-2027.txt")
    checksum = graph.value(document, NS["spdx"].checksum)
    assert str(graph.value(checksum, NS["spdx"].checksumValue)) == "a" * 64


def test_a_fact_sheet_is_marked_as_one() -> None:
    graph = agreement_graph(agreement(Coverage.FACT_SHEET), EXTRACTION, SOURCES, BASE)
    assert set(graph.objects(None, AFT.coverage)) == {AFT.FactSheet}


def test_the_predecessor_is_linked_where_the_corpus_holds_it() -> None:
    graph = agreement_graph(agreement(), EXTRACTION, SOURCES, BASE, replaces="nordjylland-2019-2023")
    assert graph.value(AGREEMENT, DCTERMS.replaces) == agreement_iri(BASE, "nordjylland-2019-2023")


@pytest.mark.parametrize("label", ["ventetid-til-genoptraening", "vente-tid-til-genop-traening"])
def test_national_indicators_are_resolved_by_any_of_their_labels_whatever_the_spacing(label: str) -> None:
    waiting = URIRef(f"{BASE}id/national-indikator/ventetid")
    known = {label: waiting}
    graph = agreement_graph(agreement(), EXTRACTION, SOURCES, BASE, national_indicators=known)
    assert list(graph.objects(None, AFT.nationalIndicator)) == [waiting]


def test_the_same_agreement_gives_the_same_triples_in_any_order(graph: Graph) -> None:
    reversed_order = replace(EXTRACTION, statements=tuple(reversed(STATEMENTS)))
    assert set(agreement_graph(agreement(), reversed_order, SOURCES, BASE)) == set(graph)


def test_there_are_no_blank_nodes(graph: Graph) -> None:
    assert [term for triple in graph for term in triple if isinstance(term, BNode)] == []


def test_nothing_inferred_is_mixed_in(graph: Graph) -> None:
    types = set(graph.objects(None, RDF.type))
    assert not types & {AFT.Priority, AFT.Mention, AFT.Link, PROV.Activity}


def test_another_base_moves_every_own_name(graph: Graph) -> None:
    other = "http://data.region.example/sundhed/"
    moved = agreement_graph(agreement(), EXTRACTION, SOURCES, other)
    assert not [term for triple in moved for term in triple if str(term).startswith(BASE)]
    assert len(moved) == len(graph)


def test_a_quote_that_does_not_stand_there_is_refused() -> None:
    wrong = Statement(Kind.GOAL, "x", (Quote(ID, Span(0, 6), "sammen"),))
    with pytest.raises(EvidenceError, match="has 'Sammen' at 0-6, not 'sammen'"):
        agreement_graph(agreement(), replace(EXTRACTION, statements=(wrong,)), SOURCES, BASE)


def test_a_quote_of_an_unknown_document_is_refused() -> None:
    wrong = Statement(Kind.GOAL, "x", (Quote("andet", Span(0, 6), "Sammen"),))
    with pytest.raises(EvidenceError, match="'andet' is not"):
        agreement_graph(agreement(), replace(EXTRACTION, statements=(wrong,)), SOURCES, BASE)


@given(st.text(min_size=1, max_size=80), st.data())
def test_offsets_count_characters_whatever_they_are(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    graph = Graph()
    part = add_quote(graph, Quote("d", Span(start, end), text[start:end]), {"d": text}, BASE)
    words = URIRef(f"{part}-ord")
    around = "".join(str(graph.value(words, key)) for key in (OA.prefix, OA.exact, OA.suffix))
    assert around == text[max(0, start - 32) : end + 32]


def test_the_serialised_graph_reads_back_the_same(graph: Graph) -> None:
    for form in ("nt", "xml"):
        assert set(Graph().parse(data=graph.serialize(format=form), format=form)) == set(graph)


@pytest.mark.parametrize(
    ("number", "words"),
    [(47.0, "47"), (0.1, "0.1"), (1885069.0, "1885069"), (1e21, "1" + "0" * 21), (-2.5, "-2.5"), (100.0, "100")],
)
def test_a_number_is_written_without_exponent(number: float, words: str) -> None:
    assert str(decimal(number)) == words


@pytest.mark.parametrize(
    ("text", "datatype"), [("2024-07-01", XSD.date), ("2024", XSD.gYear), ("2019-2021", None), ("midt i 2025", None)]
)
def test_a_time_is_a_day_a_year_or_as_it_stands(text: str, datatype: URIRef | None) -> None:
    assert day_or_year(text) == Literal(text, datatype=datatype)


def test_an_indicator_without_fields_states_none() -> None:
    bare = Indicator(Kind.INDICATOR, "Antal virtuelle kontakter", (quote("fleksibilitet"),))
    graph = agreement_graph(agreement(), replace(EXTRACTION, statements=(bare,)), SOURCES, BASE)
    name = statement_iris(BASE, ID, [bare])[bare]
    own = {AFT.text, RDFS.label, RDF.type, DCTERMS.isPartOf, PROV.wasDerivedFrom}
    assert set(graph.predicates(name)) == own

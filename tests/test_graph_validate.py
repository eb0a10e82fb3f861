"""Breaking each rule on purpose, and being told so in words."""

from __future__ import annotations

from collections.abc import Callable
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
    LINK,
    NATIONAL,
    PRIORITIES,
    SENTENCES,
    SOURCES,
    STATEMENTS,
    STATISTIC,
    TEXT,
    agreement,
    quote,
)
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, Graph, Literal, URIRef

from graph.dataset import dataset_graph
from graph.inferred import inferred_graph
from graph.model import Mention, Priority
from graph.namespaces import agreement_iri, document_iri, graph_iri, namespaces, priority_iri, region_iri, topic_iri
from graph.naming import statement_iris
from graph.program import program_graph
from graph.questions import competency_questions, questions_graph
from graph.quotes import quote_iri, sentence_iri
from graph.rdf import agreement_graph
from graph.validate import Violation, explain, validate
from graph.vocabulary import Vocabulary, join, load_vocabulary
from ingest.model import Coverage, Goal, Kind, Quote, Span

NS = namespaces(BASE)
AFT, DCTERMS, OA, PROV, SPDX = NS["aft"], NS["dcterms"], NS["oa"], NS["prov"], NS["spdx"]
NAMES = statement_iris(BASE, ID, STATEMENTS)
AGREEMENT = agreement_iri(BASE, ID)
DOCUMENT = document_iri(BASE, ID)
FOUND = priority_iri(BASE, ID, "dobbeltdiagnoser")
SILENT = priority_iri(BASE, ID, "demens")
PLACE = URIRef(f"{quote_iri(BASE, GOAL.quote)}-plads")
WORDS = URIRef(f"{quote_iri(BASE, GOAL.quote)}-ord")
DEMENTIA = topic_iri(BASE, "demens")
NORTH = region_iri(BASE, "nordjylland")
VERSION = "0.1.0"
RULES = ("priority-in-statement", "silence-in-full-text", "silence-in-fact-sheet", "goal-to-national-goal", "r")


def built(coverage: Coverage = Coverage.FULL_TEXT) -> Graph:
    its = agreement(coverage)
    priorities = PRIORITIES if coverage is Coverage.FULL_TEXT else PRIORITIES[:1]
    stated = agreement_graph(its, EXTRACTION, SOURCES, BASE)
    inferred = inferred_graph(
        its, priorities, EXTRACTION, SOURCES, BASE, version=VERSION, sentences=SENTENCES, links=(LINK,)
    )
    return join((stated, inferred, program_graph(BASE, VERSION, RULES)), BASE)


def small_vocabulary(base: str) -> Vocabulary:
    """The vocabulary, with only those topics that the samples name: the whole of it is checked once, below."""
    whole, scheme = load_vocabulary(base), URIRef(f"{base}id/emner")
    topics = Graph()
    for predicate in (RDF.type, SKOS.prefLabel):
        for value in whole.topics.objects(scheme, predicate):
            topics.add((scheme, predicate, value))
    for slug in ("dobbeltdiagnoser", "demens"):
        topic = topic_iri(base, slug)
        topics.add((topic, SKOS.topConceptOf, scheme))
        topics.add((scheme, SKOS.hasTopConcept, topic))
        for predicate in (RDF.type, SKOS.prefLabel, SKOS.inScheme):
            for value in whole.topics.objects(topic, predicate):
                topics.add((topic, predicate, value))
    return replace(whole, topics=topics)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return small_vocabulary(BASE)


def check(data: Graph, vocabulary: Vocabulary) -> list[Violation]:
    return validate(data, vocabulary.shapes, vocabulary.background())


@pytest.mark.parametrize("coverage", Coverage)
def test_a_real_agreement_conforms(coverage: Coverage, vocabulary: Vocabulary) -> None:
    assert check(built(coverage), vocabulary) == []


def test_an_unknown_priority_of_a_fact_sheet_conforms(vocabulary: Vocabulary) -> None:
    its = agreement(Coverage.FACT_SHEET)
    unknown = Priority("demens", None, "silence-in-fact-sheet")
    stated = agreement_graph(its, EXTRACTION, SOURCES, BASE)
    inferred = inferred_graph(its, [unknown], EXTRACTION, SOURCES, BASE, version=VERSION)
    assert check(join((stated, inferred, program_graph(BASE, VERSION, RULES)), BASE), vocabulary) == []


def test_the_whole_vocabulary_conforms() -> None:
    whole = load_vocabulary(BASE)
    assert explain(validate(Graph(), whole.shapes, whole.background())) == []


Change = Callable[[Graph], object]
SENTENCE = sentence_iri(BASE, GOAL.quote)

BREAKS: list[tuple[str, Change]] = [
    ("En aftale skal høre til præcis én kendt region", lambda g: g.set((AGREEMENT, AFT.region, URIRef("urn:jylland")))),
    ("En aftale skal gælde fra præcis én dag", lambda g: g.remove((AGREEMENT, AFT.periodStart, None))),
    ("En aftale skal gælde til præcis én dag", lambda g: g.set((AGREEMENT, AFT.periodEnd, Literal("snart")))),
    ("En aftale skal foreligge", lambda g: g.set((AGREEMENT, AFT.coverage, Literal("full text")))),
    ("En aftale skal have mindst ét kildedokument", lambda g: g.remove((DOCUMENT, DCTERMS.isPartOf, None))),
    ("SHA-256", lambda g: g.remove((DOCUMENT, SPDX.checksum, None))),
    ("Et udsagn skal have mindst ét ordret citat", lambda g: g.remove((NAMES[GOAL], PROV.wasDerivedFrom, None))),
    ("Et udsagn skal have præcis én tekst", lambda g: g.remove((NAMES[FOCUS], AFT.text, None))),
    ("Et udsagn skal høre til præcis én aftale", lambda g: g.remove((NAMES[CROSS], DCTERMS.isPartOf, None))),
    ("Et mål hører højst under ét fokusområde", lambda g: g.set((NAMES[GOAL], AFT.focusArea, NAMES[STATISTIC]))),
    ("En indikator måler højst ét mål", lambda g: g.set((NAMES[INDICATOR], AFT.goal, NAMES[FOCUS]))),
    ("En indikator skal enten op eller ned", lambda g: g.set((NAMES[INDICATOR], AFT.direction, Literal("til siden")))),
    ("Et tal skal have præcis én værdi", lambda g: g.set((NAMES[STATISTIC], AFT.value, Literal("mange")))),
    ("Et fokusområde kan ikke også være et mål", lambda g: g.add((NAMES[FOCUS], RDF.type, AFT.Goal))),
    ("skal sige, om aftalen fremhæver det", lambda g: g.remove((NAMES[NATIONAL], AFT.emphasised, None))),
    ("Et citat skal komme fra", lambda g: g.remove((quote_iri(BASE, GOAL.quote), OA.hasSource, None))),
    ("udpeget ved sine ord og ved sin plads", lambda g: g.remove((quote_iri(BASE, GOAL.quote), OA.hasSelector, PLACE))),
    ("begynde ved tegn 0 eller senere", lambda g: g.set((PLACE, OA.end, Literal(0)))),
    ("højst 32 tegn af teksten før", lambda g: g.set((WORDS, OA.prefix, Literal("x" * 33)))),
    ("præcis én ordret tekst", lambda g: g.remove((WORDS, OA.exact, None))),
    ("En prioritet skal gælde præcis ét kendt emne", lambda g: g.set((FOUND, AFT.topic, URIRef("urn:ukendt")))),
    ("Niveau 1 til 3 kræver mindst ét belæg", lambda g: g.set((SILENT, AFT.level, Literal(2)))),
    ("Med belæg skal niveauet være 1, 2 eller 3", lambda g: g.set((FOUND, AFT.level, Literal(0)))),
    ("Niveauet må kun mangle", lambda g: g.remove((SILENT, AFT.level, None))),
    ("Et faktaarks tavshed", lambda g: g.set((AGREEMENT, AFT.coverage, AFT.FactSheet))),
    ("Et niveau er 0, 1, 2 eller 3", lambda g: g.set((FOUND, AFT.level, Literal(4)))),
    ("En prioritet skal sige, hvordan", lambda g: g.remove((FOUND, PROV.wasGeneratedBy, None))),
    ("fundet ved ord, synonym eller betydning", lambda g: g.add((mention(g), AFT.match, Literal("fuzzy")))),
    ("kendt art af udsagn", lambda g: g.set((mention(g), AFT.statementType, Literal("headline")))),
    ("En omtale skal have præcis ét ordret citat", lambda g: g.remove((mention(g), PROV.wasDerivedFrom, None))),
    ("sikkerhed fra 0 til 1", lambda g: g.set((link(g), AFT.confidence, Literal("1.5", datatype=XSD.decimal)))),
    ("En region skal have præcis ét navn", lambda g: g.add((NORTH, RDFS.label, Literal("Nordregionen", lang="da")))),
    ("fire cifre og begynder med 10", lambda g: g.add((NORTH, AFT.authorityCode, Literal("81")))),
    ("nummer fra 1 til 8", lambda g: g.add((NS["natmaal"]["9"], RDF.type, AFT.NationalGoal))),
    ("Et emne skal have præcis ét navn", lambda g: g.add((DEMENTIA, SKOS.prefLabel, Literal("senilitet", lang="da")))),
    ("Et emne skal have et overemne", lambda g: g.add((URIRef("urn:emne"), RDF.type, SKOS.Concept))),
    ("Emnesystemet skal have præcis ét navn", lambda g: g.add((URIRef("urn:x"), RDF.type, SKOS.ConceptScheme))),
    ("højst ét helt tal, mindst 1", lambda g: g.set((AGREEMENT, AFT.numberOfMunicipalities, Literal(0)))),
    ("hvor det er udgivet", lambda g: g.remove((DOCUMENT, NS["dc"].source, None))),
    ("Det eneste slags retsdokument", lambda g: g.add((URIRef("urn:lov"), RDF.type, NS["eli"].LegalResource))),
    ("64 cifre af 0-9 og a-f", lambda g: g.set((checksum(g), SPDX.checksumValue, Literal("ABC")))),
    ("regnet med SHA-256", lambda g: g.set((checksum(g), SPDX.algorithm, SPDX.checksumAlgorithm_md5))),
    ("skal også være et fokusområde", lambda g: g.remove((NAMES[CROSS], RDF.type, AFT.FocusArea))),
    ("En omtale giver emnet niveau 1, 2 eller 3", lambda g: g.set((mention(g), AFT.weight, Literal(0)))),
    ("En sætning skal stå i præcis én aftale", lambda g: g.remove((SENTENCE, AFT.agreement, None))),
    ("En sætning skal have præcis én læsbar tekst", lambda g: g.remove((SENTENCE, AFT.text, None))),
    ("En sætning skal stå i en kendt art", lambda g: g.set((SENTENCE, AFT.statementType, Literal("headline")))),
    ("En sætning giver det, den taler om", lambda g: g.set((SENTENCE, AFT.weight, Literal(0)))),
    ("En sætning står højst i ét udsagn", lambda g: g.set((SENTENCE, AFT.inStatement, DOCUMENT))),
    ("En sætning må kun have kendte emner", lambda g: g.add((SENTENCE, DCTERMS.subject, URIRef("urn:ukendt")))),
    ("En sætning skal have præcis ét ordret citat", lambda g: g.remove((SENTENCE, PROV.wasDerivedFrom, None))),
    ("omtalens emne som indhold", lambda g: g.set((mention(g), OA.hasBody, DEMENTIA))),
    ("sat på omtalens citat", lambda g: g.remove((mention(g), OA.hasTarget, None))),
    ("udført af præcis ét program", lambda g: g.remove((None, PROV.wasAssociatedWith, None))),
    ("mindst én kendt regel", lambda g: g.remove((None, RDF.type, PROV.Plan))),
    ("Et program skal have præcis én version", lambda g: g.remove((None, OWL.versionInfo, Literal(VERSION)))),
    ("En regel skal have præcis én id", lambda g: g.add((URIRef("urn:regel"), RDF.type, PROV.Plan))),
    ("Et navn med tid skal have præcis én ordlyd", lambda g: g.add((URIRef("urn:navn"), RDF.type, NS["skosxl"].Label))),
    ("Et emne skal stå i emnesystemet", lambda g: g.add((URIRef("urn:emne"), RDF.type, SKOS.Concept))),
]


DATASET = URIRef(f"{BASE}datasaet")
ONTOLOGY = URIRef(f"{BASE}ontologi")
ENDPOINT = URIRef(f"{BASE}sparql")
DCAT, VOID = NS["dcat"], NS["void"]
DESCRIPTION_BREAKS: list[tuple[str, Change]] = [
    ("Et datasæt skal have præcis én version", lambda g: g.remove((DATASET, DCAT.version, None))),
    ("præcis én titel på dansk og én på engelsk", lambda g: g.remove((DATASET, DCTERMS.title, None))),
    ("Et datasæt skal kunne hentes som fil", lambda g: g.remove((DATASET, DCAT.distribution, None))),
    ("hvor mange tripler de har", lambda g: g.remove((NS["graf"].emner, VOID.triples, None))),
    ("skal selv være et datasæt", lambda g: g.remove((NS["graf"].emner, RDF.type, None))),
    ("nævne præcis én klasse", lambda g: g.remove((None, VOID["class"], None))),
    ("nævne præcis én egenskab", lambda g: g.remove((None, VOID.property, None))),
    ("præcis én medietype", lambda g: g.remove((None, DCAT.mediaType, None))),
    ("præcis én adresse at hente den fra", lambda g: g.remove((None, DCAT.downloadURL, None))),
    ("hvilket datasæt den giver adgang til", lambda g: g.remove((ENDPOINT, DCAT.servesDataset, None))),
    ("Et katalog skal nævne mindst ét datasæt", lambda g: g.remove((None, DCAT.dataset, None))),
    ("præcis én adresse for sin version", lambda g: g.remove((ONTOLOGY, OWL.versionIRI, None))),
    ("Et begreb skal have præcis én definition", lambda g: g.remove((AFT.Goal, SKOS.definition, None))),
    ("Et begreb skal have præcis ét navn", lambda g: g.add((AFT.Goal, RDFS.label, Literal("mål nr. 2", lang="da")))),
    ("skal have præcis én SPARQL-tekst", lambda g: g.remove((None, SH.select, None))),
    ("skal være en SELECT-forespørgsel", lambda g: g.remove((None, RDF.type, SH.SPARQLSelectExecutable))),
    ("skal henvise til sine præfikser", lambda g: g.remove((None, SH.prefixes, None))),
    ("Et præfiks skal have præcis ét navnerum", lambda g: g.remove((None, SH.namespace, None))),
]


def described(vocabulary: Vocabulary) -> Graph:
    """The ontology with the questions and the description of the dataset that these make."""
    graphs = vocabulary.named_graphs()
    graphs[graph_iri(BASE, "program")] = program_graph(BASE, VERSION, RULES)
    graphs[graph_iri(BASE, "eksempler")] = questions_graph(competency_questions(BASE), BASE)
    return join((*graphs.values(), dataset_graph(graphs, vocabulary, "0.1.0-x")), BASE)


def test_the_description_of_the_dataset_conforms(vocabulary: Vocabulary) -> None:
    assert validate(described(vocabulary), vocabulary.shapes, Graph()) == []


@pytest.mark.parametrize(("message", "change"), DESCRIPTION_BREAKS, ids=[message for message, _ in DESCRIPTION_BREAKS])
def test_a_broken_rule_of_the_description_is_told_in_words(
    message: str, change: Change, vocabulary: Vocabulary
) -> None:
    data = described(vocabulary)
    change(data)
    sentences = explain(validate(data, vocabulary.shapes, Graph()))
    assert [sentence for sentence in sentences if message in sentence], sentences


def mention(graph: Graph) -> URIRef:
    return URIRef(str(next(graph.subjects(RDF.type, AFT.Mention))))


def checksum(graph: Graph) -> URIRef:
    return URIRef(str(next(graph.objects(None, SPDX.checksum))))


def link(graph: Graph) -> URIRef:
    return URIRef(str(next(graph.subjects(RDF.type, AFT.Link))))


@pytest.mark.parametrize(("message", "change"), BREAKS, ids=[message for message, _ in BREAKS])
def test_a_broken_rule_is_told_in_words(message: str, change: Change, vocabulary: Vocabulary) -> None:
    data = built()
    change(data)
    sentences = explain(check(data, vocabulary))
    assert [sentence for sentence in sentences if message in sentence], sentences


def test_a_violation_names_the_thing_the_property_and_the_value(vocabulary: Vocabulary) -> None:
    data = built()
    data.set((NAMES[INDICATOR], AFT.direction, Literal("til siden")))
    (violation,) = check(data, vocabulary)
    assert violation.focus == str(NAMES[INDICATOR])
    assert violation.name == INDICATOR.text
    assert violation.path == str(AFT.direction)
    assert violation.value == "til siden"
    assert violation.shape == "Indicator"
    assert violation.severity == "Violation"
    assert explain([violation], "en") == [
        "An indicator is to go either up or down. («Antal akutte psykiatriske genindlæggelser») Found: til siden."
    ]


def test_what_should_be_is_a_warning_and_comes_last(vocabulary: Vocabulary) -> None:
    data = built()
    data.remove((NAMES[NATIONAL], AFT.nationalGoal, None))
    (violation,) = check(data, vocabulary)
    assert violation.severity == "Warning"
    data.remove((AGREEMENT, AFT.periodStart, None))
    sentences = explain(check(data, vocabulary))
    assert [sentence.startswith("Advarsel: ") for sentence in sentences] == [False, True]


def test_many_things_that_break_one_rule_make_one_sentence(vocabulary: Vocabulary) -> None:
    data = built()
    data.remove((None, AFT.text, None))
    about_statements, _, _ = sorted(explain(check(data, vocabulary), "da"), key=lambda s: "udsagn" not in s)
    assert about_statements.startswith("Et udsagn skal have præcis én tekst. («")
    assert about_statements.endswith(f"og {len({s.name for s in STATEMENTS}) - 3} til)")


def test_another_base_is_checked_by_the_same_rules() -> None:
    other = "http://data.region.example/sundhed/"
    rebased = small_vocabulary(other)
    data = agreement_graph(agreement(), EXTRACTION, SOURCES, other)
    assert check(data, rebased) == []
    data.remove((None, namespaces(other)["aft"].region, None))
    assert {violation.shape for violation in check(data, rebased)} == {"Agreement"}


def test_a_graph_of_fifteen_thousand_triples_conforms() -> None:
    whole = load_vocabulary(BASE)
    lines = [f"Vi vil styrke indsats nummer {number} for borgerne.\n" for number in range(360)]
    text = TEXT + "".join(lines)
    starts = [text.index(line) for line in lines]
    goals = tuple(
        Goal(Kind.GOAL, line.strip(), (Quote(ID, Span(start, start + len(line) - 1), line[:-1]),))
        for line, start in zip(lines, starts, strict=True)
    )
    slugs = sorted(str(topic).rpartition("/")[2] for topic in whole.topics.subjects(RDF.type, SKOS.Concept))
    priorities = [
        Priority(slug, 3, "r", tuple(Mention(slug, "x", "word", "goal", goal.quote, goal.text, goal) for goal in some))
        for number, slug in enumerate(slugs[:120])
        if (some := goals[number : number + 6])
    ]
    extraction = replace(EXTRACTION, statements=(*STATEMENTS, *goals))
    parts = (
        agreement_graph(agreement(), extraction, {ID: text}, BASE),
        inferred_graph(agreement(), priorities, extraction, {ID: text}, BASE, version=VERSION),
        program_graph(BASE, VERSION, RULES),
    )
    data = join(parts, BASE)
    assert len(data) > 12_000
    background = whole.background()
    found = validate(data, whole.shapes, background)
    assert [violation for violation in found if not violation.shape.startswith("Topic")] == []


def test_a_quote_of_the_samples_is_checked_at_all(vocabulary: Vocabulary) -> None:
    data = Graph()
    data.add((quote_iri(BASE, quote("fleksibilitet")), RDF.type, OA.SpecificResource))
    assert {violation.shape for violation in check(data, vocabulary)} == {"Quote"}

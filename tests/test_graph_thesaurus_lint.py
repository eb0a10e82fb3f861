"""The thesaurus is sound, and an unsound one is told what is wrong."""

from __future__ import annotations

import pytest
from graph_samples import BASE
from rdflib import RDF, SKOS, Graph

from graph.thesaurus_lint import lint_thesaurus
from graph.vocabulary import load_vocabulary

HEAD = f"""
@prefix aft: <{BASE}ontologi#> .
@prefix emne: <{BASE}id/emne/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{BASE}id/emner> a skos:ConceptScheme ; skos:hasTopConcept emne:sygdomme .
emne:sygdomme a skos:Concept ; skos:inScheme <{BASE}id/emner> ;
    skos:prefLabel "sygdomme"@da , "diseases"@en .
emne:demens a skos:Concept ; skos:inScheme <{BASE}id/emner> ; skos:broader emne:sygdomme ;
    skos:prefLabel "demens"@da , "dementia"@en ; skos:altLabel "Alzheimers sygdom"@da ;
    aft:pattern "demens*|*alzheimer* & syg* & !demensven* ~9" .
"""
KOL = f"emne:kol a skos:Concept ; skos:inScheme <{BASE}id/emner> ; skos:broader emne:sygdomme ; "


def lint(turtle: str) -> list[str]:
    return lint_thesaurus(Graph().parse(data=HEAD + turtle, format="turtle"), BASE)


def test_the_thesaurus_is_sound() -> None:
    topics = load_vocabulary(BASE).topics
    assert len(list(topics.subjects(RDF.type, SKOS.Concept))) > 100
    assert lint_thesaurus(topics, BASE) == []


def test_a_sound_thesaurus_has_no_fault() -> None:
    assert lint(KOL + 'skos:prefLabel "KOL"@da , "COPD"@en .') == []


@pytest.mark.parametrize(
    ("turtle", "fault"),
    [
        (
            f'emne:kol a skos:Concept ; skos:inScheme <{BASE}id/emner> ; skos:prefLabel "KOL"@da , "COPD"@en .',
            "'kol' is an orphan",
        ),
        ("emne:sygdomme skos:broader emne:demens .", "'demens' is broader than itself"),
        ("emne:demens skos:broader emne:demens .", "'demens' is broader than itself"),
        (
            KOL + 'skos:prefLabel "KOL"@da , "COPD"@en ; skos:hiddenLabel "ALZHEIMERS  sygdom"@da .',
            "The label 'alzheimers sygdom' (da) belongs to several topics (demens, kol)",
        ),
        (KOL + 'skos:prefLabel "KOL"@da .', "'kol' must have one skos:prefLabel in 'en', not 0"),
        (
            KOL + 'skos:prefLabel "KOL"@da , "rygerlunger"@da , "COPD"@en .',
            "'kol' must have one skos:prefLabel in 'da', not 2",
        ),
        ('emne:demens skos:altLabel "glemsomhed" .', "The label 'glemsomhed' of 'demens' must be words in 'da'"),
        ('emne:demens skos:altLabel "demens"@da .', "'demens' has the label 'demens' twice"),
        ("emne:demens skos:related emne:sygdomme .", "'demens' has 'sygdomme' both above it and as related"),
        ("emne:demens skos:broader emne:ukendt .", "'demens' refers to 'ukendt', which is no topic"),
        (f"<{BASE}id/emner> skos:hasTopConcept emne:ukendt .", "'ukendt' is named as a top concept"),
        (
            f"emne:Ældre a skos:Concept ; skos:inScheme <{BASE}id/emner> ; skos:broader emne:sygdomme ; "
            'skos:prefLabel "ældre"@da , "elderly"@en .',
            "not 'Ældre'; rename it",
        ),
        (
            'emne:kol a skos:Concept ; skos:broader emne:sygdomme ; skos:prefLabel "KOL"@da , "COPD"@en .',
            "'kol' is in no scheme",
        ),
        ('emne:demens aft:pattern "a||b" .', "The pattern 'a||b' of 'demens' breaks the grammar"),
        ('emne:demens aft:pattern "a &b" .', "breaks the grammar"),
        ('emne:demens aft:pattern "!a" .', "breaks the grammar"),
        ('emne:demens aft:pattern "a ~0" .', "breaks the grammar"),
        ('emne:demens aft:pattern "de*mens" .', "breaks the grammar"),
        ('emne:ukendt aft:pattern "kol*" .', "'ukendt' has a pattern, but is no topic"),
    ],
)
def test_a_fault_is_told_with_its_remedy(turtle: str, fault: str) -> None:
    faults = lint(turtle)
    assert [sentence for sentence in faults if fault in sentence], faults


def test_one_label_may_serve_two_languages_of_one_topic() -> None:
    assert lint('emne:demens skos:altLabel "Alzheimer"@da , "Alzheimer"@en .') == []

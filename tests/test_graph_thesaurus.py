"""The thesaurus is read from its Turtle files, or from a store, in one order whatever theirs."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.patterns import compile_pattern
from graph.thesaurus import Label, Thesaurus, Topic, load_thesaurus, thesaurus_of

HEAD = """
@prefix aft: <https://w3id.org/aftalegraf/ontologi#> .
@prefix emne: <https://w3id.org/aftalegraf/id/emne/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
DISEASES = """
<https://w3id.org/aftalegraf/id/emner> a skos:ConceptScheme ; skos:prefLabel "Emner"@da .
emne:sygdomme a skos:Concept ; skos:prefLabel "sygdomme"@da , "diseases"@en .
emne:demens a skos:Concept ; skos:broader emne:sygdomme ; skos:related emne:aeldre ;
    skos:hiddenLabel "glemsomhed"@da ; skos:altLabel "Alzheimers sygdom"@da , "Alzheimer's"@en ;
    skos:prefLabel "dementia"@en , "demens"@da ;
    skos:definition "Dementia is a disease."@en , "Sygdom i hjernen."@da ;
    aft:pattern "svigtende hukommelse*" , "demens*" .
"""
GROUPS = 'emne:aeldre a skos:Concept ; skos:prefLabel "ældre"@da .'


@pytest.fixture
def small(tmp_path: Path) -> Thesaurus:
    (tmp_path / "topics-a.ttl").write_text(HEAD + DISEASES, encoding="utf-8")
    (tmp_path / "topics-b.ttl").write_text(HEAD + GROUPS, encoding="utf-8")
    (tmp_path / "core.ttl").write_text("this is no Turtle and none of the thesaurus", encoding="utf-8")
    (tmp_path / "topics-notes.md").write_text("neither is this", encoding="utf-8")
    return load_thesaurus(tmp_path)


def test_all_topic_files_are_read_and_nothing_else(small: Thesaurus) -> None:
    assert list(small.topics) == ["aeldre", "demens", "sygdomme"]
    assert "demens" in small
    assert "emner" not in small


def test_a_topic_has_its_labels_with_the_preferred_ones_first(small: Thesaurus) -> None:
    assert small["demens"].labels == (
        Label("demens", "da", "pref"),
        Label("dementia", "en", "pref"),
        Label("Alzheimers sygdom", "da", "alt"),
        Label("Alzheimer's", "en", "alt"),
        Label("glemsomhed", "da", "hidden"),
    )


def test_a_topic_has_its_patterns_neighbours_and_danish_definition(small: Thesaurus) -> None:
    topic = small["demens"]
    assert topic.patterns == ("demens*", "svigtende hukommelse*")
    assert (topic.broader, topic.related, topic.definition) == (("sygdomme",), ("aeldre",), "Sygdom i hjernen.")
    assert small.narrower == {"sygdomme": ("demens",)}


@pytest.mark.parametrize(("slug", "language", "label"), [
    ("demens", "da", "demens"),
    ("demens", "en", "dementia"),
    ("aeldre", "en", "ældre"),
    ("demens", "sv", "demens"),
])  # fmt: skip
def test_a_label_is_given_in_the_language_asked_for_or_else_in_any(
    small: Thesaurus, slug: str, language: str, label: str
) -> None:
    assert small[slug].label(language) == label


def test_a_topic_without_a_preferred_label_goes_by_its_slug() -> None:
    assert Topic("demens", (Label("glemsomhed", "da", "hidden"),)).label() == "demens"


def test_a_store_under_another_base_gives_the_same_topics(small: Thesaurus) -> None:
    store = ox.Store()
    for part in (DISEASES, GROUPS):
        text = (HEAD + part).replace("https://w3id.org/aftalegraf/", "https://sundhed.example/graf/")
        store.load(text.encode(), ox.RdfFormat.TURTLE)
    quads = store.quads_for_pattern(None, None, None, None)
    assert thesaurus_of(quads).topics == small.topics


def test_the_order_of_the_triples_does_not_matter(small: Thesaurus) -> None:
    quads = list(ox.parse(HEAD + DISEASES + GROUPS, format=ox.RdfFormat.TURTLE))
    assert thesaurus_of(reversed(quads)).topics == small.topics


def test_every_topic_of_the_ontology_has_both_languages_and_patterns_that_compile() -> None:
    thesaurus = load_thesaurus()
    assert len(thesaurus.topics) > 300
    for topic in thesaurus.topics.values():
        preferred = sorted(label.language for label in topic.labels if label.role == "pref")
        assert preferred == ["da", "en"], topic.slug
        assert all(other in thesaurus for other in (*topic.broader, *topic.related)), topic.slug
        for pattern in topic.patterns:
            assert compile_pattern(pattern).groups, pattern

"""The competency questions, asked of the built corpus in the store that serves it, as the graph itself holds them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_samples import BASE

from graph.errors import VocabularyError
from graph.namespaces import namespaces
from graph.questions import Question, competency_questions, question_iri
from graph.sparql_guard import BASE_IRI
from graph.sparql_search import Hits, Search, Wanted, with_hits
from graph.store import open_store
from service.building.release import current
from service.settings import Settings

QUESTIONS = competency_questions(BASE)
SH = "http://www.w3.org/ns/shacl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
EXAMPLES = ox.NamedNode(f"{BASE}graf/eksempler")
Row = dict[str, str]


@pytest.fixture(scope="module")
def store(release_settings: Settings) -> ox.Store:
    return open_store(current(release_settings.data).graph)


def values(store: ox.Store, subject: str, predicate: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
    quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, EXAMPLES)
    return [quad.object for quad in quads]


def stored_query(store: ox.Store, name: str) -> str:
    """Give a question as the graph holds it."""
    (query,) = values(store, question_iri(BASE, name), f"{SH}select")
    assert isinstance(query, ox.Literal)
    return query.value


def answer(store: ox.Store, query: str, search: Search) -> ox.QuerySolutions:
    """Answer a query with what it searches for, if it searches."""

    def find(wanted: Sequence[Wanted]) -> Sequence[Hits]:
        return [search.find(*one) for one in wanted]

    found = store.query(with_hits(query, search.iri, find, base_iri=BASE_IRI))
    assert isinstance(found, ox.QuerySolutions)
    return found


def rows(store: ox.Store, name: str, search: Search) -> list[Row]:
    found = answer(store, stored_query(store, name), search)
    heads = [variable.value for variable in found.variables]
    return [{head: term.value for head, term in zip(heads, row, strict=True) if term is not None} for row in found]


def test_there_are_at_least_fifteen_competency_questions_with_titles_of_their_own() -> None:
    assert len(QUESTIONS) >= 15
    for language in ("da", "en"):
        assert len({question.titles[language] for question in QUESTIONS}) == len(QUESTIONS)
        assert len({question.descriptions[language] for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_competency_question_is_answered_by_the_built_graph(
    question: Question, store: ox.Store, search: Search
) -> None:
    found = [tuple(row) for row in answer(store, stored_query(store, question.id), search)]
    assert found
    assert len(found) == len(set(found)), "a row stands twice"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_stands_in_the_graph_as_an_executable_query(question: Question, store: ox.Store) -> None:
    name = question_iri(BASE, question.id)
    types = {str(term) for term in values(store, name, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")}
    assert types == {f"<{SH}SPARQLExecutable>", f"<{SH}SPARQLSelectExecutable>"}
    assert stored_query(store, question.id) == question.query
    labels = {(label.language, label.value) for label in values(store, name, f"{RDFS}label")}  # type: ignore[union-attr]
    assert labels == set(question.titles.items())
    comments = {(one.language, one.value) for one in values(store, name, f"{RDFS}comment")}  # type: ignore[union-attr]
    assert comments == set(question.descriptions.items())


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_runs_with_the_prefixes_that_the_graph_declares(
    question: Question, store: ox.Store, search: Search
) -> None:
    rows = store.query(f"SELECT ?prefix ?iri {{ ?d <{SH}prefix> ?prefix ; <{SH}namespace> ?iri }}")
    declared = {row["prefix"].value: row["iri"].value for row in rows}
    assert declared == {prefix: str(iri) for prefix, iri in namespaces(BASE).items()}
    prologue = [f"PREFIX {prefix}: <{iri}>" for prefix, iri in declared.items()]
    rest = [line for line in question.query.splitlines() if not line.startswith("PREFIX ")]
    assert list(answer(store, "\n".join([*prologue, *rest]), search))


def test_the_weight_of_a_topic_is_told_for_every_agreement_with_silence_told_from_ignorance(
    store: ox.Store, search: Search
) -> None:
    found = {
        (row["region"], row["from"]): (row["coverage"], row.get("level"))
        for row in rows(store, "topic-by-region", search)
    }
    assert found["Region Nordjylland", "2024-01-01"] == ("fuld tekst", "3")
    assert found["Region Hovedstaden", "2019"] == ("fuld tekst", "0")
    assert {told for (region, _), told in found.items() if region == "Region Syddanmark"} == {("faktaark", None)}
    assert len(found) == 6


def test_what_hovedstaden_and_sjaelland_each_said_is_told_now_that_they_merge(store: ox.Store, search: Search) -> None:
    found = rows(store, "merged-regions-on-topic", search)
    assert {row["newRegion"] for row in found} == {"Region Østdanmark"}
    both = {(row["oldRegion"], row["topic"]) for row in found}
    regions, topics = {"Region Hovedstaden", "Region Sjælland"}, {"mental sundhed", "rygning, tobak og nikotin"}
    assert both == {(region, topic) for region in regions for topic in topics}
    (silent,) = [
        row for row in found if (row["oldRegion"], row["topic"]) == ("Region Hovedstaden", "rygning, tobak og nikotin")
    ]
    assert silent["level"] == "0"
    assert "text" not in silent
    assert [row for row in found if row["oldRegion"] == "Region Sjælland" and "tobaksrøg" in row.get("text", "")]


def test_all_goals_on_a_topic_are_told_by_region(store: ox.Store, search: Search) -> None:
    found = rows(store, "goals-on-topic", search)
    assert len({row["region"] for row in found}) >= 3
    assert all(len(row["goal"]) > 15 for row in found)


def test_a_weight_is_traced_to_rule_program_and_file(
    store: ox.Store, search: Search, release_settings: Settings
) -> None:
    traced = {row["document"]: row for row in rows(store, "provenance", search)}
    documents = {path.stem for path in (release_settings.corpus / "agreements").iterdir()}
    assert set(traced) == documents
    assert traced["nordjylland-2024-2027"]["rule"]
    assert {row["program"] for row in traced.values()} == {"aftalegraf 0.1.0"}
    assert all(len(row["sha256"]) == 64 for row in traced.values())


def test_what_means_the_same_in_other_words_is_found_with_what_is_stated_there(store: ox.Store, search: Search) -> None:
    found = rows(store, "statements-by-meaning", search)
    assert len({row["region"] for row in found}) >= 2
    scores = [float(row["score"]) for row in found]
    assert scores == sorted(scores, reverse=True)
    assert any("ung" in row["text"] for row in found)


@pytest.mark.parametrize("text", [
    "# Kun dansk\nSELECT * WHERE {}\n",
    "# Titel\n# Title\nSELECT * WHERE {}\n",
    "# Titel\n# Title\n# Forklaring\n# Description\nSELECT * WHERE {}\n",
])  # fmt: skip
def test_a_question_without_titles_and_descriptions_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "bare.rq").write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"^bare\.rq, line 1: a query opens with its title and its description"):
        competency_questions(BASE, tmp_path)

"""The competency questions, asked of a built graph in the store that serves it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from graph_samples import BASE, EXTRACTION, ID, LINK, PRIORITIES, SOURCES, agreement

from graph.errors import VocabularyError
from graph.inferred import inferred_graph
from graph.namespaces import graph_iri
from graph.questions import Question, competency_questions
from graph.rdf import agreement_graph
from graph.vocabulary import load_vocabulary

QUESTIONS = competency_questions(BASE)


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    graphs = load_vocabulary(BASE).named_graphs()
    graphs[graph_iri(BASE, "aftale", ID)] = agreement_graph(agreement(), EXTRACTION, SOURCES, BASE)
    graphs[graph_iri(BASE, "udledt", ID)] = inferred_graph(
        agreement(), PRIORITIES, EXTRACTION, SOURCES, BASE, version="0.1.0", links=(LINK,)
    )
    older = replace(agreement(start="2019", end="2023"), id="hovedstaden-2019-2023", region="hovedstaden", documents=())
    graphs[graph_iri(BASE, "aftale", older.id)] = agreement_graph(older, replace(EXTRACTION, statements=()), {}, BASE)
    for name, graph in graphs.items():
        data = graph.serialize(format="nt")
        store.load(data, format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=pyoxigraph.NamedNode(str(name)))
    return store


def test_there_are_about_ten_competency_questions_with_a_title_of_their_own() -> None:
    assert len(QUESTIONS) >= 10
    for language in ("da", "en"):
        assert len({question.titles[language] for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_competency_question_is_answered(question: Question, store: pyoxigraph.Store) -> None:
    rows = [tuple(row) for row in store.query(question.query, use_default_graph_as_union=True)]
    assert rows
    assert len(rows) == len(set(rows)), "a row stands twice"


def test_a_question_counts_each_thing_once(store: pyoxigraph.Store) -> None:
    (question,) = (question for question in QUESTIONS if question.id == "topic-by-region")
    (row,) = store.query(question.query, use_default_graph_as_union=True)
    assert (row["region"].value, row["level"].value, row["mentions"].value) == ("Region Nordjylland", "3", "2")


def test_a_question_without_titles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bare.rq").write_text("# Kun dansk\nSELECT * WHERE {}\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"^bare\.rq, line 1: a query opens with its title"):
        competency_questions(BASE, tmp_path)

"""Which figures an evaluation publishes: all that have a metric, and no metric without a figure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from graph_samples import BASE
from rdflib import DCTERMS, RDF

from graph.namespaces import namespaces
from graph.quality import Measurement
from graph.vocabulary import load_vocabulary
from service.about.quality import Figure
from service.evaluation.publishing import checksum, measurements

DQV = namespaces(BASE)["dqv"]
CATEGORIES = (
    "single keyword", "compound word", "inflected form", "misspelling", "natural question", "cross-region comparison",
    "filter by region/type", "paraphrase without shared content words", "english",
)  # fmt: skip
TOPIC = {"presence_f1": 0.9, "prioritised_f1": 0.8, "exact": 0.7, "wrong": ["x"]}
FOUND = {
    "ndcg@10": 0.8, "recall@10": 0.7, "mrr": 0.9, "categories": dict.fromkeys(CATEGORIES, 0.5),
    "no_answer": {"queries": 2, "silent": 1},
}  # fmt: skip
STATEMENTS = {"micro_f1": 0.9, "links_f1": 0.8, "kinds": {"goals": 0.1}, "missed": [], "wrong": []}


def each(figures: dict[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(("aftalegraf", "bm25", "dense"), figures)


RESULT = {
    "topics": each(TOPIC),
    "free_topics": each(TOPIC),
    "foreign_topics": each({"false_share": 0.01, "cells": 80, "wrong": []}),
    "statements": {"nordjylland-2024-2027": each(STATEMENTS)},
    "search": {
        **each(FOUND),
        "gain": {"ndcg@10": 0.2, "over": "bm25", "low": 0.1, "high": 0.3},
        "queries": [],
        "cross_validation": {"left_out": 0.79, "gain": 0.19, "folds": 5},
    },
}


def test_every_metric_has_a_figure_and_every_figure_a_metric() -> None:
    described = load_vocabulary(BASE).dataset
    metrics = {str(described.value(one, DCTERMS.identifier)) for one in described.subjects(RDF.type, DQV.Metric)}
    assert {one.metric for one in measurements(RESULT)} == metrics


def test_figures_are_published_with_their_method_or_agreement() -> None:
    published = list(measurements(RESULT))
    assert Measurement("topics.exact", 0.7) in published
    assert Measurement("search.categories.english", 0.5, "dense") in published
    assert Measurement("search.no_answer", 0.5, "bm25") in published
    assert Measurement("statements.links_f1", 0.8, agreement="nordjylland-2024-2027") in published
    assert not [one for one in published if one.agreement and one.method]


def test_what_was_not_measured_is_not_published() -> None:
    without = {**RESULT["search"], "cross_validation": None}
    del without["cross_validation"]
    silent = {name: {**FOUND, "no_answer": {"queries": 0, "silent": 0}} for name in ("aftalegraf", "bm25", "dense")}
    metrics = {one.metric for one in measurements({"search": {**without, **silent}})}
    assert {name.partition(".")[0] for name in metrics} == {"search"}
    assert not [name for name in metrics if "cross_validation" in name or "no_answer" in name]


def test_the_checksum_is_of_what_the_gold_says_and_of_the_names_of_its_files(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "topics.json").write_text(json.dumps({"a": 1}), encoding="utf-8")
        (folder / "README.md").write_text(folder.name, encoding="utf-8")
    assert checksum(one) == checksum(two)
    (two / "topics.json").write_text(json.dumps({"a": 2}), encoding="utf-8")
    assert checksum(one) != checksum(two)
    (two / "topics.json").rename(two / "other.json")
    (one / "topics.json").write_text(json.dumps({"a": 2}), encoding="utf-8")
    assert checksum(one) != checksum(two)


@pytest.mark.parametrize(
    ("least", "most", "value", "short"),
    [
        (0.5, None, 0.5, False),
        (0.5, None, 0.499, True),
        (None, 0.01, 0.01, False),
        (None, 0.01, 0.011, True),
        (None, None, 0.0, False),
        (0.5, None, None, False),
    ],
)
def test_a_figure_falls_short_of_its_aim_or_does_not(
    least: float | None, most: float | None, value: float | None, short: bool
) -> None:
    assert Figure("", "", "", "", least, most, value).short is short


def test_a_value_near_its_aim_is_written_so_that_it_shows_on_which_side_it_is() -> None:
    assert Figure("", "", "", "", 0.85, None, 0.8497).decimals == 4
    assert Figure("", "", "", "", 0.85, None, 0.8503).decimals == 3
    assert Figure("", "", "", "", None, 0.01, 0.0101).decimals == 4
    assert Figure("", "", "", "", None, None, 0.8497).decimals == 3

"""Answers by region, measured: topics of the thesaurus, free topics, and topics that no agreement has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from graph.regions import regions
from ingest.errors import SourceError
from search.evaluation.foreign import score_foreign
from search.evaluation.gold import load, load_names
from search.evaluation.topics import Levels, TopicScores, has_levels, score_topics
from service.catalogue import read_catalogue
from service.evaluation.baselines import BASELINES, OURS, levels_by_hits
from service.knowledge import Knowledge


def topic_figures(knowledge: Knowledge, path: Path) -> dict[str, Any]:
    """Measure the levels that topics get in each region.

    Raises:
        SourceError: The file has no cell, or a cell without levels.
    """
    gold = load(path)
    if not has_levels(gold):
        raise SourceError(f'The gold file {path} must map topics to regions to {{"levels": [...]}}; restore it.')
    return {name: _figures(score_topics(gold, levels)) for name, levels in _answering(knowledge)}


def foreign_figures(knowledge: Knowledge, path: Path) -> dict[str, Any]:
    """Measure how many cells of topics that no agreement has are answered above 0; fact sheets have no cell.

    Raises:
        SourceError: The file is no list of names.
    """
    topics = load_names(path)
    catalogue = read_catalogue(knowledge.graph, knowledge.note.base)
    read = [region for region in catalogue.regions if region not in catalogue.fact_sheet_regions]
    figures = {}
    for name, levels in _answering(knowledge):
        scores = score_foreign(topics, read, levels)
        figures[name] = {"false_share": scores.share, "cells": scores.cells, "wrong": scores.wrong}
    return figures


def _answering(knowledge: Knowledge) -> Iterator[tuple[str, Callable[[str], Levels]]]:
    yield OURS, lambda topic: _answered(knowledge, topic)
    for method in BASELINES:
        yield method, lambda topic, method=method: levels_by_hits(knowledge, topic, method)  # type: ignore[misc]


def _answered(knowledge: Knowledge, topic: str) -> Levels:
    """Return the levels that `ask` answers with when it is given the topic's name."""
    slugs = {region.names["da"]: slug for slug, region in regions().items()}
    response = knowledge.ask(topic, date.today())
    return {slugs[answer.region]: answer.level for answer in response.answers}


def _figures(scores: TopicScores) -> dict[str, Any]:
    return {
        "presence_f1": scores.presence.f1,
        "prioritised_f1": scores.prioritised.f1,
        "exact": scores.exact / scores.cells,
        "wrong": scores.wrong,
    }

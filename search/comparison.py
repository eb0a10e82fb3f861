"""The regions beside each other: what weight each region's agreement gives each of several topics.

A comparison is read from the graph by the competency question `topics-by-region.rq`, with its topics exchanged. Each
cell is the very answer that `search.answers` gives for the topic and the day: the same agreement speaks for a region,
and the evidence stands in the same order.

The columns are the regions of the day. A region that others merged into has one column, in which the agreement of each
of them keeps its own level: no text states a level for the whole. Once the new region has an agreement of its own in
force, that one alone speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, cast

import pyoxigraph as ox

from graph.prefixes import query_text
from graph.regions import find_region, region_on
from graph.store import Asked
from ingest.errors import NotFoundError
from search.answers import one_each, read_answer
from search.responses import Answer, Evidence, in_force

QUERY: Final = "topics-by-region"
TOPICS: Final = re.compile(r"^ *VALUES \?topic \{[^}]*\}\n", re.MULTILINE)
IN_FORCE, RUN_OUT, NOT_YET = "in force", "run out", "not yet in force"

Answers = Mapping[str, Sequence[Answer]]
"""What each agreement says, by the slug of the topic."""


@dataclass(frozen=True, slots=True)
class Source:
    """An agreement that speaks in a column.

    Attributes:
        agreement: Its id.
        region: Slug of the region that concluded it.
        period_start: ISO date or year.
        period_end: The same.
        coverage: "full text" or "fact sheet".
        status: Whether it is in force on the day: "in force", "run out" or "not yet in force".
    """

    agreement: str
    region: str
    period_start: str
    period_end: str
    coverage: str
    status: str


@dataclass(frozen=True, slots=True)
class Column:
    """A region as it is on the day, by slug, with the agreements that speak for it, each apart."""

    region: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one agreement says of one topic: the level as in an answer, how many quotes show it, and the weightiest."""

    level: int | None
    quotes: int
    quote: Evidence | None


@dataclass(frozen=True)
class Comparison:
    """Topics by regions on a day.

    Attributes:
        on: The day.
        topics: Slugs of the topics, in the order in which they were asked for.
        columns: The regions.
        cells: What an agreement says of a topic, by both.
        sparql: The query that gives it.
    """

    on: date
    topics: tuple[str, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[str, str], Cell]
    sparql: str

    @property
    def sources(self) -> tuple[Source, ...]:
        """All agreements, in the order of the columns."""
        return tuple(source for column in self.columns for source in column.sources)


def comparison_query(topics: Sequence[str], base: str) -> str:
    """Return the query that compares topics, by their slugs; without any, all topics."""
    names = " ".join(f"emne:{topic}" for topic in topics)
    return TOPICS.sub(f"  VALUES ?topic {{ {names} }}\n" if topics else "", query_text(QUERY, base))


def read_answers(store: Asked, topics: Sequence[str], base: str) -> Answers:
    """Read what all agreements say of topics, by slug; without any, of all topics."""
    groups: dict[tuple[str, str], list[ox.QuerySolution]] = {}
    for row in cast(ox.QuerySolutions, store.query(comparison_query(topics, base))):
        groups.setdefault((row["topic"].value.rpartition("/")[2], row["agreement"].value), []).append(row)
    answers: dict[str, list[Answer]] = {}
    for (topic, _), rows in groups.items():
        answers.setdefault(topic, []).append(read_answer(rows, date.min))
    return answers


def compare(answers: Answers, topics: Sequence[str], on: date, base: str) -> Comparison:
    """Compare the regions on a day, each by the agreement that answers for it.

    Args:
        answers: What all agreements say, of these topics at least.
        topics: Slugs of the topics; without any, those to which an agreement that answers gives a level above 0.
        on: The day.
        base: Base IRI of the names.

    Raises:
        NotFoundError: The graph knows none of the topics.
    """
    chosen = {topic: one_each(_on(answers[topic], on)) for topic in topics or sorted(answers) if topic in answers}
    return _comparison(chosen, topics, _columns(_sources(chosen, on), on), on, base)


def compare_agreements(
    answers: Answers, topics: Sequence[str], agreements: Sequence[str], on: date, base: str
) -> Comparison:
    """Compare agreements, by their ids and in their order, whether or not they answer for a region on the day.

    Raises:
        NotFoundError: The graph knows none of the topics.
    """
    wanted = topics or sorted(answers)
    chosen = {
        topic: [one for one in _on(answers[topic], on) if one.agreement in agreements]
        for topic in wanted
        if topic in answers
    }
    sources = sorted(_sources(chosen, on), key=lambda one: agreements.index(one.agreement))
    return _comparison(chosen, topics, [Column(one.region, (one,)) for one in sources], on, base)


def status(start: str, end: str, on: date) -> str:
    """Tell whether a period given by ISO dates or years holds on a day, is over, or is still to come."""
    if in_force(start, end, on):
        return IN_FORCE
    return NOT_YET if on.isoformat() < start else RUN_OUT


def _comparison(chosen: Answers, topics: Sequence[str], columns: Iterable[Column], on: date, base: str) -> Comparison:
    shown = tuple(topic for topic, found in chosen.items() if found and (topics or any(one.level for one in found)))
    if not shown:
        raise NotFoundError("The graph has no levels for these topics; build it anew with `aftalegraf build`.")
    cells = {
        (topic, one.agreement): Cell(one.level, len(one.evidence), next(iter(one.evidence), None))
        for topic in shown
        for one in chosen[topic]
    }
    return Comparison(on, shown, tuple(columns), cells, comparison_query(topics, base))


def _sources(chosen: Answers, on: date) -> list[Source]:
    """Return the agreements that speak, each once."""
    return list({one.agreement: _source(one, on) for found in chosen.values() for one in found}.values())


def _on(answers: Iterable[Answer], day: date) -> list[Answer]:
    return [replace(one, in_force=in_force(one.period_start, one.period_end, day)) for one in answers]


def _source(answer: Answer, on: date) -> Source:
    return Source(
        agreement=answer.agreement,
        region=find_region(answer.region).slug,
        period_start=answer.period_start,
        period_end=answer.period_end,
        coverage=answer.coverage,
        status=status(answer.period_start, answer.period_end, on),
    )


def _columns(sources: Iterable[Source], on: date) -> Iterable[Column]:
    """Gather agreements by the regions of the day, in order of slug."""
    by_region: dict[str, list[Source]] = {}
    for source in sorted(sources, key=lambda one: (one.region, one.period_start)):
        by_region.setdefault(region_on(source.region, on), []).append(source)
    for region in sorted(by_region):
        speaking = by_region[region]
        own = [one for one in speaking if one.region == region and one.status == IN_FORCE]
        yield Column(region, tuple(own or speaking))

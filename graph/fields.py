"""The own fields of each kind of statement, as triples.

Where a goal names its focus area and an indicator its goal, the name is resolved within the agreement: equal but for
case, spacing and punctuation, to a label first, else to a whole text. A name that nothing bears gives no link; a near
miss is not guessed at, because a wrong link would stand as what the text states. Spaces inside words ("sygehus
operation") are what the extraction of a PDF leaves, so they are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from graph import literals
from graph.namespaces import namespaces, national_goal_iri, slugify
from ingest.model import (
    Commitment,
    Definition,
    FocusArea,
    FollowUp,
    Goal,
    Indicator,
    Kind,
    NationalGoal,
    Organisation,
    Statement,
    Statistic,
)

Fields = Iterator[tuple[str, Node | None]]


class FieldWriter:
    """Writes the own fields of the statements of one agreement."""

    def __init__(self, names: Mapping[Statement, URIRef], indicators: Mapping[str, URIRef], base: str) -> None:
        self._base = base
        self._aft = namespaces(base)["aft"]
        self._indicators = {_key(name): iri for name, iri in indicators.items()}
        self._focus_areas = _by_name(names, FocusArea)
        self._goals = _by_name(names, Goal)

    def add(self, graph: Graph, statement: Statement, name: URIRef) -> None:
        """State the fields that only this kind of statement has."""
        for field, value in self._fields(statement):
            if value is not None:
                graph.add((name, self._aft[field], value))

    def _fields(self, statement: Statement) -> Fields:
        match statement:
            case Goal():
                yield from _terms(statement)
                yield "focusArea", _lookup(self._focus_areas, statement.focus_area)
            case Indicator():
                yield from _terms(statement)
                yield "goal", _lookup(self._goals, statement.goal)
                yield "direction", _plain(statement.direction)
                yield from (("targetGroup", _plain(group)) for group in statement.target_groups)
            case NationalGoal():
                yield "nationalGoal", national_goal_iri(self._base, statement.number) if statement.number else None
                yield "emphasised", literals.boolean(statement.emphasised)
            case Statistic():
                yield from _statistic(statement)
            case Definition():
                yield "term", _danish(statement.term)
                yield "definition", _danish(statement.definition)
                yield "statedSource", _danish(statement.source)
            case Organisation():
                yield "role", _danish(statement.role)
            case FollowUp():
                yield "what", _danish(statement.what)
                yield "when", _danish(statement.when)
                yield "responsible", _danish(statement.responsible)
        if statement.kind is Kind.NATIONAL_INDICATOR:
            yield "nationalIndicator", _lookup(self._indicators, statement.name)


def _terms(commitment: Commitment) -> Fields:
    yield "targetValue", _danish(commitment.target)
    yield "baseline", _danish(commitment.baseline)
    yield "deadline", _danish(commitment.deadline)
    yield "responsible", _danish(commitment.responsible)


def _statistic(statement: Statistic) -> Fields:
    yield "value", literals.decimal(statement.value)
    yield "unit", _plain(statement.unit)
    yield "measures", _danish(statement.what)
    yield "population", _danish(statement.population)
    yield "year", literals.day_or_year(statement.year) if statement.year else None
    yield "statedSource", _danish(statement.source)


def _by_name(names: Mapping[Statement, URIRef], kind: type[Statement]) -> dict[str, URIRef]:
    those = {statement: name for statement, name in names.items() if isinstance(statement, kind)}
    found: dict[str, URIRef] = {}
    for statement, name in those.items():
        if statement.label:
            found.setdefault(_key(statement.label), name)
    for statement, name in those.items():
        found.setdefault(_key(statement.text), name)
    return found


def _lookup(known: Mapping[str, URIRef], text: str | None) -> URIRef | None:
    return known.get(_key(text)) if text else None


def _key(text: str) -> str:
    return slugify(text, length=len(text) * 2).replace("-", "")


def _danish(text: str | None) -> Literal | None:
    return literals.danish(text) if text else None


def _plain(text: str | None) -> Literal | None:
    return Literal(text) if text else None

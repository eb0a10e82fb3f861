"""The ways from national goals by focus areas and goals to indicators, as far as the graph joins them.

Read from the graph by the competency question `goals-to-indicators.rq`. What stands above a goal or an indicator is
what the agreement puts it under; that a goal contributes to a national goal is inferred and has a confidence. There is
no other link: a focus area leads to a national goal only by its goals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, cast

import pyoxigraph as ox

from graph.prefixes import query_text, rebase_text
from graph.store import Asked

QUERY: Final = "goals-to-indicators"
REFERENCE: Final = "national-goal"
NATIONAL_GOALS: Final = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT DISTINCT ?goal ?number ?label WHERE { ?goal a aft:NationalGoal ; aft:number ?number ; rdfs:label ?label }
ORDER BY ?number
"""


@dataclass(frozen=True, slots=True)
class Stated:
    """A focus area, a goal, an indicator or a national indicator that is named, at the first place where it stands.

    Attributes:
        name: Its IRI.
        kind: "focus-area", "goal", "indicator" or "national-indicator".
        agreement: Id of its agreement.
        text: What it says, after repair.
        document: Id of its source document.
        start: Its first character's offset in the source.
        end: Offset after its last character.
        above: Names of what the agreement puts it under.
        contributes: How sure the program is that it contributes to a national goal, by the name of that.
    """

    name: str
    kind: str
    agreement: str
    text: str
    document: str
    start: int
    end: int
    above: tuple[str, ...]
    contributes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class NationalGoal:
    """A national goal: its labels by language, and the ids of the agreements that name it and that emphasise it."""

    name: str
    number: int
    labels: Mapping[str, str]
    named: frozenset[str]
    emphasised: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoalWays:
    """The national goals by their numbers, and what agreements state, in the order of their texts."""

    national: tuple[NationalGoal, ...]
    stated: tuple[Stated, ...]
    sparql: str

    def of(self, agreements: Iterable[str]) -> GoalWays:
        """Return what these agreements state, and which of them name the national goals."""
        kept = frozenset(agreements)
        national = tuple(
            NationalGoal(one.name, one.number, one.labels, one.named & kept, one.emphasised & kept)
            for one in self.national
        )
        return GoalWays(national, tuple(one for one in self.stated if one.agreement in kept), self.sparql)


def goal_ways(store: Asked, base: str) -> GoalWays:
    """Read the ways of all agreements."""
    sparql = query_text(QUERY, base)
    rows: dict[str, list[ox.QuerySolution]] = {}
    named: dict[str, set[str]] = {}
    emphasised: dict[str, set[str]] = {}
    for row in cast(ox.QuerySolutions, store.query(sparql)):
        if row["kind"].value != REFERENCE:
            rows.setdefault(row["statement"].value, []).append(row)
        elif row["named"] is not None:
            named.setdefault(row["named"].value, set()).add(row["agreement"].value)
            if row["emphasised"].value == "true":
                emphasised.setdefault(row["named"].value, set()).add(row["agreement"].value)
    labels: dict[tuple[str, int], dict[str, str]] = {}
    for row in cast(ox.QuerySolutions, store.query(rebase_text(NATIONAL_GOALS, base))):
        goal = row["goal"].value, int(row["number"].value)
        labels.setdefault(goal, {})[row["label"].language or ""] = row["label"].value
    national = tuple(
        NationalGoal(name, number, told, frozenset(named.get(name, ())), frozenset(emphasised.get(name, ())))
        for (name, number), told in labels.items()
    )
    return GoalWays(national, tuple(_stated(name, some) for name, some in rows.items()), sparql)


def _stated(name: str, rows: list[ox.QuerySolution]) -> Stated:
    first = rows[0]
    return Stated(
        name=name,
        kind=first["kind"].value,
        agreement=first["agreement"].value,
        text=first["text"].value,
        document=first["document"].value,
        start=int(first["start"].value),
        end=int(first["end"].value),
        above=tuple(dict.fromkeys(row["above"].value for row in rows if row["above"] is not None)),
        contributes={
            row["national"].value: float(row["confidence"].value) for row in rows if row["national"] is not None
        },
    )

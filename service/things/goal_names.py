"""The national goals as pages name them, with the topics of which their names speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

import pyoxigraph as ox

from graph.matcher import Matcher
from graph.prefixes import rebase_text
from graph.store import Asked

QUERY: Final = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?goal ?number ?name WHERE { ?goal a aft:NationalGoal ; aft:number ?number ; rdfs:label ?name }
ORDER BY ?number ?name
"""


@dataclass(frozen=True, slots=True)
class NationalGoal:
    """A national goal: its IRI, its names by language, and the slugs of the topics of which the Danish one speaks."""

    iri: str
    names: Mapping[str, str]
    topics: frozenset[str]

    def name(self, language: str) -> str:
        """Return its name in a language, or else in Danish."""
        return self.names.get(language) or self.names["da"]


def read_goal_names(store: Asked, base: str, matcher: Matcher) -> tuple[NationalGoal, ...]:
    """Read the national goals from the graph, in the order of their numbers."""
    names: dict[str, dict[str, str]] = {}
    for row in cast(ox.QuerySolutions, store.query(rebase_text(QUERY, base))):
        names.setdefault(row["goal"].value, {})[row["name"].language] = row["name"].value
    return tuple(
        NationalGoal(iri, found, frozenset(match.topic for match in matcher.find(found["da"])))
        for iri, found in names.items()
    )

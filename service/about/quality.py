"""How good the service was found to be, as its page of the dataset shows it: a table for each gold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, cast

import pyoxigraph as ox

from graph.prefixes import rebase_text
from graph.store import Asked

DECIMALS: Final = 3
QUERY: Final = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dqv: <http://www.w3.org/ns/dqv#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX spdx: <http://spdx.org/rdf/terms#>

SELECT ?gold ?name ?told ?checksum ?day ?program ?version ?metric ?label ?definition ?limit ?least ?most ?value ?method
       ?agreement WHERE {
  ?measurement dqv:isMeasurementOf ?metric ; dqv:value ?value ; dqv:computedOn ?on ; prov:wasGeneratedBy ?evaluation .
  ?evaluation dcterms:date ?day ; prov:used ?gold ; prov:used/dcat:version ?version ;
              prov:wasAssociatedWith/owl:versionInfo ?program .
  ?gold rdfs:label ?name ; dcterms:description ?told ; spdx:checksum/spdx:checksumValue ?checksum .
  ?metric skos:prefLabel ?label ; skos:definition ?definition ; schema:position ?place .
  OPTIONAL { ?metric skos:scopeNote ?limit FILTER (LANG(?limit) = "%(language)s") }
  OPTIONAL { ?metric aft:aimAtLeast ?least }
  OPTIONAL { ?metric aft:aimAtMost ?most }
  OPTIONAL { ?on a prov:Plan ; dcterms:identifier ?method }
  OPTIONAL { ?on a aft:Agreement ; dcterms:identifier ?agreement }
  FILTER (LANG(?name) = "%(language)s" && LANG(?told) = "%(language)s")
  FILTER (LANG(?label) = "%(language)s" && LANG(?definition) = "%(language)s")
}
ORDER BY ?gold ?place ?agreement
"""


@dataclass(slots=True)
class Figure:
    """One line: what is measured, how it is told, what it came to, and what plainer methods came to.

    Attributes:
        agreement: The id of the agreement that it holds for, empty for all.
        least: What is aimed at; the same for `most`.
        others: The values of the plainer methods, by their ids.
    """

    label: str
    definition: str
    limit: str
    agreement: str
    least: float | None
    most: float | None
    value: float | None = None
    others: dict[str, float] = field(default_factory=dict)

    @property
    def short(self) -> bool:
        """The aim was not reached."""
        return self.value is not None and self._misses(self.value)

    @property
    def decimals(self) -> int:
        """How many decimals tell on which side of the aim the value is."""
        near = self.value is not None and self._misses(round(self.value, DECIMALS)) != self.short
        return DECIMALS + near

    def _misses(self, value: float) -> bool:
        return (self.least is not None and value < self.least) or (self.most is not None and value > self.most)


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured against one gold.

    Attributes:
        id: Short, for an anchor.
        name: What the gold is called.
        told: What it is and what that means for the figures.
        checksum: SHA-256 of it.
        day: When it was measured, an ISO date.
        program: The version of the program that was measured.
        version: The version of the dataset that was measured.
        figures: In the order of the metrics.
    """

    id: str
    name: str
    told: str
    checksum: str
    day: str
    program: str
    version: str
    figures: tuple[Figure, ...]

    @property
    def short(self) -> tuple[Figure, ...]:
        """What did not reach its aim."""
        return tuple(figure for figure in self.figures if figure.short)

    @property
    def aimed(self) -> int:
        """How many figures have an aim."""
        return sum(figure.least is not None or figure.most is not None for figure in self.figures)


def read_quality(store: Asked, base: str, language: str) -> tuple[Quality, ...]:
    """Read what the description of the dataset says of the quality of the service."""
    groups: dict[str, list[ox.QuerySolution]] = {}
    for row in cast(ox.QuerySolutions, store.query(rebase_text(QUERY % {"language": language}, base))):
        groups.setdefault(row["gold"].value, []).append(row)
    return tuple(_quality(name, rows) for name, rows in groups.items())


def _quality(gold: str, rows: list[ox.QuerySolution]) -> Quality:
    text = partial(_text, rows[0])
    return Quality(
        gold.rpartition("#")[2],
        text("name"),
        text("told"),
        text("checksum"),
        text("day"),
        text("program"),
        text("version"),
        _figures(rows),
    )


def _figures(rows: Iterable[ox.QuerySolution]) -> tuple[Figure, ...]:
    figures: dict[tuple[str, str], Figure] = {}
    for row in rows:
        text, number = partial(_text, row), partial(_number, row)
        key = (text("metric"), text("agreement"))
        figure = figures.setdefault(
            key,
            Figure(text("label"), text("definition"), text("limit"), key[1], number("least"), number("most")),
        )
        value = float(text("value"))
        if method := text("method"):
            figure.others[method] = value
        else:
            figure.value = value
    return tuple(figures.values())


def _text(row: ox.QuerySolution, name: str) -> str:
    value = row[name]
    return "" if value is None else str(value.value)


def _number(row: ox.QuerySolution, name: str) -> float | None:
    text = _text(row, name)
    return float(text) if text else None

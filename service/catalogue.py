"""The agreements that a release holds, with their documents: what lists, filters and footers are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

import pyoxigraph as ox

from graph.prefixes import rebase_text
from graph.store import Asked
from ingest.model import Coverage
from search.responses import in_force

QUERY = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
PREFIX dc: <http://purl.org/dc/elements/1.1/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?agreement ?name ?region ?from ?to ?held ?document ?title ?source ?file ?supplement ?characters ?part WHERE {
  ?resource a aft:Agreement ;
            dcterms:identifier ?agreement ;
            dcterms:title ?name ;
            aft:region/dcterms:identifier ?region ;
            aft:periodStart ?from ;
            aft:periodEnd ?to ;
            aft:coverage/rdfs:label ?held .
  ?text a aft:SourceDocument ;
        dcterms:isPartOf ?resource ;
        dcterms:identifier ?document ;
        dcterms:title ?title ;
        dc:source ?source ;
        aft:fileName ?file ;
        aft:supplement ?supplement ;
        aft:characters ?characters ;
        aft:coverage/rdfs:label ?part .
  FILTER (LANG(?held) = "en" && LANG(?part) = "en")
}
ORDER BY ?region DESC(STR(?from)) ?agreement ?supplement ?document
"""
PARTIES = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
PREFIX dcterms: <http://purl.org/dc/terms/>

SELECT ?agreement ?party WHERE { ?resource dcterms:identifier ?agreement ; aft:party ?party }
ORDER BY ?agreement DESC(STRSTARTS(?party, "Region")) ?party
"""


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A source document of an agreement; `characters` is the length of its text."""

    id: str
    title: str
    source: str
    file: str
    supplement: bool
    characters: int
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class HeldAgreement:
    """An agreement; `region` is a slug, the documents are the main one and then its supplements."""

    id: str
    title: str
    region: str
    period_start: str
    period_end: str
    coverage: Coverage
    parties: tuple[str, ...]
    documents: tuple[HeldDocument, ...]

    @property
    def characters(self) -> int:
        """How much text there is."""
        return sum(document.characters for document in self.documents)

    @property
    def years(self) -> range:
        """The years in which it holds, in part or in full."""
        return range(int(self.period_start[:4]), int(self.period_end[:4]) + 1)

    @property
    def fact_sheet(self) -> bool:
        """Only a fact sheet is held."""
        return self.coverage is Coverage.FACT_SHEET

    def in_force(self, today: date) -> bool:
        """Tell whether it holds on a day."""
        return in_force(self.period_start, self.period_end, today)


@dataclass(frozen=True)
class Catalogue:
    """The agreements by id, in order of region, the latest of each first."""

    agreements: dict[str, HeldAgreement]

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The slugs of the regions that have agreements."""
        return tuple(dict.fromkeys(one.region for one in self.agreements.values()))

    @cached_property
    def fact_sheet_regions(self) -> tuple[str, ...]:
        """The slugs of the regions of which no agreement is held in full text."""
        read = {one.region for one in self.agreements.values() if not one.fact_sheet}
        return tuple(region for region in self.regions if region not in read)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """All years in which an agreement holds, the latest first."""
        return tuple(sorted({year for one in self.agreements.values() for year in one.years}, reverse=True))

    def of_region(self, region: str) -> Iterator[HeldAgreement]:
        """Yield the agreements of a region."""
        return (one for one in self.agreements.values() if one.region == region)


def read_catalogue(store: Asked, base: str) -> Catalogue:
    """Read the agreements from the graph."""
    parties: dict[str, list[str]] = {}
    for row in _rows(store, PARTIES, base):
        parties.setdefault(row["agreement"].value, []).append(row["party"].value)
    groups: dict[str, list[ox.QuerySolution]] = {}
    for row in _rows(store, QUERY, base):
        groups.setdefault(row["agreement"].value, []).append(row)
    return Catalogue({name: _agreement(rows, tuple(parties.get(name, ()))) for name, rows in groups.items()})


def _rows(store: Asked, query: str, base: str) -> ox.QuerySolutions:
    return cast(ox.QuerySolutions, store.query(rebase_text(query, base)))


def _agreement(rows: list[ox.QuerySolution], parties: tuple[str, ...]) -> HeldAgreement:
    first = rows[0]
    return HeldAgreement(
        id=first["agreement"].value,
        title=first["name"].value,
        region=first["region"].value,
        period_start=first["from"].value,
        period_end=first["to"].value,
        coverage=Coverage(first["held"].value),
        parties=parties,
        documents=tuple(_document(row) for row in rows),
    )


def _document(row: ox.QuerySolution) -> HeldDocument:
    return HeldDocument(
        id=row["document"].value,
        title=row["title"].value,
        source=row["source"].value,
        file=row["file"].value,
        supplement=row["supplement"].value == "true",
        characters=int(row["characters"].value),
        coverage=Coverage(row["part"].value),
    )

"""A thing as its page shows it: what is stated, corrected and inferred, each apart, with quotes, places, backlinks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from graph.terms import short_name
from service.addresses import address
from service.opened import Opened
from service.texts import Texts
from service.things.thing_values import Value, Values
from service.things.things import Thing, is_corrected, is_inferred

MOST: Final = 25
MOST_OF_PART: Final = 3
TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
ALL: Final = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?thing ?label WHERE {{
  ?thing <{predicate}> <{iri}> .
  OPTIONAL {{ ?thing rdfs:label ?label }}
}}
ORDER BY ?thing
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its values; `rest` are the number of all and where they are listed, if some are left out."""

    property: Value
    short: str
    values: Sequence[Value]
    inferred: bool = False
    rest: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a thing or of a part of it.

    Attributes:
        anchor: The name of the part within the thing's, empty for the thing itself.
        name: What it is called, or its words if it is a quote.
        kinds: Its classes.
        stated: What sources and editors say.
        corrected: What a person corrected.
        inferred: What the program infers.
        links: What refers to it.
        anchors: Those of the two parts that make up a quote, which are shown as the quote.
    """

    anchor: str
    name: Value
    kinds: Sequence[Value]
    stated: Sequence[Row]
    corrected: Sequence[Row]
    inferred: Sequence[Row]
    links: Sequence[Row]
    anchors: Sequence[str]


class Rows:
    """Shapes a thing for its page, in the language of a request."""

    def __init__(self, thing: Thing, current: Opened, texts: Texts) -> None:
        self._thing, self._texts = thing, texts
        self._base = current.knowledge.note.base
        self._values = Values(current, texts)
        self._told_of: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in thing.told:
            self._told_of[quad.subject.value].append(quad)  # type: ignore[union-attr]
        self._links_to: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in thing.links:
            self._links_to[quad.object.value].append(quad)  # type: ignore[union-attr]

    def whole(self) -> Told:
        """Tell of the thing itself."""
        return self._told(self._thing.iri)

    def parts(self) -> list[Told]:
        """Tell of its parts; those that make up a quote are told with it."""
        names = set(self._told_of)
        selectors = {one for name in names for one in self._values.selectors(name)}
        return [self._told(name) for name in sorted(names - selectors - {self._thing.iri}, key=_natural)]

    def graphs(self) -> list[Value]:
        """Return the named graphs in which the thing is told of, stated ones first."""
        found = {quad.graph_name.value: self._is_inferred(quad) for quad in self._thing.told}  # type: ignore[union-attr]
        return [self._values.of(ox.NamedNode(name)) for name in sorted(found, key=lambda name: (found[name], name))]

    def _told(self, iri: str) -> Told:
        told = self._told_of[iri]
        kinds = [self._values.of(quad.object) for quad in told if quad.predicate.value == TYPE]  # type: ignore[arg-type]
        return Told(
            anchor=iri.partition("#")[2],
            name=self._values.of(ox.NamedNode(iri)),
            kinds=kinds,
            stated=self._properties(one for one in told if not self._is_inferred(one) and not self._is_corrected(one)),
            corrected=self._properties(one for one in told if self._is_corrected(one)),
            inferred=self._properties((one for one in told if self._is_inferred(one)), inferred=True),
            links=self._links(iri),
            anchors=[one.partition("#")[2] for one in self._values.selectors(iri)],
        )

    def _is_inferred(self, quad: ox.Quad) -> bool:
        return is_inferred(quad, self._base)

    def _is_corrected(self, quad: ox.Quad) -> bool:
        return is_corrected(quad, self._base)

    def _properties(self, told: Iterable[ox.Quad], *, inferred: bool = False) -> list[Row]:
        groups: dict[str, list[Value]] = defaultdict(list)
        for quad in told:
            if quad.predicate.value != TYPE:
                groups[quad.predicate.value].append(self._values.of(quad.object))  # type: ignore[arg-type]
        rows = [self._row(name, sorted(values, key=self._order), inferred) for name, values in groups.items()]
        return sorted(rows, key=lambda row: (row.property.text.casefold(), row.short))

    def _links(self, iri: str) -> list[Row]:
        groups: dict[tuple[bool, str], list[ox.NamedNode]] = defaultdict(list)
        for quad in self._links_to[iri]:
            if isinstance(quad.subject, ox.NamedNode):
                groups[self._is_inferred(quad), quad.predicate.value].append(quad.subject)
        most = MOST if iri == self._thing.iri else MOST_OF_PART
        rows = []
        for (inferred, name), subjects in sorted(groups.items()):
            query = ALL.format(predicate=name, iri=iri)
            listed = address("/sparql", self._texts.language, query=query)
            rest = (len(subjects), listed) if len(subjects) > most else None
            rows.append(self._row(name, [self._values.of(one) for one in subjects[:most]], inferred, rest))
        return rows

    def _row(self, name: str, values: Sequence[Value], inferred: bool, rest: tuple[int, str] | None = None) -> Row:
        return Row(self._values.of(ox.NamedNode(name)), short_name(name, self._base), values, inferred, rest)

    def _order(self, value: Value) -> tuple[bool, list[tuple[int, str]], str]:
        """Put quotes as they follow in the source, other values by the alphabet, the reader's language first."""
        foreign = value.place is None and value.language not in ("", self._texts.language)
        return foreign, _natural(value.address or "") if value.place else [], value.text.casefold()


def _natural(name: str) -> list[tuple[int, str]]:
    """Order names by the numbers in them."""
    return [(int(digits) if digits else -1, text) for digits, text in re.findall(r"(\d{1,9})|(\D+|\d+)", name)]

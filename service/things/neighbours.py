"""What a thing of the data is joined with, by property and direction, as its exploration shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from graph.terms import short_name
from service.addresses import DESCRIBED, address, exploration_address
from service.knowledge import Knowledge
from service.opened import Opened
from service.texts import Texts
from service.things.thing_rows import ALL, TYPE
from service.things.thing_values import Value, Values
from service.things.things import is_inferred

FEW: Final = 6
MANY: Final = 60
ALL_OBJECTS: Final = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?thing ?label WHERE {{
  <{iri}> <{predicate}> ?thing .
  OPTIONAL {{ ?thing rdfs:label ?label }}
}}
ORDER BY ?thing
"""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing beside another: its name, and where it is shown with its own neighbours, or else what it is."""

    name: Value
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """The things that one property leads to, or from.

    Attributes:
        key: What names the group in an address.
        label: The property's name in words; `short` is its short one.
        outgoing: The property leads from the thing explored.
        inferred: The program inferred it.
        neighbours: Those that are shown.
        number: How many there are.
        more: Where more of them are shown, or empty.
        opened: More are shown already, so that what is left is listed by a query.
    """

    key: str
    label: str
    short: str
    outgoing: bool
    inferred: bool
    neighbours: Sequence[Neighbour]
    number: int
    more: str
    opened: bool


class Surroundings:
    """Finds the neighbours of a thing, in the language of a request."""

    def __init__(self, iri: str, current: Opened, texts: Texts, opened: str = "") -> None:
        """Take a thing by its name, and the key of the group of which more are shown."""
        self._iri, self._texts, self._opened = iri, texts, opened
        self._knowledge: Knowledge = current.knowledge
        self._base = current.knowledge.note.base
        self._values = Values(current, texts)

    @property
    def name(self) -> Value:
        """What the thing is called."""
        return self._values.of(ox.NamedNode(self._iri))

    def kinds(self) -> list[Value]:
        """Return its classes."""
        quads = self._knowledge.store.quads_for_pattern(
            ox.NamedNode(self._iri), ox.NamedNode(TYPE), None, ox.DefaultGraph()
        )
        return [self._values.of(quad.object) for quad in quads if isinstance(quad.object, ox.NamedNode)]

    def groups(self) -> list[Group]:
        """Return the neighbours, what is stated before what is inferred, in the order of the properties' names."""
        found: dict[tuple[bool, str, bool], dict[str, None]] = defaultdict(dict)
        for outgoing, quad, other in self._quads():
            if quad.predicate.value != TYPE:
                found[outgoing, quad.predicate.value, is_inferred(quad, self._base)][other.value] = None
        groups = [self._group(*key, sorted(names)) for key, names in found.items()]
        return sorted(groups, key=lambda one: (not one.outgoing, one.inferred, self._texts.order(one.label), one.key))

    def _quads(self) -> Iterator[tuple[bool, ox.Quad, ox.NamedNode]]:
        name, store = ox.NamedNode(self._iri), self._knowledge.store
        for quad in store.quads_for_pattern(name, None, None, None):
            if isinstance(quad.object, ox.NamedNode) and not isinstance(quad.graph_name, ox.DefaultGraph):
                yield True, quad, quad.object
        for quad in store.quads_for_pattern(None, None, name, None):
            if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.graph_name, ox.DefaultGraph):
                yield False, quad, quad.subject

    def _group(self, outgoing: bool, predicate: str, inferred: bool, names: Sequence[str]) -> Group:
        short = short_name(predicate, self._base)
        key = f"{'ud' if outgoing else 'ind'}-{short}{'-udledt' if inferred else ''}"
        most = MANY if key == self._opened else FEW
        query = (ALL_OBJECTS if outgoing else ALL).format(predicate=predicate, iri=self._iri)
        # Only those that are shown are named: a topic may have thousands.
        return Group(
            key=key,
            label=self._values.of(ox.NamedNode(predicate)).text,
            short=short,
            outgoing=outgoing,
            inferred=inferred,
            neighbours=[self._neighbour(one) for one in names[:most]],
            number=len(names),
            more=self._more(key, query) if len(names) > most else "",
            opened=key == self._opened,
        )

    def _more(self, key: str, query: str) -> str:
        if key == self._opened:
            return address("/sparql", self._texts.language, query=query)
        shown = exploration_address(self._iri, self._base, self._texts.language)
        return f"{shown}{'&' if '?' in shown else '?'}{urlencode({'mere': key})}#{quote(key)}"

    def _neighbour(self, iri: str) -> Neighbour:
        value = self._values.of(ox.NamedNode(iri))
        if value.place is not None:
            return Neighbour(value, value.place.address)
        if iri.removeprefix(self._base).startswith(DESCRIBED):
            return Neighbour(value, exploration_address(iri, self._base, self._texts.language))
        return Neighbour(value, value.address or "")

"""A thing of the data by its name: all that is said of it and of its parts, and what refers to them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final
from urllib.parse import quote, unquote

import pyoxigraph as ox

from graph.sparql_formats import FORMATS, Form
from ingest.errors import NotFoundError
from service.addresses import DESCRIBED
from service.endpoint.graph_formats import PAGE
from service.knowledge import Knowledge

FORMS: Final = (PAGE, *(one.name for one in FORMATS[Form.GRAPH]))
"""Endings by which an address asks for a format."""
NEAREST: Final = 5
COMPARED: Final = 5000
INFERRED: Final = "graf/udledt/"
CORRECTED: Final = "graf/rettet/"


class UnknownNameError(NotFoundError):
    """The data has nothing of a name; `nearest` are names that it has."""

    def __init__(self, name: str, nearest: list[str]) -> None:
        self.nearest = nearest
        known = f"the nearest that there are: {', '.join(nearest)}" if nearest else "search for it, or ask /sparql"
        super().__init__(f"The data has no name {name}; check its spelling ({known}).")


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing and its parts.

    Attributes:
        iri: Its name.
        told: The statements that have it or a part of it as subject, each in its named graph.
        links: The other statements that have it or a part of it as object.
    """

    iri: str
    told: tuple[ox.Quad, ...]
    links: tuple[ox.Quad, ...]

    def triples(self) -> list[ox.Triple]:
        """Return all of it without the names of the graphs."""
        return [one.triple for one in (*self.told, *self.links)]


@dataclass(frozen=True, slots=True)
class Address:
    """What an address asks for: a name of the data, and the format that it ends in, or nothing."""

    iri: str
    form: str = ""


def resolve(path: str, knowledge: Knowledge) -> Address:
    """Return what a path below the base asks for.

    Args:
        path: As the client sent it, percent-encoded.
        knowledge: The data.

    Raises:
        UnknownNameError: The data has no such name.
    """
    base = knowledge.note.base
    canonical = "/".join(quote(unquote(segment), safe="") for segment in path.split("/"))
    for name in dict.fromkeys((path, canonical)):
        whole, dot, ending = name.rpartition(".")
        for address in (Address(base + name), Address(base + whole, ending if dot else "")):
            known = address.form in ("", *FORMS) and name.startswith(DESCRIBED)
            if known and knowledge.subjects.told(address.iri):
                return address
    raise UnknownNameError(base + canonical, _nearest(base + canonical, knowledge))


def thing(iri: str, knowledge: Knowledge) -> Thing:
    """Gather what the data holds of a name."""
    told = tuple(knowledge.subjects.told(iri))
    names = dict.fromkeys(quad.subject for quad in told)
    found = (
        quad
        for name in (ox.NamedNode(iri), *names)
        for quad in knowledge.store.quads_for_pattern(None, None, name, None)
        if quad.subject not in names and not isinstance(quad.graph_name, ox.DefaultGraph)
    )
    return Thing(iri, told, tuple(sorted(dict.fromkeys(found), key=str)))


def is_inferred(quad: ox.Quad, base: str) -> bool:
    """Tell whether the program inferred a statement, rather than that a source or an editor made it."""
    return _stands_in(quad, base + INFERRED)


def is_corrected(quad: ox.Quad, base: str) -> bool:
    """Tell whether a person's correction made a statement."""
    return _stands_in(quad, base + CORRECTED)


def _stands_in(quad: ox.Quad, start: str) -> bool:
    return isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(start)


def _nearest(iri: str, knowledge: Knowledge) -> list[str]:
    """Return names spelt like one where it would stand, or where nothing stands there, some that begin as it does.

    What all names there begin with counts for no likeness, or each would be like the other.
    """
    folder = parent = iri.rstrip("/").rpartition("/")[0] + "/"
    while folder != "/":
        beside = knowledge.subjects.below(folder, COMPARED)
        if beside or folder == knowledge.note.base:
            names = {name.removeprefix(folder): name for name in beside}
            near = [names[one] for one in get_close_matches(iri.removeprefix(folder), names, NEAREST)]
            return near or (beside[:NEAREST] if folder != parent else [])
        folder = folder.rstrip("/").rpartition("/")[0] + "/"
    return []

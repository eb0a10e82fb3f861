"""What things are called on a page: by a label, or else by what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Final
from urllib.parse import unquote

import pyoxigraph as ox

from graph.namespaces import namespaces
from graph.terms import short_name
from service.names import region_name
from service.opened import Opened
from service.texts import Texts

LABELS: Final = (("rdfs", "label"), ("skos", "prefLabel"), ("skosxl", "literalForm"), ("dcterms", "title"))
TOLD_BY: Final = (("aft", "topic"), ("aft", "agreement"), ("aft", "text"))
"""What tells things without a label apart."""
LONGEST: Final = 140


class Names:
    """Names things in the language of a request."""

    def __init__(self, current: Opened, texts: Texts) -> None:
        self.language = texts.language
        self._catalogue, self._store = current.catalogue, current.knowledge.store
        self._base = current.knowledge.note.base
        spaces = namespaces(self._base)
        self._labels = [ox.NamedNode(spaces[prefix][name]) for prefix, name in LABELS]
        self._told_by = [ox.NamedNode(spaces[prefix][name]) for prefix, name in TOLD_BY]

    def of(self, iri: str) -> ox.Literal:
        """Name a thing, with the language of the name where it is known."""
        return self._plain(iri) or ox.Literal(self._told(iri) or self._end(iri))

    def objects(self, iri: str, predicate: ox.NamedNode) -> Iterator[ox.NamedNode | ox.Literal]:
        """Yield what a property of a thing says."""
        for quad in self._store.quads_for_pattern(ox.NamedNode(iri), predicate, None, ox.DefaultGraph()):
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                yield quad.object

    def _plain(self, iri: str) -> ox.Literal | None:
        return self._agreement(iri) or self._label(iri)

    def _agreement(self, iri: str) -> ox.Literal | None:
        """Name an agreement with its region, since several regions give theirs the same title."""
        held = self._catalogue.agreements.get(unquote(iri.removeprefix(f"{self._base}id/aftale/")))
        return ox.Literal(f"{held.title}, {region_name(held.region, self.language)}", language="da") if held else None

    def _label(self, iri: str) -> ox.Literal | None:
        for kind in self._labels:
            found = [one for one in self.objects(iri, kind) if isinstance(one, ox.Literal)]
            if found:
                return min(found, key=lambda one: (one.language != self.language, one.language != "da", one.value))
        return None

    def _told(self, iri: str) -> str:
        values = [one for kind in self._told_by for one in self.objects(iri, kind)]
        names = [one if isinstance(one, ox.Literal) else self._plain(one.value) for one in values]
        return shorten(" · ".join(one.value for one in names if one), LONGEST, placeholder=" …")

    def _end(self, iri: str) -> str:
        if not iri.startswith(self._base):
            return short_name(iri, self._base)
        return unquote(iri.rpartition("#")[2] if "#" in iri else iri.rstrip("/").rpartition("/")[2])

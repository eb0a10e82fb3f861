"""Values on the page of a thing: texts, links to what else has a name, and quotes with their place in the source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from graph.namespaces import document_iri, namespaces
from service.addresses import thing_address
from service.finding.quotes import Place, place
from service.opened import Opened
from service.texts import Texts
from service.things.thing_names import Names

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property.

    Attributes:
        text: A literal, or the name of a thing; of a quote its words.
        address: Where the thing is explained.
        outside: That is not on this service.
        language: The language of a text.
        place: Where the words of a quote stand.
    """

    text: str
    address: str | None = None
    outside: bool = False
    language: str = ""
    place: Place | None = None


class Values:
    """Shapes values in the language of a request."""

    def __init__(self, current: Opened, texts: Texts) -> None:
        self._current, self._texts = current, texts
        self._base = current.knowledge.note.base
        self._oa = namespaces(self._base)["oa"]
        self._names = Names(current, texts)
        self._shaped: dict[ox.NamedNode | ox.Literal, Value] = {}
        self._documents = {
            str(document_iri(self._base, document.id)): (agreement, document.id)
            for agreement in current.catalogue.agreements.values()
            for document in agreement.documents
        }

    def of(self, term: ox.NamedNode | ox.Literal) -> Value:
        """Shape a value; a page may have the same many times."""
        if term not in self._shaped:
            self._shaped[term] = self._shape(term)
        return self._shaped[term]

    def _shape(self, term: ox.NamedNode | ox.Literal) -> Value:
        if isinstance(term, ox.Literal):
            return Value(self._literal(term), language=term.language or "")
        here = thing_address(term.value, self._base, self._texts.language)
        words = self._words(term.value)
        if words is not None:
            return Value(words, here, language="da", place=self._place(term.value))
        outside = here is None and term.value.startswith(("https://", "http://"))
        name = self._names.of(term.value)
        return Value(name.value, term.value if outside else here, outside, name.language or "")

    def selectors(self, iri: str) -> list[str]:
        """Return the names of what makes up a quote: its words and its place; nothing makes up other things."""
        return sorted(one.value for one in self._names.objects(iri, self._term("hasSelector")))

    def _literal(self, term: ox.Literal) -> str:
        kind = term.datatype.value.rpartition("#")[2]
        if kind == "boolean":
            return self._texts("thing.yes" if term.value in ("true", "1") else "thing.no")
        if kind == "date" and DAY.fullmatch(term.value):
            return self._texts.date(term.value)
        return term.value

    def _words(self, iri: str) -> str | None:
        """Return the words of a quote, or `None` if it is none."""
        found = self._chosen(iri, "exact")
        return found[0] if found else None

    def _chosen(self, iri: str, name: str) -> list[str]:
        found = (value for one in self.selectors(iri) for value in self._names.objects(one, self._term(name)))
        return [value.value for value in found]

    def _place(self, quote: str) -> Place | None:
        start, end = self._chosen(quote, "start"), self._chosen(quote, "end")
        for source in self._names.objects(quote, self._term("hasSource")):
            if source.value in self._documents and start and end:
                agreement, document = self._documents[source.value]
                return place(self._current, self._texts, agreement, document, (int(start[0]), int(end[0])))
        return None

    def _term(self, name: str) -> ox.NamedNode:
        return ox.NamedNode(self._oa[name])

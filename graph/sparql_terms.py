"""Terms in a query that no vocabulary has, and what was probably meant.

Such a query is valid and is answered as the standard says, mostly by nothing. What exists is read from the store: an
ontology there has a namespace (`vann:preferredNamespaceUri`) and terms (`rdfs:isDefinedBy`). A term of another
vocabulary is doubted only if it stands nowhere in the data, is none of the terms that rdflib lists of that vocabulary,
and looks much like one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Final

import pyoxigraph as ox

from graph.sparql_tokens import declared_prefixes, tokens

MOST_EXAMINED: Final = 100
MOST_WARNINGS: Final = 5
LONGEST: Final = 100
"""Characters of a local name; one that is longer was not mistyped."""
_ALIKE: Final = 0.7
"""How like its name or label a term must be to be suggested, from 0 to 1 (difflib's ratio)."""
_VERY_ALIKE: Final = 0.8
_IRI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^\s<>\"{}|\\^`]+")
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_LABEL, _DEFINED_BY = ox.NamedNode(f"{_RDFS}label"), ox.NamedNode(f"{_RDFS}isDefinedBy")
_NAMESPACE: Final = ox.NamedNode("http://purl.org/vocab/vann/preferredNamespaceUri")


@dataclass(frozen=True, slots=True)
class _Term:
    """An IRI of a query: its namespace, the rest, and the template by which the query writes such a term."""

    namespace: str
    local: str
    written: str

    @property
    def iri(self) -> ox.NamedNode:
        return ox.NamedNode(self.namespace + self.local)

    def __str__(self) -> str:
        return self.like(self.local)

    def like(self, local: str) -> str:
        """Write another term of the namespace in the same way."""
        return self.written.format(local)


def unknown_terms(query: str, store: ox.Store) -> list[str]:
    """Say in a sentence for each unknown term of a query that parses which one was probably meant; at most five."""
    examined = islice(dict.fromkeys(_terms(query)), MOST_EXAMINED)
    ontologies = _ontologies(store)
    said = (_doubt(term, store, ontologies) for term in examined)
    return list(islice(filter(None, said), MOST_WARNINGS))


def _terms(query: str) -> Iterator[_Term]:
    prefixes = declared_prefixes(query)
    for token in tokens(query):
        if token.kind == "name":
            local = re.sub(r"\\(.)", r"\1", token.text.partition(":")[2])
            term = _Term(prefixes.get(token.prefix, ""), local, f"{token.prefix}:{{}}")
        elif token.kind == "iri":
            end = max(token.text.rfind("/"), token.text.rfind("#")) + 1
            term = _Term(token.text[1:end], token.text[end:-1], f"<{token.text[1:end]}{{}}>")
        else:
            continue
        # Relative IRIs are left out: a vocabulary is not written so.
        if 0 < len(term.local) <= LONGEST and _IRI.fullmatch(term.namespace + term.local):
            yield term


def _ontologies(store: ox.Store) -> dict[str, ox.NamedNode]:
    """Return the ontologies of the store by their namespaces."""
    found = store.quads_for_pattern(None, _NAMESPACE, None)
    return {quad.object.value: quad.subject for quad in found}  # type: ignore[union-attr,misc]


def _doubt(term: _Term, store: ox.Store, ontologies: Mapping[str, ox.NamedNode]) -> str | None:
    ontology = ontologies.get(term.namespace)
    if ontology is not None:
        if _any(store, term.iri, None, None):
            return None
        nearest = _nearest(term.local, _named(store, ontology, term.namespace), _ALIKE)
        advice = f"did you mean {term.like(nearest)}?" if nearest else f"see {ontology.value} for those it has."
        return f"The ontology has no term {term}; {advice}"
    if any(_any(store, *place) for place in ((term.iri, None, None), (None, term.iri, None), (None, None, term.iri))):
        return None
    known = _published(term.namespace)
    if term.local in known:
        return None
    nearest = _nearest(term.local, known, _VERY_ALIKE)
    return f"{term} stands nowhere in the data; did you mean {term.like(nearest)}?" if nearest else None


def _any(store: ox.Store, *pattern: ox.NamedNode | None) -> bool:
    return next(store.quads_for_pattern(*pattern), None) is not None


def _named(store: ox.Store, ontology: ox.NamedNode, namespace: str) -> dict[str, str]:
    """Return the local names of an ontology's terms, by themselves and by their labels."""
    named: dict[str, str] = {}
    for quad in store.quads_for_pattern(None, _DEFINED_BY, ontology):
        local = quad.subject.value.removeprefix(namespace)  # type: ignore[union-attr]
        labels = (one.object.value for one in store.quads_for_pattern(quad.subject, _LABEL, None))  # type: ignore[union-attr]
        named.update(dict.fromkeys([*labels, local], local))
    return named


def _published(namespace: str) -> dict[str, str]:
    """Return the local names of a vocabulary that rdflib knows; none of one that it does not."""
    import rdflib.namespace

    for known in vars(rdflib.namespace).values():
        if isinstance(known, rdflib.namespace.DefinedNamespaceMeta) and str(known) == namespace:
            return {name: name for name in (str(term).removeprefix(namespace) for term in dir(known))}
    return {}


def _nearest(name: str, known: Mapping[str, str], least: float) -> str | None:
    """Return what the most similar key stands for; of those that differ in case alone, the one of the same case."""
    from graph.namespaces import LETTERS

    def likeness(other: str) -> tuple[float, float]:
        mine, its = (text.casefold().translate(LETTERS) for text in (name, other))
        return SequenceMatcher(None, mine, its).ratio(), SequenceMatcher(None, name, other).ratio()

    best = max(known, key=likeness, default=None)
    return known[best] if best is not None and likeness(best)[0] >= least else None

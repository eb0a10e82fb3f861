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
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from itertools import islice
from typing import Final

import pyoxigraph as ox

from graph.sparql_tokens import prefixes_among, tokens

LONGEST_QUERY: Final = 100_000
"""Characters of a query; one that is longer was not typed. This and the next two keep the search within a second."""
LONGEST_TERM: Final = 200
MOST_SOUGHT: Final = 20
MOST_WARNINGS: Final = 5
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
    if len(query) > LONGEST_QUERY:
        return []
    ontologies = _ontologies(store)
    doubted = (term for term in dict.fromkeys(_terms(query)) if not _exists(term, store, ontologies))
    said = (_advice(term, store, ontologies) for term in islice(doubted, MOST_SOUGHT))
    return list(islice(filter(None, said), MOST_WARNINGS))


def _terms(query: str) -> Iterator[_Term]:
    words = list(tokens(query))
    prefixes = prefixes_among(words)
    for token in words:
        if token.kind == "name":
            local = re.sub(r"\\(.)", r"\1", token.text.partition(":")[2])
            term = _Term(prefixes.get(token.prefix, ""), local, f"{token.prefix}:{{}}")
        elif token.kind == "iri":
            end = max(token.text.rfind("/"), token.text.rfind("#")) + 1
            term = _Term(token.text[1:end], token.text[end:-1], f"<{token.text[1:end]}{{}}>")
        else:
            continue
        # Relative IRIs are left out: a vocabulary is not written so.
        written = term.local and len(token.text) <= LONGEST_TERM
        if written and _IRI.fullmatch(term.namespace + term.local):
            yield term


def _ontologies(store: ox.Store) -> dict[str, ox.NamedNode]:
    """Return the ontologies of the store by their namespaces."""
    found = store.quads_for_pattern(None, _NAMESPACE, None)
    return {quad.object.value: quad.subject for quad in found}  # type: ignore[union-attr,misc]


def _exists(term: _Term, store: ox.Store, ontologies: Mapping[str, ox.NamedNode]) -> bool:
    """Tell whether an ontology of the store defines a term, or else whether the data or its vocabulary has it."""
    if term.namespace in ontologies:
        return _any(store, term.iri, None, None)
    places = ((term.iri, None, None), (None, term.iri, None), (None, None, term.iri))
    published = _published(term.namespace)
    return not published or term.local in published or any(_any(store, *place) for place in places)


def _advice(term: _Term, store: ox.Store, ontologies: Mapping[str, ox.NamedNode]) -> str | None:
    ontology = ontologies.get(term.namespace)
    if ontology is None:
        nearest = _nearest(term.local, _published(term.namespace), _VERY_ALIKE)
        return f"{term} stands nowhere in the data; did you mean {term.like(nearest)}?" if nearest else None
    nearest = _nearest(term.local, _named(store, ontology, term.namespace), _ALIKE)
    advice = f"did you mean {term.like(nearest)}?" if nearest else f"see {ontology.value} for those it has."
    return f"The ontology has no term {term}; {advice}"


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
    return _vocabularies().get(namespace, {})


@cache
def _vocabularies() -> dict[str, dict[str, str]]:
    import rdflib.namespace

    found = vars(rdflib.namespace).values()
    known = {str(one): one for one in found if isinstance(one, rdflib.namespace.DefinedNamespaceMeta)}
    return {
        namespace: {name: name for name in (str(term).removeprefix(namespace) for term in dir(one))}
        for namespace, one in known.items()
    }


def _nearest(name: str, known: Mapping[str, str], least: float) -> str | None:
    """Return what the most similar key stands for; of those that differ in case alone, the one of the same case."""
    close = get_close_matches(_folded(name), map(_folded, known), n=1, cutoff=least)
    alike = (other for other in known if close and _folded(other) == close[0])
    best = max(alike, key=lambda other: SequenceMatcher(None, name, other).ratio(), default=None)
    return None if best is None else known[best]


def _folded(name: str) -> str:
    from graph.namespaces import LETTERS

    return name.casefold().translate(LETTERS)

"""What the graph is made of, for who writes queries: prefixes, classes with their properties, counts and names.

Read from the description of the dataset (VoID), so that only what is used is told, the most used first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

import pyoxigraph as ox

from graph.namespaces import prefixes_below
from graph.store import Asked
from graph.terms import short_name

CLASSES: Final = """
PREFIX void: <http://rdfs.org/ns/void#>

SELECT ?term ?number WHERE { ?part void:class ?term ; void:entities ?number } ORDER BY DESC(?number) ?term
"""
PROPERTIES: Final = """
PREFIX void: <http://rdfs.org/ns/void#>

SELECT ?term ?number WHERE { ?part void:property ?term ; void:distinctSubjects ?some ; void:triples ?number }
ORDER BY DESC(?number) ?term
"""
OF_CLASS: Final = """
PREFIX void: <http://rdfs.org/ns/void#>

SELECT ?class ?term WHERE {
  ?whole void:class ?class ; void:propertyPartition ?part .
  ?part void:property ?term ; void:triples ?number .
}
ORDER BY ?class DESC(?number) ?term
"""
LABELS: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX void: <http://rdfs.org/ns/void#>

SELECT DISTINCT ?term ?label WHERE { ?part void:class|void:property ?term . ?term rdfs:label ?label }
"""


def vocabulary(store: Asked, base: str) -> dict[str, Any]:
    """Read the prefixes, classes and properties; terms go by their prefixed names.

    Args:
        store: The graph.
        base: The base IRI of all names.
    """
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(store, LABELS):
        labels[row["term"].value][cast(ox.Literal, row["label"]).language or "da"] = row["label"].value
    used: dict[str, list[str]] = defaultdict(list)
    for row in _rows(store, OF_CLASS):
        used[row["class"].value].append(short_name(row["term"].value, base))
    properties = _terms(store, PROPERTIES, labels, base)
    classes = [{**term, "properties": used[iri]} for iri, term in _terms(store, CLASSES, labels, base).items()]
    return {"prefixes": dict(prefixes_below(base)), "classes": classes, "properties": list(properties.values())}


def _terms(store: Asked, query: str, labels: Mapping[str, Mapping[str, str]], base: str) -> dict[str, dict[str, Any]]:
    return {
        iri: {"name": short_name(iri, base), "label": labels.get(iri, {}), "count": int(row["number"].value)}
        for row in _rows(store, query)
        for iri in [row["term"].value]
    }


def _rows(store: Asked, query: str) -> Iterator[Mapping[str, ox.NamedNode | ox.Literal]]:
    return cast(Iterator[Mapping[str, ox.NamedNode | ox.Literal]], store.query(query))

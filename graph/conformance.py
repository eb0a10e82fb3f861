"""Checking a dataset against its shapes where it changed: what is known to conform is not checked again.

The named graphs of an agreement, stated and inferred, are one part; all others are its background. What is said in a
part breaks a rule by itself, by the background, or by the class of a thing of another part that it refers to. So a
part is known by a digest of all these and of the shapes: one that changed in any of them is checked anew, and a change
of the shapes or the background checks all. The background itself is always checked; it takes a second.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from typing import Final

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from graph.dataset import TITLES
from graph.digest import digest
from graph.namespaces import graph_iri
from graph.validate import Violation, validate
from graph.vocabulary import DATASET, Vocabulary

CHANGING: Final = DATASET
"""The graph that tells of the others, and so changes with any of them; they do not depend on it."""
Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        violations: What breaks a rule, warnings too.
        parts: How many parts there are.
        anew: The names of those that were checked.
        conforming: The digest by which each part is known to conform; none where a rule is broken.
    """

    violations: tuple[Violation, ...]
    parts: int
    anew: tuple[str, ...]
    conforming: Mapping[str, str]


def check(
    graphs: Mapping[URIRef, Graph], digests: Mapping[URIRef, str], vocabulary: Vocabulary, known: Mapping[str, str]
) -> Checked:
    """Check the parts of a dataset that are not known to conform, and what they all build on.

    Args:
        graphs: The named graphs.
        digests: The digest of each (`graph.digest`).
        vocabulary: Its shapes are the rules.
        known: What an earlier check gave as `conforming`.
    """
    parts = _parts(graphs, vocabulary.base)
    inside = set(chain.from_iterable(parts.values()))
    background = sorted(name for name in graphs if name not in inside)
    changing = graph_iri(vocabulary.base, CHANGING)
    rules = [version("pyshacl"), digest(vocabulary.shapes), *(digests[name] for name in background if name != changing)]
    borrowed = _borrowed(graphs, parts)
    keys = {
        part: _sum([*rules, *(digests[name] for name in names), *_lines(borrowed[part])])
        for part, names in parts.items()
    }
    anew = tuple(part for part, key in keys.items() if known.get(part) != key)
    checked = [*background, *(name for part in anew for name in parts[part])]
    found = _validated([graphs[name] for name in checked], [borrowed[part] for part in anew], vocabulary)
    conforms = not any(one.severity == "Violation" for one in found)
    return Checked(tuple(found), len(parts), anew, keys if conforms else {})


def _validated(graphs: Iterable[Graph], borrowed: Iterable[set[Triple]], vocabulary: Vocabulary) -> list[Violation]:
    """Validate graphs together with what they borrow; what is borrowed is not told whole and breaks no rule."""
    triples = set(chain.from_iterable(graphs))
    lent = set(chain.from_iterable(borrowed)) - triples
    strangers = {str(subject) for subject, _, _ in lent}
    found = validate(chain(triples, lent), vocabulary.shapes, vocabulary.ontology)
    return [one for one in found if one.focus not in strangers]


def _parts(graphs: Iterable[URIRef], base: str) -> dict[str, list[URIRef]]:
    """Gather the named graphs of each agreement under its id."""
    kinds = "|".join(TITLES)
    parts: dict[str, list[URIRef]] = defaultdict(list)
    for name in sorted(graphs):
        found = re.fullmatch(f"{re.escape(base)}graf/(?:{kinds})/(.+)", name)
        if found:
            parts[found[1]].append(name)
    return parts


def _borrowed(graphs: Mapping[URIRef, Graph], parts: Mapping[str, Iterable[URIRef]]) -> dict[str, set[Triple]]:
    """Return for each part the classes of the things of other parts that it refers to."""
    classes: dict[Node, dict[str, set[Node]]] = defaultdict(dict)
    for part, names in parts.items():
        for thing, kind in chain.from_iterable(graphs[name].subject_objects(RDF.type) for name in names):
            classes[thing].setdefault(part, set()).add(kind)
    return {
        part: {
            (thing, RDF.type, kind)
            for name in names
            for thing in set(graphs[name].objects())
            for other, kinds in classes.get(thing, {}).items()
            if other != part
            for kind in kinds
        }
        for part, names in parts.items()
    }


def _lines(triples: Iterable[Triple]) -> list[str]:
    return sorted(" ".join(term.n3() for term in triple) for triple in triples)


def _sum(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()

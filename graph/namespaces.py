"""The IRIs of the linked data: the prefix table, rebasing, and how each thing is named.

The prefix table is data (`ontology/prefixes.toml`). The ontology's files are written under the base IRI given there; a
deployment may serve them under its own, so everything below that base is rebased when it is loaded, and every function
that names a thing takes the base. Ids become path segments by percent-encoding (RFC 3987), which is reversible, so two
ids never share an IRI. Statements, whose names come from their words, are named in `graph.naming`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from urllib.parse import quote

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from graph.errors import NamespaceError
from graph.prefixes import check_base, default_base, prefix_table, rebase_text
from ingest.model import Kind

Triple = tuple[Node, Node, Node]
SLUG_LENGTH = 60
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@cache
def namespaces(base: str) -> Mapping[str, Namespace]:
    """Map each prefix to its namespace, the project's own ones below `base`."""
    table = prefix_table()
    own = {prefix: Namespace(check_base(base) + path) for prefix, path in table.project.items()}
    return MappingProxyType(own | {prefix: Namespace(iri) for prefix, iri in table.external.items()})


def prefixes_below(base: str) -> dict[str, str]:
    """Map each prefix to its namespace as plain text, for those who do not speak rdflib."""
    return {prefix: str(namespace) for prefix, namespace in namespaces(base).items()}


def bind(graph: Graph, base: str) -> Graph:
    """Bind the whole prefix table, so that a serialisation is easy to read; gives the same graph."""
    for prefix, namespace in namespaces(base).items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph


def bare_graph() -> Graph:
    """Make an empty graph without prefixes.

    rdflib's usual store notes for each triple which graphs of a dataset hold it; these graphs are in none, and without
    that are filled and read in half the time.
    """
    return Graph(store="SimpleMemory", bind_namespaces="none")


def new_graph(base: str) -> Graph:
    """Make an empty graph with exactly the project's prefixes."""
    return bind(bare_graph(), base)


def rebased(triples: Iterable[Triple], base: str) -> Iterable[Triple]:
    """Give triples with each name below the default base moved below `base`.

    Names in literals without a language move too: `void:uriSpace` and examples in Turtle are literals.
    """
    if base == default_base():
        return triples
    return ((_move(one, base), _move(two, base), _move(three, base)) for one, two, three in triples)


def slugify(text: str, length: int = SLUG_LENGTH) -> str:
    """Fold a text to a-z, 0-9 and hyphens (æ ae, ø oe, å aa), cut between words; empty if no letter is left."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(LETTERS)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) <= length:
        return slug
    head, hyphen, _ = slug[: length + 1].rpartition("-")
    return head if hyphen else slug[:length]


def agreement_iri(base: str, agreement_id: str) -> URIRef:
    """Name an agreement."""
    return _name(base, "aftale", agreement_id)


def document_iri(base: str, document_id: str) -> URIRef:
    """Name a source document."""
    return _name(base, "dokument", document_id)


def region_iri(base: str, slug: str) -> URIRef:
    """Name a region by its slug."""
    return _name(base, "region", slug)


def topic_iri(base: str, slug: str) -> URIRef:
    """Name a topic of the thesaurus by its slug."""
    return _name(base, "emne", slug)


def national_goal_iri(base: str, number: int) -> URIRef:
    """Name one of the national goals by its number."""
    return _name(base, "natmaal", str(number))


def statement_iri(base: str, agreement_id: str, kind: Kind, slug: str) -> URIRef:
    """Name a statement below its agreement; see `graph.naming` for its slug."""
    return _name(base, "aftale", agreement_id, kind.value, slug)


def priority_iri(base: str, agreement_id: str, topic: str) -> URIRef:
    """Name the priority of a topic (its slug) in an agreement."""
    return _name(base, "prioritet", agreement_id, topic)


def mention_iri(base: str, agreement_id: str, topic: str, digest: str) -> URIRef:
    """Name a mention of a topic (its slug) in an agreement."""
    return _name(base, "omtale", agreement_id, topic, digest)


def graph_iri(base: str, *path: str) -> URIRef:
    """Name a named graph: `graph_iri(base, "aftale", id)`, `graph_iri(base, "ontologi")`."""
    return _name(base, "graf", *path)


def _name(base: str, prefix: str, *segments: str) -> URIRef:
    if not all(segments):
        raise NamespaceError(f"A name below '{prefix}:' needs text in each part, not {segments}; give the missing id.")
    path = prefix_table().project[prefix]
    return URIRef(check_base(base) + path + "/".join(quote(segment, safe="") for segment in segments))


def _move(term: Node, base: str) -> Node:
    if isinstance(term, URIRef) and term.startswith(default_base()):
        return URIRef(base + term.removeprefix(default_base()))
    if isinstance(term, Literal) and not term.language and default_base() in term:
        return Literal(rebase_text(term, base), datatype=term.datatype)
    return term

"""The graph on disk: a pyoxigraph store and, beside it, the same statements as sorted N-Quads.

The default graph of the store is the union of its named graphs, written out: SPARQL 1.1 says that a union is a set, but
pyoxigraph's `use_default_graph_as_union` yields a triple once for every graph that holds it, so counts come out wrong.
The copy costs as much disk again and makes queries without GRAPH faster (300k triples: COUNT 144 ms against 260 ms).
The N-Quads file holds each statement once, in its named graph, and depends on the statements alone: blank nodes are
labelled by RDFC-1.0 (<https://www.w3.org/TR/rdf-canon/>; 50k statements with 30k blank nodes take 0.4 s).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from graph.swap import swap_into_place
from ingest.errors import AftalegrafError

if TYPE_CHECKING:
    from rdflib import Dataset, Graph, URIRef
    from rdflib.term import Node

    Statements = str | bytes | Dataset | Mapping[URIRef, Graph]


class Asked(Protocol):
    """What answers queries: the built-in store, or another server that holds the same (`graph.remote`)."""

    def query(self, query: str, /) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | list[ox.Triple]:
        """Answer a query of the program's own."""


class StoreError(AftalegrafError):
    """The graph on disk is missing or damaged, or what should be stored is not RDF."""

    status = 503


def nquads_file(folder: Path) -> Path:
    """Return where the N-Quads of the store in `folder` stand."""
    return folder.with_name(f"{folder.name}.nq")


def write_store(data: Statements, folder: Path) -> None:
    """Replace the store in `folder`, and the N-Quads file beside it, by these statements.

    The store is built under another name and then renamed, so that a reader sees the old or the new one and a failure
    leaves the old one. Readers that hold the old store open keep reading it until they open the folder again.

    Args:
        data: N-Quads, an rdflib Dataset, or graphs by their names.
        folder: The store's own folder; its parent must exist or be creatable.

    Raises:
        StoreError: The data is not N-Quads, or the disk refuses.
    """
    statements = _Statements(data)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as workshop:
            store, text = Path(workshop, "store"), Path(workshop, "statements.nq")
            text.write_bytes(statements.nquads)
            _make_store(statements, store)
            swap_into_place(store, folder)
            text.replace(nquads_file(folder))
    except OSError as error:
        raise StoreError(f"The graph cannot be written to {folder}: {error}; free the disk or the rights.") from error


def open_store(folder: Path) -> ox.Store:
    """Open the store in `folder` for reading only.

    Raises:
        StoreError: There is none, or it is damaged.
    """
    try:
        return ox.Store.read_only(str(folder))
    except FileNotFoundError as error:
        raise StoreError(f"There is no graph in {folder}: run `aftalegraf build` to make it.") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise damaged(folder, error) from error


def damaged(folder: Path | str, error: Exception) -> StoreError:
    """Return the error that says that the store in `folder` cannot be read, and why."""
    reason = str(error).splitlines()[0]
    return StoreError(f"The graph in {folder} cannot be read ({reason}): run `aftalegraf build` to make it anew.")


def memory_store(data: Statements) -> ox.Store:
    """Return the statements as a store in memory, laid out as `write_store` lays them out on disk."""
    store = ox.Store()
    _Statements(data).fill(store)
    return store


class _Statements:
    """Statements as text: sorted, each once, with blank nodes labelled by what is said of them."""

    def __init__(self, data: Statements) -> None:
        try:
            quads = list(ox.parse(data, ox.RdfFormat.N_QUADS) if isinstance(data, str | bytes) else _from_rdflib(data))
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"The statements are not valid RDF ({error}); mend them where they are made.") from error
        if any(_has_blank_node(quad) for quad in quads):
            dataset = ox.Dataset(quads)
            dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
            quads = list(dataset)
        self.nquads = "".join(sorted({f"{quad} .\n" for quad in quads})).encode()
        self._union = "".join({f"{quad.triple} .\n" for quad in quads}).encode()

    def fill(self, store: ox.Store) -> None:
        """Load the named graphs, then their union as the default graph."""
        store.bulk_load(self.nquads, ox.RdfFormat.N_QUADS)
        store.bulk_load(self._union, ox.RdfFormat.N_TRIPLES)


def _make_store(statements: _Statements, folder: Path) -> None:
    # A function of its own: the store closes when it goes out of scope, and must be closed before it is moved.
    store = ox.Store(str(folder))
    statements.fill(store)
    store.optimize()
    store.flush()


def _has_blank_node(quad: ox.Quad) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in (quad.subject, quad.object, quad.graph_name))


def _from_rdflib(dataset: Dataset | Mapping[URIRef, Graph]) -> Iterator[ox.Quad]:
    # Not dataset.serialize(format="nquads"): in rdflib 7.6 that warns of its own deprecated calls.
    if isinstance(dataset, Mapping):
        for iri, named in dataset.items():
            for subject, predicate, object_ in named:
                yield ox.Quad(_term(subject), _term(predicate), _term(object_), ox.NamedNode(str(iri)))  # type: ignore[arg-type]
        return
    default = dataset.default_graph.identifier
    for subject, predicate, object_, graph in dataset.quads((None, None, None, None)):
        name = ox.DefaultGraph() if graph is None or graph == default else _term(graph)
        yield ox.Quad(_term(subject), _term(predicate), _term(object_), name)  # type: ignore[arg-type]


def _term(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    from rdflib.term import BNode, Literal, URIRef

    match node:
        case URIRef():
            return ox.NamedNode(str(node))
        case BNode():
            return ox.BlankNode(str(node))
        case Literal(language=str(language)):
            return ox.Literal(str(node), language=language)
        case Literal(datatype=None):
            return ox.Literal(str(node))
        case Literal(datatype=datatype):
            return ox.Literal(str(node), datatype=ox.NamedNode(str(datatype)))
        case _:
            raise ValueError(f"{node!r} is no IRI, blank node or literal")

"""The store on disk: what is written is read, a failure leaves the old one, every refusal names a remedy."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode, Dataset, Literal, URIRef
from rdflib.namespace import XSD

from graph import swap
from graph.sparql import execute
from graph.store import StoreError, memory_store, nquads_file, open_store, write_store

EX = "http://example.org/"
NQUADS = (
    f'<{EX}b> <{EX}p> "sundhed på tværs"@da <{EX}g2> .\n'
    f'<{EX}a> <{EX}p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <{EX}g1> .\n'
    f'<{EX}a> <{EX}p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <{EX}g2> .\n'
)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def count(store: ox.Store, query: str = COUNT) -> int:
    return int(b"".join(execute(store, query, accept_format="csv")).split()[1])


def dataset(names: tuple[BNode, BNode]) -> Dataset:
    """Two blank nodes that differ by what is said of them, under the labels given."""
    data = Dataset()
    graph = data.graph(URIRef(EX + "g1"))
    for order, name in enumerate(names):
        graph.add((URIRef(EX + "s"), URIRef(EX + "p"), name))
        graph.add((name, URIRef(EX + "number"), Literal(order)))
        graph.add((name, URIRef(EX + "text"), Literal('linje 1\nlinje "2" \\ \u2028 æ', lang="da")))
        graph.add((name, URIRef(EX + "day"), Literal("2024-01-01", datatype=XSD.date)))
    return data


def test_gives_back_what_was_written(tmp_path: Path) -> None:
    write_store(NQUADS, tmp_path / "graf")
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(open_store(tmp_path / "graf"), named) == 3


def test_default_graph_is_the_union_in_which_a_triple_counts_once(tmp_path: Path) -> None:
    # pyoxigraph's own union yields the triple that stands in g1 and g2 twice.
    write_store(NQUADS, tmp_path / "graf")
    assert count(open_store(tmp_path / "graf")) == 2
    assert count(memory_store(NQUADS)) == 2


def test_nquads_file_is_sorted_and_holds_each_statement_once(tmp_path: Path) -> None:
    write_store(NQUADS, tmp_path / "graf")
    lines = nquads_file(tmp_path / "graf").read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines == sorted(NQUADS.splitlines(keepends=True))


def test_nquads_file_does_not_depend_on_the_labels_of_blank_nodes(tmp_path: Path) -> None:
    write_store(dataset((BNode("x"), BNode("y"))), tmp_path / "one")
    write_store(dataset((BNode("y"), BNode("x"))), tmp_path / "two")
    assert nquads_file(tmp_path / "one").read_bytes() == nquads_file(tmp_path / "two").read_bytes()


def test_rdflib_dataset_keeps_its_literals_and_graphs(tmp_path: Path) -> None:
    data = dataset((BNode(), BNode()))
    data.default_graph.add((URIRef(EX + "d"), URIRef(EX + "p"), Literal("plain")))
    store = memory_store(data)
    query = f"ASK {{ GRAPH <{EX}g1> {{ ?b <{EX}text> 'linje 1\\nlinje \"2\" \\\\ \u2028 æ'@da }} <{EX}d> ?p 'plain' }}"
    assert b"".join(execute(store, query, accept_format="csv")) == b"true"
    write_store(data, tmp_path / "graf")
    assert len(list(ox.parse(path=nquads_file(tmp_path / "graf"), format=ox.RdfFormat.N_QUADS))) == 9


def test_writing_again_replaces_the_store_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_store(NQUADS, tmp_path / "graf")
    write_store(f"<{EX}a> <{EX}p> <{EX}o> <{EX}g> .\n", tmp_path / "graf")
    assert count(open_store(tmp_path / "graf")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graf", "graf.nq"]


def test_reader_keeps_the_store_it_opened_while_another_takes_its_place(tmp_path: Path) -> None:
    write_store(NQUADS, tmp_path / "graf")
    reader = open_store(tmp_path / "graf")
    write_store("", tmp_path / "graf")
    assert (count(reader), count(open_store(tmp_path / "graf"))) == (2, 0)


def test_failure_leaves_the_old_store(tmp_path: Path) -> None:
    write_store(NQUADS, tmp_path / "graf")
    before = nquads_file(tmp_path / "graf").read_bytes()
    with pytest.raises(StoreError, match=r"not valid RDF .*line 2"):
        write_store(NQUADS.splitlines()[0] + "\n<a> b\n", tmp_path / "graf")
    assert count(open_store(tmp_path / "graf")) == 2
    assert nquads_file(tmp_path / "graf").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graf", "graf.nq"]


def test_folder_that_cannot_be_made_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be written to"):
        write_store(NQUADS, tmp_path / "file" / "graf")


def test_swap_without_the_system_call_moves_the_old_folder_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda new, folder: False)
    write_store(NQUADS, tmp_path / "graf")
    write_store("", tmp_path / "graf")
    assert count(open_store(tmp_path / "graf")) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graf", "graf.nq"]


def test_missing_store_names_the_remedy_and_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no graph in .*graf: run `aftalegraf build`") as caught:
        open_store(tmp_path / "graf")
    assert caught.value.status == 503
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["CURRENT", "MANIFEST", "a file in its place"])
def test_broken_store_names_the_remedy(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "graf"
    if damage == "a file in its place":
        folder.write_text("not a folder")
    else:
        write_store(NQUADS, folder)
        next(folder.glob(f"{damage}*")).write_bytes(b"\x00garbage")
    with pytest.raises(StoreError, match="run `aftalegraf build`"):
        open_store(folder)


def test_opened_store_refuses_to_write(tmp_path: Path) -> None:
    write_store(NQUADS, tmp_path / "graf")
    name = ox.NamedNode(EX + "new")
    with pytest.raises(RuntimeError, match="read-write"):
        open_store(tmp_path / "graf").add(ox.Quad(name, name, name))

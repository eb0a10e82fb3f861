"""The comparisons run, compare results and print their tables; their figures are nobody's to assert."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from benchmarks.generated import write_graph
from benchmarks.http_client import Client, EndpointError
from benchmarks.measuring import Cell, measure
from benchmarks.passages import Passages, neighbours, write_vectors
from benchmarks.questions import ORDER, STRING, Question, rows
from search_samples import sample_units
from sparql_servers import RUN

from search.encoder import HashingEncoder
from service.settings import Settings

ROOT = Path(__file__).parents[1]
AFT = "https://w3id.org/aftalegraf/ontologi#"
TRIPLES = 60_000


def run(*arguments: str, module: str = "endpoints") -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}, timeout=120)


def generate(folder: Path) -> tuple[Path, Path]:
    quads, union = folder / "graph.nq", folder / "graph.nt"
    told: list[int] = []
    assert write_graph(TRIPLES, quads, union, told.append) == sum(told) >= TRIPLES
    return quads, union


def test_this_endpoint_and_oxigraphs_server_answer_every_query_alike_and_stand_in_the_table(tmp_path: Path) -> None:
    small = ("--triples", str(TRIPLES), "--seconds", "0.02", "--rounds", "1", "--clients", "2")
    shown = run("--servers", "aftalegraf,oxigraph", "--data", str(tmp_path), "--work", str(tmp_path), *small)
    assert shown.returncode == 0, shown.stderr
    listed = re.findall(r"^│ ([a-z-]+) +│ +([\d,]+) │", shown.stdout, re.MULTILINE)
    assert [name for name, _ in listed] == list(ORDER)
    assert all(int(count.replace(",", "")) > 0 for _, count in listed)
    assert shown.stdout.count("│ oxigraph ") == len(ORDER)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_server_is_refused_with_the_names_of_those_known() -> None:
    refused = run("--servers", "aftalegraf,fuseki")
    assert refused.returncode == 2
    assert 'there is no server "fuseki"; choose of aftalegraf, oxigraph, rdflib-endpoint, virtuoso' in refused.stderr


def test_the_generated_graph_is_the_same_each_time_and_no_triple_stands_in_two_of_its_graphs(tmp_path: Path) -> None:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        folder.mkdir()
    (quads, union), (again, _) = map(generate, folders)
    assert quads.read_bytes() == again.read_bytes()
    parsed = list(ox.parse(path=str(quads), format=ox.RdfFormat.N_QUADS))
    triples = Counter(str(quad.triple) for quad in parsed)
    assert max(triples.values()) == 1
    assert {str(quad.triple) for quad in ox.parse(path=str(union), format=ox.RdfFormat.N_TRIPLES)} == set(triples)


def test_generated_mentions_lead_to_statements_of_agreements_and_priorities_to_their_mentions(tmp_path: Path) -> None:
    store = ox.Store()
    store.bulk_load(path=str(generate(tmp_path)[1]), format=ox.RdfFormat.N_TRIPLES)
    whole = f"?m <{AFT}inStatement>/<http://purl.org/dc/terms/isPartOf>/<{AFT}region> ?region"
    evidence = f"?p <{AFT}evidence> ?m ; <{AFT}topic> ?topic . ?m <{AFT}topic> ?topic"

    def count(pattern: str) -> str:
        return next(store.query(f"SELECT (COUNT(DISTINCT ?m) AS ?n) {{ {pattern} }}"))["n"].value  # type: ignore[union-attr,index]

    mentions = count(f"?m a <{AFT}Mention>")
    assert int(mentions) > 1000
    assert mentions == count(whole) == count(evidence)


def test_the_same_rows_are_the_same_in_any_order_and_however_literals_are_typed() -> None:
    def result(*terms: dict[str, str]) -> bytes:
        bindings = [{"a": term} for term in terms]
        return json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": bindings}}).encode()

    x, y = {"type": "literal", "value": "x"}, {"type": "uri", "value": "y"}
    typed = {"type": "typed-literal", "value": "x", "datatype": STRING}
    assert rows(result(x, y)) == rows(result(y, typed)) != rows(result(y, y))


def test_the_client_keeps_its_connection_and_tells_of_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    with RUN["oxigraph"](folder) as server, Client(server.query) as client:
        ask = client.request("SELECT (1 AS ?one) {}")
        first = client.send(ask)
        connection = client._socket
        one = (("one", "literal", "1", "", ox.Literal(1).datatype.value),)
        assert rows(first) == rows(client.send(ask)) == [one]
        assert client._socket is connection
        with pytest.raises(EndpointError, match="answered 400"):
            client.send(client.request("SELECT"))


def test_a_server_that_fails_sits_out_and_the_others_are_measured(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    question = Question("one", ("SELECT (1 AS ?one) {}",))
    with RUN["oxigraph"](folder) as server:
        addresses = {"broken": server.query.replace("/query", "/nowhere"), "oxigraph": server.query}
        cells = {(question.name, name): Cell() for name in addresses}
        told: list[None] = []
        measure(cells, addresses, [question], 0.05, 2, 2, lambda: told.append(None))
    broken, sound = cells.values()
    assert "answered 404" in broken.failure
    assert (broken.latencies, sound.failure, len(told)) == ([], "", 4)
    assert 0 < sound.median <= sound.p95
    assert min(sound.rate, sound.rate_together) > 0


def test_searches_are_compared_with_exact_ones_and_timed_on_what_was_built_and_on_generated_passages(
    release_settings: Settings, tmp_path: Path
) -> None:
    queries, work = tmp_path / "queries.json", tmp_path / "work"
    asked = ("demens", "Hvilke regioner prioriterer dobbeltdiagnoser?", "price of gasoline")
    queries.write_text(json.dumps({"queries": [{"query": query} for query in asked]}), encoding="utf-8")
    work.mkdir()
    small = ("--passages", "400", "--rounds", "1", "--gold", str(queries), "--work", str(work))
    shown = run("--data", str(release_settings.data), *small, module="searches")
    assert shown.returncode == 0, shown.stderr
    assert "400 generated passages" in shown.stdout
    recalls = re.findall(r"recall@10 of the nearest: ([\d.]+)", shown.stdout)
    assert [float(one) >= 0.9 for one in recalls] == [True, True]
    for action in ("encode", "search", "search, filtered", "ask"):
        rows = re.findall(rf"^  {action} +([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+)$", shown.stdout, re.MULTILINE)
        assert len(rows) == 2, action
        assert all(0 < float(mean) <= 2 * float(late) for mean, late, *_ in rows)
    assert list(work.iterdir()) == []


def test_generated_passages_are_the_same_each_time_and_made_of_real_sentences() -> None:
    real = sample_units()
    passages = Passages(real, 500)
    units = list(passages)
    assert (units, len(passages), units[0] in passages) == (list(passages), 500, True)
    sentences = {unit.text for unit in real}
    assert all(any(sentence in unit.text for sentence in sentences) for unit in units)
    places = {(unit.document, unit.start) for unit in units}
    assert len(places) == 500
    assert len({unit.region for unit in units}) > 1


def test_generated_vectors_have_length_one_and_neighbours_nearer_than_chance(tmp_path: Path) -> None:
    real = HashingEncoder().passages([unit.text for unit in sample_units()])
    made = [write_vectors(real, 300, tmp_path / name) for name in ("one.npy", "other.npy")]
    assert (made[0] == made[1]).all()
    vectors = made[0].astype("float32")
    assert (vectors**2).sum(axis=1) == pytest.approx(1, abs=2e-3)
    quantiles = neighbours(vectors)
    assert (vectors @ vectors.T).mean() < quantiles[4] <= quantiles[1] <= 1.001

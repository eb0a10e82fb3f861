"""Search within queries over the built corpus: by the endpoint, in the editor and from the command line."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from starlette.testclient import TestClient
from test_imports import HEAVY, probe

from graph.questions import competency_questions
from graph.sparql_search import Search
from graph.store import open_store
from service.app import create_app
from service.building.release import current
from service.cli.main import main
from service.knowledge import Knowledge
from service.settings import Settings

BASE = "https://w3id.org/aftalegraf/"
SEARCH = f"{BASE}ontologi#search"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
WORDS = "borgere med psykisk sygdom og misbrug"
PREFIXES = f"PREFIX aft: <{BASE}ontologi#> PREFIX oa: <http://www.w3.org/ns/oa#> "
QUERY = f"""{PREFIXES} SELECT ?passage ?score ?words WHERE {{ (?passage ?score) aft:search ("{WORDS}" 10) .
    ?passage oa:hasSelector/oa:exact ?words }} ORDER BY DESC(?score)"""
BROKEN = f"{PREFIXES} SELECT * WHERE {{\n ?p aft:search ?words }}"


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings)) as client:
        yield client


def test_hits_are_those_of_the_search_box_with_their_words_in_the_graph(
    client: TestClient, release_settings: Settings
) -> None:
    hits = Knowledge.open(release_settings).search(WORDS, 10).hits
    found = client.get("/sparql", params={"query": QUERY}).json()["results"]["bindings"]
    scores = {f"{BASE}id/dokument/{hit.document}#citat-{hit.start}-{hit.end}": round(hit.score, 6) for hit in hits}
    assert {row["passage"]["value"]: float(row["score"]["value"]) for row in found} == scores
    assert len(found) == len(scores) == 10


def test_every_passage_that_can_be_found_stands_in_the_graph(release_settings: Settings, search: Search) -> None:
    store = open_store(current(release_settings.data).graph)
    described = {str(row["p"].value) for row in store.query(f"SELECT ?p {{ ?p <{BASE}ontologi#inPassage> ?p }}")}  # type: ignore[union-attr]
    quotes = {str(row["q"].value) for row in store.query(f"{PREFIXES} SELECT ?q {{ ?q oa:hasSource ?d }}")}  # type: ignore[union-attr]
    placed = {str(row["q"].value) for row in store.query(f"{PREFIXES} SELECT ?q {{ ?q aft:inPassage ?p }}")}  # type: ignore[union-attr]
    found = {
        iri
        for words in (WORDS, "demens", "sundhed", "børn", "digitale løsninger")
        for iri, _ in search.find(words, 200)
    }
    assert len(found) > 200
    assert found <= described
    assert quotes == placed, "each quote leads to the passage it stands in"


def test_search_that_breaks_a_rule_is_a_bad_request_in_one_sentence(client: TestClient) -> None:
    reply = client.get("/sparql", params={"query": BROKEN})
    assert reply.status_code == 400
    assert reply.text.startswith("The search at line 2, column 16 cannot be made: ")
    assert reply.text.count("\n") == 1
    page = client.get("/sparql", params={"query": BROKEN}, headers={"Accept": "text/html"})
    assert "The search at line 2, column 16" in page.text


def test_service_description_names_the_property_and_how_it_is_written(client: TestClient) -> None:
    reply = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=reply.text, format="turtle")
    (feature,) = graph.objects(None, SD.propertyFeature)
    assert feature == URIRef(SEARCH)
    assert (feature, RDF.type, SD.Feature) in graph
    told = str(graph.value(feature, RDFS.comment))
    assert f'(?passage ?score) <{SEARCH}> ("words" 20)' in told
    assert "at most 500 characters" in told
    assert "at most 200" in told


def test_editor_offers_an_example_that_searches_and_knows_its_terms(client: TestClient) -> None:
    (example,) = [one for one in competency_questions(BASE) if "aft:search" in one.query]
    page = client.get("/sparql", params={"query": example.query}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert example.titles["da"] in page.text
    assert "citat-" in page.text
    assert 'class="notice"' not in page.text


def test_words_of_a_search_stand_in_no_log(
    client: TestClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/sparql", data={"query": QUERY})
        client.post("/sparql", data={"query": QUERY.replace(" 10)", " 0)")})
    printed = capfd.readouterr()
    assert "psykisk" not in caplog.text + printed.out + printed.err


def test_command_line_searches_as_the_endpoint_does(
    client: TestClient, release_settings: Settings, tmp_path: Path
) -> None:
    for text, exit_code in ((QUERY, 0), (BROKEN, 2)):
        query = tmp_path / "search.rq"
        query.write_text(text, encoding="utf-8")
        arguments = ["sparql", str(query), "--format", "json"]
        env = {"AFTALEGRAF_DATA": str(release_settings.data), "AFTALEGRAF_ENCODER": release_settings.encoder}
        done = CliRunner().invoke(main, arguments, env=env)
        assert done.exit_code == exit_code
        reply = client.get("/sparql", params={"query": text})
        if exit_code:
            assert done.stderr.strip().endswith(reply.text.strip())
        else:
            assert json.loads(done.stdout) == reply.json()


def test_query_that_does_not_search_loads_no_index_and_no_model(release_settings: Settings, tmp_path: Path) -> None:
    query = tmp_path / "plain.rq"
    query.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    modules, _ = probe("sparql", str(query), "--data", str(release_settings.data))
    assert modules.isdisjoint({*HEAVY, "numpy"} - {"rdflib"})
    assert not any(name.startswith("search.") for name in modules)

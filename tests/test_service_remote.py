"""The whole service with its graph on another server: the same pages, answers and results, or a clear error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sparql_servers import RUN, free_port
from starlette.testclient import TestClient

from graph.remote.publish import publish
from graph.remote.server import Server, login
from service.app import create_app
from service.building.release import current
from service.cli.main import main
from service.settings import Settings

BROWSER = {"Accept": "text/html"}
NAME = r"sparql-service-description#name> (<\S+>)"
QUESTION = "hvilke regioner prioriterer dobbeltdiagnoser"
REGIONS = """PREFIX aft: <https://w3id.org/aftalegraf/ontologi#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT ?l WHERE { ?r a aft:Region ; rdfs:label ?l } ORDER BY STR(?l)"""
ADDRESSES = (
    "/",
    "/?lang=en",
    f"/?q={QUESTION}",
    f"/?q={QUESTION}&lang=en",
    "/aftale/nordjylland-2024-2027",
    "/sammenlign",
    "/sammenlign?agreement=nordjylland-2024-2027&agreement=sjaelland-2024-2027",
)


@pytest.fixture(scope="module")
def local(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings)) as client:
        yield client


@pytest.fixture(scope="module", params=tuple(RUN))
def remote_settings(
    request: pytest.FixtureRequest, release_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    with RUN[request.param](tmp_path_factory.mktemp(request.param)) as served:
        auth = login(served.user, served.password) if served.user else None
        server = Server(served.graphs, "The server", 60.0, login=auth)
        publish(current(release_settings.data).graph, release_settings.base, server, lambda _what, _share: None)
        yield release_settings.model_copy(update={"sparql_url": served.query})


@pytest.fixture(scope="module")
def remote(remote_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(remote_settings)) as client:
        yield client


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_the_same(address: str, local: TestClient, remote: TestClient) -> None:
    wanted, given = (one.get(address, headers=BROWSER) for one in (local, remote))
    assert (given.status_code, given.text) == (200, wanted.text)


@pytest.mark.parametrize(
    "address", [f"/api/v1/ask?q={QUESTION}", "/api/v1/compare?topic=rygning;demens", "/api/v1/agreements", "/ready"]
)
def test_answer_is_the_same(address: str, local: TestClient, remote: TestClient) -> None:
    assert remote.get(address).json() == local.get(address).json()


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "application/sparql-results+xml"])
def test_endpoint_gives_the_same_result_with_the_same_limits(
    accept: str, local: TestClient, remote: TestClient
) -> None:
    wanted, given = (
        one.get("/sparql", params={"query": REGIONS}, headers={"Accept": accept}) for one in (local, remote)
    )
    assert (given.status_code, given.content) == (200, wanted.content)
    assert given.headers["X-SPARQL-Limits"] == wanted.headers["X-SPARQL-Limits"]
    assert remote.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 400
    assert remote.get("/sparql", params={"query": "CLEAR ALL"}).status_code == 400


def test_service_description_names_the_same_graphs(local: TestClient, remote: TestClient) -> None:
    wanted, given = (one.get("/sparql", headers={"Accept": "application/n-triples"}) for one in (local, remote))
    assert sorted(re.findall(NAME, given.text)) == sorted(re.findall(NAME, wanted.text)) != []


def test_command_line_asks_the_server_too(remote_settings: Settings, tmp_path: Path) -> None:
    query = tmp_path / "regions.rq"
    query.write_text(REGIONS, encoding="utf-8")
    variables = {
        "AFTALEGRAF_DATA": str(remote_settings.data),
        "AFTALEGRAF_ENCODER": remote_settings.encoder,
        "AFTALEGRAF_SPARQL_URL": remote_settings.sparql_url,
    }
    for arguments in (("sparql", str(query), "--format", "json"), ("ask", QUESTION, "--json")):
        local, remote = (
            CliRunner().invoke(main, arguments, env={**variables, **more})
            for more in ({"AFTALEGRAF_SPARQL_URL": None}, {})
        )
        assert (remote.exit_code, remote.stderr) == (0, "")
        assert json.loads(remote.stdout) == json.loads(local.stdout)


def test_service_starts_and_explains_itself_while_the_server_is_down(release_settings: Settings) -> None:
    down = f"http://127.0.0.1:{free_port()}/sparql"
    settings = release_settings.model_copy(update={"sparql_url": down})
    with TestClient(create_app(settings)) as client:
        for address in ("/sparql?query=ASK {}", f"/api/v1/ask?q={QUESTION}", "/ready"):
            answer = client.get(address)
            assert answer.status_code == 502
            assert answer.text.startswith("The SPARQL server that AFTALEGRAF_SPARQL_URL names cannot be reached")
            assert answer.text.count("\n") == 1
            assert down not in answer.text
        assert client.get("/", headers=BROWSER).status_code == 502
        assert client.get("/health").status_code == 200

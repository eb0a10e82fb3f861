"""Pages of other hosts may ask the JSON API where the operator lists them, by GET, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings

LISTED, OTHER = "https://intranet.example", "https://elsewhere.example"
ASK = "/api/v1/ask?q=demens"
ALLOW = "access-control-allow-origin"


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    listed = release_settings.model_copy(update={"origins": f"{LISTED}, https://b.example:8443"})
    with TestClient(create_app(listed), raise_server_exceptions=False) as client:
        yield client


def test_a_listed_origin_may_read_answers_and_refusals(client: TestClient) -> None:
    for address, status in ((ASK, 200), ("/api/v1/ask?q=", 400), ("/api/v1/search", 422), ("/api/v1/nothing", 404)):
        reply = client.get(address, headers={"Origin": LISTED})
        assert (reply.status_code, reply.headers[ALLOW]) == (status, LISTED)
        assert "Origin" in reply.headers["vary"]
        assert "access-control-allow-credentials" not in reply.headers
    assert client.get(ASK, headers={"Origin": "https://b.example:8443"}).headers[ALLOW] == "https://b.example:8443"


def test_what_the_client_has_already_is_marked_too(client: TestClient) -> None:
    tag = client.get(ASK, headers={"Origin": LISTED}).headers["etag"]
    reply = client.get(ASK, headers={"Origin": LISTED, "If-None-Match": tag})
    assert (reply.status_code, reply.headers[ALLOW]) == (304, LISTED)


@pytest.mark.parametrize("origin", [OTHER, "null", f"{LISTED}.evil.example", "http://intranet.example", ""])
def test_another_origin_may_not(client: TestClient, origin: str) -> None:
    reply = client.get(ASK, headers={"Origin": origin})
    assert ALLOW not in reply.headers
    assert "Origin" in reply.headers["vary"]


def test_pages_and_other_methods_are_not_opened(client: TestClient) -> None:
    for path in ("/", "/health", "/static/style.css"):
        assert ALLOW not in client.get(path, headers={"Origin": LISTED}).headers
    preflight = {"Origin": LISTED, "Access-Control-Request-Method": "POST"}
    assert ALLOW not in client.options(ASK, headers=preflight).headers
    assert ALLOW not in client.post(ASK, headers={"Origin": LISTED}).headers


def test_without_the_setting_no_origin_may_ask(release_settings: Settings) -> None:
    with TestClient(create_app(release_settings)) as client:
        reply = client.get(ASK, headers={"Origin": LISTED})
        assert ALLOW not in reply.headers
        assert "Origin" not in reply.headers.get("vary", "")


def test_the_file_of_the_search_box_may_be_loaded_from_anywhere(client: TestClient) -> None:
    reply = client.get("/static/aftale-soeg.js", headers={"Origin": OTHER})
    assert reply.headers[ALLOW] == "*"
    assert reply.headers["content-type"].startswith("text/javascript")
    assert len(reply.content) < 30_000

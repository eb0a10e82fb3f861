"""What goes over the wire: compressed where it is asked for, validated as before, static files kept."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from test_service_app import BROWSER, page

from service.app import create_app
from service.http.assets import ASKED_AGAIN, KEPT, asset
from service.http.compression import SMALLEST
from service.settings import Settings

PAGES = ("/", "/?q=rygning", "/aftale/nordjylland-2024-2027", "/sammenlign", "/api/v1/topics", "/static/style.css")


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def sent(client: TestClient, address: str, encoding: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return a response with its bytes as they were sent."""
    with client.stream("GET", address, headers={"Accept-Encoding": encoding, **headers}) as response:
        return response.status_code, dict(response.headers), b"".join(response.iter_raw())


@pytest.mark.parametrize("address", PAGES)
def test_a_response_is_compressed_for_those_who_take_it_so(client: TestClient, address: str) -> None:
    _, plain, whole = sent(client, address, "identity")
    _, headers, packed = sent(client, address, "gzip")
    assert headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain
    assert gzip.decompress(packed) == whole
    assert int(headers["content-length"]) == len(packed) < len(whole) / 2
    assert "Accept-Encoding" in headers["vary"]
    assert "Accept-Encoding" in plain["vary"]


@pytest.mark.parametrize("address", PAGES)
def test_a_tag_of_compressed_bytes_is_weak_and_is_known_again(client: TestClient, address: str) -> None:
    _, plain, _ = sent(client, address, "identity")
    _, headers, _ = sent(client, address, "gzip")
    assert headers["etag"] == f"W/{plain['etag']}"
    for encoding in ("gzip", "identity"):
        status, _, content = sent(client, address, encoding, **{"If-None-Match": headers["etag"]})
        assert (status, content) == (304, b"")


def test_what_is_short_is_sent_as_it_is(client: TestClient) -> None:
    _, headers, content = sent(client, "/health", "gzip")
    assert "content-encoding" not in headers
    assert len(content) < SMALLEST
    assert json.loads(content)["status"] == "ok"


def test_a_file_that_is_named_by_its_content_is_kept_for_good(client: TestClient) -> None:
    document = page(client, "/")
    named = {
        one.get(name, "") for one in document.iter() for name in ("href", "src") if "/static/" in one.get(name, "")
    }
    assert {address.partition("?")[0] for address in named} == {
        "/static/style.css", "/static/favicon.svg", "/static/suggestions.js",
    }  # fmt: skip
    for address in named:
        assert client.get(address).headers["cache-control"] == KEPT


@pytest.mark.parametrize("address", ["/static/style.css", "/static/style.css?v=0.1.0", "/static/style.css?v="])
def test_a_file_that_is_not_is_asked_for_again(client: TestClient, address: str) -> None:
    assert client.get(address).headers["cache-control"] == ASKED_AGAIN


def test_a_file_that_is_not_there_is_not_found(client: TestClient) -> None:
    for address in ("/static/intet.js?v=1", "/static/..%2fapp.py", "/static/"):
        assert client.get(address).status_code == 404
    with pytest.raises(FileNotFoundError):
        asset("intet.js")


def test_a_stream_of_results_is_whole_however_it_is_sent(client: TestClient) -> None:
    query = "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+5000"
    json_only = {"Accept": "application/sparql-results+json"}
    _, _, whole = sent(client, query, "identity", **json_only)
    _, headers, packed = sent(client, query, "gzip", **json_only)
    assert headers["content-encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(packed))["results"]["bindings"]) == 5000
    assert len(json.loads(whole)["results"]["bindings"]) == 5000

"""The OpenSearch description, and suggestions as a browser's address bar asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient
from test_service_app import BROWSER, page

from service.app import create_app
from service.finding.opensearch import DESCRIPTION, SUGGESTIONS
from service.settings import Settings

NAMESPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    app = create_app(release_settings)
    with TestClient(app, "https://soeg.region.example", headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def templates(client: TestClient, address: str) -> dict[str, str]:
    response = client.get(address)
    assert response.headers["content-type"].partition(";")[0] == DESCRIPTION
    root = ET.fromstring(response.content)  # noqa: S314 - what this program wrote
    assert root.tag == f"{NAMESPACE}OpenSearchDescription"
    assert len(root.findtext(f"{NAMESPACE}ShortName", "")) <= 16
    return {url.get("type", ""): url.get("template", "") for url in root.iter(f"{NAMESPACE}Url")}


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_description_leads_to_pages_and_suggestions_of_this_host(client: TestClient, language: str) -> None:
    document = page(client, "/" if language == "da" else "/?lang=en")
    (link,) = (one for one in document.iter("link") if one.get("rel") == "search")
    assert link.get("type") == DESCRIPTION
    found = templates(client, link.get("href", ""))
    assert all(address.startswith("https://soeg.region.example/") for address in found.values())
    results = page(client, found["text/html"].replace("{searchTerms}", quote("rygning & tobak")))
    assert next(results.iter("html")).get("lang") == language
    (field,) = (one for one in results.iter("input") if one.get("id") == "q")
    assert field.get("value") == "rygning & tobak"
    typed, texts, about, leads = client.get(found[SUGGESTIONS].replace("{searchTerms}", "telemed")).json()
    assert typed == "telemed"
    assert len(texts) == len(about) == len(leads) > 0
    assert client.get(leads[0]).status_code == 200
    assert client.get(found[DESCRIPTION]).status_code == 200


def test_suggestions_say_which_topic_another_name_leads_to(client: TestClient) -> None:
    response = client.get("/opensearch.json?q=rygerlung")
    assert response.headers["content-type"] == SUGGESTIONS
    _, texts, about, leads = response.json()
    assert (texts[0], about[0]) == ("rygerlunge", "emne: KOL")
    assert leads[0] == "https://soeg.region.example/?q=rygerlunge"


@pytest.mark.parametrize("typed", ["", "?!", "x" * 10_000, "<script>alert(1)</script>", '"],["'])
def test_what_cannot_be_completed_has_no_suggestions(client: TestClient, typed: str) -> None:
    response = client.get("/opensearch.json", params={"q": typed})
    assert response.status_code == 200
    assert response.json() == [typed, [], [], []]


def test_a_host_name_is_written_so_that_it_stays_text(client: TestClient) -> None:
    response = client.get("/opensearch.xml", headers={"Host": 'x"><Url/>&amp;'})
    if response.status_code == 200:
        assert len(list(ET.fromstring(response.content).iter(f"{NAMESPACE}Url"))) == 3  # noqa: S314

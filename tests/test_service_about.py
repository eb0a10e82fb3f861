"""What the service says of itself: its sources and measured quality, its accessibility, and what it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5rdf  # type: ignore[import-untyped]
import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
STATEMENT = "https://was.example/aftalegraf"


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def page(client: TestClient, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, response.text[:300]
    document: Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.text)
    return document


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_footer_leads_to_all_three_in_both_languages(client: TestClient) -> None:
    for language in ("da", "en"):
        footer = next(page(client, f"/?lang={language}").iter("footer"))
        tail = "" if language == "da" else "?lang=en"
        links = {one.get("href") for one in footer.iter("a")}
        assert {f"/om{tail}", f"/was{tail}", f"/privatliv{tail}"} <= links


def test_the_about_page_names_every_source_with_its_coverage(client: TestClient) -> None:
    shown = text(page(client, "/om"))
    listed = client.get("/api/v1/agreements", headers={"Accept": "application/json"}).json()["agreements"]
    for agreement in listed:
        for document in agreement["documents"]:
            assert document["title"] in shown
            assert document["source"] in shown
    assert "kun faktaark" in shown


def test_the_about_page_says_of_quality_what_the_dataset_says(client: TestClient) -> None:
    about, dataset = page(client, "/om"), text(page(client, "/datasaet"))
    names = [text(one) for one in about.iter("h3")][1:]
    assert len(names) == 2
    assert all(name in dataset for name in names)
    measured = [text(one) for one in about.iter("p") if text(one).startswith("Målt ")]
    assert len(measured) == 2
    assert all(one in dataset for one in measured)


def test_the_accessibility_statement_has_the_parts_that_the_law_names(client: TestClient) -> None:
    shown = text(page(client, "/tilgaengelighed"))
    for part in (
        "lov nr. 692",
        "delvist i overensstemmelse",
        "ikke er tilgængeligt",
        "selvevaluering",
        "Digitaliseringsstyrelsen",
    ):
        assert part in shown
    assert "har ikke oplyst sit navn" in shown
    assert "Der er ikke oplyst en kontaktadresse" in shown


def test_an_operator_is_named_with_both_ways_to_reach_it(release_settings: Settings) -> None:
    told = {"operator": "Region Prøve", "contact": "web@region.example", "phone": "12 34 56 78"}
    settings = release_settings.model_copy(update={**told, "accessibility_statement": STATEMENT})
    with TestClient(create_app(settings), headers=BROWSER, follow_redirects=False) as client:
        document = page(client, "/tilgaengelighed")
        assert text(document).count("Region Prøve") == 1
        links = {one.get("href") for one in document.iter("a")}
        assert {"mailto:web@region.example", STATEMENT} <= links
        assert "Telefon: 12 34 56 78." in text(page(client, "/privatliv"))
        assert "The service is run by Region Prøve." in text(page(client, "/om?lang=en"))
        assert client.get("/was").headers["location"] == STATEMENT


def test_the_short_address_leads_to_the_statement_here_where_there_is_no_other(client: TestClient) -> None:
    answer = client.get("/was?lang=en", follow_redirects=False)
    assert answer.headers["location"] == "/tilgaengelighed?lang=en"


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="web address"):
        Settings.model_validate({"accessibility_statement": "javascript:alert(1)"})


def test_what_the_privacy_page_says_of_cookies_holds(client: TestClient) -> None:
    assert "sætter ingen cookies" in text(page(client, "/privatliv"))
    for address in (
        "/",
        "/?q=demens",
        "/emne/demens",
        "/aftale/nordjylland-2024-2027",
        "/om",
        "/sparql",
        "/findes-ikke",
    ):
        assert "set-cookie" not in client.get(address).headers

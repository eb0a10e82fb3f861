"""Documents whose text, title, source, parties and file name hold HTML: every page shows it as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote
from xml.etree.ElementTree import Element

import html5rdf  # type: ignore[import-untyped]
import pytest
from starlette.testclient import TestClient
from temporary_corpus import write_corpus

from service.app import create_app
from service.building.build import build
from service.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(2)>'
NAME = 'x" onmouseover="alert(3)"><svg onload=alert(4)>'
TEXT = f"""# Sundhedsaftale {SCRIPT} 2024-2027

## Vision {IMAGE}

Vi vil skabe mere lighed {SCRIPT} i sundhed for alle borgere.

## Målsætninger

- Borgere med demens {IMAGE} skal have en plan.
- Vi vil nedbringe rygning {SCRIPT} hos unge.

## Indikatorer

- Antal borgere med diabetes {IMAGE} med en plan.

## Ord {{{{7*7}}}} {SCRIPT}

Med nærhed {SCRIPT} menes tilbud tæt på borgeren. 12 % af borgerne ryger {IMAGE} dagligt.
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("hostile")
    corpus = write_corpus(
        folder / "corpus",
        {NAME: TEXT, "als-2019-2023": TEXT.replace("2024", "2019")},
        title=f"'''Aftalen {SCRIPT} {IMAGE}'''",
        source=f"'''{IMAGE}{SCRIPT}'''",
        parties=f"['''{SCRIPT}{IMAGE}''']",
    )
    # The file name has a quotation mark, which a basic string of TOML cannot hold as it is.
    manifest = corpus / "manifest.toml"
    told = manifest.read_text(encoding="utf-8")
    for value in (NAME, f"{NAME}.md"):
        told = told.replace(f'= "{value}"', f"= '{value}'")
    manifest.write_text(told, encoding="utf-8")
    given = {"corpus": corpus, "data": folder / "data", "encoder": "hashing", "workers": 1}
    settings = Settings.model_validate({**given, "operator": SCRIPT, "contact": f"a@b{IMAGE}", "phone": IMAGE})
    build(settings.corpus, settings.data, settings.base, settings.encoder, lambda _what, _share: None)
    with TestClient(create_app(settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def parsed(client: TestClient, address: str, status: int = 200) -> Element:
    response = client.get(address)
    assert response.status_code == status, (address, response.text[:300])
    document: Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.text)
    return document


def harmless(document: Element) -> bool:
    """Tell whether nothing of the corpus became an element, an attribute or an address that runs."""
    for element in document.iter():
        tag = str(element.tag).rpartition("}")[2]
        own = element.get("src", "/static/").startswith("/static/")
        runs = any(name.startswith("on") for name in element.attrib)
        runs |= any(element.get(name, "").lower().startswith("javascript:") for name in ("href", "action"))
        if runs or not own or (tag == "script" and element.text):
            return False
    return True


AGREEMENT = f"/aftale/{quote(NAME, safe='')}"
ADDRESSES = (
    "/",
    "/?q=demens",
    "/?q=demens&lang=en",
    "/?q=mål+for+demens",
    f"/?q={quote(SCRIPT)}",
    "/emner",
    "/emne/demens",
    "/emne/demens?art=goal",
    "/emne/rygning?lang=en",
    f"/emne/{quote(IMAGE)}",
    AGREEMENT,
    f"{AGREEMENT}?lang=en",
    f"{AGREEMENT}?document={quote(NAME, safe='')}&start=0&end=60",
    "/aftale/als-2019-2023",
    f"/om/id/aftale/{quote(NAME, safe='')}",
    f"/om/id/dokument/{quote(NAME, safe='')}",
    f"/udforsk/id/aftale/{quote(NAME, safe='')}",
    "/udforsk/id/emne/demens",
    "/sammenlign",
    "/sammenlign?topic=demens",
    f"/sammenlign?agreement={quote(NAME, safe='')}&agreement=als-2019-2023",
    "/datasaet",
    "/om",
    "/tilgaengelighed",
    "/privatliv",
    f"/findes-ikke/{quote(SCRIPT)}",
    "/sparql?query=" + quote("SELECT ?t { ?s <https://w3id.org/aftalegraf/ontologi#text> ?t }"),
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_documents_and_names_hold_stays_text(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code in (200, 404)
    document: Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.text)
    assert harmless(document)
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text
    assert "{{7*7}}" in response.text or "7*7" not in response.text


def test_the_check_sees_what_is_harmful() -> None:
    for harm in (SCRIPT, "<img src=x onerror=alert(2)>", '<a href="javascript:alert(1)">x</a>'):
        page = f"<!doctype html><html><head><title>x</title></head><body><p>{harm}</p></body></html>"
        assert not harmless(html5rdf.HTMLParser(namespaceHTMLElements=False).parse(page)), harm


def test_the_text_is_shown_with_its_signs(client: TestClient) -> None:
    document = parsed(client, AGREEMENT)
    shown = "".join("".join(one.itertext()) for one in document.iter() if "part" in one.get("class", "").split())
    assert "".join(shown.split()) == "".join(TEXT.split())
    title = next(document.iter("h1"))
    assert "".join(title.itertext()) == f"Aftalen {SCRIPT} {IMAGE}"


def test_every_quote_of_the_topic_leads_to_its_place(client: TestClient) -> None:
    addresses = {one.get("href", "") for one in parsed(client, "/emne/demens").iter("a")}
    places = [one for one in addresses if re.search(r"start=\d+", one)]
    assert places
    for address in places:
        marks = parsed(client, address).iter("mark")
        assert any(one.get("id") for one in marks)


def test_every_link_of_an_agreement_with_a_strange_name_leads_somewhere(client: TestClient) -> None:
    document = parsed(client, AGREEMENT)
    inside = {one.get("href", "").partition("#")[0] for one in document.iter("a")}
    for address in sorted(one for one in inside if one.startswith("/")):
        assert client.get(address).status_code == 200, address


def test_the_release_keeps_the_document_under_its_name(client: TestClient) -> None:
    listed = client.get("/api/v1/agreements", headers={"Accept": "application/json"}).json()["agreements"]
    assert {one["agreement"] for one in listed} == {NAME, "als-2019-2023"}

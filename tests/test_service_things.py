"""Every name of the data leads to what describes it: a page for readers, RDF for programs, help where there is none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5rdf  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from graph.store import open_store
from service.app import create_app
from service.building.release import current
from service.settings import Settings

BASE = "https://w3id.org/aftalegraf/"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FORMATS = {
    "ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples", "rdf": "application/rdf+xml",
}  # fmt: skip
TOPIC = "id/emne/demens"
AGREEMENT = "id/aftale/nordjylland-2024-2027"
DOCUMENT = "id/dokument/nordjylland-2024-2027-oplaeg"
PRIORITY = "id/prioritet/nordjylland-2024-2027/demens"
GRAPH = "graf/aftale/nordjylland-2024-2027"
EACH = (TOPIC, AGREEMENT, DOCUMENT, PRIORITY, GRAPH, "id/region/nordjylland", "id/nationalt-maal/3", "id/emner")


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def store(release_settings: Settings) -> ox.Store:
    return open_store(current(release_settings.data).graph)


def page(client: TestClient, address: str) -> Element:
    answer = client.get(address, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), answer.text
    document: Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)
    return document


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def sections(document: Element) -> dict[str, Element]:
    """Map each second heading of the page to the list below it."""
    (main,) = document.iter("main")
    found, heading = {}, ""
    for child in main:
        if child.tag == "h2":
            heading = text(child)
        elif child.tag == "dl":
            found[heading] = child
    return found


def rows(listed: Element) -> dict[str, Element]:
    return {text(next(row.iter("code"))): row for row in listed if list(row.iter("code"))}


def triples(content: bytes, media_type: str) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(content, ox.RdfFormat.from_media_type(media_type))}


def named(store: ox.Store, iri: str) -> set[str]:
    """Give every statement about or to a name or a part of it."""
    found = set()
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        ends = {one.value for one in (quad.subject, quad.object) if isinstance(one, ox.NamedNode)}
        if any(end == iri or end.startswith(f"{iri}#") for end in ends):
            found.add(str(quad.triple))
    return found


def own_names(store: ox.Store) -> dict[str, list[str]]:
    """Give every name of the data below the base, without its part, by kind."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                name = term.value.removeprefix(BASE).partition("#")[0]
                found["/".join(name.split("/")[:2])][name] = None
    return {kind: sorted(names) for kind, names in found.items()}


def test_every_name_of_the_data_leads_to_a_page_and_to_rdf(client: TestClient, store: ox.Store) -> None:
    names = own_names(store)
    assert sum(len(some) for some in names.values()) > 5000
    assert {"id/omtale", "id/prioritet", "id/praefiks", "id/regel", "graf/udledt", "ontologi", "datasaet"} <= set(names)
    for kind, some in names.items():
        # The many mentions and priorities are all made in one way.
        for name in some[:: max(1, len(some) // 15)]:
            for headers in (BROWSER, {"Accept": "text/turtle"}):
                answer = client.head(f"/{name}", headers=headers, follow_redirects=True)
                assert answer.status_code == 200, (kind, name, answer.text)
            if kind.startswith(("id", "graf")):
                assert answer.headers["content-type"].startswith("text/turtle"), name


@pytest.mark.parametrize("name", EACH)
def test_a_name_is_told_apart_from_its_description(name: str, client: TestClient) -> None:
    answer = client.get(f"/{name}?lang=en", headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/om/{name}?lang=en")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert client.get(f"/{name}.ttl").headers["location"] == f"/om/{name}.ttl"
    described = client.get(f"/om/{name}", headers=BROWSER)
    assert f'<{BASE}{name}>; rel="describes"' in described.headers["link"]


@pytest.mark.parametrize(("form", "media_type"), FORMATS.items())
@pytest.mark.parametrize("name", EACH)
def test_a_program_gets_all_that_is_said(
    name: str, form: str, media_type: str, client: TestClient, store: ox.Store
) -> None:
    asked = client.get(f"/om/{name}", headers={"Accept": media_type})
    assert asked.headers["content-type"].partition(";")[0] == media_type
    assert "accept" in asked.headers["vary"].lower()
    assert client.get(f"/om/{name}.{form}", headers=BROWSER).content == asked.content
    assert triples(asked.content, media_type) == named(store, f"{BASE}{name}")
    assert f'</om/{name}.{form}>; rel="alternate"; type="{media_type}"' in asked.headers["link"]


def test_what_cannot_be_written_is_refused_and_not_replaced(client: TestClient) -> None:
    assert client.get(f"/om/{TOPIC}", headers={"Accept": "image/png"}).status_code == 406
    assert client.get(f"/om/{TOPIC}?format=docx").status_code == 406
    assert client.get(f"/om/{TOPIC}.docx").status_code == 404


def test_the_page_can_be_asked_for_by_its_ending(client: TestClient) -> None:
    answer = client.get(f"/om/{TOPIC}.html", headers={"Accept": "*/*"})
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("name", [TOPIC, f"{TOPIC}.ttl", DOCUMENT])
def test_a_description_is_kept_and_not_sent_twice(name: str, client: TestClient) -> None:
    first = client.get(f"/om/{name}", headers=BROWSER)
    tag = first.headers["etag"]
    head = client.head(f"/om/{name}", headers=BROWSER)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(f"/om/{name}", headers={**BROWSER, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_stated_stands_apart_from_what_is_inferred(client: TestClient, store: ox.Store) -> None:
    found = sections(page(client, f"/om/{AGREEMENT}"))
    stated, links = rows(found["Hvad der er fastslået"]), rows(found["Hvad der henviser hertil"])
    assert "aft:periodStart" in stated
    assert "1. januar 2024" in text(stated["aft:periodStart"]).replace("\N{NO-BREAK SPACE}", " ")
    assert "Hvad programmet udleder" not in found
    assert "udledt" in text(links["aft:agreement"])
    assert "udledt" not in text(links["dcterms:isPartOf"][0])
    inferred = sections(page(client, f"/om/{PRIORITY}"))
    assert {"aft:level", "aft:rule", "aft:evidence"} <= set(rows(inferred["Hvad programmet udleder"]))
    assert "Hvad der er fastslået" not in inferred


def test_every_quote_is_shown_with_a_link_to_its_place(client: TestClient, release_settings: Settings) -> None:
    source = (current(release_settings.data).sources / f"{DOCUMENT.rpartition('/')[2]}.txt").read_bytes().decode()
    document = page(client, f"/om/{DOCUMENT}")
    parts = {one.get("id"): one for one in document.iter("section") if (one.get("id") or "").startswith("citat-")}
    assert len(parts) > 20
    for name, part in parts.items():
        start, end = map(int, re.fullmatch(r"citat-(\d+)-(\d+)", str(name)).groups())  # type: ignore[union-attr]
        (words,) = part.iter("blockquote")
        assert "".join(words.itertext()) == source[start:end]
        places = [one.get("href", "") for one in part.iter("a") if one.get("href", "").startswith("/aftale/")]
        assert any(f"start={start}&end={end}#" in place for place in places)
    place = urlsplit(places[0])
    marked = page(client, f"{place.path}?{place.query}")
    assert any(one.get("id") == place.fragment for one in marked.iter("mark"))


def test_every_part_of_a_name_is_an_anchor_of_its_page(client: TestClient, store: ox.Store) -> None:
    for name in (DOCUMENT, AGREEMENT, "id/nationalt-maal/3"):
        parts = {
            quad.subject.value.partition("#")[2]
            for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(f"{BASE}{name}#")
        }
        assert parts
        assert parts <= {one.get("id") for one in page(client, f"/om/{name}").iter()}


def test_a_link_of_a_page_leads_to_a_page(client: TestClient) -> None:
    for name in EACH:
        addresses = {one.get("href", "") for one in page(client, f"/om/{name}").iter("a")}
        inside = sorted(one.partition("#")[0] for one in addresses if one.startswith("/"))
        assert inside
        for address in inside[:: max(1, len(inside) // 30)]:
            assert client.head(address, headers=BROWSER, follow_redirects=True).status_code == 200, (name, address)


def test_links_that_are_left_out_are_counted_and_found_by_a_query(client: TestClient, store: ox.Store) -> None:
    links = rows(sections(page(client, f"/om/{AGREEMENT}?lang=en"))["What refers to this"])
    query = next(one.get("href", "") for one in links["aft:agreement"].iter("a") if "sparql" in one.get("href", ""))
    found = client.get(query, headers={"Accept": "application/sparql-results+json"}).json()["results"]["bindings"]
    assert f"Show all {len(found):,}" in text(links["aft:agreement"])
    name, of = ox.NamedNode(f"{BASE}{AGREEMENT}"), ox.NamedNode(f"{BASE}ontologi#agreement")
    referring = {quad.subject for quad in store.quads_for_pattern(None, of, name, None)}
    assert len(found) == len(referring) > 363, "a priority of each topic, and the sentences"


@pytest.mark.parametrize(("language", "heading"), [("da", "Hvad der er fastslået"), ("en", "What is stated")])
def test_a_page_speaks_its_language(language: str, heading: str, client: TestClient) -> None:
    document = page(client, f"/om/{TOPIC}?lang={language}")
    assert text(next(document.iter("h1"))) == {"da": "demens", "en": "dementia"}[language]
    values = rows(sections(document)[heading])["skos:prefLabel"]
    foreign = [one for one in values.iter("span") if one.get("lang")]
    assert [(one.get("lang"), text(one)) for one in foreign] == [
        {"da": ("en", "dementia"), "en": ("da", "demens")}[language]
    ]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("id/emne/demns", f"{BASE}id/emne/demens"),
        ("id/region/nordjyland", f"{BASE}id/region/nordjylland"),
        ("id/emne", f"{BASE}id/emner"),
        ("id/ukendt/ting", f"{BASE}id/"),
        ("graf/emne", f"{BASE}graf/emner"),
        ("om/id/emne/demns.ttl", f"{BASE}id/emne/demens"),
    ],
)
def test_a_name_that_is_not_there_is_answered_with_the_nearest(name: str, nearest: str, client: TestClient) -> None:
    answer = client.get(f"/{name}")
    assert answer.status_code == 404
    assert nearest in answer.text
    assert len(answer.text.strip().splitlines()) == 1
    told = client.get(f"/{name}", headers={"Accept": "application/json"}).json()
    assert told["nearest"][0].startswith(nearest)
    shown = client.get(f"/{name}", headers=BROWSER)
    assert shown.status_code == 404
    assert "Måske mente du" in shown.text
    address = re.search(r'<li><a href="(/(?:om|emne)/[^"]+)">', shown.text)
    assert address
    assert name != "id/emne/demns" or f'<a href="{address[1]}">demens</a>' in shown.text
    assert client.head(address[1], headers=BROWSER).status_code == 200


def test_a_name_that_none_is_like_is_answered_with_none_that_it_is_not_like(client: TestClient) -> None:
    told = client.get("/id/emne/findesikke", headers={"Accept": "application/json"})
    assert told.status_code == 404
    assert told.json().get("nearest", []) == []
    assert "Måske mente du" not in client.get("/id/emne/findesikke", headers=BROWSER).text


@pytest.mark.parametrize("path", ["id/", "graf/", "om/", "om/datasaet", "id/%ff", "id/<script>", "id/a%2Fb"])
def test_a_path_that_no_name_has_is_not_found(path: str, client: TestClient) -> None:
    answer = client.get(f"/{path}", headers=BROWSER)
    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_a_name_is_found_however_its_letters_are_encoded(client: TestClient) -> None:
    assert client.get("/id/emne/d%65mens").headers["location"] == f"/om/{TOPIC}"


def test_agreement_and_dataset_link_to_the_names(client: TestClient) -> None:
    assert f"/om/{AGREEMENT}" in {one.get("href") for one in page(client, "/aftale/nordjylland-2024-2027").iter("a")}
    links = {one.get("href") for one in page(client, "/datasaet").iter("a")}
    assert {"/om/id/region/nordjylland", "/emne/dobbeltdiagnoser", f"/om/{GRAPH}"} <= links

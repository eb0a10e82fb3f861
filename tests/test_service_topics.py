"""The pages of topics: what an answer says, said for a topic by its name, with its neighbours and what is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5rdf  # type: ignore[import-untyped]
import pytest
from starlette.testclient import TestClient

from graph.thesaurus import load_thesaurus
from service.app import create_app
from service.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def page(client: TestClient, address: str, status: int = 200) -> Element:
    response = client.get(address)
    assert response.status_code == status, response.text[:300]
    document: Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.text)
    return document


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def links(element: Element) -> dict[str, str]:
    return {text(one): one.get("href", "") for one in element.iter("a")}


def section(document: Element, heading: str) -> Element:
    return next(one for one in document.iter("section") if one.get("aria-labelledby") == heading)


def table(document: Element) -> list[str]:
    return [text(row) for found in document.iter("table") for row in found.iter("tr")]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(("slug", "asked"), [("dobbeltdiagnoser", "dobbeltdiagnoser"), ("demens", "demens")])
def test_a_topic_has_the_very_table_that_answers_a_question_on_it(
    client: TestClient, slug: str, asked: str, language: str
) -> None:
    own = table(page(client, f"/emne/{slug}?lang={language}"))
    assert len(own) == 6
    assert own == table(page(client, f"/?q={asked}&lang={language}"))


def test_a_topic_tells_its_definition_its_names_and_its_neighbours(client: TestClient) -> None:
    document = page(client, "/emne/kronisk-sygdom")
    shown = text(document)
    assert "kronikere" in shown
    assert "chronic disease" in shown
    topic = load_thesaurus()["kronisk-sygdom"]
    assert topic.definition in shown
    found = links(document)
    for slug in (*topic.broader, *topic.related):
        name = load_thesaurus()[slug].label()
        assert found[name] == f"/emne/{slug}"
        assert page(client, found[name]) is not None
    assert found["diabetes"] == "/emne/diabetes"


def test_a_statement_on_a_topic_links_to_its_place_and_to_how_it_was_found(client: TestClient) -> None:
    found = section(page(client, "/emne/kronisk-sygdom?art=goal"), "udsagn")
    places = [one.get("href", "") for one in found.iter("a")]
    marks = [one for one in places if re.search(r"[?&]start=\d+&end=\d+.*#c-", one)]
    notes = [one for one in places if re.search(r"^/aftale/[^?]+#u-goal-", one)]
    assert len(marks) == len(notes) == len(list(found.iter("blockquote"))) > 0
    for address in notes:
        path, _, anchor = address.partition("#")
        assert anchor in {one.get("id") for one in page(client, path).iter()}


def test_the_query_shown_with_the_statements_of_a_kind_gives_them(client: TestClient) -> None:
    found = section(page(client, "/emne/kronisk-sygdom?art=goal"), "udsagn")
    query = next(address for address in links(found).values() if address.startswith("/sparql"))
    rows = client.get(query, headers={"Accept": "application/sparql-results+json"}).json()["results"]["bindings"]
    assert {text(one) for one in found.iter("blockquote")} == {" ".join(row["text"]["value"].split()) for row in rows}


def test_national_goals_say_what_is_stated_and_what_is_inferred(client: TestClient) -> None:
    found = section(page(client, "/emne/kronisk-sygdom"), "nationale")
    shown = text(found)
    assert links(found)["Styrket indsats for kronikere og ældre patienter"] == "/om/id/nationalt-maal/2"
    assert "Aftalen nævner det nationale mål." in shown
    assert "udledt Udsagnet bidrager måske til målet, sikkerhed 0,32." in shown
    none = text(
        section(page(client, "/emne/natlukning", 404) if False else page(client, "/emne/ventetid"), "nationale")
    )
    assert none


def test_a_kind_that_a_topic_lacks_shows_the_first_that_it_has(client: TestClient) -> None:
    chosen = [one for one in page(client, "/emne/kronisk-sygdom?art=ukendt").iter("a") if one.get("aria-current")]
    assert [text(one).partition(" (")[0] for one in chosen] == ["fokusområde"]


def test_all_topics_are_listed_by_group_and_by_the_alphabet(client: TestClient) -> None:
    slugs = {f"/emne/{slug}" for slug in load_thesaurus().topics}
    for address in ("/emner", "/emner?orden=alfabet"):
        assert slugs <= set(links(page(client, address)).values())
    letters = [text(one) for one in page(client, "/emner?orden=alfabet").iter("h2")]
    assert letters.index("A") < letters.index("Æ") < letters.index("Ø")


def test_an_unknown_topic_is_answered_with_those_spelt_like_it(client: TestClient) -> None:
    document = page(client, "/emne/demns", 404)
    assert links(document)["demens"] == "/emne/demens"


def test_names_of_topics_lead_to_their_pages(client: TestClient) -> None:
    front = links(page(client, "/"))
    assert any(address.startswith("/emne/") for address in front.values())
    assert links(page(client, "/?q=demens"))["Alt om emnet demens"] == "/emne/demens"
    assert "/emne/demens" in links(page(client, "/om/id/prioritet/nordjylland-2024-2027/demens")).values()

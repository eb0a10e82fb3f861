"""The page of an agreement: what was recognised is marked in the text, with where it stands and how it was found."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5rdf  # type: ignore[import-untyped]
import pytest
from starlette.testclient import TestClient

from ingest.extraction import extract
from ingest.model import Kind
from ingest.source import Source
from service.agreements.marked_text import MarkedText
from service.app import create_app
from service.knowledge import Knowledge
from service.opened import Opened
from service.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAGE = "/aftale/nordjylland-2024-2027"
GOAL = "u-goal-sikre-at-borgere-med-psykiske-lidelser-herunder-borgere-med"
WORDS = "Sikre, at borgere med psykiske lidelser"


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def opened(release_settings: Settings) -> Opened:
    return Opened.of(Knowledge.open(release_settings))


def page(client: TestClient, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, response.text[:300]
    document: Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.text)
    return document


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def with_id(document: Element, name: str) -> Element:
    return next(one for one in document.iter() if one.get("id") == name)


def with_class(element: Element, name: str) -> list[Element]:
    return [one for one in element.iter() if name in one.get("class", "").split()]


def test_every_statement_is_marked_once_a_place_and_told_of_once(client: TestClient, opened: Opened) -> None:
    document = page(client, PAGE)
    stated = opened.statements.by_agreement["nordjylland-2024-2027"]
    signs = [one.get("href") for one in document.iter("a") if "sign" in one.get("class", "").split()]
    assert sorted(signs) == sorted(f"#{one.anchor}" for one in stated for _ in one.quotes)
    notes = {one.get("id") for one in with_class(document, "told-note")}
    assert notes == {one.anchor for one in stated}


def test_a_mark_is_told_by_colour_and_by_word(client: TestClient) -> None:
    document = page(client, PAGE)
    (part,) = [one for one in with_class(document, "part") if WORDS in text(one)][:1]
    (sign,) = with_class(part, "sign")
    assert (sign.get("data-kind"), sign.get("href")) == ("mål", f"#{GOAL}")
    assert "mål" in sign.get("aria-label", "")
    assert "said-goal" in with_class(part, "said")[0].get("class", "")


def test_a_note_tells_what_where_and_by_which_step(client: TestClient) -> None:
    document = page(client, PAGE)
    note = with_id(document, GOAL)
    told = text(note)
    assert "Programmet har læst dette som mål:" in told
    assert "linje 387–390 (tegn 12478–12650)" in told
    links = {text(one): one.get("href", "") for one in note.iter("a")}
    assert links["trinnet for arten »mål«"] == "#trin-goal"
    assert with_id(document, "trin-goal") is not None
    assert links["dobbeltdiagnoser"] == "/emne/dobbeltdiagnoser"
    assert "udledt, sikkerhed 0,47" in told
    for address in links.values():
        if address.startswith("/"):
            assert client.get(address).status_code == 200, address


def test_each_place_of_a_note_is_marked_where_it_leads(client: TestClient) -> None:
    note = with_id(page(client, PAGE), GOAL)
    places = [one.get("href", "") for one in note.iter("a") if "start=" in one.get("href", "")]
    assert len(places) == 2, "in the agreement and in its supplement"
    for place in places:
        document = page(client, place)
        assert WORDS.split()[1] in text(with_id(document, urlsplit(place).fragment))


def test_the_outline_leads_to_every_heading(client: TestClient) -> None:
    document = page(client, PAGE)
    for outline in with_class(document, "outline"):
        for link in outline.iter("a"):
            heading = with_id(document, link.get("href", "")[1:])
            assert heading.tag in ("h3", "mark")


@pytest.mark.parametrize("agreement", ["nordjylland-2024-2027", "sjaelland-2024-2027", "syddanmark-2024-2027-faktaark"])
def test_the_sections_without_a_statement_are_those_that_extracting_reports(
    client: TestClient, opened: Opened, agreement: str
) -> None:
    held = opened.catalogue.agreements[agreement]
    # Read as the build does it, by the same prototypes.
    from ingest.prototypes import Prototypes
    from search.encoder import encoder_for

    sources = [opened.readable(one).structure.source for one in held.documents]
    assert all(isinstance(one, Source) for one in sources)
    prototypes = Prototypes(encoder_for(opened.knowledge.settings.encoder).passages)
    reported = extract(sources, prototypes).unrecognised
    listed = with_id(page(client, f"/aftale/{agreement}"), "intet")
    assert [text(one) for one in listed.iter("a")] == [" ".join(one.split()) for one in reported]
    assert reported


def test_a_section_with_initiatives_alone_counts_as_without_a_statement(opened: Opened) -> None:
    held = opened.catalogue.agreements["nordjylland-2024-2027"].documents[0]
    readable = opened.readable(held)
    stated = opened.statements.by_agreement["nordjylland-2024-2027"]
    initiatives = tuple(one for one in stated if one.kind == Kind.INITIATIVE)
    assert MarkedText(readable, initiatives).unrecognised == MarkedText(readable).unrecognised
    assert MarkedText(readable, stated).unrecognised < MarkedText(readable).unrecognised


def test_what_changed_is_counted_where_the_agreement_before_is_held(client: TestClient) -> None:
    document = page(client, "/aftale/syddanmark-2024-2027-faktaark")
    told = next(one for one in document.iter("section") if one.get("aria-labelledby") == "foer")
    assert "Mindst den ene er kun et faktaark" in text(told)
    links = [one.get("href", "") for one in told.iter("a")]
    assert links[0] == "/aftale/syddanmark-2019-2023-faktaark"
    compared = page(client, links[1])
    assert "Hvad er nyt siden den forrige aftale" in text(compared)


def test_that_the_agreement_before_is_not_held_is_said(client: TestClient) -> None:
    document = page(client, PAGE)
    told = next(one for one in document.iter("section") if one.get("aria-labelledby") == "foer")
    assert "Den forrige aftale findes ikke her" in text(told)


def test_an_unknown_agreement_is_answered_with_those_named_like_it(client: TestClient) -> None:
    response = client.get("/aftale/nordjyland-2024")
    assert response.status_code == 404
    assert 'href="/om/id/aftale/nordjylland-2024-2027"' in response.text
    assert 'value="nordjyland 2024"' in response.text, "the search box holds what was looked for"
    assert "/aftale/nordjyland-2024" in response.text

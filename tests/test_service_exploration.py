"""A thing with its neighbours: the picture and the list say the same, and every box leads on."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5rdf  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from graph.store import open_store
from service.app import create_app
from service.building.release import current
from service.settings import Settings
from service.things.neighbour_picture import BOX, picture
from service.things.neighbours import FEW, MANY, Group, Neighbour
from service.things.thing_values import Value

BASE = "https://w3id.org/aftalegraf/"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
EACH = (
    "id/emne/kronisk-sygdom",
    "id/aftale/nordjylland-2024-2027",
    "id/aftale/nordjylland-2024-2027/goal/sikre-at-borgere-med-psykiske-lidelser-herunder-borgere-med",
    "id/region/nordjylland",
    "id/nationalt-maal/1",
)


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def store(release_settings: Settings) -> ox.Store:
    return open_store(current(release_settings.data).graph)


def page(client: TestClient, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, response.text[:300]
    document: Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.text)
    return document


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def named(element: Element, name: str) -> list[Element]:
    return [one for one in element.iter() if name in one.get("class", "").split()]


def links(element: Element) -> set[str]:
    # The links of a picture are elements of SVG.
    return {one.get("href", "") for one in element.iter() if str(one.tag).rpartition("}")[2] == "a"}


@pytest.mark.parametrize("name", EACH)
def test_the_list_leads_to_all_that_the_picture_leads_to(client: TestClient, name: str) -> None:
    document = page(client, f"/udforsk/{name}")
    (drawn,), (listed,) = named(document, "graph"), named(document, "told")
    assert links(listed) <= links(drawn)
    assert links(drawn) - links(listed) == {f"/om/{name}"}, "the thing itself"
    for address in sorted(links(drawn))[:12]:
        if address.startswith("/"):
            assert client.get(address.partition("#")[0]).status_code == 200, address


def test_every_property_that_joins_two_things_is_shown(client: TestClient, store: ox.Store) -> None:
    name = ox.NamedNode(f"{BASE}id/emne/kronisk-sygdom")
    quads = [*store.quads_for_pattern(name, None, None, None), *store.quads_for_pattern(None, None, name, None)]
    joining = {
        quad.predicate.value.rpartition("#")[2].rpartition("/")[2]
        for quad in quads
        if isinstance(quad.object, ox.NamedNode) and not quad.predicate.value.endswith("#type")
    }
    (listed,) = named(page(client, "/udforsk/id/emne/kronisk-sygdom"), "told")
    assert {text(one).partition(":")[2] for one in listed.iter("code")} == joining
    assert "overemne" in text(listed)
    assert "indhold" in text(listed)


def test_many_neighbours_are_shown_in_steps(client: TestClient) -> None:
    first = page(client, "/udforsk/id/emne/kronisk-sygdom?lang=en")
    more = next(one.get("href", "") for one in first.iter("a") if text(one).startswith("Show more of"))
    address, _, anchor = more.partition("#")
    second = page(client, address)
    opened = next(one for one in second.iter("div") if one.get("id") == unquote(anchor))
    assert FEW < len(list(opened.iter("li"))) <= MANY
    if len(list(opened.iter("li"))) == MANY:
        assert any(one.startswith("/sparql?") for one in links(opened))


def test_what_is_inferred_is_dashed_and_said(client: TestClient) -> None:
    document = page(client, "/udforsk/id/emne/demens")
    (drawn,) = named(document, "graph")
    assert named(drawn, "inferred")
    assert "(udledt)" in text(drawn)
    assert "(udledt)" not in next(text(one) for one in named(drawn, "property") if "overemne" in text(one))


def test_every_thing_leads_to_its_exploration(client: TestClient) -> None:
    for name in EACH:
        described = page(client, f"/om/{name}")
        assert f"/udforsk/{name}" in links(described)
    assert client.get("/udforsk/id/emne/demns").status_code == 404


def test_the_boxes_of_a_picture_do_not_overlap() -> None:
    many = [Neighbour(Value("et langt navn " * number), f"/{number}") for number in range(1, 7)]
    groups = [Group(f"g{one}", f"g{one}", "x:y", one % 2 == 0, False, many, 9, "/more", False) for one in range(5)]
    found = picture("midten", "/", groups)
    nodes = [node for group in found.groups for node in group.nodes] + [found.middle]
    for at, one in enumerate(nodes):
        assert 0 <= one.x <= found.width - BOX
        assert 0 <= one.y <= found.height - one.height
        for other in nodes[at + 1 :]:
            aside = one.x + BOX <= other.x or other.x + BOX <= one.x
            assert aside or one.y + one.height <= other.y or other.y + other.height <= one.y

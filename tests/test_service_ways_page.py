"""The ways from national goals to indicators: only links that the graph has, and what is inferred told apart."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient
from test_service_app import BROWSER, page, text_of, unspaced, with_class

from search.goal_ways import goal_ways
from service.app import create_app
from service.knowledge import Knowledge
from service.settings import Settings

SVG = "{http://www.w3.org/2000/svg}"
ONE = "/nationale-maal?agreement=midtjylland-2024-2027"
SHEET = "/nationale-maal?agreement=syddanmark-2024-2027-faktaark"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
AFT = "https://w3id.org/aftalegraf/ontologi#"


@pytest.fixture(scope="module")
def knowledge(release_settings: Settings) -> Knowledge:
    return Knowledge.open(release_settings)


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def lines(picture: Element) -> tuple[int, int]:
    """Return how many lines say what is stated and how many what is inferred; the key has one of each."""
    drawn = [path.get("stroke-dasharray") for group in with_class(picture, "joins") for path in group]
    return drawn.count(None) - 1, len(drawn) - drawn.count(None) - 1


def links(knowledge: Knowledge, pattern: str) -> set[tuple[str, str]]:
    query = (
        f"PREFIX aft: <{AFT}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT ?a ?b {{ {pattern} }}"
    )
    found = knowledge.graph.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return {(row["a"].value, row["b"].value) for row in found}


def test_the_ways_are_the_links_of_the_graph_and_no_others(knowledge: Knowledge) -> None:
    ways = goal_ways(knowledge.graph, knowledge.note.base)
    stated = {(one.name, above) for one in ways.stated for above in one.above}
    assert stated == links(knowledge, "?a a aft:Goal ; aft:focusArea ?b") | links(
        knowledge, "?a a aft:Indicator ; aft:goal ?b"
    )
    inferred = {(one.name, goal) for one in ways.stated for goal in one.contributes}
    assert inferred == links(
        knowledge, "?link a aft:Link ; rdf:subject ?a ; rdf:predicate aft:nationalGoal ; rdf:object ?b"
    )
    named = {(goal.name, agreement) for goal in ways.national for agreement in goal.named}
    assert named == {
        (goal, agreement.rpartition("/")[2])
        for goal, agreement in links(
            knowledge,
            "?r a aft:NationalGoalReference ; aft:nationalGoal ?a ; <http://purl.org/dc/terms/isPartOf> ?b",
        )
    }


def test_each_link_is_one_line_and_what_is_inferred_is_broken(client: TestClient, knowledge: Knowledge) -> None:
    ways = goal_ways(knowledge.graph, knowledge.note.base)
    (figure,) = with_class(page(client, "/nationale-maal"), "picture")
    stated = sum(len(one.above) for one in ways.stated)
    inferred = sum(len(one.contributes) for one in ways.stated)
    assert lines(figure) == (stated, inferred)
    assert min(stated, inferred) > 8
    confidences = [text_of(one) for one in with_class(figure, "inferred-words")]
    assert len(confidences) == inferred
    assert all(re.fullmatch(r"[01],\d\d", one) for one in confidences)


def test_the_list_says_in_words_what_the_picture_shows(client: TestClient, knowledge: Knowledge) -> None:
    document = page(client, ONE)
    (figure,) = with_class(document, "picture")
    (listed,) = with_class(document, "ways")
    boxes = {unspaced(title) for title in figure.iter(f"{SVG}title")}
    told = {unspaced(link) for link in listed.iter("a")}
    national = {f"{number}.{unspaced(one.find('a'))}" for number, one in enumerate(listed.findall("ol/li"), 1)}  # type: ignore[arg-type]
    assert boxes <= told | national
    ways = goal_ways(knowledge.graph, knowledge.note.base).of(["midtjylland-2024-2027"])
    assert len(boxes) == len(ways.national) + len({one.text for one in ways.stated})
    (goal,) = (one for one in listed.iter("li") if text_of(one).startswith("fokusområde Psykiatri og trivsel"))
    assert "mål Vi vil forbedre den mentale sundhed" in text_of(goal)
    assert "indikator Andel unge med god trivsel" in text_of(goal)
    assert "udledt, sikkerhed 1,00 bidrager til nationalt mål 1: Bedre sammenhængende" in text_of(goal)


def test_what_is_inferred_is_never_told_without_the_word(client: TestClient) -> None:
    (listed,) = with_class(page(client, "/nationale-maal"), "ways")
    groups = with_class(listed, "inferred")
    assert len(groups) > 8
    for group in groups:
        assert all(text_of(one).startswith("udledt, sikkerhed ") for one in group)


def test_each_statement_leads_to_its_page_and_to_its_place_in_the_source(client: TestClient) -> None:
    (listed,) = with_class(page(client, ONE), "ways")
    items = [one for one in listed.iter("li") if text_of(one).startswith("indikator ")]
    assert len(items) == 13
    for item in items[::4]:
        name, place = (link.get("href", "") for link in list(item.iter("a"))[:2])
        assert name.startswith("/om/id/aftale/midtjylland-2024-2027/indicator/")
        page(client, name)
        asked = parse_qs(urlsplit(place).query)
        assert unspaced(*page(client, place).iter("mark"))
        assert asked["document"] == ["midtjylland-2024-2027"]


def test_a_national_goal_says_who_names_it_and_a_silent_fact_sheet_says_nothing(client: TestClient) -> None:
    assert "Bedre sammenhængende patientforløb nævnt i 2 af 6 aftaler, fremhævet i 1" in text_of(
        page(client, "/nationale-maal")
    )
    assert "Bedre sammenhængende patientforløb nævnt i aftalen" in text_of(page(client, ONE))
    sheet = text_of(page(client, SHEET))
    assert "Bedre sammenhængende patientforløb ukendt: kun faktaark" in sheet
    assert "Vi har kun et faktaark" in sheet
    assert "ikke nævnt" not in sheet


def test_the_boxes_of_the_picture_do_not_overlap(client: TestClient) -> None:
    for address in ("/nationale-maal.svg", ONE.replace("maal?", "maal.svg?"), "/nationale-maal.svg?lang=en"):
        drawn = ElementTree.fromstring(client.get(address).text)  # noqa: S314 - our own picture
        boxes = [
            tuple(int(one.get(name, "")) for name in ("x", "y", "width", "height"))
            for group in with_class(drawn, "box")
            for one in group.iter(f"{SVG}rect")
        ]
        width, height = int(drawn.get("width", "")), int(drawn.get("height", ""))
        assert all(x + wide <= width and y + high <= height for x, y, wide, high in boxes)
        for x, y, wide, high in boxes:
            inside = [one for one in boxes if one[0] < x + wide and x < one[0] + one[2] and y <= one[1] < y + high]
            assert inside == [(x, y, wide, high)]


def test_the_diagram_is_a_file_as_svg_and_png(client: TestClient) -> None:
    (line,) = with_class(page(client, ONE), "downloads")
    png, svg = (client.get(link.get("href", "")) for link in line.iter("a"))
    assert svg.headers["content-disposition"].endswith('"nationale-maal-midtjylland-2024-2027.svg"')
    drawn = ElementTree.fromstring(svg.text)  # noqa: S314 - our own picture
    assert list(drawn.iter(f"{SVG}a")) == []
    assert struct.unpack(">I", png.content[16:20])[0] == 2 * int(drawn.get("width", ""))
    assert client.get("/nationale-maal.pdf").status_code == 404


def test_an_agreement_that_is_not_held_is_not_found(client: TestClient) -> None:
    for address in ("/nationale-maal?agreement=skagen", "/nationale-maal.svg?agreement=../etc"):
        assert client.get(address).status_code == 404

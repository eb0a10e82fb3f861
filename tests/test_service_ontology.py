"""The ontology's reference page tells every term, in two languages, and draws what joins them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import html5rdf  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from lxml import etree
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from starlette.testclient import TestClient

from graph.namespaces import namespaces
from graph.terms import Kind, own_terms, relations, reused_terms, short_name
from graph.vocabulary import Vocabulary, load_vocabulary
from service.about.diagram import Drawing, draw
from service.about.layers import layered
from service.app import create_app
from service.settings import Settings

BASE = "https://w3id.org/aftalegraf/"
AFT = namespaces(BASE)["aft"]
BROWSER = {"Accept": "text/html,*/*;q=0.8"}


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(BASE)


def page(client: TestClient, address: str) -> ET.Element:
    answer = client.get(address, headers=BROWSER)
    assert answer.status_code == 200
    document: ET.Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)
    return document


def rows(document: ET.Element) -> dict[str, str]:
    """Map the name of each term to what its row says."""
    found = {}
    for row in document.iter("tr"):
        name = next(row.iter("code"), None)
        if name is not None and row[0].get("scope") == "row":
            found["".join(name.itertext())] = " ".join("".join(row.itertext()).split())
    return found


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_tells_every_term_in_its_language(language: str, client: TestClient, vocabulary: Vocabulary) -> None:
    told = rows(page(client, f"/ontologi?lang={language}"))
    terms = own_terms(vocabulary.ontology)
    assert len(terms) > 60
    for term in terms:
        row = told[short_name(term.iri, BASE)]
        assert term.labels[language] in row
        assert " ".join(term.definitions[language].split()) in row
    for reused in reused_terms(vocabulary.ontology):
        assert reused.labels[language] in told[short_name(reused.iri, BASE)]


def test_every_term_is_found_on_the_page_by_its_own_address(client: TestClient, vocabulary: Vocabulary) -> None:
    document = page(client, "/ontologi")
    anchors = {one.get("id") for one in document.iter()}
    assert {term.name for term in own_terms(vocabulary.ontology)} <= anchors
    links = {one.get("href", "")[1:] for one in document.iter("a") if one.get("href", "").startswith("#")}
    assert links - anchors == set()


def test_a_property_is_told_with_domain_range_and_number(client: TestClient) -> None:
    told = rows(page(client, "/ontologi?lang=en"))
    assert "aft:Indicator" in told["aft:goal"]
    assert "aft:Goal" in told["aft:goal"]
    assert all(name in told["aft:responsible"] for name in ("aft:FollowUp", "aft:Goal", "aft:Indicator"))
    assert "at most one" in told["aft:level"]


@pytest.mark.parametrize("address", ["/ontologi", "/ontologi/0.1.0"])
@pytest.mark.parametrize("media_type", ["text/turtle", "application/ld+json", "application/rdf+xml"])
def test_a_program_gets_the_ontology_itself(
    address: str, media_type: str, client: TestClient, vocabulary: Vocabulary
) -> None:
    answer = client.get(address, headers={"Accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    found = list(ox.parse(answer.content, ox.RdfFormat.from_media_type(media_type)))
    assert len(found) == len(vocabulary.ontology)


def test_a_version_that_is_not_held_is_said_to_be_so(client: TestClient) -> None:
    answer = client.get("/ontologi/9.9.9")
    assert answer.status_code == 404
    assert "the version 0.1.0 is held here, not '9.9.9'" in answer.text


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_diagram_is_a_picture_of_its_own(language: str, client: TestClient) -> None:
    answer = client.get(f"/ontologi/diagram.svg?lang={language}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    picture = etree.fromstring(answer.content)
    texts = {"".join(one.itertext()) for one in picture.iter("{http://www.w3.org/2000/svg}text")}
    label = {"da": "sundhedsaftale", "en": "health agreement"}[language]
    assert {label, "aft:Agreement", "aft:focusArea"} <= texts


def drawing(vocabulary: Vocabulary) -> Drawing:
    ontology = vocabulary.ontology
    return draw(own_terms(ontology), reused_terms(ontology), relations(vocabulary.shapes), BASE, "da")


def test_the_diagram_shows_every_class_that_joins_others_once(vocabulary: Vocabulary) -> None:
    drawn = drawing(vocabulary)
    names = [box.texts[1] for box in drawn.boxes]
    joined = {
        short_name(end, BASE)
        for one in relations(vocabulary.shapes)
        for end in (one.source, one.target)
        if one.source.startswith(AFT) or one.target.startswith(AFT)
    }
    assert len(names) == len(set(names))
    assert set(names) == joined
    listed = " ".join(line for box in drawn.boxes for line in box.texts)
    for term in own_terms(vocabulary.ontology):
        if term.kind is Kind.CLASS and term.name != "Coverage":
            assert term.labels["da"] in listed, term.name


def test_no_box_of_the_diagram_covers_another_or_stands_outside(vocabulary: Vocabulary) -> None:
    drawn = drawing(vocabulary)
    for box in drawn.boxes:
        assert 0 <= box.x < box.x + box.width <= drawn.width
        assert 0 <= box.y < box.y + box.height <= drawn.height
    for number, one in enumerate(drawn.boxes):
        for other in drawn.boxes[number + 1 :]:
            beside = one.x + one.width <= other.x or other.x + other.width <= one.x
            above = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert beside or above, (one.texts, other.texts)


def test_no_label_of_the_diagram_covers_another(vocabulary: Vocabulary) -> None:
    labels = [line for line in drawing(vocabulary).lines if line.label]
    for number, one in enumerate(labels):
        for other in labels[number + 1 :]:
            assert abs(one.y - other.y) >= 12 or abs(one.x - other.x) > 3 * (len(one.label) + len(other.label))


def test_a_term_added_to_the_ontology_is_drawn_and_told() -> None:
    graph = Graph()
    kind, broader = AFT.Budget, AFT.Statement
    for term, label in ((kind, "budget"), (broader, "udsagn")):
        graph.add((term, RDF.type, URIRef("http://www.w3.org/2002/07/owl#Class")))
        graph.add((term, RDFS.isDefinedBy, URIRef(f"{BASE}ontologi")))
        graph.add((term, RDFS.label, Literal(label, lang="da")))
        graph.add((term, SKOS.definition, Literal(f"Hvad et {label} er.", lang="da")))
    graph.add((kind, RDFS.subClassOf, broader))
    told = {term.name: term for term in own_terms(graph)}
    assert told["Budget"].broader == (str(broader),)
    shapes = load_vocabulary(BASE).shapes
    drawn = draw(own_terms(graph), reused_terms(graph), relations(shapes), BASE, "da")
    (box,) = [box for box in drawn.boxes if box.texts[1] == "aft:Statement"]
    assert box.texts[2:] == ("budget",)


def test_what_leads_to_another_stands_above_it_and_a_circle_is_broken() -> None:
    widths = dict.fromkeys("abcd", 10.0)
    layout = layered(widths, [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "c")])
    assert [layout.layers[name] for name in "abcd"] == [0, 1, 2, 3]
    assert [layer for _, layer in layout.waypoints["a", "c"]] == [1]
    assert layout.waypoints["d", "c"] == ()


def test_the_page_is_made_from_the_ontology_and_not_written_by_hand() -> None:
    template = Path(__file__).parents[1] / "service" / "templates" / "ontology.html"
    assert "aft:" not in template.read_text(encoding="utf-8").replace("aft: &lt;", "")

"""The SPARQL page: results as tables, charts and files, errors at their line, and the guide."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree.ElementTree import Element

import pytest
from starlette.testclient import TestClient
from test_service_app import ATTACK, BROWSER, page, text_of, with_class

from graph.questions import competency_questions
from service.app import create_app
from service.editing.bar_chart import MOST_BARS, bar_chart
from service.editing.result_table import number_of
from service.settings import Settings
from service.texts import texts

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
LETTERS = 'SELECT ?word ?number { VALUES (?word ?number) { ("æble" 10) ("zebra" 9) ("Ål" UNDEF) ("øl" 100) } }'
AFT = "PREFIX aft: <https://w3id.org/aftalegraf/ontologi#> PREFIX dcterms: <http://purl.org/dc/terms/> "
DANISH = texts("da")
BASE = "https://w3id.org/aftalegraf/"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def shown(client: TestClient, query: str, status: int = 200, **more: str) -> Element:
    return page(client, "/sparql?" + urlencode({"query": query, **more}), status)


def rows(document: Element) -> list[list[str]]:
    return [[text_of(cell) for cell in row.iter("td")] for row in document.iter("tr") if row.find("td") is not None]


def hrefs(element: Element) -> list[str]:
    return [link.get("href", "") for link in element.iter("a")]


@pytest.mark.parametrize(
    ("sort", "words"),
    [
        ("", ["æble", "zebra", "Ål", "øl"]),
        ("word", ["zebra", "æble", "øl", "Ål"]),
        ("-word", ["Ål", "øl", "æble", "zebra"]),
        ("number", ["zebra", "æble", "øl", "Ål"]),
        ("-number", ["øl", "æble", "zebra", "Ål"]),
        ("other", ["æble", "zebra", "Ål", "øl"]),
    ],
)
def test_rows_are_sorted_as_danish_sorts_with_missing_values_last(
    client: TestClient, sort: str, words: list[str]
) -> None:
    document = shown(client, LETTERS, sort=sort)
    assert [row[0] for row in rows(document)] == words
    directions = {text_of(head).split()[0]: head.get("aria-sort") for head in document.iter("th") if head.get("scope")}
    if sort.removeprefix("-") in directions:
        assert directions[sort.removeprefix("-")] == ("descending" if sort.startswith("-") else "ascending")


def test_a_heading_sorts_and_then_turns_the_order_round(client: TestClient) -> None:
    (word, _) = with_class(shown(client, LETTERS), "sort")
    assert (word.get("value"), word.get("form")) == ("word", "sorted")
    (word, _) = with_class(shown(client, LETTERS, sort="word"), "sort")
    assert word.get("value") == "-word"
    assert rows(shown(client, LETTERS, sort="-word"))[0][0] == "Ål"


def test_all_rows_are_sorted_before_the_first_are_shown(client: TestClient) -> None:
    numbers = " ".join(str(number) for number in range(300))
    document = shown(client, f"SELECT ?n {{ VALUES ?n {{ {numbers} }} }}", sort="-n")
    assert (rows(document)[0], len(rows(document))) == (["299"], 200)
    assert "300 rækker. Siden viser de første 200." in text_of(document)


def test_names_lead_to_their_pages_and_foreign_ones_are_marked(client: TestClient) -> None:
    document = shown(client, AFT + "SELECT ?c ?r { ?a a aft:Agreement ; a ?c ; aft:region ?r } ORDER BY ?c ?r")
    links = {text_of(link): link for row in document.iter("td") for link in row.iter("a")}
    assert links["aft:Agreement"].get("href") == "/ontologi#Agreement"
    assert links["region:nordjylland"].get("href") == "/om/id/region/nordjylland"
    assert links["eli:LegalResource"].get("rel") == "external"
    assert client.get(links["region:nordjylland"].get("href", "")).status_code == 200


def test_only_web_addresses_are_links(client: TestClient) -> None:
    document = shown(client, "SELECT ?x { VALUES ?x { <javascript:alert(1)> <data:text/html,x> <urn:x> } }")
    assert [hrefs(cell) for cell in document.iter("td")] == [[], [], []]


def test_a_quote_is_linked_to_its_place(client: TestClient) -> None:
    query = AFT + (
        "PREFIX prov: <http://www.w3.org/ns/prov#> "
        "SELECT ?quote { ?goal a aft:Goal ; prov:wasDerivedFrom ?quote } ORDER BY ?quote LIMIT 1"
    )
    (cell,) = shown(client, query).iter("td")
    place, name = hrefs(cell)
    assert text_of(cell).startswith("Se stedet i aftalen, linje")
    assert name.startswith("/om/id/dokument/")
    assert with_class(page(client, place), "reading")[0].find(".//mark") is not None


def test_a_row_with_document_start_and_end_leads_to_the_quote(client: TestClient) -> None:
    document, start, end = "nordjylland-2024-2027", 12478, 12650
    query = f'SELECT ("{document}" AS ?document) ({start} AS ?start) ({end} AS ?end) ("Sikre" AS ?quote) {{}}'
    *_, quote = shown(client, query).iter("td")
    (place,) = hrefs(quote)
    assert parse_qs(urlsplit(place).query) == {"document": [document], "start": [str(start)], "end": [str(end)]}
    for wrong in ("9" * 5000, '"x"', "1"):
        *_, quote = shown(client, query.replace(f"({end} AS", f"({wrong} AS")).iter("td")
        assert hrefs(quote) == []


def test_a_long_text_is_folded_and_whole(client: TestClient) -> None:
    (cell,) = shown(client, f'SELECT ("{"ord " * 200}" AS ?x) {{}}').iter("td")
    opening = text_of(next(cell.iter("summary")))
    assert opening.endswith("…")
    assert len(opening) < 250
    assert text_of(next(cell.iter("p"))) == "ord " * 199 + "ord"


def test_a_result_is_escaped_everywhere(client: TestClient) -> None:
    attack = ATTACK.replace('"', '\\"')
    text = client.get(
        "/sparql?" + urlencode({"query": f'SELECT ("{attack}" AS ?x) (1 AS ?n) {{ ?s a ?c }} LIMIT 3'})
    ).text
    assert "<script>alert" not in text
    assert "onerror" not in text.replace("onerror=alert(2)&gt;", "").replace("onerror%3Dalert", "")


def test_files_give_the_whole_result_in_each_format(client: TestClient) -> None:
    for query, names in ((LETTERS, "json xml csv tsv"), ("CONSTRUCT WHERE { ?s a ?c }", "ttl jsonld nt rdf trig nq")):
        (line,) = with_class(shown(client, query), "files")
        *downloads, permalink = line.iter("a")
        assert [link.get("download") for link in downloads] == [f"svar.{name}" for name in names.split()]
        for link in downloads:
            assert client.get(link.get("href", "")).status_code == 200
        assert parse_qs(urlsplit(permalink.get("href", "")).query) == {"query": [query]}


def test_a_result_with_numbers_has_a_chart_that_says_what_it_leaves_out(client: TestClient) -> None:
    document = shown(client, LETTERS)
    (drawing,) = (one for one in document.iter(f"{SVG}svg") if "bars" in one.get("class", ""))
    assert drawing.get("aria-label", "").startswith("Søjlediagram af number for hver word: 3 søjler.")
    assert [text_of(one) for one in drawing.iter(f"{SVG}text")] == ["æble", "10", "zebra", "9", "øl", "100"]
    assert "Én række har intet tal og er ikke med i det; det betyder ikke 0." in text_of(document)
    assert [bar.get("width") for bar in drawing.iter(f"{SVG}rect")] == ["8.0%", "7.2%", "80.0%"]
    assert not any("bars" in one.get("class", "") for one in shown(client, "SELECT (1 AS ?n) {}").iter(f"{SVG}svg"))


def found(*numbers: str) -> dict[str, Any]:
    bindings = [
        {"name": {"type": "literal", "value": f"n{place}"}, "n": {"type": "literal", "value": n, "datatype": INTEGER}}
        for place, n in enumerate(numbers)
    ]
    return {"head": {"vars": ["name", "n"]}, "results": {"bindings": bindings}}


def test_negative_numbers_go_to_the_left_of_zero() -> None:
    chart = bar_chart(found("-10", "30"), "", BASE, DANISH)
    assert chart is not None
    assert [(bar.start, bar.end) for bar in chart.bars] == [(0, 20), (20, 80)]
    assert [bar.figure for bar in chart.bars] == ["-10", "30"]


def test_a_chart_of_many_rows_says_that_it_is_not_whole() -> None:
    chart = bar_chart(found(*map(str, range(MOST_BARS + 1))), "n", BASE, DANISH)
    assert chart is not None
    assert (len(chart.bars), chart.whole, chart.missing) == (MOST_BARS, False, 0)


@pytest.mark.parametrize("numbers", [("0", "0"), ("9" * 200, "1"), ("1e-299", "1e299"), ("-1e299", "1e299")])
def test_no_number_is_too_large_for_a_chart(numbers: tuple[str, str]) -> None:
    chart = bar_chart(found(*numbers), "", BASE, DANISH)
    assert chart is not None
    assert all(0 <= bar.start <= bar.end <= 80 and len(bar.figure) < 30 for bar in chart.bars)


@pytest.mark.parametrize("value", ["NaN", "INF", "-INF", "", "ti", "9" * 400, "1e999999"])
def test_what_a_page_cannot_reckon_with_is_no_number(value: str) -> None:
    assert number_of({"type": "literal", "value": value, "datatype": INTEGER}) is None
    assert number_of({"type": "literal", "value": "7"}) is None
    assert number_of({"type": "literal", "value": "7", "datatype": INTEGER}) == Decimal(7)


def test_an_error_shows_its_line_and_its_place(client: TestClient) -> None:
    document = shown(client, "SELECT * {\r\n  ?s ?p FRM }", 400)
    (notice,) = (one for one in with_class(document, "notice") if one.get("role") == "alert")
    assert (notice.get("data-line"), notice.get("data-column")) == ("2", "9")
    assert text_of(next(notice.iter("a"))) == "Gå til linje 2, tegn 9"
    assert text_of(next(notice.iter("mark"))) == "FRM }"
    assert "Her kan »FRM« ikke stå" in text_of(notice)
    (field,) = document.iter("textarea")
    assert (field.get("aria-invalid"), field.get("aria-describedby")) == ("true", notice.get("id"))


STEPS = competency_questions(BASE, files("service").joinpath("editing/guide"))


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_guide_has_five_queries_and_each_gives_rows(client: TestClient, language: str) -> None:
    document = page(client, f"/sparql/guide?lang={language}")
    links = with_class(document, "try")
    assert len(links) == len(STEPS) == 5
    for link, step in zip(links, STEPS, strict=True):
        assert step.titles[language] in text_of(document)
        tried = page(client, link.get("href", "").partition("#")[0])
        assert len(rows(tried)) >= 5, step.id


def test_every_example_opens_and_runs(client: TestClient) -> None:
    (listed,) = with_class(page(client, "/sparql"), "examples")
    addresses = hrefs(listed)
    assert len(addresses) == len(competency_questions(BASE))
    for address in addresses[:3]:
        assert rows(page(client, address))


def test_the_vocabulary_names_what_the_graph_uses_with_the_properties_of_each_class(client: TestClient) -> None:
    told = client.get("/api/v1/vocabulary").json()
    (goal,) = (one for one in told["classes"] if one["name"] == "aft:Goal")
    assert (goal["label"]["da"], goal["label"]["en"]) == ("mål", "goal")
    assert {"aft:text", "prov:wasDerivedFrom", "dcterms:isPartOf"} <= set(goal["properties"])
    properties = {one["name"]: one for one in told["properties"]}
    assert all(set(one["properties"]) <= properties.keys() for one in told["classes"])
    query = AFT + "SELECT (COUNT(?g) AS ?n) { ?g a aft:Goal }"
    assert rows(shown(client, query)) == [[str(goal["count"])]]
    assert told["prefixes"]["aft"] == "https://w3id.org/aftalegraf/ontologi#"

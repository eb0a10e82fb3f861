"""The page that compares: a table that is also a picture, with its evidence, downloads and form."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest
from starlette.testclient import TestClient
from test_service_app import BROWSER, page, text_of, unspaced, with_class

from service.app import create_app
from service.building.release import current
from service.settings import Settings

EAST = "/sammenlign?topic=rygning%0D%0Ademens&on=2027-06-01"
PAIR = "/sammenlign?agreement=nordjylland-2024-2027&agreement=sjaelland-2024-2027"
SUCCESSION = "/sammenlign?agreement=syddanmark-2024-2027-faktaark&agreement=syddanmark-2019-2023-faktaark"
PREDECESSOR = (
    "/sammenlign?agreement=syddanmark-2019-2023-faktaark&agreement=syddanmark-2024-2027-faktaark&on=2025-01-01"
)
SVG = "{http://www.w3.org/2000/svg}"
SMOKING = ["understøttet", "prioriteret", "ikke omtalt", "understøttet", "ukendt"]


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def matrix(document: Element) -> Element:
    (region,) = (one for one in with_class(document, "heatmap") if one.get("role") == "region")
    return next(region.iter("table"))


def levels(table: Element) -> dict[str, list[str]]:
    rows = (row for row in table.iter("tr") if with_class(row, "heat"))
    return {
        text_of(next(row.iter("th"))): [text_of(next(cell.iter("span"))) for cell in with_class(row, "heat")]
        for row in rows
    }


def grid_widths(table: Element) -> set[int]:
    """Return how many columns the rows have, counted with what spans several."""
    head, *body = [list(row) for row in table.iter("tr")]
    spanned = sum(int(cell.get("colspan", "1")) for cell in head)
    second = 1 + len(body[0])
    return {spanned, second, *(sum(int(cell.get("colspan", "1")) for cell in row) for row in body[1:])}


def test_the_table_is_named_scoped_and_regular(client: TestClient) -> None:
    for address in (EAST, "/sammenlign", PAIR):
        table = matrix(page(client, address))
        assert text_of(next(table.iter("caption"))).startswith("Emnernes vægt i aftalerne pr. ")
        assert all(head.get("scope") in ("col", "colgroup", "row", "rowgroup") for head in table.iter("th"))
        assert len(grid_widths(table)) == 1


def test_a_narrow_screen_scrolls_the_table_in_a_region_that_takes_the_focus(client: TestClient) -> None:
    for address in (EAST, PAIR, PREDECESSOR):
        document = page(client, address)
        regions = with_class(document, "scroll")
        tables = list(document.iter("table"))
        assert len(regions) == len(tables)
        identifiers = {one.get("id") for one in document.iter()}
        for region in regions:
            assert (region.get("role"), region.get("tabindex")) == ("region", "0")
            assert region.get("aria-labelledby") in identifiers


def test_a_level_is_told_by_word_shape_and_colour_alike(client: TestClient) -> None:
    document = page(client, "/sammenlign?on=2025-06-01")
    told = set()
    for cell in with_class(matrix(document), "heat"):
        (colour,) = re.findall(r"heat-(\w+)", cell.get("class", ""))
        (use,) = cell.iter(f"{SVG}use")
        told.add((colour, use.get("href"), text_of(next(cell.iter("span")))))
    assert told == {
        ("3", "#n-3", "prioriteret"), ("2", "#n-2", "understøttet"), ("1", "#n-1", "nævnt"),
        ("0", "#n-0", "ikke omtalt"), ("unknown", "#n-unknown", "ukendt"),
    }  # fmt: skip
    drawn = {
        one.get("id"): len([dot for dot in one if dot.get("fill") == "currentColor"])
        for one in document.iter(f"{SVG}symbol")
    }
    assert drawn == {"n-0": 0, "n-1": 1, "n-2": 2, "n-3": 3, "n-unknown": 0}


def test_from_2027_the_predecessors_of_a_merged_region_stand_apart(client: TestClient) -> None:
    document = page(client, EAST)
    table = matrix(document)
    regions = {text_of(one): one.get("colspan") for one in with_class(table, "region")}
    assert regions == {
        "Region Midtjylland": "1", "Region Nordjylland": "1", "Region Østdanmark": "2", "Region Syddanmark": "1",
    }  # fmt: skip
    assert [text_of(one) for one in with_class(table, "of")] == ["Region Hovedstaden", "Region Sjælland"]
    assert [text_of(one) for one in with_class(table, "tag-past")] == ["udløbet"]
    assert levels(table)["rygning, tobak og nikotin"] == SMOKING
    notices = " ".join(text_of(one) for one in with_class(document, "notice"))
    assert "afløser Region Hovedstaden og Region Sjælland" in notices
    assert "»rygning« er forstået som emnet »rygning, tobak og nikotin«" in notices


def test_before_the_merger_each_region_is_itself(client: TestClient) -> None:
    document = page(client, EAST.replace("2027-06-01", "2026-12-31"))
    assert "Region Østdanmark" not in text_of(document)
    assert len(with_class(matrix(document), "region")) == 5


def test_levels_are_those_of_the_api(client: TestClient) -> None:
    given = client.get("/api/v1/compare", params={"on": "2025-06-01"}).json()
    words = {None: "ukendt", 0: "ikke omtalt", 1: "nævnt", 2: "understøttet", 3: "prioriteret"}
    expected = {row["topic"]["label"]: [words[cell["level"]] for cell in row["cells"]] for row in given["rows"]}
    assert levels(matrix(page(client, "/sammenlign?on=2025-06-01"))) == expected


def test_each_field_leads_to_its_evidence_and_each_topic_to_its_page(client: TestClient) -> None:
    table = matrix(page(client, EAST))
    (row,) = (one for one in table.iter("tr") if text_of(one).startswith("demens"))
    topic, *fields = (link.get("href", "") for link in row.iter("a"))
    assert "Hvad aftalerne siger om emnet" in text_of(page(client, topic))
    assert fields[1] == "/om/id/prioritet/nordjylland-2024-2027/demens"
    assert "Brug af antipsykotika ved patienter med demens" in text_of(page(client, fields[1]))
    for address in fields:
        page(client, address)


def test_named_topics_show_their_weightiest_quotes_with_the_place(
    client: TestClient, release_settings: Settings
) -> None:
    document = page(client, EAST)
    (section,) = (one for one in document.iter("section") if one.get("aria-labelledby") == "s-citater")
    links = [link.get("href", "") for place in with_class(section, "source") for link in place.iter("a")]
    assert len(links) == 4
    for link in links:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        source = (current(release_settings.data).sources / f"{asked['document']}.txt").read_bytes().decode()
        quote = source[int(asked["start"]) : int(asked["end"])]
        assert unspaced(*page(client, link).iter("mark")) == "".join(quote.split())


def test_all_topics_are_grouped_with_links_to_the_groups(client: TestClient) -> None:
    document = page(client, "/sammenlign")
    groups = {one.get("id"): text_of(one) for one in with_class(matrix(document), "group")}
    links = {
        link.get("href", "")[1:]: text_of(link)
        for chips in with_class(document, "chips")
        for link in chips.iter("a")
        if link.get("href", "").startswith("#")
    }
    assert groups == links
    assert len(groups) > 10


def test_the_form_keeps_what_was_chosen(client: TestClient) -> None:
    document = page(client, f"{PAIR}&topic=misbrug%0D%0Ademens&on=2025-01-01&lang=en")
    (field,) = document.iter("textarea")
    assert (field.text or "").split() == ["misbrug", "demens"]
    values = {one.get("name"): one.get("value") for one in document.iter("input")}
    assert values == {"lang": "en", "on": "2025-01-01"}
    chosen = [one.get("value") for one in document.iter("option") if "selected" in one.attrib]
    assert chosen == ["nordjylland-2024-2027", "sjaelland-2024-2027"]


def test_the_navigation_of_every_page_leads_here(client: TestClient) -> None:
    for address in ("/", "/sparql", "/ingenting"):
        (links,) = with_class(page(client, address, 404 if "intet" in address or "ingen" in address else 200), "pages")
        assert "/sammenlign" in [link.get("href") for link in links.iter("a")]


@pytest.mark.parametrize(("form", "kind"), [
    ("svg", "image/svg+xml"), ("png", "image/png"), ("csv", "text/csv; charset=utf-8"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
])  # fmt: skip
@pytest.mark.parametrize("address", [EAST, PAIR, "/sammenlign?lang=en"])
def test_downloads_hold_what_the_page_shows(client: TestClient, address: str, form: str, kind: str) -> None:
    (line,) = with_class(page(client, address), "downloads")
    (link,) = (one.get("href", "") for one in line.iter("a") if f".{form}" in one.get("href", ""))
    response = client.get(link)
    assert (response.status_code, response.headers["content-type"]) == (200, kind)
    assert re.fullmatch(
        rf'attachment; filename="sammenligning-\d{{4}}-\d\d-\d\d\.{form}"', response.headers["content-disposition"]
    )
    assert response.headers["x-dataset-version"]


def test_the_csv_of_the_page_has_the_same_levels(client: TestClient) -> None:
    (line,) = with_class(page(client, EAST), "downloads")
    (link,) = (one.get("href", "") for one in line.iter("a") if ".csv" in one.get("href", ""))
    rows = list(csv.DictReader(io.StringIO(client.get(link).text)))
    smoking = [row["Vægt i ord"].partition(":")[0] for row in rows if row["Emne"] == "rygning, tobak og nikotin"]
    assert smoking == SMOKING


def test_the_queries_that_give_the_page_can_be_opened_and_run(client: TestClient) -> None:
    for address, cells in ((EAST, {"Region Midtjylland", "sjaelland-2024-2027"}), (PAIR, {"vision", "indicator"})):
        links = [one.get("href", "") for one in page(client, address).iter("a")]
        *_, query = (link for link in links if link.startswith("/sparql?query="))
        assert cells <= {text_of(cell) for cell in page(client, query).iter("td")}


def test_two_agreements_stand_beside_each_other_with_the_places_of_their_statements(client: TestClient) -> None:
    document = page(client, PAIR)
    (table,) = with_class(document, "beside")
    kinds = [text_of(one) for one in with_class(table, "group")]
    assert kinds == ["Vision", "Princip", "Fokusområde", "Mål", "Indikator"]
    alone = {text_of(one) for one in with_class(table, "tag-past")}
    assert alone == {"kun i Region Nordjylland 2024–2027", "kun i Region Sjælland 2024–2027"}
    said = with_class(table, "said")
    places = [link for place in with_class(table, "source") for link in place.iter("a")]
    assert len(said) == len(places) > 50
    shown = page(client, places[0].get("href", ""))
    assert unspaced(*shown.iter("mark")) == unspaced(said[0])
    together = [text_of(row) for row in table.iter("tr") if len(with_class(row, "said")) > 1]
    assert any("Øge den mentale trivsel" in row and "fremme mental sundhed" in row for row in together)
    assert "ingen udledte ligheder" not in text_of(document)


@pytest.mark.parametrize("address", [SUCCESSION, PREDECESSOR])
def test_an_agreement_and_the_one_it_replaces_show_what_is_new_whichever_is_named_first(
    client: TestClient, address: str
) -> None:
    document = page(client, address)
    (section,) = (one for one in document.iter("section") if one.get("aria-labelledby") == "s-nyt")
    caption = text_of(next(section.iter("caption")))
    assert caption.endswith("fra Region Syddanmark 2019–2023 til Region Syddanmark 2024–2027")
    rows = ([text_of(cell) for cell in row] for row in section.iter("tr") if with_class(row, "heat"))
    changes = {topic: told for topic, *told in rows}
    assert changes["psykisk sygdom"] == ["uvist", "prioriteret 2 citater", "ukendt"]
    assert "børn og unge" not in changes


@pytest.mark.parametrize(("address", "status", "sentence"), [
    ("/sammenlign?topic=xyzzyq", 404, "»xyzzyq« er ikke et emne, vi kender."),
    ("/sammenlign?topic=sundhed+i+verden&lang=en", 404, "“sundhed i verden” is no topic that we know. Did you mean"),
    ("/sammenlign?on=2027-13-01", 400, "»2027-13-01« er ikke en dato; skriv den som 2027-06-01."),
    ("/sammenlign?agreement=nordjylland", 400, "Vælg to forskellige aftaler, eller ingen."),
    ("/sammenlign?agreement=nordjylland&agreement=1081", 400, "Vælg to forskellige aftaler, eller ingen."),
    ("/sammenlign?agreement=nordjylland&agreement=skagen", 404, "»nordjylland, skagen« findes ikke her"),
    ("/sammenlign?topic=" + "x" * 501, 400, "sammenlignes højst 50 emner"),
    ("/sammenlign?topic=%3F%21", 400, "Et emne er mindst ét ord"),
])  # fmt: skip
def test_a_mistake_is_told_above_the_form_as_it_was_filled_in(
    client: TestClient, address: str, status: int, sentence: str
) -> None:
    document = page(client, address, status)
    (problem,) = with_class(document, "notice-problem")
    assert sentence in text_of(problem)
    (field,) = document.iter("textarea")
    assert (field.text or "").strip() == parse_qs(urlsplit(address).query).get("topic", [""])[0]
    assert not list(document.iter("table"))


def test_what_is_proposed_leads_to_a_comparison(client: TestClient) -> None:
    (problem,) = with_class(page(client, "/sammenlign?topic=sundhed+i+verden&lang=en", 404), "notice-problem")
    *links, (_, search) = [(text_of(one), one.get("href", "")) for one in problem.iter("a")]
    assert links
    assert parse_qs(urlsplit(search).query)["q"] == ["sundhed i verden"]
    page(client, search)
    for label, link in links:
        assert list(levels(matrix(page(client, link)))) == [label]


@pytest.mark.parametrize("form", ["pdf", "json", "svgz"])
def test_a_file_of_another_kind_is_refused(client: TestClient, form: str) -> None:
    response = client.get(f"/sammenlign.{form}", headers={"Accept": "text/plain"})
    assert (response.status_code, response.text) == (
        404, f"A comparison is to be had as png, svg, csv, xlsx, not as {form}; take one of these.\n",
    )  # fmt: skip

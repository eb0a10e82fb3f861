"""The map: each region's outline, its level by colour, dots and words, the table beside it, and its files."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from starlette.testclient import TestClient
from test_service_app import BROWSER, page, text_of, with_class

from graph.regions import mergers, regions
from service.app import create_app
from service.comparing.region_map import outline, region_map
from service.settings import Settings

SVG = "{http://www.w3.org/2000/svg}"
EAST = "/kort?topic=rygning&on=2027-06-01"
LEVELS = {
    "Region Hovedstaden": "ikke omtalt", "Region Midtjylland": "understøttet", "Region Nordjylland": "prioriteret",
    "Region Sjælland": "understøttet", "Region Syddanmark": "ukendt",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def tiles(picture: Element) -> dict[str, tuple[str, str, int]]:
    """Return the word, the colour's class and the number of full dots of each region."""
    drawn = {}
    for tile in picture.iter(f"{SVG}g"):
        words = [one.text or "" for one in tile.iter(f"{SVG}text")]
        if tile.get("class", "").startswith("tile-") and len(words) > 1:
            full = [dot for dot in tile.iter(f"{SVG}circle") if dot.get("fill") == "currentColor"]
            drawn[words[0]] = (words[1], tile.get("class", ""), len(full))
    return drawn


def test_the_map_has_every_region_that_is_no_merger_in_one_piece_or_more() -> None:
    merged = {one.result for one in mergers()}
    assert set(region_map().cells) == set(regions()) - merged
    assert sum(map(len, region_map().cells.values())) == len(frozenset().union(*region_map().cells.values()))
    for region, (column, row) in region_map().words.items():
        for place in ((x, y) for x in range(column, column + 9) for y in range(row, row + 4)):
            assert place in region_map().cells[region], f"{region} has no room for its words at {place}"


@pytest.mark.parametrize(("cells", "lines"), [
    ([(0, 0)], [[(0, 0), (1, 0), (1, 1), (0, 1)]]),
    ([(0, 0), (1, 0)], [[(0, 0), (2, 0), (2, 1), (0, 1)]]),
    ([(0, 0), (0, 1), (1, 1)], [[(0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (0, 2)]]),
    ([(0, 0), (3, 0)], [[(0, 0), (1, 0), (1, 1), (0, 1)], [(3, 0), (4, 0), (4, 1), (3, 1)]]),
])  # fmt: skip
def test_an_outline_goes_round_its_cells_once(cells: list[tuple[int, int]], lines: list[list[tuple[int, int]]]) -> None:
    assert outline(cells) == lines


def test_an_outline_has_the_area_of_its_cells_also_with_a_hole_and_where_corners_touch() -> None:
    ring = [(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    for cells in (ring, [(0, 0), (1, 1)], *region_map().cells.values()):
        area = sum(
            (x * next_y - next_x * y) / 2
            for line in outline(cells)
            for (x, y), (next_x, next_y) in zip(line, [*line[1:], line[0]], strict=True)
        )
        assert area == len(cells)


def test_a_region_is_marked_by_word_dots_and_colour_and_the_table_says_the_same(client: TestClient) -> None:
    document = page(client, EAST)
    (figure,) = with_class(document, "picture")
    drawn = tiles(figure)
    assert {region: word for region, (word, _, _) in drawn.items()} == LEVELS
    dots = {"prioriteret": ("tile-3", 3), "understøttet": ("tile-2", 2), "ikke omtalt": ("tile-0", 0)}
    for word, colour, full in drawn.values():
        assert (colour, full) == dots.get(word, ("tile-unknown", 0))
    (table,) = with_class(document, "answers")
    told = {text_of(row.find("th/span")): text_of(with_class(row, "level")[0]) for row in table.findall("tbody/tr")}  # type: ignore[arg-type]
    assert told == LEVELS


def test_from_2027_the_east_is_outlined_and_each_agreement_keeps_its_level(client: TestClient) -> None:
    document = page(client, EAST)
    assert len(list(document.iter(f"{SVG}path"))) > 0
    assert len(with_class(document, "union")) == 1
    assert text_of(document).count("nu en del af Region Østdanmark") == 2
    before = page(client, EAST.replace("2027", "2026"))
    assert with_class(before, "union") == []
    assert "Østdanmark" not in text_of(before)


def test_a_region_leads_to_its_evidence_from_the_picture_by_mouse_and_from_the_table_by_keyboard(
    client: TestClient,
) -> None:
    document = page(client, EAST)
    (figure,) = with_class(document, "picture")
    drawn = {link.get("href") for link in figure.iter(f"{SVG}a")}
    assert {link.get("tabindex") for link in figure.iter(f"{SVG}a")} == {"-1"}
    assert next(figure.iter(f"{SVG}svg")).get("aria-hidden") == "true"
    (table,) = with_class(document, "answers")
    told = {link.get("href") for link in table.iter("a")}
    assert len(drawn) == 5
    assert drawn <= told


def test_without_a_topic_the_one_that_most_prioritise_is_shown(client: TestClient) -> None:
    document = page(client, "/kort")
    (chips,) = (one for one in document.iter("nav") if one.get("aria-labelledby") == "k-emner")
    first = text_of(next(chips.iter("a")))
    assert f"Vægten af {first} i regionernes aftaler" in text_of(document)


@pytest.mark.parametrize(("address", "status", "sentence"), [
    ("/kort?topic=xyzzyq", 404, "»xyzzyq« er ikke et emne, vi kender."),
    ("/kort?topic=rygning&on=i+dag", 400, "»i dag« er ikke en dato; skriv den som 2027-06-01."),
    ("/kort?topic=" + "a" * 501, 400, "Et emne er mindst ét ord og højst 500 tegn"),
])  # fmt: skip
def test_what_cannot_be_shown_is_said_beside_the_form_that_keeps_it(
    client: TestClient, address: str, status: int, sentence: str
) -> None:
    document = page(client, address, status)
    (notice,) = with_class(document, "notice-problem")
    assert sentence in text_of(notice)
    (field,) = (one for one in document.iter("input") if one.get("name") == "topic")
    assert address.startswith(f"/kort?topic={field.get('value')}")


def test_the_picture_is_a_file_without_links_as_svg_and_twice_as_fine_as_png(client: TestClient) -> None:
    (line,) = with_class(page(client, EAST), "downloads")
    png, svg = (client.get(link.get("href", "")) for link in line.iter("a"))
    assert svg.headers["content-disposition"] == 'attachment; filename="kort-rygning-2027-06-01.svg"'
    drawn = ElementTree.fromstring(svg.text)  # noqa: S314 - our own picture
    assert {region: word for region, (word, _, _) in tiles(drawn).items()} == LEVELS
    assert list(drawn.iter(f"{SVG}a")) == []
    assert png.headers["content-type"] == "image/png"
    width, height = struct.unpack(">II", png.content[16:24])
    assert (width, height) == (2 * int(drawn.get("width", "")), 2 * int(drawn.get("height", "")))
    assert client.get("/kort.pdf?topic=rygning").status_code == 404

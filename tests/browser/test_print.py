"""What a page is on paper: the quotes with the addresses of their places, whole, and no navigation."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pypdfium2
import pytest
from playwright.sync_api import Page
from visits import Visits

ANSWER = "/?q=hvilke+regioner+prioriterer+dobbeltdiagnoser"
MAP = "/kort?topic=rygning&on=2027-06-01"
WAYS = "/nationale-maal?agreement=midtjylland-2024-2027"
MATRIX = "/sammenlign?topic=rygning%0D%0Ademens"
BESIDE = "/sammenlign?agreement=nordjylland-2024-2027&agreement=sjaelland-2024-2027"
QUOTED = {"answer": ANSWER, "map": MAP, "ways": WAYS, "matrix": MATRIX, "beside": BESIDE}
OTHERS = {
    "all topics": "/sammenlign",
    "agreement": "/aftale/nordjylland-2024-2027",
    "thing": "/om/id/prioritet/nordjylland-2024-2027/rygning",
    "dataset": "/datasaet",
    "ontology": "/ontologi",
}
PAGES = QUOTED | OTHERS
QUOTES = """() => [...document.querySelectorAll("main blockquote, main .said, main .ways a[lang=da]")]
    .map(one => one.textContent)"""
PLACES = """() => [...document.querySelectorAll("main .source a")].map(one => one.getAttribute("href"))"""


def printed(page: Page) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))


def unspaced(text: str) -> str:
    # Hyphens too: where a line ends in one, what reads the PDF gives another sign or none.
    return re.sub(r"[\s\x02\ufffe-]", "", text)


def text_of(pdf: pypdfium2.PdfDocument) -> str:
    return unspaced("".join(one.get_textpage().get_text_bounded() for one in pdf))


def missing(wanted: Sequence[str], within: str) -> list[str]:
    return [one for one in wanted if unspaced(one) not in within]


@pytest.mark.parametrize("path", QUOTED.values(), ids=QUOTED)
def test_a_printed_page_has_each_quote_and_the_address_of_its_place(visits: Visits, path: str) -> None:
    page = visits.open(path)
    quotes, places = page.evaluate(QUOTES), page.evaluate(PLACES)
    assert min(len(quotes), len(places)) >= 3
    text = text_of(printed(page))
    assert missing(quotes, text) == []
    assert missing(places, text) == []
    assert unspaced(f"Udskrevet fra {visits.address}{path}") in text


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_cut_off_on_paper(visits: Visits, path: str) -> None:
    page = visits.open(path)
    for sheet in printed(page):
        width, height = sheet.get_size()
        text = sheet.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        assert boxes, "an empty sheet"
        beyond = [one for one in boxes if one[0] < 20 or one[2] > width - 20 or one[1] < 20 or one[3] > height - 20]
        assert [text.get_text_bounded(*one) for one in beyond] == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_printed_page_has_no_navigation_and_no_form(visits: Visits, path: str) -> None:
    page = visits.open(path)
    page.emulate_media(media="print")
    shown = page.locator("nav, form, button, input, .skip, .downloads").evaluate_all(
        "some => some.filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 80))"
    )
    assert shown == []


def test_paper_is_white_also_for_those_who_read_in_the_dark(visits: Visits) -> None:
    page = visits.open(ANSWER, dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(27, 36, 38)"


def test_what_is_folded_on_the_screen_is_open_on_paper(visits: Visits) -> None:
    page = visits.open(MATRIX)
    folded = page.locator("details.aside dd").first.text_content() or ""
    assert folded
    assert unspaced(folded) in text_of(printed(page))

"""Widths between a phone and a desk: no word is cut in two, nothing stands beside what it does not belong to."""

from __future__ import annotations

import pytest
from visits import Visits, overflow

TABLET = (768, 1024)
BROKEN = """() => {
    const broken = [];
    for (const one of document.querySelectorAll(".level, .bottom a, .answers td:not(:last-child), .answers a")) {
        const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) for (const word of walker.currentNode.data.matchAll(/\\p{L}{2,}/gu)) {
            const range = document.createRange();
            range.setStart(walker.currentNode, word.index);
            range.setEnd(walker.currentNode, word.index + word[0].length);
            const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
            if (lines.size > 1) broken.push(word[0]);
        }
    }
    return broken;
}"""


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    "path", ["/?q=rygning", "/?q=hvilke+aftaler+er+i+kraft", "/emne/kronisk-sygdom", "/kort?topic=rygning", "/om"]
)
def test_no_word_of_a_table_or_the_footer_is_broken_on_a_tablet(visits: Visits, path: str, language: str) -> None:
    page = visits.open(f"{path}{'&' if '?' in path else '?'}lang={language}", size=TABLET)
    assert page.evaluate(BROKEN) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [768, 1280, 1920])
def test_what_is_wrong_stands_above_the_form_and_its_fields_in_a_row(visits: Visits, width: int) -> None:
    page = visits.open("/kort?topic=xyzzyq", size=(width, 900))
    notice, topic, day = (page.locator(one).bounding_box() for one in (".notice-problem", "#k-emne", "#k-dag"))
    assert notice is not None
    assert topic is not None
    assert day is not None
    assert notice["y"] + notice["height"] <= topic["y"]
    assert abs(topic["y"] + topic["height"] - day["y"] - day["height"]) <= 1
    assert abs(topic["height"] - day["height"]) <= 2, "a field like the other"

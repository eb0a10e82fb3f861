"""How pages hold when their reader changes them: larger, wider apart, in the system's own colours, without motion."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page
from test_pages import PAGES
from visits import DESK, PHONE, Visits, overflow, violations

every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
# https://www.w3.org/TR/WCAG21/#text-spacing
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
HALF = 0.5
LARGE = "html { font-size: 200% }"
ADD = "sheet => { const one = new CSSStyleSheet(); one.replaceSync(sheet); document.adoptedStyleSheets = [one] }"
CLIPPED = """() => [...document.querySelectorAll("body *")].filter(one => {
    const style = getComputedStyle(one);
    const hides = [style.overflowX, style.overflowY].some(way => way === "hidden" || way === "clip");
    return hides && style.clipPath === "none" && !one.closest("svg, input, textarea, select")
        && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1);
}).map(one => one.outerHTML.slice(0, 90))"""
MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
    const style = getComputedStyle(one);
    return [style.transitionDuration, style.animationDuration].some(times =>
        times.split(",").some(time => parseFloat(time) > 0.01)) || style.scrollBehavior === "smooth";
}).map(one => one.outerHTML.slice(0, 90))"""
STANDING = """() => [...document.querySelectorAll("body *")]
    .filter(one => ["fixed", "sticky"].includes(getComputedStyle(one).position))
    .map(one => one.getBoundingClientRect())
    .map(one => one.width * one.height / (innerWidth * innerHeight))"""
HERE = """() => [...document.querySelectorAll("[aria-current]")].map(one => getComputedStyle(one).outlineStyle)"""
RING = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    return { name: one.outerHTML.slice(0, 90), style: style.outlineStyle, width: parseFloat(style.outlineWidth) };
}"""


@every_page
@pytest.mark.parametrize("size", [DESK, (640, 450), (320, 225)], ids=["100 %", "200 %", "400 %"])
def test_a_page_holds_when_it_is_zoomed_and_its_text_spaced(visits: Visits, path: str, size: tuple[int, int]) -> None:
    page = visits.open(path, size=size)
    assert overflow(page) <= 0
    assert [one for one in page.evaluate(STANDING) if one > HALF] == [], "what stands still covers what is read"
    page.evaluate(ADD, SPACED)
    assert overflow(page) <= 0
    assert page.evaluate(CLIPPED) == []


@every_page
def test_text_may_be_twice_as_large_the_focus_is_seen_and_nothing_moves(visits: Visits, path: str) -> None:
    page = visits.open(path)
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    assert page.evaluate(MOVING) == []
    seen = []
    for _ in range(20):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(RING))
    unseen = [one for one in seen if one["style"] == "none" or one["width"] < 2]
    assert [one for one in unseen if not one["name"].startswith("<body")] == []  # the body has it after the last link
    page.evaluate(ADD, LARGE)
    visits.keep(page)
    assert overflow(page) <= 0
    assert page.evaluate(CLIPPED) == []


@every_page
def test_a_page_can_be_read_in_the_colours_of_the_system(visits: Visits, path: str) -> None:
    page = visits.open(path)
    page.emulate_media(forced_colors="active")
    visits.keep(page)
    assert violations(page) == []
    assert set(page.evaluate(HERE)) <= {"solid"}


def tree(page: Page) -> list[str]:
    """Return the roles that the browser gives assistive technology, in order."""
    nodes: list[dict[str, Any]] = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [node["role"]["value"] for node in nodes if not node["ignored"]]


@pytest.mark.parametrize("path", [PAGES["answer"], PAGES["start"], PAGES["map"]], ids=["answer", "start", "map"])
def test_a_table_stays_one_for_screen_readers_where_its_rows_are_cards(visits: Visits, path: str) -> None:
    wide, narrow = (tree(visits.open(path, size=size)) for size in (DESK, PHONE))
    for role in ("table", "row", "rowheader", "columnheader", "cell"):
        assert wide.count(role) == narrow.count(role) > 0

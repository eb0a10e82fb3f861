"""Reading an agreement and walking the graph, with the keyboard alone, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from visits import PHONE, Visits, overflow

AGREEMENT = "/aftale/nordjylland-2024-2027"
GOAL = "u-goal-sikre-at-borgere-med-psykiske-lidelser-herunder-borgere-med"
EXPLORED = "/udforsk/id/emne/kronisk-sygdom"


def focus(page: Page, selector: str) -> None:
    """Move on with the tabulator until what has the focus fits; what cannot be reached so fails."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached by the keyboard")


def is_ringed(page: Page) -> bool:
    """Tell whether one sees what has the focus: by an outline, or by the edge of a box."""
    shown: bool = page.evaluate(
        """() => {
            const active = document.activeElement, box = active.querySelector(".box, .more");
            const outlined = getComputedStyle(active).outlineStyle !== "none";
            return outlined || (box && getComputedStyle(box).strokeWidth === "4px");
        }"""
    )
    return shown


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_mark_opens_its_note_by_keyboard(visits: Visits, scripts: bool) -> None:
    page = visits.open(AGREEMENT, scripts=scripts)
    note = page.locator(f"[id='{GOAL}']")
    expect(note).to_be_hidden()
    sign = page.locator(f".part .sign[href='#{GOAL}']").first
    sign.focus()
    if scripts:
        assert is_ringed(page)
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("Programmet har læst dette som mål")
    visits.keep(page)


def test_a_note_leads_to_its_place_which_is_marked_and_in_view(visits: Visits) -> None:
    page = visits.open(f"{AGREEMENT}#{GOAL}", scripts=False)
    note = page.locator(f"[id='{GOAL}']")
    expect(note).to_be_visible()
    note.get_by_role("link", name="linje 387").click()
    mark = page.locator("mark").first
    expect(mark).to_contain_text("Sikre, at borgere med psykiske lidelser")
    expect(mark).to_be_in_viewport()


@pytest.mark.parametrize(
    "path", ["/?q=dobbeltdiagnoser", "/emne/dobbeltdiagnoser", "/sammenlign?topic=dobbeltdiagnoser"]
)
def test_a_quote_is_one_click_from_its_place_in_the_source(visits: Visits, path: str) -> None:
    page = visits.open(path, scripts=False)
    page.locator("a[href*='start=']").first.click()
    expect(page.locator("mark").first).to_be_in_viewport()


def test_the_outline_is_followed_by_keyboard_and_stays_beside_the_text(visits: Visits) -> None:
    page = visits.open(AGREEMENT)
    focus(page, ".outline li:nth-child(9) a")
    assert is_ringed(page)
    wanted = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.locator(".outline [aria-current]").first).to_have_text(wanted)
    expect(page.locator(".outline").first).to_be_in_viewport()


def test_the_outline_stands_above_the_text_on_a_phone(visits: Visits) -> None:
    page = visits.open(AGREEMENT, size=PHONE, dark=True)
    outline, reading = page.locator(".outline").first.bounding_box(), page.locator(".reading").first.bounding_box()
    assert outline
    assert reading
    assert outline["y"] + outline["height"] <= reading["y"]
    assert overflow(page) <= 0
    visits.keep(page)


def test_a_topic_is_found_read_and_followed_by_keyboard(visits: Visits) -> None:
    page = visits.open("/")
    focus(page, ".pages a[href='/emner']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Alle emner")
    focus(page, "a[href='#gruppe-14']")
    page.keyboard.press("Enter")
    focus(page, "a[href='/emne/kronisk-sygdom']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("kronisk sygdom")
    focus(page, "nav .chips a[href*='art=goal']")
    page.keyboard.press("Enter")
    expect(page.locator("#udsagn")).to_be_in_viewport()
    expect(page.locator(".chips [aria-current]")).to_contain_text("mål")
    page.go_back()
    expect(page.locator("h1")).to_have_text("kronisk sygdom")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_graph_is_walked_by_keyboard(visits: Visits, dark: bool) -> None:
    page = visits.open(EXPLORED, dark=dark)
    visits.keep(page)
    focus(page, ".graph a[href='/udforsk/id/emne/diabetes']")
    assert is_ringed(page)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("diabetes")
    page.reload()
    page.go_back()
    expect(page.locator("h1")).to_have_text("kronisk sygdom")


def test_more_neighbours_are_shown_without_scripts(visits: Visits) -> None:
    page = visits.open(EXPLORED, scripts=False)
    more = page.locator(".told").get_by_role("link", name="Vis flere af").first
    before = page.locator(".told li").count()
    more.click()
    assert page.locator(".told li").count() > before
    expect(page.locator(".told > div:target")).to_be_in_viewport()


def test_a_page_that_is_missing_leads_on(visits: Visits) -> None:
    page = visits.open("/emne/demns", scripts=False)
    expect(page.locator("#q")).to_have_value("demns")
    page.get_by_role("main").get_by_role("link", name="demens", exact=True).click()
    expect(page.locator("h1")).to_have_text("demens")

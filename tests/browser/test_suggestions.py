"""Suggestions while typing: by keyboard and mouse, heard, in an input method, on a phone, and when all goes wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from visits import PHONE, Visits, overflow, violations

ASKED = "**/api/v1/suggest?*"


def typed(page: Page, text: str) -> None:
    """Type at the keyboard, and wait for the suggestions."""
    page.locator("#q").focus()
    page.keyboard.type(text)
    expect(page.locator("[role=option]").first).to_be_visible()


def active(page: Page) -> str | None:
    """The text of the option that a screen reader is led to, if to any."""
    box = page.locator("#q")
    expect(box).to_be_focused()
    name = box.get_attribute("aria-activedescendant")
    assert page.locator("[aria-selected=true]").count() == (1 if name else 0)
    return page.locator(f"[id='{name}'] > span").first.text_content() if name else None


def options(page: Page) -> list[str]:
    return page.locator("[role=option] > span:first-child").all_text_contents()


def test_arrows_go_through_the_suggestions_and_enter_takes_one(visits: Visits) -> None:
    page = visits.open("/")
    typed(page, "dobbelt")
    visits.keep(page)
    first, *_, last = options(page)
    assert active(page) is None, "nothing is chosen before one chooses"
    page.keyboard.press("ArrowDown")
    assert active(page) == first
    page.keyboard.press("ArrowUp")
    assert active(page) == last
    page.keyboard.press("ArrowDown")
    assert active(page) == first
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=dobbeltdiagnoser")
    expect(page.locator("h1")).to_have_text("Svar: dobbeltdiagnoser")


def test_enter_without_a_choice_asks_for_what_was_typed(visits: Visits) -> None:
    page = visits.open("/?lang=en")
    typed(page, "lonelin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=lonelin&lang=en")


def test_escape_closes_the_list_and_then_clears_the_box(visits: Visits) -> None:
    page = visits.open("/")
    box = page.locator("#q")
    typed(page, "psyk")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    assert active(page) is None
    expect(box).to_have_value("psyk")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option]").first).to_be_visible()
    assert active(page) == options(page)[0], "arrow down opens it again"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


def test_home_and_end_move_the_caret_and_leave_the_list(visits: Visits) -> None:
    page = visits.open("/")
    typed(page, "psyk")
    for key, caret in (("Home", 0), ("End", 4)):
        page.keyboard.press("ArrowDown")
        assert active(page)
        page.keyboard.press(key)
        assert active(page) is None
        assert page.locator("#q").evaluate("box => box.selectionStart") == caret


def test_tab_goes_on_and_takes_nothing(visits: Visits) -> None:
    page = visits.open("/")
    typed(page, "psyk")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("button[type=submit]")).to_be_focused()
    expect(page.locator("#q")).to_have_value("psyk")
    expect(page.locator("[role=listbox]")).to_be_hidden()


def test_a_suggestion_is_taken_by_mouse_and_an_agreement_opens_its_text(visits: Visits) -> None:
    page = visits.open("/")
    typed(page, "region nordj")
    page.locator("[role=option]").first.click()
    page.wait_for_url("**/aftale/nordjylland-2024-2027")
    page = visits.open("/?q=demens")
    page.locator("#q").fill("")
    typed(page, "rygerlung")
    assert "emne: KOL" in page.locator("[role=option]").first.inner_text()
    page.locator("[role=option]").first.click()
    page.wait_for_url("**/?q=rygerlunge")
    expect(page.locator("h1")).to_have_text("Svar: KOL")


def test_a_screen_reader_is_told_how_many_there_are(visits: Visits) -> None:
    page = visits.open("/")
    box, told = page.locator("#q"), page.locator(".search [role=status]")
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-autocomplete") == "list"
    assert box.get_attribute("aria-controls") == page.locator("[role=listbox]").get_attribute("id")
    expect(told).to_have_text("")
    typed(page, "psyk")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(told).to_have_text("10 forslag. Brug pil ned.")
    page.keyboard.type("xyzzy")
    expect(told).to_have_text("Ingen forslag.")
    expect(box).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_an_open_list_has_no_violation_of_wcag_2_1_aa(visits: Visits, dark: bool) -> None:
    page = visits.open("/", dark=dark)
    typed(page, "psyk")
    page.keyboard.press("ArrowDown")
    visits.keep(page)
    assert violations(page) == []


def test_an_open_list_fits_a_phone_and_moves_nothing(visits: Visits) -> None:
    page = visits.open("/", size=PHONE)
    before = page.locator("#eksempler").bounding_box()
    typed(page, "psyk")
    visits.keep(page)
    assert overflow(page) <= 0
    assert page.locator("#eksempler").bounding_box() == before


def test_what_is_outdated_is_never_shown(visits: Visits) -> None:
    page = visits.open("/")
    asked: list[str] = []

    def slowly(route: Route) -> None:
        asked.append(route.request.url)
        if "q=psyk&" in route.request.url:
            page.wait_for_timeout(700)
        route.continue_()

    page.route(ASKED, slowly)
    box = page.locator("#q")
    box.focus()
    page.keyboard.type("psyk")
    page.wait_for_timeout(300)
    box.fill("demens")
    expect(page.locator("[role=option]").first).to_contain_text("demens")
    page.wait_for_timeout(900)
    assert all("demens" in one for one in options(page))
    assert len(asked) == 2, "one request a pause, not one a key"


def test_an_input_method_keeps_its_keys(visits: Visits) -> None:
    page = visits.open("/")
    typed(page, "psyk")
    page.keyboard.press("ArrowDown")
    chosen = active(page)
    for key in ("Enter", "ArrowDown", "Escape"):
        page.locator("#q").dispatch_event("keydown", {"key": key, "isComposing": True, "bubbles": True})
    assert active(page) == chosen
    assert page.url == f"{visits.address}/"
    page.locator("#q").evaluate("""box => {
        box.value = "ensom";
        box.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
    }""")
    page.wait_for_timeout(400)
    assert "ensomhed" not in options(page), "half a composition is not asked for"
    page.locator("#q").dispatch_event("compositionend")
    expect(page.locator("[role=option]").first).to_contain_text("ensomhed")


def test_without_an_answer_the_box_works_as_before(visits: Visits) -> None:
    page = visits.open("/")
    page.route(ASKED, lambda route: route.abort())
    page.locator("#q").focus()
    page.keyboard.type("demens")
    page.wait_for_timeout(400)
    expect(page.locator("[role=listbox]")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=demens")
    visits.errors.clear()  # The browser tells of the request that failed.


def test_what_is_suggested_stays_text(visits: Visits) -> None:
    page = visits.open("/")
    hostile = "<img src=x onerror=alert(1)>$&"
    one: dict[str, Any] = {"text": hostile, "kind": "topic", "label": hostile + "!", "count": 2, "language": "da"}
    answer = json.dumps({"suggestions": [{**one, "address": "/"}]})
    page.route(ASKED, lambda route: route.fulfill(body=answer, content_type="application/json"))
    typed(page, "img")
    assert options(page) == [hostile]
    assert page.locator("[role=option] .hint").inner_text() == f"emne: {hostile}!, nævnt 2 gange"
    assert page.locator("[role=option] img").count() == 0


def test_signs_and_single_letters_are_not_asked_for(visits: Visits) -> None:
    page = visits.open("/")
    asked: list[str] = []
    page.route(ASKED, lambda route: (asked.append(route.request.url), route.continue_())[1])
    page.locator("#q").focus()
    for text in ("?!", "d", "   "):
        page.locator("#q").fill(text)
        page.wait_for_timeout(300)
    assert asked == []


@pytest.mark.parametrize("path", ["/", "/?q=demens", "/findes-ikke"])
def test_every_page_with_the_box_has_suggestions(visits: Visits, path: str) -> None:
    page = visits.open(path)
    page.locator("#q").fill("")
    typed(page, "ensom")
    assert "ensomhed" in options(page)

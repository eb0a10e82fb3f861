"""The SPARQL page in a browser: the editor by keyboard, and the plain form without it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect
from visits import PHONE, Visits, overflow, violations

import service

BUILT = (Path(service.__file__).parent / "static" / "sparql-editor.js").exists()
with_editor = pytest.mark.skipif(not BUILT, reason="the editor is not built; with Node: make editor")
GOALS = """PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
SELECT * {
  ?s a aft:Goal ; aft:text ?text
}
LIMIT 3"""


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def into_editor(page: Page) -> None:
    """Go to the editor by the Tab key alone."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('editor')"):
            return
    raise AssertionError("Tab does not reach the editor")


def take_suggestion(page: Page) -> None:
    page.wait_for_timeout(150)  # the list takes no key in its first moment, lest what was typed before it be meant
    page.keyboard.press("Enter")


@with_editor
def test_a_query_is_written_completed_and_run_by_keyboard_alone(visits: Visits) -> None:
    page = visits.open("/sparql")
    into_editor(page)
    page.keyboard.type("SELECT * {\n?s a aft:Goa")
    expect(page.get_by_role("option", name="aft:Goal")).to_be_visible()
    take_suggestion(page)
    page.keyboard.type(" ; ")
    page.keyboard.press("Control+Space")
    options = page.get_by_role("listbox", name="Forslag").get_by_role("option")
    expect(options.first).to_have_text("prov:wasDerivedFrom er udledt af")
    expect(page.get_by_role("listbox")).to_contain_text("Egenskaber ved mål")
    assert violations(page) == []
    visits.keep(page)
    page.keyboard.type("aft:tex")
    expect(options.first).to_have_text("aft:text tekst")
    take_suggestion(page)
    page.keyboard.type(" ?text")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    (query,) = asked(page)["query"]
    assert query.startswith("PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>\r\nSELECT")
    assert page.locator(".result tbody tr").count() > 20


@with_editor
def test_tab_leads_through_the_editor_and_back(visits: Visits) -> None:
    page = visits.open("/sparql")
    into_editor(page)
    page.keyboard.type("SELECT * { ?s a aft:")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "format"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.className") == "editor"
    expect(page.locator("#query-hint").last).to_contain_text("Tab går videre til næste felt")


@with_editor
def test_the_editor_has_a_name_and_a_description(visits: Visits) -> None:
    page = visits.open("/sparql?lang=en")
    editor = page.get_by_role("textbox", name="Query")
    expect(editor).to_have_attribute("aria-multiline", "true")
    expect(editor).to_have_accessible_description(re.compile("^Ctrl \\+ Enter runs the query"))
    page.locator("label[for=query]").click()
    assert page.evaluate("document.activeElement.className") == "editor"


@with_editor
def test_an_error_stands_at_its_line_until_the_query_is_changed(visits: Visits) -> None:
    page = visits.open("/sparql?query=" + quote("SELECT * {\n  ?s a ?o .\n  FRM ?x\n}"), dark=True)
    wrong = page.locator(".cm-wrong")
    expect(wrong).to_have_text("  FRM ?x")
    expect(page.locator(".cm-wrong-told")).to_contain_text("Her kan »FRM« ikke stå")
    visits.keep(page)
    page.get_by_role("link", name="Gå til linje 3").press("Enter")
    page.keyboard.type("# ")
    expect(page.locator("#query")).to_have_value("SELECT * {\n  ?s a ?o .\n  # FRM ?x\n}")
    expect(wrong).to_have_count(0)


@with_editor
def test_what_was_written_is_still_there_after_going_back(visits: Visits) -> None:
    page = visits.open("/sparql")
    page.locator(".cm-content").click()
    page.keyboard.type("ASK ")
    page.goto(visits.address + "/sparql/guide")
    page.go_back()
    expect(page.locator(".cm-content")).to_contain_text("ASK")
    expect(page.locator("#query")).to_have_value("ASK ")


@with_editor
def test_the_editor_loosens_no_policy(visits: Visits) -> None:
    page = visits.open("/sparql")
    expect(page.locator(".cm-editor")).to_be_visible()
    reply = page.request.get(visits.address + "/sparql", headers={"Accept": "text/html"})
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert "nonce" not in reply.headers["content-security-policy"]
    assert page.evaluate("document.querySelectorAll('style').length") == 0


@with_editor
def test_without_the_vocabulary_the_query_is_written_all_the_same(visits: Visits) -> None:
    page = visits.open("/sparql")
    page.route("**/api/v1/vocabulary", lambda route: route.abort())
    page.reload()
    page.locator(".cm-content").click()
    page.keyboard.type("SELECT ?goal { ?goal a aft:Goal . FILT")
    expect(page.get_by_role("option", name="FILTER")).to_be_visible()
    visits.errors.clear()  # the browser reports the request that was cut off


def test_without_scripts_the_form_sends_its_text(visits: Visits) -> None:
    page = visits.open("/sparql", scripts=False)
    page.fill("#query", GOALS)
    page.get_by_role("button", name="Kør").click()
    assert asked(page)["query"] == [GOALS.replace("\n", "\r\n")]
    assert page.locator(".result tbody tr").count() == 3
    page.get_by_role("button", name="text").click()
    assert asked(page)["sort"] == ["text"]
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("text")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "svar.csv"


@pytest.mark.parametrize("dark", [False, True])
def test_a_chart_and_its_table_are_sound_on_a_phone(visits: Visits, dark: bool) -> None:
    page = visits.open("/sparql/guide", size=PHONE, dark=dark)
    page.locator(".try").nth(3).click()
    page.locator("#diagram summary").click()
    expect(page.get_by_role("img", name="Søjlediagram af goals")).to_be_visible()
    assert overflow(page) <= 0
    assert violations(page) == []
    visits.keep(page)

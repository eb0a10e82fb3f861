"""The search page in use: asking, filtering, going back, and following a quote, by keyboard and without scripts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from visits import PHONE, Visits, overflow

SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => sum += one.value))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 400);
})"""


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} was not reached by Tab")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_keyboard_alone_asks_filters_and_removes_the_filter(visits: Visits, scripts: bool) -> None:
    page = visits.open("/", scripts=scripts)
    tab_to(page, "#q")
    page.keyboard.type("rygning")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=rygning")
    expect(page.locator("h1")).to_contain_text("Svar: rygning")
    tab_to(page, "details.facet > summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    number = page.locator("details.facet[open] .number").first.inner_text()
    region = page.locator("details.facet[open] a").first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**region=*")
    where = page.locator(".hit-list .where strong").all_text_contents()
    assert set(where) == {region}
    assert len(where) >= min(int(number), 10)
    tab_to(page, ".chosen a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=rygning#steder")
    assert page.locator(".chosen").count() == 0


def test_back_and_reload_show_what_was_there(visits: Visits) -> None:
    page = visits.open("/?q=rygning")
    first = page.locator(".hit-list").inner_text()
    page.locator("details.facet > summary").first.click()
    page.locator("details.facet a").first.click()
    page.wait_for_url("**region=*")
    narrowed = page.locator(".hit-list").inner_text()
    page.reload()
    assert page.locator(".hit-list").inner_text() == narrowed
    page.go_back()
    page.wait_for_url("**/?q=rygning")
    assert page.locator(".hit-list").inner_text() == first
    expect(page.locator("#q")).to_have_value("rygning")
    page.go_forward()
    page.wait_for_url("**region=*")
    assert page.locator(".hit-list").inner_text() == narrowed


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_passage_leads_to_its_words_in_the_agreement(visits: Visits, scripts: bool) -> None:
    page = visits.open("/?q=rygning", scripts=scripts)
    words = page.locator(".hit-list .passage").first.inner_text()
    page.locator(".hit-list .source a").first.click()
    page.wait_for_url("**/aftale/**")
    marked = "".join(page.locator("mark").all_text_contents())
    assert "".join(words.split()) in "".join(marked.split()).replace("­", "")
    expect(page.locator("mark").first).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_answer_and_the_passages_are_downloaded(visits: Visits, tmp_path: Path, scripts: bool) -> None:
    page = visits.open("/?q=rygning&region=nordjylland", scripts=scripts)
    for name in ("svar", "steder"):
        for form in ("csv", "xlsx"):
            with page.expect_download() as started:
                page.locator(f"a[href^='/{name}.{form}']").click()
            file = tmp_path / f"{name}.{form}"
            started.value.save_as(file)
            assert started.value.suggested_filename == file.name
            assert file.stat().st_size > 500
    with (tmp_path / "steder.csv").open(encoding="utf-8", newline="") as file_of_passages:
        rows = list(csv.DictReader(file_of_passages))
    assert {row["Region"] for row in rows} == {"Region Nordjylland"}


def test_all_filters_open_fit_a_phone(visits: Visits) -> None:
    page = visits.open("/?q=borgere&topic=demens", size=PHONE)
    for summary in page.locator("details > summary").all():
        summary.click()
    visits.keep(page)
    assert overflow(page) <= 0


@pytest.mark.parametrize("path", ["/", "/?q=rygning", "/?q=kvantemekanik", "/findes-ikke"])
@pytest.mark.parametrize("size", [PHONE, (1280, 900)], ids=["phone", "desk"])
def test_nothing_moves_while_a_page_loads(visits: Visits, path: str, size: tuple[int, int]) -> None:
    assert visits.open(path, size=size).evaluate(SHIFTS) == 0


def test_an_attack_in_the_question_is_shown_and_not_run(visits: Visits) -> None:
    attack = "%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E%3Cscript%3Ealert(2)%3C%2Fscript%3E+demens"
    page = visits.open(f"/?q={attack}&region={attack}&topic={attack}")
    page.on("dialog", lambda dialog: visits.errors.append(f"a dialog opened: {dialog.message}"))
    expect(page.locator("#q")).to_have_value('"><img src=x onerror=alert(1)><script>alert(2)</script> demens')
    assert page.locator("main img").count() == 0
    assert page.locator(".notice", has_text="findes ikke og er udeladt").count() == 2

"""An analyst's tasks that read (`tasks.md`), each from the front page in at most six steps."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from steps import Steps
from visits import Visits

REGIONS = {"Region Hovedstaden", "Region Midtjylland", "Region Nordjylland", "Region Sjælland", "Region Syddanmark"}


def unspaced(text: str | None) -> str:
    return "".join((text or "").split())


def asked(visits: Visits, question: str) -> Steps:
    """Ask a question on the front page by the keyboard: two steps."""
    steps = Steps(visits.open("/"), keyboard=True)
    steps.fill(steps.page.get_by_role("searchbox").or_(steps.page.get_by_role("combobox")).first, question)
    steps.enter()
    return steps


def answer(page: Page, region: str) -> str:
    row = page.locator("table.answers tbody tr").filter(has_text=region)
    return row.locator(".level").first.inner_text().strip()


def test_find_which_regions_prioritise_a_topic(visits: Visits) -> None:
    steps = asked(visits, "Hvilke regioner prioriterer dobbeltdiagnoser?")
    levels = {region: answer(steps.page, region) for region in REGIONS}
    assert levels["Region Nordjylland"] == "prioriteret"
    assert levels["Region Hovedstaden"] == "ikke omtalt"
    assert levels["Region Syddanmark"].startswith("ukendt")


def test_quote_a_commitment_with_its_source(visits: Visits) -> None:
    steps = asked(visits, "dobbeltdiagnoser")
    row = steps.page.locator("table.answers tbody tr").filter(has_text="Region Nordjylland")
    expect(row.locator("blockquote").first).to_contain_text("borgere med psykiske lidelser")
    expect(row).to_contain_text("1. januar 2024 – 30. juni 2027")
    expect(row.locator(".source a").first).to_contain_text("linje")


def test_check_a_quote_in_the_source(visits: Visits) -> None:
    steps = asked(visits, "dobbeltdiagnoser")
    first = steps.page.locator("table.answers .quotes li").first
    quote = first.locator("blockquote").text_content()
    steps.use(first.locator(".source a"))
    marks = steps.page.locator(".reading mark")
    marked = "".join(marks.all_text_contents())
    assert unspaced(quote)
    assert unspaced(quote) in unspaced(marked)
    expect(steps.page.locator(":target")).to_be_in_viewport()


def test_see_which_regions_do_not_mention_a_topic(visits: Visits) -> None:
    steps = asked(visits, "demens")
    summary = steps.page.locator("dl.summary")
    silent = summary.locator("div").filter(has_text="ikke omtalt")
    expect(silent).to_contain_text("Region Hovedstaden")
    expect(silent).not_to_contain_text("Syddanmark")
    expect(summary.locator("div").filter(has_text="ukendt")).to_contain_text("Region Syddanmark")


def test_see_what_is_unknown_and_why(visits: Visits) -> None:
    steps = asked(visits, "demens")
    row = steps.page.locator("table.answers tbody tr").filter(has_text="Region Syddanmark")
    expect(row).to_contain_text("kun faktaark")
    steps.use(row.get_by_role("link").first)
    expect(steps.page.locator("main")).to_contain_text("Dette er et faktaark og ikke aftalen")


def test_find_an_indicator_and_where_it_stands(visits: Visits) -> None:
    steps = asked(visits, "indikatorer for diabetes")
    first = steps.page.locator(".quotes li").filter(has_text="diabetes").first
    indicator = first.locator("blockquote").text_content()
    steps.use(first.locator(".source a"))
    marked = "".join(steps.page.locator(".reading mark").all_text_contents())
    assert unspaced(indicator) in unspaced(marked)


def test_follow_a_national_goal_to_indicators(visits: Visits) -> None:
    page = visits.open("/")
    steps = Steps(page, keyboard=True)
    steps.use(page.get_by_role("link", name="Sammenlign", exact=True))
    steps.use(page.get_by_role("link", name="Fra nationale mål til indikatorer"))
    steps.choose(page.get_by_label("Aftale", exact=True), "Region Midtjylland 2024–2027")
    steps.use(page.get_by_role("button", name="Vis", exact=True))
    goal = page.locator(".ways ol > li").filter(has_text="Bedre sammenhængende patientforløb")
    expect(goal).to_contain_text("nævnt i aftalen")
    contributing = goal.locator(".inferred li").filter(has_text="svær psykisk sygdom")
    expect(contributing).to_contain_text(re.compile(r"udledt, sikkerhed \d,\d\d"))
    text = contributing.locator("a").first.text_content() or ""
    stated = page.locator(".ways ul ul > li").filter(has_text=text).first
    expect(stated.locator("ul li").filter(has_text="indikator").first).to_contain_text("psykiatrien")


def test_compare_two_agreements(visits: Visits) -> None:
    page = visits.open("/")
    steps = Steps(page, keyboard=False)
    steps.use(page.get_by_role("link", name="Sammenlign", exact=True))
    steps.choose(page.get_by_label("Aftale", exact=True), "Region Nordjylland 2024–2027")
    steps.choose(page.get_by_label("over for"), "Region Sjælland 2024–2027")
    steps.fill(page.get_by_label("Emner", exact=True), "mental sundhed")
    steps.use(page.get_by_role("button", name="Sammenlign"))
    rows = page.locator("table.beside .joined").filter(has_text="mental")
    assert rows.count() > 0
    for side in rows.first.locator("td").all():
        expect(side.locator(".source a")).to_contain_text("linje")


def test_export_a_comparison_to_a_report(visits: Visits, tmp_path: Path) -> None:
    page = visits.open("/")
    steps = Steps(page, keyboard=False)
    steps.use(page.get_by_role("link", name="Sammenlign", exact=True))
    steps.fill(page.get_by_label("Emner", exact=True), "rygning")
    steps.use(page.get_by_role("button", name="Sammenlign"))
    book, picture = tmp_path / "a.xlsx", tmp_path / "a.png"
    steps.download(page.get_by_role("link", name="Excel med citater")).save_as(book)
    steps.download(page.get_by_role("link", name="Billede (PNG)")).save_as(picture)
    heads, *rows = load_workbook(book)["Citater"].iter_rows(values_only=True)
    table = [dict(zip(heads, row, strict=True)) for row in rows]
    quoted = [one for one in table if one["Vægtigste citat"]]
    assert len(quoted) == 3
    assert all(isinstance(one["Fra tegn"], int) and one["Dokument"] for one in quoted)
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_share_what_is_seen(visits: Visits) -> None:
    page = visits.open("/")
    steps = Steps(page, keyboard=False)
    steps.use(page.get_by_role("link", name="Sammenlign", exact=True))
    steps.fill(page.get_by_label("Emner", exact=True), "rygning")
    steps.fill(page.get_by_label("Dag", exact=True), "2027-06-01")
    steps.use(page.get_by_role("button", name="Sammenlign"))
    shared = urlsplit(page.url)
    other = visits.open(f"{shared.path}?{shared.query}")
    table = "div.heatmap table"
    assert other.locator(table).inner_text() == page.locator(table).inner_text()
    expect(other.locator(table)).to_contain_text("Region Østdanmark")
    assert other.locator("h1").count() == 1

"""Adding, correcting and removing an agreement in a browser: with the keyboard alone, without scripts, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import served_site
from contributing import ADDED, CODE, built_site, settings_of
from playwright.sync_api import Locator, Page, expect
from served import Endpoint
from visits import PHONE, Visits, overflow, violations

LONG = 240_000
"""Milliseconds that reading or publishing may take on a machine that does other things too."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A site with one agreement, on which those who have the token may contribute."""
    folder = built_site(tmp_path_factory)
    settings = settings_of(folder / "corpus", folder / "data")
    with served_site(
        AFTALEGRAF_CORPUS=str(settings.corpus),
        AFTALEGRAF_DATA=str(settings.data),
        AFTALEGRAF_ENCODER=settings.encoder,
        AFTALEGRAF_UPLOAD_TOKEN=CODE,
    ) as endpoint:
        yield endpoint


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Havplan Øst.md"
    path.write_text(f"{ADDED}\n\n{tmp_path.name}\n", encoding="utf-8")
    return path


def entered(visits: Visits, path: str = "/bidrag", **how: object) -> Page:
    """Open a page, by way of the login."""
    page = visits.open(path, **how)  # type: ignore[arg-type]
    page.locator("#navn").fill("Kirsten Ø. Hansen")
    page.locator("#adgangskode").fill(CODE)
    page.locator("main button").click()
    assert page.url == visits.address + path
    return page


def uploaded(page: Page, file: Path) -> None:
    page.locator("#fil").set_input_files(file)
    expect(page.get_by_role("heading", name="Hvad programmet har forstået")).to_be_visible(timeout=LONG)


def reached(page: Page, wanted: Locator) -> Locator:
    """Go on with the tabulator key until something has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return wanted
    raise AssertionError(f"The keyboard does not reach {wanted}.")


def pressed(page: Page, name: str, role: str = "button") -> None:
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    reached(page, wanted)
    left(page)


def left(page: Page) -> None:
    """Press Enter and wait for the page that it leads to."""
    with page.expect_navigation(timeout=LONG):
        page.keyboard.press("Enter")


def test_an_agreement_is_added_corrected_and_removed_with_the_keyboard_alone(visits: Visits, file: Path) -> None:
    page = visits.open("/bidrag")
    reached(page, page.locator("#navn"))
    page.keyboard.type("Kirsten Ø. Hansen")
    page.keyboard.press("Tab")
    page.keyboard.type(CODE)
    left(page)
    reached(page, page.locator("#fil"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(file)  # it is read at once, as the page says
    expect(page.get_by_role("heading", name="Hvad programmet har forstået")).to_be_visible(timeout=LONG)
    pressed(page, "Ret Vi vil nedbringe", "link")
    reached(page, page.locator("#label"))
    page.keyboard.type("Færre genindlæggelser")
    pressed(page, "Gem rettelsen")
    expect(page.locator(".statement:target strong")).to_have_text("Færre genindlæggelser")
    pressed(page, "Udgiv aftalen")
    expect(page.get_by_text("Aftalen er udgivet.")).to_be_visible(timeout=LONG)
    page.reload()
    checked(visits, page, "published")
    pressed(page, "Se aftalen", "link")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Havplan"))
    page.go_back()
    pressed(page, "Fjern aftalen igen")
    checked(visits, page, "removal")
    pressed(page, "Fjern aftalen")
    expect(page.get_by_text("Aftalen er fjernet.")).to_be_visible(timeout=LONG)


def test_a_held_agreement_is_corrected_from_its_page_without_scripts(visits: Visits) -> None:
    page = entered(visits, scripts=False)
    page.goto(f"{visits.address}/aftale/grundaftale")
    page.get_by_role("button", name="Ret udsagn").click()
    expect(page.get_by_role("heading", name="Hvad programmet har forstået")).to_be_visible(timeout=LONG)
    page.get_by_role("link", name="Ret Borgere med demens").click()
    page.locator("#kind").select_option("initiative")
    page.get_by_role("button", name="Gem rettelsen").click()
    expect(page.get_by_text("Ét udsagn er rettet.")).to_be_visible()
    page.get_by_role("button", name="Udgiv rettelserne").click()
    expect(page.get_by_text("Rettelserne er udgivet.")).to_be_visible(timeout=LONG)
    page.go_back()
    page.reload()
    page.get_by_role("button", name="Ret igen, eller tag rettelser tilbage").click()
    expect(page.get_by_role("heading", name="Hvad programmet har forstået")).to_be_visible(timeout=LONG)
    page.get_by_role("link", name="Ret Borgere med demens").click()
    expect(page.get_by_text("Rettet af Kirsten Ø. Hansen")).to_be_visible()
    page.get_by_role("button", name="Tag rettelsen tilbage").click()
    page.get_by_role("button", name="Udgiv rettelserne").click()
    expect(page.get_by_text("Rettelserne er udgivet.")).to_be_visible(timeout=LONG)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_of_a_contribution_violates_wcag_2_1_aa(visits: Visits, file: Path, language: str, dark: bool) -> None:
    page = visits.open(f"/log-ind?lang={language}", dark=dark)
    checked(visits, page, "login")
    page = entered(visits, dark=dark)
    uploaded(page, file)
    draft = page.url
    shown = {"home": f"{visits.address}/bidrag", "draft": draft, "statement": statement_of(page)}
    for label, address in shown.items():
        page.goto(f"{address}?lang={language}")
        checked(visits, page, label)
    page.goto(draft)
    page.get_by_role("button", name="Kassér bidraget").click()


def test_no_page_of_a_contribution_is_wider_than_a_phone(visits: Visits, file: Path) -> None:
    page = entered(visits, size=PHONE)
    widths = [overflow(page)]
    visits.keep(page, "home")
    uploaded(page, file)
    visits.keep(page, "draft")
    widths.append(overflow(page))
    page.goto(statement_of(page))
    visits.keep(page, "statement")
    widths.append(overflow(page))
    assert max(widths) <= 0


def checked(visits: Visits, page: Page, label: str) -> None:
    visits.keep(page, label)
    assert violations(page) == [], label
    assert page.locator("h1").count() == 1


def statement_of(page: Page) -> str:
    return page.url.partition("/bidrag")[0] + str(page.locator("a[href*='/udsagn/']").first.get_attribute("href"))

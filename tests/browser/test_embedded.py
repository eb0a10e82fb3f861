"""The search box `<aftale-soeg>` on a page of another origin, with a strict policy and hostile styles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from served import Endpoint
from visits import PHONE, Visits, overflow, violations

from service.texts import LANGUAGES, texts

QUESTION = "hvilke regioner prioriterer dobbeltdiagnoser"
REFUSED = ("has been blocked by CORS policy", "Failed to load resource")


@pytest.fixture
def host(browser: Browser, site: Endpoint, intranet_port: int, request: pytest.FixtureRequest) -> Iterator[Visits]:
    """Opens pages of the intranet that may ask; they reach for nothing but the service."""
    kept = os.environ.get("AFTALEGRAF_SCREENSHOTS")
    pictures = Path(kept) if kept else None
    visits = Visits(browser, f"http://localhost:{intranet_port}", pictures, request.node.name)
    yield visits
    visits.close()
    assert {urlsplit(address).netloc for address in visits.elsewhere} <= {f"127.0.0.1:{site.port}"}
    assert visits.errors == []


def embedding(site: Endpoint, attributes: str = "", lang: str = "da", scheme: str = "light dark") -> str:
    server = f"http://127.0.0.1:{site.port}"
    return "/?" + urlencode({"server": server, "attributes": attributes, "lang": lang, "scheme": scheme})


def ask(page: Page, question: str = QUESTION) -> None:
    page.get_by_role("searchbox").fill(question)
    page.get_by_role("searchbox").press("Enter")


def await_answer(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text(".")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_answers_by_keyboard_without_a_violation(host: Visits, site: Endpoint, language: str, dark: bool) -> None:
    page = host.open(embedding(site, f'lang="{language}"'), dark=dark)
    page.keyboard.press("Tab")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    await_answer(page)
    levels = page.get_by_role("row").locator("[part=level]").all_inner_texts()
    words = {"da": ("prioriteret", "ikke omtalt", "ukendt: kun faktaark")}
    words["en"] = ("prioritised", "not mentioned", "unknown: fact sheet only")
    most, silent, unknown = words[language]
    assert levels == [most, most, silent, silent, unknown]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.getAttribute('part')") == "link"
    assert violations(page) == []
    host.keep(page)


def test_a_quote_is_one_click_from_its_place(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site, 'lang="en"'))
    ask(page)
    await_answer(page)
    link = page.get_by_role("row").get_by_role("link", name="See the place in the agreement, Region Nordjylland").first
    place = urlsplit(link.get_attribute("href") or "")
    assert (place.netloc, place.path) == (f"127.0.0.1:{site.port}", "/aftale/nordjylland-2024-2027")
    quote = page.locator("[part=quote]").first.inner_text()
    link.click()
    page.wait_for_url("**/aftale/**")
    assert parse_qs(urlsplit(page.url).query)["lang"] == ["en"]
    marked = "".join(page.locator("mark").all_inner_texts())
    assert "".join(marked.split()) == "".join(quote.split())


def test_no_style_of_the_page_reaches_it(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site))
    ask(page)
    await_answer(page)
    computed = """(part) => {
        const root = document.querySelector("aftale-soeg").shadowRoot;
        const style = getComputedStyle(root.querySelector(`[part~="${part}"]`));
        return [style.fontSize, style.textTransform, style.letterSpacing, style.visibility, style.color, style.float];
    }"""
    assert page.evaluate(computed, "quote") == ["16px", "none", "normal", "visible", "rgb(27, 36, 38)", "none"]
    assert page.evaluate(computed, "button")[3:5] == ["visible", "rgb(255, 255, 255)"]
    assert page.evaluate(computed, "table")[:2] == ["16px", "none"]
    page.get_by_role("button", name="Søg").focus()
    outline = "getComputedStyle(document.querySelector('aftale-soeg').shadowRoot.activeElement).outlineStyle"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(outline) == "solid"


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 25, 27)")])
def test_it_is_light_or_dark_as_the_page_is(host: Visits, site: Endpoint, scheme: str, ground: str) -> None:
    page = host.open(embedding(site, scheme=scheme), dark=scheme == "light")
    root = "document.querySelector('aftale-soeg').shadowRoot.querySelector('.root')"
    assert page.evaluate(f"getComputedStyle({root}).backgroundColor") == ground


def test_the_page_themes_it_by_properties_and_parts(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site))
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            const part = "aftale-soeg::part(button) { min-height: 60px }";
            sheet.replaceSync(`aftale-soeg { --aftale-accent: #800080 } ${part}`);
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    button = page.get_by_role("button", name="Søg")
    expect(button).to_have_css("background-color", "rgb(128, 0, 128)")
    expect(button).to_have_css("min-height", "60px")


@pytest.mark.parametrize(
    "question", [QUESTION, "indikatorer for diabetes", "hvilke aftaler gælder i dag", "kvantemekanik"]
)
def test_every_kind_of_answer_fits_a_phone(host: Visits, site: Endpoint, question: str) -> None:
    page = host.open(embedding(site), size=PHONE)
    ask(page, question)
    await_answer(page)
    assert page.evaluate("document.querySelector('aftale-soeg').scrollWidth") <= PHONE[0]
    assert overflow(page) <= 0
    assert violations(page) == []
    assert page.get_by_role("heading", level=2).count() >= 1
    host.keep(page)


def test_a_narrow_column_of_a_wide_page_has_cards(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site))
    ask(page)
    await_answer(page)
    row = page.locator("tbody tr").first
    expect(row).to_have_css("display", "table-row")
    page.set_viewport_size({"width": 600, "height": 900})
    expect(row).to_have_css("display", "block")
    expect(page.get_by_role("row")).to_have_count(6)


def test_headings_have_the_level_that_the_page_wants(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site, 'heading="4" passages="2"'))
    ask(page)
    await_answer(page)
    assert page.get_by_role("heading", level=4).all_inner_texts() == ["Svar: dobbeltdiagnoser", "Steder i aftalerne"]
    expect(page.locator("[part=passages] > li")).to_have_count(2)


def test_a_misspelt_word_is_told_as_it_was_read(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site))
    ask(page, "ryggning")
    await_answer(page)
    expect(page.get_by_text("Viser svar for »rygning«. Du skrev »ryggning«.")).to_be_visible()


def test_only_the_latest_question_is_answered(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site))
    held: list[Route] = []
    page.route("**/api/v1/*q=demens*", lambda route: held.append(route))
    ask(page, "demens")
    expect(page.get_by_role("status")).to_have_text("Søger …")
    ask(page)
    await_answer(page)
    for route in held:
        route.abort()
    expect(page.get_by_role("heading", name="Svar: dobbeltdiagnoser")).to_be_visible()
    assert page.get_by_role("alert").count() == 0


def test_no_text_becomes_markup(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site))
    ask(page, "<img src=x onerror=alert(1)> <script>alert(2)</script>")
    await_answer(page)
    assert page.locator("aftale-soeg img").count() == 0


def test_a_comparison_is_led_to(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site))
    ask(page, "sammenlign Nordjylland og Sjælland om rygning")
    await_answer(page)
    link = page.get_by_role("link", name="fylder mere end her er plads til")
    expect(link).to_be_visible()
    assert urlsplit(link.get_attribute("href") or "").path == "/"


def test_a_service_that_is_slow_is_one_sentence(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site), scripts=True)
    page.clock.install()
    page.route("**/api/v1/*", lambda route: None)
    ask(page)
    expect(page.get_by_role("status")).to_have_text("Søger …")
    page.clock.fast_forward(21_000)
    expect(page.get_by_role("alert")).to_contain_text("ikke svaret i 20 sekunder")


def test_an_empty_question_is_told_of(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site))
    ask(page, "   ")
    expect(page.get_by_role("alert")).to_have_text("Skriv mindst ét ord, så der er noget at søge efter.")


def test_a_page_that_is_not_listed_is_told_so_and_led_on(browser: Browser, site: Endpoint, intranet_port: int) -> None:
    stranger = Visits(browser, f"http://127.0.0.1:{intranet_port}", None, "stranger")
    page = stranger.open(embedding(site))
    ask(page)
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text(f"denne sides adresse (http://127.0.0.1:{intranet_port}) ikke på listen")
    assert violations(page) == []
    link = problem.get_by_role("link", name="Søg videre på Aftalegraf")
    assert parse_qs(urlsplit(link.get_attribute("href") or "").query) == {"q": [QUESTION]}
    link.click()
    expect(page.locator("h1").first).to_contain_text("dobbeltdiagnoser")
    assert all(any(reason in error for reason in REFUSED) for error in stranger.errors)
    stranger.close()


@pytest.mark.parametrize(("status", "sentence"), [(503, "kan ikke svare lige nu"), (422, "på en anden måde")])
def test_a_service_that_refuses_is_one_sentence(host: Visits, site: Endpoint, status: int, sentence: str) -> None:
    page = host.open(embedding(site))
    origin = {"Access-Control-Allow-Origin": "*"}
    page.route("**/api/v1/ask*", lambda route: route.fulfill(status=status, headers=origin, body="{}"))
    ask(page)
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    host.errors.clear()  # the browser reports the status


def test_without_scripts_what_stands_within_is_shown(host: Visits, site: Endpoint) -> None:
    page = host.open(embedding(site), scripts=False)
    assert page.locator("aftale-soeg > a").get_attribute("href") == f"http://127.0.0.1:{site.port}/"


def test_it_says_the_same_words_as_the_pages(visits: Visits) -> None:
    page = visits.open("/")
    told = page.evaluate("import('/static/aftale-soeg.js').then((module) => module.TEXTS)")
    assert told["da"].keys() == told["en"].keys()
    for language in LANGUAGES:
        t = texts(language)
        assert told[language]["types"] == {name: t(f"type.{name}") for name in told[language]["types"]}
        assert told[language]["notInForce"] == t("held.not_in_force")
        assert told[language]["factSheet"] == t("held.fact_sheet")

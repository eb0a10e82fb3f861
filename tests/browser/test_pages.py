"""Every page, as those see it who use it in the dark, in English, on a phone or with a screen reader."""

from __future__ import annotations

import pytest
from visits import PHONE, Visits, overflow, places, violations

# Each page of the service once, by what it shows; a new page is added here.
PAGES = {
    "start": "/",
    "answer": "/?q=hvilke+regioner+prioriterer+dobbeltdiagnoser",
    "free words": "/?q=hvilke+regioner+omtaler+ventetid",
    "statements": "/?q=indikatorer+for+diabetes",
    "agreements asked for": "/?q=hvilke+aftaler+er+i+kraft",
    "comparison asked for": "/?q=sammenlign+Nordjylland+og+Sj%C3%A6lland",
    "filtered": "/?q=borgere&region=sjaelland&type=goal&topic=xyz",
    "filtered away": "/?q=borgere&region=syddanmark&type=definition",
    "misspelt": "/?q=ryggning",
    "nothing found": "/?q=kvantemekanik",
    "agreement": "/aftale/nordjylland-2024-2027",
    "fact sheet": "/aftale/syddanmark-2024-2027-faktaark",
    "topics": "/emner",
    "topics by letter": "/emner?orden=alfabet",
    "topic": "/emne/kronisk-sygdom",
    "thing": "/om/id/region/nordjylland",
    "exploration": "/udforsk/id/emne/kronisk-sygdom",
    "about": "/om",
    "accessibility": "/tilgaengelighed",
    "privacy": "/privatliv",
    "unknown topic": "/emne/demns",
    "compare form": "/sammenlign",
    "matrix": "/sammenlign?topic=rygning%0D%0Ademens",
    "side by side": "/sammenlign?agreement=nordjylland-2024-2027&agreement=sjaelland-2024-2027",
    "matrix of an unknown topic": "/sammenlign?topic=xyzzyq",
    "map": "/kort?topic=rygning&on=2027-06-01",
    "map of an unknown topic": "/kort?topic=xyzzyq",
    "national goals": "/nationale-maal",
    "national goals of one agreement": "/nationale-maal?agreement=midtjylland-2024-2027",
    "level": "/om/id/prioritet/nordjylland-2024-2027/rygning",
    "dataset": "/datasaet",
    "ontology": "/ontologi",
    "sparql": "/sparql",
    "sparql result": "/sparql?query=SELECT+*+%7B+?s+?p+?o+%7D+LIMIT+5",
    "sparql error": "/sparql?query=SELECT+*+%7B%0A+FRM+%7D",
    "sparql guide": "/sparql/guide",
    "unknown page": "/findes-ikke",
}
every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


def in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@every_page
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_page_has_no_violation_of_wcag_2_1_aa_in_light_or_dark(visits: Visits, path: str, language: str) -> None:
    page = visits.open(in_language(path, language))
    assert page.locator("html").get_attribute("lang") == language
    visits.keep(page, "light")
    assert violations(page) == []
    light = places(page)
    page.emulate_media(color_scheme="dark")
    visits.keep(page, "dark")
    assert places(page) == light, "more than colours differs in the dark, so all is to be checked there too"
    assert violations(page, of_colour=True) == []


@every_page
def test_a_page_is_no_wider_than_a_phone(visits: Visits, path: str) -> None:
    page = visits.open(path, size=PHONE)
    visits.keep(page)
    assert overflow(page) <= 0


@every_page
def test_a_page_has_its_heading_and_its_way_back_without_scripts(visits: Visits, path: str) -> None:
    page = visits.open(path, scripts=False)
    assert page.locator("h1").count() == 1
    assert page.locator("a.brand").is_visible()


def test_the_checks_see_what_is_wrong(visits: Visits) -> None:
    page = visits.open("/")
    page.evaluate(
        """() => {
            const wrong = document.createElement("p");
            wrong.append("pale", new Image());
            Object.assign(wrong.style, { minWidth: "3000px", color: "#ccc", background: "#fff" });
            document.querySelector("main").replaceChildren(wrong);
        }"""
    )
    assert {line.partition(":")[0] for line in violations(page)} >= {"image-alt", "color-contrast"}
    assert {line.partition(":")[0] for line in violations(page, of_colour=True)} == {"color-contrast"}
    assert overflow(page) > 0


def test_a_script_that_asks_another_host_is_refused_and_told(visits: Visits) -> None:
    page = visits.open("/")
    page.evaluate("fetch('http://127.0.0.1:1/').catch(() => null)")
    assert any("Content Security Policy" in error for error in visits.errors)
    visits.errors.clear()
    visits.elsewhere.clear()

"""The web application over the built corpus: what a browser, a program and an attacker get."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree.ElementTree import Element

import html5rdf  # type: ignore[import-untyped]
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from graph.limits import MAX_QUERY
from graph.swap import swap_into_place
from service.app import create_app
from service.building.release import Release, current
from service.http.headers import SECURITY
from service.opened import Releases
from service.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"}
QUESTION = "hvilke regioner prioriterer dobbeltdiagnoser"
QUOTED = "/aftale/nordjylland-2024-2027?document=nordjylland-2024-2027&start=12478&end=12650"
PAGES = (
    "/",
    "/?lang=en",
    f"/?q={QUESTION}",
    f"/?q={QUESTION}&lang=en",
    "/?q=ryggning",
    "/?q=asdf",
    "/?q=demens&region=sjaelland&type=goal&year=2025",
    "/?q=borgere&region=syddanmark&type=definition&topic=ukendt&lang=en",
    "/?q=forebygelse&more=1",
    "/?q=hvilke aftaler er i kraft",
    "/?q=which agreements are in force&lang=en",
    QUOTED,
    "/aftale/syddanmark-2024-2027-faktaark?lang=en",
    "/aftale/ukendt",
    "/emner",
    "/emner?orden=alfabet&lang=en",
    "/emne/kronisk-sygdom",
    "/emne/demens?art=ukendt&lang=en",
    "/emne/demns",
    "/ingenting",
    "/sammenlign",
    "/sammenlign?topic=rygning;demens&on=2027-06-01&lang=en",
    "/sammenlign?agreement=nordjylland-2024-2027&agreement=sjaelland-2024-2027",
    "/sammenlign?agreement=syddanmark-2024-2027-faktaark&agreement=syddanmark-2019-2023-faktaark&lang=en",
    "/sammenlign?topic=xyzzyq&on=ukendt",
    "/sparql",
    "/sparql/guide",
    "/sparql/guide?lang=en",
    "/ontologi",
    "/ontologi?lang=en",
    "/datasaet",
    "/datasaet?lang=en",
    "/om/id/aftale/nordjylland-2024-2027",
    "/om/id/dokument/nordjylland-2024-2027-oplaeg?lang=en",
    "/om/id/region/nordjylland?lang=en",
    "/om/id/prioritet/nordjylland-2024-2027/demens",
    "/om/graf/udledt/nordjylland-2024-2027",
    "/id/emne/demns",
    "/sparql?query=ASK+%7B%7D",
    "/sparql?query=SELECT+nonsense&lang=en",
)
ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"
LEVELS = {
    "Region Nordjylland": "prioriteret",
    "Region Sjælland": "prioriteret",
    "Region Hovedstaden": "ikke omtalt",
    "Region Midtjylland": "ikke omtalt",
    "Region Syddanmark": "ukendt: kun faktaark",
}


@pytest.fixture(scope="module")
def app(release_settings: Settings) -> FastAPI:
    app = create_app(release_settings)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("the database password is 1234")

    return app


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def program(client: TestClient) -> TestClient:
    """The same service asked without a browser's Accept header."""
    return TestClient(client.app, headers={"Accept": "application/json"}, raise_server_exceptions=False)


def parsed(html: str) -> Element:
    """Parse HTML by the standard's rules; any parse error is raised."""
    document: Element = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return document


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def unspaced(*elements: Element) -> str:
    return "".join("".join(text_of(one).split()) for one in elements)


def with_class(element: Element, name: str) -> list[Element]:
    return [one for one in element.iter() if name in one.get("class", "").split()]


def page(client: TestClient, address: str, status: int = 200) -> Element:
    response = client.get(address)
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return parsed(response.text)


def is_ours(script: Element) -> bool:
    """Whether a script is one of the service's files, and nothing is written within it."""
    return not text_of(script) and re.match(r"/static/[\w-]+\.js(\?v=[\w.]+)?$", script.get("src", "")) is not None


def answer_table(document: Element) -> dict[str, Element]:
    (table,) = with_class(document, "answers")
    return {text_of(with_class(row, "region")[0]): row for row in table.iter("tr") if with_class(row, "region")}


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_well_formed_and_asks_for_nothing_from_elsewhere(client: TestClient, address: str) -> None:
    response = client.get(address)
    document = parsed(response.text)
    identifiers = [one.get("id") for one in document.iter() if one.get("id")]
    assert len(identifiers) == len(set(identifiers))
    assert len(list(document.iter("h1"))) == 1
    for element in document.iter():
        assert element.tag not in ("style", "iframe", "object")
        assert element.tag != "script" or is_ours(element)
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)
        if element.tag == "a" and element.get("rel") == "external":
            continue  # It is followed only by one who wants to.
        for name in ("href", "src", "action"):
            assert re.match(r"/(?!/)|#", element.get(name, "/")), (element.tag, element.get(name))


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_its_language_and_fits_a_narrow_screen(client: TestClient, address: str) -> None:
    document = parsed(client.get(address).text)
    root = next(document.iter("html"))
    assert root.get("lang") == ("en" if "lang=en" in address else "da")
    (viewport,) = (meta for meta in document.iter("meta") if meta.get("name") == "viewport")
    assert viewport.get("content") == "width=device-width, initial-scale=1"


def test_every_field_has_a_label(client: TestClient) -> None:
    for address in (f"/?q={QUESTION}", "/sammenlign?topic=demens", "/sparql"):
        document = page(client, address)
        labelled = {label.get("for") for label in document.iter("label")}
        fields = [one for tag in ("input", "select", "textarea") for one in document.iter(tag)]
        assert {one.get("id") for one in fields if one.get("type") != "hidden"} <= labelled


@pytest.mark.parametrize("address", ["/", "/static/style.css", "/health", "/api/v1/topics", "/ingenting", "/broken"])
def test_every_response_carries_the_security_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert {name: headers[name] for name in SECURITY} == SECURITY


@pytest.mark.parametrize(
    "name",
    ["q", "region", "type", "year", "goal", "lang", "more", "document", "start", "query", "topic", "on", "agreement"],
)
@pytest.mark.parametrize("path", ["/", "/aftale/nordjylland-2024-2027", "/aftale/<script>", "/sparql", "/sammenlign"])
def test_what_an_attacker_sends_stays_text(client: TestClient, name: str, path: str) -> None:
    response = client.get(path, params={"q": "demens", name: ATTACK})
    document = parsed(response.text)
    assert all(is_ours(script) for script in document.iter("script"))
    assert all("onerror" not in one.attrib for one in document.iter())
    assert "49" not in re.findall(r"alert\(2\)&gt;(\S{2})", response.text)
    if name == "q" and path == "/":
        (field,) = (one for one in document.iter("input") if one.get("id") == "q")
        assert field.get("value") == ATTACK


def test_an_answer_shows_all_five_regions_with_their_levels(client: TestClient) -> None:
    rows = answer_table(page(client, f"/?q={QUESTION}"))
    assert {region: text_of(with_class(row, "level")[0]) for region, row in rows.items()} == LEVELS
    assert len({with_class(row, "level")[0].get("class") for row in rows.values()}) == 3


def test_an_answer_marks_what_is_not_in_force_and_what_is_a_fact_sheet(client: TestClient) -> None:
    rows = answer_table(page(client, f"/?q={QUESTION}"))
    old = {region for region, row in rows.items() if with_class(row, "tag-past")}
    sheets = {region for region, row in rows.items() if with_class(row, "tag-sheet")}
    assert sheets == {"Region Syddanmark"}
    assert "Region Hovedstaden" in old
    if date.today() < date(2027, 6, 30):
        assert old == {"Region Hovedstaden"}


def test_silence_tells_how_much_text_was_searched(client: TestClient, release_settings: Settings) -> None:
    rows = answer_table(page(client, f"/?q={QUESTION}"))
    source = current(release_settings.data).sources / "midtjylland-2024-2027.txt"
    characters = f"{len(source.read_bytes().decode()):,}".replace(",", ".")
    assert f"{characters} tegn i ét dokument" in text_of(rows["Region Midtjylland"])


def test_a_question_of_free_words_says_what_was_looked_for_and_what_comes_near(client: TestClient) -> None:
    shown = page(client, "/?q=hvilke+regioner+nævner+ejerskab")
    assert "Fundet ved ordene: ejerskab." in text_of(shown)
    rows = answer_table(shown)
    assert text_of(with_class(rows["Region Sjælland"], "level")[0]) == "nævnt"
    silent = text_of(rows["Region Nordjylland"])
    assert "Det står ikke i aftalen med disse ord." in silent
    assert "Nærmeste sted i betydning (ikke talt med)" in silent
    assert "Nærmeste sted" not in text_of(rows["Region Sjælland"])


def test_several_things_are_looked_for_at_once_and_the_page_says_so(client: TestClient) -> None:
    # "ensomhed blandt ældre" was answered by what is said of elderly people alone.
    shown = page(client, "/?q=ensomhed+blandt+ældre")
    assert "de sætninger, der taler om ensomhed + ældre på én gang" in text_of(shown)
    assert "/?q=%C3%A6ldre" in [link.get("href") for link in shown.iter("a") if text_of(link) == "ældre"]
    quotes = [text_of(quote) for row in answer_table(shown).values() for quote in row.iter("blockquote")]
    assert quotes, "the nearest passages at least"


def test_a_question_for_a_kind_of_statement_lists_them_by_agreement_with_their_places(client: TestClient) -> None:
    shown = page(client, "/?q=indikatorer+for+diabetes")
    assert "Svar om diabetes: indikator, national indikator" in text_of(shown)
    quotes = [text_of(quote) for quote in shown.iter("blockquote")]
    assert "Antal akutte indlæggelser blandt borgere med diabetes" in quotes
    assert "Vi fandt ingen udsagn af slagsen »mål«" in text_of(page(client, "/?q=mål+for+demens"))


def test_an_answer_in_english_speaks_english(client: TestClient) -> None:
    rows = answer_table(page(client, "/?q=which+regions+prioritise+dual+diagnosis&lang=en"))
    assert text_of(with_class(rows["North Denmark Region"], "level")[0]) == "prioritised"
    assert text_of(with_class(rows["Region of Southern Denmark"], "level")[0]) == "unknown: only a fact sheet"


@pytest.mark.parametrize("question", [QUESTION, "demens", "børn og unges trivsel", "forebyggelse"])
def test_every_quote_links_to_the_place_where_its_words_are_marked(
    client: TestClient, release_settings: Settings, question: str
) -> None:
    document = page(client, f"/?q={question}")
    found = [one.get("href", "") for place in with_class(document, "source") for one in place.iter("a")]
    links = [link for link in found if "document=" in link]  # the others lead to topics
    assert len(links) > 3
    for link in links:
        place = urlsplit(link)
        asked = {name: values[0] for name, values in parse_qs(place.query).items()}
        source = (current(release_settings.data).sources / f"{asked['document']}.txt").read_bytes().decode()
        quote = source[int(asked["start"]) : int(asked["end"])]
        shown = page(client, link)
        assert unspaced(*shown.iter("mark")) == "".join(quote.split())
        (target,) = (one for one in shown.iter() if one.get("id") == place.fragment)
        assert target.tag == "mark"


def test_an_agreement_shows_every_word_of_its_documents(client: TestClient, release_settings: Settings) -> None:
    document = page(client, "/aftale/nordjylland-2024-2027")
    # What is told of the statements stands between the parts; the parts are the text and nothing else.
    shown = [unspaced(*with_class(one, "part")) for one in with_class(document, "reading")]
    sources = current(release_settings.data).sources
    names = ("nordjylland-2024-2027", "nordjylland-2024-2027-oplaeg")
    assert shown == ["".join((sources / f"{name}.txt").read_bytes().decode().split()) for name in names]


@pytest.mark.parametrize("place", ["start=1&end=999999", "start=9&end=3", "start=x&end=y", "start=-5&end=3", "start=5"])
def test_a_place_that_is_not_in_the_text_is_told_of(client: TestClient, place: str) -> None:
    document = page(client, f"/aftale/nordjylland-2024-2027?document=nordjylland-2024-2027&{place}")
    assert not list(document.iter("mark"))
    assert "findes ikke i teksten" in text_of(with_class(document, "notice-problem")[0])


def test_a_misspelt_question_is_answered_and_says_how_it_was_read(client: TestClient) -> None:
    notices = [text_of(one) for one in with_class(page(client, "/?q=ryggning"), "notice")]
    assert notices[0] == "Viser svar for rygning. Du skrev »ryggning«."


def test_the_query_that_gives_an_answer_can_be_opened_and_run(client: TestClient) -> None:
    document = page(client, f"/?q={QUESTION}")
    (link,) = (one.get("href", "") for one in document.iter("a") if one.get("href", "").startswith("/sparql?query="))
    cells = [text_of(cell) for cell in page(client, link).iter("td")]
    assert {"Region Nordjylland", "nordjylland-2024-2027", "synonym"} <= set(cells)


def test_passages_say_why_they_were_found(client: TestClient) -> None:
    (hits,) = with_class(page(client, "/?q=dobbeltdiagnoser"), "hit-list")
    first = next(hits.iter("li"))
    assert [text_of(mark) for mark in first.iter("mark")] == ["dobbeltdiagnoser"]
    assert "Fundet ved ordet dobbeltdiagnoser · emnet dobbeltdiagnoser" in text_of(first)


def test_the_footer_says_which_region_is_held_as_fact_sheet_only(client: TestClient) -> None:
    footer = next(page(client, "/").iter("footer"))
    assert "Fra Region Syddanmark har vi kun faktaark" in text_of(footer)


def test_the_examples_on_the_front_page_have_answers(client: TestClient) -> None:
    for address in ("/", "/?lang=en"):
        for chips in with_class(page(client, address), "chips"):
            for link in chips.iter("a"):
                assert len(answer_table(page(client, link.get("href", "")))) == 5, text_of(link)


def test_the_other_language_keeps_the_question(client: TestClient) -> None:
    (link,) = with_class(page(client, f"/?q={QUESTION}&region=sjaelland"), "language")
    asked = parse_qs(urlsplit(link.get("href", "")).query)
    assert asked == {"q": [QUESTION], "region": ["sjaelland"], "lang": ["en"]}


def test_the_other_language_keeps_parameters_of_any_name_and_number(client: TestClient) -> None:
    address = "/sammenlign?agreement=nordjylland&agreement=midtjylland&path=x&language=y&fragment=z"
    (link,) = with_class(page(client, address), "language")
    asked = parse_qs(urlsplit(link.get("href", "")).query)
    assert asked == {**parse_qs(urlsplit(address).query), "lang": ["en"]}


@pytest.mark.parametrize("question", ["x" * (MAX_QUERY + 1), "?!"])
def test_a_question_that_is_too_long_or_empty_gets_one_sentence(client: TestClient, question: str) -> None:
    document = page(client, "/?" + urlencode({"q": question}), status=400)
    (problem,) = with_class(document, "notice-problem")
    assert text_of(problem).count(".") == 1
    (field,) = (one for one in document.iter("input") if one.get("id") == "q")
    assert question.startswith(field.get("value", ""))


@pytest.mark.parametrize("address", ["/aftale/ukendt", "/ingenting", "/static/intet.css"])
def test_a_missing_page_helps(client: TestClient, address: str) -> None:
    document = page(client, address, status=404)
    assert text_of(next(document.iter("h1"))) == "Siden findes ikke"
    assert any(form.get("action") == "/" for form in document.iter("form"))
    assert "/aftale/sjaelland-2024-2027" in [link.get("href") for link in document.iter("a")]


def test_a_failure_tells_nothing_of_its_reason(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    document = page(client, "/broken", status=500)
    assert text_of(next(document.iter("h1"))) == "Noget gik galt"
    assert "1234" not in text_of(document)
    assert "RuntimeError" in caplog.text


def test_pages_answer_head_as_they_answer_get(client: TestClient) -> None:
    for address in ("/", f"/?q={QUESTION}", "/aftale/nordjylland-2024-2027"):
        response = client.head(address)
        assert (response.status_code, response.content) == (200, b"")


def test_no_query_is_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for address in ("/", "/api/v1/search", "/api/v1/ask"):
        client.get(address, params={"q": "hemmelighedsfuldt"})
        client.get(address, params={"q": "hemmelighedsfuldt" * 50})
    own = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    assert not [message for message in own if "hemmelighedsfuldt" in message]


def test_search_gives_the_public_shape(program: TestClient) -> None:
    found = program.get("/api/v1/search", params={"q": "rygning", "k": 3, "region": "Region Sjælland"}).json()
    assert list(found) == ["query", "interpretation", "hits"]
    assert found["interpretation"]["filters"]["region"] == "Region Sjælland"
    assert 1 <= len(found["hits"]) <= 3
    for hit in found["hits"]:
        keys = ["document", "region", "agreement", "type", "text", "start", "end", "score", "why"]
        assert list(hit) == keys
        assert list(hit["why"]) == ["words", "topics", "semantic"]
        assert hit["region"] == "Region Sjælland"


def test_ask_gives_the_public_shape(program: TestClient) -> None:
    answered = program.get("/api/v1/ask", params={"q": QUESTION}).json()
    assert list(answered) == ["question", "language", "topic", "sparql", "answers"]
    assert list(answered["topic"]) == ["uri", "label", "match"]
    assert {one["region"]: one["level_label"] for one in answered["answers"]} == LEVELS
    keys = ["region", "agreement", "period", "coverage", "level", "level_label", "evidence"]
    for answer in answered["answers"]:
        assert [key for key in answer if key != "nearest"] == keys
        assert "nearest" not in answer or not answer["level"]
        assert list(answer["period"]) == ["start", "end", "in_force"]
        for one in answer["evidence"]:
            assert list(one) == ["document", "quote", "start", "end", "statement_type", "match"]


def test_ask_answers_a_question_without_a_topic_by_passages(program: TestClient) -> None:
    answered = program.get("/api/v1/ask", params={"q": "hvordan når vi resultater sammen"}).json()
    assert answered["kind"] == "passages"
    assert answered["topic"] is None
    assert list(answered["rows"][0])[:2] == ["document", "region"]


def test_ask_answers_a_question_of_free_words_by_region(program: TestClient) -> None:
    answered = program.get("/api/v1/ask", params={"q": "hvilke regioner nævner ejerskab"}).json()
    assert list(answered) == ["question", "language", "topic", "aspects", "sparql", "answers"]
    assert answered["topic"] is None
    assert [(one["label"], one["topic"]) for one in answered["aspects"]] == [("ejerskab", None)]
    levels = {one["region"]: one["level"] for one in answered["answers"]}
    assert levels["Region Hovedstaden"] == 1
    assert levels["Region Nordjylland"] == 0
    assert levels["Region Syddanmark"] is None
    found = program.get("/sparql", params={"query": answered["sparql"]}).json()["results"]["bindings"]
    assert {row["quote"]["value"] for row in found if "quote" in row} == {
        one["quote"] for answer in answered["answers"] for one in answer["evidence"]
    }


def test_ask_gives_the_statements_of_a_kind_and_the_query_that_gives_them(program: TestClient) -> None:
    answered = program.get("/api/v1/ask", params={"q": "hvad er visionen i Region Sjælland?"}).json()
    assert (answered["kind"], answered["types"], answered["answers"]) == ("statements", ["vision"], [])
    (row,) = answered["rows"]
    keys = ["region", "agreement", "in_force", "coverage", "type", "text", "document", "quote", "start", "end"]
    assert list(row) == keys
    assert (row["region"], row["text"]) == ("Region Sjælland", "Fælles med borgeren om bedre sundhed")
    found = program.get("/sparql", params={"query": answered["sparql"]}).json()["results"]["bindings"]
    assert row["quote"] in {one["quote"]["value"] for one in found}


def test_ask_gives_the_agreements_that_a_question_is_on(program: TestClient) -> None:
    answered = program.get("/api/v1/ask", params={"q": "hvornår træder aftalen i kraft i Sjælland"}).json()
    assert (answered["kind"], answered["answers"]) == ("agreements", [])
    (row,) = answered["rows"]
    keys = ["region", "agreement", "title", "period", "coverage", "parties", "municipalities", "predecessor"]
    assert list(row) == keys
    assert row["period"] == {"start": "2024", "end": "2027", "in_force": True}


def test_ask_puts_two_agreements_beside_each_other(program: TestClient) -> None:
    answered = program.get("/api/v1/ask", params={"q": "hvad er nyt om demens i Syddanmark"}).json()
    asked = {"topic": "demens", "agreement": ["syddanmark-2019-2023-faktaark", "syddanmark-2024-2027-faktaark"]}
    assert (answered["kind"], answered["topic"]["match"]) == ("comparison", "word")
    compared = program.get("/api/v1/compare", params=asked).json()
    assert answered["comparison"] == compared
    refused = program.get("/api/v1/ask", params={"q": "hvad er nyt i Nordjylland"})
    assert (refused.status_code, "is not held here" in refused.json()["detail"]) == (404, True)


def test_topics_and_agreements_are_listed(program: TestClient) -> None:
    topics = program.get("/api/v1/topics").json()["topics"]
    assert {"uri", "label", "definition", "broader"} == set(topics[0])
    assert "https://w3id.org/aftalegraf/id/emne/dobbeltdiagnoser" in [topic["uri"] for topic in topics]
    agreements = {one["agreement"]: one for one in program.get("/api/v1/agreements").json()["agreements"]}
    assert agreements["syddanmark-2024-2027-faktaark"]["coverage"] == "fact sheet"
    nordjylland = agreements["nordjylland-2024-2027"]
    assert nordjylland["period"]["end"] == "2027-06-30"
    assert [one["supplement"] for one in nordjylland["documents"]] == [False, True]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/search?q=" + "x" * (MAX_QUERY + 1), 400),
        ("/api/v1/ask?q=%20", 400),
        ("/api/v1/search?q=demens&type=sang", 400),
        ("/api/v1/search?q=demens&region=Sk%C3%A5ne", 400),
        ("/api/v1/search?q=demens&k=0", 422),
        ("/api/v1/search?q=demens&year=ifjor", 422),
        ("/api/v1/search", 422),
        ("/api/v1/intet", 404),
    ],
)
def test_the_api_refuses_in_one_sentence(program: TestClient, address: str, status: int) -> None:
    response = program.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    sentence = response.json()["detail"]
    assert re.fullmatch(r"[^\n]+[.]", sentence)
    assert not re.search(r"[.!?] [A-Z]", sentence)


def test_health_and_readiness(program: TestClient) -> None:
    assert program.get("/health").json()["status"] == "ok"
    assert program.get("/ready").json()["agreements"] == 6


def test_without_built_data_the_service_says_what_to_do(tmp_path: Path) -> None:
    app = create_app(Settings.model_validate({"data": tmp_path}))
    client = TestClient(app, headers=BROWSER, raise_server_exceptions=False)
    document = page(client, "/", status=503)
    assert "aftalegraf build" in text_of(document)
    assert client.get("/health").status_code == 200
    assert client.get("/ready").status_code == 503


def test_a_new_release_is_taken_up_without_a_restart(release_settings: Settings, tmp_path: Path) -> None:
    first, second = current(tmp_path), Release(tmp_path / "next")
    for release in (first, second):
        shutil.copytree(current(release_settings.data).folder, release.folder)
    releases = Releases(release_settings.model_copy(update={"data": tmp_path}))
    served = releases.current()
    assert releases.current() is served
    swap_into_place(second.folder, first.folder)
    assert releases.current() is not served
    shutil.rmtree(first.folder)
    assert releases.current().catalogue.agreements.keys() == served.catalogue.agreements.keys()


def test_settings_are_the_limits_of_the_endpoint(release_settings: Settings) -> None:
    set_so = {"query_seconds": 9.5, "query_rows": 8, "query_bytes": 700, "query_mebibytes": 1024}
    with TestClient(create_app(release_settings.model_copy(update=set_so))) as client:
        reply = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 8"})
        assert (reply.status_code, "more than 700 bytes" in reply.text) == (422, True)
        assert reply.headers["x-sparql-limits"] == "seconds=9.5, rows=8, bytes=700"
        assert client.app.state.pool.config.memory == 2**30  # type: ignore[attr-defined]


def test_page_of_a_service_that_cannot_answer_now_says_when_to_try_again(release_settings: Settings) -> None:
    app = create_app(release_settings)
    with TestClient(app, headers=BROWSER) as client:
        app.state.pool.close()
        reply = client.get("/sparql?query=ASK+%7B%7D")
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
    assert "prøv igen om et øjeblik" in reply.text


def test_unknown_term_is_named_on_the_page(client: TestClient) -> None:
    query = "PREFIX aft: <https://w3id.org/aftalegraf/ontologi#> ASK { ?x a aft:Gaol }"
    document = page(client, "/sparql?" + urlencode({"query": query}))
    assert "mente du aft:Goal?" in " ".join(text_of(one) for one in with_class(document, "notice"))

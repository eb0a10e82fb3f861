"""The search page: filters with their numbers, why a passage was found, what else was meant, and what is near."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import pytest
from starlette.testclient import TestClient
from test_service_app import BROWSER, is_ours, page, text_of, with_class

from search.answers import related
from search.engine import SearchEngine
from search.model import Filters, Hit, Unit
from service.app import create_app
from service.finding.filters import FILTERS, Choice, facets, filters_of
from service.finding.findings import FOUND, find
from service.knowledge import NEAR, Knowledge
from service.opened import Opened
from service.settings import Settings
from service.texts import texts

QUESTIONS = ("rygning", "mennesker med skizofreni dør tidligere", "tværsektorielt samarbejde")


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def opened(release_settings: Settings) -> Opened:
    return Opened.of(Knowledge.open(release_settings))


def offered(document: Element) -> dict[str, tuple[int | None, str]]:
    """The values of all filters by their names, with the number, if it has one, and the address of each."""
    return {
        text_of(next(item.iter("a"))): (
            next((int(text_of(number)) for number in with_class(item, "number")), None),
            next(item.iter("a")).get("href", ""),
        )
        for facet in with_class(document, "facet")
        for item in facet.iter("li")
    }


def unit_of(hit: Hit, opened: Opened) -> Unit:
    """The passage that was found, as it is indexed."""
    years = opened.catalogue.agreements[hit.agreement].years
    return Unit(
        document=hit.document,
        agreement=hit.agreement,
        region=hit.region,
        types=hit.types,
        text=hit.text,
        quote="x" * (hit.end - hit.start),
        start=hit.start,
        end=hit.end,
        topics=hit.topics,
        year_start=min(years),
        year_end=max(years),
    )


def found(document: Element) -> int:
    """How many passages the page says that there are."""
    (line,) = (
        text_of(one) for one in with_class(document, "hint") if re.search(r"(er fundet|bedste af)", text_of(one))
    )
    numbers = re.findall(r"\d+", line.partition(".")[0])
    return int(numbers[-1]) if numbers else 1


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("more", ["", "&region=sjaelland"])
def test_choosing_a_value_gives_at_least_as_many_passages_as_its_number_says(
    client: TestClient, question: str, more: str
) -> None:
    values = offered(page(client, f"/?q={question}{more}"))
    assert len(values) > 5
    for name, (number, address) in values.items():
        assert number != 0, "no dead end"
        assert found(page(client, address)) >= (number or 1), name


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("name", FILTERS)
def test_the_page_its_file_and_the_api_find_the_same_within_each_filter(
    client: TestClient, opened: Opened, question: str, name: str
) -> None:
    offered_values = facets(find(question, opened.knowledge, date.today()).hits, Choice({}), opened, texts("da"))
    values = next(facet.values for facet in offered_values if facet.name == name)
    for value in values[:4]:
        asked = urlencode({"q": question, **value.filters})
        api = client.get(f"/api/v1/search?{asked}&k=100").json()["hits"]
        rows = list(csv.DictReader(io.StringIO(client.get(f"/steder.csv?{asked}").text)))
        assert [(row["Dokument"], int(row["Fra tegn"])) for row in rows][: len(api)] == [
            (hit["document"], hit["start"]) for hit in api
        ]
        document = page(client, f"/?{asked}&more=1")
        assert found(document) == len(rows)
        assert len(with_class(document, "passage")) == min(len(rows), 50)


def test_a_number_counts_those_of_the_passages_found_that_have_the_value(opened: Opened) -> None:
    for question in QUESTIONS:
        hits = find(question, opened.knowledge, date.today()).hits
        for facet in facets(hits, Choice({}), opened, texts("da")):
            for value in facet.values:
                narrowed = filters_of(value.filters, opened)
                assert sum(narrowed.accept(unit_of(hit, opened)) for hit in hits) == value.number


def test_beside_a_chosen_value_others_that_have_passages_stand_without_a_number(client: TestClient) -> None:
    document = page(client, "/?q=borgere&region=syddanmark&type=goal")
    (regions,) = (one for one in with_class(document, "facet") if "Region" in text_of(next(one.iter("summary"))))
    numbered = {text_of(next(one.iter("a"))): bool(with_class(one, "number")) for one in regions.iter("li")}
    assert numbered.pop("Region Syddanmark") is True
    assert len(numbered) == 4
    assert not any(numbered.values())
    for link in regions.iter("a"):
        assert with_class(page(client, link.get("href", "")), "hit-list")


def test_what_is_nearest_to_silence_is_the_same_whatever_the_filter(opened: Opened) -> None:
    knowledge, today = opened.knowledge, date.today()
    answered = knowledge.with_nearest(knowledge.ask("ensomhed", today))
    assert find("ensomhed", knowledge, today, Filters(region="sjaelland")).response == answered


@pytest.mark.parametrize("asked", ["topic=xyz", "goal=9", "type=sang", "region=Skåne"])
def test_the_api_refuses_a_filter_that_does_not_exist_in_one_sentence(client: TestClient, asked: str) -> None:
    answer = client.get(f"/api/v1/search?q=demens&{asked}", headers={"Accept": "application/json"})
    assert answer.status_code in (400, 404)
    assert asked.partition("=")[2] in answer.json()["detail"]


def test_filters_narrow_the_passages_and_each_can_be_removed(client: TestClient) -> None:
    document = page(client, "/?q=borgere&region=Region+Sj%C3%A6lland&type=goal&year=2025")
    (chosen,) = with_class(document, "chosen")
    links = {text_of(link): link.get("href") for link in chosen.iter("a")}
    assert links == {
        "Fjern Region: Region Sjælland ×": "/?q=borgere&type=goal&year=2025#steder",
        "Fjern Type: mål ×": "/?q=borgere&region=sjaelland&year=2025#steder",
        "Fjern Gælder i året: 2025 ×": "/?q=borgere&region=sjaelland&type=goal#steder",
        "Fjern alle afgrænsninger": "/?q=borgere#steder",
    }
    (hits,) = with_class(document, "hit-list")
    assert {text_of(one)[: len("Region Sjælland mål")] for one in with_class(hits, "where")} == {"Region Sjælland mål"}


def test_a_passage_can_be_looked_for_by_topic_and_by_national_goal(client: TestClient, opened: Opened) -> None:
    (hits,) = with_class(page(client, "/?q=forebyggelse&topic=alkohol"), "hit-list")
    for passage in with_class(hits, "passage"):
        assert re.search("alkohol|dri|druk|KRAM|misbrug", text_of(passage))
    number, document = next(
        (place.number, name) for name, some in opened.national_goals.places.items() for place in some
    )
    name = opened.national_goals.goals[number].name("da")
    shown = page(client, "/?" + urlencode({"q": name, "goal": number}))
    told = [text_of(one) for one in with_class(shown, "source") if "Nationalt mål:" in text_of(one)]
    assert told, document
    assert all(re.search(r"\((nævnt i teksten|udledt af programmet)\)", one) for one in told)


def test_what_is_named_and_what_is_inferred_of_a_national_goal_are_told_apart(opened: Opened) -> None:
    places = [place for some in opened.national_goals.places.values() for place in some]
    assert {place.inferred for place in places} == {True, False}
    rows = opened.knowledge.store.query(
        "PREFIX aft: <https://w3id.org/aftalegraf/ontologi#> ASK { ?reference a aft:NationalGoalReference . "
        "?link a aft:Link ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?reference }"
    )
    assert not rows, "a reference is never inferred"


def test_filters_that_do_not_exist_are_told_of_and_the_rest_works(client: TestClient) -> None:
    address = "/?q=demens&region=Region+Skåne&type=sang&year=1850&topic=xyz&goal=9"
    document = page(client, address)
    notices = " ".join(text_of(one) for one in with_class(document, "notice"))
    for value in ("Region Skåne", "sang", "1850", "xyz", "9"):
        assert f"Afgrænsningen »{value}« findes ikke og er udeladt." in notices
    assert with_class(document, "hit-list")
    assert not with_class(document, "chosen")


def test_filters_that_leave_nothing_say_so_and_can_each_be_removed(client: TestClient) -> None:
    # No fact sheet holds a definition.
    document = page(client, "/?q=borgere&region=syddanmark&type=definition")
    (empty,) = with_class(document, "empty")
    assert "Vis alle steder uden afgrænsninger" in [text_of(link) for link in empty.iter("a")]
    assert "Region Syddanmark har vi kun faktaark" in text_of(empty)
    (chosen,) = with_class(document, "chosen")
    for link in chosen.iter("a"):
        assert with_class(page(client, link.get("href", "")), "hit-list")


def test_a_page_searches_once(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    search = SearchEngine.search
    monkeypatch.setattr(
        SearchEngine,
        "search",
        lambda self, query, *rest, **more: (asked.append(query), search(self, query, *rest, **more))[1],
    )
    for question in ("rygning", "hvilke regioner nævner ejerskab", "indikatorer for diabetes", "xylofon"):
        asked.clear()
        find(question, opened.knowledge, date.today())
        assert asked == [question]
        asked.clear()
        opened.knowledge.ask(question, date.today())
        assert asked == []


@pytest.mark.parametrize("question", [*QUESTIONS, "hvilke regioner nævner ejerskab", "ensomhed"])
def test_the_nearest_passages_are_those_of_the_api(opened: Opened, question: str) -> None:
    knowledge, today = opened.knowledge, date.today()
    assert find(question, knowledge, today).response == knowledge.with_nearest(knowledge.ask(question, today))
    few = knowledge.search(question, 10).hits
    assert tuple(knowledge.passages(knowledge.understanding.understand(question), FOUND)[:10]) == few
    assert FOUND > NEAR


def test_behind_the_best_ten_a_passage_has_something_of_the_question(opened: Opened) -> None:
    hits = find("ensomhed", opened.knowledge, date.today()).hits
    assert len(hits) >= 10
    assert all(hit.why.words or hit.why.topics for hit in hits[10:])
    assert list(related(hits)) == hits


def test_words_and_other_words_and_meaning_are_told_apart(client: TestClient) -> None:
    (hits,) = with_class(page(client, "/?q=rygning&more=1"), "hit-list")
    told = [text_of(with_class(one, "source")[1]) for one in hits.iter("li")]
    assert any(one.startswith("Fundet ved ordet rygning · emnet rygning, tobak og nikotin · lighed") for one in told)
    assert any("emnet rygning, tobak og nikotin: Daglige rygere (andre ord for emnet)" in one for one in told)
    (hits,) = with_class(page(client, "/?q=ensomhed"), "hit-list")
    told = [text_of(with_class(one, "source")[1]) for one in hits.iter("li")]
    assert any(one.startswith("Fundet alene ved lighed i betydning (") for one in told)


def test_the_topics_by_which_a_passage_was_found_lead_to_their_pages(client: TestClient) -> None:
    for language, name in (("da", "rygning, tobak og nikotin"), ("en", "smoking, tobacco and nicotine")):
        (hits,) = with_class(page(client, f"/?q=rygning&lang={language}"), "hit-list")
        links = [link for one in with_class(hits, "source") for link in one.iter("a") if text_of(link) == name]
        assert links
        for address in {link.get("href", "") for link in links}:
            assert name in text_of(next(page(client, address).iter("h1")))


def test_the_words_that_stand_for_the_topic_are_marked_too(client: TestClient) -> None:
    (hits,) = with_class(page(client, "/?q=rygning&more=1"), "hit-list")
    assert {"rygning", "Daglige rygere"} <= {text_of(mark) for mark in hits.iter("mark")}


def test_misspelt_words_are_read_and_others_like_them_are_offered(client: TestClient) -> None:
    notices = [text_of(one) for one in with_class(page(client, "/?q=ryggning"), "notice")]
    assert notices[0] == "Viser svar for rygning. Du skrev »ryggning«."
    # A word that neither a text nor a label has is silent in every agreement, which would be a wrong no.
    for question, topic in (("diabets", "diabetes"), ("forebygelse", "forebyggelse"), ("digitalisring", "digital")):
        (notice,) = (one for one in with_class(page(client, f"/?q={question}"), "notice") if "Mente du" in text_of(one))
        assert topic in text_of(notice)
        for link in notice.iter("a"):
            assert with_class(page(client, link.get("href", "")), "answers")
    assert "Mente du" not in text_of(page(client, "/?q=rygning"))


def test_topics_near_the_topic_are_offered_by_what_they_are_to_it(client: TestClient, opened: Opened) -> None:
    (around,) = with_class(page(client, "/?q=ensomhed"), "around")
    thesaurus = opened.knowledge.thesaurus
    shown = {text_of(link) for link in around.iter("a")}
    topic = thesaurus["ensomhed"]
    near = (*topic.broader, *topic.related, *thesaurus.narrower.get("ensomhed", ()))
    assert shown == {thesaurus[slug].label() for slug in near}
    for link in around.iter("a"):
        assert with_class(page(client, link.get("href", "")), "answers")


@pytest.mark.parametrize("name", FILTERS)
def test_ten_thousand_characters_in_a_filter_are_one_sentence(client: TestClient, name: str) -> None:
    document = page(client, "/?" + urlencode({"q": "demens", name: "x" * 10_000}))
    assert with_class(document, "hit-list")
    (notice,) = (one for one in with_class(document, "notice") if "udeladt" in text_of(one))
    assert len(text_of(notice)) < 200


def test_what_the_script_is_given_cannot_break_out_of_its_attribute(client: TestClient) -> None:
    document = page(client, "/?q=%22+onfocus%3Dalert(1)+x%3D%22")
    (form,) = with_class(document, "search")
    assert set(form.attrib) == {"class", "action", "method", "role", "data-suggest"}
    (field,) = (one for one in form.iter("input") if one.get("id") == "q")
    assert field.get("value") == '" onfocus=alert(1) x="'
    assert all(is_ours(script) for script in document.iter("script"))


@pytest.mark.parametrize(("question", "first", "second"), [
    ("sammenlign Nordjylland og Sjælland", "Region Nordjylland 2024–2027", "Region Sjælland 2024–2027"),
    ("hvad er nyt siden sidste aftale i Syddanmark", "Region Syddanmark 2019–2023", "Region Syddanmark 2024–2027"),
])  # fmt: skip
def test_a_question_that_compares_leads_to_the_comparison(
    client: TestClient, question: str, first: str, second: str
) -> None:
    document = page(client, f"/?q={question}")
    (answer,) = with_class(document, "answer")
    (link,) = answer.iter("a")
    assert text_of(link) == f"Sammenlign {first} med {second}"
    compared = page(client, link.get("href", ""))
    assert with_class(compared, "beside")


def test_a_comparison_on_a_topic_says_and_keeps_the_topic(client: TestClient) -> None:
    (answer,) = with_class(page(client, "/?q=sammenlign Nordjylland og Sjælland om demens"), "answer")
    (link,) = answer.iter("a")
    assert text_of(link).endswith("med Region Sjælland 2024–2027 om demens")
    assert "topic=demens" in link.get("href", "")


def test_a_comparison_with_what_is_not_held_says_so(client: TestClient) -> None:
    (answer,) = with_class(page(client, "/?q=hvad er nyt siden sidste aftale i Nordjylland"), "answer")
    assert "Vi har ikke begge de aftaler" in text_of(answer)


def test_a_question_for_agreements_lists_them_with_their_periods(client: TestClient) -> None:
    (answer,) = with_class(page(client, "/?q=hvilke aftaler er i kraft"), "answer")
    links = [link.get("href") for link in answer.iter("a") if link.get("href", "").startswith("/aftale/")]
    assert {f"/aftale/{name}" for name in ("nordjylland-2024-2027", "hovedstaden-2019-2023")} <= set(links)
    rows = client.get("/svar.csv?q=hvilke aftaler er i kraft").text.splitlines()
    assert len(rows) == 7
    assert rows[0].endswith("Parter,Antal kommuner,Afløser")

"""Suggestions while typing, from the real thesaurus and the built agreements."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from graph.limits import MAX_QUERY
from service.app import create_app
from service.finding.suggestions import MOST, Suggestions, folded
from service.knowledge import Knowledge
from service.opened import Opened
from service.settings import Settings

BASE = "https://w3id.org/aftalegraf/"


@pytest.fixture(scope="module")
def opened(release_settings: Settings) -> Opened:
    return Opened.of(Knowledge.open(release_settings))


@pytest.fixture(scope="module")
def suggestions(opened: Opened) -> Suggestions:
    return opened.suggestions


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), raise_server_exceptions=False) as client:
        yield client


def first_topic(suggestions: Suggestions, typed: str) -> str:
    return next(one.id for one in suggestions.matching(typed) if one.kind == "topic")


@pytest.mark.parametrize(("typed", "slug"), [
    ("dobbeltdiag", "dobbeltdiagnoser"),
    ("DOBBELTDIAG", "dobbeltdiagnoser"),
    ("genindlæg", "genindlaeggelser"),
    ("genindlaeg", "genindlaeggelser"),
    ("dual diag", "dobbeltdiagnoser"),
])  # fmt: skip
def test_a_topic_is_found_by_any_label_and_any_way_of_writing_it(
    typed: str, slug: str, suggestions: Suggestions
) -> None:
    assert first_topic(suggestions, typed) == slug


@pytest.mark.parametrize("typed", ["psyk", "sund", "re", "a", "hvilke regioner"])
def test_what_begins_as_typed_comes_first_then_where_a_word_does_then_what_holds_it(
    typed: str, suggestions: Suggestions
) -> None:
    texts = [folded(one.text) for one in suggestions.matching(typed)]
    places = [0 if text.startswith(typed) else 1 if f" {typed}" in text else 2 for text in texts]
    assert places == sorted(places)
    assert places[0] == 0
    assert all(typed in text for text in texts)


def test_what_was_typed_in_full_comes_before_what_goes_on(suggestions: Suggestions) -> None:
    assert suggestions.matching("tvang")[0].text == "tvang"
    assert len(suggestions.matching("tvang")) > 1


def test_another_label_of_a_topic_tells_what_it_is_called(suggestions: Suggestions) -> None:
    (found,) = (one for one in suggestions.matching("dual diagnosis") if one.text == one.label)
    assert found.id == "dobbeltdiagnoser"
    others = [one for one in suggestions.matching("psykiske") if one.kind == "topic" and one.text != one.label]
    assert others
    for one in others:
        assert "psykiske" in folded(one.text)


@pytest.mark.parametrize(("typed", "slug"), [
    ("ryggning", "rygning"), ("diabtes", "diabetes"), ("dobeltdiag", "dobbeltdiagnoser"), ("ensohmed", "ensomhed"),
])  # fmt: skip
def test_what_is_misspelt_gives_what_is_spelt_alike(typed: str, slug: str, suggestions: Suggestions) -> None:
    assert first_topic(suggestions, typed) == slug
    assert slug in [one.id for one in suggestions.meant(typed)]


def test_what_is_known_has_no_other_spelling(suggestions: Suggestions) -> None:
    assert suggestions.meant("dobbeltdiagnoser") == []
    assert suggestions.meant("de") == []


def test_words_may_come_in_any_order_and_unfinished(suggestions: Suggestions) -> None:
    assert first_topic(suggestions, "triv børn ung") == "boern-og-unges-mentale-trivsel"


def test_few_letters_are_not_looked_for_within_words(suggestions: Suggestions) -> None:
    assert all(" kol" in f" {folded(one.text)}" for one in suggestions.matching("kol"))
    assert any("diagnoser" in one.text and " diagnoser" not in one.text for one in suggestions.matching("diagnoser"))


def test_topics_come_before_agreements_and_an_agreement_leads_to_its_text(suggestions: Suggestions) -> None:
    assert suggestions.matching("sund")[0].kind == "topic"
    (first, *_) = (one for one in suggestions.matching("sundhedsaftalen 2024") if one.kind == "agreement")
    assert first.address("en") == f"/aftale/{first.id}?lang=en"
    assert suggestions.matching("tvang")[0].address("da") == "/?q=tvang"


def test_there_are_at_most_ten_and_none_twice(suggestions: Suggestions, opened: Opened) -> None:
    for letter in "abcdefghijklmnopqrstuvwxyzæøå":
        found = suggestions.matching(letter)
        assert len(found) <= MOST
        assert len({(one.kind, one.id) for one in found}) == len(found)


def test_the_language_asked_for_comes_first_among_equals(suggestions: Suggestions) -> None:
    # "telemed" begins labels of both languages.
    for language in ("da", "en"):
        found = suggestions.matching("telemed", language)
        assert found[0].language == language
    assert suggestions.matching("regioner prio", "en")[0].language == "da"  # Only Danish texts hold that.


def test_a_topic_counts_the_sentences_that_mention_it(suggestions: Suggestions, opened: Opened) -> None:
    (found,) = (one for one in suggestions.matching("dobbeltdiagnoser") if one.kind == "topic")
    rows = opened.knowledge.store.query(
        f"SELECT ?m {{ ?m a <{BASE}ontologi#Mention> ; <{BASE}ontologi#topic> <{BASE}id/emne/dobbeltdiagnoser> }}"
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert found.count == len(list(rows)) > 0


def test_an_agreement_is_found_by_its_title_and_its_region(suggestions: Suggestions, opened: Opened) -> None:
    held = {one.id for one in opened.catalogue.of_region("nordjylland")}
    found = [one for one in suggestions.matching("region nordj") if one.kind == "agreement"]
    assert {one.id for one in found} == held
    assert all(one.count > 10 for one in found)


def test_every_question_that_is_suggested_is_answered(suggestions: Suggestions, opened: Opened) -> None:
    asked = [one for _, one in suggestions.known if one.kind == "question"]
    assert len(asked) == 2 * len(opened.popular) > 0
    for one in asked:
        topic = opened.knowledge.understanding.understand(one.text).topic
        assert topic is not None, one.text
        assert topic.topic == one.id


@pytest.mark.parametrize("typed", ["xylofonkvartet", "!!!", "日本語", "🙂", "' OR 1=1", "<xml/>", "(", ".*"])
def test_what_nothing_is_called_has_no_suggestion(typed: str, suggestions: Suggestions) -> None:
    assert suggestions.matching(typed) == []


def test_a_keystroke_takes_a_few_milliseconds(suggestions: Suggestions) -> None:
    took = []
    for typed in ("a", "de", "psy", "sund", "hvilke regioner", "xyz"):
        for _ in range(5):
            start = time.process_time()
            suggestions.matching(typed)
            took.append(time.process_time() - start)
    assert sorted(took)[len(took) // 2] < 0.02  # 2 ms where it was written; room for a slower machine.


def test_the_api_gives_text_kind_name_and_count(client: TestClient) -> None:
    found = client.get("/api/v1/suggest", params={"q": "dobbeltd"}).json()
    assert found["query"] == "dobbeltd"
    first = found["suggestions"][0]
    assert set(first) == {"text", "kind", "uri", "count", "language", "label", "address"}
    assert (first["kind"], first["uri"]) == ("topic", f"{BASE}id/emne/dobbeltdiagnoser")
    for one in found["suggestions"]:
        assert client.get(one["uri"].removeprefix(BASE.rstrip("/"))).status_code == 200
        assert client.get(one["address"]).status_code == 200


@pytest.mark.parametrize(("query", "status"), [
    ({"q": " "}, 400), ({"q": "?!"}, 400), ({"q": "x" * (MAX_QUERY + 1)}, 400),
    ({}, 422), ({"q": "a", "lang": "fr"}, 422),
])  # fmt: skip
def test_what_cannot_be_completed_gets_one_sentence(query: dict[str, str], status: int, client: TestClient) -> None:
    answer = client.get("/api/v1/suggest", params=query)
    assert answer.status_code == status
    assert len(answer.text.strip().splitlines()) == 1

"""What the SPARQL page says in Danish of what the engine says in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient
from test_service_app import BROWSER, page, text_of, with_class

from graph.sparql import QueryError, parse_guard
from graph.workers import QueryPool
from service.app import create_app
from service.editing.reasons import reason
from service.settings import Settings

MISTAKES = {
    "SELECT ?s { ?s a skos:Concept }": "begynd forespørgslen med »PREFIX skos: <http://www.w3.org/2004/02/skos/core#>«.",
    "SELECT ?s { ?s a skoss:Concept }": "mener du »skos:«, så ret det, og begynd",
    "PREFIX egen: <http://x/> SELECT * { ?s egn:x ?o }": "mener du »egen:«, så ret det.",
    "SELECT ?s { ?s a xyzzy:Concept }": "begynd forespørgslen med »PREFIX xyzzy: <…>«",
    "SELECT ?s { ?s <http://a/b ?o }": "ved »http:« mangler det ene af de to tegn",
    "SELECT ?s { ?s ?p 'abc }": "En tekst skal slutte med det anførselstegn",
    "SELECT ?s WHERE { ?s ?p ?o": "om der mangler en } eller )",
    "SELECT ?s WHERE { ?s ?p ?o } }": "kan »}« ikke stå",
    "SELECT ?s { ?s ?p ?o . OPTINAL { ?s a ?x } }": "Her kan »OPTINAL« ikke stå",
    "SELECT ?s { ?s ?p ?o } LIMIT x": "Her kan »x« ikke stå",
    "SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s": "skriv ?p efter GROUP BY, eller regn den ud, f.eks. (COUNT(?p) AS",
    "SELECT ?a (COUNT(?b) AS ?n) { { SELECT ?a ?b { ?a ?p ?b } } }": "skriv den efter GROUP BY",
    "SELECT * { ?s ?p ?o } GROUP BY ?s": "SELECT * kan ikke bruges sammen med GROUP BY",
    "SELECT (1 AS ?x) (2 AS ?x) {}": "To kolonner i SELECT må ikke hedde det samme",
    "# kun en kommentar": "feltet er tomt; skriv f.eks. SELECT * { ?s ?p ?o } LIMIT 10.",
    "INSERT DATA { <a:b> <a:b> <a:b> }": "Her kan man kun læse",
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }": "så SERVICE er ikke tilladt",
    "SELECT ?a { ?a ?b ?c . VALUES ?x { {} } }": "Her kan »{« ikke stå",
}


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def alert(client: TestClient, query: str, status: int = 400, **more: str) -> str:
    document = page(client, "/sparql?" + urlencode({"query": query, **more}), status)
    (notice,) = (one for one in with_class(document, "notice") if one.get("role") == "alert")
    return text_of(notice)


@pytest.mark.parametrize("query", MISTAKES)
def test_a_danish_reader_is_told_rule_value_and_remedy_in_danish(client: TestClient, query: str) -> None:
    told = alert(client, query)
    assert MISTAKES[query] in told
    assert "Maskinens besked" not in told
    assert "not valid" not in told


def test_an_english_reader_and_a_program_get_the_engine_s_own_sentence(client: TestClient) -> None:
    query = "SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s"
    told = alert(client, query, lang="en")
    assert "?p has no single value for a group; add it to GROUP BY" in told
    assert "The engine says" not in told
    plain = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"})
    assert plain.headers["content-type"].startswith("text/plain")
    assert plain.text.startswith("The query is not valid SPARQL at line 1, column 11: ?p has no")


def test_what_is_not_known_stands_in_the_engine_s_words_marked_as_such(client: TestClient) -> None:
    document = page(client, "/sparql?" + urlencode({"query": "SELECT (<http://x/f>(1) AS ?x) {}"}), 400)
    (notice,) = (one for one in with_class(document, "notice") if one.get("role") == "alert")
    assert text_of(notice).startswith("Maskinens besked:")
    (words,) = notice.iter("q")
    assert words.get("lang") == "en"
    assert "custom function" in text_of(words)


def test_a_term_that_does_not_exist_is_told_of_in_danish(client: TestClient) -> None:
    query = "PREFIX aft: <https://w3id.org/aftalegraf/ontologi#> SELECT ?s { ?s a aft:Goall }"
    document = page(client, "/sparql?" + urlencode({"query": query}))
    told = [text_of(one) for one in with_class(document, "notice")]
    assert told == ["Ontologien har ikke aft:Goall; mente du aft:Goal?"]


@pytest.mark.parametrize(
    ("config", "query", "sentence"),
    [
        ({"max_rows": 1200}, "SELECT * { ?s ?p ?o }", "Et svar må højst have 1.200 rækker"),
        ({"max_rows": 1200}, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "Et svar må højst have 1.200 tripler"),
        ({"max_bytes": 20_000}, "SELECT * { ?s ?p ?o }", "Et svar må højst fylde 20.000 bytes"),
        ({"timeout": 1.5}, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "højst tage 1,5 sekunder"),
        ({}, "SELECT * { " + "{ " * 50_000 + "} " * 50_000 + "}", "for mange led inde i hinanden"),
    ],
)
def test_what_is_too_much_is_told_in_danish(
    release_settings: Settings, config: dict[str, Any], query: str, sentence: str
) -> None:
    from service.building.release import built

    release, _ = built(release_settings.data)
    with QueryPool(release.graph, workers=1, **config) as pool, pytest.raises(Exception, match=r"\.$") as caught:
        pool.run(query)
    assert sentence in (reason(str(caught.value), "da") or str(caught.value))


def test_no_text_of_a_query_can_pass_for_a_sentence_of_the_engine() -> None:
    with pytest.raises(QueryError) as caught:
        parse_guard("SELECT ?s { 'SELECT * is not authorized with GROUP BY.' ) }")
    assert "SELECT * kan ikke" not in (reason(str(caught.value), "da") or "")

"""Pages of a PDF: from the reader to the graph, to what is shown, and to files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from temporary_corpus import write_corpus
from test_service_app import BROWSER, page, text_of

from graph.store import nquads_file
from ingest.places import Places
from ingest.source import read_source
from service.app import create_app
from service.building.release import built, current
from service.cli.main import main
from service.settings import Settings

PDF = Path(__file__).parent / "data" / "invented" / "a5.pdf"
PAGES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

SELECT ?document ?exact ?start ?page WHERE { GRAPH ?graph {
  ?quote oa:hasSource ?source ; oa:hasSelector ?words , ?place .
  ?words oa:exact ?exact .
  ?place oa:start ?start .
  OPTIONAL { ?quote oa:hasSelector ?fragment . ?fragment a oa:FragmentSelector ; rdf:value ?page ;
    dcterms:conformsTo <http://tools.ietf.org/rfc/rfc3778> }
} ?source dcterms:identifier ?document }
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("paged")
    shipped = "# Sundhedsaftale 2024-2027\n\n## Vision\n\nVi vil skabe mere lighed i sundhed for alle borgere.\n"
    corpus, data = write_corpus(folder / "corpus", {"grundaftale": shipped}), folder / "data"
    told = ["--region", "Region Sjælland", "--from", "2026", "--to", "2029", "--title", "Sundhedsaftale som PDF"]
    result = CliRunner().invoke(
        main,
        ["add", str(PDF), *told, "--data", str(data)],
        env={"AFTALEGRAF_CORPUS": str(corpus), "AFTALEGRAF_ENCODER": "hashing"},
        catch_exceptions=False,
    )
    assert result.exit_code == 0, result.output
    return Settings(data=data, corpus=corpus, encoder="hashing")


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def quotes(settings: Settings) -> list[dict[str, str | None]]:
    store = ox.Store()
    store.bulk_load(path=str(nquads_file(current(settings.data).graph)), format=ox.RdfFormat.N_QUADS)
    names = ("document", "exact", "start", "page")
    found = store.query(PAGES, use_default_graph_as_union=True)
    return [{name: row[name].value if row[name] is not None else None for name in names} for row in found]


def test_every_quote_of_a_pdf_knows_the_page_it_begins_on(quotes: list[dict[str, str | None]]) -> None:
    source = read_source(PDF)
    of_pdf = [one for one in quotes if one["document"] == "a5"]
    assert len({one["page"] for one in of_pdf}) > 2
    for one in of_pdf:
        start = int(one["start"] or 0)
        assert source.text[start:].startswith(one["exact"] or "-")
        assert one["page"] == f"page={source.places.page(start)}"


def test_no_quote_of_a_text_has_a_page(quotes: list[dict[str, str | None]], settings: Settings) -> None:
    of_text = [one for one in quotes if one["document"] == "grundaftale"]
    assert of_text
    assert {one["page"] for one in of_text} == {None}
    release, _ = built(settings.data)
    assert [path.name for path in release.sources.glob("*.json")] == ["a5.pages.json"]


def test_hits_answers_and_statements_say_on_which_page_they_stand(client: TestClient) -> None:
    links = [text_of(one) for one in page(client, "/?q=borgere").iter("a")]
    assert any(re.fullmatch(r"Se stedet i aftalen, side [1-6]", one) for one in links)
    assert any(re.fullmatch(r"Se stedet i aftalen, linje \d+", one) for one in links), "a text has lines"
    places = [text_of(one) for one in page(client, "/aftale/a5").iter("a") if "(tegn " in text_of(one)]
    assert places
    assert all(re.match(r".+, side [1-6](–[1-6])? \(tegn ", one) for one in places)
    english = [text_of(one) for one in page(client, "/?q=borgere&lang=en").iter("a")]
    assert any(re.fullmatch(r"See the place in the agreement, page [1-6]", one) for one in english)


@pytest.mark.parametrize(("name", "question"), [("svar", "diabetes"), ("steder", "borgere")])
def test_files_have_a_column_of_pages_that_is_empty_for_a_text(client: TestClient, name: str, question: str) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"/{name}.csv?q={question}").text)))
    source = read_source(PDF)
    numbers = {(row["Dokument"], row["Fra tegn"]): row["Side (PDF)"] for row in rows if row["Dokument"]}
    assert "a5" in {document for document, _ in numbers}
    for (document, start), number in numbers.items():
        assert number == (str(source.places.page(int(start))) if document == "a5" else "")


def test_the_page_before_the_first_mark_and_that_of_an_element_are_not_known() -> None:
    assert Places.of([(5, "side 2"), (9, "side 3")]).page(4) is None
    assert Places.of([(5, "side 2"), (9, "side 3")]).page(9) == 3
    assert Places.of([(0, "/html/body/p[1]")]).page(3) is None
    assert Places.of([(0, "side om side")]).page(3) is None
    assert not Places.of([(0, "/html/body/p[1]")]).paged

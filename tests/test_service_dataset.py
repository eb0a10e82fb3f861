"""The dataset as it is reused: described, downloaded, told by version, and not sent twice."""

from __future__ import annotations

import hashlib
import json
import shutil
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import html5rdf  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from rdflib import RDF
from rdflib.namespace import VOID
from starlette.testclient import TestClient

from graph.dataset import FILES, MEDIA_TYPES
from graph.store import nquads_file, open_store
from service.app import create_app
from service.building.release import LAYOUT, NOTE, built, current
from service.endpoint.dumps import write
from service.knowledge import Knowledge
from service.settings import Settings

BASE = "https://w3id.org/aftalegraf/"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PATHS = (
    "/", "/?q=demens", "/aftale/nordjylland-2024-2027", "/api/v1/topics", "/api/v1/ask?q=demens",
    "/api/v1/suggest?q=de", "/health", "/ready", "/openapi.json", "/static/style.css", "/.well-known/void",
    "/datasaet", "/ontologi", "/sparql",
    "/sparql?query=SELECT+*+%7B%3Fs+a+%3Fo%7D+LIMIT+5", "/eksport/graf/reference.ttl",
    "/om/id/emne/demens", "/om/graf/emner.nt",
)  # fmt: skip
EVERYTHING = "/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+30000"


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def store(release_settings: Settings) -> ox.Store:
    return open_store(current(release_settings.data).graph)


def named_graphs(store: ox.Store) -> list[str]:
    return sorted(name.value for name in store.named_graphs())


def statements(store: ox.Store, graph: str) -> set[str]:
    return {str(quad.triple) for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph))}


def parsed(content: bytes, form: str) -> set[str]:
    quads = ox.parse(content, format=ox.RdfFormat.from_media_type(MEDIA_TYPES[form]))
    return {str(quad.triple) for quad in quads}


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"]
)
def test_the_void_description_is_served_at_its_well_known_address(
    media_type: str, client: TestClient, store: ox.Store
) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": media_type})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert "accept" in answer.headers["vary"].lower()
    assert answer.headers["access-control-allow-origin"] == "*"
    found = {quad.triple for quad in ox.parse(answer.content, ox.RdfFormat.from_media_type(media_type))}
    assert {str(triple) for triple in found} == statements(store, f"{BASE}graf/datasaet")
    assert f"<{BASE}datasaet> <{RDF.type}> <{VOID.Dataset}>" in {str(triple) for triple in found}


def test_the_void_description_is_not_served_in_what_it_cannot_be_written_in(client: TestClient) -> None:
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/.well-known/void?format=docx").status_code == 406
    assert client.get("/.well-known/void?format=csv").status_code == 406


def test_the_dataset_is_a_page_for_browsers_and_rdf_for_programs(client: TestClient, store: ox.Store) -> None:
    page = client.get("/datasaet", headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    document = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.text)
    links = [one.get("href") for one in document.iter("a") if one.get("download") is not None]
    assert len(links) == len(set(links)) > 3 * 10
    for link in links:
        assert client.head(link).status_code == 200, link
    cells = {"".join(row[0].itertext()).strip(): "".join(row[1].itertext()) for row in document.iter("tr")}
    assert cells["Emneordene"].replace(".", "") == str(len(statements(store, f"{BASE}graf/emner")))
    assert client.get("/datasaet").headers["content-type"].startswith("text/turtle")
    english = client.get("/datasaet?lang=en", headers=BROWSER)
    assert "Data for reuse" in english.text


def page_text(client: TestClient, address: str) -> str:
    page = client.get(address, headers=BROWSER)
    document = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.text)
    return " ".join("".join(document.itertext()).split())


def measured(store: ox.Store, select: str) -> list[tuple[str, ...]]:
    """Ask for strings of the description of quality."""
    prefixes = (
        f"PREFIX aft: <{BASE}ontologi#> PREFIX dqv: <http://www.w3.org/ns/dqv#> PREFIX prov: <http://www.w3.org/ns/prov#>"
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dcat: <http://www.w3.org/ns/dcat#>"
    )
    return [tuple(term.value for term in row) for row in store.query(f"{prefixes} SELECT {select}")]


def test_the_page_shows_every_figure_that_the_description_tells(client: TestClient, store: ox.Store) -> None:
    page = client.get("/datasaet", headers=BROWSER)
    document = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.text)
    tables = [table for table in document.iter("table") if table.get("class") == "quality"]
    rows = [["".join(cell.itertext()).strip() for cell in row] for table in tables for row in table.iter("tr")]
    shown = {(label.split("\n")[0].strip(), cells[0]) for label, *cells in rows}
    told = measured(
        store,
        "?label ?value { ?m dqv:isMeasurementOf/skos:prefLabel ?label ; dqv:value ?value . "
        f"<{BASE}datasaet> dqv:hasQualityMeasurement ?m FILTER (LANG(?label) = 'da') }}",
    )
    assert len(told) > 20
    for label, value in told:
        numbers = {f"{float(value):.{decimals}f}".replace(".", ",") for decimals in (3, 4)}
        assert any(name.startswith(label) and figure in numbers for name, figure in shown), (label, value)


def test_what_fell_short_of_its_aim_is_named(client: TestClient, store: ox.Store) -> None:
    short = measured(
        store,
        "?label { ?m dqv:isMeasurementOf ?x ; dqv:value ?value . ?x skos:prefLabel ?label ; aft:aimAtLeast ?least . "
        f"<{BASE}datasaet> dqv:hasQualityMeasurement ?m FILTER (?value < ?least && LANG(?label) = 'en') }}",
    )
    text = page_text(client, "/datasaet?lang=en")
    for (label,) in short:
        assert f"{label}: 0" in text
    assert text.count("· not reached") == len(short)


def test_figures_older_than_the_data_or_the_program_are_said_to_be(
    client: TestClient, store: ox.Store, release_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    present = built(release_settings.data)[1].version
    versions = measured(store, "?version { ?e a aft:Evaluation ; prov:used/dcat:version ?version }")
    older = sum(version != present for (version,) in versions)
    assert page_text(client, "/datasaet").count("så tallene kan have ændret sig") == older
    monkeypatch.setattr("service.rendering.__version__", "9.9")
    text = page_text(client, "/datasaet")
    assert text.count("Programmet er nu version 9.9, så tallene er ældre") == len(versions) > 0


@pytest.mark.parametrize("form", FILES)
def test_each_named_graph_is_downloaded_as_the_description_says(form: str, client: TestClient, store: ox.Store) -> None:
    names = named_graphs(store)
    assert len(names) == 2 * 6 + 6
    for name in names:
        answer = client.get(f"/eksport/{name.removeprefix(BASE)}.{form}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == MEDIA_TYPES[form]
        assert parsed(answer.content, form) == _canonical(statements(store, name), answer.content, form)
        if form == "nq":
            assert {quad.graph_name.value for quad in ox.parse(answer.content, ox.RdfFormat.N_QUADS)} == {name}


def _canonical(expected: set[str], content: bytes, form: str) -> set[str]:
    """Give what is expected with the blank nodes called as in a file, where there are any."""
    if "_:" not in "".join(expected):
        return expected
    found = ox.Dataset(
        ox.Quad(*quad.triple) for quad in ox.parse(content, ox.RdfFormat.from_media_type(MEDIA_TYPES[form]))
    )
    meant = ox.Dataset(ox.Quad(*triple) for triple in _triples(expected))
    for one in (found, meant):
        one.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(found) == set(meant)
    return parsed(content, form)


def _triples(lines: set[str]) -> Iterator[ox.Triple]:
    text = "".join(f"{line} .\n" for line in lines)
    return (quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES))


def test_the_whole_is_downloaded_with_every_statement(client: TestClient, release_settings: Settings) -> None:
    release, note = built(release_settings.data)
    quads = client.get("/eksport/aftalegraf.nq", headers={"Accept-Encoding": "identity"})
    assert quads.content == nquads_file(release.graph).read_bytes()
    assert quads.headers["content-length"] == str(len(quads.content))
    assert quads.headers["content-disposition"] == 'attachment; filename="aftalegraf.nq"'
    assert len(quads.content.splitlines()) == note.quads
    union = {line.rpartition(" <")[0] for line in quads.text.splitlines()}
    assert len(parsed(client.get("/eksport/aftalegraf.ttl").content, "ttl")) == len(union)
    assert json.loads(client.get("/eksport/aftalegraf.jsonld").content)


def test_the_whole_is_written_without_being_held_in_memory(release_settings: Settings) -> None:
    knowledge = Knowledge.open(release_settings)
    for form in ("ttl", "jsonld"):
        with TemporaryFile() as file:
            tracemalloc.start()
            written = write(knowledge, None, form, file)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert written == len(parsed_file(file, form)) > 50_000
            assert most < 2 * 1024 * 1024, form


def parsed_file(file: IO[bytes], form: str) -> set[str]:
    file.seek(0)
    return parsed(file.read(), form)


@pytest.mark.parametrize(
    "path", ["aftalegraf.docx", "graf/ukendt.ttl", "aftalegraf", "../build.json", "graf/emner.ttl.ttl"]
)
def test_a_file_that_is_not_there_is_refused_in_one_sentence(path: str, client: TestClient) -> None:
    answer = client.get(f"/eksport/{path}")
    assert answer.status_code == 404
    assert len(answer.text.strip().splitlines()) == 1


@pytest.mark.parametrize("headers", [{}, BROWSER], ids=["program", "browser"])
@pytest.mark.parametrize("path", PATHS)
def test_every_response_names_the_version_and_is_not_sent_twice(
    path: str, headers: dict[str, str], client: TestClient, release_settings: Settings
) -> None:
    first = client.get(path, headers=headers)
    assert first.status_code == 200
    assert first.headers["x-dataset-version"] == built(release_settings.data)[1].version
    tag = first.headers["etag"]
    again = client.get(path, headers={**headers, "If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["x-content-type-options"] == "nosniff"
    changed = client.get(path, headers={**headers, "If-None-Match": '"other"'})
    assert (changed.status_code, changed.content) == (200, first.content)


@pytest.mark.parametrize("path", ["/", "/.well-known/void", "/eksport/aftalegraf.nq", PATHS[-2], EVERYTHING, "/sparql"])
def test_head_has_the_tag_that_get_has(path: str, client: TestClient) -> None:
    head, whole = client.head(path), client.get(path)
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.headers.get("content-length") in (None, whole.headers.get("content-length"))


def test_a_streamed_result_is_tagged_and_not_sent_twice(client: TestClient) -> None:
    first = client.get(EVERYTHING, headers={"Accept-Encoding": "identity"})
    assert len(first.content) > 1024 * 1024
    assert first.headers["etag"] == f'"{hashlib.sha256(first.content).hexdigest()[:32]}"'
    again = client.get(EVERYTHING, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_two_representations_of_one_thing_have_tags_of_their_own(client: TestClient) -> None:
    kinds = ("text/turtle", "application/ld+json", "application/n-triples")
    tags = {client.get("/.well-known/void", headers={"Accept": kind}).headers["etag"] for kind in kinds}
    assert len(tags) == len(kinds)


@pytest.mark.parametrize("path", ["/ingenting", "/sparql?query=SELECT", "/eksport/x.ttl", "/api/v1/ask"])
def test_an_error_names_the_version_and_has_no_tag(path: str, client: TestClient) -> None:
    answer = client.get(path)
    assert answer.status_code >= 400
    assert answer.headers["x-dataset-version"]
    assert "etag" not in answer.headers
    assert client.get(path, headers={"If-None-Match": "*"}).status_code == answer.status_code


def test_data_of_an_older_version_is_refused_while_the_service_lives_on(
    release_settings: Settings, tmp_path: Path
) -> None:
    data = shutil.copytree(release_settings.data, tmp_path / "data")
    note = current(data).folder / NOTE
    text = note.read_text(encoding="utf-8")
    settings = release_settings.model_copy(update={"data": data})
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        assert client.get("/ready").status_code == 200
        note.unlink()
        note.write_text(text.replace(f'"layout": {LAYOUT}', f'"layout": {LAYOUT - 1}'), encoding="utf-8")
        for path in ("/", "/ready", "/datasaet", "/eksport/aftalegraf.ttl", "/api/v1/topics"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert "must be built by this version of the program" in answer.text
            assert len(answer.text.strip().splitlines()) == 1
            assert "x-dataset-version" not in answer.headers
        assert client.get("/health").status_code == 200
        assert client.get("/ontologi").status_code == 200
        note.unlink()
        note.write_text(text, encoding="utf-8")
        assert client.get("/ready").status_code == 200

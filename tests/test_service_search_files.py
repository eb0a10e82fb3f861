"""An answer and its passages as files: every quote as it stands, every silence told, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient
from test_service_app import BROWSER, LEVELS, QUESTION, answer_table, page, text_of, with_class

from graph.limits import MAX_QUERY
from service.app import create_app
from service.building.release import current
from service.settings import Settings


@pytest.fixture(scope="module")
def client(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def table(client: TestClient, path: str, **asked: str) -> list[dict[str, str]]:
    response = client.get(f"{path}?{urlencode(asked)}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.text)))


def source(settings: Settings, document: str) -> str:
    return (current(settings.data).sources / f"{document}.txt").read_bytes().decode()


def test_an_answer_as_csv_has_every_region_with_its_level(client: TestClient) -> None:
    rows = table(client, "/svar.csv", q=QUESTION)
    assert {row["Region"]: row["Vægt i ord"] for row in rows} == LEVELS
    silent = [row for row in rows if row["Region"] == "Region Midtjylland"]
    assert [(row["Vægt"], row["Citat"]) for row in silent] == [("0", "")]
    unknown = next(row for row in rows if row["Region"] == "Region Syddanmark")
    assert (unknown["Vægt"], unknown["Vi har"]) == ("", "kun faktaark"), "silence differs from what is not known"
    assert {row["Status"] for row in rows if row["Region"] == "Region Hovedstaden"} == {"ikke i kraft"}


@pytest.mark.parametrize(("path", "question"), [
    ("/svar.csv", "rygning"), ("/svar.csv", "indikatorer for diabetes"), ("/steder.csv", "rygning"),
])  # fmt: skip
def test_every_quote_stands_in_the_source_where_the_file_says(
    client: TestClient, release_settings: Settings, path: str, question: str
) -> None:
    quoted = [row for row in table(client, path, q=question) if row["Citat"]]
    assert len(quoted) > 3
    for row in quoted:
        text = source(release_settings, row["Dokument"])[int(row["Fra tegn"]) : int(row["Til tegn"])]
        assert row["Citat"].removeprefix("'") == text


def test_the_file_of_an_answer_holds_what_the_page_shows(client: TestClient) -> None:
    shown = {
        text_of(quote)
        for row in answer_table(page(client, "/?q=rygning")).values()
        for quote in row.iter("blockquote")
        if not any("ikke talt med" in text_of(one) for one in row.iter("summary"))
    }
    held = {" ".join(row["Citat"].split()) for row in table(client, "/svar.csv", q="rygning")}
    assert len(shown) > 5
    assert {"".join(one.split()) for one in shown} <= {"".join(one.split()).replace("-", "") for one in held} | {
        "".join(one.split()) for one in held
    }


def test_the_file_of_passages_is_narrowed_as_the_page_is(client: TestClient) -> None:
    every = table(client, "/steder.csv", q="rygning")
    some = table(client, "/steder.csv", q="rygning", region="nordjylland", year="2025")
    assert 0 < len(some) < len(every)
    assert {row["Region"] for row in some} == {"Region Nordjylland"}
    assert [row["Nr."] for row in every] == [str(rank) for rank in range(1, len(every) + 1)]
    document = page(client, "/?q=rygning&region=nordjylland&year=2025&more=1")
    assert len(with_class(document, "passage")) == len(some)
    (link, *_) = (one.get("href") for one in document.iter("a") if one.get("href", "").startswith("/steder.csv"))
    assert link == "/steder.csv?q=rygning&region=nordjylland&year=2025"


@pytest.mark.parametrize("path", ["/svar", "/steder"])
def test_a_workbook_holds_the_same_rows(client: TestClient, path: str) -> None:
    response = client.get(f"{path}.xlsx?q=rygning&lang=en")
    assert response.headers["content-disposition"] == f'attachment; filename="{path[1:]}.xlsx"'
    sheet = load_workbook(io.BytesIO(response.content), read_only=True).active
    assert sheet is not None
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][:2] in (["Region", "Agreement"], ["No.", "Region"])
    told = list(csv.reader(io.StringIO(client.get(f"{path}.csv?q=rygning&lang=en").text)))
    for one, other in zip(told, rows, strict=True):  # A workbook leaves out empty cells at the end of a row.
        assert [cell.replace("\r\n", "\n") for cell in one] == [*other, *[""] * (len(one) - len(other))]


def test_a_file_is_safe_to_open_in_a_spreadsheet(client: TestClient) -> None:
    for path in ("/svar.csv", "/steder.csv"):
        for row in table(client, path, q="=1+1 rygning"):
            assert not any(value.startswith(("=", "+", "@", "\t")) for value in row.values())


@pytest.mark.parametrize(("address", "status"), [
    ("/svar.pdf?q=demens", 404), ("/steder.exe?q=demens", 404), ("/svar.csv", 400), ("/steder.csv?q=%3F", 400),
    ("/svar.xlsx?q=" + "x" * (MAX_QUERY + 1), 400),
])  # fmt: skip
def test_what_cannot_be_given_is_refused_in_one_sentence(client: TestClient, address: str, status: int) -> None:
    response = client.get(address, headers={"Accept": "application/json"})
    assert response.status_code == status
    assert response.json()["detail"].count("\n") == 0


def test_a_question_that_nothing_answers_gives_the_heads_alone(client: TestClient) -> None:
    text = client.get("/svar.csv?q=hvordan når vi resultater sammen").text
    assert len(list(csv.reader(io.StringIO(text)))) == 1

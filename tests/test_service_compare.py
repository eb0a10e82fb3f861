"""Comparisons as the command line, the API and the files give them: what people read and what a mistake gets."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from starlette.testclient import TestClient
from temporary_corpus import environment

import service
from service.app import create_app
from service.building.release import current
from service.cli.main import main
from service.settings import Settings

SVG = "{http://www.w3.org/2000/svg}"
SYDDANMARK = ("syddanmark-2019-2023-faktaark", "syddanmark-2024-2027-faktaark")
EAST = ("--on", "2027-06-01", "rygning", "demens")
CELL = {"region", "agreement", "level", "level_label", "quotes", "quote"}
QUOTE = {"document", "quote", "start", "end", "statement_type", "match"}
STATED = {"uri", "label", "text", "under", "document", "quote", "start", "end"}


class Cli:
    """Runs `compare` in this process, on one release."""

    def __init__(self, settings: Settings) -> None:
        self._environment = {key: value for key, value in environment().items() if key != "PYTHONPATH"}
        self._environment |= {"AFTALEGRAF_DATA": str(settings.data), "COLUMNS": "160"}

    def __call__(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(main, ["compare", *map(str, arguments)], env=self._environment)

    def out(self, *arguments: str | Path) -> bytes:
        result = self(*arguments)
        assert (result.exit_code, result.stderr) == (0, ""), result.stderr
        return result.stdout_bytes

    def json(self, *arguments: str) -> Any:
        return json.loads(self.out(*arguments, "--format", "json"))


@pytest.fixture(scope="module")
def cli(release_settings: Settings) -> Cli:
    return Cli(release_settings)


@pytest.fixture(scope="module")
def program(release_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(release_settings), headers={"Accept": "application/json"}) as client:
        yield client


# What is said


def test_a_matrix_has_the_promised_keys(cli: Cli) -> None:
    found = cli.json("dementia", "rygning; misbrug", "--on", "2025-06-01")
    assert list(found) == ["on", "language", "sparql", "topics", "columns", "rows", "side_by_side", "changes"]
    assert (found["on"], found["language"]) == ("2025-06-01", "da")
    assert (found["side_by_side"], found["changes"]) == (None, None)
    assert [(one["label"], one["asked"]) for one in found["topics"]] == [
        ("demens", "dementia"), ("rygning, tobak og nikotin", "rygning"), ("misbrug", "misbrug"),
    ]  # fmt: skip
    assert [row["topic"]["label"] for row in found["rows"]] == [one["label"] for one in found["topics"]]
    for column in found["columns"]:
        for one in column["agreements"]:
            assert set(one) == {"agreement", "region", "period", "status", "coverage"}
            assert set(one["period"]) == {"start", "end", "in_force"}
    agreements = [one["agreement"] for column in found["columns"] for one in column["agreements"]]
    for row in found["rows"]:
        assert [cell["agreement"] for cell in row["cells"]] == agreements
        for cell in row["cells"]:
            assert set(cell) == CELL
            assert (cell["quote"] is None) is (not cell["level"])
            assert cell["quote"] is None or set(cell["quote"]) == QUOTE


def test_levels_are_those_that_ask_gives(cli: Cli) -> None:
    found = cli.json("dobbeltdiagnoser")
    asked = CliRunner().invoke(main, ["ask", "dobbeltdiagnoser", "--json"], env=cli._environment)
    given = {one["agreement"]: (one["level"], len(one["evidence"])) for one in json.loads(asked.stdout)["answers"]}
    (row,) = found["rows"]
    assert {cell["agreement"]: (cell["level"], cell["quotes"]) for cell in row["cells"]} == given


def test_from_2027_each_agreement_stands_apart_below_the_merged_region(cli: Cli) -> None:
    found = cli.json(*EAST)
    regions = ["Region Midtjylland", "Region Nordjylland", "Region Østdanmark", "Region Syddanmark"]
    assert [column["region"] for column in found["columns"]] == regions
    both = [(one["region"], one["status"]) for one in found["columns"][2]["agreements"]]
    assert both == [("Region Hovedstaden", "run out"), ("Region Sjælland", "in force")]
    (smoking, _) = found["rows"]
    east = {cell["agreement"]: cell["level"] for cell in smoking["cells"] if cell["region"] == "Region Østdanmark"}
    assert east == {"hovedstaden-2019-2023": 0, "sjaelland-2024-2027": 2}


def test_without_topics_every_topic_with_a_level_is_shown_by_group(cli: Cli) -> None:
    found = cli.json("--on", "2025-06-01")
    groups = [row["group"]["label"] for row in found["rows"]]
    assert groups == sorted(groups, key=groups.index)
    assert len(set(groups)) > 10
    assert all(any(cell["level"] for cell in row["cells"]) for row in found["rows"])
    assert "VALUES" not in found["sparql"]


def test_the_table_says_levels_in_dots_and_what_to_know_of_each_agreement(cli: Cli) -> None:
    text = cli.out(*EAST).decode()
    assert re.search(r"demens\s*│ ○○○ +│ ●●○ 1 +│ ○○○ +│ ○○○ +│  \? ", text)
    for word in ("Østdanmark", "Hovedstaden", "udløbet", "kun faktaark", "●●● prioriteret", "1. juni 2027"):
        assert word in text.replace("\N{NO-BREAK SPACE}", " "), word
    assert "(nordjylland-2024-2027, 24862-24909)" in text


def test_the_table_speaks_english(cli: Cli) -> None:
    text = cli.out("demens", "--language", "en").decode()
    assert "dementia" in text
    assert "●●● prioritised" in text


# Two agreements


def test_two_agreements_stand_beside_each_other_by_id_or_region(cli: Cli) -> None:
    found = cli.json("--agreements", "sjaelland-2024-2027", "nordjylland", "--on", "2025-01-01")
    assert [column["region"] for column in found["columns"]] == ["Region Sjælland", "Region Nordjylland"]
    beside = found["side_by_side"]
    assert beside["agreements"] == ["sjaelland-2024-2027", "nordjylland-2024-2027"]
    assert {row["kind"] for row in beside["rows"]} == {"vision", "principle", "focus-area", "goal", "indicator"}
    for row in beside["rows"]:
        assert set(row) == {"kind", "how", "confidence", "statements"}
        assert len(row["statements"]) == 2
        for one in row["statements"]:
            assert one is None or set(one) == STATED
    assert found["changes"] is None


def test_topics_narrow_what_two_agreements_state(cli: Cli) -> None:
    every = cli.json("--agreements", "Nordjylland", "Sjælland")["side_by_side"]["rows"]
    some = cli.json("--agreements", "Nordjylland", "Sjælland", "misbrug")["side_by_side"]["rows"]
    assert 0 < len(some) < len(every)
    for row in some:
        assert any("misbrug" in one["text"].casefold() for one in row["statements"] if one)


def test_what_a_fact_sheet_does_not_say_is_unknown_and_not_absent(cli: Cli) -> None:
    text = cli.out("--agreements", "hovedstaden-2019-2023", "Syddanmark").decode()
    assert "kun faktaark" in text
    assert "kun i Region Hovedstaden" not in " ".join(text.split())


def test_an_agreement_is_compared_with_the_one_that_it_replaces(cli: Cli) -> None:
    found = cli.json("--predecessor-of", "Syddanmark", "--on", "2025-01-01")
    assert (found["changes"]["before"], found["changes"]["now"]) == SYDDANMARK
    assert found == cli.json("--agreements", *SYDDANMARK, "--on", "2025-01-01")
    levels = {row["topic"]["uri"]: [cell["level"] for cell in row["cells"]] for row in found["rows"]}
    for one in found["changes"]["topics"]:
        assert [one["before"], one["now"]] == levels[one["topic"]["uri"]]
        assert one["change"] == "unknown" or None not in (one["before"], one["now"])


# Files


def test_csv_has_every_cell_with_its_quote_verbatim(cli: Cli, release_settings: Settings) -> None:
    rows = list(csv.DictReader(io.StringIO(cli.out(*EAST, "--format", "csv").decode())))
    assert len(rows) == 2 * 5
    sources = current(release_settings.data).sources
    for row in rows:
        assert row["Region"] == "Region Østdanmark" or row["Region"] == row["Indgået af"]
        assert (row["Vægt"] == "") is (row["Vægt i ord"] == "ukendt: kun faktaark")
        if row["Vægtigste citat"]:
            text = (sources / f"{row['Dokument']}.txt").read_bytes().decode()
            assert text[int(row["Fra tegn"]) : int(row["Til tegn"])] == row["Vægtigste citat"]
    assert {row["Status"] for row in rows} == {"i kraft", "udløbet"}


def test_a_workbook_has_levels_as_numbers_and_all_tables(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "aftaler.xlsx"
    assert cli.out("--predecessor-of", "Syddanmark", "børn og unge", out).decode() == f"Skrev XLSX til {out}.\n"
    book = load_workbook(out)
    assert book.sheetnames == ["Emner", "Citater", "Udsagn", "Ændringer"]
    (_, levels) = book["Emner"].iter_rows(values_only=True)
    assert levels[1:] == ("børn og unge", 3, 3)
    assert list(tmp_path.iterdir()) == [out]


def test_csv_of_two_agreements_has_what_they_state(cli: Cli) -> None:
    rows = list(csv.reader(io.StringIO(cli.out("--agreements", "Nordjylland", "Sjælland", "--format", "csv").decode())))
    assert rows[0][:4] == ["Art", "Forhold", "Sikkerhed", "Det siger Region Nordjylland 2024–2027"]
    assert {row[0] for row in rows[1:]} == {"vision", "princip", "fokusområde", "mål", "indikator"}


def test_no_quote_runs_as_a_formula(cli: Cli) -> None:
    for row in csv.reader(io.StringIO(cli.out("--format", "csv").decode())):
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_picture_tells_each_level_by_colour_dots_and_word(cli: Cli, language: str, tmp_path: Path) -> None:
    out = tmp_path / "billede.svg"
    cli.out(*EAST, "--language", language, out)
    picture = ElementTree.fromstring(out.read_bytes())  # noqa: S314 - written by the program itself
    assert picture.get("role") == "img"
    told = {one.get("id"): one.text for tag in ("title", "desc") for one in picture.iter(f"{SVG}{tag}")}
    assert all(told[name] for name in (picture.get("aria-labelledby") or "").split())
    shown = set()
    for field in picture.iter(f"{SVG}g"):
        dots = [one.get("fill") != "none" for one in field.iter(f"{SVG}circle")]
        (box,), (word,) = list(field.iter(f"{SVG}rect")), list(field.iter(f"{SVG}text"))
        shown.add((box.get("fill"), tuple(dots), word.text))
    assert len(shown) == len({colour for colour, _, _ in shown}) == len({dots for _, dots, _ in shown}) == 5
    assert len(list(picture.iter(f"{SVG}g"))) == 2 * 5 + 5
    assert not re.search(r"(href|src|@import|style)\s*=", out.read_text())
    assert "http" not in out.read_text().replace("http://www.w3.org/2000/svg", "")


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (https://www.w3.org/TR/WCAG21/#dfn-relative-luminance)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_word_of_the_picture_is_legible_and_the_levels_are_ordered_in_black_and_white(cli: Cli) -> None:
    picture = ElementTree.fromstring(cli.out(*EAST, "--format", "svg"))  # noqa: S314
    hatch = [one.get("fill", "") for pattern in picture.iter(f"{SVG}pattern") for one in pattern]
    grounds = {}
    for field in picture.iter(f"{SVG}g"):
        (box,), (word,) = list(field.iter(f"{SVG}rect")), list(field.iter(f"{SVG}text"))
        ground = box.get("fill", "")
        assert word.get("fill") == "currentColor"
        assert all(contrast(field.get("color", ""), one) >= 4.5 for one in ([ground] if ground[0] == "#" else hatch))
        grounds[word.text] = ground
    order = [luminance(grounds[word]) for word in ("prioriteret", "understøttet", "nævnt", "ikke omtalt")]
    assert order == sorted(order)


def test_every_word_of_the_table_is_legible_in_light_and_dark() -> None:
    style = (Path(service.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in style.split("@media", 2)[:2])
    for colours in (light, light | dark):
        pairs = [("heat-3", "on-heat-3"), ("heat-2", "on-heat"), ("heat-1", "on-heat"), ("raised", "level-0")]
        for ground, word in (*pairs, ("heat-unknown", "on-heat-unknown")):
            assert contrast(colours[ground], colours[word]) >= 4.5, (ground, word)


def test_nothing_in_the_picture_lies_outside_or_over_another(cli: Cli) -> None:
    for arguments in ((), EAST, ("--agreements", *SYDDANMARK, "--language", "en")):
        picture = ElementTree.fromstring(cli.out(*arguments, "--format", "svg"))  # noqa: S314
        width, height = (float(picture.get(name, "0")) for name in ("width", "height"))
        boxes = [
            tuple(float(next(field.iter(f"{SVG}rect")).get(name, "0")) for name in ("x", "y", "width", "height"))
            for field in picture.iter(f"{SVG}g")
        ]
        assert len({(x, y) for x, y, _, _ in boxes}) == len(boxes)
        assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)
        assert all(0 < float(one.get("y", "0")) < height for one in picture.iter(f"{SVG}text"))


# What a mistake gets


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["demmens", "xyzzyq"], "'xyzzyq' names none; `aftalegraf ask` looks for other words too"),
    (["sundhed i verden"], "did you mean"),
    (["?!"], "must hold at least one word"),
    (["x" * 501], "at most 500 characters"),
    (["demens"] * 51, "At most 50 topics"),
    (["--on", "i går"], "'i går' is none; write it as 2027-06-01"),
    (["--on", "2027-02-30"], "'2027-02-30' is none"),
    (["--on", "20270601"], "'20270601' is none"),
    (["--on", "0001-01-01"], "'0001-01-01' is none"),
    (["--agreements", "Nordjylland", "1081"], "both names mean nordjylland-2024-2027"),
    (["--agreements", "Nordjylland", "Skåne"], "'Skåne' is neither; those held are"),
    (["--agreements", "Nordjylland", "Østdanmark"], "No agreement of Region Østdanmark is held"),
    (["--agreements", "", "Sjælland"], "sjaelland-2024-2027 are 1; name two"),
    (["--predecessor-of", "Sjælland"], "('sundhedsaftale for 2019 – 2023') is not held here"),
    (["--predecessor-of", "Skåne"], "'Skåne' is neither"),
    (["--predecessor-of", "Syddanmark", "--agreements", "Nordjylland", "Sjælland"], "leave out one"),
    (["demens", "ud.svg", "--format", "csv"], "let one say the other"),
    (["demens", "ud.pdf"], "ends in .csv, .xlsx, .svg, .png or .json, and ud.pdf does not"),
    (["demens", "/findes/ikke/ud.svg"], "cannot be written"),
])  # fmt: skip
def test_a_mistake_gets_one_sentence(cli: Cli, arguments: list[str], sentence: str) -> None:
    result = cli(*arguments)
    assert result.exit_code in (1, 2)
    assert result.stdout == ""
    assert sentence in result.stderr
    assert re.fullmatch(r"aftalegraf: [^\n]+[.?]\n", result.stderr)


def test_one_agreement_alone_is_refused(cli: Cli) -> None:
    result = cli("--agreements", "Nordjylland")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "requires 2 arguments" in result.stderr


# The API


def test_the_api_gives_what_the_command_line_gives(cli: Cli, program: TestClient) -> None:
    asked = {"topic": ["rygning", "demens"], "on": "2027-06-01"}
    assert program.get("/api/v1/compare", params=asked).json() == cli.json(*EAST)
    pair = {"agreement": ["Nordjylland", "Sjælland"], "topic": "misbrug", "on": "2025-01-01", "lang": "en"}
    assert program.get("/api/v1/compare", params=pair).json() == cli.json(
        "--agreements", "Nordjylland", "Sjælland", "misbrug", "--on", "2025-01-01", "--language", "en"
    )


def test_the_api_without_parameters_compares_all(program: TestClient) -> None:
    found = program.get("/api/v1/compare", params={"topic": "", "on": "", "agreement": ["", ""]}).json()
    assert len(found["rows"]) > 100
    assert len(found["columns"]) in (4, 5)


@pytest.mark.parametrize(("asked", "status"), [
    ({"topic": "xyzzyq"}, 404), ({"topic": "?!"}, 400), ({"on": "i morgen"}, 400), ({"agreement": "Nordjylland"}, 400),
    ({"agreement": ["Nordjylland", "nordjylland-2024-2027"]}, 400), ({"agreement": ["a", "b"]}, 404),
    ({"agreement": ["Nordjylland", "Sjælland", "Syddanmark"]}, 400), ({"topic": ["demens"] * 51}, 400),
])  # fmt: skip
def test_the_api_refuses_in_one_sentence(program: TestClient, asked: dict[str, Any], status: int) -> None:
    response = program.get("/api/v1/compare", params=asked)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert re.fullmatch(r"[^\n]+[.?]", response.json()["detail"])


def test_an_unknown_topic_comes_with_the_nearest_as_data(program: TestClient) -> None:
    found = program.get("/api/v1/compare", params={"topic": "sundhed i verden"}).json()
    assert "mental sundhed" in found["nearest"]
    assert all(f"{name}" in found["detail"] for name in found["nearest"])

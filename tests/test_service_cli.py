"""The command line: what people read, what scripts rely on, and what a mistake gets."""

from __future__ import annotations

import csv
import io
import json
import signal
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from rdflib import Graph
from temporary_corpus import COMMAND, TEXT, environment, start

from graph.namespaces import namespaces
from search.model import TYPES
from service.building.release import built
from service.cli.main import main
from service.settings import Settings

QUESTION = "hvilke regioner prioriterer dobbeltdiagnoser"
COMMANDS = sorted(main.commands)


class Cli:
    """Runs commands in this process, on one release."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._environment = {key: value for key, value in environment().items() if key != "PYTHONPATH"}
        self._environment |= {"AFTALEGRAF_DATA": str(settings.data), "AFTALEGRAF_CORPUS": str(settings.corpus)}

    def __call__(self, *arguments: str | Path, stdin: str | bytes = "", **variables: str) -> Result:
        given = {**self._environment, **variables}
        return CliRunner().invoke(main, [str(one) for one in arguments], input=stdin, env=given)

    def json(self, *arguments: str) -> Any:
        result = self(*arguments, "--json")
        assert (result.exit_code, result.stderr) == (0, "")
        return json.loads(result.stdout)

    def source(self, document: str) -> str:
        (path,) = (self.settings.corpus / "agreements").glob(f"{document}.*")
        return path.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def cli(release_settings: Settings) -> Cli:
    return Cli(release_settings)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "aftale.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


# Help


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)], ids=["aftalegraf", *COMMANDS])
def test_every_command_has_help(command: list[str]) -> None:
    process = start(*command, "--help")
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert out.startswith(f"Usage: aftalegraf {' '.join(command)}".rstrip())
    if not command:
        assert all(f"  {name} " in out for name in COMMANDS)


def test_every_command_says_what_it_does_in_a_sentence() -> None:
    for command in main.commands.values():
        assert command.help is not None
        assert command.help.strip().endswith(".")


# Shapes, as they are promised to scripts


ANSWER = {"region", "agreement", "period", "coverage", "level", "level_label", "evidence"}
EVIDENCE = {"document", "quote", "start", "end", "statement_type", "match"}
HIT = {"document", "region", "agreement", "type", "text", "start", "end", "score", "why"}
PLACE = {"start", "end", "quote", "also"}
NAMED = {"label", "text", *PLACE}
TERMS = {"target", "baseline", "deadline", "responsible"}
EXTRACTED: dict[str, set[str] | None] = {
    "visions": NAMED, "principles": NAMED, "values": NAMED, "focus_areas": NAMED, "cross_cutting_focus_areas": NAMED,
    "goals": {"text", "label", "focus_area", "strength", *TERMS, *PLACE},
    "indicators": {"text", "goal", "target_groups", "direction", *TERMS, *PLACE},
    "national_goals": None, "national_goals_emphasised": None, "national_indicators": {"text", *PLACE},
    "target_groups": NAMED, "organisations": {"label", "role", *PLACE},
    "statistics": {"value", "unit", "what", "population", "year", "source", "quote", "start", "end"},
    "definitions": {"term", "definition", "source", *PLACE}, "follow_up": {"what", "when", "responsible", *PLACE},
    "unrecognised": None,
}  # fmt: skip
FORMALIA = {"title", "region", "period_start", "period_end", "parties", "number_of_municipalities"}


def test_an_answer_has_the_promised_keys(cli: Cli) -> None:
    found = cli.json("ask", QUESTION)
    assert set(found) == {"question", "language", "topic", "sparql", "answers"}
    assert found["topic"] == {
        "uri": "https://w3id.org/aftalegraf/id/emne/dobbeltdiagnoser", "label": "dobbeltdiagnoser", "match": "word",
    }  # fmt: skip
    assert (found["question"], found["language"]) == (QUESTION, "da")
    for answer in found["answers"]:
        assert set(answer) - {"nearest"} == ANSWER
        assert set(answer["period"]) == {"start", "end", "in_force"}
        assert all(set(one) == EVIDENCE for one in answer["evidence"])
        assert {one["match"] for one in answer["evidence"]} <= {"word", "synonym", "semantic"}
        assert {one["statement_type"] for one in answer["evidence"]} <= set(TYPES)


def test_free_words_are_answered_by_region_with_what_was_looked_for(cli: Cli) -> None:
    found = cli.json("ask", "hvilke regioner nævner ejerskab")
    assert found["topic"] is None
    assert found["aspects"] == [{"label": "ejerskab", "topic": None, "words": ["ejerskab"]}]
    assert {one["region"]: one["level"] for one in found["answers"]} == {
        "Region Hovedstaden": 1, "Region Sjælland": 1, "Region Midtjylland": 0, "Region Nordjylland": 0,
        "Region Syddanmark": None,
    }  # fmt: skip
    for answer in found["answers"]:
        assert bool(answer["evidence"]) == bool(answer["level"])
        for one in answer["evidence"]:
            assert cli.source(one["document"])[one["start"] : one["end"]] == one["quote"]
            assert "ejerskab" in one["quote"]
    told = cli("ask", "hvilke regioner nævner ejerskab").stdout
    assert "Søgt efter ordene: ejerskab" in told
    assert "nærmeste sted, ikke talt med" in told


def test_statements_of_a_kind_are_told_with_their_places(cli: Cli) -> None:
    found = cli.json("ask", "indikatorer for diabetes")
    assert {row["type"] for row in found["rows"]} == {"indicator", "national-indicator"}
    for row in found["rows"]:
        assert cli.source(row["document"])[row["start"] : row["end"]] == row["quote"]
        told = cli("ask", "indikatorer for diabetes").stdout
        assert f"“{row['text']}” ({row['document']}, {row['start']}-{row['end']})" in told


def test_hits_have_the_promised_keys(cli: Cli) -> None:
    found = cli.json("search", "genindlæggelser", "-k", "7")
    assert set(found) == {"query", "interpretation", "hits"}
    assert set(found["interpretation"]) == {"language", "topic", "corrected", "filters"}
    assert len(found["hits"]) == 7
    for hit in found["hits"]:
        assert set(hit) == HIT
        assert set(hit["why"]) == {"words", "topics", "semantic"}
        assert hit["type"] in TYPES
        assert 0 <= hit["start"] < hit["end"] <= len(cli.source(hit["document"]))


@pytest.mark.parametrize("document", ["syddanmark-2024-2027-faktaark.md", "sjaelland-2024-2027.txt"])
def test_an_extraction_has_the_promised_keys(cli: Cli, document: str) -> None:
    found = cli.json("extract", str(cli.settings.corpus / "agreements" / document))
    assert set(found) == {"agreement", *EXTRACTED}
    assert set(found["agreement"]) == FORMALIA
    for name, keys in EXTRACTED.items():
        for one in found[name]:
            assert isinstance(one, str) if keys is None else set(one) == keys, name
    source = cli.source(Path(document).stem)
    for one in found["statistics"]:
        assert source[one["start"] : one["end"]] == one["quote"]


def test_what_is_extracted_stands_at_its_offsets(cli: Cli, sample: Path) -> None:
    found = cli.json("extract", str(sample))
    (vision,) = found["visions"]
    assert TEXT[vision["start"] : vision["end"]] == "Vi vil skabe mere lighed i sundhed for alle borgere."
    assert [TEXT[one["start"] : one["end"]] for one in found["goals"]] == [one["text"] for one in found["goals"]]
    assert found["agreement"]["period_start"] == "2024"


def test_an_extraction_is_summed_up_for_people(cli: Cli, sample: Path) -> None:
    lines = cli("extract", sample).stdout.splitlines()
    assert "region: not stated" in lines
    assert "visions: 1" in lines


def test_a_question_of_another_form_gets_its_kind_and_rows(cli: Cli) -> None:
    found = cli.json("ask", "hvor mange borgere i byen har ondt i ryggen, diabetes og hjertesygdom om vinteren")
    assert set(found) == {"question", "language", "kind", "topic", "sparql", "answers", "rows"}
    assert (found["kind"], found["topic"], found["answers"]) == ("passages", None, [])
    assert 0 < len(found["rows"]) <= 10
    assert all(set(row) == HIT for row in found["rows"])


# Answers


LEVELS = {
    "Region Nordjylland": (3, "full text"), "Region Sjælland": (3, "full text"), "Region Midtjylland": (0, "full text"),
    "Region Hovedstaden": (0, "full text"), "Region Syddanmark": (None, "fact sheet"),
}  # fmt: skip
WORDS = {
    "da": {3: "prioriteret", 0: "ikke omtalt", None: "ukendt: kun faktaark"},
    "en": {3: "prioritised", 0: "not mentioned", None: "unknown: only a fact sheet"},
}


@pytest.mark.parametrize(("question", "language", "label"), [
    (QUESTION, "da", "dobbeltdiagnoser"),
    ("which regions prioritise dual diagnosis", "en", "dual diagnosis"),
    ("hvilke regioner prioriterer dobbletdiagnoser", "da", "dobbeltdiagnoser"),
    ("misbrug og psykisk sygdom", "da", "dobbeltdiagnoser"),
])  # fmt: skip
def test_the_same_question_in_other_words_gets_the_same_answer(
    cli: Cli, question: str, language: str, label: str
) -> None:
    found = cli.json("ask", question)
    assert (found["language"], found["topic"]["label"]) == (language, label)
    assert {one["region"]: (one["level"], one["coverage"]) for one in found["answers"]} == LEVELS
    for one in found["answers"]:
        assert one["level_label"] == WORDS[language][one["level"]]
        assert bool(one["evidence"]) is bool(one["level"])
        for evidence in one["evidence"]:
            source = cli.source(evidence["document"])
            assert source[evidence["start"] : evidence["end"]] == evidence["quote"]
            assert evidence["document"].startswith(one["agreement"])


def test_an_agreement_that_has_ended_is_not_in_force(cli: Cli) -> None:
    (one,) = (one for one in cli.json("ask", QUESTION)["answers"] if one["region"] == "Region Hovedstaden")
    assert one["agreement"] == "hovedstaden-2019-2023"
    assert one["period"] == {"start": "2019", "end": "2023", "in_force": False}


def test_the_query_of_an_answer_gives_its_levels(cli: Cli) -> None:
    found = cli.json("ask", QUESTION)
    result = cli("sparql", "--format", "csv", stdin=found["sparql"])
    levels = {row["agreement"]: row["level"] for row in csv.DictReader(io.StringIO(result.stdout))}
    for one in found["answers"]:
        assert levels[one["agreement"]] == ("" if one["level"] is None else str(one["level"]))


def test_an_answer_for_people_is_a_table_with_quotes(cli: Cli) -> None:
    out = cli("ask", QUESTION).stdout
    assert "●●● prioriteret" in out
    assert "ukendt: kun faktaark" in out
    assert "ikke i kraft" in out
    source = cli.source("nordjylland-2024-2027")
    place = source.index("Sikre, at borgere med psykiske lidelser")
    assert f"(nordjylland-2024-2027, {place}-" in out
    english = cli("ask", "which regions prioritise dual diagnosis").stdout
    assert "●●● prioritised" in english
    assert "not in force" in english


def test_a_correction_is_shown(cli: Cli) -> None:
    assert "Læst som: dobbletdiagnoser → dobbeltdiagnoser" in cli("ask", "dobbletdiagnoser").stdout
    assert cli.json("search", "diabtes")["interpretation"]["corrected"] == [{"from": "diabtes", "to": "diabetes"}]


# Search


def test_a_region_is_given_by_name_slug_or_authority_code(cli: Cli) -> None:
    names = ("Region Sjælland", "sjælland", "sjaelland", "1085")
    found = [cli.json("search", "misbrug", "--region", name) for name in names]
    asked = found[0]["interpretation"]["filters"]
    assert asked == {"region": "Region Sjælland", "type": None, "year": None, "topic": None, "goal": None}
    assert {hit["region"] for hit in found[0]["hits"]} == {"Region Sjælland"}
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize(("options", "key", "value"), [
    (("--type", "goal"), "type", "goal"), (("--type", "text"), "type", "text"),
    (("--year", "2021", "--region", "1084"), "agreement", "hovedstaden-2019-2023"),
])  # fmt: skip
def test_filters_hold_for_every_hit(cli: Cli, options: tuple[str, ...], key: str, value: str) -> None:
    hits = cli.json("search", "indsatsen for borgere", *options)["hits"]
    assert hits
    assert {hit[key] for hit in hits} == {value}


def test_hits_for_people_say_where_they_stand_and_why(cli: Cli) -> None:
    (hit,) = cli.json("search", "dobbeltdiagnoser", "-k", "1")["hits"]
    out = cli("search", "dobbeltdiagnoser", "-k", "1").stdout
    assert out.startswith(f"1. {hit['region']} · {hit['type']} · {hit['document']} {hit['start']}-{hit['end']}\n")
    assert f"fundet ved: {', '.join(hit['why']['words']) or 'betydning'}" in out


def test_more_hits_than_there_are_passages_are_all_passages(cli: Cli) -> None:
    # The lexical index set memory aside for a milliard hits and the process was aborted.
    hits = cli.json("search", "borgere", "-k", "1000000000")["hits"]
    places = [(hit["document"], hit["start"]) for hit in hits]
    assert len(places) == len(set(places)) <= built(cli.settings.data)[1].units


# Mistakes


@pytest.mark.parametrize(("arguments", "code", "remedy"), [
    (("search", "misbrug", "--region", "Skåne"), 2, "'Skåne' is none; use one of Region Hovedstaden"),
    (("search", "misbrug", "--type", "paragraf"), 2, "not 'paragraf'; use one of these"),
    (("search", "misbrug", "-k", "0"), 2, "at least 1, not 0"),
    (("search", "misbrug", "-k", "-3"), 2, "at least 1, not -3"),
    (("search", ""), 2, "must hold at least one word"),
    (("search", "a" * 10_000), 2, "at most 500 characters, and this has 10000"),
    (("search", "xyzzyqwerty"), 1, "use other words or fewer filters"),
    (("search", "misbrug", "--year", "1850"), 1, "use other words or fewer filters"),
    (("ask", ""), 2, "must hold at least one word"),
    (("ask", " ?! \n"), 2, "must hold at least one word"),
    (("ask", "å" * 10_000), 2, "at most 500 characters, and this has 10000"),
    (("ask", "xyzzyqwerty"), 1, "ask in other words"),
    (("ask", QUESTION, "--data", "/nowhere"), 2, "There is no built data in /nowhere; run `aftalegraf build`"),
    (("search", "misbrug", "--data", "/nowhere"), 2, "run `aftalegraf build`"),
    (("sparql", "--data", "/nowhere"), 2, "run `aftalegraf build`"),
    (("export", "--format", "ttl", "out.ttl", "--data", "/nowhere"), 2, "run `aftalegraf build`"),
    (("validate", "--data", "/nowhere"), 2, "run `aftalegraf build`"),
    (("evaluate", "--data", "/nowhere"), 2, "run `aftalegraf build`"),
    (("serve", "--data", "/nowhere"), 2, "run `aftalegraf build`"),
    (("build", "--corpus", "/nowhere"), 2, "/nowhere has no manifest.toml; name another with --corpus"),
    (("evaluate", "--gold", "/nowhere"), 2, "name another with --gold"),
    (("extract", "/nowhere/aftale.txt"), 2, "cannot be read"),
    (("extract", "/"), 2, "cannot be read"),
    (("sparql", "/nowhere/query.rq"), 2, "cannot be read (No such file or directory); check the path"),
    (("sparql", "/"), 2, "cannot be read"),
])  # fmt: skip
def test_a_mistake_gets_one_sentence(cli: Cli, arguments: tuple[str, ...], code: int, remedy: str) -> None:
    assert_one_sentence(cli(*arguments), code, remedy)


@pytest.mark.parametrize(("query", "remedy"), [
    ("SELEC", "not valid SPARQL at line 1, column 1"),
    ("SELECT ?s WHERE { ?s ?p }", "not valid SPARQL at line 1"),
    ("SELECT *\nWHERE { ?s ?p ?o", "not valid SPARQL at line 2"),
    ("", "The query is empty"),
    ("INSERT DATA { <a:a> <a:b> <a:c> }", "only reads"),
    ("DELETE WHERE { ?s ?p ?o }", "only reads"),
    ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
    (b"SELECT \xff", "must be text in UTF-8, not so at byte 7"),
])  # fmt: skip
def test_a_query_that_cannot_be_run_gets_one_sentence(cli: Cli, query: str | bytes, remedy: str) -> None:
    assert_one_sentence(cli("sparql", stdin=query), 2, remedy)


@pytest.mark.parametrize(("variable", "value"), [
    ("AFTALEGRAF_PORT", "abc"), ("AFTALEGRAF_PORT", "0"), ("AFTALEGRAF_WORKERS", "0"),
    ("AFTALEGRAF_QUERY_SECONDS", "-1"),
])  # fmt: skip
def test_a_setting_that_cannot_be_gets_one_sentence(cli: Cli, variable: str, value: str) -> None:
    assert_one_sentence(cli("ask", QUESTION, **{variable: value}), 2, f"The setting {variable} is '{value}'")


@pytest.mark.parametrize(("name", "content", "remedy"), [
    ("a.txt", b"Vi vil \xff", "is not text in UTF-8"), ("b.md", b" \n", "is empty"), ("c.txt", b"Vi\0vil", "NUL"),
    ("d.exe", b"MZ", "must be one of"),
])  # fmt: skip
def test_a_file_that_is_no_text_gets_one_sentence(
    cli: Cli, tmp_path: Path, name: str, content: bytes, remedy: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = cli("extract", path, "--json")
    assert_one_sentence(result, 2, remedy)
    assert str(path) in result.stderr


def assert_one_sentence(result: Result, code: int, remedy: str) -> None:
    assert isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("aftalegraf: ")
    assert remedy in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith("\n")


@pytest.mark.parametrize("arguments", [
    ("ask", QUESTION, "--data", "/nowhere"), ("build", "--corpus", "/nowhere", "--data", "/nowhere"),
    ("extract", "/nowhere.txt"),
])  # fmt: skip
def test_a_mistake_in_a_real_process_shows_no_traceback(arguments: tuple[str, ...]) -> None:
    process = start(*arguments)
    out, err = process.communicate()
    assert (process.returncode, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("aftalegraf: ")


def test_a_pipe_that_closes_early_is_no_error(cli: Cli) -> None:
    command = [*COMMAND, "ask", QUESTION, "--json", "--data", str(cli.settings.data)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


# SPARQL


SELECT = (
    'SELECT ?s ("[/b] <i>" AS ?x) ?unbound WHERE { ?s a <https://w3id.org/aftalegraf/ontologi#Agreement> } ORDER BY ?s'
)


def test_rows_are_shown_as_they_are(cli: Cli) -> None:
    # A value in square brackets was once read as markup of the terminal, and failed.
    result = cli("sparql", stdin=SELECT)
    assert result.exit_code == 0
    assert result.stdout.count("[/b] <i>") == 6
    assert "https://w3id.org/aftalegraf/id/aftale/hovedstaden-2019-2023" in result.stdout


def test_a_long_value_is_shown(cli: Cli) -> None:
    # Rows were once read as CSV, which refuses a field of more than 131,072 characters.
    query = "SELECT (GROUP_CONCAT(?t) AS ?all) { ?s <https://w3id.org/aftalegraf/ontologi#text> ?t }"
    result = cli("sparql", stdin=query)
    assert result.exit_code == 0
    assert len(result.stdout) > 131_072


@pytest.mark.parametrize(("name", "kind"), [
    ("json", ox.QueryResultsFormat.JSON), ("csv", None), ("tsv", ox.QueryResultsFormat.TSV),
    ("xml", ox.QueryResultsFormat.XML), ("ttl", ox.QueryResultsFormat.TSV),
])  # fmt: skip
def test_rows_are_written_in_every_format(
    cli: Cli, tmp_path: Path, name: str, kind: ox.QueryResultsFormat | None
) -> None:
    path = tmp_path / "query.rq"
    path.write_text("\ufeff" + SELECT, encoding="utf-8")
    result = cli("sparql", path, "--format", name)
    assert result.exit_code == 0
    if kind is None:
        rows = list(csv.reader(io.StringIO(result.stdout)))
        assert rows[0] == ["s", "x", "unbound"]
        assert len(rows) == 7
    else:
        solutions = ox.parse_query_results(result.stdout_bytes, kind)
        assert isinstance(solutions, ox.QuerySolutions)
        assert [solution["x"].value for solution in solutions] == ["[/b] <i>"] * 6


@pytest.mark.parametrize("name", ["table", "csv", "tsv", "ttl"])
def test_a_truth_value_is_a_word(cli: Cli, name: str) -> None:
    assert cli("sparql", "--format", name, stdin="ASK { ?s ?p ?o }").stdout.strip() == "true"


@pytest.mark.parametrize(("name", "form"), [
    ("table", ox.RdfFormat.TURTLE), ("ttl", ox.RdfFormat.TURTLE), ("xml", ox.RdfFormat.RDF_XML),
    ("json", ox.RdfFormat.JSON_LD),
])  # fmt: skip
def test_triples_are_written_in_every_format(cli: Cli, name: str, form: ox.RdfFormat) -> None:
    query = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } ORDER BY ?s LIMIT 5"
    result = cli("sparql", "--format", name, stdin=query)
    assert result.exit_code == 0
    assert len(list(ox.parse(result.stdout, form))) == 5


def test_triples_are_no_table(cli: Cli) -> None:
    result = cli("sparql", "--format", "csv", stdin="CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1")
    assert_one_sentence(result, 2, "ask for one of text/turtle")


def test_a_query_keeps_to_the_limits_of_the_settings(cli: Cli) -> None:
    result = cli("sparql", stdin="SELECT * { ?s ?p ?o } LIMIT 11", AFTALEGRAF_QUERY_ROWS="10")
    assert_one_sentence(result, 2, "10 rows")


# Exports


@pytest.fixture(scope="module")
def folder(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("exports")
    for name in ("ttl", "nq", "jsonld", "csv", "xlsx"):
        result = cli("export", "--format", name, folder / f"out.{name}")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("Wrote ")
    yield folder
    assert len(list(folder.iterdir())) == 5


def named(triples: set[ox.Triple]) -> set[ox.Triple]:
    """Leave out what a reader names anew."""
    return {
        one for one in triples if not isinstance(one.subject, ox.BlankNode) and not isinstance(one.object, ox.BlankNode)
    }


def test_an_exported_graph_is_the_whole_graph(cli: Cli, folder: Path) -> None:
    release, note = built(cli.settings.data)
    assert (folder / "out.nq").read_bytes() == (release.folder / "graph.nq").read_bytes()
    quads = list(ox.parse(path=folder / "out.nq", format=ox.RdfFormat.N_QUADS))
    assert len(quads) == note.quads
    triples = {quad.triple for quad in quads}
    for name, form in (("ttl", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD)):
        read = {quad.triple for quad in ox.parse(path=folder / f"out.{name}", format=form)}
        assert len(read) == len(triples)
        assert named(read) == named(triples)


def test_an_exported_graph_has_the_prefixes_that_people_know_and_is_read_by_rdflib(folder: Path) -> None:
    text = (folder / "out.ttl").read_text(encoding="utf-8")
    assert "@prefix aft: <https://w3id.org/aftalegraf/ontologi#> ." in text
    part = text[: text.index(" .\n", 200_000) + 3]  # The whole takes rdflib some seconds.
    assert len(Graph().parse(data=part, format="turtle")) > 1000


def test_exported_tables_hold_every_statement_and_priority(cli: Cli, folder: Path) -> None:
    note = built(cli.settings.data)[1]
    with zipfile.ZipFile(folder / "out.csv") as archive:
        tables = {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
        }
    assert set(tables) == {"statements", "priorities"}
    assert len({row["statement"] for row in tables["statements"]}) == note.statements
    for row in tables["statements"]:
        assert 0 <= int(row["start"]) < int(row["end"]) <= len(cli.source(row["document"]))
    agreements = {row["agreement"] for row in tables["priorities"]}
    assert len(agreements) == note.agreements
    assert len(tables["priorities"]) % note.agreements == 0
    # An empty level is unknown; it was once written as an apostrophe.
    assert {row["level"] for row in tables["priorities"]} == {"", "0", "1", "2", "3"}
    assert {row["agreement"] for row in tables["priorities"] if not row["level"]} == {
        "syddanmark-2019-2023-faktaark", "syddanmark-2024-2027-faktaark",
    }  # fmt: skip


def test_a_workbook_holds_the_same_tables(folder: Path) -> None:
    book = load_workbook(folder / "out.xlsx", read_only=True)
    with zipfile.ZipFile(folder / "out.csv") as archive:
        for sheet in book:
            rows = list(csv.reader(io.StringIO(archive.read(f"{sheet.title}.csv").decode(), newline="")))
            cells = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            assert [[" ".join(cell.split()) for cell in row] for row in cells] == [
                [" ".join(cell.split()) for cell in row] for row in rows
            ]
    book.close()


@pytest.mark.parametrize("out", [".", "/", "nowhere/out.ttl", "file/out.ttl", "taken"])
@pytest.mark.parametrize("name", ["nq", "xlsx"])
def test_an_export_that_fails_leaves_nothing(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, out: str
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    (tmp_path / "taken").mkdir()
    monkeypatch.chdir(tmp_path)
    assert_one_sentence(
        cli("export", "--format", name, out), 2, "name a file" if len(out) == 1 else "cannot be written"
    )
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "taken"]


def test_an_export_replaces_a_file(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "out.nq"
    out.write_text("old", encoding="utf-8")
    assert cli("export", "--format", "nq", out).exit_code == 0
    assert out.stat().st_size > 1_000_000


def test_an_interrupted_export_leaves_the_old_file_and_nothing_else(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "out.ttl"
    out.write_text("old", encoding="utf-8")
    process = start("export", "--format", "ttl", out, "--data", cli.settings.data)
    deadline = time.monotonic() + 60
    while not (parts := [path for path in tmp_path.iterdir() if path != out]):
        assert process.poll() is None
        assert time.monotonic() < deadline
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert parts[0].name.endswith(".part")
    assert process.returncode != 0
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == [out]
    assert out.read_text(encoding="utf-8") == "old"


# Evaluation


def gold(folder: Path, **files: Any) -> Path:
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


CELLS = {
    "dobbeltdiagnoser": {
        slug: {"levels": [level]}
        for slug, level in (("nordjylland", 3), ("sjaelland", 3), ("midtjylland", 0), ("hovedstaden", 0))
    }
}
DQV, DCAT = (namespaces("https://w3id.org/aftalegraf/")[name] for name in ("dqv", "dcat"))
METHODS = {"aftalegraf", "bm25", "dense"}


def test_an_evaluation_has_our_figures_beside_the_baselines(cli: Cli, tmp_path: Path) -> None:
    source = cli.source("nordjylland-2024-2027")
    line = source[: source.index("Sikre, at borgere med psykiske lidelser")].count("\n") + 1
    relevant = [{"doc": "nordjylland-2024-2027", "passage_lines": [line, line + 3], "grade": 3}]
    query = {"id": "q", "query": "dobbeltdiagnoser", "lang": "da", "type": "ord", "relevant": relevant}
    statements = {"goals": [{"text": "Et mål, som ingen har"}]}
    silent = {"id": "s", "query": "xylofonkvartet", "lang": "da", "type": "ord", "relevant": [], "no_answer": True}
    folder = gold(tmp_path, topics=CELLS, queries={"queries": [query, silent]})
    (folder / "statements-syddanmark-2024-2027-faktaark.json").write_text(json.dumps(statements), encoding="utf-8")
    found = cli.json("evaluate", "--gold", str(folder))
    assert set(found) == {"topics", "statements", "search"}
    assert set(found["topics"]) == METHODS
    assert set(found["search"]) == {*METHODS, "gain", "queries"}
    assert found["topics"]["aftalegraf"] == {"presence_f1": 1.0, "prioritised_f1": 1.0, "exact": 1.0, "wrong": []}
    assert found["search"]["aftalegraf"]["mrr"] > 0
    assert found["search"]["aftalegraf"]["no_answer"] == {"queries": 1, "silent": 1}
    (told,) = (one for one in found["search"]["queries"] if one["id"] == "q")
    (passage,) = told["judged"]
    assert (passage["grade"], passage["expected_within"]) == (3, 1)
    assert set(passage["rank"]) == METHODS
    assert passage["topics"] == ["dobbeltdiagnoser"]
    better = max(("bm25", "dense"), key=lambda name: found["search"][name]["ndcg@10"])
    gained = found["search"]["aftalegraf"]["ndcg@10"] - found["search"][better]["ndcg@10"]
    assert found["search"]["gain"]["ndcg@10"] == pytest.approx(gained)
    (figures,) = found["statements"].values()
    assert set(figures) == METHODS
    assert figures["aftalegraf"]["missed"] == ["goals: Et mål, som ingen har"]
    shown = cli("evaluate", "--gold", folder, "--details").stdout
    rank = passage["rank"]["aftalegraf"]
    for text in (
        "presence_f1", "micro_f1", "links_f1", "ndcg@10", "goals: Et mål, som ingen har", "nothing found", "1 of 1",
        f"grade 3 nordjylland-2024-2027 {line}-{line + 3}: expected within 1, found {rank} (bm25 ",
    ):  # fmt: skip
        assert text in shown


def test_free_and_foreign_topics_are_measured_by_what_ask_answers(cli: Cli, tmp_path: Path) -> None:
    folder = gold(tmp_path, **{"free-topics": CELLS, "foreign-topics": ["xylofonkvartet", "demens"]})
    found = cli.json("evaluate", "--gold", str(folder))
    assert set(found) == {"free_topics", "foreign_topics"}
    assert found["free_topics"]["aftalegraf"]["presence_f1"] == 1.0
    foreign = found["foreign_topics"]
    assert set(foreign) == METHODS
    regions = {one["region"] for one in cli.json("ask", "demens")["answers"] if one["level"] is not None}
    assert foreign["aftalegraf"]["cells"] == 2 * len(regions)  # Region Syddanmark is held as fact sheets.
    levels = [one["level"] for one in cli.json("ask", "demens")["answers"]]
    assert len(foreign["aftalegraf"]["wrong"]) == sum(bool(level) for level in levels) > 0
    assert all(line.startswith("demens, ") for line in foreign["aftalegraf"]["wrong"])
    assert foreign["dense"]["false_share"] > foreign["aftalegraf"]["false_share"]
    shown = cli("evaluate", "--gold", folder, "--details").stdout
    for text in ("free topics", "false_share", f"foreign topic: {foreign['aftalegraf']['wrong'][0]}"):
        assert text in shown


def test_figures_are_published_as_linked_data(cli: Cli, tmp_path: Path) -> None:
    folder = gold(tmp_path, topics=CELLS)
    out = tmp_path / "dataset-quality-own.ttl"
    shown = cli("evaluate", "--gold", folder, "--publish", out)
    assert shown.exit_code == 0
    assert "Wrote 9 figures to " in shown.stdout.replace("\n", " ")
    graph = Graph().parse(out)
    values = {str(name).rpartition("#")[2]: float(value) for name, value in graph.subject_objects(DQV.value)}
    assert len(values) == 9  # Three figures, of ours and of the two baselines.
    found = cli.json("evaluate", "--gold", str(folder))["topics"]
    assert values["maaling-own-emner-omtalt"] == found["aftalegraf"]["presence_f1"]
    assert values["maaling-own-emner-niveau-dense"] == round(found["dense"]["exact"], 4)
    versions = {str(version) for version in graph.objects(None, DCAT.version)}
    assert versions == {built(cli.settings.data)[1].version}
    again = json.loads(cli("evaluate", "--gold", folder, "--json", "--publish", out).stdout)
    assert again["topics"] == found


@pytest.mark.parametrize(("name", "remedy"), [
    ("figures.ttl", "must be named dataset-quality-<gold>.ttl"),
    ("nowhere/dataset-quality-own.ttl", "lie in a folder that is there"),
    ("dataset-quality-ukendt.ttl", "use one of these, or describe it there"),
])  # fmt: skip
def test_figures_that_cannot_be_published_get_one_sentence_and_leave_no_file(
    cli: Cli, tmp_path: Path, name: str, remedy: str
) -> None:
    (tmp_path / "gold").mkdir()
    folder = gold(tmp_path / "gold", **{"foreign-topics": ["xylofonkvartet"]})
    run = cli("evaluate", "--gold", folder, "--json", "--publish", tmp_path / name)
    assert run.exit_code == 2
    assert remedy in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["gold"]


def test_cross_validation_tells_what_the_folds_left_out_get(cli: Cli, tmp_path: Path) -> None:
    relevant = [{"doc": "nordjylland-2024-2027", "passage_lines": [1, 9999], "grade": 3}]
    queries = [
        {"id": word, "query": word, "lang": "da", "type": "ord", "relevant": relevant}
        for word in ("dobbeltdiagnoser", "visionen", "genindlæggelser")
    ]
    folder = gold(tmp_path, queries={"queries": queries})
    found = cli.json("evaluate", "--gold", str(folder), "--folds", "3")["search"]["cross_validation"]
    assert (found["folds"], found["repeats"]) == (3, 20)
    ordered = [round(found[name], 9) for name in ("lowest", "left_out", "highest")]
    assert 0 < ordered[0] <= ordered[1] <= ordered[2] <= round(found["best"], 9) <= 1
    shown = cli("evaluate", "--gold", folder, "--folds", "3").stdout
    assert f"{found['left_out']:.3f} on the folds left out" in shown
    assert_one_sentence(cli("evaluate", "--gold", folder, "--folds", "4"), 2, "ask for fewer")


@pytest.mark.parametrize(("files", "remedy"), [
    ({}, "has none; name another with --gold"),
    ({"topics": {}}, "must map topics to regions"),
    ({"topics": {"demens": {"nordjylland": {"level": 3}}}}, "must map topics to regions"),
    ({"topics": {"demens": [3]}}, "must map topics to regions"),
    ({"topics": [1]}, "must hold a JSON object"),
    ({"queries": {"queries": []}}, "must hold a query"),
    ({"foreign-topics": []}, "must hold a JSON list of one or more names"),
    ({"free-topics": {"demens": [3]}}, "must map topics to regions"),
    ({"queries": {}}, "must be a JSON object with a list 'queries'"),
    ({"statements-skåne": {}}, "must name a region or agreement of the corpus"),
])  # fmt: skip
def test_gold_that_cannot_be_measured_against_gets_one_sentence(
    cli: Cli, tmp_path: Path, files: dict[str, Any], remedy: str
) -> None:
    assert_one_sentence(cli("evaluate", "--gold", gold(tmp_path, **files)), 2, remedy)


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=10) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def test_ctrl_c_ends_the_service_in_order(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    service = start("serve", "--port", port, "--data", cli.settings.data)
    deadline = time.monotonic() + 60
    while not answers(f"http://127.0.0.1:{port}/health"):
        assert service.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    service.send_signal(signal.SIGINT)
    out, err = service.communicate(timeout=60)
    assert (service.returncode, err) == (0, "")
    assert out.endswith("(Ctrl-C stops it).\n")

from __future__ import annotations

import json

import pytest
from search_samples import make_unit, sample_units

from ingest.errors import SpanError
from search.model import Filters, SearchError, Unit, parse_unit, read_units, write_units


def test_units_read_back_are_the_ones_written(tmp_path):
    units = [*sample_units(), make_unit("linje et\nlinje to – med “citat” og \u2028 skilletegn", years=(None, None))]
    write_units(units, tmp_path / "units.jsonl")
    assert list(read_units(tmp_path / "units.jsonl")) == units


def test_each_line_of_the_file_is_one_json_object(tmp_path):
    write_units(sample_units(), tmp_path / "units.jsonl")
    lines = (tmp_path / "units.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == [unit.text for unit in sample_units()]


def test_refuses_a_quote_that_is_not_as_long_as_its_span():
    with pytest.raises(SearchError, match=r"nordjylland-aftale 5-9 must be source\[start:end\]"):
        Unit("nordjylland-aftale", "a", "nordjylland", (), "tekst", "tekst", 5, 9)


def test_refuses_an_empty_span():
    with pytest.raises(SpanError, match="Span 5-5"):
        Unit("d", "a", "nordjylland", (), "", "", 5, 5)


def test_refuses_an_unknown_type_and_names_the_known_ones():
    with pytest.raises(SearchError, match=r"one of vision, principle, .*, text, not 'wish'"):
        make_unit("tekst", types=("wish",))
    with pytest.raises(SearchError, match="not 'wish'"):
        Filters(type="wish")


def test_a_damaged_line_is_named_by_its_number(tmp_path):
    path = tmp_path / "units.jsonl"
    write_units(sample_units()[:1], path)
    path.write_text(path.read_text(encoding="utf-8") + '{"document": "x"}\n', encoding="utf-8")
    with pytest.raises(SearchError, match=r"line 2 of .*units\.jsonl does not"):
        list(read_units(path))


@pytest.mark.parametrize("line", ["", "[]", "3", "null", '{"types": 3}', '{"a": 1}'])
def test_what_is_no_unit_is_refused(line):
    with pytest.raises(SearchError, match="must hold one unit as JSON"):
        parse_unit(line)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SearchError, match=r"none\.jsonl cannot be read"):
        list(read_units(tmp_path / "none.jsonl"))


def test_the_type_of_a_unit_is_its_first_or_text():
    assert make_unit("x", types=("goal", "initiative")).type == "goal"
    assert make_unit("x").type == "text"


@pytest.mark.parametrize(
    ("filters", "accepted"),
    [
        (Filters(), True),
        (Filters(region="nordjylland"), True),
        (Filters(region="sjaelland"), False),
        (Filters(type="initiative"), True),
        (Filters(type="text"), False),
        (Filters(year=2024), True),
        (Filters(year=2027), True),
        (Filters(year=2028), False),
        (Filters(region="nordjylland", type="goal", year=2023), False),
    ],
)
def test_filters_accept_a_unit_that_has_all_they_ask(filters, accepted):
    unit = make_unit("x", types=("goal", "initiative"))
    assert filters.accept(unit) is accepted


@pytest.mark.parametrize(
    ("years", "accepted"), [((None, None), False), ((2020, None), True), ((None, 2025), True), ((None, 2020), False)]
)
def test_a_period_with_an_open_end_goes_on(years, accepted):
    assert Filters(year=2024).accept(make_unit("x", years=years)) is accepted

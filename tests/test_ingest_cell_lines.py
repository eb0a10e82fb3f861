"""Tables that an extraction flattened to one cell a line, in small invented texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extraction import extract
from ingest.model import Indicator
from ingest.source import Source
from ingest.structure import blocks

GOALS = """HAVNEPLAN 2025-2028

Mål

1. Flere skal kunne svømme.
2. Broerne skal være tørre hele året.
3. Ingen skal vente på en båd.

"""
TABLE = """Bilag. Tal
Nr.
Målepunkt
Udgangs-
punkt 2025
Mål
Kilde
1
Antal svømmere i havnen
om sommeren
1.318
2.120 i 2028
Bade-
vagten
2
Andel tørre broer
59 %
Opgøres i 2026
Broskolen
3
Ventetid ved færgen
ukendt
højst 5 minutter
Havnefogeden
"""
AFTER = "\nHer er tabellen slut, og en hel sætning fortæller om noget andet.\n"


def source(text: str) -> Source:
    return Source("plan", text, "text")


def rows(text: str) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for block in blocks(source(text)):
        if block.place:
            found.setdefault(block.place[0], []).append(block.text)
    return list(found.values())


def indicators(text: str) -> list[Indicator]:
    return [one for one in extract([source(text)]).statements if isinstance(one, Indicator)]


def test_each_row_is_its_number_what_it_counts_its_values_and_the_rest() -> None:
    assert rows(GOALS + TABLE + AFTER) == [
        ["Nr.", "Målepunkt", "Udgangspunkt 2025", "Mål", "Kilde"],
        ["1", "Antal svømmere i havnen om sommeren", "1.318", "2.120 i 2028", "Badevagten"],
        ["2", "Andel tørre broer", "59 %", "Opgøres i 2026", "Broskolen"],
        ["3", "Ventetid ved færgen", "ukendt", "højst 5 minutter", "Havnefogeden"],
    ]


def test_what_follows_the_last_row_after_a_blank_line_is_text_again() -> None:
    found = blocks(source(GOALS + TABLE + AFTER))
    assert (found[-1].role, found[-1].text) == ("paragraph", AFTER.strip())


def test_the_first_value_is_the_baseline_and_the_last_the_target() -> None:
    found = indicators(GOALS + TABLE + AFTER)
    assert [(one.baseline, one.target) for one in found] == [
        ("1.318", "2.120 i 2028"),
        ("59 %", None),
        (None, "højst 5 minutter"),
    ]


def test_the_rows_numbers_are_the_goals_if_there_are_as_many_of_both() -> None:
    assert [one.goal for one in indicators(GOALS + TABLE + AFTER)] == [
        "Flere skal kunne svømme.",
        "Broerne skal være tørre hele året.",
        "Ingen skal vente på en båd.",
    ]
    fewer = GOALS.replace("3. Ingen skal vente på en båd.\n", "")
    assert [one.goal for one in indicators(fewer + TABLE + AFTER)] == [None, None, None]


def test_the_titles_of_narrow_columns_may_stand_on_one_line() -> None:
    assert rows(GOALS + TABLE.replace("Nr.\nMålepunkt", "Nr. Målepunkt") + AFTER) == rows(GOALS + TABLE + AFTER)


def test_titles_that_come_again_on_the_next_page_begin_the_table_anew() -> None:
    titles, row = "Mål\nIndikator\nMåltal 2029\n", "{}\nAntal både ved bro {}\n{}\n"
    pages = titles + row.format("1.1", 1, 40) + row.format("1.2", 2, 60), titles + row.format("2.1", 3, 90) * 2
    found = indicators(GOALS + pages[0] + pages[1] + AFTER)
    assert [(one.text, one.target) for one in found] == [
        ("Antal både ved bro 1", "40"),
        ("Antal både ved bro 2", "60"),
        ("Antal både ved bro 3", "90"),
    ]


def test_a_first_cell_that_spans_rows_is_empty_below_and_a_line_alone_divides_the_table() -> None:
    table = """Tema
Indikator
2025
2029
Vand
Antal svømmere uden for badetiden om sommeren
12
40
Antal redningskranse
3
9
Havnen om vinteren
Lys
Andel lamper, der virker
50 %
99 %
"""
    assert rows(GOALS + table + AFTER) == [
        ["Tema", "Indikator", "2025", "2029"],
        ["Vand", "Antal svømmere uden for badetiden om sommeren", "12", "40"],
        ["Antal redningskranse", "3", "9"],
        ["Havnen om vinteren"],
        ["Lys", "Andel lamper, der virker", "50 %", "99 %"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Målepunkt\n1\n2\n3\n4\n",  # nothing stands between the numbers
        "Målgruppe\nRoere\nMål\nFlere både.\nAnsvarlig\nHavnefogeden\nMålgruppe\nBørn\nMål\nSvøm.\n",  # a record
        "Status\nMål\n" + "Havnen er lang, og broen er våd om morgenen.\n" * 9,  # running text
    ],
)
def test_lines_that_are_no_cells_of_these_columns_make_no_table(text: str) -> None:
    assert rows(GOALS + text + AFTER) == []


WORDS = st.lists(st.sampled_from(["både", "broer", "fiskere", "ved", "havnen", "tørre"]), min_size=1, max_size=5)
NAMES = WORDS.map(lambda words: f"Antal {' '.join(words)}")
VALUES = st.one_of(st.integers(0, 9999).map(str), st.integers(0, 100).map("{} %".format), st.just("Ukendt"))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(NAMES, VALUES, VALUES), min_size=3, max_size=12))
def test_rows_of_a_name_and_two_values_are_found_as_they_are(table: list[tuple[str, str, str]]) -> None:
    text = "\n".join(cell for row in [("Indikator", "Status", "Måltal"), *table] for cell in row)
    assert rows(f"{GOALS}{text}\n{AFTER}") == [["Indikator", "Status", "Måltal"], *map(list, table)]


def test_a_heading_of_the_text_divides_a_table_also_before_a_cell_of_two_lines() -> None:
    text = """Havneplan

Tørre broer

Der er mange broer i havnen.

Flere både

Der er for få både i havnen.

Målepunkt
Hører til
2026
2030
Tørre broer
Antal våde sko pr. 1.000 gæster
på broerne
M1
198
165
Antal fald på broerne
M1
1.020
Højst 800
Flere både
Både, der ligger i havnen om vinteren
M2
64
Mindst 80

Kilde: havnefogeden
"""
    found = [one.text for one in extract([Source("plan", text, "text")]).statements if isinstance(one, Indicator)]
    assert found == [
        "Antal våde sko pr. 1.000 gæster på broerne",
        "Antal fald på broerne",
        "Både, der ligger i havnen om vinteren",
    ]

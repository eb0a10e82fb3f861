"""Tables that an extraction flattened to one cell a line, in small invented texts."""

from __future__ import annotations

import pytest

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
        ["Nr.", "Målepunkt"],
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


@pytest.mark.parametrize(
    "text",
    [
        TABLE.replace("Målepunkt", "Person"),  # the titles name no indicators
        TABLE.replace("2\nAndel", "7\nAndel"),  # the numbers do not count up
        "Målepunkt\n1\n2\n3\n4\n",  # nothing stands between the numbers
    ],
)
def test_other_lone_numbers_make_no_table(text: str) -> None:
    assert rows(GOALS + text + AFTER) == []

"""Plain text as a word processor saves it: a line a paragraph, tabs between cells."""

from __future__ import annotations

import pytest

from ingest.extraction import extract
from ingest.model import Extraction, Goal, Indicator, Kind
from ingest.source import Source
from ingest.unwrapped import is_unwrapped

LONG = (
    "Havnen er gammel, og der er mange, som bader i den om sommeren, selv om vandet er koldt og bunden fuld af sten. "
    * 2
)
TEXT = f"""Sundhed ved havnen

Indhold
1.\tHvorfor\t2
2.\tArbejdspakke 1: Flere i vandet\t3

1.\tHvorfor
{LONG}
Leveregler for samarbejdet
a.\tDen, der ser et hul, lapper det.
b.\tVi måler, før vi saver.
c.\tIngen begynder en fredag.

2.\tArbejdspakke 1: Flere i vandet
{LONG}
Gevinster
•\tBørn skal kunne svømme, før de fylder ti år.
o\tAndelen af børn med et mærke (skal stige)
o\tAntal fald i havnen
•\tVi vil have færre, der er bange for vand.
o\tAndelen af bange børn (skal falde)
Leverancer
-\tHavnefogeden køber bælter.

3.\tArbejdspakke 2: Tørre broer
{LONG}
Nr.\tGevinst\tMåles på\tFor hvem\t2024\t2028\tEjer
2.1\tBroerne skal være tørre hele året\tAndel tørre broer\tFiskere\t8 %\t60 %\tHavnefogeden
\t\tKlager over våde broer\t\t190\t70\tKommunen
2.2\tIngen skal falde på is\tFald på is\t\t31\t10\tKommunen
2.3\tLys skal tændes før mørket\tMørke timer\t\t71\t95\tKommunen

4.\tArbejdspakke 3: Stille nætter
{LONG}
Gevinst 3.1: Ingen vågner af støj
Havnen lukker tidligt. Skibene slukker motoren.
Gevinst 3.2: Lys forstyrrer ingen
Lamperne dæmpes. Gardiner deles ud.
Gevinst 3.3: Måger holdes væk
Fisk gemmes. Katte fodres.
"""


def read(text: str = TEXT) -> Extraction:
    return extract([Source("plan", text, "text")])


def test_text_whose_lines_no_page_is_wide_enough_for_is_unwrapped() -> None:
    assert is_unwrapped(Source("plan", TEXT, "text").lines)
    assert not is_unwrapped(Source("plan", TEXT.replace(", ", ",\n"), "text").lines)


def test_marked_text_with_long_lines_goes_on_over_the_edge_of_a_page() -> None:
    broken = "Havnefogeden siger, at både og badebroer skal passes af dem, som bruger dem, og at"
    text = f"# Sundhed ved havnen\n\n## Hvorfor\n\n{LONG}\n\n## Aftalen\n\n{broken}\n\nisen skal måles hver dag.\n"

    assert is_unwrapped(Source("plan", text, "text").lines)
    assert read(text).passages[-1].text == f"{broken} isen skal måles hver dag."


def test_a_table_of_contents_is_left_out() -> None:
    texts = [" ".join(passage.text.split()) for passage in read().passages]

    assert texts[:3] == ["Sundhed ved havnen", "Indhold", "1. Hvorfor"]
    assert not any(text.endswith(("Hvorfor 2", "Flere i vandet 3")) or text in ("2", "3") for text in texts)


def test_numbered_parts_are_focus_areas_also_behind_a_chapter_s_number() -> None:
    assert [one.name for one in read().statements if one.kind is Kind.FOCUS_AREA] == [
        "Flere i vandet",
        "Tørre broer",
        "Stille nætter",
    ]


def test_lettered_lines_are_a_list() -> None:
    assert [one.text for one in read().statements if one.kind is Kind.PRINCIPLE] == [
        "Den, der ser et hul, lapper det.",
        "Vi måler, før vi saver.",
        "Ingen begynder en fredag.",
    ]


def test_a_label_of_the_text_s_own_is_told_by_what_stands_below_it_in_lists_tables_and_headings() -> None:
    assert [(goal.text, goal.focus_area) for goal in read().statements if isinstance(goal, Goal)] == [
        ("Børn skal kunne svømme, før de fylder ti år.", "Flere i vandet"),
        ("Vi vil have færre, der er bange for vand.", "Flere i vandet"),
        ("Broerne skal være tørre hele året", "Tørre broer"),
        ("Ingen skal falde på is", "Tørre broer"),
        ("Lys skal tændes før mørket", "Tørre broer"),
        ("Ingen vågner af støj", "Stille nætter"),
        ("Lys forstyrrer ingen", "Stille nætter"),
        ("Måger holdes væk", "Stille nætter"),
    ]


def test_nested_items_measure_the_item_they_stand_in() -> None:
    nested = [(one.text, one.goal, one.direction) for one in read().statements if isinstance(one, Indicator)]

    assert ("Andelen af børn med et mærke", "Børn skal kunne svømme, før de fylder ti år.", "up") in nested
    assert ("Antal fald i havnen", "Børn skal kunne svømme, før de fylder ti år.", None) in nested
    assert ("Andelen af bange børn", "Vi vil have færre, der er bange for vand.", "down") in nested


def test_a_row_that_begins_with_tabs_goes_on_with_the_cells_above() -> None:
    found = {one.text: one for one in read().statements if isinstance(one, Indicator)}

    assert found["Klager over våde broer"].goal == "Broerne skal være tørre hele året"
    assert (found["Klager over våde broer"].baseline, found["Klager over våde broer"].target) == ("190", "70")


@pytest.mark.parametrize("text", ["", "\t", "\t\t\n\t\t\n", "o\t\n" * 3, LONG, f"{LONG}\t\n\t{LONG}"])
def test_odd_text_of_this_kind_is_read_and_its_quotes_verify(text: str) -> None:
    source = Source("plan", text, "text")

    for statement in extract([source]).statements:
        assert all(source.text[one.span.start : one.span.end] == one.exact for one in statement.quotes)

"""Tables that an extraction flattened to lines with numbered rows, in small invented texts."""

from __future__ import annotations

import pytest

from ingest.extraction import extract
from ingest.model import Indicator
from ingest.source import Source
from ingest.structure import blocks

BEFORE = "Sådan ser vi på tallene\n\n"
AFTER = "\n\nHer er tabellen slut, og en hel sætning fortæller om noget andet.\n"
GROUPS = """Mål Indikator Målgruppe 2026 2030
1 Andel af både, der har
veste om bord Fiskere 58 % 90 %
2 Antal ulykker på broen Cyklister 12 4
2 Ventetid ved broklappen Cyklister 14 min. 5 min.
3 Andel af lygter, der lyser Alle borgere Ukendt Stigning"""
GOALS = """Fokusområde 1: Havnen

Mål 1.1: Flere både skal have redningsveste om bord.

Mål 1.2: Ingen skibe må synke i vinterstormene.

Fokusområde 2: Broen

Mål 2.1: Broen skal være oplyst hele natten.

"""


def source(table: str, before: str = BEFORE) -> Source:
    return Source("aftale", before + table + AFTER, "text")


def rows(table: str, before: str = BEFORE) -> list[list[str]]:
    """Return the cells of a table row by row, without the empty ones."""
    found: dict[int, list[str]] = {}
    for block in blocks(source(table, before)):
        if block.place:
            found.setdefault(block.place[0], []).append(block.text)
    return list(found.values())


def indicators(table: str, before: str = BEFORE) -> list[Indicator]:
    found = extract([source(table, before)]).statements
    return [one for one in found if isinstance(one, Indicator)]


def test_rows_are_divided_into_number_indicator_target_group_and_values() -> None:
    assert rows(GROUPS) == [
        ["Mål", "Indikator", "Målgruppe", "2026", "2030"],
        ["1", "Andel af både, der har veste om bord", "Fiskere", "58 %", "90 %"],
        ["2", "Antal ulykker på broen", "Cyklister", "12", "4"],
        ["2", "Ventetid ved broklappen", "Cyklister", "14 min.", "5 min."],
        ["3", "Andel af lygter, der lyser", "Alle borgere", "Ukendt", "Stigning"],
    ]


def test_rows_become_indicators_with_group_values_deadline_and_direction() -> None:
    found = [
        (one.text, one.target_groups, one.baseline, one.target, one.deadline, one.direction)
        for one in indicators(GROUPS)
    ]
    assert found == [
        ("Andel af både, der har veste om bord", ("Fiskere",), "58 %", "90 %", "2030", "up"),
        ("Antal ulykker på broen", ("Cyklister",), "12", "4", "2030", "down"),
        ("Ventetid ved broklappen", ("Cyklister",), "14 min.", "5 min.", "2030", "down"),
        ("Andel af lygter, der lyser", ("Alle borgere",), None, None, "2030", "up"),
    ]


def test_a_target_group_of_several_words_is_known_by_being_repeated() -> None:
    table = """Mål Indikator Målgruppe
1 Andel af skippere fra Nordhavn Unge fiskere fra Sydhavn
2 Antal prøver hos Lodsen i Østhavn Unge fiskere fra Sydhavn"""
    assert [row[1:] for row in rows(table)[1:]] == [
        ["Andel af skippere fra Nordhavn", "Unge fiskere fra Sydhavn"],
        ["Antal prøver hos Lodsen i Østhavn", "Unge fiskere fra Sydhavn"],
    ]


@pytest.mark.parametrize(
    "values",
    [
        ("58 pct.", "90%"),
        ("14 minutter", "5 minutter"),
        ("1.200 kr.", "900 kr."),
        ("4,5", "≥80 %"),
        ("2 uger", "3 dage"),
        ("–", "Fald"),
        ("Ukendt", "Stigende"),
        ("Opgøres medio 2027", "↑"),
    ],
)
def test_values_are_taken_with_their_units(values: tuple[str, str]) -> None:
    both = " ".join(values)
    table = f"Mål Indikator Udgangspunkt Måltal\n1 Højde på bølgerne {both}\n2 Dybde under kajen {both}"
    assert rows(table)[1:] == [["1", "Højde på bølgerne", *values], ["2", "Dybde under kajen", *values]]


def test_only_as_many_values_as_columns_of_them_are_taken() -> None:
    table = "Mål Indikator 2026 2030\n1 Andel både ved kaj 4 58 % 90 %\n2 Antal huller i kaj 7 12 4"
    assert rows(table)[1:] == [["1", "Andel både ved kaj 4", "58 %", "90 %"], ["2", "Antal huller i kaj 7", "12", "4"]]


@pytest.mark.parametrize(
    "titles",
    ["Mål Indikator Målgruppe 2026 2030", "Nr. Indikator Målgruppe 2026 2030", "Delmål Målepunkt Målgruppe 2026 2030"],
)
def test_titles_that_come_again_on_a_new_page_are_no_row(titles: str) -> None:
    table = f"""{titles}
1 Andel af både med veste Fiskere 58 % 90 %
2 Antal ulykker på broen Cyklister 12 4

{titles}
3 Andel af lygter, der lyser Cyklister 70 % 99 %"""
    assert [row[0] for row in rows(table)] == [titles.split(maxsplit=1)[0], "1", "2", "3"]
    margins = [block.text for block in blocks(source(table)) if block.role == "margin"]
    assert margins == [titles]
    assert len(indicators(table)) == 3


def test_titles_without_years_that_come_again_begin_a_table_of_the_same_columns() -> None:
    titles = "Mål Indikator Udgangspunkt Måltal"
    first = f"{titles}\n1 Andel af både med veste 58 % 90 %\n2 Antal ulykker på broen 12 4\n\n"
    found = indicators(f"{first}{titles}\n3 Andel af lygter i brug 70 % 99 %\n4 Antal mørke gader 9 3")
    assert [(one.baseline, one.target) for one in found] == [
        ("58 %", "90 %"),
        ("12", "4"),
        ("70 %", "99 %"),
        ("9", "3"),
    ]


def test_a_row_without_a_number_belongs_to_the_one_above_if_it_ends_with_values() -> None:
    table = """Mål Indikator 2026 2030
1.1 Andel af både med veste 58 % 90 %

Antal veste i havnens skur 9 30
1.2 Antal sunkne skibe 12 4"""
    found = indicators(table, GOALS)
    assert [(one.text, one.goal) for one in found] == [
        ("Andel af både med veste", "Flere både skal have redningsveste om bord."),
        ("Antal veste i havnens skur", "Flere både skal have redningsveste om bord."),
        ("Antal sunkne skibe", "Ingen skibe må synke i vinterstormene."),
    ]


@pytest.mark.parametrize("last", ["2.1", "2a", "Mål 2a", "2:1", "2.a"])
def test_the_numbers_refer_to_goals(last: str) -> None:
    table = f"Mål Indikator\n1.2 Antal sunkne skibe\n{last} Andel af lygter, der lyser"
    assert [one.goal for one in indicators(table, GOALS)] == [
        "Ingen skibe må synke i vinterstormene.",
        "Broen skal være oplyst hele natten.",
    ]


def test_labels_between_the_rows_are_no_indicators() -> None:
    table = """Mål Indikator Målgruppe
Fokusområde 1: Havnen
1.1 Andel af både med veste Fiskere
1.2 Antal sunkne skibe Fiskere
Fokusområde 2: Broen
2.1 Andel af lygter, der lyser Cyklister"""
    assert [one.text for one in indicators(table, GOALS)] == [
        "Andel af både med veste",
        "Antal sunkne skibe",
        "Andel af lygter, der lyser",
    ]


def test_the_text_after_the_table_is_no_part_of_it() -> None:
    found = blocks(source(GROUPS))
    assert [(block.role, block.text) for block in found][-1] == ("paragraph", AFTER.strip())


def test_every_cell_and_quote_stands_at_its_offsets() -> None:
    read = source(GROUPS, GOALS)
    for block in blocks(read):
        exact = read.quote(block.content.span()).exact
        assert "".join(exact.split()) == "".join(block.text.split())
    for one in extract([read]).statements:
        assert all(read.text[quote.span.start : quote.span.end] == quote.exact for quote in one.quotes)


@pytest.mark.parametrize(
    "text",
    [
        "Mål Indikator\n1 Andel af både med veste\n\nEn enkelt række er ingen tabel i denne plan.",
        "Havnens mål og indikatorer er mange, og de står her:\n1 Andel af både\n2 Antal sunkne skibe",
        "Mål Målgruppe\n1 Flere både Fiskere\n2 Færre måger Fiskere",
        "Indikator Mål\n1 Andel af både\n2 Antal sunkne skibe",
    ],
)
def test_other_numbered_lines_are_no_such_table(text: str) -> None:
    assert not any(block.place for block in blocks(source(text)))


def test_rows_may_be_numbered_as_goals_of_focus_areas() -> None:
    table = "Mål Indikator 2026 2030\nMål 1.1 Andel af både med veste 58 % 90 %\nMål 2.1 Antal lygter på broen 12 40"
    assert [one.goal for one in indicators(table, GOALS)] == [
        "Flere både skal have redningsveste om bord.",
        "Broen skal være oplyst hele natten.",
    ]


def test_rows_that_are_numbered_anew_below_each_focus_area_refer_to_its_goals() -> None:
    table = """Mål Indikator 2026 2030
Fokusområde 1: Havnen
1 Andel af både med veste 58 % 90 %
2 Antal skibe, der er sunket 4 0
Fokusområde 2: Broen
1 Antal lygter på broen 12 40"""
    assert [one.goal for one in indicators(table, GOALS)] == [
        "Flere både skal have redningsveste om bord.",
        "Ingen skibe må synke i vinterstormene.",
        "Broen skal være oplyst hele natten.",
    ]

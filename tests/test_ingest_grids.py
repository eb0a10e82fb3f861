"""Tables whose rows and columns are known, and the goals and indicators in them, as small invented tables."""

from __future__ import annotations

import pytest

from ingest.extraction import extract
from ingest.model import Goal, Indicator, Kind, Statement
from ingest.source import Source
from ingest.statements.grids import Grid, grids, records
from ingest.statements.reading import Reading

AREAS = """# Havneplan
## Fokusområde 1: Havnen
### Mål
- Flere både skal have redningsveste
- Ingen skibe må synke om vinteren

## Fokusområde 2: Broen
### Mål
- Cyklister skal kunne køre sikkert om natten
- Rækværket skal males hvert forår

## Tal vi samler

"""
VEST, SYNK, NAT, MALE = (line[2:] for line in AREAS.split("\n") if line.startswith("- "))
# Titles of columns by what these hold.
TITLES = {
    "": ["Farve", "Kaj 4"],
    "focus-area": ["Fokusområde"],
    "national-goal": ["Nationale mål"],
    "indicator": ["Indikator", "Målepunkter"],
    "goal": ["Mål", "Vores målsætninger"],
    "target-group": ["Målgruppe", "For hvem"],
    "direction": ["Ønsket retning"],
    "responsible": ["Ansvarlig", "Tovholder"],
    "baseline": ["Udgangspunkt", "Status 2026"],
    "target": ["Måltal 2030", "Mål i 2030"],
    "deadline": ["Frist"],
}


def source(*rows: str, before: str = "# Havneplan\n\n") -> Source:
    """Write a table of lines whose cells are divided by "; "."""
    lines = ["| " + " | ".join(row.split("; ")) + " |" for row in rows]
    divided = [lines[0], "|" + "---|" * len(rows[0].split("; ")), *lines[1:]]
    return Source("aftale", before + "\n".join(divided) + "\n", "markdown")


def grid(*rows: str) -> Grid:
    (found,) = grids(Reading.of(source(*rows)))
    return found


def statements(*rows: str, before: str = "# Havneplan\n\n") -> tuple[Statement, ...]:
    return extract([source(*rows, before=before)]).statements


def goals(*rows: str, before: str = "# Havneplan\n\n") -> list[Goal]:
    return [one for one in statements(*rows, before=before) if isinstance(one, Goal)]


def indicators(*rows: str, before: str = "# Havneplan\n\n") -> list[Indicator]:
    return [one for one in statements(*rows, before=before) if isinstance(one, Indicator)]


# Titles


@pytest.mark.parametrize(("title", "column"), [(title, held) for held, some in TITLES.items() for title in some])
def test_a_columns_title_tells_what_it_holds(title: str, column: str) -> None:
    assert grid(f"Havnens navn; {title}", "Sydkaj; Rød kran").columns == ("", column)


def test_an_empty_cell_takes_the_one_above_only_where_it_may_be_merged() -> None:
    found = grid("Mål; Indikator", "Sikre både; Andel veste", "; Antal flåder", "Ro; Antal hyl")
    assert [cell.text if cell else None for cell in found.own("goal")] == ["Sikre både", None, "Ro"]
    pairs = [tuple(cell.text if cell else None for cell in row) for row in records(found, "goal", "indicator")]
    assert pairs == [("Sikre både", "Andel veste"), ("Sikre både", "Antal flåder"), ("Ro", "Antal hyl")]
    assert (found.column("target"), found.own("target"), found.year("target")) == (None, [None] * 3, None)


# Rows


def test_a_row_gives_an_indicator_all_that_stands_beside_it() -> None:
    first, second, third = indicators(
        "Mål; Indikator; Målgruppe; Udgangspunkt; Måltal 2031; Ansvarlig",
        "Alle kan sejle sikkert; Andel både med veste; Fiskere; 40 % i 2025; 80 %; Havnefogeden",
        "; Antal ulykker til søs; Fiskere og Lodser; 30; højst 12; ",
        "Alle skibe holder sig flydende; Antal sunkne skibe; Alle; ukendt; fald; Dykkerne",
    )
    assert (first.goal, first.target_groups, first.baseline) == ("Alle kan sejle sikkert", ("Fiskere",), "40 % i 2025")
    assert (first.target, first.deadline, first.responsible) == ("80 %", "2031", "Havnefogeden")
    assert (second.goal, second.target_groups) == ("Alle kan sejle sikkert", ("Fiskere", "Lodser"))
    assert (second.responsible, second.direction) == (None, "down")
    assert (third.baseline, third.target, third.direction) == (None, None, "down")


def test_goals_beside_no_indicator_have_the_values_of_their_rows() -> None:
    found = goals(
        "Mål; Måltal; Udgangspunkt; Frist; Ansvarlig",
        "Færre skibe synker i havnen; højst 4; 12; 2029; Dykkerne",
        "Flere både har redningsveste; 80 %; 40 %; 2030; Fyrmesteren",
    )
    values = [(one.target, one.baseline, one.deadline, one.responsible) for one in found]
    assert values == [("højst 4", "12", "2029", "Dykkerne"), ("80 %", "40 %", "2030", "Fyrmesteren")]


@pytest.mark.parametrize("titles", ["Indikator; 2025; 2027; 2029", "Indikator; I 2025; Så; I 2029"])
def test_of_columns_titled_by_years_the_first_is_the_baseline_and_the_last_the_target(titles: str) -> None:
    found = indicators(titles, "Andel både med veste; 40 %; 55 %; 80 %", "Antal ulykker til søs; 30; 20; 10")
    values = [(one.baseline, one.target, one.deadline, one.direction) for one in found]
    assert values == [("40 %", "80 %", "2029", "up"), ("30", "10", "2029", "down")]


def test_columns_of_values_beside_indicators_need_no_titles() -> None:
    found = indicators("Indikator; Først; Siden", "Andel både med veste; 40 %; 80 %", "Antal ulykker; 30; under 10")
    assert [(one.baseline, one.target) for one in found] == [("40 %", "80 %"), ("30", "under 10")]


def test_a_column_whose_cells_count_something_holds_the_indicators() -> None:
    found = indicators("Tegn; Retning", "Andel både med veste; op", "Antal ulykker til søs; ned")
    assert [one.text for one in found] == ["Andel både med veste", "Antal ulykker til søs"]
    assert [one.direction for one in found] == ["up", "down"]


def test_a_table_without_titles_goes_on_with_its_first_row() -> None:
    rows = ("Antal ulykker til søs; 30; 10", "Andel både med veste; 40 %; 80 %")
    assert grid(*rows).columns == ("indicator", "baseline", "target")
    found = [f"{one.text}; {one.baseline}; {one.target}" for one in indicators(*rows)]
    assert found == [*rows]


# Records


def test_a_table_of_two_columns_whose_first_holds_the_titles_is_a_record() -> None:
    rows = ["Felt; Tekst", "Mål; Ingen skibe synker i havnen om vinteren", "Indikator; Antal sunkne skibe"]
    rows += ["; Antal våde motorer", "Målgruppe; Fiskere", "Frist; 2029", "Ansvarlig; Dykkerne"]
    assert grid(*rows).record
    (goal,) = goals(*rows)
    assert (goal.text, goal.responsible) == ("Ingen skibe synker i havnen om vinteren", "Dykkerne")
    first, second = indicators(*rows)
    assert (first.goal, first.target_groups, first.deadline) == (goal.text, ("Fiskere",), "2029")
    assert (second.text, second.goal) == ("Antal våde motorer", goal.text)


def test_a_record_with_a_numbered_title_is_named_by_what_stands_beside_it() -> None:
    rows = ("Målkort A1; Sikker sejlads", "Mål; Ingen skibe synker om vinteren", "Indikator; Antal sunkne skibe")
    (goal,) = goals(*rows)
    assert (goal.label, goal.text) == ("Sikker sejlads", "Ingen skibe synker om vinteren")
    assert [one.goal for one in indicators(*rows)] == ["Sikker sejlads"]


def test_an_indicator_of_a_record_with_several_goals_is_of_none_in_particular() -> None:
    rows = ("Tema; Vand", f"Mål; {SYNK}", f"; {VEST}", "Indikator; Antal sunkne skibe", "Frist; 2029")
    assert [one.text for one in goals(*rows)] == [SYNK, VEST]
    assert [one.goal for one in indicators(*rows)] == [None]


# References and overviews


@pytest.mark.parametrize(
    ("reference", "goal"),
    {"1.1": VEST, "1b": SYNK, "Mål 2.1": NAT, "2.2.": MALE, "B2": MALE, "3": NAT, "7.1": None, "9": None}.items(),
)
def test_a_number_refers_to_a_goal_by_its_focus_area_and_its_own_place(reference: str, goal: str | None) -> None:
    rows = ("Mål; Indikator", f"{reference}; Antal prøver i året")
    assert [one.goal for one in indicators(*rows, before=AREAS)] == [goal]
    assert [one.text for one in goals(*rows, before=AREAS)] == [VEST, SYNK, NAT, MALE]


def test_a_goal_in_a_table_is_the_one_of_the_text_that_says_the_same() -> None:
    rows = ("Mål; Indikator", f"1.2 {SYNK.upper()}; Antal sunkne skibe", f"{NAT}.; Antal fald på cykel")
    assert [one.goal for one in indicators(*rows, before=AREAS)] == [SYNK, NAT]
    assert len(goals(*rows, before=AREAS)) == 4


def test_an_overview_that_only_names_the_goals_of_the_text_adds_none() -> None:
    rows = ("Veste til alle; Fiskere", "Skibe der flyder; Lodser", "Nat på cykel; Alle", "Nyt hvidt rækværk; Alle")
    assert [one.text for one in goals("Mål; Målgruppe", *rows, before=AREAS)] == [VEST, SYNK, NAT, MALE]


def test_a_line_that_divides_a_table_of_three_columns_is_no_goal() -> None:
    rows = ("Lys på broen for alle;  ; ", "Havnen skal være tryg; Antal ulykker; Vagten", "Ro i hele havnen;  ; ")
    assert [one.text for one in goals("Mål; Indikator; Kilde", *rows)] == ["Havnen skal være tryg"]


def test_a_table_with_many_more_goals_than_the_text_adds_them() -> None:
    more = ["Alle master skal lakeres", "Hver fisker har et tørt skur", "Ingen fryser på bølgebryderen"]
    more += ["Kortene over sejlrenden er rigtige", "Havbadet lugter af salt", "Der er kaffe i lodsens stue"]
    before = "# Havneplan\n\n## Mål\n\n- Kajen skal fejes hver dag\n- Kranen skal smøres\n\n## Tal\n\n"
    found = [one.text for one in goals("Mål; Målgruppe", *(f"{aim}; Fiskere" for aim in more), before=before)]
    assert found == ["Kajen skal fejes hver dag", "Kranen skal smøres", *more]


def test_focus_areas_and_target_groups_stand_in_columns_of_tables_without_indicators() -> None:
    found = statements("Fokusområde; Målgruppe", "Lys på broen; Cyklister", "Ro i havnen; Fiskere")
    assert [one.name for one in found if one.kind is Kind.FOCUS_AREA] == ["Lys på broen", "Ro i havnen"]
    assert [one.name for one in found if one.kind is Kind.TARGET_GROUP] == ["Cyklister", "Fiskere"]


def test_a_second_column_of_goals_after_the_indicators_holds_targets() -> None:
    (found,) = indicators("Mål; Indikator; Udgangspunkt; Ambition", "Havnen skal være tryg; Antal ulykker; 12; 4")
    assert (found.goal, found.baseline, found.target) == ("Havnen skal være tryg", "12", "4")


def test_the_national_goals_in_a_column_are_not_the_agreements_own() -> None:
    assert grid("Nationalt mål; Indikator", "Tryghed på havet; Antal ulykker").columns[0] == "national-goal"

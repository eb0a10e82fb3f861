"""Indicators in lists, tables and sentences, linked to goals, with the way that is better."""

from __future__ import annotations

import pytest
from extracted import names, read, typed

from ingest.model import Goal, Indicator, Kind

TABLE = """Aftalen gælder to målgrupper:

• Børnefamilier
• Enlige over 75 år

Vi vil:

• at flere gamle bor trygt i eget hjem
• at ingen venter på vagtlægen

Mål Indikator Målgruppe

At flere gamle bor trygt i eget hjem

Andel af borgere med fast kontaktsygeplejerske
Enlige over 75 år

Færre fald i hjemmet
Enlige over 75 år

At ingen venter på vagtlægen

Ventetid i telefonen hos vagtlægen
Alle

Stigning i antallet af videosamtaler
Børnefamilier og Enlige over 75 år

Her er tabellen slut, og en hel sætning fortæller om noget andet.
"""


def test_a_flattened_table_gives_indicators_with_goal_and_target_group() -> None:
    found = [(one.text, one.goal, one.target_groups) for one in typed(TABLE, Indicator)]
    assert found == [
        (
            "Andel af borgere med fast kontaktsygeplejerske",
            "at flere gamle bor trygt i eget hjem",
            ("Enlige over 75 år",),
        ),
        ("Færre fald i hjemmet", "at flere gamle bor trygt i eget hjem", ("Enlige over 75 år",)),
        ("Ventetid i telefonen hos vagtlægen", "at ingen venter på vagtlægen", ("Alle",)),
        (
            "Stigning i antallet af videosamtaler",
            "at ingen venter på vagtlægen",
            ("Børnefamilier", "Enlige over 75 år"),
        ),
    ]


def test_the_goals_named_in_a_table_stay_goals() -> None:
    assert [goal.text for goal in typed(TABLE, Goal)] == [
        "at flere gamle bor trygt i eget hjem",
        "at ingen venter på vagtlægen",
    ]


def test_a_table_without_target_groups_gives_none() -> None:
    text = """Fokusområder og mål står ovenfor.

Mål Indikator

Andel af elever, der cykler
Antal børn i svømmeklubben
Antal ledige timer i hallen

Her er tabellen slut, og en hel sætning fortæller om noget andet.
"""
    assert [(one.text, one.target_groups) for one in typed(text, Indicator)] == [
        ("Andel af elever, der cykler", ()),
        ("Antal børn i svømmeklubben", ()),
        ("Antal ledige timer i hallen", ()),
    ]


@pytest.mark.parametrize(
    ("item", "direction"),
    [
        ("Færre natlige udskrivninger", "down"),
        ("Fald i antallet af indlæggelser", "down"),
        ("Antal indlæggelser skal reduceres", "down"),
        ("Stigning i antallet af videosamtaler", "up"),
        ("Flere frivillige", "up"),
        ("Andel af elever, der ryger", None),
    ],
)
def test_an_indicators_words_tell_which_way_is_better(item: str, direction: str | None) -> None:
    text = f"Udviklingen følges med disse indikatorer:\n\n• {item}\n• Antal både i havnen\n"
    assert [(one.text, one.direction) for one in typed(text, Indicator)] == [
        (item, direction),
        ("Antal både i havnen", None),
    ]


def test_a_label_marks_an_indicator_in_running_text() -> None:
    text = "Havnen er åben.\n\nIndikator: Andel af både med redningsveste\n"
    (indicator,) = typed(text, Indicator)
    assert indicator.quote.exact == "Andel af både med redningsveste"


NOTED = """# Havneplan

## Spor 1: Havnen

#### Det vil vi opnå

- Alle kan svømme.

Vi ser efter: andelen af børn med et mærke. I dag er den 46 procent; i 2028 skal den være mindst 85 procent.

- Broerne er tørre.

Vi ser efter: at færre falder på broerne (51 i 2023), og at flere broer er dækket af sand.

## Spor 2: Byen

#### Det vil vi opnå

- Ingen vågner af støj.

Vi ser efter: hvor mange der klager. Antallet skal falde hvert år.
"""


def test_a_labelled_note_below_an_item_does_not_end_the_list_and_measures_the_item_above_it() -> None:
    goals, indicators = typed(NOTED, Goal, "markdown"), typed(NOTED, Indicator, "markdown")

    assert [goal.text for goal in goals] == ["Alle kan svømme.", "Broerne er tørre.", "Ingen vågner af støj."]
    assert [(one.text.rstrip("."), one.goal) for one in indicators] == [
        ("andelen af børn med et mærke", "Alle kan svømme."),
        ("færre falder på broerne (51 i 2023)", "Broerne er tørre."),
        ("flere broer er dækket af sand", "Broerne er tørre."),
        ("hvor mange der klager", "Ingen vågner af støj."),
    ]
    assert indicators[-1].direction == "down"


def test_what_an_indicator_was_and_shall_be_is_no_part_of_its_name() -> None:
    sentence = "Det ser vi på antallet af fald, som i 2023 var 1.120, og på andelen af både, der er tætte."
    text = f"# Plan\n\n## Spor 1: Havnen\n\n### Mål 1: Færre falder\n\n{sentence}\n"

    assert [(one.text, one.goal) for one in typed(text, Indicator, "markdown")] == [
        ("antallet af fald", "Færre falder"),
        ("andelen af både, der er tætte", "Færre falder"),
    ]


def test_indicators_below_a_goal_s_own_section_measure_that_goal() -> None:
    text = (
        "# Plan\n\n## Spor 1: Havnen\n\n### Mål 1: Færre falder\n\nHer er glat.\n\n"
        "#### Indikatorer\n\n- Antal fald\n- Antal brud\n"
    )

    assert [one.goal for one in typed(text, Indicator, "markdown")] == ["Færre falder", "Færre falder"]


def test_an_indicator_names_a_goal_by_the_code_that_the_goal_s_item_has() -> None:
    text = (
        "# Plan\n\n## Målsætning\n\nAlle kan svømme i 2028.\n\n## Delmål\n\n1a  Flere går til svømning.\n\n"
        "1b  Færre er bange for vand.\n\n## Indikatorer\n\n- Antal svømmere (1a)\n- Andel bange (1b)\n"
    )
    found = [one for one in read(text).statements if isinstance(one, Indicator)]

    assert [one.goal for one in found] == ["Flere går til svømning.", "Færre er bange for vand."]


def test_a_row_with_a_single_cell_divides_a_table_and_is_no_indicator() -> None:
    text = (
        "# Plan\n\n## Mål\n\n- M1: Alle kan svømme i 2028.\n- M2: Færre falder i vandet.\n\n## Bilag\n\n"
        "| Indikator | Mål | Vedrører | Udvikling |\n|---|---|---|---|\n| Vand |  |  |  |\n"
        "| Antal mærker | M1 | Børn | Stigning |\n| Antal fald | M2 | – | Fald |\n"
    )
    found = [(one.text, one.goal, one.target_groups, one.direction) for one in typed(text, Indicator, "markdown")]

    assert found == [
        ("Antal mærker", "Alle kan svømme i 2028.", ("Børn",), "up"),
        ("Antal fald", "Færre falder i vandet.", (), "down"),
    ]


def test_a_table_with_sources_and_nothing_to_be_reached_holds_statistics_and_no_indicators() -> None:
    text = (
        "# Plan\n\n## Kort fortalt\n\n| Oplysning | Tal | Kilde |\n|---|---|---|\n"
        "| Antal både | 318 | Havnefogeden |\n| Andel svømmere | 31 % | Skolen |\n| Antal fald | 12 | Hospitalet |\n"
    )

    assert names(text, Kind.INDICATOR, "markdown") == []


@pytest.mark.parametrize("lead", ["Det går fremad, når", "Tegn på, at det lykkes:"])
def test_what_shows_that_it_goes_well_is_a_list_of_indicators(lead: str) -> None:
    text = (
        f"# Plan\n\n## Spor 1: Havnen\n\n#### {lead}\n\n- flere børn svømmer\n- ventetiden på en båd bliver kortere\n"
    )

    assert len(names(text, Kind.INDICATOR, "markdown")) == 2


def test_signs_told_in_a_sentence_are_indicators() -> None:
    text = "# Plan\n\n## Spor 1: Havnen\n\nTegn på fremgang er, at andelen af svømmere stiger, og at flere tør hoppe.\n"

    assert [(one.text, one.direction) for one in typed(text, Indicator, "markdown")] == [
        ("andelen af svømmere", "up"),
        ("flere tør hoppe", "up"),
    ]


@pytest.mark.parametrize(
    ("up", "down"),
    [("Skal op", "Skal ned"), ("Tal, der skal stige:", "Tal, der skal falde:"), ("Stigende", "Faldende"), ("↑", "↓")],
)
def test_a_line_that_only_says_which_way_is_better_says_so_of_the_list_below_it(up: str, down: str) -> None:
    lists = f"{up}\n\n- Antal svømmere\n- Andel våde broer, som skal falde\n\n{down}\n\n- Antal fald\n"
    text = f"# Plan\n\n## Indikatorer\n\n- Antal både\n\n{lists}\nFølges\n\n- Antal måger\n"
    ways = [(one.text, one.direction) for one in typed(text, Indicator, "markdown")]

    assert ways == [
        ("Antal både", None),
        ("Antal svømmere", "up"),
        ("Andel våde broer, som skal falde", "down"),
        ("Antal fald", "down"),
        ("Antal måger", None),
    ]


@pytest.mark.parametrize("heading", ["Færre falder", "Skal op ad bakke", "Skal op og ned", "Antallet skal vokse i år"])
def test_a_heading_that_says_more_than_which_way_is_better_tells_no_direction(heading: str) -> None:
    text = f"# Plan\n\n## Indikatorer\n\n### {heading}\n\n- Antal svømmere\n- Antal både\n- Antal måger\n"

    assert [one.direction for one in typed(text, Indicator, "markdown")] == [None] * 3


@pytest.mark.parametrize("lead", ["**Indikatorer.** Vi følger ", "Indikatorer: Vi følger "])
def test_what_is_followed_in_a_sentence_is_an_indicator_each_however_it_begins(lead: str) -> None:
    told = "andelen af afviste både, den gennemsnitlige ventetid ved broen og fiskernes tilfredshed med den"
    text = f"## Havnen\n\n{lead}{told}.\n"
    assert names(text, Kind.INDICATOR, "markdown") == [
        "andelen af afviste både",
        "den gennemsnitlige ventetid ved broen",
        "fiskernes tilfredshed med den",
    ]


def test_titles_that_ask_about_years_hold_what_was_and_what_shall_be() -> None:
    text = """| Mål | Tegn på, at vi flytter os | Hvor er vi i 2023? | Hvor er vi i 2027? |
|---|---|---|---|
| 1 | Både, der kommer tørre hjem | 61 % | 85 % |
| 1 | Fiskere, som er glade | 44 % | 80 % |
"""
    found = typed(text, Indicator, "markdown")
    assert [(one.text, one.baseline, one.target) for one in found] == [
        ("Både, der kommer tørre hjem", "61 %", "85 %"),
        ("Fiskere, som er glade", "44 %", "80 %"),
    ]


THEMES = """## Spor A: Broer

**Mål**

- Flere skal gå tørskoet.
- Ingen skal vente.

## Spor B: Både

**Mål**

1. Alle skal kunne sejle.
2. Færre skal synke.

| Indikator | Mål nr. | 2025 | 2033 |
|---|---|---|---|
| Andel, der kan sejle | {} | 16 % | 80 % |
| Antal både, der synker | {} | 41 | 6 |
"""


@pytest.mark.parametrize(
    ("numbers", "goals"),
    [
        ((1, 2), ["Alle skal kunne sejle.", "Færre skal synke."]),
        ((3, 4), ["Alle skal kunne sejle.", "Færre skal synke."]),
    ],
    ids=["anew in the section", "through the text"],
)
def test_a_table_numbers_the_goals_of_its_section_or_of_the_whole_text(
    numbers: tuple[int, int], goals: list[str]
) -> None:
    assert [one.goal for one in typed(THEMES.format(*numbers), Indicator, "markdown")] == goals


def test_a_column_of_the_goals_codes_tells_what_is_measured_whatever_its_title() -> None:
    text = """Det vil vi opnå

M1 Ældre skal gå tørskoet hele året.
M2 Ingen både må ligge i vejen.
M3 Alle skal kunne svømme i havnen.

| Indikator | Hører til | 2026 |
|---|---|---|
| Andel med tørre sko | M1 | 20 % |
| Antal både i vejen | M2 | 7 |
| Andel, der kan svømme | M3 | 60 % |
"""
    assert [one.goal for one in typed(text, Indicator)] == [
        "Ældre skal gå tørskoet hele året.",
        "Ingen både må ligge i vejen.",
        "Alle skal kunne svømme i havnen.",
    ]


def test_signs_in_a_list_that_another_sentence_leads_to_are_indicators_and_no_goals() -> None:
    text = """Tegn på, at det lykkes. Vi har samlet dem her, fordi målene ikke kan skilles ad:

- Færre både går på grund.
- Flere fiskere siger, at de er glade.
"""
    assert names(text, Kind.INDICATOR, "markdown") == [
        "Færre både går på grund.",
        "Flere fiskere siger, at de er glade.",
    ]
    assert not names(text, Kind.GOAL, "markdown")


def test_a_column_titled_as_targets_that_is_told_in_words_holds_indicators() -> None:
    text = """## Tal

| Måltal | Siger noget om | I dag | I 2030 |
|---|---|---|---|
| Akutte fald i havnen pr. år | A1 | 41 | højst 30 |
| Antal både i havnen om vinteren | A2 | 310 | mindst 900 |
"""
    assert [(one.text, one.baseline, one.target) for one in typed(text, Indicator, "markdown")] == [
        ("Akutte fald i havnen pr. år", "41", "højst 30"),
        ("Antal både i havnen om vinteren", "310", "mindst 900"),
    ]


@pytest.mark.parametrize("reached", ["Målet er nået, når", "Målene anses for opfyldt, når", "Vi er i mål, når"])
def test_what_tells_that_a_goal_is_reached_measures_the_goal_stated_before_it(reached: str) -> None:
    text = (
        f"Det er målet, at kajerne er tørre. {reached}:\n\n• antallet af fald er halveret\n\n"
        f"Det er også målet, at sejlene kan tåle en storm.\n\n{reached}:\n\n"
        "• andelen af hele sejl er mindst 90 procent\n"
    )
    assert [(one.text, one.goal) for one in typed(text, Indicator)] == [
        ("antallet af fald er halveret", "Det er målet, at kajerne er tørre."),
        ("andelen af hele sejl er mindst 90 procent", "Det er også målet, at sejlene kan tåle en storm."),
    ]


def test_a_column_with_the_names_of_goals_tells_what_rows_measure_whatever_its_title() -> None:
    text = """# Plan

### Det vil vi opnå

- **Tørre kajer:** Ingen skal falde i vandet.
- **Hele sejl:** Alle sejl skal kunne tåle en storm.

| Målepunkt | Viser noget om | 2025 | 2029 |
|---|---|---|---|
| Antal fald | Tørre kajer | 31 | 9 |
| Andel sejl uden huller | Hele sejl | 40 % | 90 % |
"""
    found = [(one.text, one.goal, one.direction) for one in typed(text, Indicator, "markdown")]
    assert found == [("Antal fald", "Tørre kajer", "down"), ("Andel sejl uden huller", "Hele sejl", "up")]


KEY_FIGURES = """# Plan

| Nøgletal | 2019 | 2024 |
|---|---|---|
| Antal både i havnen | 318 | 290 |
| Antal kajer | 4 | 5 |

## Mål

| Mål | Indikator | 2024 | 2029 |
|---|---|---|---|
| Kajerne skal være tørre. | {} | 31 | 9 |
"""


def test_key_figures_by_year_are_background_where_other_tables_have_indicators() -> None:
    assert names(KEY_FIGURES.format("Antal fald"), Kind.INDICATOR, "markdown") == ["Antal fald"]
    alone = KEY_FIGURES.partition("## Mål")[0]
    assert names(alone, Kind.INDICATOR, "markdown") == ["Antal både i havnen", "Antal kajer"]


@pytest.mark.parametrize("remark", ["Under udvikling", "Fastlægges i 2026", "Ikke opgjort"])
def test_a_remark_in_the_column_of_indicators_is_none(remark: str) -> None:
    assert names(KEY_FIGURES.partition("## Mål")[2].format(remark), Kind.INDICATOR, "markdown") == []


def test_the_column_of_what_is_known_last_is_the_baseline() -> None:
    text = "| Tegn | Senest kendte tal | Hertil i 2029 |\n|---|---|---|\n| Antal fald i havnen | 412 | Under 300 |\n"
    (found,) = typed(text, Indicator, "markdown")
    assert (found.baseline, found.target, found.direction) == ("412", "Under 300", "down")

"""Words of an agreement's own that make series and labels, and words that only look like the genre's."""

from __future__ import annotations

import pytest
from extracted import names, read, typed

from ingest.model import Goal, Indicator, Kind
from ingest.statements import cues


def test_the_pronoun_vi_in_a_heading_of_capitals_is_no_number() -> None:
    text = "HVOR VI SKAL HEN\n\nDer er langt.\n\nHVORDAN VI KOMMER DERTIL\n\nVi ror.\n"

    assert [block.text for block in read(text).passages if block.role == "heading"] == [
        "HVOR VI SKAL HEN",
        "HVORDAN VI KOMMER DERTIL",
    ]
    assert cues.title("HVOR VI SKAL HEN") == "HVOR VI SKAL HEN"


CHALLENGES = """HAVNEPLAN 2027-2030

Vi har valgt to ting.

Udfordring 1
Broer, der er glatte

Hver vinter falder mange.

Resultat 1.1
Færre falder på broerne

Sand er godt. Salt er bedre.

Målepunkter for udfordring 1
Resultat Målepunkt 2026 2030 Ansvarlig
1.1 Antal fald 318 under 212 Havnefogeden
1.1 Andel broer, der er dækket
af sand
34 % 85 % Kommunen
1.1 Antal billeder 140 følges Kommunen


Side 2 af 3

Udfordring 2
Både uden bund

Mange både synker.

Resultat 2.1
Én synsmand ser alle bådene i byens gamle havn, før de sejler ud om
foråret

Han går rundt. Han ser sig om.

Side 3 af 3

Udfordring 3
Unge i vandet

De fleste tør ikke.

Resultat 3.1
Alle kan svømme

Svømning læres. Vi opgør, hvor mange børn der får et mærke, og hvor mange voksne der melder sig.
"""


def test_a_word_and_a_number_above_a_name_make_series_of_areas_and_of_their_goals() -> None:
    assert names(CHALLENGES, Kind.FOCUS_AREA) == ["Broer, der er glatte", "Både uden bund", "Unge i vandet"]
    assert [(goal.name, goal.focus_area) for goal in typed(CHALLENGES, Goal)] == [
        ("Færre falder på broerne", "Broer, der er glatte"),
        ("Én synsmand ser alle bådene i byens gamle havn, før de sejler ud om foråret", "Både uden bund"),
        ("Alle kan svømme", "Unge i vandet"),
    ]


def test_rows_numbered_by_any_word_are_read_with_their_values_and_the_party_behind_them() -> None:
    found = [(one.text, one.goal, one.baseline, one.target, one.responsible) for one in typed(CHALLENGES, Indicator)]

    assert found[:3] == [
        ("Antal fald", "Færre falder på broerne", "318", "under 212", "Havnefogeden"),
        ("Andel broer, der er dækket af sand", "Færre falder på broerne", "34 %", "85 %", "Kommunen"),
        ("Antal billeder", "Færre falder på broerne", "140", None, "Kommunen"),
    ]


def test_what_the_parties_count_up_is_indicators() -> None:
    assert [(one.text, one.goal) for one in typed(CHALLENGES, Indicator)][3:] == [
        ("hvor mange børn der får et mærke", "Alle kan svømme"),
        ("hvor mange voksne der melder sig", "Alle kan svømme"),
    ]


def test_lines_that_only_number_pages_are_no_headings() -> None:
    assert not any("Side " in passage.text for passage in read(CHALLENGES).passages if passage.role == "heading")


OWN_WORDS = """# Havneplan

## Tre arenaer

Planen har tre arenaer.

### Havnen

Her er vådt.

#### Gevinster

Alle børn skal kunne svømme. Ingen må falde i vandet.

#### Temperaturen

- Antal fald
- Andel svømmere

#### Leverancer

- Havnefogeden køber bælter.

### Byen

Her er tørt.

#### Gevinster

Færre vågner af støj.

#### Temperaturen

- Klager over støj
- Antal vågne

#### Leverancer

- Kommunen opstiller skilte.

##### Øerne

Her er langt.

#### Gevinster

Øboerne skal kunne nå færgen.

#### Temperaturen

- Antal forsinkede færger

"""


def test_labels_of_the_text_s_own_that_come_again_are_told_by_what_stands_below_them() -> None:
    assert names(OWN_WORDS, Kind.GOAL, "markdown") == [
        "Alle børn skal kunne svømme.",
        "Ingen må falde i vandet.",
        "Færre vågner af støj.",
        "Øboerne skal kunne nå færgen.",
    ]
    assert names(OWN_WORDS, Kind.INDICATOR, "markdown") == [
        "Antal fald",
        "Andel svømmere",
        "Klager over støj",
        "Antal vågne",
        "Antal forsinkede færger",
    ]


def test_areas_whose_headings_have_another_rank_are_known_by_the_headings_below_them() -> None:
    text = OWN_WORDS.replace("Tre arenaer", "Tre temaer").replace("tre arenaer", "tre temaer")

    assert names(text, Kind.FOCUS_AREA, "markdown") == ["Havnen", "Byen", "Øerne"]


@pytest.mark.parametrize("word", ["Spørgsmål", "Formål", "Antal", "Flertal"])
def test_what_only_looks_like_a_compound_names_no_kind(word: str) -> None:
    assert cues.nouns(word) == []


@pytest.mark.parametrize(("word", "kind"), [("Retningsmål", Kind.GOAL), ("Monitoreringstal", Kind.INDICATOR)])
def test_a_compound_names_the_kind_of_its_head(word: str, kind: Kind) -> None:
    assert [noun.kind for noun in cues.nouns(word)] == [kind]


def test_a_label_in_capitals_and_the_name_below_it_are_one_heading() -> None:
    text = CHALLENGES.replace("Udfordring", "UDFORDRING").replace("for udfordring", "for opgave")

    assert names(text, Kind.FOCUS_AREA) == ["Broer, der er glatte", "Både uden bund", "Unge i vandet"]


def test_a_header_whose_page_number_stands_behind_a_year_is_no_heading() -> None:
    pages = [
        f"Havnen er gammel, og der er mange, som bader i den hele året.\n\nHavneplan 2025-2026 {n}\n" for n in (1, 3, 5)
    ]

    assert not any("Havneplan" in passage.text for passage in read("\n".join(pages)).passages)


def test_indicators_listed_under_a_label_within_a_numbered_goal_measure_it() -> None:
    text = (
        "Det vil vi opnå\n\n  1a Færre falder i vandet.\n     Vi kigger efter:\n"
        "     - Antal fald. I dag 31 pct., i 2030 højst\n       9 pct.\n\n"
        "  1b Alle kajer er tørre.\n     Vi kigger efter:\n     - Andel kajer med sand\n"
        "     - Antal vådt fodtøj\n\nHavnen er gammel.\n"
    )
    found = [(one.text, one.goal, one.direction) for one in typed(text, Indicator)]
    assert found == [
        ("Antal fald", "Færre falder i vandet.", "down"),
        ("Andel kajer med sand", "Alle kajer er tørre.", None),
        ("Antal vådt fodtøj", "Alle kajer er tørre.", None),
    ]


def test_of_several_counted_nouns_the_one_of_which_as_many_follow_is_announced() -> None:
    text = "# Plan\n\nTo fokusområder, tre mål og fire målepunkter:\n\n- Vand\n- Vind\n\n"
    text += "## Vand\n\nKoldt.\n\n## Vind\n\nHårdt.\n"
    assert names(text, Kind.FOCUS_AREA, "markdown") == ["Vand", "Vind"]
    assert names(text, Kind.INDICATOR, "markdown") == []


def test_the_name_of_an_area_keeps_its_second_word_i_after_the_label() -> None:
    assert names("SPOR 2: UNGE I BEDRE HUMØR\n\nDe unge ler.\n", Kind.FOCUS_AREA) == ["UNGE I BEDRE HUMØR"]


def test_a_part_of_the_text_over_a_labelled_heading_is_no_part_of_its_name() -> None:
    part = "# {} del\n\n## Spor {}: {}\n\nDer er meget at sige.\n\n"
    text = "".join(part.format(*one) for one in (("Første", 1, "Vand"), ("Anden", 2, "Vind"), ("Tredje", 3, "Is")))
    assert names(text, Kind.FOCUS_AREA, "markdown") == ["Vand", "Vind", "Is"]


def test_an_overview_by_focus_area_adds_no_goals_where_the_text_states_more() -> None:
    text = """# Plan

| Spor | Det vigtigste mål |
|---|---|
| Vand | Et hurtigt svar |
| Vind | Hele sejl nu |

## Spor 1: Vand

### Det er vi enige om at opnå

- Alle får svar inden for ti dage.
- Ingen falder i vandet.

## Spor 2: Vind

Vi har sat os to mål. Det første mål (2a) er, at alle sejl er hele. Og det andet mål (2b) er, at master ikke knækker.
"""
    assert [goal.text for goal in typed(text, Goal, "markdown")] == [
        "Alle får svar inden for ti dage.",
        "Ingen falder i vandet.",
        "Det første mål (2a) er, at alle sejl er hele.",
        "Og det andet mål (2b) er, at master ikke knækker.",
    ]
    alone = text.partition("## Spor 1")[0] + "## Spor 1: Vand\n\nKoldt.\n\n## Spor 2: Vind\n\nHårdt.\n"
    assert names(alone, Kind.GOAL, "markdown") == ["Et hurtigt svar", "Hele sejl nu"]


def test_goals_that_begin_with_their_names_have_them_as_labels() -> None:
    text = (
        "Vi vil opnå:\n\n• C1 Én plan. Alle har en plan, som de kan læse.\n• C2 Kroppen med. Alle får set på kroppen.\n"
    )
    assert [(goal.label, goal.text) for goal in typed(text, Goal)] == [
        ("Én plan", "Alle har en plan, som de kan læse."),
        ("Kroppen med", "Alle får set på kroppen."),
    ]


def test_what_is_told_in_so_many_figures_is_indicators() -> None:
    text = "Om vi er på vej, aflæser vi på to tal: den gennemsnitlige ventetid på broen og andelen af tørre kajer.\n"
    assert names(text, Kind.INDICATOR) == ["den gennemsnitlige ventetid på broen", "andelen af tørre kajer"]


def test_named_paragraphs_as_many_as_a_heading_says_are_principles_before_the_areas() -> None:
    named = "".join(
        f"**{name}.** Der er sagt nok om det.\n\n" for name in ("Rammer først", "Hellere tidligt", "Sammen")
    )
    text = (
        f"# Plan\n\n## Tre knager at hænge arbejdet på\n\nUanset hvilket tema vi ser på, bruger vi de tre.\n\n{named}"
    )
    text += "".join(f"## Tema {n}: {name}\n\nMeget at sige.\n\n" for n, name in enumerate(("Vand", "Vind", "Is"), 1))
    assert [name.rstrip(".") for name in names(text, Kind.PRINCIPLE, "markdown")] == [
        "Rammer først",
        "Hellere tidligt",
        "Sammen",
    ]


def test_a_label_that_comes_again_under_each_theme_is_no_announcement_of_principles() -> None:
    theme = (
        "## Tema {}: {}\n\n**Mål:** Alle både har et navn.\n\nPejlinger:\n\n- Andel både med navn\n- Antal master\n\n"
    )
    text = "# Plan\n\n" + "".join(theme.format(n, name) for n, name in enumerate(("Vand", "Vind", "Is"), 1))
    assert names(text, Kind.PRINCIPLE, "markdown") == []
    assert names(text, Kind.GOAL, "markdown") == ["Alle både har et navn."]
    assert {"Andel både med navn", "Antal master"} == set(names(text, Kind.INDICATOR, "markdown"))


def test_what_is_done_to_reach_the_goals_are_no_goals() -> None:
    text = "For at nå målene gør vi følgende:\n\n• Vi køber sand.\n• Vi ringer til havnefogeden.\n"
    assert names(text, Kind.GOAL) == []
    assert names(text.replace("målene", "disse mål"), Kind.GOAL) == ["Vi køber sand.", "Vi ringer til havnefogeden."]

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

"""Goals in lists, behind labels, in tables and in sentences, linked to their focus areas."""

from __future__ import annotations

import pytest
from extracted import AREAS, names, stated, typed

from ingest.model import Goal, Indicator, Kind


def test_goals_are_read_from_lists_labels_and_sentences_and_know_their_focus_area() -> None:
    assert [(goal.text, goal.focus_area) for goal in typed(AREAS, Goal)] == [
        ("give hver borger en fast kontaktsygeplejerske", "Trygge skift mellem hjem og sygehus"),
        ("halvere antallet af natlige udskrivninger", "Trygge skift mellem hjem og sygehus"),
        ("Ingen venter mere end ti minutter i telefonen hos vagtlægen.", "En stærk vagtlægeordning"),
        ("Målet er, at ingen elev i folkeskolen ryger.", "Unge uden røg"),
    ]


def test_a_goal_after_a_label_is_quoted_without_the_label() -> None:
    goal = next(goal for goal in typed(AREAS, Goal) if goal.text.startswith("Ingen venter"))
    assert goal.quote.exact == goal.text


@pytest.mark.parametrize(
    "intro", ["Vi vil:", "Derfor vil vi:", "Det vil vi:", "Vores mål er, at:", "Aftalens tre mål:"]
)
def test_a_list_is_one_of_goals_after_these_words(intro: str) -> None:
    text = f"{intro}\n\n• flere børn lærer at svømme\n• færre gamle sidder alene\n"
    assert [goal.text for goal in typed(text, Goal)] == ["flere børn lærer at svømme", "færre gamle sidder alene"]


@pytest.mark.parametrize("intro", ["Byen har:", "Med på mødet var:", "Vi siger tak til:"])
def test_other_lists_hold_no_goals(intro: str) -> None:
    assert typed(f"{intro}\n\n• flere børn og unge\n• færre gamle\n", Goal) == []


def test_a_goal_listed_by_its_name_is_what_the_text_under_its_heading_states() -> None:
    text = """De to fælles mål er:

• Ro om natten
• Lys om vinteren

Ro om natten

Støj gør folk syge. Målet er, at ingen vækkes af lastbiler mellem midnat og morgen.

Lys om vinteren

Mørke gør folk triste. Målet er, at alle stier er oplyst fra oktober til marts.
"""
    goals = typed(text, Goal)
    assert [(goal.label, goal.text) for goal in goals] == [
        ("Ro om natten", "Målet er, at ingen vækkes af lastbiler mellem midnat og morgen."),
        ("Lys om vinteren", "Målet er, at alle stier er oplyst fra oktober til marts."),
    ]
    assert {quote.exact for quote in goals[0].quotes} == {goals[0].text, "Ro om natten"}
    assert len(goals[0].quotes) == 3


@pytest.mark.parametrize("phrase", ["Det går vi efter:", "Vi sigter mod, at"])
def test_what_the_parties_aim_at_is_a_list_of_goals(phrase: str) -> None:
    text = f"# Plan\n\n## Spor 1: Havnen\n\n{phrase}\n\n- flere kan svømme\n- broerne er tørre\n"

    assert names(text, Kind.GOAL, "markdown") == ["flere kan svømme", "broerne er tørre"]


def test_a_label_with_its_name_in_brackets_names_the_goal() -> None:
    text = "# Plan\n\n## Mål\n\n- Mål 1 (svømning): Alle kan svømme i 2028.\n- Mål 2 (broer): Alle broer er tørre.\n"

    assert [(one.label, one.text) for one in stated(text, Kind.GOAL, "markdown")] == [
        ("svømning", "Alle kan svømme i 2028."),
        ("broer", "Alle broer er tørre."),
    ]


def test_where_an_area_calls_a_sentence_its_goal_a_plain_action_beside_it_is_none() -> None:
    area = "# Plan\n\n## Spor 1: Havnen\n\nDet er et mål, at alle kan svømme. {}\n\n## Spor 2: Byen\n\nHer er stille.\n"
    action, promise = (
        "Regionen vil tilbyde gratis svømmebælter til alle børn.",
        "Parterne vil sikre, at alle både er tørre.",
    )

    assert names(area.format(action), Kind.GOAL, "markdown") == ["Det er et mål, at alle kan svømme."]
    assert names(area.format(promise), Kind.GOAL, "markdown") == ["Det er et mål, at alle kan svømme.", promise]


@pytest.mark.parametrize(
    "opening", ["Det er også vores sigte, at", "Endelig sigter vi efter, at", "Målsætningen er, at"]
)
def test_a_sentence_that_says_what_is_aimed_at_is_a_goal(opening: str) -> None:
    text = f"# Plan\n\n## Tema 1: Havnen\n\n{opening} alle kan svømme i 2028.\n\n## Tema 2: Byen\n\nHer er stille.\n"

    assert names(text, Kind.GOAL, "markdown") == [f"{opening} alle kan svømme i 2028."]


def test_a_column_before_the_indicators_that_says_what_shall_be_holds_goals() -> None:
    text = (
        "# Plan\n\n## Spor 1: Havnen\n\n| Forandring | Indikator |\n|---|---|\n"
        "| Alle skal kunne svømme. | Antal svømmere |\n| Ingen skal falde. | Antal fald |\n"
        "| Flere skal bade. | Antal badende |\n"
    )

    assert [(one.text, one.goal) for one in typed(text, Indicator, "markdown")] == [
        ("Antal svømmere", "Alle skal kunne svømme."),
        ("Antal fald", "Ingen skal falde."),
        ("Antal badende", "Flere skal bade."),
    ]


def test_an_ambition_with_an_infinitive_is_a_goal() -> None:
    goal = "Vores ambition er at halvere antallet af fald."
    text = f"# Plan\n\n## Spor 1: Havnen\n\n{goal}\n\n## Spor 2: Byen\n\nHer er stille.\n"

    assert names(text, Kind.GOAL, "markdown") == [goal]


def test_goals_of_an_earlier_agreement_are_none_of_this_one() -> None:
    earlier = """
## Bilag 1 Status på den forrige plan

| Mål i Havneplan 2020-2024 | Status |
|---|---|
| Alle både skal have et navn | Ikke opfyldt |
| Flere broer skal være tørre | Opfyldt |
"""
    own = "## Mål\n\n- Ingen skal falde i vandet.\n- Alle skal kunne svømme.\n"
    assert names(own + earlier, Kind.GOAL, "markdown") == ["Ingen skal falde i vandet.", "Alle skal kunne svømme."]


def test_a_table_of_codes_and_what_shall_be_holds_goals_that_indicators_name_by_code() -> None:
    text = """## Hertil vil vi

| 1A | Flere børn skal kunne svømme. |
|---|---|
| 1B | Ingen skal falde i vandet. |

## Tal

| Mål | Indikator | 2025 |
|---|---|---|
| 1B | Antal fald i vandet | 12 |
| 1A | Andel børn, der svømmer | 60 % |
"""
    assert names(text, Kind.GOAL, "markdown") == ["Flere børn skal kunne svømme.", "Ingen skal falde i vandet."]
    assert [one.goal for one in typed(text, Indicator, "markdown")] == [
        "Ingen skal falde i vandet.",
        "Flere børn skal kunne svømme.",
    ]


def test_a_number_behind_the_word_for_goals_in_a_cell_makes_no_goal_of_the_word() -> None:
    text = "| Mål | Indikator |\n|---|---|\n| Mål 1. Tørre sko Alle skal gå tørskoet | Andel tørre sko |\n"
    assert "Mål" not in names(text, Kind.GOAL, "markdown")


def test_the_name_behind_a_label_and_the_sentence_below_it_are_one_goal() -> None:
    text = (
        "## Spor 1: Broer\n\n**Mål 4. Tørt hjem**\n\nAlle skal gå tørskoet hjem.\n\nMålepunkter:\n\n- Andel tørre sko\n"
    )
    assert len(names(text, Kind.GOAL, "markdown")) == 1


def test_of_two_paragraphs_in_a_cell_the_first_names_the_goal_and_indicators_are_one_a_paragraph() -> None:
    text = """| Mål | Indikator |
|---|---|
| Mål 1. Tørre sko  Alle skal gå tørskoet hjem. | Andel med tørre sko  Fiskernes tilfredshed |
| Mål 2. Flere både  Der skal være både nok. | Antal både (fra 3  Udgangspunkt 2025: 3) |
"""
    assert [(goal.label, goal.text) for goal in typed(text, Goal, "markdown")] == [
        ("Tørre sko", "Alle skal gå tørskoet hjem."),
        ("Flere både", "Der skal være både nok."),
    ]
    found = typed(text, Indicator, "markdown")
    assert [(one.text, one.goal) for one in found][:2] == [
        ("Andel med tørre sko", "Tørre sko"),
        ("Fiskernes tilfredshed", "Tørre sko"),
    ]
    assert len(found) == 3


OVERVIEW = """# Havneplan

## Planen på én side

| Spor | Det vil vi opnå |
|---|---|
| Vand | Færre falder i vandet. |
| Vind | Alle sejl kan tåle en storm. |

## To spor

### Vand

Vandet er koldt om vinteren.

#### Det vil vi

- Kajerne bliver holdt fri for is.
- Færre falder i vandet.

#### Vi følger

- Antal fald i vandet

### Vind

Vinden er stærk om efteråret.

#### Det vil vi

- Alle sejl kan tåle en storm.
- Ingen master knækker.

#### Vi følger

- Antal sejl, der er gået i stykker
"""


def test_an_overview_of_one_goal_of_each_area_leaves_the_others_of_their_lists() -> None:
    assert [(goal.text, goal.focus_area) for goal in typed(OVERVIEW, Goal, "markdown")] == [
        ("Kajerne bliver holdt fri for is.", "Vand"),
        ("Færre falder i vandet.", "Vand"),
        ("Alle sejl kan tåle en storm.", "Vind"),
        ("Ingen master knækker.", "Vind"),
    ]


COUNTED = "Parterne er enige om tre {} for havnen. For det første skal kajerne være tørre. For det andet skal sejlene "
COUNTED += "kunne tåle en storm. For det tredje skal der være gratis kaffe. Kaffen er sort.\n"


def test_sentences_that_count_up_what_a_sentence_calls_goals_are_goals() -> None:
    assert [goal.text for goal in typed(COUNTED.format("mål"), Goal)] == [
        "For det første skal kajerne være tørre.",
        "For det andet skal sejlene kunne tåle en storm.",
        "For det tredje skal der være gratis kaffe.",
    ]
    assert typed(COUNTED.format("ture"), Goal) == []

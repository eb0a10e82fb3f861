"""Items that name one another by codes."""

from __future__ import annotations

import pytest

from ingest.extraction import extract
from ingest.model import Goal, Indicator
from ingest.source import Source

LETTERED = """HAVNEPLAN 2025-2028

KURS 1. HAVNEN

   Her står vi fast

   1a  Flere skal kunne svømme om sommeren.
   1b  Broerne er tørre hele året.

   Lodder

   Til 1a  Svømmere i havnen (ved start: 10, ved slut: 25)
   Til 1b  Våde broer (ved start: 8, ved slut: 2)
   Til 1b  Faldne cyklister
"""
CODED = """HAVNEPLAN 2025-2028

    Retningspunkter

    R1  Flere skal kunne svømme om sommeren.
    R2  Vi vil have tørre broer.

    Pejlepunkter

    P1  (R2)  Antal våde broer. Fra 8 i 2025 til 2 i 2028.
    P2  (R1)  Antal svømmere i havnen.
"""


def goals(text: str) -> list[str]:
    found = extract([Source("plan", text, "text")]).statements
    return [one.text for one in found if isinstance(one, Goal)]


def links(text: str) -> list[tuple[str, str | None]]:
    found = extract([Source("plan", text, "text")]).statements
    return [(one.text, one.goal) for one in found if isinstance(one, Indicator)]


def test_items_that_others_belong_to_are_goals_whatever_the_heading_above_calls_them() -> None:
    assert goals(LETTERED) == ["Flere skal kunne svømme om sommeren.", "Broerne er tørre hele året."]


def test_items_that_belong_to_goals_and_give_values_are_their_indicators() -> None:
    assert [(text.split(" (")[0], goal) for text, goal in links(LETTERED)] == [
        ("Svømmere i havnen", "Flere skal kunne svømme om sommeren."),
        ("Våde broer", "Broerne er tørre hele året."),
        ("Faldne cyklister", "Broerne er tørre hele året."),
    ]


def test_a_code_in_brackets_names_the_goal() -> None:
    assert links(CODED) == [
        ("Antal våde broer", "Vi vil have tørre broer."),
        ("Antal svømmere i havnen.", "Flere skal kunne svømme om sommeren."),
    ]


@pytest.mark.parametrize("unknown", ["R7", "X1"])
def test_a_code_that_no_goal_has_links_to_none(unknown: str) -> None:
    assert links(CODED.replace("(R2)", f"({unknown})"))[0][1] is None


def test_a_goal_that_gives_its_number_is_named_by_the_heading_of_that_number() -> None:
    text = "# Plan\n\nDet er et mål, at alle kan svømme (mål 2).\n\n## Mål 2 Svømning\n\nTal følger.\n"
    found = [one for one in extract([Source("plan", text, "markdown")]).statements if isinstance(one, Goal)]

    assert [(one.name, one.text) for one in found][:1] == [("Svømning", "Det er et mål, at alle kan svømme (mål 2).")]

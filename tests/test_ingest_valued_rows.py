"""Tables that an extraction flattened to lines and whose rows end with their values, in small invented texts."""

from __future__ import annotations

from ingest.extraction import extract
from ingest.model import Goal, Indicator
from ingest.source import Source
from ingest.structure import blocks

TEXT = """HAVNEPLAN 2025-2028

SPOR A
HAVNEN

Løft 1. Flere i vandet

Alle kan svømme, når de er fyldt ti år.

Løft 2. Tørre broer

Broerne er tørre hele året.

SPOR B
BYEN

Løft 3. Rolige nætter

Ingen vågner af støj fra havnen.

"""
TABLE = """OVERSIGT

Løft
Hvad vi tæller
Nu
I 2028
1. Flere i vandet
Svømmere i havnen om
sommeren
318 (2024)
Mindst 400
Børn med et mærke i svømning
190 (2024)
600
2. Tørre broer
Andel tørre broer
49 % (2023)
60 %
3. Rolige nætter
Klager over støj fra havnen
23 om året
Ingen

Tallene kommer fra havnefogeden.
"""


def indicators(text: str) -> list[Indicator]:
    return [one for one in extract([Source("plan", text, "text")]).statements if isinstance(one, Indicator)]


def goals(text: str) -> list[Goal]:
    return [one for one in extract([Source("plan", text, "text")]).statements if isinstance(one, Goal)]


def test_rows_that_end_with_their_values_are_indicators_of_the_goal_that_spans_them() -> None:
    assert [(one.text, one.goal, one.baseline, one.target) for one in indicators(TEXT + TABLE)] == [
        ("Svømmere i havnen om sommeren", "Flere i vandet", "318 (2024)", "Mindst 400"),
        ("Børn med et mærke i svømning", "Flere i vandet", "190 (2024)", "600"),
        ("Andel tørre broer", "Tørre broer", "49 % (2023)", "60 %"),
        ("Klager over støj fra havnen", "Rolige nætter", "23 om året", "Ingen"),
    ]


def test_a_target_of_none_is_less_than_any_baseline() -> None:
    assert indicators(TEXT + TABLE)[-1].direction == "down"


def test_a_table_without_a_column_that_spans_rows_is_read_too() -> None:
    lines = [line for line in TABLE.splitlines() if line[:2] not in ("1.", "2.", "3.") and line != "Løft"]

    assert [one.text for one in indicators(TEXT + "\n".join(lines))] == [one.text for one in indicators(TEXT + TABLE)]


def test_lines_without_titles_are_no_table() -> None:
    wrong = TABLE.replace("Løft\nHvad vi tæller\nNu\nI 2028\n", "")
    assert not any(block.place for block in blocks(Source("plan", wrong, "text")))


def test_numbered_headings_of_an_unknown_word_within_focus_areas_are_goals() -> None:
    assert [(one.name, one.text, one.focus_area) for one in goals(TEXT)] == [
        ("Flere i vandet", "Alle kan svømme, når de er fyldt ti år.", "HAVNEN"),
        ("Tørre broer", "Broerne er tørre hele året.", "HAVNEN"),
        ("Rolige nætter", "Ingen vågner af støj fra havnen.", "BYEN"),
    ]

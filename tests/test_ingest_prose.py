"""Names that running text enumerates, in small invented texts."""

from __future__ import annotations

import pytest

from ingest.extraction import extract
from ingest.model import Kind
from ingest.source import Source

COUNTED = """HAVNEPLAN 2025-2028

SPILLEREGLER

To regler gælder for alt på havnen. Den første er, at broen er fri for alle: den, der fortøjer, gør plads. Den
anden er tålmod med vejret. Vi sejler, når det er forsvarligt.

BÅDENE

Der er mange både i havnen, og de fleste af dem er gamle.
"""
VALUES = """HAVNEPLAN 2025-2028

Vores værdier

Vi møder hinanden med tillid, humor og åbenhed.
"""


def named(text: str, kind: Kind) -> dict[str, str]:
    found = extract([Source("plan", text, "text")]).statements
    return {one.name: one.text for one in found if one.kind is kind}


def test_ordinals_in_running_text_count_up_the_principles_that_a_heading_announces() -> None:
    found = named(COUNTED, Kind.PRINCIPLE)

    assert list(found) == ["broen er fri for alle", "tålmod med vejret"]
    assert found["tålmod med vejret"].endswith("Vi sejler, når det er forsvarligt.")


@pytest.mark.parametrize("second", ["Den tredje er tålmod", "Den slags er tålmod"])
def test_sentences_that_do_not_count_up_name_nothing(second: str) -> None:
    text = COUNTED.replace("Den\nanden er tålmod", f"{second}")

    assert named(text, Kind.PRINCIPLE) == {}


def test_a_row_of_words_under_a_heading_for_values_is_values() -> None:
    assert list(named(VALUES, Kind.VALUE)) == ["tillid", "humor", "åbenhed"]


def test_a_sentence_that_says_that_words_are_values_names_them() -> None:
    text = "HAVNEPLAN\n\nOmsorg, mod og ordholdenhed er de værdier, som vi gerne vil kendes på.\n"

    assert list(named(text, Kind.VALUE)) == ["Omsorg", "mod", "ordholdenhed"]


def test_a_row_of_words_that_is_called_something_else_is_no_value() -> None:
    text = "HAVNEPLAN\n\nOmsorg, mod og ordholdenhed er de opgaver, som vi gerne vil kendes på.\n"

    assert named(text, Kind.VALUE) == {}

"""Headings whose number stands on a line of its own above them, in small invented texts."""

from __future__ import annotations

import pytest
from extracted import names, read, typed

from ingest.model import Goal, Kind

PLAN = """# Havneplan

#### BEVÆGELSE 1

### Fra storm til stille

Det blæser meget på kajen, og mange er kede af det.

#### Vores ønsker

#### 1a Læ for alle

Alle, der bor på havnen, skal have læ, når de går på arbejde.

#### 1b Ingen våde sko

Færre skal have våde sko om vinteren.

#### BEVÆGELSE 2

### Fra bil til båd

Mange kører i bil over broen hver dag.

#### Vores ønsker

#### 2a En båd i timen

Der skal gå en båd hver time, også om natten.
"""


def test_the_heading_below_a_number_is_the_name_of_the_focus_area() -> None:
    areas = names(PLAN.replace("BEVÆGELSE", "TEMA"), Kind.FOCUS_AREA, "markdown")
    assert areas == ["Fra storm til stille", "Fra bil til båd"]


def test_its_quote_is_the_name_where_it_stands() -> None:
    text = PLAN.replace("BEVÆGELSE", "TEMA")
    assert [
        text[quote.span.start : quote.span.end]
        for statement in read(text, "markdown").statements
        if statement.kind is Kind.FOCUS_AREA
        for quote in statement.quotes[:1]
    ] == ["Fra storm til stille", "Fra bil til båd"]


def test_headings_with_the_number_of_their_series_name_its_goals_if_the_text_below_says_what_shall_be() -> None:
    goals = typed(PLAN.replace("BEVÆGELSE", "TEMA"), Goal, "markdown")
    assert [(goal.label, goal.focus_area) for goal in goals] == [
        ("Læ for alle", "Fra storm til stille"),
        ("Ingen våde sko", "Fra storm til stille"),
        ("En båd i timen", "Fra bil til båd"),
    ]
    told = PLAN.replace("skal have læ", "havde læ").replace("Færre skal have", "Mange fik").replace("skal gå", "gik")
    assert not typed(told.replace("BEVÆGELSE", "TEMA"), Goal, "markdown")


@pytest.mark.parametrize("below", ["Baggrund", "Mål"])
def test_a_heading_that_names_a_chapter_is_no_name_for_the_number_above_it(below: str) -> None:
    text = f"# Plan\n\n## Tema 1\n\n### {below}\n\nDet blæser.\n\n## Tema 2\n\n### {below}\n\nDet regner.\n"
    assert below not in names(text, Kind.FOCUS_AREA, "markdown")


def test_ordinals_count_up_as_numbers_do() -> None:
    text = "".join(
        f"{ordinal} LØFT\n{name}\n\nDet gælder alle på havnen, og det har det gjort længe.\n\n"
        f"Løftet om {what}\n\nVi lover, at {what} er på plads inden {year}.\n\n"
        for ordinal, name, what, year in (
            ("FØRSTE", "Tørre broer", "rækværk", 2027),
            ("ANDET", "Flere både", "bådpladser", 2028),
            ("TREDJE", "Varme hænder", "vanter", 2029),
        )
    )
    assert names(text, Kind.FOCUS_AREA) == ["Tørre broer", "Flere både", "Varme hænder"]
    goals = typed(text, Goal)
    assert [(goal.label, goal.focus_area) for goal in goals] == [
        ("Løftet om rækværk", "Tørre broer"),
        ("Løftet om bådpladser", "Flere både"),
        ("Løftet om vanter", "Varme hænder"),
    ]
    assert goals[0].text == "Vi lover, at rækværk er på plads inden 2027."


def test_a_word_may_stand_alone_over_headings_that_have_its_numbers() -> None:
    text = "# Plan\n\n### SPOR\n\n### 1 Tørre broer\n\nDet er vådt.\n\n### SPOR\n\n### 2 Flere både\n\nDe er få.\n"
    assert names(text, Kind.FOCUS_AREA, "markdown") == ["Tørre broer", "Flere både"]

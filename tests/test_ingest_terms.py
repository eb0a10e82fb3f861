"""Target, baseline, deadline and who is responsible, taken from the words of invented goals."""

from __future__ import annotations

import pytest

from ingest.extraction import extract
from ingest.model import Goal, Indicator, Kind, Quote, Span
from ingest.source import Source
from ingest.statements.terms import known, way, with_terms

Terms = tuple[str | None, str | None, str | None]


def goal(text: str, target: str | None = None, deadline: str | None = None) -> Goal:
    return Goal(Kind.GOAL, text, (Quote("aftale", Span(0, len(text)), text),), target=target, deadline=deadline)


def terms(text: str) -> Terms:
    found = with_terms(goal(text))
    return found.target, found.baseline, found.deadline


def goals(text: str) -> list[Goal]:
    found = extract([Source("aftale", text, "markdown")]).statements
    return [one for one in found if isinstance(one, Goal)]


def responsible(text: str) -> list[str | None]:
    return [one.responsible for one in goals(text)]


# What a sentence says


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Andelen af skibe med lys stiger fra 40 % i 2025 til mindst 80 % i 2029",
            ("mindst 80 %", "40 % i 2025", "i 2029"),
        ),
        ("Turen over broen falder fra 14 minutter til højst 5 minutter", ("højst 5 minutter", "14 minutter", None)),
        ("Fra 2 broer i 2026 til 3 broer i 2030", ("3 broer", "2 broer i 2026", "2030")),
        ("Flere lygter lyser (15 % i 2025, 40 % i 2029)", ("40 %", "15 % i 2025", "i 2029")),
        ("Flere lygter lyser (2025: 15 %, 2029: 40 %)", ("40 %", "15 %", "2029")),
        ("Flere lygter lyser (i dag: 15 %; mål: 40 %)", ("40 %", "15 %", None)),
        ("Lygter, der lyser. I dag 15 %. I 2029: 40 %", ("40 %", "15 %", "2029")),
        ("Udgifterne falder fra 1.200 kr. til 900 kr. frem mod 2030", ("900 kr.", "1.200 kr.", "frem mod 2030")),
    ],
)
def test_a_baseline_and_a_target_are_told_apart_and_the_targets_year_is_the_deadline(text: str, found: Terms) -> None:
    assert terms(text) == found


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Turen over broen tager højst 8 minutter", "højst 8 minutter"),
        ("Broen åbner senest tolv timer efter stormen", "senest tolv timer"),
        ("Hullerne i kajen lukkes inden for 3 dage", "inden for 3 dage"),
        ("Antallet af sunkne både er halveret", "halveret"),
        ("Havnen har færre end 30 løse hunde", "færre end 30"),
    ],
)
def test_a_target_may_stand_alone(text: str, target: str) -> None:
    assert terms(text) == (target, None, None)


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("Kajen er bygget inden udgangen af 2027", "inden udgangen af 2027"),
        ("Kajen er bygget senest i 2028", "senest i 2028"),
        ("Kajen er bygget frem mod 2031", "frem mod 2031"),
        ("Kajen er bygget den 1. maj 2028", "den 1. maj 2028"),
        ("Fiskere født i 2005 får en plads ved kajen", None),
    ],
)
def test_a_deadline_is_quoted_in_the_words_of_the_text_and_a_year_of_birth_is_none(
    text: str, deadline: str | None
) -> None:
    assert terms(text) == (None, None, deadline)


def test_a_value_of_the_past_in_brackets_is_a_baseline_and_no_deadline() -> None:
    assert terms("Flere lygter lyser (15 % i 2025)") == (None, "15 % i 2025", None)


@pytest.mark.parametrize("text", ["Vandet er rent og klart", "Alle børn over 12 år kan svømme", "Kaj 4 er ny"])
def test_numbers_that_measure_nothing_are_no_terms(text: str) -> None:
    assert terms(text) == (None, None, None)


def test_a_date_is_a_deadline_and_no_target() -> None:
    assert terms("Kajen er færdig senest 1. maj 2028") == (None, None, "senest 1. maj 2028")


def test_what_is_given_already_stays() -> None:
    found = with_terms(goal("Lygterne lyser mindst 80 % af natten inden 2029", target="hele natten", deadline="2030"))
    assert (found.target, found.deadline) == ("hele natten", "2030")


def test_terms_may_stand_in_other_words_beside_the_statement() -> None:
    found = with_terms(goal("Flere lygter lyser"), "Flere lygter lyser. I dag 15 %. I 2029: 40 %")
    assert (found.text, found.target, found.baseline) == ("Flere lygter lyser", "40 %", "15 %")


# Which way is better, and values that say nothing


@pytest.mark.parametrize(
    ("target", "baseline", "better"),
    [
        ("mindst 4", None, "up"),
        ("flere end 900", None, "up"),
        ("højst 4", None, "down"),
        ("under 8 uger", "7", "down"),
        ("ned på 4", None, "down"),
        ("<6", "4,5", "down"),
        ("≥ 80 %", None, "up"),
        ("80 %", "40 % i 2025", "up"),
        ("1.200", "900", "up"),
        ("4,5", "4,75", "down"),
        ("12", "12", None),
        ("80 %", None, None),
        ("80 %", "ukendt", None),
        ("mange", "12", None),
        ("2030", "4", None),
        (None, "4", None),
    ],
)
def test_which_way_is_better_is_told_by_the_targets_words_or_by_the_baseline(
    target: str | None, baseline: str | None, better: str | None
) -> None:
    assert way(target, baseline) == better


@pytest.mark.parametrize("value", ["Ukendt", "kendes ikke endnu", "opgøres i 2027", "–", "-", "stigning", "Fald", None])
def test_a_value_that_is_not_known_or_only_tells_the_direction_is_none(value: str | None) -> None:
    assert known(value) is None


@pytest.mark.parametrize("value", ["80 %", "højst 4", "-5 grader", "4,5"])
def test_a_value_is_known_as_it_stands(value: str) -> None:
    assert known(value) == value


# Who is responsible

PLAN = """# Havneplan

## Fokusområde 1: Havnen

{first}

### Mål

- Flere både skal have redningsveste om bord
- Alle net skal være hele om foråret

## Fokusområde 2: Broen

### Mål

- Broklappen skal virke i al slags vejr

{second}
"""


@pytest.mark.parametrize("label", ["Ansvarlig:", "Ansvarlig for målene:", "Tovholder:", "**Ansvar:**"])
def test_a_line_names_who_is_responsible_for_the_goals_of_its_focus_area_and_no_other(label: str) -> None:
    text = PLAN.format(first=f"{label} Lodserne og fyrmesteren", second="Broen er lang.")
    assert responsible(text) == ["Lodserne og fyrmesteren", "Lodserne og fyrmesteren", None]


def test_a_sentence_names_who_is_responsible() -> None:
    text = PLAN.format(first="Havnen er bred.", second="Brovagten har ansvaret for målene under dette tema.")
    assert responsible(text) == [None, None, "Brovagten"]


def test_a_heading_names_who_is_responsible_by_the_text_below_it() -> None:
    text = PLAN.format(first="Havnen er bred.", second="### Ansvarlig\n\nBrovagten og lodserne.")
    assert responsible(text) == [None, None, "Brovagten og lodserne"]


def test_who_is_named_in_a_table_stays_responsible() -> None:
    table = "| Mål | Ansvarlig |\n|---|---|\n| Alle pæle skal males hvidt | Malerne |"
    text = PLAN.format(first="Havnen er bred.", second=f"Ansvarlig: Brovagten\n\n{table}")
    assert responsible(text)[-2:] == ["Brovagten", "Malerne"]


def test_an_indicator_has_terms_and_a_direction_too() -> None:
    text = "# Havneplan\n\n## Indikatorer\n\n- Antal sunkne både falder fra 12 i 2025 til 4 i 2029\n"
    (found,) = [one for one in extract([Source("a", text, "markdown")]).statements if isinstance(one, Indicator)]
    assert (found.baseline, found.target, found.deadline, found.direction) == ("12 i 2025", "4", "i 2029", "down")

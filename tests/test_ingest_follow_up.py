"""Follow-up, definitions and target groups in sentences, in small invented texts."""

from __future__ import annotations

import pytest

from ingest.extraction import extract
from ingest.model import Definition, FollowUp, Kind, Statement
from ingest.source import Source


def statements(text: str) -> tuple[Statement, ...]:
    return extract([Source("plan", f"# Havneplan 2026-2029\n\n{text}\n", "markdown")]).statements


def follow_up(text: str) -> list[FollowUp]:
    return [one for one in statements(text) if isinstance(one, FollowUp)]


def groups(text: str) -> list[str]:
    return [one.text for one in statements(text) if one.kind is Kind.TARGET_GROUP]


def definitions(text: str) -> list[tuple[str, str]]:
    return [(one.term, one.definition) for one in statements(text) if isinstance(one, Definition)]


# Follow-up


@pytest.mark.parametrize(
    ("sentence", "when", "who"),
    [
        ("Havneudvalget behandler hvert år i juni en status.", "hvert år i juni", "Havneudvalget"),
        ("Hvert forår får udvalget en rapport med tallene.", "Hvert forår", None),
        ("I efteråret 2028 gennemføres en midtvejsevaluering.", "I efteråret 2028", None),
        ("Tallene opgøres én gang om året.", "én gang om året", None),
        ("I december 2029 gør vi op, hvad der blev af målene.", "I december 2029", None),
        ("Vi holder en konference i foråret 2028.", "i foråret 2028", None),
    ],
)
def test_below_a_heading_about_it_a_report_with_a_moment_is_follow_up(
    sentence: str, when: str, who: str | None
) -> None:
    (found,) = follow_up(f"## Opfølgning\n\n{sentence}")
    assert (found.what, found.when, found.responsible) == (sentence, when, who)


@pytest.mark.parametrize(
    "sentence",
    [
        "Sygeplejersken følger op på borgerens sår hver dag.",
        "Der er ingen sammenhæng mellem vind og vejr.",
        "I 2024 var der storm.",
    ],
)
def test_elsewhere_what_is_not_about_the_agreement_is_none(sentence: str) -> None:
    assert follow_up(f"## Vejret\n\n{sentence}") == []


# Target groups


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Målgruppen er borgere over 75 år.", ["borgere over 75 år"]),
        (
            "Planens målgrupper er børn, der bor ved havnen, unge skippere samt pårørende til fiskere.",
            ["børn, der bor ved havnen", "unge skippere", "pårørende til fiskere"],
        ),
        (
            "Vi har to grupper særligt i tankerne: (a) nybagte forældre og (b) ældre, der bor alene.",
            ["nybagte forældre", "ældre, der bor alene"],
        ),
    ],
)
def test_a_sentence_names_the_target_groups(sentence: str, named: list[str]) -> None:
    assert groups(f"## Om planen\n\n{sentence}") == named


def test_a_paragraph_below_the_label_names_them_too() -> None:
    found = groups("## Målgruppe\n\nUnge under 18 år; voksne med en båd\n\n## Vejret\n\nUnge kan lide sol.")
    assert found == ["Unge under 18 år", "voksne med en båd"]


def test_what_is_no_people_is_no_target_group() -> None:
    assert groups("## Om planen\n\nMålgruppen er forskellig fra sted til sted.") == []


# Definitions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Ordliste\n\nMole: en mur ud i vandet.", [("Mole", "en mur ud i vandet.")]),
        ("## Hvad mener vi med …\n\nEn mole er en mur ud i vandet.", [("En mole", "en mur ud i vandet.")]),
        ("## Begreber\n\n### Mole\n\nEn mur ud i vandet.", [("Mole", "En mur ud i vandet.")]),
        ("Ved en mole forstås en mur ud i vandet.", [("en mole", "en mur ud i vandet.")]),
        ("En mole forstås her som en mur ud i vandet.", [("En mole", "en mur ud i vandet.")]),
        ("## Vejret\n\nMolen er en god plads for sæler.", []),
    ],
)
def test_a_definition_is_a_term_with_its_meaning(text: str, found: list[tuple[str, str]]) -> None:
    assert definitions(text) == found

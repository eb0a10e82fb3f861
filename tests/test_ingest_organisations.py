"""Organisations: the forms of their names, and the text that tells their role."""

from __future__ import annotations

import pytest

from ingest.extraction import extract
from ingest.model import Organisation
from ingest.source import Source
from ingest.statements.organisations import acting, is_body


def organisations(text: str) -> list[Organisation]:
    found = extract([Source("plan", text, "markdown")]).statements
    return [one for one in found if isinstance(one, Organisation)]


def names(sentence: str) -> list[str]:
    return [one.name for one in organisations(f"# Havneplan\n\n{sentence}\n")]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Havneudvalget drøfter planen.", "Havneudvalget"),
        ("Planen drøftes i Social- og Sundhedsudvalget.", "Social- og Sundhedsudvalget"),
        ("Planen drøftes i Kultur-, Fritids- og Sundhedsudvalget.", "Kultur-, Fritids- og Sundhedsudvalget"),
        ("Udvalget for Sundhed og Havn har ansvaret.", "Udvalget for Sundhed og Havn"),
        ("Vi samarbejder med Region Havland om alt.", "Region Havland"),
        ("Det har Gudme Å Kommune besluttet.", "Gudme Å Kommune"),
        ("Planen er vedtaget af Havrup Byråd i maj.", "Havrup Byråd"),
        ("Her hjælper Sundhedsråd Vest med tallene.", "Sundhedsråd Vest"),
        ("Tallene kommer fra Center for Nær Forebyggelse.", "Center for Nær Forebyggelse"),
        ("Der er plads på Sygehus Fjord.", "Sygehus Fjord"),
        ("Tallene kommer fra Nordkystens Hospital.", "Nordkystens Hospital"),
        ("Det fremgår af tal fra Sundhedsstyrelsen.", "Sundhedsstyrelsen"),
        ("Vi har spurgt Ældre Sagen om råd.", "Ældre Sagen"),
        ("PLO-Havland er part i planen.", "PLO-Havland"),
        ("Planen er godkendt af kommunalbestyrelsen.", "kommunalbestyrelsen"),
        ("Henvendelser går til Hukommelsesklinikken hver dag.", "Hukommelsesklinikken"),
    ],
)
def test_a_body_is_told_by_the_form_of_its_name(sentence: str, name: str) -> None:
    assert names(sentence) == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi ser på hele området og på ældreområdet.",
        "Målgruppen er stor, og aldersgruppen er ung.",
        "I forråd har vi tørklæder til alle.",
        "Vi går ud af huset hver dag.",
        "Træningsenheden findes ikke endnu.",
        "De fleste bor i en kommune.",
    ],
)
def test_common_nouns_are_no_bodies(sentence: str) -> None:
    assert names(sentence) == []


def test_the_sentence_that_gives_a_body_a_task_is_its_role() -> None:
    (found,) = organisations(
        "# Havneplan\n\nVi har talt med Havnerådet om vinden. Havnerådet rådgiver byens skippere hver dag.\n"
    )
    assert (found.name, found.role) == ("Havnerådet", "Havnerådet rådgiver byens skippere hver dag.")


def test_a_table_of_bodies_gives_their_roles() -> None:
    table = "| Organ | Opgave |\n|---|---|\n| Havneudvalget | Sætter retningen |\n| Bådelauget | Sejler |\n"
    found = organisations(f"# Havneplan\n\n{table}")
    assert [(one.name, one.role) for one in found] == [("Havneudvalget", "Sætter retningen")]


def test_a_heading_that_is_a_name_has_its_role_below() -> None:
    (found,) = organisations("# Havneplan\n\n## Havneforum\n\nHer mødes alle skippere en gang om året.\n")
    assert (found.name, found.role) == ("Havneforum", "Her mødes alle skippere en gang om året.")


def test_inflected_and_short_forms_of_a_name_are_one_body() -> None:
    (found,) = organisations(
        "# Havneplan\n\nHavrup Byråd har vedtaget planen. Byrådet følger den. Vi spørger byrådets formand.\n"
    )
    assert found.name == "Havrup Byråd"
    assert len(found.quotes) == 2


def test_every_quote_is_the_source_at_its_place() -> None:
    text = "# Havneplan\n\nHavneudvalget drøfter planen med Region Havland og KL.\n"
    found = organisations(text)
    assert [one.name for one in found] == ["Havneudvalget", "Region Havland", "KL"]
    assert all(text[q.span.start : q.span.end] == q.exact for one in found for q in one.quotes)


def test_a_subject_with_a_task_acts_and_another_word_does_not() -> None:
    assert acting("Havneudvalget drøfter hvert år en status.") == "Havneudvalget"
    assert acting("Hvert år drøfter Havneudvalget en status.") is None
    assert acting("Status drøftes hvert år.") is None


def test_a_cell_is_a_body_if_it_is_its_name_and_little_else() -> None:
    assert is_body("Havneudvalget")
    assert not is_body("Borgere, som Havneudvalget har talt med om sommeren")

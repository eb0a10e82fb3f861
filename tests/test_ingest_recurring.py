"""Labels of an agreement's own that come again: before a list or at the beginning of a line, and what they tell."""

from __future__ import annotations

import pytest

from ingest.extraction import extract
from ingest.model import Goal, Indicator, Kind
from ingest.source import Source
from ingest.statements.reading import Reading
from ingest.statements.recurring import kind_of, kinds

COUNTED = ("Antal fald på isen", "andelen af både med årer", "hvor mange der svømmer", "ventetid på en båd")
WISHED = ("Flere bader om vinteren", "Ingen falder på isen", "Alle broer skal være tørre", "Færre glemmer deres hat")
OTHER = ("Havnen er grå", "En kold dag i maj", "Bådene ligger stille", "Kaffe og kage")


def plan(*lines: str) -> Source:
    """Write lines by turns below two headings, each as a paragraph."""
    half = len(lines) // 2
    return Source(
        "plan", "\n\n".join(["# Havneplan", "## Havnen", *lines[:half], "## Broen", *lines[half:]]), "markdown"
    )


@pytest.mark.parametrize(
    ("entries", "kind"),
    [
        (COUNTED[:3], Kind.INDICATOR),
        ((*COUNTED[:2], OTHER[0]), Kind.INDICATOR),
        ((*COUNTED[:2], *OTHER[:2]), None),
        (WISHED[:3], Kind.GOAL),
        ((*WISHED[:2], *OTHER[:2]), None),
        (COUNTED[:2], None),
        (("Havet stiger, og flere bader", "Broen er lang, så flere cykler", "Isen er tynd, når færre fryser"), None),
        (OTHER, None),
        ((), None),
    ],
)
def test_entries_are_what_more_than_half_of_them_are_if_there_are_enough(
    entries: tuple[str, ...], kind: Kind | None
) -> None:
    assert kind_of(entries) is kind


def test_a_label_tells_its_kind_by_all_its_places_and_only_where_it_comes_again() -> None:
    labels = {1: "Datapunkt", 4: "Datapunkter", 7: "Vejret"}
    entries = {1: COUNTED[:1], 4: COUNTED[1:3], 7: COUNTED}

    assert kinds(labels, entries) == {1: Kind.INDICATOR, 4: Kind.INDICATOR}
    assert kinds(labels, {**entries, 4: COUNTED[1:2]}) == {}
    assert kinds(labels, {**entries, 4: COUNTED[1:2]}, least=2) == {1: Kind.INDICATOR, 4: Kind.INDICATOR}


def test_a_label_at_the_beginning_of_two_lines_leads_to_indicators_if_both_count() -> None:
    counted = extract([plan("Vi kikker efter: antal fald på isen", "Vi kikker efter: andelen af både med årer")])
    half = extract([plan("Vi kikker efter: antal fald på isen", "Vi kikker efter: sne i april")])

    found = [one.text for one in counted.statements if isinstance(one, Indicator)]
    assert found == ["antal fald på isen", "andelen af både med årer"]
    assert not [one for one in half.statements if isinstance(one, Indicator)]


def test_a_line_whose_label_leads_to_what_shall_be_is_measured_by_the_line_after_it() -> None:
    source = plan(
        "Udbyttet: At flere bader, før de fylder ti år.",
        "Vi tæller: antallet af badende.",
        "Udbyttet: At alle kan cykle over broen.",
        "Vi tæller: antallet af cykler.",
    )

    assert [kind for _, (kind, _) in sorted(Reading.of(source).leads.items())] == [Kind.GOAL, Kind.INDICATOR] * 2
    statements = extract([source]).statements
    assert any(isinstance(one, Goal) and "flere bader" in one.text for one in statements)
    assert {one.goal for one in statements if isinstance(one, Indicator)} == {"Udbyttet"}

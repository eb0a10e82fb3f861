"""What is found in a document is found once, for each document for itself."""

from __future__ import annotations

from ingest.source import Source
from ingest.statements.announcements import announcements
from ingest.statements.grids import grids
from ingest.statements.once import once
from ingest.statements.reading import Reading

TABLE = "| Mål | Frist |\n|---|---|\n| Færre fald på isen | 2028 |\n"


def reading(text: str) -> Reading:
    return Reading.of(Source("plan", text, "markdown"))


def test_a_document_is_searched_once_however_often_it_is_asked_for() -> None:
    searched: list[Reading] = []

    @once
    def texts(of: Reading) -> tuple[str, ...]:
        searched.append(of)
        return tuple(block.text for block in of.blocks)

    quay, bridge = reading("# Havnen\n"), reading("# Broen\n")

    assert [texts(quay), texts(bridge), texts(quay), texts(bridge)] == [("Havnen",), ("Broen",)] * 2
    assert searched == [quay, bridge]


def test_announcements_and_tables_are_found_once_and_by_no_one_else_s_name() -> None:
    plan = reading(f"# Plan\n\nVores mål er:\n\n- Færre fald\n\n{TABLE}")

    assert announcements(plan) is announcements(plan)
    assert grids(plan) is grids(plan)
    assert [one.text.text for one in announcements(plan)] == ["Vores mål er:"]
    assert [grid.titles for grid in grids(plan)] == [("Mål", "Frist")]


def test_readings_of_the_same_text_are_equal_also_when_only_one_was_searched() -> None:
    assert announcements(plan := reading(TABLE)) == ()
    assert plan == reading(TABLE)

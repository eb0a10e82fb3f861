"""What the terminal says of a build, in whole sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.building.build import Built
from service.building.release import LAYOUT, Note
from service.cli.console import told_of


def note(agreements: int, documents: int, statements: int = 900, units: int = 1, quads: int = 12_345) -> Note:
    return Note(LAYOUT, "1", "mark", "https://example.org/", "hashing", agreements, documents, statements, units, quads)


@pytest.mark.parametrize(
    ("checked", "agreements", "told"),
    [
        (1, 1, "Checked the agreement against the shapes."),
        (6, 6, "Checked all 6 agreements against the shapes."),
        (1, 2, "Checked 1 agreement against the shapes; the other is known to conform."),
        (1, 6, "Checked 1 agreement against the shapes; the other 5 are known to conform."),
        (5, 6, "Checked 5 agreements against the shapes; the other is known to conform."),
        (0, 1, "The agreement is known to conform."),
        (0, 6, "All 6 agreements are known to conform."),
    ],
)
def test_a_build_tells_what_it_checked_and_names_others_only_where_there_are_any(
    checked: int, agreements: int, told: str
) -> None:
    assert told_of(Built(note(agreements, 7), changed=True, checked=checked), Path("data"))[1] == told


@pytest.mark.parametrize(
    ("done", "told"),
    [
        (Built(note(1, 1, statements=1), changed=True, checked=1), "Built 1 agreement from 1 document: 1 statement, "),
        (Built(note(6, 7), changed=False), "Nothing changed; 6 agreements from 7 documents: 900 statements, "),
    ],
)
def test_what_there_is_one_of_is_told_in_the_singular(done: Built, told: str) -> None:
    assert told_of(done, Path("data"))[0] == f"{told}1 passage, 12,345 quads in data."


def test_a_build_that_did_nothing_tells_of_no_check() -> None:
    assert len(told_of(Built(note(6, 7), changed=False), Path("data"))) == 1

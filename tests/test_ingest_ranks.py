"""The ranks of headings that no mark tells."""

from __future__ import annotations

from ingest.source import Source
from ingest.statements.reading import Reading

SENTENCE = "Her står en hel sætning, som siger noget om emnet og slutter med et punktum."


def _ranks(*headings: str) -> dict[str, int]:
    text = "\n\n".join(f"{heading}\n\n{SENTENCE}" for heading in headings)
    reading = Reading.of(Source("x", text, "text"))
    return {block.text: len(block.style) for block in reading.blocks if block.role == "heading"}


def test_numbers_tell_ranks_by_their_depth() -> None:
    ranks = _ranks("1 Baggrund", "2 Tre temaer", "2.1 Når modet svigter", "2.2 Klog brug", "3 Organisering")
    assert list(ranks.values()) == [1, 1, 2, 2, 1]


def test_a_heading_before_the_first_label_of_each_round_is_a_theme() -> None:
    ranks = _ranks(
        "Forord",
        "Spisebordet",
        "Det skal lykkes",
        "Tallene",
        "Bag hoveddøren",
        "Det skal lykkes",
        "Tallene",
        "Opfølgning",
    )
    assert ranks["Forord"] == ranks["Opfølgning"] == 1
    assert ranks["Spisebordet"] == ranks["Bag hoveddøren"] == 2
    assert ranks["Det skal lykkes"] == ranks["Tallene"] == 3


def test_a_heading_that_announces_so_many_stands_over_the_next_of_them() -> None:
    ranks = _ranks("Forord", "Fire bærende tanker", "Nysgerrighed", "Tillid", "Udholdenhed", "Omsorg", "Fremtiden")
    assert list(ranks.values()) == [1, 1, 2, 2, 2, 2, 1]


def test_headings_whose_numbers_an_extraction_displaced_have_no_rank() -> None:
    text = "\n\n".join(f"{number}.\n\nEt kapitel {word}\n\n{SENTENCE}" for number, word in enumerate("abc", start=3))
    reading = Reading.of(Source("x", text, "text"))
    assert not reading.is_ranked


def test_a_chapter_that_a_hand_forgot_to_mark_has_the_rank_of_the_others() -> None:
    heads = "# Plan", "## Del 1: Hav", "## Del 2: Vej", "#### Del 3: By"
    text = "\n\n".join(f"{head}\n\n{SENTENCE}" for head in heads)
    reading = Reading.of(Source("x", text, "markdown"))
    assert [block.style for block in reading.blocks if block.role == "heading"] == ["#", "##", "##", "##"]

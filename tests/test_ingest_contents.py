"""Tables of contents: their lines state nothing, and what they list are headings."""

from __future__ import annotations

from ingest.contents import contents
from ingest.source import Source
from ingest.structure import blocks

TEXT = """\
Indhold
Forord 2
Det bygger vi på 3
Det, vi vil nå med det 4
Tal og fakta ....... 6

Forord

Sundhed er ikke noget, en kommune kan vedtage. Den bliver til i hverdagen, og det er dér, politikken begynder.

Det, vi vil nå med det

Vi har valgt fire områder, og for hvert af dem er der sat mål, som vi følger op på en gang om året.
"""


def test_lines_with_rising_page_numbers_are_a_table_of_contents() -> None:
    listed = contents(Source("x", TEXT, "text").lines)
    assert listed.numbers == {2, 3, 4, 5}
    assert listed.lists("2. DET BYGGER VI PÅ")


def test_what_is_listed_is_a_heading_however_it_ends() -> None:
    headings = [block.text for block in blocks(Source("x", TEXT, "text")) if block.role == "heading"]
    assert headings == ["Indhold", "Forord", "Det, vi vil nå med det"]


def test_a_column_of_figures_is_no_table_of_contents() -> None:
    lines = Source("x", "Antal borgere 41\nAntal pladser 12\nAntal fald 17\nAntal besøg 3\n", "text").lines
    assert not contents(lines).numbers


def test_a_label_that_many_lines_begin_with_makes_no_heading() -> None:
    text = "".join(f"Fælles mål {n} er sat.\n\nVi måler: Andel borgere i gruppe {n}\n\n" for n in range(1, 5))
    assert "heading" not in {block.role for block in blocks(Source("x", text, "text"))}


def test_page_numbers_on_lines_of_their_own_belong_to_the_titles_above_them() -> None:
    alone = "\n".join(line.rstrip(" .0123456789") + f"\n{page}" for page, line in enumerate(TEXT.splitlines()[1:5], 2))
    listed = contents(Source("x", f"Indhold\n{alone}\n\nForord\n", "text").lines)
    assert listed.numbers == set(range(2, 10))
    assert listed.lists("Tal og fakta")
    assert not contents(Source("x", alone, "text").lines).numbers

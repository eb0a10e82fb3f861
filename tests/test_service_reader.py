"""Documents for reading: all of the text, in parts, with a quote marked."""

from __future__ import annotations

import pytest

from ingest.model import Span
from service.agreements.marked_text import MarkedText
from service.agreements.reader import Readable

TEXT = """  Forord

Vi står over for udfor
dringer i årene, der
kommer.

-

17

1. Fælles mål

Vi vil:

• Sikre sammenhæng.
"""
MARKDOWN = "# Aftalen\n\n## Mål\n\n- Bedre trivsel\n"


def shown(readable: Readable, quote: Span | None = None) -> list[tuple[str, str]]:
    return [
        (part.role, "".join(piece.text for piece in MarkedText(readable).pieces(part, quote)))
        for part in readable.parts
    ]


def test_all_of_a_text_is_shown_with_its_line_breaks() -> None:
    readable = Readable.of("d", TEXT, "text")
    assert "".join("".join(text for _, text in shown(readable)).split()) == "".join(TEXT.split())
    assert ("text", "Vi står over for udfor\ndringer i årene, der\nkommer.") in shown(readable)


def test_headings_and_what_carries_nothing_are_told_apart() -> None:
    roles = {text: role for role, text in shown(Readable.of("d", TEXT, "text"))}
    assert (roles["Forord"], roles["-"], roles["17"]) == ("heading", "noise", "noise")


def test_markdown_signs_are_shown_but_faint() -> None:
    readable = Readable.of("d", MARKDOWN, "markdown")
    pieces = list(MarkedText(readable).pieces(readable.parts[0], None))
    assert [(piece.text, piece.faint) for piece in pieces] == [("# ", True), ("Aftalen", False)]
    assert [(heading.text, heading.depth) for heading in readable.contents] == [("Aftalen", 0), ("Mål", 1)]


@pytest.mark.parametrize(
    "quote", ["udfor\ndringer", "Forord\n\nVi står", "\n\n-\n\n17", "kommer.\n\n-\n\n17\n\n1. Fælles"]
)
def test_a_quote_is_marked_over_all_its_parts_with_one_anchor(quote: str) -> None:
    readable = Readable.of("d", TEXT, "text")
    start = TEXT.index(quote)
    span = Span(start, start + len(quote))
    marks = [piece for part in readable.parts for piece in MarkedText(readable).pieces(part, span) if piece.marked]
    assert "".join("".join(piece.text for piece in marks).split()) == "".join(quote.split())
    assert [piece.anchor for piece in marks if piece.anchor] == [f"c-d-{start}"]
    assert marks[0].anchor


def test_a_part_gives_its_anchor_to_a_quote_that_starts_with_it() -> None:
    readable = Readable.of("d", TEXT, "text")
    part = readable.parts[1]
    shown = MarkedText(readable)
    assert shown.part_anchor(part, None) == readable.anchor(part.span.start)
    assert shown.part_anchor(part, Span(part.span.start, part.span.start + 3)) is None


def test_lines_are_counted_from_one() -> None:
    readable = Readable.of("d", TEXT, "text")
    assert [readable.line(TEXT.index(word)) for word in ("Forord", "dringer", "17")] == [1, 4, 9]


def test_the_heading_above_is_one_by_itself() -> None:
    readable = Readable.of("d", "# Mål\n\n## Vi vil:\n\n- Sikre sammenhæng\n", "markdown")
    assert readable.heading(readable.text.index("Sikre")) == "Mål"


@pytest.mark.parametrize(("start", "end"), [(None, 3), (3, 3), (4, 3), (0, 10_000), (-1, 3)])
def test_a_span_outside_the_text_is_none(start: int | None, end: int | None) -> None:
    assert Readable.of("d", TEXT, "text").span(start, end) is None

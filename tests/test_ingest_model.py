"""The domain types hold their own rules: spans, statements, kinds and errors."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import errors
from ingest.errors import AftalegrafError, NotFoundError, SpanError
from ingest.model import FocusArea, Goal, Kind, Quote, Span, Statement

SPANS = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (5, 5), (12, 4), (-3, -1), (0, 0)])
def test_refuses_a_span_that_is_empty_reversed_or_before_the_text(start: int, end: int) -> None:
    with pytest.raises(SpanError) as caught:
        Span(start, end)
    assert f"{start}-{end}" in str(caught.value)
    assert "\n" not in str(caught.value)


@given(SPANS, SPANS)
@settings(max_examples=150, deadline=None)
def test_spans_overlap_and_cover_as_their_sets_of_characters_do(one: Span, other: Span) -> None:
    left, right = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert one.overlaps(other) is bool(left & right)
    assert one.covers(other) is (right <= left)


def test_neighbouring_spans_do_not_overlap() -> None:
    assert not Span(0, 4).overlaps(Span(4, 8))
    assert not Span(4, 8).overlaps(Span(0, 4))


def test_spans_sort_by_their_place_in_the_text() -> None:
    assert sorted([Span(7, 9), Span(2, 8), Span(2, 3)]) == [Span(2, 3), Span(2, 8), Span(7, 9)]


def test_a_statement_cannot_be_changed() -> None:
    statement = Statement(Kind.VISION, "Et godt liv", (Quote("aftale", Span(0, 11), "Et godt liv"),))
    with pytest.raises(FrozenInstanceError):
        statement.text = "Et bedre liv"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        statement.quote.span.start = 3  # type: ignore[misc]


def test_a_statement_is_quoted_first_by_its_first_quote() -> None:
    fullest, further = Quote("aftale", Span(5, 16), "Et godt liv"), Quote("oplaeg", Span(0, 8), "Godt liv")
    assert Statement(Kind.VISION, "Et godt liv", (fullest, further)).quote is fullest


def test_a_statement_is_named_by_its_label_and_without_one_by_its_text() -> None:
    quotes = (Quote("aftale", Span(0, 20), "Røgfri unge; i skole"),)
    assert FocusArea(Kind.FOCUS_AREA, "Røgfri unge; i skole", quotes, label="Røgfri unge").name == "Røgfri unge"
    assert Goal(Kind.GOAL, "Røgfri unge; i skole", quotes).name == "Røgfri unge; i skole"


def test_equal_statements_are_one_in_a_set() -> None:
    quotes = (Quote("aftale", Span(0, 4), "Tryg"),)
    assert len({Statement(Kind.VALUE, "Tryg", quotes), Statement(Kind.VALUE, "Tryg", quotes)}) == 1
    assert Statement(Kind.VALUE, "Tryg", quotes) != Statement(Kind.PRINCIPLE, "Tryg", quotes)


def test_the_kinds_are_the_public_names_of_statements() -> None:
    assert {kind.value for kind in Kind} == {
        "vision", "principle", "value", "focus-area", "goal", "indicator", "national-goal", "national-indicator",
        "target-group", "organisation", "statistic", "definition", "follow-up", "initiative",
    }  # fmt: skip
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", kind) for kind in Kind)


def test_every_error_of_reading_has_the_one_base() -> None:
    kinds = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)]
    assert len(kinds) > 3
    assert all(issubclass(kind, AftalegrafError) for kind in kinds)


def test_wrong_input_exits_with_2_and_nothing_found_with_1() -> None:
    assert (SpanError.exit_code, SpanError.status) == (2, 400)
    assert (NotFoundError.exit_code, NotFoundError.status) == (1, 404)

"""Patterns: what one says is what it finds, narrowest first."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import VocabularyError
from graph.patterns import compile_pattern


def found(pattern: str, text: str) -> str | None:
    words = text.lower().split()
    hit = compile_pattern(pattern).find(words)
    return None if hit is None else " ".join(words[hit[0] : hit[1] + 1])


@pytest.mark.parametrize(("pattern", "text", "expected"), [
    ("kol", "borgere med kol", "kol"),
    ("kol", "kolde dage", None),
    ("kol*", "kolde dage", "kolde"),
    ("*kræft", "rask efter brystkræft", "brystkræft"),
    ("*kræft", "kræftens bekæmpelse", None),
    ("*kræft*", "brystkræftpatienter", "brystkræftpatienter"),
    ("psykisk* syg*", "psykisk sårbare og psykisk syge", "psykisk syge"),
    ("psykisk* syg*", "syge psykisk", None),
    ("24-timers", "efter 24 timers indlæggelse", "24 timers"),
    ("PLO/KKR", "aftalt i plo kkr", "plo kkr"),
    ("Misbrug*", "misbruget", "misbruget"),
    ("kol|demens*", "demensramte", "demensramte"),
])  # fmt: skip
def test_an_alternative_is_words_in_a_row_with_open_ends(pattern: str, text: str, expected: str | None) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("psykisk syge med misbrug", "psykisk syge med misbrug"),
    ("misbrug hos psykisk syge", "misbrug hos psykisk syge"),
    ("psykisk syge", None),
    ("et misbrug", None),
    ("psykisk syge eller misbrug", None),
    ("psykisk syge og en to tre fire fem misbrug", None),
])  # fmt: skip
def test_groups_must_all_occur_in_any_order_within_the_window(text: str, expected: str | None) -> None:
    assert found("psykisk* syg* & misbrug* & !eller ~7", text) == expected


@pytest.mark.parametrize(("window", "expected"), [(2, None), (3, "a x b"), (4, "a x b")])
def test_a_window_counts_every_word_of_the_match(window: int, expected: str | None) -> None:
    assert found(f"a & b ~{window}", "a x b") == expected


def test_the_narrowest_match_is_given() -> None:
    assert found("a & b", "a x x b x a b") == "a b"


def test_a_place_that_is_near_one_group_but_far_from_another_does_not_hide_the_narrowest_match() -> None:
    # Once the groups were joined one after the other, each to the nearest place: "b" on the left led away from "c".
    assert found("a & b & c ~5", "b x a x x b c") == "a x x b c"


@pytest.mark.parametrize("pattern", ["!a", "a &", "a||b", "| a", "a & !", "* & a", ""])
def test_a_pattern_without_words_is_refused(pattern: str) -> None:
    with pytest.raises(VocabularyError, match=r"correct it\.|add one\."):
        compile_pattern(pattern)


LETTERS = st.sampled_from("abc")
GROUPS = st.lists(st.lists(st.lists(LETTERS, min_size=1, max_size=2), min_size=1, max_size=2), min_size=1, max_size=3)


@settings(max_examples=500, deadline=None)
@given(GROUPS, st.lists(st.sampled_from("abcx"), max_size=12), st.none() | st.integers(1, 9))
def test_no_match_is_missed_and_none_is_narrower(
    groups: list[list[list[str]]], words: list[str], window: int | None
) -> None:
    def places(group: list[list[str]]) -> set[tuple[int, int]]:
        return {
            (at, at + len(one) - 1) for one in group for at in range(len(words)) if words[at : at + len(one)] == one
        }

    spans = [
        (min(start for start, _ in chosen), max(end for _, end in chosen))
        for chosen in product(*(places(group) for group in groups))
    ]
    width = min((end - start + 1 for start, end in spans), default=None)
    pattern = " & ".join("|".join(" ".join(one) for one in group) for group in groups)
    hit = compile_pattern(pattern if window is None else f"{pattern} ~{window}").find(words)
    if width is None or (window is not None and width > window):
        assert hit is None
    else:
        assert hit in spans
        assert hit[1] - hit[0] + 1 == width

"""When two wordings are the same name or the same statement."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

NUMBER = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)](?!\d)\s*|\d{1,2}(?:\.\d{1,2}|\.?[a-zæøåé])[.):]?\s+|[a-zæøåé][.)]\s+)"
)
SIMILAR = 0.86
# A word that stands for another must be much like it: "borgerne" for "borgere", but not "færre" for "flere".
ALIKE = 0.7
WORD = re.compile(r"\w+")
NEGATIONS = frozenset({"ikke", "ingen", "intet", "aldrig", "uden"})


@lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """Reduce to letters and digits in one case, so that layout, spacing and punctuation do not count."""
    return re.sub(r"[\W_]+", "", NUMBER.sub("", text).casefold())


def same(first: str, second: str) -> bool:
    """Tell whether two texts are the same but for layout, inflection or a few more words.

    Lists of goals in one pattern ("Færre fald blandt ...") differ in a word: so no word may stand for quite another.
    """
    return restated(first, second) and _has_no_other_word(first, second)


def restated(first: str, second: str) -> bool:
    """Tell whether texts of two documents are the same or nearly so; a word may stand for one of the same meaning.

    The ratio of 0.86 joined all repeated goals of Nordjylland's text and slides (lowest 0.90; one says "psykiske
    lidelser" for "psykisk sygdom") and kept apart all pairs of different goals in the four agreements (highest 0.71).
    Numbers must be the same, and so must negations.
    """
    left, right = key(first), key(second)
    if not left or not right:
        return False
    if left == right:
        return True
    if min(len(left), len(right)) < SIMILAR * max(len(left), len(right)) * SIMILAR:
        return False
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR and _agree(first, second)


def _words(text: str) -> list[str]:
    return WORD.findall(NUMBER.sub("", text).casefold())


def _agree(first: str, second: str) -> bool:
    left, right = _words(first), _words(second)
    return all({*filter(mark, left)} == {*filter(mark, right)} for mark in (str.isdigit, NEGATIONS.__contains__))


def _has_no_other_word(first: str, second: str) -> bool:
    left, right = _words(first), _words(second)
    for change, start, end, other_start, other_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        one, other = "".join(left[start:end]), "".join(right[other_start:other_end])
        if change == "replace" and SequenceMatcher(None, one, other, autojunk=False).ratio() < ALIKE:
            return False
    return True

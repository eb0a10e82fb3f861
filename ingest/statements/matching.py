"""When two wordings are the same name or the same statement."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

NUMBER = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)](?!\d)\s*|\d{1,2}(?:\.\d{1,2}|\.?[a-zæøå])[.):]?\s+|[a-zæøå][.)]\s+)"
)
SIMILAR = 0.86


@lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """Reduce to letters and digits in one case, so that layout, spacing and punctuation do not count."""
    return re.sub(r"[\W_]+", "", NUMBER.sub("", text).casefold())


def same(first: str, second: str) -> bool:
    """Tell whether two texts are the same but for layout, or nearly so.

    The ratio of 0.86 joined all repeated goals of Nordjylland's text and slides (lowest 0.90) and kept apart all pairs
    of different goals in the four agreements (highest 0.71).
    """
    left, right = key(first), key(second)
    if not left or not right:
        return False
    if left == right:
        return True
    if min(len(left), len(right)) < SIMILAR * max(len(left), len(right)) * SIMILAR:
        return False
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR

"""Numbers of things in words: "Fire principper", "tre temaer"."""

from __future__ import annotations

import re

from ingest.statements import cues

NUMBERS = {"to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10}
# A number and, two words on at most, a noun in the plural.
COUNTED = re.compile(
    rf"\b(?P<number>{'|'.join(NUMBERS)}) (?:\w+ ){{0,2}}?"
    r"(?P<noun>\w{3,}(?:er|e)|\w*(?:mål|spor|bud|greb|råd|felter|hensyn|byggesten))\b",
    re.IGNORECASE,
)


def count_in(text: str, any_noun: bool = False) -> int | None:
    """Return how many things a text announces: such as an agreement has, or any in a short title or with `any_noun`."""
    for match in COUNTED.finditer(text):
        short = len(text.split()) <= len(match.group().split()) + 2
        if any_noun or short or cues.nouns(match["noun"]):
            return NUMBERS[match["number"].casefold()]
    return None

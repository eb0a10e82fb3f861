"""Words marked in a text, and excerpts of long texts around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 480
LEAD: Final = 140


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text; `marked` holds for a word that was looked for."""

    text: str
    marked: bool = False


def marked(text: str, words: Sequence[str]) -> Iterator[Stretch]:
    """Divide a text at whole words, in any case."""
    pattern = _pattern(words)
    if pattern is None:
        yield Stretch(text)
        return
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            yield Stretch(text[end : match.start()])
        yield Stretch(match.group(), marked=True)
        end = match.end()
    if end < len(text):
        yield Stretch(text[end:])


def excerpt(text: str, words: Sequence[str], longest: int = LONGEST) -> str:
    """Return a text of at most about `longest` characters: all of it, or what stands around the first of the words."""
    if len(text) <= longest:
        return text
    pattern = _pattern(words)
    first = pattern.search(text) if pattern else None
    start = max(0, first.start() - LEAD) if first else 0
    if start + longest >= len(text):
        start = len(text) - longest
    # Cut between words; the texts are prose, so a space is near.
    opening = text.find(" ", start) + 1 if start > 0 else 0
    closing = text.rfind(" ", opening, opening + longest) if opening + longest < len(text) else len(text)
    closing = closing if closing > opening else opening + longest
    return f"{'… ' if opening else ''}{text[opening:closing]}{' …' if closing < len(text) else ''}"


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)

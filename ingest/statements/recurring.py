"""Labels of an agreement's own that come again under each theme, told by what stands below them.

An agreement may call its goals "Gevinster" or "Målbillede" and its indicators "Datapunkter", which no cue knows. But
such a label comes again, as a heading, a short line above a list, or a column's title, and what all its places hold
together tells what it means: what is counted are indicators, and what shall be, or shall be so for all, are goals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest import danish
from ingest.headings import CODED
from ingest.model import Kind
from ingest.statements import cues

MAX_WORDS, MAX_HEADING_WORDS = 4, 8
MIN_PLACES = 2
MIN_ENTRIES = 3
HALF = 0.5
DIGITS = re.compile(r"[\d.:]+")


def stem(label: str) -> str:
    """Reduce a label to the lemmas of its words, so that "Datapunkter" and "Datapunkt" are one."""
    return " ".join(danish.lemma(token.text).casefold() for token in danish.tokens(DIGITS.sub(" ", label)))


def kind_of(entries: Sequence[str], least: int = MIN_ENTRIES) -> Kind | None:
    """Tell what the entries below a label are; `None` if they are neither mostly counted nor mostly to be reached."""
    if len(entries) < least:
        return None
    entries = [CODED.sub("", entry) for entry in entries]
    measured = sum(_is_counted(entry) for entry in entries)
    if measured > HALF * len(entries):
        return Kind.INDICATOR
    stated = sum(_is_stated(entry) for entry in entries)
    return Kind.GOAL if stated > HALF * len(entries) else None


def _is_counted(text: str) -> bool:
    begins = cues.pattern("indicator", "measured").match(text)
    return bool(begins or cues.pattern("indicator", "counted").search(text))


def _is_stated(text: str) -> bool:
    return any(
        cues.pattern("goal", name).search(text) for name in ("wished", "committed", "outcome", "stated", "people")
    )


def kinds(labels: Mapping[int, str], entries: Mapping[int, Sequence[str]], least: int = MIN_ENTRIES) -> dict[int, Kind]:
    """Return the kinds of the labels that come again, by the index of each place.

    Args:
        labels: The label at each place.
        entries: What stands below or behind it there.
        least: How many entries a label has at all its places, if it tells anything.
    """
    places: dict[str, list[int]] = {}
    for index, label in labels.items():
        places.setdefault(stem(label), []).append(index)
    found = {}
    for indices in places.values():
        kind = kind_of([entry for index in indices for entry in entries[index]], least)
        if kind is not None and len(indices) >= MIN_PLACES:
            found.update(dict.fromkeys(indices, kind))
    return found


def is_label(text: str, words: int = MAX_WORDS) -> bool:
    """Tell whether a line may be such a label: at most so many words, without a mark of a sentence."""
    return (
        0 < len(text.rstrip(":").split()) <= words
        and text[:1].isupper()
        and not text.endswith((".", ",", ";", "?", "!"))
    )

"""The signals by which plain text shows a heading.

Where lines carry "#" marks, as the reader of PDFs writes them by size and weight of the type, these are the headings.
Extracted text has no marks, so several weak signals are taken together: a heading is short, does not end like a
sentence, begins with a capital or a number, and - where it shares a block with its text - its last line was broken
although the next word would have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.source import Line

MARK = re.compile(r"^#{1,6}\s+(?=\S)")
NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s*(?=[A-ZÆØÅÉ])")
# "1a En plan", "2.1 Hjemme", "E1. Bevægelse"
CODED = re.compile(r"^(?P<area>\d{1,2}|[A-ZÆØÅÉ])(?:\.?(?P<own>\d{1,2}|[a-zæøå]))[.:)]?\s+(?=[A-ZÆØÅÉ])")
# "Sigte 1. Hjemme, så længe det giver mening"
SERIES = re.compile(r"^[A-ZÆØÅÉ][a-zæøåé]+ \d{1,2}\. (?=[A-ZÆØÅÉ])")
# "A. Akut hjælp"
LETTERED = re.compile(r"^[A-ZÆØÅÉ][.)] (?=[A-ZÆØÅÉ])")
LONE_NUMBER = re.compile(r"^\d{1,2}\.$")
ADDRESS = re.compile(r"\bwww\.|https?://")
SOURCE_NOTE = re.compile(r"^(?:Kilder?|Note|Figur|Tabel)\b.{0,4}:", re.IGNORECASE)
INNER_SENTENCE_END = re.compile(r"[.!?] [A-ZÆØÅÉ]")
SENTENCE_END = tuple(".!?:;…")
CLOSING = "”\"'’»)] "
# Words that a sentence cannot end with; after them it goes on, also over a full stop ("til ca.").
DANGLING = re.compile(
    r"(?:\b(?:til|på|fra|i|og|med|af|for|om|at|som|der|eller|samt|den|det|de|en|et)|\b(?:ca|dvs|fx|bl\.a|f\.eks|inkl|pr)\.)$"
)
# With a particle of its verb or adverb a name may end so: "At kunne høre og være med".
NAMED_LIKE = re.compile(
    r"\b(?:være|følger?|komme[rt]?|gå[rt]?|alle|hele|bedst|lever?|kan) (?:med|til|på|af|om|i)$"
    r"|\b(?:til|for|med|på|af|om|i) (?:det|den|os|dem)$",
    re.IGNORECASE,
)
PERIOD = re.compile(r"\d{4}\s?[-–]\s?\d{2,4}$")
MAX_WORDS = 14
MAX_QUESTION = 9
MAX_LABEL = 6
MAX_LINES = 4
SHORT_LINE = 0.7
MIN_MARKED = 3


def are_marked(lines: Sequence[Line]) -> bool:
    """Tell whether a text marks its headings, so that they need not be guessed."""
    return sum(MARK.match(line.text) is not None for line in lines) >= MIN_MARKED


def mark(text: str) -> str:
    """Return the marks before a heading's text, or nothing."""
    found = MARK.match(text) if text.startswith("#") else None
    return found.group().strip() if found else ""


def is_caps(text: str) -> bool:
    """Tell whether a text is set in capitals."""
    if text[1:].islower():  # most lines of running text, told without counting
        return False
    capitals = sum(map(str.isupper, text))
    return capitals > 1 and capitals > 0.8 * (letters := sum(map(str.isalpha, text))) and letters > 2


def is_finished(text: str) -> bool:
    """Tell whether a text ends where a sentence can end."""
    bare = text.rstrip(CLOSING)
    return bare.endswith(SENTENCE_END) and not DANGLING.search(bare)


def is_heading(text: str, ended: bool = False) -> bool:
    """Tell whether a block that stands alone looks like a heading; `ended` if the one after it begins anew."""
    if LONE_NUMBER.match(text):
        return True
    title = LETTERED.sub("", SERIES.sub("", NUMBERED.sub("", text)))
    if len(title.split()) > MAX_WORDS:
        return False
    unfinished = (
        not (ended and len(title.split()) <= MAX_LABEL)
        and DANGLING.search(title)
        and not SERIES.match(text)
        and not is_caps(title)
        and not NAMED_LIKE.search(title)
    )
    question = title.endswith("?") and len(title.split()) <= MAX_QUESTION
    sentence = title.endswith(SENTENCE_END) and not is_caps(title) and not question
    if unfinished or sentence or ADDRESS.search(title) or SOURCE_NOTE.match(title):
        return False
    return (title[0].isupper() or title[0].isdigit()) and not INNER_SENTENCE_END.search(title)


def style(lines: Sequence[Line]) -> str:
    """Return what tells a heading's rank: "N." (numbered), "CAPS" or "plain"."""
    if NUMBERED.match(lines[0].text) or LONE_NUMBER.match(lines[0].text):
        return "N."
    return "CAPS" if all(is_caps(line.text) for line in lines) else "plain"


def leading_lines(group: Sequence[Line]) -> int:
    """Return how many of a block's first lines are a heading that shares the block with its text, or 0."""
    caps = next((index for index, line in enumerate(group) if not is_caps(line.text)), len(group))
    if caps:
        continues = caps < len(group) and group[caps].text[:1].islower()
        return 0 if caps > MAX_LINES or continues else caps
    width = max(len(line.text) for line in group)
    for count in range(1, min(MAX_LINES, len(group) - 1) + 1):
        last, following = group[count - 1].text, group[count].text
        words = sum(len(line.text.split()) for line in group[:count])
        starts = group[0].text[0].isupper() or NUMBERED.match(group[0].text)
        if last.endswith(SENTENCE_END) or words > MAX_WORDS or not starts or SOURCE_NOTE.match(group[0].text):
            return 0
        room = (
            len(last) + 1 + len(following.split()[0]) <= width or len(last) < SHORT_LINE * width or PERIOD.search(last)
        )
        if following[0].isupper() and room and not last.endswith((",", "-", "–", "/")):
            return count
    return 0

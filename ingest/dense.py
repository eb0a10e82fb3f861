"""Text without blank lines, as copying out of a PDF viewer leaves it: where its headings, paragraphs and lists begin.

No single sign tells, so several are taken together: whether a line was broken although the next word would have fitted,
whether the text before is at an end, whether a line can be a title and what follows it begins anew, and what the whole
document shows: lines that come again, words that count up ("Tema 1", "Tema 2") and titles that the contents list.

Measured on the 32 marked agreements of tests/data/invented, laid out without blank lines in three ways: lines of 50
characters with capitals (A), of 88 (B), and of 88 with numbers and page footers (C). Deciding by shortness and case
alone gave F1 0.790, 0.824, 0.785; with all of this 0.898, 0.920, 0.902.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from ingest import headings
from ingest.blocks import BULLET, NUMBERED_ITEM, PAGE_NUMBER, REFERRING_ITEM, without_running
from ingest.contents import Contents
from ingest.source import Line
from ingest.spaced import is_divided

MIN_LINES = 30
FEW_BLANK = 0.12
MIN_AGAIN, MIN_TITLES, MIN_WITHIN = 2, 2, 5
SHARE_WITHIN = 0.01
USUAL = 0.9
ROOM = 0.9
MIN_TEXT = 4
SHORT = 0.75
MAX_LABEL_WORDS = 8
MAX_TITLE_WORDS = 14
MAX_TITLE_LINES = 2
WORD = re.compile(r"[^\W\d_]+")
FRESH = re.compile(r"^[A-ZÆØÅÉ\d»\"”“]")
SERIES = re.compile(r"^(?P<word>[A-ZÆØÅÉ][a-zæøåéA-ZÆØÅÉ]{2,}) (?P<number>\d{1,2}|[A-H])\b(?!\s?%|[.,]\d)")
SUBNUMBER = re.compile(r"^\d{1,2}\.\d{1,2}\.? (?=[A-ZÆØÅÉ])")
OPEN = (",", "-", "–", "/", "(", "&")


def dense_width(lines: Sequence[Line]) -> int:
    """Return the usual width of a text's full lines if hardly a blank line divides it, or none its titles; else 0."""
    filled = sorted(len(line.text) for line in lines if line.text)
    dense = len(lines) - len(filled) < FEW_BLANK * len(lines) or _holds_titles(lines)
    return filled[int(USUAL * len(filled))] if dense and len(filled) > MIN_LINES else 0


def _holds_titles(lines: Sequence[Line]) -> bool:
    """Tell whether lines that come again as titles stand within paragraphs: after a sentence, without a blank line."""
    within: Counter[str] = Counter()
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if line.text and before.text.endswith(".") and after.text and _is_label(line.text):
            within[line.text] += len(line.text.split()) > 1
    again = [count for count in within.values() if count >= MIN_AGAIN]
    return len(again) >= MIN_TITLES and sum(again) >= max(MIN_WITHIN, SHARE_WITHIN * len(lines))


def without_pages(lines: Sequence[Line]) -> list[Line]:
    """Leave out of such a text the lines that only repeat on pages, and the page numbers beside them.

    Nothing shows where they stood, as a page ends within sentences, lists and tables: C from 0.893 to 0.902.
    """
    kept = [line for line, left in zip(lines, without_running(lines), strict=True) if left.text or not line.text]
    numbers = {line.number for line in kept}
    beside = {line.number + step for line in lines if line.number not in numbers for step in (-1, 1)}
    return [line for line in kept if line.number not in beside or not PAGE_NUMBER.match(line.text)]


def stretches(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Part such a text where no table goes on: before a line that begins anew, if nothing divides it and the next ones.

    A row's first cell, or the title of some rows, has fewer lines. A from 0.877 to 0.897, B from 0.913 to 0.922.
    """
    filled = [line for line in lines if line.text]
    runs = [list(run) for _, run in groupby(filled, key=lambda line: is_divided(line.text))]
    whole = [run for run in runs if len(run) >= MIN_TEXT and not is_divided(run[0].text)]
    starts = {next((line.number for line in run if _is_fresh(line.text)), 0) for run in whole}
    start = 0
    for index, line in enumerate(lines):
        if line.number in starts:
            yield lines[start:index]
            start = index
    yield lines[start:]


def divided(lines: Sequence[Line], width: int, listed: Contents) -> list[Line]:
    """Return the lines of such a text with an empty one before each that begins a block.

    Args:
        lines: The lines, with those emptied that are read otherwise.
        width: The usual width of its full lines.
        listed: Its table of contents.
    """
    return list(_Dense(lines, width, listed).divided())


@dataclass(frozen=True)
class _Dense:
    lines: Sequence[Line]
    width: int
    listed: Contents

    def divided(self) -> Iterator[Line]:
        group: list[Line] = []
        for index, line in enumerate(self.lines):
            if group and line.text and self._begins(group, line, self._after[index]):
                yield replace(line, text="")
                group = []
            yield line
            item = BULLET.match(line.text) is not None
            group = [*([] if item else group), line] if line.text else []

    @cached_property
    def _after(self) -> Sequence[Line | None]:
        """The next line that is not blank, of each line."""
        after: list[Line | None] = []
        following: Line | None = None
        for line in reversed(self.lines):
            after.append(following)
            following = line if line.text else following
        return after[::-1]

    @cached_property
    def _known(self) -> frozenset[str]:
        """Lines that the whole document shows to be titles: they come again, or begin with a word that counts up."""
        texts = [line.text for line in self.lines if line.text]
        again = {text for text, count in Counter(texts).items() if count > 1 and _is_label(text)}
        series: dict[str, set[str]] = {}
        found = [(text, match) for text in texts if (match := SERIES.match(text))]
        for _, match in found:
            series.setdefault(match["word"], set()).add(match["number"])
        rising = {word for word, numbers in series.items() if len(numbers) > 1 and numbers & {"1", "A"}}
        titles = {text for text, match in found if match["word"] in rising and not text.endswith((".", ",", ";"))}
        return frozenset(again | titles)

    def _is_known(self, text: str) -> bool:
        return text in self._known or self.listed.lists(text)

    def _begins(self, group: Sequence[Line], line: Line, after: Line | None) -> bool:
        """Tell whether a line begins a block.

        It does where the line before had room, in the whole document's light, or as a title or what follows one. With
        room alone for short titles A rose to 0.866, B to 0.907, C to 0.888.
        """
        last = group[-1].text
        if headings.is_caps(line.text) != headings.is_caps(last) or REFERRING_ITEM.match(line.text):
            return True
        if SUBNUMBER.match(line.text) and not _goes_on(last):
            return True
        if not FRESH.match(line.text) or _goes_on(last):
            return False
        named = len(group) == 1 and self._is_known(last)
        if named or self._is_known(line.text) or self._fits(group[-1], line):
            return True
        listed, finished = BULLET.match(group[0].text) is not None, headings.is_finished(last)
        if not finished and (listed or len(group) <= MAX_TITLE_LINES) and self._starts_anew(line.text):
            return True
        return (finished or listed) and self._is_title(line, after)

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words that the document writes with small letters, and so are no names."""
        return frozenset(word for line in self.lines for word in WORD.findall(line.text) if word[0].islower())

    def _starts_anew(self, text: str) -> bool:
        """Tell whether a text begins with a capital only since something begins there, as no name does.

        A from 0.866 to 0.880; the others are wide enough for titles on one line.
        """
        first, second, *_ = *WORD.findall(text), "", ""
        return first[:1].isupper() and first.lower() in self._words and not second[:1].isupper()

    def _fits(self, before: Line, line: Line) -> bool:
        """Tell whether the next word would have stood on the line before, which was broken there on purpose.

        With `ROOM` at 0.85 or 0.95 the means change by 0.006 at most.
        """
        return len(before.text) + 1 + len(line.text.split()[0]) <= ROOM * self.width

    def _is_title(self, line: Line, after: Line | None) -> bool:
        """Tell whether a line may be a title: no sentence, and short or unfinished before what begins anew."""
        words = len(line.text.split())
        question = line.text.endswith("?") and words <= headings.MAX_QUESTION
        sentence = line.text.endswith((".", ",", ";", "!", "?")) and not question
        if after is None or sentence or words > MAX_TITLE_WORDS:
            return False
        short = len(line.text) <= SHORT * self.width
        if short and _is_fresh(after.text):
            return True
        return not headings.is_finished(line.text) and not _goes_on(line.text) and self._starts_anew(after.text)


def _goes_on(text: str) -> bool:
    """Tell whether a text's last word or sign needs another."""
    return headings.DANGLING.search(text) is not None or text.endswith(OPEN)


def _is_label(text: str) -> bool:
    return bool(FRESH.match(text)) and not text.endswith((".", ",", ";")) and len(text.split()) <= MAX_LABEL_WORDS


def _is_fresh(text: str) -> bool:
    return bool(FRESH.match(text) or BULLET.match(text) or NUMBERED_ITEM.match(text))

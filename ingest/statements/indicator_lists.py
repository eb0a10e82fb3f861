"""Indicators in lists: announced ones, labelled ones, and those whose items count something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.model import Indicator, Kind
from ingest.repair import Repaired
from ingest.sentences import sentences
from ingest.statements import cues
from ingest.statements.announcements import announcements
from ingest.statements.announcing import NATIONAL
from ingest.statements.indicator import VALUES_AFTER, direction, make
from ingest.statements.indicator_sentences import enumerated, told
from ingest.statements.matching import key
from ingest.statements.reading import Reading
from ingest.statements.recurring import kind_of
from ingest.statements.references import References
from ingest.statements.splitting import split
from ingest.statements.terms import gives_values, with_terms

DIGITS = re.compile(r"\d+")
NEXT_CLAUSE = re.compile(
    r"^at\s+(?=flere|færre|andel|antal)|,?\s+(?:og|samt)(?:\s+at)?\s+(?=(?:flere|færre|andel\w*|antal\w*)\b)"
)


def in_lists(references: References) -> Iterator[Indicator]:
    """Read the list that is announced, or the sentence that enumerates them below a heading."""
    reading = references.reading
    before = 0
    for one in announcements(reading):
        if one.kind is not Kind.INDICATOR or NATIONAL.search(one.text.text):
            continue
        items = reading.items_after(one.index) if one.opens else reading.items_below(one.index)
        above = references.above(one.index)
        only = [goal for goal in above if goal.quote.span.start >= before] or above  # those since the last list
        before = reading.blocks[items[-1]].content.span().end if items else before
        for item in items:
            content = reading.blocks[item].content
            yield make(reading, content, references.told(content) or (only[0].name if len(only) == 1 else None))
        if not items and reading.blocks[one.index].role == "heading":
            for index in reading.body(one.index)[:1]:
                for sentence in reading.sentences[index]:
                    yield from told(reading, sentence) or enumerated(reading, sentence)


def behind_labels(references: References) -> Iterator[Indicator]:
    """Read "Indikator: Andel ..." and labels of that meaning; it measures the goal above it, if no heading divides."""
    reading, label = references.reading, cues.label(Kind.INDICATOR)
    for index, block in enumerate(reading.blocks):
        match = label.match(block.text)
        kind, end = reading.leads.get(index, (None, 0))
        end = match.end() if match else end if kind is Kind.INDICATOR else 0
        if 0 < end < len(block.text) and block.role != "cell":
            above = references.above(index)
            yield from _beside(reading, block.content.slice(end, len(block.text)), above[-1].name if above else None)


def _beside(reading: Reading, content: Repaired, goal: str | None) -> Iterator[Indicator]:
    """Read what stands behind a label: an indicator or several ("at færre ..., og at flere ..."), then its values."""
    first, *rest = sentences(content)
    in_sentence = told(reading, first, goal)
    if in_sentence:
        yield from in_sentence
        return
    if not rest or VALUES_AFTER.search(content.text) or cues.pattern("indicator", "counted").search(rest[0].text):
        first, rest = content, []
    for piece in split(first, NEXT_CLAUSE):
        indicator = make(reading, piece, goal)
        for sentence in rest:
            indicator = with_terms(indicator, sentence.text)
            indicator = replace(indicator, direction=indicator.direction or direction(sentence.text))
        yield indicator


def in_worded_lists(references: References) -> Iterator[Indicator]:
    """Read the lists whose items count something ("Andel ...") or give its values, and do not say what it shall be.

    Lists below headings of one name, as each theme has them, are taken together; they measure the goal above them
    where there is one only.
    """
    reading = references.reading
    lists: dict[str, list[int]] = {}
    index = 0
    while index < len(reading.blocks):
        items = reading.items_after(index - 1) if reading.blocks[index].role == "item" else []
        above = next((i for i in range(index, -1, -1) if reading.blocks[i].role == "heading"), 0)
        national = any(NATIONAL.search(reading.blocks[i].text) for i in (above, index - 1) if i >= 0)
        if items and not national:
            lists.setdefault(DIGITS.sub("", key(reading.blocks[above].text)), []).extend(items)
        index += max(1, len(items))
    for some in lists.values():
        worded = [item for item in some if _counts(reading.blocks[item].text)]
        if len(worded) > 1 and 3 * len(worded) >= 2 * len(some):
            for item in some:
                content = reading.blocks[item].content
                goals = references.above(item)
                yield make(reading, content, references.told(content) or (goals[0].name if len(goals) == 1 else None))


def within_items(references: References) -> Iterator[Indicator]:
    """Read the items nested in goals' items, if those of the whole text count something, half of them or more."""
    reading = references.reading
    nested = {item: reading.items_within(item) for item, block in enumerate(reading.blocks) if block.role == "item"}
    texts = [reading.blocks[index].text for inside in nested.values() for index in inside]
    if kind_of(texts) is not Kind.INDICATOR:
        return
    for item, inside in nested.items():
        place = reading.blocks[item].content.span()
        goal = next((one.name for one in references.goals if one.quote.span.overlaps(place)), None)
        if goal is not None:
            yield from (make(reading, reading.blocks[index].content, goal) for index in inside)


def _counts(text: str) -> bool:
    return bool(cues.pattern("indicator", "counted").search(text)) or gives_values(text)

"""National goals and national indicators, recognised by the names under which they are published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest import danish
from ingest.model import Kind, NationalGoal, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcements import Announcement, announcements
from ingest.statements.announcing import NATIONAL
from ingest.statements.flattened_tables import tables
from ingest.statements.matching import key, same
from ingest.statements.reading import Reading

EMPHASIS = re.compile(r"\bsærlig|\bprioriter|\bvægt\b|\budvalgt", re.IGNORECASE)
MAX_WORDS = 12
MIN_RUN = 3
OVERLAP = 0.6


def national_goals(reading: Reading) -> list[NationalGoal]:
    """Find the national goals that a document names, in a list, a figure or a sentence."""
    found: dict[int, NationalGoal] = {}
    for goal in cues.national()["goal"]:
        names = goal["names"]
        for index, block in enumerate(reading.blocks):
            content = _named(block.content, names)
            if content is not None:
                emphasised = _emphasised(reading, index)
                found[goal["number"]] = NationalGoal(
                    Kind.NATIONAL_GOAL,
                    content.text,
                    (reading.quote(content),),
                    number=goal["number"],
                    emphasised=emphasised,
                )
                break
    return sorted(found.values(), key=lambda goal: goal.number)


def _named(content: Repaired, names: Sequence[str]) -> Repaired | None:
    """Return the part of a text that names a national goal: all of it, or the name inside a sentence."""
    if key(content.text) in {key(name) for name in names}:
        return content
    for name in sorted(names, key=len, reverse=True):
        # Not by a case-folded copy: in it "ß" has two letters, and what follows stands elsewhere.
        found = re.search(re.escape(name), content.text, re.IGNORECASE)
        if found:
            return content.slice(*found.span())
    return None


def _emphasised(reading: Reading, index: int) -> bool:
    """Tell whether the sentence that announces a list gives what it names special weight."""
    if reading.blocks[index].role == "paragraph":
        return bool(EMPHASIS.search(reading.blocks[index].text))
    first = index
    while first > 0 and reading.blocks[first].role == "item":
        first -= 1
    return first != index and bool(reading.sentences[first] and EMPHASIS.search(reading.sentences[first][-1].text))


def national_indicators(reading: Reading) -> list[Statement]:
    """Find the national indicators in a figure or table, or a list that says it holds them.

    A run of labels is theirs where at least three of it carry published names; then its other labels are taken too,
    since authors shorten and vary them.
    """
    found = [statement for one in announcements(reading) for statement in _announced(reading, one)]
    taken = {index for head, cells in tables(reading) if _is_national(reading, head) for index in cells}
    for run in _runs(reading):
        known = [index for index in run if _is_published(reading.blocks[index].text)]
        if taken.intersection(run) or len(known) >= MIN_RUN:
            found.extend(_statements(reading, run))
    return list({statement.quote: statement for statement in found}.values())


def _announced(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the list after a sentence that announces national indicators."""
    if one.kind is Kind.INDICATOR and one.opens and NATIONAL.search(one.text.text):
        for index in reading.items_after(one.index):
            content = reading.blocks[index].content
            yield Statement(Kind.NATIONAL_INDICATOR, content.text, (reading.quote(content),))


def _is_national(reading: Reading, head: int) -> bool:
    return bool(NATIONAL.search(reading.blocks[head].text)) and any(
        noun.kind is Kind.INDICATOR for noun in cues.nouns(reading.blocks[head].text)
    )


def _runs(reading: Reading) -> Iterator[list[int]]:
    """Yield runs of labels, and of list items, between other blocks; own indicator tables are left out."""
    own = {i for head, cells in tables(reading) if not _is_national(reading, head) for i in cells}
    run: list[int] = []
    for index, block in enumerate(reading.blocks):
        listed = block.role in ("cell", "item") and block.style != "head" and block.place is None
        if listed and index not in own:
            run.append(index)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _statements(reading: Reading, run: list[int]) -> Iterator[Statement]:
    goals = {key(name) for goal in cues.national()["goal"] for name in goal["names"]}
    for index in run:
        text = reading.blocks[index].text
        sentence = re.search(r"\b(?:er|har|skal|følges?|vil)\b", text)
        if key(text) not in goals and not sentence and len(text.split()) <= MAX_WORDS:
            yield Statement(Kind.NATIONAL_INDICATOR, text, (reading.quote(reading.blocks[index].content),))


def _is_published(text: str) -> bool:
    """Tell whether a label is a published indicator's name: the same, or most of its words' lemmas."""
    words = _lemmas(text)
    for name in cues.national()["indicators"]["names"]:
        official = _lemmas(name)
        if same(text, name) or (words and len(words & official) / max(len(words), len(official)) >= OVERLAP):
            return True
    return False


def _lemmas(text: str) -> frozenset[str]:
    return frozenset(danish.lemma(token.text) for token in danish.tokens(text) if len(token.text) > 2)

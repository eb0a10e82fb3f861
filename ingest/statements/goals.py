"""Goals: lists ("Vi vil:"), labels ("Målsætning: ..."), names over sentences, and sentences ("Målet er at ...")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.model import Goal, Kind, Quote, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcements import Announcement, announcements
from ingest.statements.matching import key, same
from ingest.statements.reading import Reading

NAME_WORDS = 9


def goals(reading: Reading, named: Sequence[Statement]) -> list[Goal]:
    """Find the goals of a document in reading order; `named` are its named statements, for the link to focus areas."""
    found: list[Goal] = []
    for one in announcements(reading):
        if one.kind is Kind.GOAL:
            found.extend(_announced(reading, one))
    found.extend(_from_labels(reading))
    found.extend(_from_cells(reading))
    found.extend(_from_sentences(reading, found))
    return [_linked(reading, goal, named) for goal in _united(found)]


def _announced(reading: Reading, one: Announcement) -> Iterator[Goal]:
    """Read a list of goals, or the headings that name them with the sentence that says what the goal is."""
    items = reading.items_after(one.index) if one.opens else reading.items_below(one.index)
    for item in items:
        content = reading.blocks[item].content
        yield _under_heading(reading, content) or Goal(Kind.GOAL, content.text, (reading.quote(content),))
    if items:
        return
    for index in list(reading.headings_from(one.index))[: one.count]:
        block = reading.blocks[index]
        listed = reading.items_after(index)
        if listed:
            for item in listed:
                content = reading.blocks[item].content
                yield Goal(Kind.GOAL, f"{block.text} {content.text}", (reading.quote(content),), label=content.text)
        elif one.opens or _goal_sentences(reading, index):
            yield _under_heading(reading, block.content) or Goal(Kind.GOAL, block.text, (reading.quote(block.content),))


def _under_heading(reading: Reading, name: Repaired) -> Goal | None:
    """Return the goal that has a short name and, under the heading of that name, a sentence that states it."""
    if len(name.text.split()) > NAME_WORDS:
        return None
    for index in reading.headings_by_key.get(key(name.text), []):
        stating = _goal_sentences(reading, index)
        if stating:
            own = reading.quote(reading.blocks[index].content)
            quotes: tuple[Quote, ...] = (*(reading.quote(sentence) for sentence in stating), own)
            named = reading.quote(name)
            body = tuple(reading.quote(reading.blocks[i].content) for i in reading.body(index))
            return Goal(
                Kind.GOAL,
                stating[0].text,
                quotes if named in quotes else (*quotes, named),
                label=reading.blocks[index].text,
                body=body,
            )
    return None


def _goal_sentences(reading: Reading, heading: int) -> list[Repaired]:
    return [
        sentence
        for index in reading.body(heading)
        for sentence in reading.sentences[index]
        if cues.pattern("goal", "sentence").search(sentence.text)
    ]


def _from_labels(reading: Reading) -> Iterator[Goal]:
    """Read "Målsætning: ..."; a label on a line of its own covers the paragraphs that go on in the same words."""
    label = cues.pattern("goal", "label")
    for index, block in enumerate(reading.blocks):
        match = label.match(block.text)
        if not match or block.role == "cell" or match.end() >= len(block.text):
            continue
        content = block.content.slice(match.end(), len(block.text))
        for sentence in _sentences_from(reading, index, content):
            yield Goal(Kind.GOAL, sentence.text, (reading.quote(sentence),))
        own_line = label.fullmatch(block.lines[0].text + " ") or label.fullmatch(block.lines[0].text)
        following = index + 1
        opening = content.text.split()[:2]
        while own_line and following < len(reading.blocks) and reading.blocks[following].text.split()[:2] == opening:
            content = reading.blocks[following].content
            yield Goal(Kind.GOAL, content.text, (reading.quote(content),))
            following += 1


def _sentences_from(reading: Reading, index: int, content: Repaired) -> list[Repaired]:
    """Return the sentences of a labelled block; a goal of several sentences that do not each commit is one."""
    inside = [s for s in reading.sentences[index] if s.offsets[0] >= content.offsets[0]]
    if inside and all(re.match(r"(?:Vi|At|Alle|Flere|Færre)\b", sentence.text) for sentence in inside):
        return inside
    return [content]


def _from_cells(reading: Reading) -> Iterator[Goal]:
    """Read table cells that commit ("Vi vil ..."); they usually repeat goals of the text."""
    for block in reading.blocks:
        if block.role == "cell" and re.match(r"Vi vil\b", block.text):
            yield Goal(Kind.GOAL, block.text, (reading.quote(block.content),))


def _from_sentences(reading: Reading, found: Sequence[Goal]) -> Iterator[Goal]:
    """Read sentences that say they are a goal, outside the goals found already."""
    spans = [quote.span for goal in found for quote in (*goal.quotes, *goal.body)]
    for index, block in enumerate(reading.blocks):
        if block.role == "cell":
            continue
        for sentence in reading.sentences[index]:
            states = cues.pattern("goal", "sentence").search(sentence.text) and sentence.text.endswith(".")
            if states and not any(span.overlaps(sentence.span()) for span in spans):
                yield Goal(Kind.GOAL, sentence.text, (reading.quote(sentence),))


def _united(found: Sequence[Goal]) -> list[Goal]:
    """Join the same goal stated at several places; national goals are named elsewhere."""
    national = {key(name) for goal in cues.national()["goal"] for name in goal["names"]}
    kept: list[Goal] = []
    for goal in found:
        if key(goal.text) in national:
            continue
        at = next((i for i, other in enumerate(kept) if _is_same(goal, other)), None)
        if at is None:
            kept.append(goal)
        else:
            more = tuple(quote for quote in goal.quotes if quote not in kept[at].quotes)
            kept[at] = replace(kept[at], quotes=(*kept[at].quotes, *more))
    return sorted(kept, key=lambda goal: goal.quote.span)


def _is_same(goal: Goal, other: Goal) -> bool:
    if same(goal.text, other.text):
        return True
    return bool(goal.label or other.label) and same(goal.name, other.name)


def _linked(reading: Reading, goal: Goal, named: Sequence[Statement]) -> Goal:
    """Link a goal to the focus area whose name stands nearest above it.

    The search ends at the chapter's heading and at the heading of anything else that has a name, such as a target
    group.
    """
    areas = [statement for statement in named if statement.kind is Kind.FOCUS_AREA]
    others = {key(statement.name) for statement in named if statement.kind is not Kind.FOCUS_AREA}
    start = goal.quote.span.start
    at = max((i for i, block in enumerate(reading.blocks) if block.content.offsets[0] <= start), default=0)
    for index in range(at - 1, -1, -1):
        block = reading.blocks[index]
        if block.role not in ("heading", "cell"):
            continue
        area = next((area.name for area in areas if same(area.name, cues.title(block.text))), None)
        if area:
            return replace(goal, focus_area=area)
        if block.style == "N." or (block.role == "heading" and key(block.text) in others):
            break
    return goal

"""Names in the headings below an announcement, and in sections that announce nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from ingest.model import Kind, Statement
from ingest.statements import cues
from ingest.statements.announcements import Announcement
from ingest.statements.counting import count_in
from ingest.statements.matching import key
from ingest.statements.named_lists import MAX_LABEL_WORDS, first_line, first_sentence
from ingest.statements.naming import named_statement
from ingest.statements.reading import Reading
from ingest.statements.sections import chapter_start, counted_after, headings_beside, headings_from

MIN_VISION_WORDS = 5
MIN_PRINCIPLES = 3


def headed(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the headings below an announcement as names; if fewer than announced, those before it in its chapter too."""
    if one.opens and reading.items_after(one.index):
        return
    plain = not reading.is_ranked
    if one.weak and plain:
        return
    counted = counted_after(reading, one.index) if plain else []
    below = counted if counted and len(counted) == one.count else _after_label(reading, one)
    below = below or list(headings_from(reading, one.index))[: one.count]
    if not below and len(beside := headings_beside(reading, one.index)) == one.count:
        below = beside
    if plain and (not below or (one.count and len(below) < one.count and one.opens)):
        start = chapter_start(reading, one.index)
        before = [index for index in _headings_between(reading, start, one.index) if index not in below]
        missing = one.count - len(below) if one.count else len(before)
        styles = {reading.blocks[index].style for index in before[-missing:]}
        apart = one.kind is Kind.PRINCIPLE and reading.blocks[one.index].style not in styles
        below = [*before[-missing:], *below] if missing and (one.opens or apart) else below
    if not plain and below and one.count and len(below) < one.count:
        peers = _peers(reading, one.index, below)
        below += peers if len(below) + len(peers) == one.count else []
    if plain and len(below) == 1 and one.count is None and _are_peers(reading, one.index, below[0]):
        return
    if one.kind is Kind.VISION and one.count in (None, 1):
        below = [index for index in below[:1] if len(reading.blocks[index].text.split()) >= MIN_VISION_WORDS]
    cross_cutting = cues.is_cross_cutting(one.text.text)
    for index in below:
        name = reading.blocks[index].content
        if one.kind is Kind.FOCUS_AREA or not cues.pattern("focus-area", "cross_cutting_heading").search(name.text):
            yield named_statement(reading, one.kind, name, cross_cutting, heading=True)


def _peers(reading: Reading, chapter: int, below: Sequence[int]) -> list[int]:
    """Return the headings of a chapter like those found but of another rank: with the same headings below them.

    Authors of Word files set some headings by style and others by bold type.
    """
    rank = len(reading.blocks[chapter].style)
    heads = [i for i in range(below[0], len(reading.blocks)) if reading.blocks[i].role == "heading"]
    inside = list(takewhile(lambda i: len(reading.blocks[i].style) > rank, heads))
    parts = {key(reading.blocks[i].text) for i in inside if i < below[-1] and reading.comes_again_as_heading(i)}
    again = [i for i in inside if key(reading.blocks[i].text) in parts]
    return [
        one
        for one, following in pairwise([*(i for i in inside if i not in again and i > below[-1]), len(reading.blocks)])
        if any(one < part < following for part in again)
    ]


def _are_peers(reading: Reading, heading: int, other: int) -> bool:
    """Tell whether two headings look alike and each has text of its own, so that one is no part of the other."""
    first, second = reading.blocks[heading], reading.blocks[other]
    return first.role == "heading" and first.style == second.style and reading.has_body(heading)


def unnamed_principles(reading: Reading, found: Sequence[Statement]) -> Iterator[Statement]:
    """Read the names with explanations below a heading that no cue knows and that stands before the focus areas.

    That is where agreements that call nothing a principle have them. Three names or more, each an item or paragraph,
    or as many headings as it says. Where the text has values, or the heading is like those that announce nothing, it
    must say how many they are.
    """
    valued = any(one.kind is Kind.VALUE for one in found)
    areas = [one.quote.span.start for one in found if one.kind is Kind.FOCUS_AREA]
    end = reading.index_at(min(areas)) if areas else 0
    for index in range(end):
        if reading.blocks[index].role != "heading" or reading.comes_again(index):
            continue
        if cues.names_section(reading.blocks[index].text):
            continue
        principles = list(_named_below(reading, index, valued))
        if principles:
            yield from principles
            return


def _named_below(reading: Reading, heading: int, valued: bool) -> Iterator[Statement]:
    """Read as many headings or named paragraphs below a heading as it says, or a list of named items."""
    number = count_in(reading.blocks[heading].text, any_noun=True) or 0
    items = reading.items_below(heading)
    if number >= MIN_PRINCIPLES and not items:
        below = list(headings_from(reading, heading))
        if len(below) == number:
            yield from (
                named_statement(reading, Kind.PRINCIPLE, reading.blocks[i].content, heading=True) for i in below
            )
            return
        named = [index for index in reading.body(heading) if reading.is_named(index, MAX_LABEL_WORDS)]
        if len(named) == number:
            yield from (_explained(reading, index, len(reading.sentences[index][0].text)) for index in named)
        return
    if (valued or reading.announces_nothing(heading)) and number != len(items):
        return
    names = [first_line(reading.blocks[item]) or first_sentence(reading.sentences[item]) for item in items]
    if len(items) >= MIN_PRINCIPLES and all(names):
        yield from (_explained(reading, item, name or 0) for item, name in zip(items, names, strict=True))


def _explained(reading: Reading, index: int, length: int) -> Statement:
    """Make a principle of a block that begins with its name, of so many characters."""
    content = reading.blocks[index].content
    named = named_statement(reading, Kind.PRINCIPLE, content.slice(0, length), heading=True)
    return replace(named, text=content.text, quotes=(reading.quote(content),))


def _after_label(reading: Reading, one: Announcement) -> list[int]:
    """Return the heading that names what a heading only numbers ("FOKUSOMRÅDE I")."""
    label = cues.label(Kind.GOAL if reading.is_called_goal(one.index) else one.kind)
    bare = label.fullmatch(one.text.text + " ") or label.match(one.text.text + " x")
    following = one.index + 1
    if not bare or one.opens or following >= len(reading.blocks) or reading.blocks[following].role != "heading":
        return []
    if cues.names_section(reading.blocks[following].text):
        return []
    return [following] if cues.title(one.text.text) == one.text.text else []


def _headings_between(reading: Reading, start: int, end: int) -> list[int]:
    return [
        index
        for index in range(start + 1, end)
        if reading.blocks[index].role == "heading"
        and reading.has_body(index)
        and not cues.names_section(reading.blocks[index].text)
    ]

"""Sentences and headings that announce a list: "tre politiske pejlemærker:", "Vi vil:", "Bærende principper"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest import danish
from ingest.headings import NUMBERED
from ingest.model import Kind
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcing import DEPENDENT, FAR, NAMED, NUMBERS, Announced, announced, count, number_before
from ingest.statements.once import once
from ingest.statements.reading import ONCE, Reading
from ingest.statements.recurring import is_label, kind_of, stem
from ingest.statements.sections import headings_beside, headings_from

OPENS = re.compile(r"(?::|;|\bat|\bfølgende|\ber|\bom)$")
MIN_NOUNS = 2
MIN_AGAIN = 3
LONE_NOUN = re.compile(r"^(?:\w+ )?\w+$")
# A number and a noun that no cue knows, where a sentence begins ("Fire grundtoner ...").
COUNTED = re.compile(
    rf"^(?!\w+ ud af\b)(?:\w+ ){{0,3}}?(?i:{'|'.join(NUMBERS)}) (?:\w+ )?(?:\w{{4,}}(?:er|e)|bud|greb|løfter)\b"
)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is announced, where, and how many.

    Attributes:
        kind: The kind of statement.
        index: Index of the announcing block.
        text: The announcing sentence or heading.
        count: How many are announced, where the text says it.
        opens: The sentence is unfinished ("...:"), so that the list must follow.
        by_meaning: No noun says so, but the heading's meaning.
        weak: Nor does a noun, but a phrase ("Vi vil:"), which may also lead to actions.
    """

    kind: Kind
    index: int
    text: Repaired
    count: int | None
    opens: bool
    by_meaning: bool = False
    weak: bool = False


@once
def announcements(reading: Reading) -> tuple[Announcement, ...]:
    """Find all announcements of a document in reading order."""
    found: list[Announcement] = []
    members: set[int] = set()
    for index, block in enumerate(reading.blocks):
        if block.role == "cell" or not reading.sentences[index]:
            continue
        last = reading.sentences[index][-1]
        opens = bool(OPENS.search(last.text)) or _leads_on(reading, index, last.text)
        told, meant = _told(reading, index, opens), _meant(reading, index)
        if told:
            found.append(Announcement(*told[:1], index, last, told[1], opens, weak=told[2]))
            if block.role == "heading" and told[1] != 1 and not reading.items_below(index):
                members.update(headings_from(reading, index))
        elif meant is not None and index not in members:
            number = count(NUMBERED.sub("", block.text)) if meant in NAMED else None
            found.append(Announcement(meant, index, last, number, opens, by_meaning=True, weak=True))
        elif block.role == "paragraph":
            found.extend(_counted(reading, index))
    found += _recurring(reading, found)
    found = [again for one in found if (again := _coming_again(reading, one, found)) is not None]
    found = [one for one in found if not _is_told_otherwise(reading, one, found)]
    return tuple(_with_promises(reading, _without_alikes(sorted(found, key=lambda one: one.index))))


def _told(reading: Reading, index: int, opens: bool) -> Announced | None:
    """Tell what a block announces by its words, in the light of the whole document."""
    block = reading.blocks[index]
    heading = block.role == "heading"
    first, last = reading.sentences[index][0].text, reading.sentences[index][-1].text
    if _is_like_vision(reading, index):
        return None
    if opens and first != last and cues.pattern("indicator", "intro").search(first):
        return Kind.INDICATOR, None, True
    if reading.is_called_goal(index):
        return (Kind.FOCUS_AREA, 1, False) if cues.title(block.text) == block.text else None
    told = _fitting(reading, index, last) or announced(last, opens, heading)
    return (
        (Kind.PRINCIPLE, *told[1:])
        if told and heading and cues.pattern("principle", "heading").search(block.text)
        else told
    )


def _fitting(reading: Reading, index: int, text: str) -> Announced | None:
    """Return of several counted nouns the one of which as many items follow: "Fire områder, tolv mål og 19 tal:"."""
    nouns = cues.nouns(text) if text.endswith(":") else []
    if len(nouns) < MIN_NOUNS:
        return None
    items = len(reading.items_after(index))
    counts = [(noun.kind, number_before(text[: noun.start])) for noun in nouns]
    return next(((kind, number, False) for kind, number in counts if number is not None and number == items), None)


def _is_like_vision(reading: Reading, index: int) -> bool:
    """Tell whether a heading is like one over a vision, and not over what each theme wants."""
    block = reading.blocks[index]
    like = cues.pattern("vision", "heading").search(NUMBERED.sub("", block.text))
    return block.role == "heading" and like is not None and not reading.comes_again_as_heading(index)


def _meant(reading: Reading, index: int) -> Kind | None:
    """Tell what a heading announces by its meaning, in the light of the text below it."""
    if _is_like_vision(reading, index):
        return Kind.VISION
    meant = reading.announced_by_meaning(index)
    body = [reading.blocks[i].text for i in reading.body(index)]
    if meant is Kind.PRINCIPLE and body and cues.is_cross_cutting(body[0]):
        return Kind.FOCUS_AREA
    items = [reading.blocks[i].text for i in reading.items_below(index)]
    dated = sum(cues.pattern("follow-up", "when").search(text) is not None for text in items)
    if meant is Kind.INDICATOR and items and 2 * dated > len(items) and kind_of(items, least=1) is not Kind.INDICATOR:
        return Kind.FOLLOW_UP
    return meant


def _recurring(reading: Reading, found: list[Announcement]) -> Iterator[Announcement]:
    """Find the labels of the text's own that come again; those of goals only where no other that does leads to them."""
    called = any(one.kind is Kind.GOAL and reading.comes_again(one.index) for one in found)
    taken = {one.index for one in found}
    for index, kind in reading.recurring.items():
        if index not in taken and not (kind is Kind.GOAL and called):
            opens = reading.blocks[index].role != "heading"
            yield Announcement(kind, index, reading.sentences[index][-1], None, opens, by_meaning=True, weak=True)


def _coming_again(reading: Reading, one: Announcement, found: Sequence[Announcement]) -> Announcement | None:
    """Take the labels of a word for what a text has once ("Pejlinger:") for what stands below them all, if many do."""
    if one.by_meaning or one.kind not in ONCE or one.kind is Kind.FOCUS_AREA or not is_label(one.text.text):
        return one
    alike = [other.index for other in found if other.kind is one.kind and stem(other.text.text) == stem(one.text.text)]
    if len(alike) < MIN_AGAIN:
        return one
    kind = kind_of([entry for index in alike for entry in reading.entries(index)])
    return None if kind is None else replace(one, kind=kind)


def _is_told_otherwise(reading: Reading, one: Announcement, found: Sequence[Announcement]) -> bool:
    """Tell whether words say of the section in which something is announced by meaning that another kind follows.

    They stand in its heading, or in its text with a number.
    """
    if not one.by_meaning or one.kind not in NAMED:
        return False
    above = next((i for i in range(one.index, -1, -1) if reading.blocks[i].role == "heading"), one.index)
    told = [other for other in found if not other.by_meaning and other.kind in NAMED and other.kind is not one.kind]
    below = set(reading.body(one.index)) if above == one.index else set()
    return any(other.index == above or (other.count and other.index in below) for other in told)


def _without_alikes(found: list[Announcement]) -> list[Announcement]:
    """Leave out what is only like a vision or a focus area, where a text calls something else so."""
    visions = [one for one in found if one.kind is Kind.VISION]
    ambitions = [one for one in visions if one.by_meaning or cues.pattern("vision", "heading").search(one.text.text)]
    left = [one for one in found if one not in ambitions] if len(ambitions) < len(visions) else found
    areas = [one for one in left if one.kind is Kind.FOCUS_AREA and not cues.is_cross_cutting(one.text.text)]
    alike = [one for one in areas if one.by_meaning and one.count is None]
    return [one for one in left if one not in alike] if len(alike) < len(areas) else left


def _with_promises(reading: Reading, found: list[Announcement]) -> Iterator[Announcement]:
    """Take promises as principles where goals are announced after them, which are called something else."""
    promises = cues.tables()["principle"]["promises"]
    promised = [
        one.kind is Kind.GOAL
        and any(danish.lemma(token.text).casefold() in promises for token in danish.tokens(one.text.text))
        for one in found
    ]
    for place, one in enumerate(found):
        others = any(
            later.kind is Kind.GOAL and not other
            for later, other in zip(found[place + 1 :], promised[place + 1 :], strict=True)
        )
        principle = promised[place] and others and not reading.comes_again_as_heading(one.index)
        yield replace(one, kind=Kind.PRINCIPLE) if principle else one


def _leads_on(reading: Reading, index: int, text: str) -> bool:
    """Tell whether a list must follow: "... følgende.", "Det er parternes ambition," before items, a lone "Vision"."""
    if text.endswith("."):
        return re.search(r"\bfølgende\b", text) is not None
    if text.endswith(","):
        return bool(reading.items_after(index))
    return reading.blocks[index].role == "paragraph" and LONE_NOUN.match(text) is not None


def _counted(reading: Reading, index: int) -> Iterator[Announcement]:
    """Find the sentence that says how many there are, where as many follow ("Fire principper bærer arbejdet.")."""
    for sentence in reading.sentences[index]:
        for noun in cues.nouns(sentence.text):
            before, after = sentence.text[: noun.start], sentence.text[noun.start + len(noun.word) :]
            number = count(before) or count(after[:FAR])
            if number is None or number < 2 or DEPENDENT.search(before):
                continue
            if number in _followers(reading, index):
                yield Announcement(noun.kind, index, sentence, number, opens=True)
                return
        named = COUNTED.match(sentence.text)
        number = count(named.group()) if named else None
        if named and number and number in _followers(reading, index):
            meant = reading.kinds_of([named.group()])[0]
            if meant in NAMED and (meant != Kind.FOCUS_AREA or not reading.items_after(index)):
                yield Announcement(Kind(meant), index, sentence, number, opens=True, by_meaning=True, weak=True)
                return


def _followers(reading: Reading, index: int) -> tuple[int, ...]:
    """Return how many items, headings, columns, and rows of a table (with or without titles) follow a paragraph."""
    below = len(list(headings_from(reading, index)))
    found = len(reading.items_after(index)), below or len(headings_beside(reading, index))
    named = sum(1 for _ in takewhile(reading.is_named, range(index + 1, len(reading.blocks))))
    columns, rows = reading.table_shape(index + 1)
    untitled = bool(columns) and reading.blocks[index + columns].text.endswith(".")  # a sentence is no title
    return (*found, named, columns, rows + untitled)

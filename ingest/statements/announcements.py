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
from ingest.statements.once import once
from ingest.statements.reading import Reading
from ingest.statements.sections import headings_from

OPENS = re.compile(r"(?::|;|\bat|\bfølgende|\ber|\bom)$")
# A noun that only belongs to another one announces nothing: "krav til indikatorerne", "opfølgning på pejlemærkerne".
DEPENDENT = re.compile(
    r"\b(?:til|for|af|på|bag|under|over|som)\s+(?:(?:de|vores|den|det|disse|sine|fælles|hver|hvert|alle|et|en)\s+)*$|\bvære\s+(?:\w+\s+)?$|\b(?:første|høj|højeste)\s+$",
    re.IGNORECASE,
)
CARRYING = re.compile(r"\bbærende \w+", re.IGNORECASE)
NATIONAL = re.compile(r"\bnational(?:e|t)?\b|kvalitetsmål|verdensmål", re.IGNORECASE)
NUMBERS = {"to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10}
COUNT = re.compile(r"\b(\d{1,2}(?!-)|" + "|".join(NUMBERS) + r")\b(?! (?:nationale|år|procent))", re.IGNORECASE)
# "Ambitionerne i spor 4 er:" announces no tracks.
NUMBER_BEHIND = re.compile(r" (?:\d{1,2}|[A-ZÆØÅÉ]\d?)\b")
LONE_NOUN = re.compile(r"^(?:\w+ )?\w+$")
FAR = 45
SAME_IN_PLURAL = frozenset({"mål", "delmål", "spor"})
# A number and a noun that no cue knows, where a sentence begins ("Fire grundtoner ...").
COUNTED = re.compile(
    rf"^(?!\w+ ud af\b)(?:\w+ ){{0,3}}?(?i:{'|'.join(NUMBERS)}) (?:\w+ )?(?:\w{{4,}}(?:er|e)|bud|greb|løfter)\b"
)
NAMED = (Kind.PRINCIPLE, Kind.VALUE, Kind.FOCUS_AREA)


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
        announced = _announced(last.text, opens, heading=block.role == "heading")
        if reading.is_called_goal(index):
            announced = (Kind.FOCUS_AREA, 1, False) if cues.title(block.text) == block.text else None
        meant = reading.announced_by_meaning(index)
        if block.role == "heading" and cues.pattern("vision", "heading").search(NUMBERED.sub("", block.text)):
            announced, meant = None, Kind.VISION
        if announced and block.role == "heading" and cues.pattern("principle", "heading").search(block.text):
            announced = (Kind.PRINCIPLE, *announced[1:])
        if announced:
            found.append(Announcement(*announced[:1], index, last, announced[1], opens, weak=announced[2]))
            if block.role == "heading" and announced[1] != 1 and not reading.items_below(index):
                members.update(headings_from(reading, index))
        elif meant is not None and index not in members:
            count = _count(NUMBERED.sub("", block.text)) if meant in NAMED else None
            found.append(Announcement(meant, index, last, count, opens, by_meaning=True, weak=True))
        elif block.role == "paragraph":
            found.extend(_counted(reading, index))
    found += _recurring(reading, found)
    found = [one for one in found if not _is_told_below(reading, one, found)]
    return tuple(_with_promises(reading, _without_ambitions(sorted(found, key=lambda one: one.index))))


def _recurring(reading: Reading, found: list[Announcement]) -> Iterator[Announcement]:
    """Find the labels of the text's own that come again; those of goals only where no other that does leads to them."""
    called = any(one.kind is Kind.GOAL and reading.comes_again(one.index) for one in found)
    taken = {one.index for one in found}
    for index, kind in reading.recurring.items():
        if index not in taken and not (kind is Kind.GOAL and called):
            opens = reading.blocks[index].role != "heading"
            yield Announcement(kind, index, reading.sentences[index][-1], None, opens, by_meaning=True, weak=True)


def _is_told_below(reading: Reading, one: Announcement, found: Sequence[Announcement]) -> bool:
    """Tell whether the text below a heading that only its meaning sorts says how many of another kind follow."""
    if not one.by_meaning or one.kind not in NAMED or reading.blocks[one.index].role != "heading":
        return False
    below = [
        other for other in found if not other.by_meaning and other.count and other.index in reading.body(one.index)
    ]
    return any(other.kind in NAMED and other.kind is not one.kind for other in below)


def _without_ambitions(found: list[Announcement]) -> list[Announcement]:
    """Leave out the "overall ambition" as a vision where a text calls something else its vision."""
    visions = [one for one in found if one.kind is Kind.VISION]
    ambitions = [one for one in visions if cues.pattern("vision", "heading").search(one.text.text)]
    return [one for one in found if one not in ambitions] if len(ambitions) < len(visions) else found


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
            count = _count(before) or _count(after[:FAR])
            if count is None or count < 2 or DEPENDENT.search(before):
                continue
            if count in _followers(reading, index):
                yield Announcement(noun.kind, index, sentence, count, opens=True)
                return
        named = COUNTED.match(sentence.text)
        count = _count(named.group()) if named else None
        if named and count and count in _followers(reading, index):
            meant = reading.kinds_of([named.group()])[0]
            if meant in NAMED and (meant != Kind.FOCUS_AREA or not reading.items_after(index)):
                yield Announcement(Kind(meant), index, sentence, count, opens=True, by_meaning=True, weak=True)
                return


def _followers(reading: Reading, index: int) -> tuple[int, ...]:
    """Return how many list items, headings of a section, columns and rows of a table follow a paragraph."""
    found = len(reading.items_after(index)), len(list(headings_from(reading, index)))
    named = sum(1 for _ in takewhile(reading.is_named, range(index + 1, len(reading.blocks))))
    return (*found, named, *reading.table_shape(index + 1))


Announced = tuple[Kind, int | None, bool]
"""A kind, how many of it, and whether only a phrase says so."""


def _announced(text: str, opens: bool, heading: bool) -> Announced | None:
    """Return what a sentence or heading announces by a phrase, by a noun or by how it begins."""
    phrase = _by_phrase(text.strip())
    if phrase or not (opens or heading):
        return phrase
    text = NUMBERED.sub("", text)
    labels_itself = cues.title(text) != text or cues.numbers(Kind.GOAL, text)
    if heading and not opens and labels_itself:
        return None
    return _by_noun(text, opens, heading) or (_by_opening(text) if heading else None)


def _by_phrase(text: str) -> Announced | None:
    if cues.pattern("focus-area", "cross_cutting_list").search(text):
        return Kind.FOCUS_AREA, None, True
    if not NATIONAL.search(text):
        if cues.pattern("goal", "intro").search(text):
            return Kind.GOAL, None, not any(noun.kind is Kind.GOAL for noun in cues.nouns(text))
        named = any(noun.kind in NAMED for noun in cues.nouns(text))  # "Vi følger tre ledetråde:"
        if cues.pattern("indicator", "intro").search(text) and not named:
            return Kind.INDICATOR, None, True
    if cues.pattern("target-group", "heading").search(NUMBERED.sub("", text)):
        return Kind.TARGET_GROUP, None, False
    return None


def _by_noun(text: str, opens: bool, heading: bool) -> Announced | None:
    """A sentence announces by its last noun, a chapter's heading by its first."""
    names = heading and not opens
    for noun in cues.heading_nouns(text) if names else reversed(cues.nouns(text)):
        before = text[: noun.start]
        if NUMBER_BEHIND.match(text[noun.start + len(noun.word) :]) and opens:
            continue
        if DEPENDENT.search(before) or (noun.kind is Kind.GOAL and NATIONAL.search(text)):
            continue
        singular = danish.lemma(noun.word) == noun.word.lower()
        if opens and singular and noun.kind is Kind.TARGET_GROUP:
            continue
        bare_singular = heading and singular and not before and noun.word.lower() not in SAME_IN_PLURAL
        return noun.kind, 1 if bare_singular else _count(before), False
    return None


def _by_opening(text: str) -> Announced | None:
    if cues.pattern("focus-area", "cross_cutting_heading").search(text):
        return Kind.FOCUS_AREA, None, True
    return (Kind.PRINCIPLE, None, False) if CARRYING.search(text) else None


def _count(before: str) -> int | None:
    """Return the number that stands shortly before a noun; of "2 af 5 principper" the first."""
    close = before[-FAR:]
    numbers = COUNT.findall(close)
    if not numbers or re.search(r"[.,]\d", close):
        return None
    word = str(numbers[0]).lower()
    return NUMBERS.get(word) or int(word)

"""What a sentence or heading announces by its words: by a phrase, by a noun, or by how it begins."""

from __future__ import annotations

import re

from ingest import danish
from ingest.headings import NUMBERED
from ingest.model import Kind
from ingest.statements import cues

# A noun that only belongs to another one announces nothing: "krav til indikatorerne", "opfølgning på pejlemærkerne".
DEPENDENT = re.compile(
    r"\b(?:til|for|af|på|bag|under|over|som)\s+(?:(?:de|vores|den|det|disse|sine|fælles|hver|hvert|alle|et|en)\s+)*$"
    r"|\bhvilke[nt]? $"
    r"|\b(?:ikke|ingen|uden) (?:egne?t? |selvstændige )?$|\bvære\s+(?:\w+\s+)?$|\b(?:første|høj|højeste)\s+$",
    re.IGNORECASE,
)
# "For at nå målene gør vi følgende:": what is known already is only spoken of.
KNOWN = re.compile(r"\bat \w+ $")
CARRYING = re.compile(r"\bbærende \w+", re.IGNORECASE)
NATIONAL = re.compile(r"\bnational(?:e|t)?\b|kvalitetsmål|verdensmål", re.IGNORECASE)
NUMBERS = {"to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10}
COUNT = re.compile(r"\b(\d{1,2}(?!-)|" + "|".join(NUMBERS) + r")\b(?! (?:nationale|år|procent))", re.IGNORECASE)
NEXT = re.compile(rf"\b(\d{{1,2}}|{'|'.join(NUMBERS)}) $", re.IGNORECASE)
# "Ambitionerne i spor 4 er:" announces no tracks.
NUMBER_BEHIND = re.compile(r" (?:\d{1,2}|[A-ZÆØÅÉ]\d?)\b")
FAR = 45
SAME_IN_PLURAL = frozenset({"mål", "delmål", "spor"})
NAMED = (Kind.PRINCIPLE, Kind.VALUE, Kind.FOCUS_AREA)

Announced = tuple[Kind, int | None, bool]
"""A kind, how many of it, and whether only a phrase says so."""


def announced(text: str, opens: bool, heading: bool) -> Announced | None:
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
        known = noun.word.lower().endswith("ene") and KNOWN.search(before)
        if known or DEPENDENT.search(before) or (noun.kind is Kind.GOAL and NATIONAL.search(text)):
            continue
        singular = danish.lemma(noun.word) == noun.word.lower()
        if opens and singular and noun.kind is Kind.TARGET_GROUP:
            continue
        bare_singular = heading and singular and not before and noun.word.lower() not in SAME_IN_PLURAL
        return noun.kind, 1 if bare_singular else count(before), False
    return None


def _by_opening(text: str) -> Announced | None:
    if cues.pattern("focus-area", "cross_cutting_heading").search(text):
        return Kind.FOCUS_AREA, None, True
    return (Kind.PRINCIPLE, None, False) if CARRYING.search(text) else None


def count(before: str) -> int | None:
    """Return the number that stands shortly before a noun; of "2 af 5 principper" the first."""
    close = before[-FAR:]
    numbers = COUNT.findall(close)
    if not numbers or re.search(r"[.,]\d", close):
        return None
    word = str(numbers[0]).lower()
    return NUMBERS.get(word) or int(word)


def number_before(before: str) -> int | None:
    """Return the number that stands right before a noun."""
    match = NEXT.search(before)
    return NUMBERS.get(match.group(1).lower()) or _whole(match.group(1)) if match else None


def _whole(digits: str) -> int | None:
    return int(digits) if digits.isdecimal() else None

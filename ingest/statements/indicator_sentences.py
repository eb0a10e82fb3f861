"""Indicators in running text: "Vi følger udviklingen i antallet af ...", "(måles på ...)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.model import Goal, Indicator
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.indicator import direction, make
from ingest.statements.reading import Reading
from ingest.statements.references import References
from ingest.statements.splitting import split
from ingest.statements.terms import with_terms

BETWEEN = r"(?:,\s+(?:og\s+|mens\s+)?|\s+og\s+|\s+samt\s+)(?:(?:med|på|i)\s+)?"
# "..., som i 2023 var 1.120 og i 2028 skal være højst 850"
VALUE_CLAUSE = re.compile(
    r",\s+(?:som|der) (?:(?:i dag|nu|i 20\d\d) (?:er|var|lå|ligger)|skal (?:ned|op|være)|(?:er|var|lå|ligger)"
    r"(?: i dag| nu| på| ca\.| omkring)* (?:\d|(?:to|tre|fire|fem|seks|syv|otte|ni|ti|tolv)\b))(?:[^.]|\.(?=\d))*$"
)
NEXT_ASKED = re.compile(r",?\s+og\s+(?=(?:om (?:andel|antal)|hvor (?:mange|stor|ofte|længe|hurtigt)|at)\w*\b)")
ASKED_WAY = re.compile(r"\s+(?:falder|stiger|vokser|øges|reduceres)\.?$")
# Cues of sentences that tell of indicators, each with the group "text".
IN_SENTENCES = ("sentence", "asked", "told", "shall", "signs")


def enumerated(reading: Reading, sentence: Repaired, goal: str | None = None) -> Iterator[Indicator]:
    """Read a sentence that is nothing but indicators: "Andelen af ..., antallet af ... og ventetiden på ..."."""
    pieces = split(sentence, _between())
    worded = sum(
        any(cues.pattern("indicator", cue).match(piece.text) for cue in ("cell", "further")) for piece in pieces
    )
    if worded and worded >= len(pieces) - 1:
        for piece in pieces:
            values = VALUE_CLAUSE.search(piece.text)
            name = piece.slice(0, values.start() if values else len(piece.text.rstrip(". ")))
            yield with_terms(make(reading, name, goal), values.group() if values else None)


@lru_cache(maxsize=1)
def _between() -> re.Pattern[str]:
    return re.compile(rf"{BETWEEN}(?={cues.tables()['indicator']['further']})")


def told(reading: Reading, sentence: Repaired, goal: str | None = None) -> list[Indicator]:
    """Read a sentence that tells what is measured: "Vi følger udviklingen i antallet af ..., og hvor mange ..."."""
    found = (cues.pattern("indicator", name).search(sentence.text) for name in IN_SENTENCES)
    match = next((match for match in found if match), None)
    if match is None or cues.pattern("indicator", "bracket").search(sentence.text):
        return []
    asked = match.re in (cues.pattern("indicator", "asked"), cues.pattern("indicator", "signs"))
    return list((_asked if asked else enumerated)(reading, sentence.slice(*match.span("text")), goal))


def in_sentences(references: References) -> Iterator[Indicator]:
    """Read "Vi følger udviklingen i antallet af ...", "Vi opgør, hvor mange ..." and "Andelen ... opgøres årligt"."""
    reading = references.reading
    for index, block in enumerate(reading.blocks):
        if block.role == "paragraph":
            above = references.above(index)
            only = above[0].name if len(above) == 1 else None
            for sentence in reading.sentences[index]:
                yield from told(reading, sentence, only)


def _asked(reading: Reading, sentence: Repaired, goal: str | None) -> Iterator[Indicator]:
    """Read questions that are followed up: "om antallet af fald falder, og hvor mange breve panelet har godkendt"."""
    for piece in split(sentence, NEXT_ASKED):
        way_told = ASKED_WAY.search(piece.text)
        start = len("om ") if piece.text.startswith(("om ", "at ")) else 0
        name = piece.slice(start, way_told.start() if way_told else len(piece.text.rstrip(". ")))
        indicator = make(reading, name, goal)
        yield replace(indicator, direction=indicator.direction or (direction(way_told.group()) if way_told else None))


def in_brackets(reading: Reading, goals: Sequence[Goal]) -> Iterator[Indicator]:
    """Read "(indikator: andel ...)" and "(måles på ...)" after what they measure."""
    for index, block in enumerate(reading.blocks):
        for match in cues.pattern("indicator", "bracket").finditer(block.text):
            content = block.content.slice(*match.span("text"))
            place = content.span()
            around = [s.span() for s in reading.sentences[index] if s.span().covers(place)]
            goal = next((g.name for g in goals for span in around if span.overlaps(g.quote.span)), None)
            yield make(reading, content, goal)

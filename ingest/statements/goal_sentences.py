"""Goals in running text: sentences that say they are goals, and those that commit in a focus area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, takewhile

from ingest.model import FocusArea, Goal, Kind, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcing import NATIONAL
from ingest.statements.goal import Found, make
from ingest.statements.goal_lists import QUOTATION, commits
from ingest.statements.matching import key
from ingest.statements.reading import Reading
from ingest.statements.sections import own_text
from ingest.statements.structured import BODY

_ORDINALS = f"{'|'.join(cues.ORDINALS)}|andet"
ENUMERATED = re.compile(
    rf"^(?:og |samt |endelig )?(?:for det (?P<ordinal>{_ORDINALS})\b"
    rf"|(?:det|den|vores) (?P<own>{_ORDINALS}) (?:mål|målsætning|ambition)\b[^.:,]{{0,20}} er,? at\b)",
    re.IGNORECASE,
)


def in_sentences(reading: Reading, found: Sequence[Statement]) -> Iterator[Goal]:
    """Read sentences that say they are a goal, outside the goals and names found already."""
    spans = [
        quote.span
        for one in found
        for quote in (*one.quotes, *(one.body if isinstance(one, Goal) else ()))
        if isinstance(one, Goal) or one.kind is Kind.VISION
    ]
    for index, block in enumerate(reading.blocks):
        if block.role == "cell" or reading.tells_otherwise(index):
            continue
        for sentence in reading.sentences[index]:
            states = cues.pattern("goal", "sentence").search(sentence.text) and sentence.text.endswith(".")
            if states and not any(span.overlaps(sentence.span()) for span in spans):
                yield Goal(Kind.GOAL, sentence.text, (reading.quote(sentence),))


def enumerated(reading: Reading) -> Iterator[Goal]:
    """Read the sentences that count up the goals one before them speaks of: "... tre mål. For det første skal ..."."""
    for index, block in enumerate(reading.blocks):
        sentences = reading.sentences[index] if block.role in BODY else ()
        matches = [ENUMERATED.match(one.text) for one in sentences]
        told = [match and cues.place_of(match["ordinal"] or match["own"]) for match in matches]
        first = told.index(1) if 1 in told else 0
        nouns = cues.nouns(sentences[first - 1].text) if first else []
        if not any(noun.kind is Kind.GOAL for noun in nouns) or NATIONAL.search(sentences[first - 1].text):
            continue
        counting = takewhile(lambda pair: pair[0] == pair[1], zip(told[first:], count(1), strict=False))
        for sentence, _ in zip(sentences[first:], counting, strict=False):
            yield make(reading, sentence)


def in_running_text(
    reading: Reading, areas: Sequence[Statement], linked: Sequence[Found], kept: Sequence[Goal]
) -> list[Goal]:
    """Read what commits in the sections of focus areas which have no goals but such sentences.

    Where sentences of an area say that they are goals, others must say what shall come of it, or by when. Lists count
    too, where a heading that no cue knows stands over them and most of their items commit.
    """
    more: list[Goal] = []
    spans = [quote.span for goal in kept for quote in goal.quotes]
    with_goals = {one.goal.focus_area for one in linked if not one.running}
    called = {one.goal.focus_area for one in linked if one.running}
    for area in areas:
        if not isinstance(area, FocusArea) or area.cross_cutting or area.name in with_goals:
            continue
        for heading in reading.headings_by_key.get(key(area.name), []):
            sentences = [
                sentence
                for index in own_text(reading, heading)
                if not QUOTATION.match(reading.blocks[index].text)
                for sentence in reading.sentences[index]
                if commits(sentence) and (area.name not in called or _promises(sentence))
            ]
            sentences = sentences or list(_listed_in(reading, heading))
            more += [
                replace(make(reading, sentence), focus_area=area.name)
                for sentence in sentences
                if not any(span.overlaps(sentence.span()) for span in spans)
            ]
    return more


def _promises(sentence: Repaired) -> bool:
    """Tell whether a sentence says what shall come of it, and not only what will be done, or says by when."""
    return any(cues.pattern(*cue).search(sentence.text) for cue in (("goal", "outcome"), ("term", "deadline")))


def _listed_in(reading: Reading, heading: int) -> Iterator[Repaired]:
    """Yield the items of the first list below a heading of an area's section of which most commit or state."""
    for index in range(heading + 1, len(reading.blocks)):
        if reading.blocks[index].role == "heading":
            if cues.title(reading.blocks[index].text) != reading.blocks[index].text or index in reading.series.all:
                return
            items = [] if reading.announces_nothing(index) else reading.items_below(index)
            told = [item for item in items if _states(reading.blocks[item].content)]
            if len(told) > 1 and 3 * len(told) >= 2 * len(items):
                yield from (reading.blocks[item].content for item in items)
                return


def _states(content: Repaired) -> bool:
    return any(cues.pattern("goal", name).search(content.text) for name in ("wished", "committed"))

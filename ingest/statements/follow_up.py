"""Follow-up: what is reported, evaluated or discussed, and when; from tables and from sentences.

A sentence is about follow-up if it tells of a report or of progress (`[follow-up]` in the cues) and, outside the
sections that are about follow-up by their heading or its meaning, also when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.model import FollowUp, Kind
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.commitments import strength
from ingest.statements.grids import WHAT, WHEN, grids
from ingest.statements.organisations import acting
from ingest.statements.reading import Reading

YEAR_LABEL = re.compile(r"^(?:19|20)\d{2}$")
MIN_WORDS = 3


def follow_up(reading: Reading) -> list[FollowUp]:
    """Find what is followed up on the agreement, when, and by whom."""
    found = list(_from_grids(reading))
    sections = reading.section(Kind.FOLLOW_UP, cues.pattern("follow-up", "heading"))
    year: str | None = None
    for index, block in enumerate(reading.blocks):
        year = block.text if YEAR_LABEL.match(block.text) else year if block.role == "item" else None
        if block.role in ("heading", "cell"):
            continue
        for sentence in reading.sentences[index]:
            when = cues.pattern("follow-up", "when").search(sentence.text)
            moment = when.group().strip() if when else year
            if len(sentence.text.split()) >= MIN_WORDS and _tells(sentence, moment, index in sections):
                found.append(_made(reading, sentence, moment))
    return found


def _made(reading: Reading, sentence: Repaired, moment: str | None) -> FollowUp:
    text = sentence.text
    return FollowUp(
        Kind.FOLLOW_UP, text, (reading.quote(sentence),), what=text, when=moment, responsible=acting(sentence.text)
    )


def _tells(sentence: Repaired, moment: str | None, inside: bool) -> bool:
    """Tell whether a sentence, `inside` a section about follow-up or not, says what is followed up."""
    report = cues.pattern("follow-up", "report").search(sentence.text)
    if inside:
        done = cues.pattern("follow-up", "sentence").search(sentence.text) or moment
        return bool((report and done) or (moment and cues.pattern("follow-up", "meeting").search(sentence.text)))
    about = cues.pattern("follow-up", "about").search(sentence.text)
    committed = strength(sentence.text) or cues.pattern("follow-up", "present").search(sentence.text)
    told = moment or cues.pattern("follow-up", "followed").search(sentence.text)
    return bool(report and about and told and committed)


def _from_grids(reading: Reading) -> Iterator[FollowUp]:
    """Read a table of what is done when."""
    for grid in grids(reading):
        what, when = grid.column(WHAT), grid.column(WHEN)
        for row in grid.rows if what is not None and when is not None else ():
            task, moment = row[what or 0], row[when or 0]
            if task is not None:
                quote = reading.quote(task)
                yield FollowUp(
                    Kind.FOLLOW_UP, task.text, (quote,), what=task.text, when=moment.text if moment else None
                )

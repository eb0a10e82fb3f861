"""Follow-up, organisations with their roles, and the other commitments ("initiatives") of running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ingest.model import FollowUp, Kind, Organisation, Span, Statement
from ingest.statements import cues
from ingest.statements.grids import WHAT, WHEN, grids
from ingest.statements.matching import key
from ingest.statements.reading import Reading

STRENGTHS = ("skal", "vil", "bør")
LABEL_WORDS = 6
YEAR_LABEL = re.compile(r"^(?:19|20)\d{2}$")


def strength(sentence: str) -> str | None:
    """Return the modal verb that commits somebody in a sentence: "skal", "vil" or "bør"; else `None`."""
    return next((modal for modal in STRENGTHS if cues.pattern("commitment", modal).search(sentence)), None)


def follow_up(reading: Reading) -> list[FollowUp]:
    """Find what is followed up on the agreement, and when."""
    found = list(_from_grids(reading))
    year: str | None = None
    for index, block in enumerate(reading.blocks):
        year = block.text if YEAR_LABEL.match(block.text) else year if block.role == "item" else None
        if block.role in ("heading", "cell"):
            continue
        for sentence in reading.sentences[index]:
            if not cues.pattern("follow-up", "sentence").search(sentence.text) or len(sentence.text.split()) < 3:
                continue
            committed = strength(sentence.text) or block.role == "item" or _is_present(sentence.text)
            if committed and _is_about_agreement(reading, index, sentence.text):
                when = cues.pattern("follow-up", "when").search(sentence.text)
                moment = when.group() if when else year
                found.append(
                    FollowUp(Kind.FOLLOW_UP, sentence.text, (reading.quote(sentence),), what=sentence.text, when=moment)
                )
    return found


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


def _is_present(sentence: str) -> bool:
    return bool(
        re.search(
            r"\b(?:udarbejdes|udarbejder|følger|følges|indgår|gennemgås|laver|sendes|revideres|aftaler)\b", sentence
        )
    )


def _is_about_agreement(reading: Reading, index: int, sentence: str) -> bool:
    """Tell whether a sentence speaks of the agreement's follow-up and not of a patient's ("opfølgning af borgere")."""
    about = re.search(
        r"aftale|handleplan|pejlemærke|fokusområde|indsatsområde|målsætning|\bmål(?:et|ene)?\b|status\b|indikator|politik|initiativ",
        sentence,
        re.IGNORECASE,
    )
    chapter = any(
        re.search(r"opfølgning|implementering|monitorering|evaluering|status", title, re.IGNORECASE)
        for title in reading.paths[index]
    )
    return bool(about) or chapter


@lru_cache(maxsize=1)
def _body_name() -> re.Pattern[str]:
    endings = "|".join(sorted(cues.tables()["organisation"]["endings"], key=len, reverse=True))
    return re.compile(rf"\b\w{{2,}}(?:{endings})\b", re.IGNORECASE)


def organisations(reading: Reading) -> list[Organisation]:
    """Find the bodies that have a heading of their own, with the first sentence below it as their role."""
    found: dict[str, Organisation] = {}
    for index, block in enumerate(reading.blocks):
        if block.role != "heading" or len(block.text.split()) > LABEL_WORDS or not _body_name().search(block.text):
            continue
        body = reading.body(index)
        if body and reading.sentences[body[0]] and key(block.text) not in found:
            role = reading.sentences[body[0]][0]
            found[key(block.text)] = Organisation(
                Kind.ORGANISATION,
                f"{block.text}: {role.text}",
                (reading.quote(block.content), reading.quote(role)),
                label=block.text,
                role=role.text,
            )
    for name, organisation in _subjects(reading):
        found.setdefault(key(name), organisation)
    return sorted(found.values(), key=lambda organisation: organisation.quote.span)


def _subjects(reading: Reading) -> Iterator[tuple[str, Organisation]]:
    """Find the bodies that are the subject of a sentence which gives them a task."""
    subject = re.compile(
        rf"^(?:{_body_name().pattern})(?=\s+(?:skal|er|har|vil|kan|sætter|fastlægger|følger|udarbejder|koordinerer|bidrager|sikrer|behandler|drøfter|modtager|varetager))",
    )
    for index, block in enumerate(reading.blocks):
        if block.role not in ("paragraph", "item"):
            continue
        for sentence in reading.sentences[index]:
            match = subject.match(sentence.text)
            if match and match.group()[0].isupper():
                quote = reading.quote(sentence)
                yield (
                    match.group(),
                    Organisation(Kind.ORGANISATION, sentence.text, (quote,), label=match.group(), role=sentence.text),
                )


def initiatives(reading: Reading, stated: Sequence[Statement]) -> list[Statement]:
    """Find the sentences that commit somebody and are no goal, indicator or follow-up."""
    spans: list[Span] = [
        quote.span
        for statement in stated
        if statement.kind not in (Kind.ORGANISATION, Kind.STATISTIC)
        for quote in statement.quotes
    ]
    found = []
    for index, block in enumerate(reading.blocks):
        if block.role not in ("paragraph", "item"):
            continue
        for sentence in reading.sentences[index]:
            modal = strength(sentence.text)
            if modal and not any(span.overlaps(sentence.span()) for span in spans):
                found.append(Statement(Kind.INITIATIVE, sentence.text, (reading.quote(sentence),), strength=modal))
    return found

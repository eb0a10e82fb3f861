"""An answer by region as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph.model import LEVEL_LABELS
from search.model import Hit
from search.responses import Answer, Evidence, Response
from service.catalogue import HeldAgreement
from service.finding.quotes import Place, place
from service.names import named_region
from service.opened import Opened
from service.texts import Texts

STRONGEST: Final = 2
SHAPES: Final[dict[int | None, str]] = {3: "3", 2: "2", 1: "1", 0: "0", None: "unknown"}


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A sentence that shows the weight."""

    text: str
    type: str
    match: str
    place: Place


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What one region's agreement says.

    Attributes:
        region: Its name.
        agreement: The agreement that answers for it.
        in_force: It holds today.
        level: "3" to "0", or "unknown".
        level_label: The level in words.
        note: What must be said besides the quotes, or empty.
        strongest: The weightiest quotes.
        more: The others.
        nearest: The passage nearest in meaning where nothing speaks of it, or `None`.
    """

    region: str
    agreement: HeldAgreement
    in_force: bool
    level: str
    level_label: str
    note: str
    strongest: Sequence[QuoteRow]
    more: Sequence[QuoteRow]
    nearest: QuoteRow | None


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """The regions that have one level: the answer in a line."""

    level: str
    level_label: str
    regions: Sequence[str]


def answer_rows(response: Response, current: Opened, texts: Texts) -> list[AnswerRow]:
    """Shape the answers in their order."""
    sought = "topic" if response.question.topic else "words"
    return [_row(answer, sought, current, texts) for answer in response.answers]


def level_groups(rows: Iterable[AnswerRow]) -> list[LevelGroup]:
    """Group the regions by level, in the order of the rows."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        groups.setdefault((row.level, row.level_label), []).append(row.region)
    return [LevelGroup(*level, regions) for level, regions in groups.items()]


def legend(texts: Texts) -> list[tuple[str, str, str]]:
    """Return for each level its shape, its name and what it means."""
    labels = LEVEL_LABELS[texts.language]
    return [
        (SHAPES[level], labels[level], texts(f"answer.legend_{'none' if level is None else level}"))
        for level in (3, 2, 1, 0, None)
    ]


def _row(answer: Answer, sought: str, current: Opened, texts: Texts) -> AnswerRow:
    agreement = current.catalogue.agreements[answer.agreement]
    quotes = [_quote(one, agreement, current, texts) for one in answer.evidence]
    return AnswerRow(
        region=named_region(answer.region, texts.language),
        agreement=agreement,
        in_force=answer.in_force,
        level=SHAPES[answer.level],
        level_label=answer.level_label(texts.language),
        note=_note(answer, sought, agreement, texts),
        strongest=quotes[:STRONGEST],
        more=quotes[STRONGEST:],
        nearest=_nearest(answer.nearest, agreement, current, texts) if answer.nearest else None,
    )


def _note(answer: Answer, sought: str, agreement: HeldAgreement, texts: Texts) -> str:
    if answer.level is None:
        return texts(f"answer.unknown_{sought}")
    if agreement.fact_sheet:
        return texts("answer.from_fact_sheet")
    if answer.level == 0:
        documents = texts.count("answer.documents", len(agreement.documents))
        return texts(f"answer.silent_{sought}", characters=texts.number(agreement.characters), documents=documents)
    return ""


def _nearest(hit: Hit, agreement: HeldAgreement, current: Opened, texts: Texts) -> QuoteRow:
    return QuoteRow(
        text=hit.text,
        type=texts(f"type.{hit.type}"),
        match=texts("hits.why_meaning", nearness=texts.number(hit.why.semantic, 2)),
        place=place(current, texts, agreement, hit.document, (hit.start, hit.end)),
    )


def _quote(one: Evidence, agreement: HeldAgreement, current: Opened, texts: Texts) -> QuoteRow:
    return QuoteRow(
        text=one.text,
        type=texts(f"type.{one.statement_type}"),
        match=texts(f"match.{one.match}"),
        place=place(current, texts, agreement, one.document, (one.start, one.end)),
    )

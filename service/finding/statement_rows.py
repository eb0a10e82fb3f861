"""The statements that a question asks for as the page shows them, by agreement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from search.responses import ListedStatement
from service.catalogue import HeldAgreement
from service.finding.answer_rows import QuoteRow
from service.finding.quotes import place
from service.names import named_region
from service.opened import Opened
from service.texts import Texts


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """What one agreement states.

    Attributes:
        region: Its region's name.
        agreement: The agreement.
        in_force: It holds today.
        statements: What it states, in the order of the text.
    """

    region: str
    agreement: HeldAgreement
    in_force: bool
    statements: Sequence[QuoteRow]


def statement_groups(statements: Iterable[ListedStatement], current: Opened, texts: Texts) -> list[StatementGroup]:
    """Group statements by agreement, in their order."""
    groups = []
    for agreement, some in groupby(statements, key=lambda one: one.agreement):
        held, own = current.catalogue.agreements[agreement], list(some)
        rows = [_row(one, held, current, texts) for one in own]
        groups.append(StatementGroup(named_region(own[0].region, texts.language), held, own[0].in_force, rows))
    return groups


def _row(one: ListedStatement, agreement: HeldAgreement, current: Opened, texts: Texts) -> QuoteRow:
    found = one.evidence
    return QuoteRow(
        text=found.text,
        type=texts(f"type.{found.statement_type}"),
        match="",
        place=place(current, texts, agreement, found.document, (found.start, found.end)),
    )

"""Commitments of running text: their strength, and those that are nothing else ("initiatives")."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import Kind, Span, Statement
from ingest.statements import cues
from ingest.statements.reading import Reading

STRENGTHS = ("skal", "vil", "bør")


def strength(sentence: str) -> str | None:
    """Return the modal verb that commits somebody in a sentence: "skal", "vil" or "bør"; else `None`."""
    return next((modal for modal in STRENGTHS if cues.pattern("commitment", modal).search(sentence)), None)


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

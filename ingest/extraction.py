"""From source documents to all that an agreement states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Extraction, Kind, Quote, Sentence, Statement
from ingest.prototypes import Prototypes
from ingest.source import Source
from ingest.statements.areas import areas_of
from ingest.statements.commitments import initiatives
from ingest.statements.definitions import definitions
from ingest.statements.follow_up import follow_up
from ingest.statements.formalia import formalia
from ingest.statements.goals import goals
from ingest.statements.indicators import indicators
from ingest.statements.labelled import labelled
from ingest.statements.matching import key, restated, same
from ingest.statements.national import national_goals, national_indicators
from ingest.statements.organisations import organisations
from ingest.statements.reading import Reading
from ingest.statements.statistics import statistics
from ingest.statements.target_groups import target_groups
from ingest.statements.unrecognised import unrecognised
from ingest.structure import passages

# Kinds of which the same wording at two places is one statement.
UNITED = frozenset({Kind.VISION, Kind.PRINCIPLE, Kind.VALUE, Kind.FOCUS_AREA, Kind.GOAL, Kind.TARGET_GROUP})


def extract(sources: Sequence[Source], prototypes: Prototypes | None = None) -> Extraction:
    """Read the documents of one agreement, the main one first; what they repeat is one statement with more quotes.

    Args:
        sources: The documents.
        prototypes: Tell by meaning what headings announce that no cue knows; without them these announce nothing.
    """
    readings = [Reading.of(source, prototypes) for source in sources]
    statements: list[Statement] = []
    for reading in readings:
        for statement in _statements(reading, statements):
            _add(statements, statement)
    statements = [_also_elsewhere(statement, readings) for statement in statements]
    return Extraction(
        formalia=formalia(readings[0]),
        passages=tuple(passage for reading in readings for passage in passages(reading.source, reading.everything)),
        sentences=tuple(sentence for reading in readings for sentence in _sentences(reading)),
        statements=tuple(statements),
        unrecognised=tuple(heading for reading in readings for heading in _unrecognised(reading, statements)),
    )


def _statements(reading: Reading, before: Sequence[Statement]) -> list[Statement]:
    named = [one for one in labelled(reading) if not reading.is_past(one)]
    areas = [statement for statement in before if statement.kind is Kind.FOCUS_AREA]
    aims = goals(reading, [*named, *areas])
    if not areas and not any(aim.focus_area for aim in aims):
        named = [*areas_of(reading, aims), *named]
        aims = goals(reading, named)
    aims = [aim for aim in aims if not reading.is_past(aim)]
    nationals = national_indicators(reading)
    taken = {statement.quote.span for statement in nationals}
    measures = [indicator for indicator in indicators(reading, aims, named) if indicator.quote.span not in taken]
    measures = [indicator for indicator in measures if not reading.is_past(indicator)]
    stated: list[Statement] = [*named, *aims, *measures, *national_goals(reading), *nationals]
    stated += [
        *definitions(reading),
        *statistics(reading, [*aims, *measures]),
        *follow_up(reading),
        *organisations(reading),
    ]
    stated += target_groups(reading, named)
    stated += [one for one in initiatives(reading, stated) if not reading.is_past(one)]
    return sorted(stated, key=lambda statement: statement.quote.span)


def _sentences(reading: Reading) -> list[Sentence]:
    return [
        Sentence(reading.quote(sentence), sentence.text)
        for index in range(len(reading.blocks))
        for sentence in reading.sentences[index]
    ]


def _add(statements: list[Statement], statement: Statement) -> None:
    """Add a statement, or its quotes to the one that says the same."""
    if statement.kind in UNITED:
        for index, other in enumerate(statements):
            alike = same if other.quote.document == statement.quote.document else restated
            if other.kind is statement.kind and (
                alike(other.name, statement.name) or alike(other.text, statement.text)
            ):
                more = tuple(quote for quote in statement.quotes if quote not in other.quotes)
                statements[index] = replace(other, quotes=(*other.quotes, *more))
                return
    statements.append(statement)


def _also_elsewhere(statement: Statement, readings: Sequence[Reading]) -> Statement:
    """Add the headings of the same name in the agreement's other documents as quotes."""
    if statement.label is None or statement.kind not in UNITED:
        return statement
    more: list[Quote] = []
    for reading in readings:
        if reading.source.id == statement.quote.document:
            continue
        for index in reading.headings_by_key.get(key(statement.label), []):
            quote = reading.quote(reading.blocks[index].content)
            if quote not in statement.quotes:
                more.append(quote)
    return replace(statement, quotes=(*statement.quotes, *more)) if more else statement


def _unrecognised(reading: Reading, statements: Sequence[Statement]) -> list[str]:
    spans = [
        quote.span
        for statement in statements
        if statement.kind is not Kind.INITIATIVE
        for quote in (*statement.quotes, *statement.body)
        if quote.document == reading.source.id
    ]
    return [block.text for block in unrecognised(reading, spans)]

"""A comparison as tables: with the levels at a glance, and with every quote and its place, in Danish or English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph.model import LEVEL_LABELS
from graph.thesaurus import Thesaurus
from search.comparison import IN_FORCE, NOT_YET, RUN_OUT, Source
from search.side_by_side import INFERRED, SAME_WORDS, Pair
from service.api.comparison_json import in_order
from service.catalogue import HeldAgreement
from service.comparing.comparisons import Compared
from service.exports import Rows, Value
from service.names import region_name
from service.texts import Texts

STATUS: Final = {IN_FORCE: "compare.in_force", RUN_OUT: "compare.run_out", NOT_YET: "compare.not_yet"}
COVERAGE: Final = {"full text": "held.full_text", "fact sheet": "held.fact_sheet"}
QUOTE_HEADS: Final = (
    "group", "topic", "region", "agreement_region", "agreement", "from", "to", "status", "coverage", "level",
    "level_label", "quotes", "quote", "document", "start", "end", "kind",
)  # fmt: skip


def tables(found: Compared, thesaurus: Thesaurus, texts: Texts) -> dict[str, Rows]:
    """Return the tables of a comparison by their names: the levels, the quotes, and what two agreements state."""
    some: dict[str, Rows] = {
        texts("compare.sheet_topics"): list(_levels(found, thesaurus, texts)),
        texts("compare.sheet_quotes"): quote_table(found, thesaurus, texts),
    }
    if found.beside is not None:
        some[texts("compare.sheet_statements")] = statement_table(found, texts)
    if found.replaced is not None:
        some[texts("compare.sheet_changes")] = list(_changes(found, thesaurus, texts))
    return some


def quote_table(found: Compared, thesaurus: Thesaurus, texts: Texts) -> Rows:
    """Return a row for each topic and agreement, with the weightiest quote and its place in the source."""
    columns = [(column.region, source) for column in found.matrix.columns for source in column.sources]
    heads: list[Value] = [texts(f"compare.{name}") for name in QUOTE_HEADS]
    rows = [
        [
            thesaurus[group].label(texts.language),
            thesaurus[topic].label(texts.language),
            *_source(region, source, texts),
            *_cell(found, topic, source, texts),
        ]
        for group, topic in in_order(found, thesaurus, texts.language)
        for region, source in columns
    ]
    return [heads, *rows]


def source_lines(region: str, source: Source, texts: Texts) -> list[str]:
    """Say which agreement a column is: the region, the one that concluded it, its years and what to know of it."""
    lines = [region_name(region, texts.language)]
    if source.region != region:
        lines.append(region_name(source.region, texts.language))
    lines.append(f"{source.period_start[:4]}–{source.period_end[:4]}")
    if source.status != IN_FORCE:
        lines.append(texts(STATUS[source.status]))
    if source.coverage == "fact sheet":
        lines.append(texts(COVERAGE[source.coverage]))
    return lines


def agreement_name(source: Source | HeldAgreement, texts: Texts) -> str:
    """Name an agreement by its region and its years."""
    return f"{region_name(source.region, texts.language)} {source.period_start[:4]}–{source.period_end[:4]}"


def relation(found: Compared, pair: Pair, texts: Texts) -> str:
    """Say why two statements stand in a row, or where the one that stands alone is found."""
    if pair.how == SAME_WORDS:
        return texts("compare.same_words")
    if pair.how == INFERRED and pair.confidence is not None:
        return texts("compare.inferred", confidence=texts.number(pair.confidence, 2))
    here, there = found.matrix.sources if pair.sides[0] else found.matrix.sources[::-1]
    if there.coverage == "fact sheet":
        return texts("compare.unknown_in", agreement=agreement_name(there, texts))
    return texts("compare.only_in", agreement=agreement_name(here, texts))


def _levels(found: Compared, thesaurus: Thesaurus, texts: Texts) -> Iterator[list[Value]]:
    columns = [(column.region, source) for column in found.matrix.columns for source in column.sources]
    yield [texts("compare.group"), texts("compare.topic"), *(", ".join(source_lines(*one, texts)) for one in columns)]
    for group, topic in in_order(found, thesaurus, texts.language):
        levels = [found.matrix.cells[topic, source.agreement].level for _, source in columns]
        yield [
            thesaurus[group].label(texts.language),
            thesaurus[topic].label(texts.language),
            *(LEVEL_LABELS[texts.language][None] if level is None else level for level in levels),
        ]


def _source(region: str, source: Source, texts: Texts) -> list[Value]:
    return [
        region_name(region, texts.language),
        region_name(source.region, texts.language),
        source.agreement,
        source.period_start,
        source.period_end,
        texts(STATUS[source.status]),
        texts(COVERAGE[source.coverage]),
    ]


def _cell(found: Compared, topic: str, source: Source, texts: Texts) -> list[Value]:
    cell = found.matrix.cells[topic, source.agreement]
    told: list[Value] = [cell.level, LEVEL_LABELS[texts.language][cell.level], cell.quotes]
    if cell.quote is None:
        return [*told, *[None] * 5]
    one = cell.quote
    return [*told, one.quote, one.document, one.start, one.end, texts(f"type.{one.statement_type}")]


def statement_table(found: Compared, texts: Texts) -> Rows:
    """Return a row for each row of two agreements beside each other."""
    heads: list[Value] = [texts("compare.kind"), texts("compare.how"), texts("compare.confidence")]
    for source in found.matrix.sources:
        places = [texts(f"compare.{name}") for name in ("document", "start", "end")]
        heads += [texts("compare.says", agreement=agreement_name(source, texts)), *places]
    rows = [heads]
    for pair in found.beside.pairs if found.beside else ():
        row: list[Value] = [texts(f"type.{pair.kind}"), relation(found, pair, texts), pair.confidence]
        for one in pair.sides:
            row += [one.quote, one.document, one.start, one.end] if one else [None] * 4
        rows.append(row)
    return rows


def _changes(found: Compared, thesaurus: Thesaurus, texts: Texts) -> Iterator[list[Value]]:
    labels = LEVEL_LABELS[texts.language]
    yield [texts(f"compare.{name}") for name in ("topic", "change", "before", "now")]
    for one in found.changes:
        label = thesaurus[one.topic].label(texts.language)
        yield [label, texts(f"compare.change_{one.kind}"), labels[one.before], labels[one.now]]

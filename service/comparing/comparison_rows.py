"""A comparison as the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from graph.model import LEVEL_LABELS
from graph.namespaces import priority_iri
from graph.regions import mergers
from search.comparison import IN_FORCE, Column, Source
from search.side_by_side import ALONE, Pair, Stated
from service.addresses import thing_address, topic_address
from service.api.comparison_json import in_order
from service.catalogue import HeldAgreement
from service.comparing.comparison_tables import STATUS, relation
from service.comparing.comparisons import Compared
from service.comparing.heatmap import word
from service.finding.answer_rows import SHAPES, QuoteRow
from service.finding.quotes import Place, place
from service.names import region_name
from service.opened import Opened
from service.texts import Texts


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an agreement's column; `region` is that which concluded it, if the column is of another."""

    region: str
    agreement: HeldAgreement
    status: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class RegionHead:
    """The head above the columns of a region's agreements."""

    region: str
    heads: Sequence[Head]


@dataclass(frozen=True, slots=True)
class Field:
    """A level: its shape, its word, how many quotes show it, and where all of them are listed."""

    shape: str
    word: str
    quotes: str
    address: str


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic: its name, its page, and its levels."""

    label: str
    address: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Group:
    """The topics below one that is topmost; its name is empty where topics were named."""

    label: str
    anchor: str
    rows: Sequence[TopicRow]


@dataclass(frozen=True, slots=True)
class Said:
    """What the weightiest quote of an agreement says of a topic."""

    region: str
    shape: str
    level_label: str
    quote: QuoteRow


@dataclass(frozen=True, slots=True)
class Side:
    """A statement of one of two agreements."""

    text: str
    under: str
    place: Place


@dataclass(frozen=True, slots=True)
class BesideRow:
    """What two agreements say beside each other; `note` tells why, or where the one that is missing is unknown."""

    sides: tuple[Side | None, Side | None]
    note: str
    inferred: bool


def heads(found: Compared, current: Opened, texts: Texts) -> list[RegionHead]:
    """Shape the heads of the columns."""
    return [
        RegionHead(
            region_name(column.region, texts.language),
            [_head(column, source, current, texts) for source in column.sources],
        )
        for column in found.matrix.columns
    ]


def groups(found: Compared, current: Opened, texts: Texts) -> list[Group]:
    """Shape the rows, by group or as the topics were named."""
    thesaurus = current.knowledge.thesaurus
    rows = in_order(found, thesaurus, texts.language)
    if found.named:
        return [Group("", "", [_row(topic, found, current, texts) for _, topic in rows])]
    return [
        Group(
            thesaurus[group].label(texts.language),
            f"g-{group}",
            [_row(topic, found, current, texts) for _, topic in members],
        )
        for group, members in groupby(rows, key=lambda row: row[0])
    ]


def said(found: Compared, current: Opened, texts: Texts) -> list[tuple[str, list[Said]]]:
    """Return the weightiest quotes of the topics that were named, by topic."""
    thesaurus = current.knowledge.thesaurus
    topics = found.matrix.topics if found.named else ()
    quoted = [
        (
            thesaurus[topic].label(texts.language),
            [said_of(found, topic, one, current, texts) for one in found.matrix.sources],
        )
        for topic in topics
    ]
    return [(label, [one for one in quotes if one]) for label, quotes in quoted if any(quotes)]


def beside(found: Compared, current: Opened, texts: Texts) -> list[tuple[str, list[BesideRow]]]:
    """Return what two agreements state beside each other, by kind."""
    pairs = found.beside.pairs if found.beside else ()
    return [
        (texts(f"type.{kind}"), [_beside(pair, found, current, texts) for pair in some])
        for kind, some in groupby(pairs, key=lambda pair: pair.kind)
    ]


def changed(found: Compared, current: Opened, texts: Texts) -> list[tuple[str, str, Field, Field]]:
    """Return what a successor gives another weight: the topic, how it changed, the level before and the level now."""
    thesaurus = current.knowledge.thesaurus
    earlier, later = found.replaced or ("", "")
    return [
        (
            thesaurus[one.topic].label(texts.language),
            texts(f"compare.change_{one.kind}"),
            _field(one.topic, earlier, found, current, texts),
            _field(one.topic, later, found, current, texts),
        )
        for one in found.changes
    ]


def merged(found: Compared, texts: Texts) -> list[str]:
    """Say of each region that others merged into why it has more than one column."""
    shown = {column.region for column in found.matrix.columns for one in column.sources if one.region != column.region}
    return [
        texts(
            "compare.merged",
            region=region_name(one.result, texts.language),
            day=texts.date(one.on.isoformat()),
            old=texts("compare.and").join(region_name(old, texts.language) for old in one.originals),
        )
        for one in mergers()
        if one.result in shown
    ]


def _head(column: Column, source: Source, current: Opened, texts: Texts) -> Head:
    held = current.catalogue.agreements[source.agreement]
    region = region_name(source.region, texts.language) if source.region != column.region else ""
    return Head(region, held, texts(STATUS[source.status]), source.status == IN_FORCE)


def _row(topic: str, found: Compared, current: Opened, texts: Texts) -> TopicRow:
    label = current.knowledge.thesaurus[topic].label(texts.language)
    fields = [_field(topic, source.agreement, found, current, texts) for source in found.matrix.sources]
    return TopicRow(label, topic_address(topic, texts.language), fields)


def _field(topic: str, agreement: str, found: Compared, current: Opened, texts: Texts) -> Field:
    cell = found.matrix.cells[topic, agreement]
    where = _evidence_address(current.knowledge.note.base, agreement, topic, texts.language)
    quotes = texts.count("compare.quote_count", cell.quotes) if cell.quotes else ""
    return Field(SHAPES[cell.level], word(cell.level, texts), quotes, where)


@lru_cache(maxsize=4096)  # There are a thousand on a page, and checking the parts of a name costs a fifth of it.
def _evidence_address(base: str, agreement: str, topic: str, language: str) -> str:
    return thing_address(str(priority_iri(base, agreement, topic)), base, language) or ""


def said_of(found: Compared, topic: str, source: Source, current: Opened, texts: Texts) -> Said | None:
    """Return the weightiest quote of an agreement on a topic, or `None` where it has none."""
    cell = found.matrix.cells[topic, source.agreement]
    if cell.quote is None:
        return None
    held = current.catalogue.agreements[source.agreement]
    one = cell.quote
    quote = QuoteRow(
        text=one.text,
        type=texts(f"type.{one.statement_type}"),
        match=texts(f"match.{one.match}"),
        place=place(current, texts, held, one.document, (one.start, one.end)),
    )
    label = LEVEL_LABELS[texts.language][cell.level]
    return Said(region_name(source.region, texts.language), SHAPES[cell.level], label, quote)


def _beside(pair: Pair, found: Compared, current: Opened, texts: Texts) -> BesideRow:
    first, second = (_side(one, current, texts) if one else None for one in pair.sides)
    return BesideRow((first, second), relation(found, pair, texts), pair.how != ALONE)


def _side(one: Stated, current: Opened, texts: Texts) -> Side:
    held = current.catalogue.agreements[one.agreement]
    under = texts("compare.under", under=one.under) if one.under else ""
    return Side(one.text, under, place(current, texts, held, one.document, (one.start, one.end)))

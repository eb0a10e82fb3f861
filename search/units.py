"""The units of search: what a document's passages become in the indexes.

A unit is a paragraph, a list item or a table cell; headings are its context and not hits of their own, since a heading
without its text answers nothing, and running headers and pull quotes only repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.model import Mention
from graph.weights import weight
from ingest.manifest import Agreement
from ingest.model import Extraction, Kind, Passage, Quote, Span, Statement
from search.model import Unit

ROLES = frozenset({"paragraph", "item", "cell"})
MIN_LETTERS = 4


def units_of(
    agreement: Agreement, extraction: Extraction, found: Iterable[Mention], sources: Mapping[str, str]
) -> list[Unit]:
    """Make the units of one agreement, in reading order.

    Args:
        agreement: The agreement.
        extraction: What was read from its documents.
        found: The mentions of topics in it.
        sources: The text of each document as read, by its id.
    """
    topics: dict[str, list[tuple[Span, str]]] = {}
    for mention in found:
        topics.setdefault(mention.quote.document, []).append((mention.quote.span, mention.topic))
    places = list(_places(extraction.statements))
    return [
        Unit(
            document=passage.document,
            agreement=agreement.id,
            region=agreement.region,
            types=_types(passage, places),
            text=passage.text,
            quote=sources[passage.document][passage.span.start : passage.span.end],
            start=passage.span.start,
            end=passage.span.end,
            headings=passage.headings,
            topics=tuple(sorted({t for span, t in topics.get(passage.document, ()) if span.overlaps(passage.span)})),
            year_start=int(agreement.period_start[:4]),
            year_end=int(agreement.period_end[:4]),
        )
        for passage in extraction.passages
        if passage.role in ROLES and sum(character.isalpha() for character in passage.text) >= MIN_LETTERS
    ]


def _places(statements: Sequence[Statement]) -> Iterator[tuple[Quote, bool, Statement]]:
    """Yield each place of each statement, and whether it is the statement itself or what elaborates it."""
    for statement in statements:
        for quote in statement.quotes:
            yield quote, True, statement
        for quote in statement.body:
            yield quote, False, statement


def _types(passage: Passage, places: Iterable[tuple[Quote, bool, Statement]]) -> tuple[str, ...]:
    """Return the kinds of the statements that stand in a passage, the weightiest first, then those it elaborates."""
    order: dict[str, tuple[bool, bool, int]] = {}
    for quote, own, statement in places:
        if quote.document == passage.document and quote.span.overlaps(passage.span):
            kind = statement.kind
            rank = (not own, kind is Kind.INITIATIVE, -weight(statement))
            order[kind.value] = min(order.get(kind.value, rank), rank)
    return tuple(sorted(order, key=lambda kind: (order[kind], kind)))

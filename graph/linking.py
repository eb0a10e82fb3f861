"""Linking: which topics an agreement speaks of, sentence by sentence.

A mention is looked for in every sentence of running text, in list items, headings and cells, never in running headers
and pull quotes, which only repeat. Its type is that of the statement it stands in: of several the one that weighs most
for the topic's priority, since a goal's sentence may also hold a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graph.matcher import Matcher
from graph.model import TEXT, Mention
from graph.weights import weight
from ingest.model import Extraction, Quote, Sentence, Span, Statement


def mentions(extraction: Extraction, matcher: Matcher) -> list[Mention]:
    """Find the mentions of all topics, in reading order."""
    places = _places(extraction.statements)
    return [
        mention for sentence in extraction.sentences for mention in _in_sentence(sentence, matcher, places)
    ]


def _in_sentence(
    sentence: Sentence, matcher: Matcher, places: Mapping[str, Sequence[tuple[Span, Statement]]]
) -> Iterator[Mention]:
    statement = _statement_at(sentence.quote, places)
    for match in matcher.find(sentence.text):
        kind = statement.kind.value if statement else TEXT
        yield Mention(match.topic, match.form, match.match, kind, sentence.quote, statement)


def _places(statements: Sequence[Statement]) -> dict[str, list[tuple[Span, Statement]]]:
    """Return the statements by document with each place where they stand."""
    table: dict[str, list[tuple[Span, Statement]]] = {}
    for statement in statements:
        for quote in statement.quotes:
            table.setdefault(quote.document, []).append((quote.span, statement))
    for places in table.values():
        places.sort(key=lambda place: place[0])
    return table


def _statement_at(quote: Quote, places: Mapping[str, Sequence[tuple[Span, Statement]]]) -> Statement | None:
    """Return the weightiest statement that a sentence is part of, or that is part of the sentence."""
    touching = [
        statement
        for span, statement in places.get(quote.document, ())
        if span.covers(quote.span) or quote.span.covers(span)
    ]
    return max(touching, key=weight, default=None)

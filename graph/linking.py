"""Linking: which topics an agreement speaks of, sentence by sentence.

A mention is looked for in every sentence of running text, in list items, headings and cells, never in running headers
and pull quotes, which only repeat. Its type is that of the statement it stands in: of several the one that weighs most
for the topic's priority, since a goal's sentence may also hold a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.matcher import Matcher
from graph.model import TEXT, Mention, WeighedSentence
from graph.weights import ELABORATED, weight, weight_in
from ingest.model import Extraction, Quote, Sentence, Span, Statement

Places = Mapping[str, Sequence[tuple[Span, Statement]]]


def weighed_sentences(extraction: Extraction, matcher: Matcher) -> list[WeighedSentence]:
    """Weigh every sentence and find the topics that it mentions, in reading order."""
    places = _places((quote, one) for one in extraction.statements for quote in one.quotes)
    bodies = _places((quote, one) for one in extraction.statements if one.kind in ELABORATED for quote in one.body)
    return [_weighed(sentence, matcher, places, bodies) for sentence in extraction.sentences]


def mentions(sentences: Iterable[WeighedSentence]) -> list[Mention]:
    """Return the mentions of all topics, in reading order."""
    return [mention for sentence in sentences for mention in sentence.mentions]


def _weighed(sentence: Sentence, matcher: Matcher, places: Places, bodies: Places) -> WeighedSentence:
    quote = sentence.quote
    statement = max(_touching(quote, places), key=weight, default=None)
    elaborates = any(True for _ in _touching(quote, bodies))
    kind = statement.kind.value if statement else TEXT
    found = tuple(
        Mention(
            match.topic,
            match.form,
            match.match,
            kind,
            quote,
            sentence.text,
            statement,
            weight_in(statement, sentence.text[: match.start], elaborates),
        )
        for match in matcher.find(sentence.text)
    )
    return WeighedSentence(quote, sentence.text, kind, weight_in(statement, "", elaborates), found, statement)


def _places(quoted: Iterable[tuple[Quote, Statement]]) -> Places:
    """Arrange statements by document with each place where they stand, in order."""
    table: dict[str, list[tuple[Span, Statement]]] = {}
    for quote, statement in quoted:
        table.setdefault(quote.document, []).append((quote.span, statement))
    for places in table.values():
        places.sort(key=lambda place: place[0])
    return table


def _touching(quote: Quote, places: Places) -> Iterator[Statement]:
    """Yield the statements that a sentence is part of, or that are part of the sentence."""
    for span, statement in places.get(quote.document, ()):
        if span.covers(quote.span) or quote.span.covers(span):
            yield statement

"""A graph of any size in the shape of the real one, written as it is made.

The vocabulary is the real one: ontology, regions, thesaurus. The agreements are invented: statements with their quotes,
mentions of topics in them, and a priority for each agreement and topic. Words and topics are as unevenly spread as in a
language. The same seed gives the same bytes. No triple stands in two named graphs, so their union needs no other lines.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

import pyoxigraph as ox

from graph.namespaces import agreement_iri, document_iri, graph_iri, namespaces
from graph.prefixes import default_base
from graph.quads import read_turtle

SEED = 20240701
STATEMENTS = 90
MENTIONS = 5
"""Statements an agreement and mentions a statement, on average; the real agreements have 83 and 5."""
KINDS = ("Goal", "Principle", "Vision", "FocusArea", "Initiative", "Indicator", "TargetGroup")
PERIODS = (("2019", "2023"), ("2024", "2027"), ("2028", "2031"))
WORDS = tuple((Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split())
"""Common words, the most frequent first."""
Triple = tuple[str, str]
"""The kind of its named graph, and the line without the dot."""


@dataclass(frozen=True)
class Topic:
    """A topic of the thesaurus: its IRI, the last part of it, and its Danish name."""

    iri: str
    slug: str
    label: str


def write_graph(triples: int, quads: Path, union: Path, told: Callable[[int], object]) -> int:
    """Write N-Quads, and the union of their graphs as N-Triples; return how many triples, a few more than asked for.

    Args:
        triples: At least so many.
        quads: The file of N-Quads.
        union: The file of N-Triples.
        told: Told now and then how many more have been written.
    """
    written = 0
    with quads.open("w", encoding="utf-8") as named, union.open("w", encoding="utf-8") as plain:
        for lines in _parts():
            named.writelines(f"{line} {graph} .\n" for graph, line in lines)
            plain.writelines(f"{line} .\n" for _, line in lines)
            written += len(lines)
            told(len(lines))
            if written >= triples:
                break
    return written


def _parts() -> Iterator[list[Triple]]:
    """Yield the vocabulary, then agreements without end."""
    yield _vocabulary()
    rng = random.Random(SEED)  # noqa: S311 - the same each time, not secret
    number = 0
    while True:
        yield list(_Agreement(number, rng).triples())
        number += 1


def _vocabulary() -> list[Triple]:
    """Return the ontology, the regions and the thesaurus; without blank nodes, whose names would differ each time."""
    names = {"ontologi": ("core.ttl",), "reference": ("regions.ttl",)}
    names["emner"] = tuple(sorted(path.name for path in files("ontology").iterdir() if path.name.startswith("topics-")))
    return [
        (_iri(graph_iri(default_base(), graph)), str(quad.triple))
        for graph, parts in names.items()
        for part in parts
        for quad in read_turtle(files("ontology") / part)
        if not isinstance(quad.subject, ox.BlankNode) and not isinstance(quad.object, ox.BlankNode)
    ]


@cache
def _topics() -> tuple[Topic, ...]:
    """Return the topics, the shortest names first: those are the most used in a language (Zipf, 1935)."""
    label = f"{_term('skos', 'prefLabel')} "
    lines = (line for _, line in _vocabulary() if label in line and line.endswith("@da"))
    found = (line.split(f" {label}", 1) for line in lines)
    below = f"<{namespaces(default_base())['emne']}"
    named = (Topic(iri, iri.removeprefix(below)[:-1], text[1:-4]) for iri, text in found if iri.startswith(below))
    return tuple(sorted(named, key=lambda topic: (len(topic.label), topic.slug)))


@cache
def _regions() -> tuple[str, ...]:
    kind = f"{_term('rdf', 'type')} {_term('aft', 'Region')}"
    return tuple(line.split(" ", 1)[0] for _, line in _vocabulary() if kind in line)


class _Agreement:
    """One invented agreement, with the graph that states it and the graph of what is inferred from it."""

    def __init__(self, number: int, rng: random.Random) -> None:
        self._rng = rng
        self._id = f"opdigtet-{number:05}"
        base = default_base()
        self._iri = _iri(agreement_iri(base, self._id))
        self._document = document_iri(base, self._id)
        self._stated = _iri(graph_iri(base, "aftale", self._id))
        self._inferred = _iri(graph_iri(base, "udledt", self._id))
        self._evidence: dict[Topic, list[str]] = {}
        self._offset = 0

    def triples(self) -> Iterator[Triple]:
        """Yield its triples, each with its graph."""
        yield from self._in(self._stated, self._iri, self._about())
        for number in range(self._rng.randint(STATEMENTS - 20, STATEMENTS + 20)):
            yield from self._statement(number)
        for topic in _topics():
            yield from self._priority(topic)

    def _about(self) -> list[tuple[str, str]]:
        start, end = self._rng.choice(PERIODS)
        return [
            (_term("rdf", "type"), _term("aft", "Agreement")),
            (_term("dcterms", "title"), f'"Sundhedsaftalen {start}-{end}, {self._id}"@da'),
            (_term("dcterms", "identifier"), f'"{self._id}"'),
            (_term("aft", "region"), self._rng.choice(_regions())),
            (_term("aft", "periodStart"), f'"{start}"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
            (_term("aft", "periodEnd"), f'"{end}"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ]

    def _statement(self, number: int) -> Iterator[Triple]:
        topics = sorted(set(_some(_topics(), self._rng.randint(1, 2 * MENTIONS - 1), self._rng)), key=lambda t: t.slug)
        words = [*_some(WORDS, self._rng.randint(8, 24), self._rng), *(topic.label for topic in topics)]
        self._rng.shuffle(words)
        text = f'"{" ".join(words).capitalize()}."'
        kind = self._rng.choice(KINDS)
        statement = f"{self._iri[:-1]}/{kind.lower()}/{number}>"
        quote, told = self._quote(text)
        about = [
            (_term("rdf", "type"), _term("aft", "Statement")),
            (_term("rdf", "type"), _term("aft", kind)),
            (_term("dcterms", "isPartOf"), self._iri),
            (_term("rdfs", "label"), f"{text}@da"),
            (_term("aft", "text"), f"{text}@da"),
            (_term("prov", "wasDerivedFrom"), quote),
        ]
        yield from self._in(self._stated, statement, about)
        yield from told
        for topic in topics:
            yield from self._mention(topic, number, statement, text, quote)

    def _quote(self, text: str) -> tuple[str, list[Triple]]:
        start, end = self._offset, self._offset + len(text) - 2
        self._offset = end + 1
        stem = f"<{self._document}#citat-{start}-{end}"
        quote, words, place = f"{stem}>", f"{stem}-ord>", f"{stem}-plads>"
        around = f'"{" ".join(_some(WORDS, 5, self._rng))}"'
        specific = [
            (_term("rdf", "type"), _term("oa", "SpecificResource")),
            (_term("oa", "hasSource"), _iri(self._document)),
            (_term("oa", "hasSelector"), words),
            (_term("oa", "hasSelector"), place),
        ]
        exact = [
            (_term("rdf", "type"), _term("oa", "TextQuoteSelector")),
            (_term("oa", "exact"), text),
            (_term("oa", "prefix"), around),
            (_term("oa", "suffix"), around),
        ]
        span = [
            (_term("rdf", "type"), _term("oa", "TextPositionSelector")),
            (_term("oa", "start"), _integer(start)),
            (_term("oa", "end"), _integer(end)),
        ]
        parts = ((quote, specific), (words, exact), (place, span))
        return quote, [one for name, about in parts for one in self._in(self._stated, name, about)]

    def _mention(self, topic: Topic, number: int, statement: str, text: str, quote: str) -> Iterator[Triple]:
        name = f"<{default_base()}id/omtale/{self._id}/{topic.slug}/{number}>"
        self._evidence.setdefault(topic, []).append(name)
        about = [
            (_term("rdf", "type"), _term("aft", "Mention")),
            (_term("rdf", "type"), _term("oa", "Annotation")),
            (_term("aft", "topic"), topic.iri),
            (_term("oa", "hasBody"), topic.iri),
            (_term("aft", "text"), f"{text}@da"),
            (_term("aft", "form"), f'"{topic.label}"'),
            (_term("aft", "match"), '"word"'),
            (_term("aft", "statementType"), '"goal"'),
            (_term("aft", "weight"), _integer(self._rng.randint(1, 3))),
            (_term("prov", "wasDerivedFrom"), quote),
            (_term("oa", "hasTarget"), quote),
            (_term("aft", "inStatement"), statement),
        ]
        return self._in(self._inferred, name, about)

    def _priority(self, topic: Topic) -> Iterator[Triple]:
        evidence = self._evidence.get(topic, [])
        about = [
            (_term("rdf", "type"), _term("aft", "Priority")),
            (_term("aft", "agreement"), self._iri),
            (_term("aft", "topic"), topic.iri),
            (_term("aft", "rule"), '"mention-in-text"' if evidence else '"found-nowhere"'),
            (_term("aft", "level"), _integer(min(3, len(evidence)))),
            (_term("prov", "wasGeneratedBy"), f"{self._iri[:-1]}#udledning>"),
            *((_term("aft", "evidence"), mention) for mention in evidence),
        ]
        return self._in(self._inferred, f"<{default_base()}id/prioritet/{self._id}/{topic.slug}>", about)

    def _in(self, graph: str, subject: str, about: list[tuple[str, str]]) -> Iterator[Triple]:
        return ((graph, f"{subject} {predicate} {value}") for predicate, value in about)


def _some(population: Sequence, count: int, rng: random.Random) -> list:
    """Choose members, the first most often, as words are in a language."""
    return rng.choices(population, cum_weights=_weights(len(population)), k=count)


@cache
def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 3) for rank in range(count)))


@cache
def _term(prefix: str, local: str) -> str:
    return _iri(namespaces(default_base())[prefix][local])


def _iri(iri: str) -> str:
    return f"<{iri}>"


def _integer(value: int) -> str:
    return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#integer>'

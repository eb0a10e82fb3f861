"""The SPARQL queries that answer: competency questions with their topic, conditions, kinds or places exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from graph.model import CLASSES
from graph.prefixes import query_text
from ingest.model import Kind
from search.questions import Aspect

BY_TOPIC: Final = "answer-by-region"
BY_WORDS: Final = "answer-by-words"
STATEMENTS: Final = "statements-on-topic"
AGREEMENTS: Final = "agreements"
TOPIC: Final = re.compile(r"VALUES \?topic \{[^}]*\}")
CONDITIONS: Final = re.compile(r"(?:^ +(?:\?spoken(?: dcterms:subject|1)|FILTER \(REGEX).*\n)+", re.MULTILINE)
CLASS: Final = re.compile(r"\(aft:\w+ \"[\w-]+\"\)")
PLACES: Final = re.compile(r"^ +VALUES \?place .*\n", re.MULTILINE)
LETTER: Final = "a-zæøåéü0-9"
DEFINED: Final = 'STRBEFORE(STR(?text), ":")'


def topic_query(topic: str, base: str) -> str:
    """Return the query that answers for a topic, by its slug, under a base IRI."""
    return TOPIC.sub(f"VALUES ?topic {{ emne:{topic} }}", query_text(BY_TOPIC, base))


def words_query(aspects: Iterable[Aspect], base: str) -> str:
    """Return the query that answers for what must be spoken of in one sentence, under a base IRI."""
    conditions = "".join(f"    {_condition(aspect)}\n" for aspect in aspects)
    return CONDITIONS.sub(lambda _: conditions, query_text(BY_WORDS, base))


def statements_query(kinds: Sequence[str], places: Sequence[str], aspects: Iterable[Aspect], base: str) -> str:
    """Return the query that lists the statements of some kinds, of some regions or all, that speak of some things."""
    classes = " ".join(f'(aft:{CLASSES[Kind(kind)]} "{kind}")' for kind in kinds)
    text = DEFINED if Kind.DEFINITION in kinds else "?text"
    conditions = "".join(f"  {_stated(number, aspect, text)}\n" for number, aspect in enumerate(aspects, start=1))
    query = CONDITIONS.sub(lambda _: conditions, CLASS.sub(classes, query_text(STATEMENTS, base)))
    return _within(places, query)


def agreements_query(places: Sequence[str], base: str) -> str:
    """Return the query that lists the agreements of some regions or all, under a base IRI."""
    return _within(places, query_text(AGREEMENTS, base))


def _within(places: Sequence[str], query: str) -> str:
    line = f"  VALUES ?place {{ {' '.join(f'region:{slug}' for slug in places)} }}\n" if places else ""
    return PLACES.sub(line, query)


def _stated(number: int, aspect: Aspect, text: str) -> str:
    if aspect.topic is not None:
        return f"?spoken{number} aft:inStatement ?statement ; dcterms:subject emne:{aspect.topic} ."
    return _condition(aspect, text)


def _condition(aspect: Aspect, text: str = "?sentence") -> str:
    if aspect.topic is not None:
        return f"?spoken dcterms:subject emne:{aspect.topic} ."
    # Written twice escaped: for the regular expression, and for the string of SPARQL.
    forms = "|".join(re.escape(form).replace("\\", "\\\\").replace('"', '\\"') for form in aspect.forms)
    return f'FILTER (REGEX(LCASE(STR({text})), "(^|[^{LETTER}])({forms})($|[^{LETTER}])"))'

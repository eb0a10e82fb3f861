"""Search within a query: `(?passage ?score) aft:search ("words" 20)` stands for the passages that a search finds.

The pattern is SPARQL 1.1, in the form that Jena gave such a property (<https://jena.apache.org/documentation/query/>).
Before the query runs, each is written as the VALUES of its hits, which any engine joins with the rest, wherever it
stands. The hits are found elsewhere, by whoever holds the index.

A query is rewritten only after it has passed the guard, and the new text must pass it again: what finds the patterns
(`graph.sparql_patterns`) is no parser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.sparql_guard import is_query, parse_guard
from graph.sparql_patterns import Pattern, patterns_of, refused

MOST_SEARCHES: Final = 4

Wanted = tuple[str, int]
"""What to search for, and how many hits at most."""
Hits = Sequence[tuple[str, float]]
"""What was found, best first: the IRI and the score of each."""


@dataclass(frozen=True, slots=True)
class Search:
    """A property that searches.

    Attributes:
        iri: The property.
        find: Returns the best hits for a text, at most as many as asked for; called from several threads.
    """

    iri: str
    find: Callable[[str, int], Hits]


def with_hits(
    query: str,
    iri: str,
    find: Callable[[Sequence[Wanted]], Sequence[Hits]],
    *,
    base_iri: str,
    prefixes: Mapping[str, str] | None = None,
) -> str:
    """Write the hits of each search in a query in place of it.

    Args:
        query: Any text; one without a search is given back as it is.
        iri: The property that searches.
        find: Finds the hits of all searches; not called if there are none.
        base_iri: What relative IRIs in the query are resolved against.
        prefixes: What to suggest for unknown prefixes.

    Raises:
        QueryError: The text has a search and is no query that may run, or the search breaks a rule.
    """
    if iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :] not in query:
        return query
    parse_guard(query, base_iri=base_iri, prefixes=prefixes)
    patterns = patterns_of(query, iri, base_iri)
    if not patterns:
        return query
    if len(patterns) > MOST_SEARCHES:
        what = f"a query may have at most {MOST_SEARCHES} searches, and this is one more; ask in two queries"
        raise refused(query, patterns[MOST_SEARCHES].start, what)
    written = _written(query, patterns, find([(pattern.text, pattern.most) for pattern in patterns]))
    if not is_query(written, base_iri):
        raise refused(query, patterns[0].start, "it, or one after it, does not stand in the WHERE of a query; move it")
    return written


def _written(query: str, patterns: Sequence[Pattern], found: Sequence[Hits]) -> str:
    pieces, end = [], 0
    for pattern, hits in zip(patterns, found, strict=True):
        pieces += [query[end : pattern.start], _values(pattern.variables, hits), " "]
        end = pattern.end
    return "".join([*pieces, query[end:]])


def _values(variables: Sequence[str], hits: Hits) -> str:
    rows = (" ".join([f"<{iri}>", _decimal(score)][: len(variables)]) for iri, score in hits)
    return f"VALUES ({' '.join(variables)}) {{ {' '.join(f'({row})' for row in rows)} }}"


def _decimal(score: float) -> str:
    """Write a score as a decimal of SPARQL in the one form that all engines give back."""
    digits = f"{score:.6f}".rstrip("0")
    return f"{digits}0" if digits.endswith(".") else digits

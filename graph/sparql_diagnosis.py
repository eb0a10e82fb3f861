"""Why a text is not a query: the place, and a remedy where one can be guessed.

pyoxigraph decides; its messages are of little use to a person. It lists what its grammar tried last ("expected one
of ABS, AVG, ...") and gives the place where the last such word would have *ended*: `SELECT * FRM {}` is wrong "at
1:16", past its end. Here the place is the later of two: pyoxigraph's less the length of the word, and rdflib's.
Measured on 25 typical mistakes (tests/test_graph_sparql.py): the right line in 25, the very token in 16 (rdflib alone
in 11), else mostly the start of its triple or filter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import takewhile
from typing import Final

from graph.sparql_errors import QueryError, UpdateRefusedError
from graph.sparql_tokens import Token, declared_prefixes, is_update, place_of, token_at, tokens, undeclared_names

_MESSAGE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_EXPECTED = re.compile(r'"(?:\\.|[^"\\])*"|\[[^\]]*\]|[^,\[" ][^,]*')
_ARTEFACT: Final = "[_]"
_KNOWN_LATER: Final = "Prefix not found"
_UNGROUPED: Final = "The SELECT contains a variable that is unbound"
_AFTER_GROUPS: Final = frozenset({"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "}"})
_LONGEST: Final = 40
"""Characters of the query that a message repeats."""
_MOST_FOR_RDFLIB: Final = 10_000
"""Characters of the longest query that rdflib reads too: it takes up to 0.1 ms for each, more time than 1 MB has."""


def explain(query: str, problem: str, prefixes: Mapping[str, str] | None = None) -> QueryError:
    """Make of pyoxigraph's message an error for the person who wrote the query.

    Args:
        query: A text that pyoxigraph does not take as a query.
        problem: What it said.
        prefixes: The prefixes to suggest; by default those of `ontology/prefixes.toml`.
    """
    if next(tokens(query), None) is None:
        return QueryError("The query is empty; write one, such as SELECT * { ?s ?p ?o } LIMIT 10.")
    if is_update(query):
        return UpdateRefusedError()
    unknown = undeclared_names(query)
    if unknown:
        advice = _prefix_advice(unknown[0].prefix, declared_prefixes(query), prefixes)
        return _at(query, unknown[0].start, f'the prefix "{_short(unknown[0].prefix)}:" is not declared; {advice}')
    offset, phrases = _from_engine(query, problem)
    offset = max(offset, _from_rdflib(query)) if len(query) <= _MOST_FOR_RDFLIB else offset or _tried(query, problem)
    opened = next((token for token in tokens(query) if token.kind == "open"), None)
    if opened is not None and opened.start <= offset:
        return _at(query, opened.start, "the text that begins here has no closing quotation mark")
    token = token_at(query, offset)
    ungrouped = _ungrouped(query) if _UNGROUPED in phrases else None
    if ungrouped is not None:
        name = _short(ungrouped.text)
        what = (
            f"{name} has no single value for a group; add it to GROUP BY, or compute one, as in (COUNT({name}) AS ?n)"
        )
        return _at(query, ungrouped.start, what)
    if phrases:
        return _at(query, token.start if token else offset, phrases[0])
    if token is None:
        return _at(query, offset, "the query ends too early; a bracket or a part is missing")
    return _at(query, token.start, f"{_short(token.text)!r} cannot stand here or is not finished")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _at(query: str, offset: int, what: str) -> QueryError:
    line, column = place_of(query, offset)
    return QueryError(f"The query is not valid SPARQL at line {line}, column {column}: {what}.", line, column)


def _ungrouped(query: str) -> Token | None:
    """Return the variable that a query with a single SELECT asks for and neither groups by nor computes."""
    words = list(tokens(query))
    upper = [word.text.upper() for word in words]
    if upper.count("SELECT") != 1:
        return None
    grouped: set[str] = set()
    if "GROUP" in upper:
        start = upper.index("GROUP")
        grouped = {
            word.text[1:] for word in takewhile(lambda one: one.text.upper() not in _AFTER_GROUPS, words[start:])
        }
    depth = 0
    for word in words[upper.index("SELECT") :]:
        depth += (word.text == "(") - (word.text == ")")
        if word.text == "{":
            return None
        if not depth and word.kind == "variable" and word.text[1:] not in grouped:
            return word
    return None


def _prefix_advice(prefix: str, declared: Mapping[str, str], prefixes: Mapping[str, str] | None) -> str:
    known = _known_prefixes() if prefixes is None else prefixes
    if prefix in known:
        return f'begin the query with "PREFIX {prefix}: <{known[prefix]}>"'
    close = get_close_matches(prefix, [*declared, *known], n=1, cutoff=0.6)
    if not close:
        return f'begin the query with "PREFIX {_short(prefix)}: <...>" and the address it stands for'
    if close[0] in declared:
        return f'did you mean "{_short(close[0])}:"'
    return f'did you mean "{close[0]}:", declared by "PREFIX {close[0]}: <{known[close[0]]}>"'


def _known_prefixes() -> Mapping[str, str]:
    from graph.namespaces import prefixes_below
    from graph.prefixes import default_base

    return prefixes_below(default_base())


def _from_engine(query: str, problem: str) -> tuple[int, list[str]]:
    """Return the furthest place that pyoxigraph tried, and what it says in words."""
    match = _MESSAGE.match(problem)
    if match is None:
        return 0, []
    expected = [item.strip() for item in _EXPECTED.findall(match[3])]
    phrases = [item for item in expected if " " in item and item[0] not in '["' and item != _KNOWN_LATER]
    keywords = [len(item) for item in expected if re.fullmatch(r"\w+", item)]
    exact = [item for item in expected if item[0] in '["' and item != _ARTEFACT]
    if not (phrases or keywords or exact):
        return 0, []
    offset = _offset(query, int(match[1]), int(match[2]))
    return (offset if phrases or exact else offset - min(keywords)), phrases


def _tried(query: str, problem: str) -> int:
    """Return the last character that pyoxigraph looked at, whatever it expected there; its line is mostly right."""
    match = _MESSAGE.match(problem)
    return max(0, _offset(query, int(match[1]), int(match[2])) - 1) if match else 0


def _from_rdflib(query: str) -> int:
    """Return where rdflib's parser stopped, 0 if it did not."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(query)
    except ParseException as error:
        return int(error.loc)
    except (RecursionError, ValueError, TypeError, AttributeError):
        # A text that rdflib cannot read at all still gets the place that pyoxigraph gives.
        return 0
    return 0


def _offset(query: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = query.find("\n", start) + 1
    return min(start + column - 1, len(query))

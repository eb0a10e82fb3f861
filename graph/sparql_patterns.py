"""Where a query searches: the patterns of one property, read from the words of a query that parses.

A name of the property elsewhere is left alone if it is a mere mention, as when the property itself is looked up. As in
`graph.sparql_guard` the engine tells which: where a literal may stand in its place, no property can. Any other is
refused, since the query would be answered as if nothing had been found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from graph.limits import LimitError, checked
from graph.remote.names import Names
from graph.sparql_errors import EvaluationError, QueryError
from graph.sparql_guard import is_query
from graph.sparql_tokens import Token, place_of, tokens

MOST_HITS: Final = 200
DEFAULT_HITS: Final = 20
FORM: Final = '(?passage ?score) aft:search ("words" 20)'
_LONGEST: Final = 40
"""Characters of the query that a message repeats."""
_OBJECTS: Final = frozenset({"string", "variable", "iri", "name", "blank"})
_BEFORE_A_SUBJECT: Final = frozenset({"{", "}", ".", "DESCRIBE"})
_AFTER: Final = frozenset({".", "}", "{", "FILTER", "OPTIONAL", "GRAPH", "BIND", "VALUES", "MINUS", "SERVICE"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """A search in a query.

    Attributes:
        start: Its first character in the query.
        end: The character after its last.
        variables: For the hit and, if wanted, its score.
        text: What to search for.
        most: How many hits at most.
    """

    start: int
    end: int
    variables: tuple[str, ...]
    text: str
    most: int


def patterns_of(query: str, iri: str, base_iri: str) -> list[Pattern]:
    """Return the searches of a query that parses, in their order.

    Args:
        query: The text.
        iri: The property that searches.
        base_iri: What relative IRIs are resolved against.

    Raises:
        QueryError: One breaks a rule; the error has line and column, and says what to write.
    """
    names = Names(base_iri)
    words = list(names.take_prologue(list(tokens(query))))
    places = [place for place, word in enumerate(words) if _stands_for(word, iri, names)]
    verbs = [place for place in places if _is_verb(words, place)]
    others = [words[place] for place in places if place not in verbs and not _is_subject(words, place)]
    if others and not is_query(_with_literals(query, others), base_iri):
        raise refused(query, others[0].start, f"it is written {FORM}")
    return [_Reader(query, words, place).pattern() for place in verbs]


def refused(query: str, offset: int, what: str) -> QueryError:
    """Make the error of a search that starts at a character of the query."""
    line, column = place_of(query, offset)
    return QueryError(f"The search at line {line}, column {column} cannot be made: {what}.", line, column)


def _stands_for(word: Token, iri: str, names: Names) -> bool:
    if word.kind not in ("iri", "name"):
        return False
    try:
        return names.iri(word) == iri
    except EvaluationError:
        return False


def _is_verb(words: Sequence[Token], place: int) -> bool:
    before, after = _text(words, place - 1), _text(words, place + 1)
    follows = place + 1 < len(words) and (words[place + 1].kind in _OBJECTS or after in ("(", "[") or after.isdigit())
    return follows and (before == ")" or (place > 0 and words[place - 1].kind == "variable"))


def _is_subject(words: Sequence[Token], place: int) -> bool:
    return _text(words, place - 1).upper() in _BEFORE_A_SUBJECT


def _text(words: Sequence[Token], place: int) -> str:
    return words[place].text if 0 <= place < len(words) else ""


def _with_literals(query: str, words: Sequence[Token]) -> str:
    pieces, end = [], 0
    for word in words:
        pieces += [query[end : word.start], ' "" ']
        end = word.start + len(word.text)
    return "".join([*pieces, query[end:]])


class _Reader:
    """Reads one search, around the place of its property among the words of the query."""

    def __init__(self, query: str, words: Sequence[Token], place: int) -> None:
        self._query, self._words, self._place = query, words, place

    def pattern(self) -> Pattern:
        """Return the search; refuse what is none."""
        subject = self._subject()
        object_, end = self._object()
        text, most = self._text(object_[:1]), self._most(object_[1:])
        last = self._words[end - 1]
        if _text(self._words, end).upper() not in _AFTER:
            raise self._refused(last, "it is a pattern of its own; end it by '.' and write what follows as another")
        start = self._words[subject.start].start
        return Pattern(start, last.start + len(last.text), self._variables(subject), text, most)

    def _refused(self, word: Token, what: str) -> QueryError:
        return refused(self._query, word.start, what)

    def _subject(self) -> range:
        """Return the places of the words before the property."""
        start = self._place - 1
        if self._words[start].text == ")":
            start = next((at for at in range(start, -1, -1) if self._words[at].text == "("), start)
        return range(start, self._place)

    def _variables(self, subject: range) -> tuple[str, ...]:
        inner = [self._words[at] for at in subject if self._words[at].text not in ("(", ")")]
        names = tuple(f"?{word.text[1:]}" for word in inner)
        if not 1 <= len(set(names)) == len(names) <= 2 or any(word.kind != "variable" for word in inner):
            what = f"before the property stand a variable for the passage and one for the score, as in {FORM}"
            raise self._refused(self._words[subject.start], what)
        return names

    def _object(self) -> tuple[list[Token], int]:
        """Return the words of text and limit, and the place after them."""
        start = self._place + 1
        if self._words[start].text != "(":
            end = start + 1 + self._has_language(start)
            return [self._words[start]], end
        end = next(at for at in range(start, len(self._words)) if self._words[at].text == ")")
        return [word for word in self._words[start + 1 : end] if word.kind != "language"], end + 1

    def _has_language(self, place: int) -> bool:
        return place + 1 < len(self._words) and self._words[place + 1].kind == "language"

    def _text(self, words: Sequence[Token]) -> str:
        word = words[0] if words else self._words[self._place]
        if word.kind != "string":
            raise self._refused(word, f"the text is written out in quotation marks, as in {FORM}")
        try:
            return checked(_value(word))
        except LimitError as error:
            sentence = str(error).rstrip(".")
            raise self._refused(word, sentence[0].lower() + sentence[1:]) from None

    def _most(self, words: Sequence[Token]) -> int:
        if not words:
            return DEFAULT_HITS
        said = self._query[words[0].start : words[-1].start + len(words[-1].text)]
        if not (said.isascii() and said.isdigit() and len(said) < 10 and 1 <= int(said) <= MOST_HITS):
            shown = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 3]}..."
            raise self._refused(words[0], f"the number of hits is from 1 to {MOST_HITS}, not {shown}; write such a one")
        return int(said)


def _value(literal: Token) -> str:
    """Return what a literal says, as the engine reads it."""
    found = ox.Store().query(f"SELECT ({literal.text} AS ?text) {{}}")
    return str(next(iter(found))["text"].value)  # type: ignore[arg-type]

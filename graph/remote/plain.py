r"""A query in plain words, for an engine other than the one that parsed it here.

`graph.sparql_guard` lets a query pass as pyoxigraph reads it, but a SPARQL server may read it in another way, and what
it does with it is out of our hands: Virtuoso takes `<bif:http_get>("http://...")` for a function and sends the request.
So a server is never given the text itself, but one from which all is gone that engines differ in: every IRI is written
out in full, without prefix, base, escape or comment, and the dataset is set by FROM. What then calls a function that
SPARQL does not define, or has an IRI of a scheme that engines give a meaning of their own, is refused.

Escapes by number are resolved too: to SPARQL `\u0022` is a quotation mark before the query is parsed, to pyoxigraph a
character of the text that it stands in.

The words are found by `graph.sparql_tokens`, which is no parser. Where it errs the text gets another meaning or none;
so the new text must pass the guard again, and it is refused rather than sent where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

import pyoxigraph as ox

from graph.remote.names import Names, is_word
from graph.sparql_errors import EvaluationError, QueryError
from graph.sparql_formats import Form
from graph.sparql_guard import parse_guard
from graph.sparql_tokens import Token, tokens

FORMS: Final = {"SELECT": Form.TABLE, "ASK": Form.BOOLEAN, "CONSTRUCT": Form.GRAPH, "DESCRIBE": Form.GRAPH}
_AFTER_DATASET: Final = frozenset({"{", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
_KEPT_ESCAPED: Final = {'"': '\\"', "'": "\\'", "\\": "\\\\", "\n": "\\n", "\r": "\\r"}


Piece = str | ox.NamedNode | ox.Variable


@dataclass(frozen=True, slots=True)
class PlainQuery:
    """A query in plain words, apart from its dataset.

    Attributes:
        form: What it yields.
        head: What stands before the dataset.
        tail: What stands after it; by themselves the constants after GRAPH, and the variables of `GRAPH ?g {}`.
        default_graphs: The graphs of its FROM.
        named_graphs: Those of its FROM NAMED.
        has_dataset: It has FROM or FROM NAMED.
        sees_names: It has GRAPH.
    """

    form: Form
    head: str
    tail: tuple[Piece, ...]
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    has_dataset: bool
    sees_names: bool

    def text(self, default_graphs: Sequence[str], named_graphs: Sequence[str], nothing: str) -> str:
        """Write it with a dataset.

        Args:
            default_graphs: The graphs of the default graph.
            named_graphs: Those that GRAPH can see.
            nothing: A graph that there never is. It stands for the graphs that cannot be seen, and where there would be
                none: some servers take no graph at all for all graphs, and Virtuoso counts one row in a graph that FROM
                NAMED leaves out.

        Raises:
            EvaluationError: It is not what it was.
        """
        hidden = any(isinstance(piece, ox.NamedNode) and piece.value not in named_graphs for piece in self.tail)
        clauses = [f"FROM <{name}>" for name in default_graphs or [nothing]]
        if self.sees_names:
            listed = [*named_graphs, nothing] if hidden or not named_graphs else named_graphs
            clauses += [f"FROM NAMED <{name}>" for name in listed]
        tail = "".join(_with_dataset(piece, named_graphs, nothing) for piece in self.tail)
        text = f"{self.head} {' '.join(clauses)} {tail}"
        try:
            parse_guard(text)
        except QueryError as error:
            raise EvaluationError(
                "The query is written so that it cannot be passed on to the SPARQL server; put spaces around < and >, "
                "and write names without backslashes."
            ) from error
        return text


def plain_query(query: str, base_iri: str) -> PlainQuery:
    """Put a query that has passed the guard in plain words.

    Raises:
        EvaluationError: It has a name that servers may take for more (see `Names.harmless`), or its words cannot be
            told apart.
    """
    names = Names(base_iri)
    words = names.take_prologue(list(tokens(query)))
    if not words or words[0].text.upper() not in FORMS:
        raise EvaluationError("The query is written so that its first word cannot be found; write it without escapes.")
    place = _place_of_dataset(words)
    default, named, rest = _dataset(words[:place], names)
    return PlainQuery(
        FORMS[words[0].text.upper()],
        "".join(str(piece) for piece in _written(rest, words, names)),
        tuple(_written(words[place:], words, names)),
        default,
        named,
        has_dataset=len(rest) < place,
        sees_names=any(is_word(word, "GRAPH") for word in words),
    )


def _place_of_dataset(words: Sequence[Token]) -> int:
    """Return where the dataset clauses of a query end, or would stand."""
    start, depth = 1, 0
    if is_word(words[0], "CONSTRUCT") and words[1].text == "{":
        start = _end_of_group(words, 1)
    for place in range(start, len(words)):
        text = words[place].text
        depth += {"(": 1, ")": -1}.get(text, 0)
        if depth == 0 and words[place].kind in ("word", "other") and text.upper() in _AFTER_DATASET:
            return place
    return len(words)


def _end_of_group(words: Sequence[Token], start: int) -> int:
    depth = 0
    for place in range(start, len(words)):
        depth += {"{": 1, "}": -1}.get(words[place].text, 0)
        if depth == 0:
            return place + 1
    return len(words)


def _dataset(words: Sequence[Token], names: Names) -> tuple[tuple[str, ...], tuple[str, ...], list[Token]]:
    """Take FROM and FROM NAMED out of the words before the pattern; return the graphs of each, and the rest."""
    graphs: dict[bool, list[str]] = {False: [], True: []}
    rest: list[Token] = []
    left = iter(words)
    for word in left:
        if not is_word(word, "FROM"):
            rest.append(word)
            continue
        name = next(left)
        named = is_word(name, "NAMED")
        graphs[named].append(names.iri(next(left) if named else name))
    return tuple(graphs[False]), tuple(graphs[True]), rest


def _with_dataset(piece: Piece, named_graphs: Sequence[str], nothing: str) -> str:
    match piece:
        case ox.NamedNode():
            return f"<{piece.value if piece.value in named_graphs else nothing}>"
        case ox.Variable():
            # Virtuoso finds nothing for `GRAPH ?g {}`, which asks for the names of the graphs.
            return f" VALUES {piece} {{ {' '.join(f'<{name}>' for name in named_graphs)} }} "
        case _:
            return piece


def _written(some: Sequence[Token], words: Sequence[Token], names: Names) -> Iterator[Piece]:
    """Write some of the words of a query, with a space where it has one, and around every IRI."""
    followers = {word.start: following for word, following in pairwise(words)}
    end, before = 0, None
    left = iter(enumerate(some))
    for place, word in left:
        if variable := _only_named(some[place : place + 4]):
            yield variable
            _, before = next(islice(left, 2, None))
            end = before.start + 1
            continue
        space = " " * (word.start > end)
        match word.kind:
            case "iri" | "name":
                iri = names.harmless(word, followers.get(word.start))
                yield from (" ", ox.NamedNode(iri) if before and is_word(before, "GRAPH") else f"<{iri}>", " ")
            case "string":
                yield space + _ESCAPE.sub(_unescaped, word.text)
            case _ if word.text == "\\":
                raise EvaluationError("The query has a backslash outside names and texts; write it without escapes.")
            case _:
                yield space + word.text
        end, before = word.start + len(word.text), word


def _only_named(words: Sequence[Token]) -> ox.Variable | None:
    """Return the variable of `GRAPH ?g {}`."""
    graph = len(words) == 4 and is_word(words[0], "GRAPH") and words[1].kind == "variable"
    return ox.Variable(words[1].text[1:]) if graph and (words[2].text, words[3].text) == ("{", "}") else None


def _unescaped(found: re.Match[str]) -> str:
    """Write a character that an escape names by its number as itself; leave the other escapes."""
    number = found[1] or found[2]
    if number is None:
        return found[0]
    character = chr(int(number, 16))
    return _KEPT_ESCAPED.get(character, character)

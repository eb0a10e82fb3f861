"""The words of a SPARQL query, for explaining errors and for the prefixes of a result; never for deciding safety.

Follows the terminals of SPARQL 1.1 (<https://www.w3.org/TR/sparql11-query/#rQueryUnit>), a little wider: it must also
read queries that no parser accepts. A word takes in what could have been the prefix of a name ("a.b.c"), lest each of
its parts be tried as one, and a string that does not end takes in what it could hold, lest each of its quotes begin
one: so 1 MB is read in a second or two, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<string>\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*+\"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*+'{3}
        |(?!\"{3}|'{3})(?:"(?:[^"\\\n\r]|\\.)*+"|'(?:[^'\\\n\r]|\\.)*+'))
    |(?P<open>\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*+|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*+
        |"(?:[^"\\\n\r]|\\.)*+|'(?:[^'\\\n\r]|\\.)*+)
    |(?P<blank>_:[\w.\-]+)
    |(?P<variable>[?$]\w+)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:%\-\\]))*)
    |(?P<word>[^\W\d]\w*(?:[.\-]+\w+)*)
    |(?P<other>\d[\d.eE+\-]*|\S)""",
    re.VERBOSE | re.DOTALL,
)

UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})


@dataclass(frozen=True, slots=True)
class Token:
    """A terminal of the query and where it starts (a character offset)."""

    kind: str
    text: str
    start: int

    @property
    def prefix(self) -> str:
        """The part of a prefixed name before the colon."""
        return self.text.partition(":")[0]


def tokens(query: str) -> Iterator[Token]:
    """Yield the terminals of a query, without its comments."""
    for match in _TOKEN.finditer(query):
        if match.lastgroup and match.lastgroup != "comment":
            yield Token(match.lastgroup, match.group(), match.start())


def declared_prefixes(query: str) -> dict[str, str]:
    """Return the prefixes that a query declares, each with its IRI as written."""
    return prefixes_among(list(tokens(query)))


def prefixes_among(words: Sequence[Token]) -> dict[str, str]:
    """Return the prefixes that the terminals of a query declare, each with its IRI as written."""
    declared: dict[str, str] = {}
    for keyword, name, iri in zip(words, words[1:], words[2:], strict=False):
        if keyword.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri":
            declared[name.prefix] = iri.text[1:-1]
    return declared


def undeclared_names(query: str) -> list[Token]:
    """Return the prefixed names whose prefix the query does not declare, in their order."""
    declared = declared_prefixes(query)
    return [token for token in tokens(query) if token.kind == "name" and token.prefix not in declared]


def is_update(query: str) -> bool:
    """Tell whether the first word after the prologue is one of an update request."""
    in_prologue = False
    for token in tokens(query):
        if token.kind == "word" and token.text.upper() in ("PREFIX", "BASE"):
            in_prologue = True
        elif not (in_prologue and token.kind in ("name", "iri")):
            return token.text.upper() in UPDATES
    return False


def place_of(query: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of a character, both counted from 1."""
    return query.count("\n", 0, offset) + 1, offset - query.rfind("\n", 0, offset)


def token_at(query: str, offset: int) -> Token | None:
    """Return the terminal that holds a character, ends just before it, or else the next one; None at the end."""
    before: Token | None = None
    for token in tokens(query):
        if offset < token.start + len(token.text):
            ends_here = before is not None and before.start + len(before.text) == offset < token.start
            return before if ends_here else token
        before = token
    return before if before is not None and before.start + len(before.text) == offset and offset < len(query) else None

"""The names in a query as whole IRIs, and those that a server is not given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from graph.sparql_errors import EvaluationError
from graph.sparql_tokens import Token

SCHEMES: Final = frozenset({"http", "https", "urn", "mailto", "tag"})
CONSTRUCTORS: Final = "http://www.w3.org/2001/XMLSchema#"
"""SPARQL's own functions that are named by an IRI (section 17.5): casts."""
_ESCAPE = re.compile(r"\\(.)")
_IRI = re.compile(r'[^<>"{}|^`\\\x00-\x20]*')


class Names:
    """What the names of a query stand for.

    Args:
        base: What relative IRIs are resolved against.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._prefixes: dict[str, str] = {}

    def take_prologue(self, words: Sequence[Token]) -> Sequence[Token]:
        """Take up BASE and PREFIX, and return the words after them."""
        while words and is_word(words[0], "BASE", "PREFIX"):
            length = 2 if is_word(words[0], "BASE") else 3
            self._declare(words[:length])
            words = words[length:]
        return words

    def _declare(self, words: Sequence[Token]) -> None:
        iri = _resolved(words[-1].text[1:-1], self._base)
        if len(words) == 2:
            self._base = iri
        else:
            self._prefixes[words[1].prefix] = iri

    def iri(self, word: Token) -> str:
        """Return the IRI that a name stands for.

        Raises:
            EvaluationError: It is no name, or stands for no IRI.
        """
        if word.kind == "iri":
            return _resolved(word.text[1:-1], self._base)
        prefix, _, local = word.text.partition(":")
        if word.kind != "name" or prefix not in self._prefixes:
            raise EvaluationError(f"'{word.text}' cannot be told for a name; write its IRI out in <...>.")
        iri = self._prefixes[prefix] + _ESCAPE.sub(r"\1", local)
        if not _IRI.fullmatch(iri):
            raise EvaluationError(f"The name '{word.text}' makes no IRI; write its IRI out in <...>.")
        return iri

    def harmless(self, word: Token, following: Token | None) -> str:
        """Return the IRI that a name stands for, if any engine takes it for a mere name.

        Raises:
            EvaluationError: It calls a function that SPARQL does not define, or has another scheme than `SCHEMES`.
        """
        iri = self.iri(word)
        scheme = iri.partition(":")[0].lower()
        if scheme not in SCHEMES:
            known = ", ".join(sorted(SCHEMES))
            raise EvaluationError(
                f"An IRI passed on to the SPARQL server begins with {known}, not '{scheme}'; use such a one."
            )
        if following is not None and following.text == "(" and not iri.startswith(CONSTRUCTORS):
            raise EvaluationError(
                f"The SPARQL server is asked for no function but SPARQL's own, and <{iri}> is none "
                "(a list in brackets after a property is written out with rdf:first and rdf:rest)."
            )
        return iri


def is_word(word: Token, *keywords: str) -> bool:
    """Tell whether a word is one of these keywords, whatever its case."""
    return word.kind == "word" and word.text.upper() in keywords


@lru_cache(maxsize=1024)
def _resolved(iri: str, base: str) -> str:
    """Resolve an IRI as the parser of queries does."""
    try:
        (quad,) = ox.parse(f"<{iri}> a <urn:x> .", format=ox.RdfFormat.TURTLE, base_iri=base)
    except (SyntaxError, ValueError) as error:
        raise EvaluationError(f"<{iri}> is no IRI that can be passed on; write it out in full.") from error
    return str(quad.subject.value)

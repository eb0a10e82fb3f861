"""Refusing, before a query runs, whatever is not a plain read of this store.

The engine that will run the query is the one that parses it here: a second parser would accept a slightly different
language, and the difference is the hole. pyoxigraph, for one, reads `SERVICE:x {...}` as SERVICE with the name `:x`,
which a tokenizer takes for a prefixed name.

pyoxigraph shows no syntax tree, so two facts about its answers are used instead:

* `Store.query` with a substitution for a variable that the query does not have parses and plans the query, then refuses
  it before anything is evaluated. So one can ask whether a text is a query without running it.
* If every "service" in the text (whatever its case) becomes another word that stands nowhere in it, then names, IRIs,
  literals and comments stay what they were, and the text stays a query; with a keyword it does not. (The keyword is
  followed by a name and a group; nowhere does the grammar take a name of one's own before those two.) Of 950,000
  random texts around the word, 16,000 were queries; the 2,609 of them that sent a request were all refused, and of the
  others only 24, each with a SERVICE pattern that was never reached.

Parsing is done where the query runs, in a worker (`graph.workers`): a few thousand nested brackets overflow the stack
of the parser, and that ends its process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import product
from string import ascii_lowercase
from typing import Final

import pyoxigraph as ox

from graph.sparql_diagnosis import explain
from graph.sparql_errors import ServiceRefusedError

BASE_IRI: Final = "http://localhost/sparql"
"""What relative IRIs in a query are resolved against where the caller names nothing better."""


def parse_guard(query: str, *, base_iri: str = BASE_IRI, prefixes: Mapping[str, str] | None = None) -> None:
    """Let a query pass only if it parses and neither writes nor makes this server send requests.

    Args:
        query: The text.
        base_iri: What its relative IRIs are resolved against.
        prefixes: The prefixes to suggest for unknown ones; by default those of `ontology/prefixes.toml`.

    Raises:
        UpdateRefusedError: It is an update (LOAD among them).
        ServiceRefusedError: It has a SERVICE pattern.
        QueryError: It is not SPARQL; the error has line and column, and a suggestion for an unknown prefix.
    """
    problem = _syntax_problem(query, base_iri)
    if problem is not None:
        raise explain(query, problem, prefixes)
    if has_keyword(query, "service", base_iri=base_iri):
        raise ServiceRefusedError


def is_query(text: str, base_iri: str = BASE_IRI) -> bool:
    """Tell whether a text parses as a query; it may be one that the guard refuses."""
    return _syntax_problem(text, base_iri) is None


def has_keyword(query: str, keyword: str, *, base_iri: str = BASE_IRI) -> bool:
    """Tell whether a query that parses uses a word as a keyword (see the module's docstring).

    Args:
        query: A query that parses.
        keyword: A keyword that the grammar never allows where a name of the same letters could stand, in lower case:
            "service" and "from" are such.
        base_iri: What its relative IRIs are resolved against.
    """
    pattern = re.compile(re.escape(keyword), re.IGNORECASE | re.ASCII)
    if not pattern.search(query):
        return False
    word = _absent_word(query.lower(), len(keyword))
    renamed = pattern.sub(lambda found: _in_case_of(found.group(), word), query)
    return not is_query(renamed, base_iri)


def _syntax_problem(query: str, base_iri: str) -> str | None:
    """Return what the engine has against a text as a query, or None; evaluate nothing."""
    absent = ox.Variable(_absent_word(query.lower(), 7))
    try:
        _nothing().query(query, base_iri=base_iri, substitutions={absent: ox.Literal("")})
    except SyntaxError as error:
        return str(error)
    except UnicodeEncodeError as error:
        return f"error at 1:{error.start + 1}: expected only characters of Unicode"
    except RuntimeError:
        return None
    raise AssertionError("pyoxigraph ran a query that it should only have parsed")


@cache
def _nothing() -> ox.Store:
    return ox.Store()


def _absent_word(text: str, length: int) -> str:
    """Return the last word in the alphabet that a text does not contain."""
    words = ("".join(letters) for letters in product(reversed(ascii_lowercase), repeat=length))
    return next(word for word in words if word not in text)


def _in_case_of(model: str, word: str) -> str:
    # ?service and ?Service are two variables, and must stay two.
    return "".join(new.upper() if old.isupper() else new for old, new in zip(model, word, strict=True))

"""The prefix table, the base IRI of all names, and texts brought under another; without any library for graphs.

The table is data (`ontology/prefixes.toml`). What only asks a store needs no more of the names than this.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.errors import NamespaceError

BASE = re.compile(r"https?://[^\s<>\"{}|\\^`?#]+/")
OPENING = re.compile(r"(?:#.*\n)+\n")


@dataclass(frozen=True, slots=True)
class PrefixTable:
    """The prefixes as written in the file: those below the base as relative references, the others as IRIs."""

    base: str
    project: Mapping[str, str]
    external: Mapping[str, str]


@cache
def prefix_table() -> PrefixTable:
    """Read `ontology/prefixes.toml`, once."""
    table = tomllib.loads(files("ontology").joinpath("prefixes.toml").read_text(encoding="utf-8"))
    return PrefixTable(table["base"], table["project"], table["external"])


def default_base() -> str:
    """Give the base IRI under which the files of the ontology are written."""
    return prefix_table().base


def check_base(base: str) -> str:
    """Give `base` back if it can be the base of all names.

    Raises:
        NamespaceError: It is no absolute http(s) IRI, has a query or fragment, or does not end in "/".
    """
    if not BASE.fullmatch(base):
        raise NamespaceError(
            f"The base IRI must be an absolute http or https address that ends in '/' and has no '?' or '#', "
            f"not '{base}'; correct the setting."
        )
    return base


def rebase_text(text: str, base: str) -> str:
    """Move every name below the default base in a text (a SPARQL query, a Turtle example) below `base`."""
    return text.replace(default_base(), check_base(base))


def query_text(name: str, base: str) -> str:
    """Return a competency question by its id, under a base IRI and without its opening lines: a query to be changed."""
    text = files("ontology").joinpath(f"queries/{name}.rq").read_text(encoding="utf-8")
    return rebase_text(OPENING.sub("", text, count=1), base).strip() + "\n"

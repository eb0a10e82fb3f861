"""The queries of the benchmark, which are data, and whether two answers to one of them are the same."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from string import Template

from benchmarks.http_client import Client, EndpointError

FOLDER = Path(__file__).parent / "queries"
ORDER = ("lookup", "join", "group-by", "path", "text-filter", "download")
VARIANTS = 50
"""Things looked up in turn."""
DOWNLOADED = 40
"""Agreements whose mentions are downloaded."""
STRING = "http://www.w3.org/2001/XMLSchema#string"
Row = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Question:
    """A query by its name; in more than one variant if it is about one thing of many."""

    name: str
    variants: tuple[str, ...]


def questions(client: Client) -> list[Question]:
    """Return the queries, with things of the graph that a server holds put in."""
    statements = _spread(_things(client, "statements"), VARIANTS)
    agreements = " ".join(f"<{iri}>" for iri in _spread(_things(client, "agreements"), DOWNLOADED))
    found = []
    for name in ORDER:
        text = Template((FOLDER / f"{name}.rq").read_text(encoding="utf-8"))
        many = statements if "statement" in text.get_identifiers() else statements[:1]
        filled = (text.substitute(statement=f"<{one}>", agreements=agreements) for one in many)
        found.append(Question(name, tuple(filled)))
    return found


def rows(body: bytes) -> list[Row]:
    """Return the sorted rows of a result in JSON, with the same terms written in the same way."""
    try:
        result = json.loads(body)
    except ValueError as error:
        raise EndpointError(f"The result is not JSON ({error}): {body[:200]!r}") from error
    return sorted(
        tuple((variable, *_term(row[variable])) for variable in result["head"]["vars"] if variable in row)
        for row in result["results"]["bindings"]
    )


def _term(term: dict[str, str]) -> tuple[str, ...]:
    kind = "uri" if term["type"] == "uri" else "literal"  # Virtuoso says "typed-literal", as a draft did.
    datatype = term.get("datatype", "")
    return kind, term["value"], term.get("xml:lang", ""), "" if datatype == STRING else datatype


def _things(client: Client, name: str) -> list[str]:
    query = (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    return [row[0][2] for row in rows(client.send(client.request(query)))]


def _spread(things: list[str], count: int) -> list[str]:
    """Choose at most so many, spread evenly."""
    step = max(1, len(things) // count)
    return things[::step][:count]

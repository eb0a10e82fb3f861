"""Stable names of statements: agreement, kind and the words of the label.

A name says what the statement says, so it survives a new layout, a new order and a new offset. Only statements that
would share a name get a short hash of their content, all of them, whatever their order: a name may vanish when a twin
appears, but never comes to mean another statement. Where even the content is the same (the same sentence twice), the
places are hashed too.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields

from rdflib import URIRef

from graph.namespaces import slugify, statement_iri
from ingest.model import Kind, Statement

PLACES = ("quotes", "body")
DIGITS = (8, 16, 64)
SEPARATOR = "\x1f"


def digest(parts: Iterable[object], length: int = 8) -> str:
    """Hash parts, kept apart by a separator, to `length` hexadecimal digits."""
    return hashlib.sha256(SEPARATOR.join(str(part) for part in parts).encode()).hexdigest()[:length]


def statement_iris(base: str, agreement_id: str, statements: Iterable[Statement]) -> dict[Statement, URIRef]:
    """Name every statement of one agreement; equal statements share a name, different ones never do."""
    distinct = tuple(dict.fromkeys(statements))
    for length in DIGITS:
        slugs = _slugs(distinct, length)
        if len(set(slugs.values())) == len(distinct):
            break
    return {statement: statement_iri(base, agreement_id, *slugs[statement]) for statement in distinct}


def _slugs(statements: Sequence[Statement], length: int) -> dict[Statement, tuple[Kind, str]]:
    groups: dict[tuple[Kind, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[statement.kind, slugify(statement.name)].append(statement)
    names: dict[Statement, tuple[Kind, str]] = {}
    for (kind, slug), group in groups.items():
        if slug and len(group) == 1:
            names[group[0]] = kind, slug
        else:
            names |= {member: (kind, f"{slug}-{tail}".strip("-")) for member, tail in _tails(group, length).items()}
    return names


def _tails(group: Sequence[Statement], length: int) -> dict[Statement, str]:
    contents = {member: digest(_content(member), length) for member in group}
    shared = Counter(contents.values())
    return {
        member: tail if shared[tail] == 1 else digest((*_content(member), *_places(member)), length)
        for member, tail in contents.items()
    }


def _content(statement: Statement) -> list[str]:
    return [f"{item.name}={getattr(statement, item.name)!r}" for item in fields(statement) if item.name not in PLACES]


def _places(statement: Statement) -> list[str]:
    return [repr(getattr(statement, name)) for name in PLACES]

"""Values as RDF literals.

Words of an agreement are Danish (`@da`); ids, names of units and other marks carry no language. Integers are all
`xsd:integer`, because a store (Oxigraph) folds the derived types into it and the graph must read the same afterwards.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rdflib import Literal
from rdflib.namespace import XSD

YEAR = re.compile(r"\d{4}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def danish(text: str) -> Literal:
    """Tag a text as Danish."""
    return Literal(text, lang="da")


def integer(number: int) -> Literal:
    """Write an integer."""
    return Literal(str(number), datatype=XSD.integer)


def boolean(value: bool) -> Literal:
    """Write a truth value in its canonical form."""
    return Literal("true" if value else "false", datatype=XSD.boolean)


def decimal(number: float) -> Literal:
    """Write a number as it reads: 47.0 as 47, 0.1 as 0.1, never with an exponent."""
    digits = format(Decimal(str(number)), "f")
    return Literal(digits.rstrip("0").rstrip(".") if "." in digits else digits, datatype=XSD.decimal)


def day_or_year(text: str) -> Literal:
    """Write an ISO 8601 day as `xsd:date`, a year as `xsd:gYear` and any other period ("2019-2021") as it stands."""
    if DAY.fullmatch(text):
        return Literal(text, datatype=XSD.date)
    if YEAR.fullmatch(text):
        return Literal(text, datatype=XSD.gYear)
    return Literal(text)

"""A statement of its name and what explains it."""

from __future__ import annotations

import re

from ingest.model import FocusArea, Kind, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.matching import NUMBER
from ingest.statements.reading import Reading

# What divides an item's name from its explanation ("Digitalisering, for eksempel ...", "Psykiatri – med fokus på ...").
DIVIDER = re.compile(r"\s+[–—-]\s+|;\s+|:\s+|,\s+(?=for eksempel|fx|f\.eks|herunder|blandt andet|bl\.a)|\.\s+")
MIN_EXPLANATION_WORDS = 4


def named_statement(
    reading: Reading,
    kind: Kind,
    content: Repaired,
    cross_cutting: bool = False,
    heading: bool = False,
    bare: bool = False,
) -> Statement:
    """Make a statement of its name and what explains it behind a divider; a heading is all name ."""
    for lead in (NUMBER, cues.label(kind)):
        prefix = lead.match(content.text)
        if prefix and prefix.end() < len(content.text):
            content = content.slice(prefix.end(), len(content.text))
    if heading and not bare:
        content = content.slice(len(content.text) - len(cues.title(content.text)), len(content.text))
    divider = None if heading else DIVIDER.search(content.text)
    label = content
    if divider and len(content.text[divider.end() :].split()) >= MIN_EXPLANATION_WORDS:
        label = content.slice(0, divider.start())
    name = label.text.rstrip(".,;: ")
    quotes = (reading.quote(content),)
    if kind is Kind.FOCUS_AREA:
        return FocusArea(kind, content.text, quotes, label=name, cross_cutting=cross_cutting)
    return Statement(kind, content.text, quotes, label=name)

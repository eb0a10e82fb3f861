"""Target groups that a sentence names: "Målgruppen er ...", "Aftalens målgrupper er A, B samt C"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.model import Kind, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.grids import grids
from ingest.statements.matching import same
from ingest.statements.reading import Reading
from ingest.statements.splitting import split

PEOPLE = (
    r"(?:alle |yngre |ældre |sårbare |nybagte |skrøbelige |unge |voksne )?"
    r"(?:\w*borgere|\w*børn|unge|voksne|ældre|mennesker|\w*patienter|familier|(?:de )?pårørende|beboere|gravide|elever"
    r"|\w*elever|mænd|kvinder|medarbejdere|ansatte|personer|forældre|studerende|ægtefæller|ledige|syge\w*|\w+syge)"
)
# Where the next group begins: a semicolon or letter, or people after a comma or "og"; "borgere, der ..." goes on.
AND = r"(?:(?:og|samt) )?(?:for )?"
NEXT = re.compile(
    rf";\s*{AND}|,?\s*{AND}\([a-z\d]\)\s+|(?:,\s+{AND}|\s+(?:og|samt)\s+(?:for )?)(?={PEOPLE}\b)", re.IGNORECASE
)
ABOUT_PEOPLE = re.compile(rf"(?:\S+ ){{0,2}}{PEOPLE}\b", re.IGNORECASE)
MAX_WORDS = 25


def target_groups(reading: Reading, named: Sequence[Statement]) -> list[Statement]:
    """Find the groups that sentences name, besides those `named` in lists and headings."""
    names = [one.name for one in named if one.kind is Kind.TARGET_GROUP]
    found: list[Statement] = []
    for group in (*_stated(reading), *_from_grids(reading)):
        if not any(same(group.text, name) for name in names):
            names.append(group.text)
            found.append(Statement(Kind.TARGET_GROUP, group.text, (reading.quote(group),), label=group.text))
    return found


def _stated(reading: Reading) -> Iterator[Repaired]:
    inside = reading.section(Kind.TARGET_GROUP, cues.pattern("target-group", "heading"))
    patterns = [cues.pattern("target-group", name) for name in ("about", "stated", "listed")]
    for index, block in enumerate(reading.blocks):
        if block.role not in ("paragraph", "item"):
            continue
        asked = cues.pattern("target-group", "asked").match(block.text)
        if asked:
            yield from _groups(block.content.slice(*asked.span("groups")))
        for sentence in reading.sentences[index]:
            used = patterns if index in inside else patterns[:2]
            match = next((match for pattern in used if (match := pattern.search(sentence.text))), None)
            own = sentence if index in inside and ABOUT_PEOPLE.match(sentence.text) else None
            if match or own is not None:
                yield from _groups(sentence.slice(*match.span("groups")) if match else own or sentence)


def _groups(content: Repaired) -> Iterator[Repaired]:
    for piece in split(content, NEXT):
        text = piece.text.rstrip(". ")
        if len(text.split()) <= MAX_WORDS and ABOUT_PEOPLE.match(text):
            yield piece.slice(0, len(text))


def _from_grids(reading: Reading) -> Iterator[Repaired]:
    """Read the column of target groups in tables that do not say it of each indicator."""
    for grid in grids(reading):
        if grid.column(Kind.INDICATOR.value) is None or grid.record:
            for cell in grid.own(Kind.TARGET_GROUP.value):
                yield from _groups(cell) if cell is not None else ()

"""Definitions: "X defineres som ...", "Med X menes ...", "X dækker over ..." and terms explained in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.model import Definition, Kind
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.grids import MEANING, TERM, grids
from ingest.statements.matching import key
from ingest.statements.reading import Reading

QUOTES = '”"“»«’ '
SOURCE_WORDS = 6
ENTRY = re.compile(r"^(?P<term>[^.:!?]{2,60}?)(?:\s?:\s+|\s+er,?\s+)(?P<definition>\S.+)$", re.DOTALL)
# What a sentence is about without naming a term.
NO_TERM = re.compile(
    r"^(?:det|dette|den|disse|de|vi|man|der|her|men|maden|tallene|denne|dette|to|tre|fire|begge|flere|nogle|alle|formålet|visionen|aftalen|sundhedsaftalen|planen|politikken)\b|^(?:en|et)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.DOTALL) for pattern in cues.tables()["definition"]["patterns"])


def definitions(reading: Reading) -> list[Definition]:
    """Find the terms that a document defines."""
    found: list[Definition] = []
    for index, block in enumerate(reading.blocks):
        if block.role in ("heading", "cell"):
            continue
        for number, sentence in enumerate(reading.sentences[index]):
            found.extend(_read(reading, index, number, sentence))
    found += [*_glossary(reading), *_from_grids(reading)]
    unique: dict[str, Definition] = {}
    for definition in found:
        unique.setdefault(key(definition.term), definition)
    return list(unique.values())


def _glossary(reading: Reading) -> Iterator[Definition]:
    """Read a section of terms: "Term: meaning", "Term er ...", and headings that are terms with their meaning below."""
    cue = cues.pattern("definition", "heading")
    inside = reading.section(Kind.DEFINITION, cue)
    for index, block in enumerate(reading.blocks):
        for below in reading.body(index)[:1] if block.role == "heading" else ():
            content = reading.blocks[below].content
            meaning = content.slice(_start(content.text), len(content.text))
            if meaning.text and (content.text.startswith(":") or any(map(cue.search, reading.paths[index]))):
                yield _definition(reading, block.text, meaning, None)
        if index not in inside:
            continue
        match = ENTRY.match(block.text) if block.role in ("paragraph", "item") else None
        if match and not NO_TERM.match(match["term"]):
            meaning = block.content.slice(*match.span("definition"))
            yield _definition(reading, match["term"], meaning, None, whole=block.content)


def _start(text: str) -> int:
    """Return where a meaning begins after a colon."""
    return len(text) - len(text.lstrip(": "))


def _from_grids(reading: Reading) -> Iterator[Definition]:
    for grid in grids(reading):
        term, meaning = grid.column(TERM), grid.column(MEANING)
        for row in grid.rows if term is not None and meaning is not None else ():
            name, text = row[term or 0], row[meaning or 0]
            if name is not None and text is not None:
                yield _definition(reading, name.text, text, None)


def _read(reading: Reading, index: int, number: int, sentence: Repaired) -> Iterator[Definition]:
    following = _following(reading, index, number)
    opens = re.match(r"^(?P<term>[^,.:;]{2,60}?)\s+defineres (?:her )?som:$", sentence.text)
    if opens and following is not None:
        yield _definition(reading, opens["term"], following, _source(reading, index + 1))
        return
    for pattern in _patterns():
        match = pattern.match(sentence.text)
        if match and not NO_TERM.match(match["term"]):
            meaning = sentence.slice(*match.span("definition"))
            yield _definition(reading, match["term"], meaning, None, whole=sentence)
            return


def _following(reading: Reading, index: int, number: int) -> Repaired | None:
    """Return the block after one that ends with "defineres som:"."""
    last = number == len(reading.sentences[index]) - 1
    return reading.blocks[index + 1].content if last and index + 1 < len(reading.blocks) else None


def _source(reading: Reading, index: int) -> str | None:
    """Return a short unfinished block after a quoted definition, which names its source."""
    if index + 1 >= len(reading.blocks):
        return None
    text = reading.blocks[index + 1].text
    return text if reading.blocks[index + 1].role == "heading" and len(text.split()) <= SOURCE_WORDS else None


def _definition(
    reading: Reading, term: str, meaning: Repaired, source: str | None, whole: Repaired | None = None
) -> Definition:
    text = meaning.text.strip(QUOTES).rstrip(".") if source else meaning.text.strip(QUOTES)
    name = term.strip(QUOTES)
    quote = reading.quote(whole or meaning)
    return Definition(
        Kind.DEFINITION, f"{name}: {text}", (quote,), label=name, term=name, definition=text, source=source
    )

"""Names in the lists, tables and paragraphs that follow an announcement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.blocks import Block
from ingest.headings import DANGLING
from ingest.model import Kind, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcements import Announcement
from ingest.statements.counting import count_in
from ingest.statements.naming import named_statement
from ingest.statements.reading import Reading
from ingest.statements.splitting import single_spaced, split
from ingest.statements.visions import vision_text

NAME_LEAD = re.compile(r"^[A-ZÆØÅÉ][^.:!?]{1,50}: \S")
MAX_LABEL_WORDS = 12
MIN_NAMED = 2
MIN_NAMED_LINES = 2
ENUMERATION = re.compile(r",\s+(?:og\s+(?=[^\s,]+$))?|\s+og\s+(?=[^\s,]+$)")


def in_list(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the list, or else the text, that follows an announcing sentence or heading."""
    items = reading.items_after(one.index) if one.opens else reading.items_below(one.index)
    titles = " ".join([one.text.text, *reading.paths[one.index][-1:]])
    cross_cutting = cues.is_cross_cutting(titles)
    for item in items:
        content = reading.blocks[item].content
        name = first_line(reading.blocks[item])
        if name is not None:
            named = named_statement(reading, one.kind, content.slice(0, name), cross_cutting, heading=True)
            yield replace(named, text=content.text, quotes=(reading.quote(content),))
            continue
        pieces = _enumerated(content) if len(items) == 1 else [content]
        for piece in pieces:
            yield named_statement(reading, one.kind, piece, cross_cutting)
    ranked = reading.blocks[one.index].style.startswith("#") or one.by_meaning
    if not items:
        yield from (
            named_statement(reading, one.kind, name, cross_cutting, heading=True) for name in _tabled(reading, one)
        )
    if not items and one.kind is Kind.VISION and (one.opens or ranked):
        yield from vision_text(reading, one)


def _tabled(reading: Reading, one: Announcement) -> list[Repaired]:
    """Return the names of a table that follows: as many columns, or rows, as are announced, and no title known.

    The number may stand in the sentence between a heading and the table; a table of names may have no titles.
    """
    first = one.index + 1
    lead = reading.blocks[first].text if first < len(reading.blocks) and one.count is None else ""
    first += bool(lead) and reading.blocks[first].role == "paragraph"
    count = one.count or count_in(lead, any_noun=True) or 0
    columns, rows = reading.table_shape(first)
    cells = reading.blocks[first : first + columns * (rows + 1)]
    places = {block.place: single_spaced(block.content) for block in cells if block.place}
    titles = [places[0, column] for column in range(columns) if (0, column) in places]
    if count < MIN_NAMED or any(cues.nouns(title.text) and not cues.FINITE_VERB.search(title.text) for title in titles):
        return []
    starts = [places[row, 0] for row in range(rows + 1) if (row, 0) in places]
    told = any(title.text.endswith(".") for title in titles)  # a sentence is no title
    fitting = (names for names in ([] if told else titles, starts[1:], starts) if len(names) == count)
    return next(fitting, [])


def first_line(block: Block) -> int | None:
    """Return the length of an item's first line if it is a name: unfinished, and a new sentence stands below it."""
    if len(block.lines) < MIN_NAMED_LINES:
        return None
    first, second = block.lines[0].text, block.lines[1].text
    unfinished = not first.rstrip().endswith((".", ",", ":", ";", "-", "–")) and not DANGLING.search(first)
    if not unfinished or not second[:1].isupper() or len(first.split()) > MAX_LABEL_WORDS:
        return None
    return len(re.sub(r"\s+", " ", first.strip()))


def explained(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the paragraphs below an announcement that each begin with a name ("Mod: Vi siger ...", "Mod. Vi ...")."""
    if one.kind is Kind.VISION:
        return
    body = reading.body(one.index)
    paragraphs = [index for index in body if reading.blocks[index].role == "paragraph"]
    lead = reading.blocks[body[0]].text if body and not reading.is_named(body[0]) else ""
    cross_cutting = cues.is_cross_cutting(f"{one.text.text}\n{lead}")
    with_colon = [index for index in paragraphs if NAME_LEAD.match(reading.blocks[index].text)]
    if len(with_colon) > 1:
        for index in with_colon:
            yield named_statement(reading, one.kind, reading.blocks[index].content, cross_cutting)
        return
    for index in _named(reading, one, paragraphs):
        name = reading.sentences[index][0]
        statement = named_statement(reading, one.kind, name, cross_cutting, heading=True)
        content = reading.blocks[index].content
        yield replace(statement, text=content.text, quotes=(reading.quote(content),))


def _named(reading: Reading, one: Announcement, paragraphs: Sequence[int]) -> list[int]:
    """Return the paragraphs that begin with a name: all but one, or as many in a row as are announced."""
    counted = [index for index in paragraphs if reading.is_named(index, MAX_LABEL_WORDS)] if one.count else []
    in_a_row = bool(counted) and len(counted) == one.count == counted[-1] - counted[0] + 1
    found = counted if in_a_row else [index for index in paragraphs if reading.is_named(index)]
    tells = any(noun.kind is one.kind for index in found for noun in cues.nouns(reading.sentences[index][0].text))
    enough = len(found) > 1 and (in_a_row or len(found) >= len(paragraphs) - 1)
    return found if enough and not tells and one.count in (None, len(found)) else []


def _enumerated(content: Repaired) -> list[Repaired]:
    """Split a single short item that enumerates names ("fleksibilitet, differentiering og ressourcebevidsthed")."""
    if len(content.text.split()) > MAX_LABEL_WORDS or content.text.endswith("."):
        return [content]
    return split(content, ENUMERATION)


def first_sentence(sentences: Sequence[Repaired]) -> int | None:
    """Return the length of an item's first sentence if it is a name: short, and another follows it."""
    first = sentences[0].text
    return len(first) if len(sentences) > 1 and len(first.split()) <= MAX_LABEL_WORDS and first.endswith(".") else None

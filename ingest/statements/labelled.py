"""Visions, principles, values, focus areas and target groups: what is announced by a noun and given a name.

Three forms are read: a list after an announcing sentence, the headings below one (or below a chapter's heading), and a
paragraph or heading that begins with the noun as a label ("Vision: ..."). Where a text lists what it then treats under
headings of the same names, list and headings are one statement. Explicit lists go before chapters: only a kind that
has no list is read from the headings of its chapter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.model import FocusArea, Kind, Quote, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcements import NATIONAL, Announcement, announcements
from ingest.statements.grids import grids
from ingest.statements.matching import NUMBER, key, same
from ingest.statements.reading import Reading

KINDS = (Kind.VISION, Kind.PRINCIPLE, Kind.VALUE, Kind.FOCUS_AREA, Kind.TARGET_GROUP)
# What divides an item's name from its explanation ("Digitalisering, for eksempel ...", "Psykiatri – med fokus på ...").
DIVIDER = re.compile(r"\s+[–-]\s+|;\s+|:\s+|,\s+(?=for eksempel|fx|f\.eks|herunder|blandt andet|bl\.a)|\.\s+")
NAME_LEAD = re.compile(r"^[A-ZÆØÅ][^.:!?]{1,50}: \S")
MAX_LABEL_WORDS = 12
MIN_EXPLANATION_WORDS = 4
ENUMERATION = re.compile(r",\s+(?:og\s+(?=[^\s,]+$))?|\s+og\s+(?=[^\s,]+$)")
GROUP_SEPARATOR = re.compile(r";\s*")
QUOTED_VISION = re.compile(r"\b[Vv]ision(?:en)?\s*[,:]?\s*[”\"»“]([^”\"«“]{8,160})[”\"«“]")
FOCUS_SENTENCE = re.compile(r"\bsærligt? fokus på (?P<label>[^.;:,]{5,90})")


def labelled(reading: Reading) -> list[Statement]:
    """Find the named statements of a document in reading order."""
    announced = announcements(reading)
    found: list[Statement] = []
    for kind in KINDS:
        own = [one for one in announced if one.kind is kind]
        lists = [statement for one in own for statement in (*_listed(reading, one), *_explained(reading, one))]
        below = [statement for one in own if _reads_headings(one, lists) for statement in _headed(reading, one)]
        found.extend(_united([*lists, *below, *_from_labels(reading, kind), *_from_grids(reading, kind)]))
    found.extend(_vision_sentences(reading, found))
    found.extend(_quoted_visions(reading, found))
    found.extend(_focus_sentences(reading, announced))
    return [_with_body(reading, statement) for statement in found]


def _reads_headings(one: Announcement, lists: list[Statement]) -> bool:
    """Tell whether the names may stand as headings below: where a sentence or a bare label says so, or no list does."""
    if one.opens:
        return one.kind is not Kind.TARGET_GROUP and not any(
            one.text.span().start < item.quote.span.start < one.text.span().end + 600 for item in lists
        )
    own = [statement for statement in lists if not (isinstance(statement, FocusArea) and statement.cross_cutting)]
    return one.count == 1 or not own


def _listed(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the list, or else the text, that follows an announcing sentence or heading."""
    items = reading.items_after(one.index) if one.opens else reading.items_below(one.index)
    titles = " ".join([one.text.text, *reading.paths[one.index][-1:]])
    cross_cutting = bool(cues.pattern("focus-area", "cross_cutting").search(titles))
    for item in items:
        content = reading.blocks[item].content
        pieces = _enumerated(content) if len(items) == 1 else [content]
        for piece in pieces:
            yield _named(reading, one.kind, piece, cross_cutting)
    if not items and one.kind is Kind.VISION and (one.opens or reading.blocks[one.index].style.startswith("#")):
        yield from _vision_text(reading, one)


def _explained(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the paragraphs below a heading that each begin with a name ("Nysgerrighed: Vi spørger ...")."""
    if reading.blocks[one.index].role != "heading" or one.kind is Kind.VISION:
        return
    named = [
        index
        for index in reading.body(one.index)
        if reading.blocks[index].role == "paragraph" and NAME_LEAD.match(reading.blocks[index].text)
    ]
    if len(named) > 1:
        for index in named:
            yield _named(reading, one.kind, reading.blocks[index].content)


def _vision_text(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the paragraph that an announcement of the vision leads to ("Vores vision er, at: ...")."""
    following = one.index + 1
    if following < len(reading.blocks) and reading.blocks[following].role in ("paragraph", "heading"):
        content = reading.blocks[following].content
        if not cues.nouns(content.text) and not (one.count and one.count > 1):
            yield Statement(Kind.VISION, content.text, (reading.quote(content),))


def _enumerated(content: Repaired) -> list[Repaired]:
    """Split a single short item that enumerates names ("fleksibilitet, differentiering og ressourcebevidsthed")."""
    if len(content.text.split()) > MAX_LABEL_WORDS or content.text.endswith("."):
        return [content]
    return split(content, ENUMERATION)


def split(content: Repaired, separator: re.Pattern[str]) -> list[Repaired]:
    """Split a text at a separator, keeping the places of its parts."""
    cuts = [match.span() for match in separator.finditer(content.text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(content.text)]
    return [content.slice(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _named(reading: Reading, kind: Kind, content: Repaired, cross_cutting: bool = False) -> Statement:
    for lead in (NUMBER, cues.pattern(kind.value, "label")):
        prefix = lead.match(content.text)
        if prefix and prefix.end() < len(content.text):
            content = content.slice(prefix.end(), len(content.text))
    divider = DIVIDER.search(content.text)
    label = content
    if divider and len(content.text[divider.end() :].split()) >= MIN_EXPLANATION_WORDS:
        label = content.slice(0, divider.start())
    name = label.text.rstrip(".,;: ")
    quotes = (reading.quote(content),)
    if kind is Kind.FOCUS_AREA:
        return FocusArea(kind, content.text, quotes, label=name, cross_cutting=cross_cutting)
    return Statement(kind, content.text, quotes, label=name)


def _headed(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the headings below an announcement as names; if fewer than announced, those before it in its chapter too."""
    if one.opens and reading.items_after(one.index):
        return
    below = list(reading.headings_from(one.index))[: one.count]
    plain = not reading.blocks[one.index].style.startswith("#")
    if plain and (not below or (one.count and len(below) < one.count and one.opens)):
        start = reading.chapter_start(one.index)
        before = [index for index in _headings_between(reading, start, one.index) if index not in below]
        missing = one.count - len(below) if one.count else len(before)
        below = [*before[-missing:], *below] if missing and (one.opens or one.kind is Kind.PRINCIPLE) else below
    for index in below:
        yield _named(reading, one.kind, reading.blocks[index].content)


def _headings_between(reading: Reading, start: int, end: int) -> list[int]:
    return [
        index
        for index in range(start + 1, end)
        if reading.blocks[index].role == "heading"
        and reading.has_body(index)
        and not cues.names_section(reading.blocks[index].text)
    ]


def _from_labels(reading: Reading, kind: Kind) -> Iterator[Statement]:
    """Read blocks that begin with the kind's noun as a label."""
    label = cues.pattern(kind.value, "label")
    for block in reading.blocks:
        match = label.match(block.text)
        if not match or block.role == "cell" or match.end() >= len(block.text):
            continue
        content = block.content.slice(match.end(), len(block.text))
        if kind is Kind.TARGET_GROUP:
            yield from (_named(reading, kind, piece) for piece in split(content, GROUP_SEPARATOR))
        else:
            yield _named(reading, kind, content)


def _from_grids(reading: Reading, kind: Kind) -> Iterator[Statement]:
    """Read a table whose first column holds the names; what it measures is told by a column of indicators."""
    for grid in grids(reading):
        if grid.columns[0] == kind.value and grid.column(Kind.INDICATOR.value) is None:
            for row in grid.rows:
                if row[0] is not None:
                    yield _named(reading, kind, row[0])


def _vision_sentences(reading: Reading, found: Iterable[Statement]) -> Iterator[Statement]:
    """Read "Vores vision er, at ..." in running text."""
    seen = [statement for statement in found if statement.kind is Kind.VISION]
    for index, block in enumerate(reading.blocks):
        for sentence in reading.sentences[index] if block.role == "paragraph" else ():
            match = cues.pattern("vision", "sentence").search(sentence.text)
            content = sentence.slice(*match.span("text")) if match else None
            if content is not None and not any(same(content.text, other.name) for other in seen):
                yield Statement(Kind.VISION, content.text, (reading.quote(content),))


def _quoted_visions(reading: Reading, found: Iterable[Statement]) -> Iterator[Statement]:
    """Read a vision that the text names in quotation marks."""
    seen = [statement for statement in found if statement.kind is Kind.VISION]
    for block in reading.blocks:
        for match in QUOTED_VISION.finditer(block.text):
            content = block.content.slice(*match.span(1))
            if not any(same(content.text, other.name) for other in seen):
                statement = Statement(Kind.VISION, content.text, (reading.quote(content),), label=content.text)
                seen.append(statement)
                yield statement


def _focus_sentences(reading: Reading, announced: Iterable[Announcement]) -> Iterator[Statement]:
    """Read "et særligt fokus på X" in the sections that a heading calls focus areas."""
    for one in announced:
        if one.kind is not Kind.FOCUS_AREA or one.opens or reading.blocks[one.index].role != "heading":
            continue
        for index in reading.body(one.index):
            for sentence in reading.sentences[index]:
                match = FOCUS_SENTENCE.search(sentence.text)
                if match:
                    content = sentence.slice(*match.span("label"))
                    quote = reading.quote(sentence)
                    yield FocusArea(Kind.FOCUS_AREA, sentence.text, (quote,), label=content.text)


def _united(statements: Iterable[Statement]) -> list[Statement]:
    """Keep the first of statements with the same name; national goals are nobody's own statement."""
    kept: list[Statement] = []
    for statement in statements:
        national = NATIONAL.search(statement.name) or any(
            key(name) == key(statement.name) for goal in cues.national()["goal"] for name in goal["names"]
        )
        if not national and not any(same(statement.name, other.name) for other in kept):
            kept.append(statement)
    return kept


def _with_body(reading: Reading, statement: Statement) -> Statement:
    """Add the text below the heading of the same name, and that heading as a further quote."""
    from dataclasses import replace

    for index in reading.headings_by_key.get(key(statement.name), []):
        body = tuple(reading.quote(reading.blocks[i].content) for i in reading.body(index))
        heading = reading.quote(reading.blocks[index].content)
        if body:
            quotes: tuple[Quote, ...] = statement.quotes
            if heading not in quotes:
                quotes = (*quotes, heading)
            return replace(statement, quotes=quotes, body=body)
    return statement

"""Visions, principles, values, focus areas and target groups: what is announced by a noun and given a name.

Three forms are read: a list after an announcing sentence, the headings below one (or below a chapter's heading), and a
paragraph or heading that begins with the noun as a label ("Vision: ..."). Where a text lists what it then treats under
headings of the same names, list and headings are one statement. Explicit lists go before chapters: only a kind that
has no list is read from the headings of its chapter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from ingest.blocks import Block
from ingest.headings import DANGLING
from ingest.model import FocusArea, Kind, Quote, Statement
from ingest.repair import Repaired
from ingest.statements import cues, prose
from ingest.statements.announcements import NATIONAL, Announcement, announcements
from ingest.statements.grids import grids
from ingest.statements.matching import NUMBER, key, same
from ingest.statements.organisations import is_body
from ingest.statements.reading import Reading
from ingest.statements.splitting import split

KINDS = (Kind.VISION, Kind.PRINCIPLE, Kind.VALUE, Kind.FOCUS_AREA, Kind.TARGET_GROUP)
# What divides an item's name from its explanation ("Digitalisering, for eksempel ...", "Psykiatri – med fokus på ...").
DIVIDER = re.compile(r"\s+[–—-]\s+|;\s+|:\s+|,\s+(?=for eksempel|fx|f\.eks|herunder|blandt andet|bl\.a)|\.\s+")
# A line that only leads on: "Rådet arbejder for, at", "Det vi drømmer om:".
LEAD = re.compile(r"(?::|\bat|\bom)$")
NAME_LEAD = re.compile(r"^[A-ZÆØÅÉ][^.:!?]{1,50}: \S")
MAX_LABEL_WORDS = 12
MIN_EXPLANATION_WORDS = 4
MIN_VISION_WORDS = 5
MAX_VISION_WORDS = 45
MIN_NAMED_LINES = 2
MIN_PRINCIPLES = 3
WORD = re.compile(r"[^\W\d_]{2}")
ENUMERATION = re.compile(r",\s+(?:og\s+(?=[^\s,]+$))?|\s+og\s+(?=[^\s,]+$)")
GROUP_ENUMERATION = re.compile(r";\s*|,\s+(?!der\b|som\b|hvis\b|hvor\b)")
GROUP_SEPARATOR = re.compile(r";\s*")
QUOTED_VISION = re.compile(r"\b[Vv]ision(?:en)?\s*[,:]?\s*[”\"»“]([^”\"«“]{8,160})[”\"«“]")
IN_QUOTES = re.compile(r"[»\"”“](?P<text>[^»«\"”“]{10,})[«\"”“]")
FOCUS_SENTENCE = re.compile(r"\bsærligt? fokus på (?P<label>[^.;:,]{5,90})")


def labelled(reading: Reading) -> list[Statement]:
    """Find the named statements of a document in reading order."""
    announced = announcements(reading)
    found: list[Statement] = []
    for kind in KINDS:
        own = [one for one in announced if one.kind is kind]
        lists = [statement for one in own for statement in (*_listed(reading, one), *_explained(reading, one))]
        lists += [statement for one in own if not lists for statement in prose.enumerated(reading, one)]
        lists += prose.called(reading, kind)
        below = [statement for one in own if _reads_headings(one, lists) for statement in _headed(reading, one)]
        found.extend(_united([*lists, *below, *_from_labels(reading, kind), *_from_grids(reading, kind)]))
    if not any(statement.kind in (Kind.PRINCIPLE, Kind.VALUE) for statement in found):
        found.extend(_unnamed_principles(reading, found))
    found.extend(_quoted_visions(reading, found))
    found.extend(_vision_sentences(reading, found))
    if not any(statement.kind is Kind.VISION for statement in found):
        found.extend(v for one in announced if one.kind is Kind.VISION for v in _vision_text(reading, one))
    found.extend(_focus_sentences(reading, announced))
    return [
        _with_body(reading, statement)
        for statement in found
        if statement.kind is not Kind.TARGET_GROUP or not is_body(statement.text)
    ]


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
        name = _first_line(reading.blocks[item])
        if name is not None:
            named = _named(reading, one.kind, content.slice(0, name), cross_cutting, heading=True)
            yield replace(named, text=content.text, quotes=(reading.quote(content),))
            continue
        pieces = _enumerated(content) if len(items) == 1 else [content]
        for piece in pieces:
            yield _named(reading, one.kind, piece, cross_cutting)
    ranked = reading.blocks[one.index].style.startswith("#") or one.by_meaning
    if not items and one.count and one.count > 1:
        yield from (_named(reading, one.kind, name, cross_cutting, heading=True) for name in _tabled(reading, one))
    if not items and one.kind is Kind.VISION and (one.opens or ranked):
        yield from _vision_text(reading, one)


def _tabled(reading: Reading, one: Announcement) -> list[Repaired]:
    """Return the names of a table that follows: as many columns, or rows, as are announced, and no title known."""
    columns, rows = reading.table_shape(one.index + 1)
    places = {
        block.place: block.content
        for block in reading.blocks[one.index + 1 : one.index + 1 + columns * (rows + 1)]
        if block.place
    }
    titles = [places[0, column] for column in range(columns) if (0, column) in places]
    if any(cues.nouns(title.text) for title in titles):
        return []
    names = titles if columns == one.count else [places[row, 0] for row in range(1, rows + 1) if (row, 0) in places]
    return names if len(names) == one.count else []


def _first_line(block: Block) -> int | None:
    """Return the length of an item's first line if it is a name: unfinished, and a new sentence stands below it."""
    if len(block.lines) < MIN_NAMED_LINES:
        return None
    first, second = block.lines[0].text, block.lines[1].text
    unfinished = not first.rstrip().endswith((".", ",", ":", ";", "-", "–")) and not DANGLING.search(first)
    if not unfinished or not second[:1].isupper() or len(first.split()) > MAX_LABEL_WORDS:
        return None
    return len(re.sub(r"\s+", " ", first.strip()))


def _explained(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the paragraphs below an announcement that each begin with a name ("Mod: Vi siger ...", "Mod. Vi ...")."""
    if one.kind is Kind.VISION:
        return
    body = reading.body(one.index)
    paragraphs = [index for index in body if reading.blocks[index].role == "paragraph"]
    lead = reading.blocks[body[0]].text if body and not reading.is_named(body[0]) else ""
    cross_cutting = bool(cues.pattern("focus-area", "cross_cutting").search(f"{one.text.text}\n{lead}"))
    with_colon = [index for index in paragraphs if NAME_LEAD.match(reading.blocks[index].text)]
    if len(with_colon) > 1:
        for index in with_colon:
            yield _named(reading, one.kind, reading.blocks[index].content, cross_cutting)
        return
    names = {index: reading.sentences[index][0] for index in paragraphs if reading.is_named(index)}
    tells = any(noun.kind is one.kind for name in names.values() for noun in cues.nouns(name.text))
    if (
        not tells
        and len(names) > 1
        and len(names) >= len(paragraphs) - 1
        and (one.count is None or one.count == len(names))
    ):
        for index, name in names.items():
            named = _named(reading, one.kind, name, cross_cutting, heading=True)
            yield replace(
                named, text=reading.blocks[index].text, quotes=(reading.quote(reading.blocks[index].content),)
            )


def _vision_text(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the paragraph that an announcement of the vision leads to ("Vores vision er, at: ...")."""
    following = one.index + 1
    if following + 1 < len(reading.blocks) and LEAD.search(reading.blocks[following].text):
        following += 1
    if following < len(reading.blocks) and reading.blocks[following].role in ("paragraph", "heading"):
        content = reading.blocks[following].content
        clear = one.opens or (reading.blocks[one.index].style.startswith("#") and not one.by_meaning)
        long = not clear and len(content.text.split()) > MAX_VISION_WORDS
        many = bool(one.count and one.count > 1) or long
        if not cues.nouns(content.text) and not many:
            yield Statement(Kind.VISION, content.text, (reading.quote(content),))


def _enumerated(content: Repaired) -> list[Repaired]:
    """Split a single short item that enumerates names ("fleksibilitet, differentiering og ressourcebevidsthed")."""
    if len(content.text.split()) > MAX_LABEL_WORDS or content.text.endswith("."):
        return [content]
    return split(content, ENUMERATION)


def _named(
    reading: Reading, kind: Kind, content: Repaired, cross_cutting: bool = False, heading: bool = False
) -> Statement:
    """Make a statement of its name and what explains it behind a divider; a heading is all name."""
    for lead in (NUMBER, cues.label(kind)):
        prefix = lead.match(content.text)
        if prefix and prefix.end() < len(content.text):
            content = content.slice(prefix.end(), len(content.text))
    if heading:
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


def _headed(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the headings below an announcement as names; if fewer than announced, those before it in its chapter too."""
    if one.opens and reading.items_after(one.index):
        return
    plain = not reading.is_ranked
    if one.weak and plain:
        return
    counted = reading.counted_after(one.index) if plain else []
    below = counted if counted and len(counted) == one.count else _after_label(reading, one)
    below = below or list(reading.headings_from(one.index))[: one.count]
    if plain and (not below or (one.count and len(below) < one.count and one.opens)):
        start = reading.chapter_start(one.index)
        before = [index for index in _headings_between(reading, start, one.index) if index not in below]
        missing = one.count - len(below) if one.count else len(before)
        styles = {reading.blocks[index].style for index in before[-missing:]}
        apart = one.kind is Kind.PRINCIPLE and reading.blocks[one.index].style not in styles
        below = [*before[-missing:], *below] if missing and (one.opens or apart) else below
    if not plain and below and one.count and len(below) < one.count:
        peers = _peers(reading, one.index, below)
        below += peers if len(below) + len(peers) == one.count else []
    if plain and len(below) == 1 and one.count is None and _are_peers(reading, one.index, below[0]):
        return
    if one.kind is Kind.VISION and one.count in (None, 1):
        below = [index for index in below[:1] if len(reading.blocks[index].text.split()) >= MIN_VISION_WORDS]
    cross_cutting = bool(cues.pattern("focus-area", "cross_cutting").search(one.text.text))
    for index in below:
        name = reading.blocks[index].content
        if one.kind is Kind.FOCUS_AREA or not cues.pattern("focus-area", "cross_cutting_heading").search(name.text):
            yield _named(reading, one.kind, name, cross_cutting, heading=True)


def _peers(reading: Reading, chapter: int, below: Sequence[int]) -> list[int]:
    """Return the headings of a chapter like those found but of another rank: with the same headings below them.

    Authors of Word files set some headings by style and others by bold type.
    """
    rank = len(reading.blocks[chapter].style)
    heads = [i for i in range(below[0], len(reading.blocks)) if reading.blocks[i].role == "heading"]
    inside = list(takewhile(lambda i: len(reading.blocks[i].style) > rank, heads))
    parts = {key(reading.blocks[i].text) for i in inside if i < below[-1] and reading.comes_again_as_heading(i)}
    again = [i for i in inside if key(reading.blocks[i].text) in parts]
    return [
        one
        for one, following in pairwise([*(i for i in inside if i not in again and i > below[-1]), len(reading.blocks)])
        if any(one < part < following for part in again)
    ]


def _are_peers(reading: Reading, heading: int, other: int) -> bool:
    """Tell whether two headings look alike and each has text of its own, so that one is no part of the other."""
    first, second = reading.blocks[heading], reading.blocks[other]
    return first.role == "heading" and first.style == second.style and reading.has_body(heading)


def _first_sentence(sentences: Sequence[Repaired]) -> int | None:
    """Return the length of an item's first sentence if it is a name: short, and another follows it."""
    first = sentences[0].text
    return len(first) if len(sentences) > 1 and len(first.split()) <= MAX_LABEL_WORDS and first.endswith(".") else None


def _unnamed_principles(reading: Reading, found: Sequence[Statement]) -> Iterator[Statement]:
    """Read the names with explanations below a heading that no cue knows and that stands before the focus areas.

    That is where agreements that call nothing a principle have them. Three names or more, each item or paragraph one.
    """
    areas = [one.quote.span.start for one in found if one.kind is Kind.FOCUS_AREA]
    end = reading.index_at(min(areas)) if areas else 0
    for index in range(end):
        if reading.blocks[index].role != "heading" or reading.announces_nothing(index) or reading.comes_again(index):
            continue
        if cues.names_section(reading.blocks[index].text):
            continue
        items = reading.items_below(index)
        names = [_first_line(reading.blocks[item]) or _first_sentence(reading.sentences[item]) for item in items]
        if len(items) >= MIN_PRINCIPLES and all(names):
            for item, name in zip(items, names, strict=True):
                content = reading.blocks[item].content
                named = _named(reading, Kind.PRINCIPLE, content.slice(0, name or 0), heading=True)
                yield replace(named, text=content.text, quotes=(reading.quote(content),))
            return


def _after_label(reading: Reading, one: Announcement) -> list[int]:
    """Return the heading that names what a heading only numbers ("FOKUSOMRÅDE I")."""
    label = cues.label(Kind.GOAL if reading.is_called_goal(one.index) else one.kind)
    bare = label.fullmatch(one.text.text + " ") or label.match(one.text.text + " x")
    following = one.index + 1
    if not bare or one.opens or following >= len(reading.blocks) or reading.blocks[following].role != "heading":
        return []
    return [following] if cues.title(one.text.text) == one.text.text else []


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
    for index, block in enumerate(reading.blocks):
        called = kind is Kind.FOCUS_AREA and reading.is_called_goal(index)
        match = cues.label(Kind.GOAL if called else kind).match(block.text)
        if match is None and kind is Kind.FOCUS_AREA and index in reading.series - reading.inner_series:
            start = len(block.text) - len(cues.title(block.text))
            yield _named(reading, kind, block.content.slice(start, len(block.text)), heading=True)
        if kind is Kind.TARGET_GROUP and reading.leads.get(index, (None, 0))[0] is kind:
            content = block.content.slice(reading.leads[index][1], len(block.text))
            yield from (_named(reading, kind, piece) for piece in split(content, GROUP_ENUMERATION))
        if not match or block.role == "cell" or match.end() >= len(block.text):
            continue
        content = block.content.slice(match.end(), len(block.text))
        if kind is Kind.TARGET_GROUP:
            yield from (_named(reading, kind, piece) for piece in split(content, GROUP_SEPARATOR))
        else:
            yield _named(reading, kind, content, heading=block.role == "heading")


def _from_grids(reading: Reading, kind: Kind) -> Iterator[Statement]:
    """Read a table whose first column holds the names; what it measures is told by a column of indicators."""
    for grid in grids(reading):
        names = grid.own(kind.value) if grid.column(Kind.INDICATOR.value) is None else []
        yield from (_named(reading, kind, name) for name in names if name is not None and WORD.search(name.text))


def _vision_sentences(reading: Reading, found: Iterable[Statement]) -> Iterator[Statement]:
    """Read "Vores vision er, at ..." in running text, and what a following sentence calls the vision.

    Where nothing is called so, "ambitionen er, at ..." is taken, if it stands outside the focus areas.
    """
    seen = [statement for statement in found if statement.kind is Kind.VISION]
    areas = {key(statement.name) for statement in found if statement.kind is Kind.FOCUS_AREA}
    for name in ("sentence", "inline", "imagined", "ambition"):
        if name in ("imagined", "ambition") and seen:
            return
        for index, content in _matching(reading, cues.pattern("vision", name)):
            inside = any(key(cues.title(title)) in areas for title in reading.paths[index])
            if not inside and not any(_says_same(content.text, other) for other in seen):
                quoted = IN_QUOTES.match(content.text)
                content = content.slice(*quoted.span("text")) if quoted else content
                seen.append(Statement(Kind.VISION, content.text, (reading.quote(content),)))
                yield seen[-1]
    for index, _ in _matching(reading, cues.pattern("vision", "after"), group=0):
        content = reading.blocks[index - 1].content
        if not seen and index and reading.blocks[index - 1].role in ("paragraph", "heading"):
            seen.append(Statement(Kind.VISION, content.text, (reading.quote(content),)))
            yield seen[-1]


def _says_same(text: str, other: Statement) -> bool:
    return same(text, other.name) or key(other.text) in key(text) or key(text) in key(other.text)


def _matching(reading: Reading, pattern: re.Pattern[str], group: int | str = "text") -> Iterator[tuple[int, Repaired]]:
    for index, block in enumerate(reading.blocks):
        for sentence in reading.sentences[index] if block.role == "paragraph" else ():
            match = pattern.search(sentence.text)
            if match:
                yield index, sentence.slice(*match.span(group))


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
    for index in reading.headings_by_key.get(key(statement.name), []):
        body = tuple(reading.quote(reading.blocks[i].content) for i in reading.body(index))
        heading = reading.quote(reading.blocks[index].content)
        if body:
            quotes: tuple[Quote, ...] = statement.quotes
            if heading not in quotes:
                quotes = (*quotes, heading)
            return replace(statement, quotes=quotes, body=body)
    return statement

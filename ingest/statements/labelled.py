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

from ingest import danish
from ingest.model import FocusArea, Kind, Quote, Statement
from ingest.statements import cues, prose
from ingest.statements.announcements import Announcement, announcements
from ingest.statements.announcing import NATIONAL
from ingest.statements.grids import grids
from ingest.statements.matching import key, same
from ingest.statements.named_headings import headed, unnamed_principles
from ingest.statements.named_lists import explained, in_list
from ingest.statements.naming import named_statement
from ingest.statements.once import once
from ingest.statements.organisations import is_body
from ingest.statements.reading import Reading
from ingest.statements.splitting import split
from ingest.statements.visions import only_shown, quoted_visions, vision_sentences, vision_text

KINDS = (Kind.VISION, Kind.PRINCIPLE, Kind.VALUE, Kind.FOCUS_AREA, Kind.TARGET_GROUP)
WORD = re.compile(r"[^\W\d_]{2}")
GROUP_ENUMERATION = re.compile(r";\s*|,\s+(?!der\b|som\b|hvis\b|hvor\b)")
GROUP_SEPARATOR = re.compile(r";\s*")
FOCUS_SENTENCE = re.compile(r"\bsærligt? fokus på (?P<label>[^.;:,]{5,90})")


def labelled(reading: Reading) -> list[Statement]:
    """Find the named statements of a document in reading order."""
    announced = announcements(reading)
    found: list[Statement] = []
    for kind in KINDS:
        own = [one for one in announced if one.kind is kind]
        lists = [statement for one in own for statement in (*in_list(reading, one), *explained(reading, one))]
        lists += [statement for one in own if not lists for statement in prose.enumerated(reading, one)]
        lists += prose.called(reading, kind)
        below = [statement for one in own if _reads_headings(one, lists) for statement in headed(reading, one)]
        found.extend(_united([*lists, *below, *_from_labels(reading, kind), *_from_grids(reading, kind)]))
    found = _with_guides(reading, found)
    if not any(statement.kind is Kind.PRINCIPLE for statement in found):
        found.extend(unnamed_principles(reading, found))
    found = [statement for statement in found if not only_shown(reading, statement)]
    found.extend(quoted_visions(reading, found))
    found.extend(vision_sentences(reading, found))
    if not any(statement.kind is Kind.VISION for statement in found):
        found.extend(v for one in announced if one.kind is Kind.VISION for v in vision_text(reading, one))
    found.extend(_focus_sentences(reading, announced))
    found.extend(_cross_cutting_sentences(reading, found))
    return [
        _with_body(reading, statement)
        for statement in found
        if statement.kind is not Kind.TARGET_GROUP or not is_body(statement.text)
    ]


def _with_guides(reading: Reading, found: list[Statement]) -> list[Statement]:
    """Take what a heading calls by a word for focus areas or principles as these, if the text has focus areas besides.

    Those have sections of their own; what only a list or table names and explains is a principle.
    """
    words = cues.tables()["principle"]["guiding"]
    areas = [one for one in found if isinstance(one, FocusArea) and not one.cross_cutting]
    guides = [
        one
        for one in areas
        if any(
            danish.lemma(token.text).casefold() in words
            for title in _titles_of(reading, reading.index_at(one.quote.span.start))
            for token in danish.tokens(title)
        )
    ]
    if len(guides) == len(areas):
        return found
    return [Statement(Kind.PRINCIPLE, one.text, one.quotes, label=one.label) if one in guides else one for one in found]


def _titles_of(reading: Reading, index: int) -> tuple[str, ...]:
    """Return the headings above a block and, of a list's item, the sentence that leads to the list."""
    above = next((i for i in range(index, -1, -1) if reading.blocks[i].role != "item"), index)
    lead = reading.sentences[above][-1:] if above != index and reading.blocks[above].role == "paragraph" else []
    return (*reading.paths[index], *(sentence.text for sentence in lead))


def _reads_headings(one: Announcement, lists: list[Statement]) -> bool:
    """Tell whether the names may stand as headings below: where a sentence or a bare label says so, or no list does."""
    if one.opens:
        return one.kind is not Kind.TARGET_GROUP and not any(
            one.text.span().start < item.quote.span.start < one.text.span().end + 600 for item in lists
        )
    own = [statement for statement in lists if not (isinstance(statement, FocusArea) and statement.cross_cutting)]
    return one.count == 1 or not own


def _from_labels(reading: Reading, kind: Kind) -> Iterator[Statement]:
    """Read blocks that begin with the kind's noun as a label."""
    for index, block in enumerate(reading.blocks):
        called = kind is Kind.FOCUS_AREA and reading.is_called_goal(index)
        match = cues.label(Kind.GOAL if called else kind).match(block.text)
        if match is None and kind is _kind_of_series(reading) and index in reading.series.outer:
            start = len(block.text) - len(cues.title(block.text))
            yield named_statement(reading, kind, block.content.slice(start, len(block.text)), heading=True)
        if kind is Kind.TARGET_GROUP and reading.leads.get(index, (None, 0))[0] is kind:
            content = block.content.slice(reading.leads[index][1], len(block.text))
            yield from (named_statement(reading, kind, piece) for piece in split(content, GROUP_ENUMERATION))
        if not match or block.role == "cell" or match.end() >= len(block.text):
            continue
        content = block.content.slice(match.end(), len(block.text))
        if kind is Kind.TARGET_GROUP:
            yield from (named_statement(reading, kind, piece) for piece in split(content, GROUP_SEPARATOR))
        else:
            cross_cutting = cues.is_cross_cutting(block.text[: match.end()])
            yield named_statement(reading, kind, content, cross_cutting, heading=block.role == "heading", bare=True)


@once
def _kind_of_series(reading: Reading) -> Kind:
    """Tell what a series of headings is whose word no cue knows: principles, if focus areas are announced after it."""
    last = max(reading.series.outer, default=0)
    announced = [one for one in announcements(reading) if one.kind is Kind.FOCUS_AREA and not one.by_meaning]
    areas = [one for one in announced if not cues.is_cross_cutting(one.text.text) and one.count != 1]
    return Kind.PRINCIPLE if areas and all(one.index > last for one in areas) else Kind.FOCUS_AREA


def _from_grids(reading: Reading, kind: Kind) -> Iterator[Statement]:
    """Read a table whose first column holds the names; what it measures is told by a column of indicators."""
    for grid in grids(reading):
        names = grid.own(kind.value) if grid.column(Kind.INDICATOR.value) is None else []
        yield from (
            named_statement(reading, kind, name) for name in names if name is not None and WORD.search(name.text)
        )


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


def _cross_cutting_sentences(reading: Reading, found: Sequence[Statement]) -> Iterator[Statement]:
    """Read "X er et tværgående hensyn", where nothing else calls X so."""
    for sentence in (sentence for some in reading.sentences for sentence in some):
        match = cues.pattern("focus-area", "cross_cutting_sentence").search(sentence.text)
        if match and not any(same(match["label"], one.name) for one in found):
            quotes = (reading.quote(sentence),)
            yield FocusArea(Kind.FOCUS_AREA, sentence.text, quotes, label=match["label"], cross_cutting=True)


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

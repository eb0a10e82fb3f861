"""Visions: the text below their announcement, sentences that tell one, and names in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest import danish
from ingest.model import Kind, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcements import Announcement
from ingest.statements.matching import key, same
from ingest.statements.reading import Reading

# A line that only leads on: "Rådet arbejder for, at", "Det vi drømmer om:".
LEAD = re.compile(r"(?::|\bat|\bom)$")
MAX_VISION_WORDS, MAX_VISION_ALONE = 45, 80
QUOTED_VISION = re.compile(r"\b[Vv]ision(?:en)?\s*[,:]?\s*[”\"»“]([^”\"«“]{8,160})[”\"«“]")
IN_QUOTES = re.compile(r"[»\"”“](?P<text>[^»«\"”“]{10,})[«\"”“]")


def vision_text(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the paragraph that an announcement of the vision leads to ("Vores vision er, at: ...")."""
    following = one.index + 1
    if following + 1 < len(reading.blocks) and LEAD.search(reading.blocks[following].text):
        following += 1
    if following < len(reading.blocks) and reading.blocks[following].role in ("paragraph", "heading"):
        content = reading.blocks[following].content
        clear = one.opens or (reading.blocks[one.index].style.startswith("#") and not one.by_meaning)
        alone = following + 1 == len(reading.blocks) or reading.blocks[following + 1].role == "heading"
        long = not clear and len(content.text.split()) > (MAX_VISION_ALONE if alone else MAX_VISION_WORDS)
        several = not one.opens and cues.pattern("vision", "several").search(one.text.text) is not None
        many = bool(one.count and one.count > 1) or long or several
        # "Aftalens ambition": "Parterne har den ambition, at ..."
        own = {danish.lemma(noun.word) for noun in cues.nouns(one.text.text) if noun.kind is Kind.GOAL}
        others = [noun for noun in cues.nouns(content.text) if danish.lemma(noun.word) not in own]
        if not others and not many:
            yield Statement(Kind.VISION, content.text, (reading.quote(content),))


def vision_sentences(reading: Reading, found: Iterable[Statement]) -> Iterator[Statement]:
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
    for index, told in _matching(reading, cues.pattern("vision", "after"), group=0):
        before = _before(reading, index, told)
        if not seen and before is not None:
            seen.append(Statement(Kind.VISION, before.text, (reading.quote(before),)))
            yield seen[-1]


def _before(reading: Reading, index: int, told: Repaired) -> Repaired | None:
    """Return the sentence before one in its paragraph, or the paragraph or heading above."""
    earlier = [one for one in reading.sentences[index] if one.offsets[0] < told.offsets[0]]
    if earlier:
        return earlier[-1]
    above = reading.blocks[index - 1] if index else None
    return above.content if above is not None and above.role in ("paragraph", "heading") else None


def _says_same(text: str, other: Statement) -> bool:
    return same(text, other.name) or key(other.text) in key(text) or key(text) in key(other.text)


def _matching(reading: Reading, pattern: re.Pattern[str], group: int | str = "text") -> Iterator[tuple[int, Repaired]]:
    for index, block in enumerate(reading.blocks):
        for sentence in reading.sentences[index] if block.role == "paragraph" else ():
            match = pattern.search(sentence.text)
            if match:
                yield index, sentence.slice(*match.span(group))


def quoted_visions(reading: Reading, found: Iterable[Statement]) -> Iterator[Statement]:
    """Read a vision that the text names in quotation marks."""
    seen = [statement for statement in found if statement.kind is Kind.VISION]
    for content in _names(reading):
        if not any(same(content.text, other.name) for other in seen):
            statement = Statement(Kind.VISION, content.text, (reading.quote(content),), label=content.text)
            seen.append(statement)
            yield statement


def only_shown(reading: Reading, statement: Statement) -> bool:
    """Tell whether a vision is the heading in capitals of what a sentence names in quotation marks.

    The sentence has it as one reads it, so it is taken from there.
    """
    named = statement.kind is Kind.VISION and statement.text.isupper()
    return named and any(same(statement.text, name.text) for name in _names(reading))


def _names(reading: Reading) -> Iterator[Repaired]:
    for block in reading.blocks:
        for match in QUOTED_VISION.finditer(block.text):
            yield block.content.slice(*match.span(1))

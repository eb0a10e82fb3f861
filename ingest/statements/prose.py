"""Names that running text enumerates: "Den første er, at ...; den anden er ...", "... tillid, åbenhed og ligeværd"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.model import Kind, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcements import Announcement
from ingest.statements.reading import Reading
from ingest.statements.splitting import split

ORDINAL = re.compile(
    rf"^(?:(?:den|det|vores) )?(?P<ordinal>{'|'.join(cues.ORDINALS)}|andet)(?: \w+)? er,?(?: at)? "
    r"(?P<name>[^.:;]{5,}?)(?=[.:;]|$)",
    re.IGNORECASE,
)
# Single words in a row, the last behind "og".
ROW = re.compile(r"\b(?:\w{3,}, )+\w{3,} og \w{3,}\b")
NEXT_IN_ROW = re.compile(r", | og ")
# "Omsorg, mod og ordholdenhed er de værdier, ..."
CALLED = re.compile(rf"^(?P<row>{ROW.pattern}) er (?:(?:vores|de|fælles|aftalens|politikkens|planens) )+(?P<noun>\w+)")
# "... de værdier, som alle deler: mod, nærvær og ordentlighed."
ROW_BEHIND = re.compile(rf"^(?P<before>[^.:]+):\s+(?P<row>{ROW.pattern})\.?$")
NAMED = (Kind.PRINCIPLE, Kind.VALUE)


def enumerated(reading: Reading, one: Announcement) -> Iterator[Statement]:
    """Read the names in the text that an announcement stands in or, as a heading, above; lists go before.

    A paragraph's sentences must count from one upwards. What is said between two of them explains the first.
    """
    if one.kind not in NAMED or reading.items_below(one.index) or reading.items_after(one.index):
        return
    for index in reading.body(one.index) or [one.index]:
        found = list(_ordinal(reading, one.kind, index))
        if one.count in (None, len(found)) and len(found) > 1:
            yield from found
            return
        if one.kind is Kind.VALUE and (row := ROW.search(reading.blocks[index].text)):
            yield from _words(reading, Kind.VALUE, reading.blocks[index].content.slice(*row.span()))
            return


def called(reading: Reading, kind: Kind) -> Iterator[Statement]:
    """Read the sentences that say of a row of words what they are: "Omsorg og mod er vores værdier"."""
    for sentence in (sentence for some in reading.sentences for sentence in some) if kind in NAMED else ():
        match = CALLED.match(sentence.text)
        nouns = cues.nouns(match["noun"]) if match else []
        if match is None and (match := ROW_BEHIND.search(sentence.text)):
            nouns = cues.nouns(match["before"])[-1:]
        if match and any(noun.kind is kind for noun in nouns):
            yield from _words(reading, kind, sentence.slice(*match.span("row")))


def _words(reading: Reading, kind: Kind, row: Repaired) -> Iterator[Statement]:
    for word in split(row, NEXT_IN_ROW):
        yield Statement(kind, word.text, (reading.quote(word),), label=word.text)


def _ordinal(reading: Reading, kind: Kind, index: int) -> Iterator[Statement]:
    """Yield what the sentences of a paragraph count up, as long as they count without a gap."""
    sentences = reading.sentences[index]
    matches = [ORDINAL.match(sentence.text) for sentence in sentences]
    starts = [place for place, match in enumerate(matches) if match]
    for number, place in enumerate(starts):
        match = matches[place]
        if match is None or cues.place_of(match["ordinal"]) != number + 1:
            return
        end = starts[number + 1] if number + 1 < len(starts) else len(sentences)
        text = _joined(reading, index, sentences[place], sentences[end - 1])
        name = sentences[place].slice(*match.span("name"))
        yield Statement(kind, text.text, (reading.quote(text),), label=name.text)


def _joined(reading: Reading, index: int, first: Repaired, last: Repaired) -> Repaired:
    """Return the text of a block from one sentence to another."""
    content = reading.blocks[index].content
    start = content.offsets.index(first.offsets[0])
    return content.slice(start, content.offsets.index(last.offsets[0]) + len(last.text))

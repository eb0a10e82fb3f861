"""Goals behind labels ("Målsætning: ...", "Sigte 1. ..."), and those whose measures or codes tell of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.headings import CODED
from ingest.model import Goal, Kind
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.codes import other_code, own_code
from ingest.statements.goal import make
from ingest.statements.matching import NUMBER
from ingest.statements.reading import Reading


def behind_labels(reading: Reading) -> Iterator[Goal]:
    """Read "Målsætning: ..."; a label on a line of its own covers the paragraphs that go on in the same words."""
    label = cues.label(Kind.GOAL)
    for index, block in enumerate(reading.blocks):
        if block.role == "heading" and cues.numbers(Kind.GOAL, block.text) and not reading.is_called_goal(index):
            for following in reading.body(index)[:1]:
                yield make(reading, reading.sentences[following][0])
        match = label.match(block.text)
        if not match or block.role == "cell" or match.end() >= len(block.text) or reading.is_called_goal(index):
            continue
        content = block.content.slice(match.end(), len(block.text))
        for sentence in _sentences_from(reading, index, content):
            yield Goal(Kind.GOAL, sentence.text, (reading.quote(sentence),))
        own_line = label.fullmatch(block.lines[0].text + " ") or label.fullmatch(block.lines[0].text)
        following = index + 1
        opening = content.text.split()[:2]
        while own_line and following < len(reading.blocks) and reading.blocks[following].text.split()[:2] == opening:
            content = reading.blocks[following].content
            yield Goal(Kind.GOAL, content.text, (reading.quote(content),))
            following += 1


def in_series(reading: Reading) -> Iterator[Goal]:
    """Read the numbered headings of a word that no cue knows, within focus areas: "Sigte 1. ...", "Løft 2: ...".

    What stands below is the goal's statement if it is a single sentence; else the name is all that is stated.
    """
    for index in sorted(reading.series.inner):
        heading = reading.blocks[index].content
        code = CODED.match(heading.text)
        name = heading.text[code.end() :] if code else cues.title(heading.text)
        below = [sentence for body in reading.body(index)[:1] for sentence in reading.sentences[body]]
        stated = below if len(below) == 1 else []
        title = heading.slice(len(heading.text) - len(name), len(heading.text))
        for text in stated or [title]:
            quotes = dict.fromkeys((reading.quote(text), reading.quote(heading)))
            yield Goal(Kind.GOAL, text.text, tuple(quotes), label=name)


def named_in_headings(reading: Reading) -> Iterator[Goal]:
    """Read the headings that name goals by one phrase, two or more: "Løftet om svar", "Løftet om kroppen"."""
    heads = [
        index
        for index, block in enumerate(reading.blocks)
        if block.role == "heading" and cues.pattern("goal", "named").match(block.text) and reading.body(index)
    ]
    for index in heads if len(heads) > 1 else ():
        heading = reading.blocks[index].content
        first = reading.sentences[reading.body(index)[0]][0]
        yield Goal(Kind.GOAL, first.text, (reading.quote(first), reading.quote(heading)), label=heading.text)


def _sentences_from(reading: Reading, index: int, content: Repaired) -> list[Repaired]:
    """Return the sentences of a labelled block; a goal of several sentences that do not each commit is one."""
    inside = [s for s in reading.sentences[index] if s.offsets[0] >= content.offsets[0]]
    if inside and all(re.match(r"(?:Vi|At|Alle|Flere|Færre)\b", sentence.text) for sentence in inside):
        return inside
    return [content]


def before_measures(reading: Reading) -> Iterator[Goal]:
    """Read the sentence of a block after which it is told what measures it ("Vi måler: ...")."""
    for index in range(len(reading.blocks)):
        if not _is_measured(reading, index) or not reading.sentences[index]:
            continue
        goal = make(reading, reading.sentences[index][0])
        above = reading.blocks[index - 1] if index else None
        named = above is not None and above.role == "heading" and reading.blocks[index].role != "heading"
        labelled = above is not None and cues.title(above.text) != above.text
        if named and above is not None and (labelled or not cues.nouns(above.text)) and not above.text.endswith("."):
            title = cues.title(NUMBER.sub("", above.text))
            goal = replace(goal, label=goal.label or title, quotes=(*goal.quotes, reading.quote(above.content)))
        yield goal


def referred_to(reading: Reading) -> Iterator[Goal]:
    """Read the items whose code other items name as what they belong to: "1a ..." where "Til 1a ..." follows."""
    codes = {code for block in reading.blocks if (code := other_code(block))}
    for block in reading.blocks if len(codes) > 1 else ():
        if own_code(block) in codes:
            yield make(reading, block.content)


def _is_measured(reading: Reading, index: int) -> bool:
    """Tell whether what a block says is measured by the one after it ("Vi måler: ...")."""
    after = index + 1
    if after >= len(reading.blocks) or reading.blocks[index].role == "item":
        return False
    kind, _ = reading.leads.get(after, (None, 0))
    labelled = cues.label(Kind.INDICATOR).match(reading.blocks[after].text) is not None
    own, _ = reading.leads.get(index, (None, 0))
    measures = own not in (None, Kind.GOAL) or cues.label(Kind.INDICATOR).match(reading.blocks[index].text)
    return not measures and (labelled or kind is Kind.INDICATOR)

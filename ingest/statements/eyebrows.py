"""Headings whose number stands on a line of its own above them, as designers set it: "TEMA 1" over the theme's name."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.blocks import Block
from ingest.headings import NUMBERED
from ingest.repair import Repaired
from ingest.statements import cues

BARE = re.compile(
    r"^(?:(?P<word>[A-ZÆØÅÉ][^\W\d_]{2,}) (?:\d{1,2}|[A-H]|[IVX]{1,4})"
    rf"|(?i:{'|'.join(cues.ORDINALS)}|andet) (?P<after>[^\W\d_]{{3,20}}))[.:]?$"
)
# The word alone, over a heading that has the number: "SPOR" over "1 Et godt liv".
ALONE = re.compile(r"^(?P<word>[A-ZÆØÅÉ][^\W\d_]{2,19})$")
MIN_MEMBERS = 2


def joined_eyebrows(found: Sequence[Block]) -> list[Block]:
    """Return the blocks with such a line and the heading directly below it as one heading, of the rank of the higher.

    Two of one word or more show that it is no accident; a heading that names a chapter of the genre is not its name.
    """
    over = {index: word for index in range(len(found)) if (word := _word_over(found, index))}
    words = Counter(over.values())
    starts = {index for index, word in over.items() if words[word] >= MIN_MEMBERS}
    result = []
    for index, (one, after) in enumerate(pairwise([*found, *found[-1:]])):
        if index in starts:
            result.append(_joined(one, after))
        elif index - 1 not in starts:
            result.append(one)
    return result


def _word_over(found: Sequence[Block], index: int) -> str | None:
    """Return the word of a line that stands directly over a heading which can be the name of what it counts."""
    one, after = found[index], found[index + 1] if index + 1 < len(found) else None
    if one.role != "heading" or after is None or after.role != "heading" or cues.names_section(after.text):
        return None
    if NUMBERED.match(after.text):
        alone = ALONE.match(one.text)
        return alone["word"] if alone else None
    bare = BARE.match(one.text)
    labelled = cues.title(after.text) != after.text  # "ANDEN DEL" over "Spor 1. Hjemme" is no part of its name
    return (bare["word"] or bare["after"]) if bare and not labelled and not BARE.match(after.text) else None


def _joined(one: Block, after: Block) -> Block:
    offsets = array("l", [*one.content.offsets, one.content.offsets[-1] + 1, *after.content.offsets])
    content = Repaired(f"{one.text} {after.text}", offsets)
    style = min(one.style, after.style, key=len) if one.style.startswith("#") else after.style
    return replace(after, content=content, lines=(*one.lines, *after.lines), style=style)

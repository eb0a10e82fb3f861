"""What plain text's blocks are, seen from their neighbours: continuations, headings, labels, tables, pull quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ingest import headings
from ingest.blocks import NUMBERED_ITEM, Block, follows, make_block
from ingest.contents import Contents
from ingest.repair import Repairer
from ingest.source import Line

LOWEST_RANK = "#" * 7
REACH = 4
MIN_BROKEN_LINES = 3
BARE_LABEL = re.compile(r"(?P<word>[A-ZÆØÅÉ](?:[a-zæøåé]{2,20}|[A-ZÆØÅÉ]{3,20})) \d{1,2}(?:\.\d{1,2})?\b")
MAX_NAME_LINES = 2
LABEL_RUN = 4
PULL_QUOTE_WORDS = 5
PULL_QUOTE_BLOCKS = 12
FINITE_VERB = re.compile(r"\b(?:er|har|skal|vil|kan|bør|må|bliver|blev|var|[^\W\d_]+(?:tt|nd|v|g|d|r|k)es)\b")
COLUMN_TITLES = re.compile(
    r"\b(?:mål|målsætning|indikator|målepunkt|målgruppe|indsatsområde|fokusområde|pejlemærke|spor)(?:er|erne|en|et)?\b",
    re.IGNORECASE,
)
MAX_TITLE_WORDS = 8
LEAD = re.compile(r"[A-ZÆØÅÉ][^\d.:]{2,30}:(?= )")
MIN_LED = 3
# "A1 Færre fald.", "2.1 Færre fald.": the number of a goal within its area.
CODE = re.compile(r"^(?P<area>[A-ZÆØÅÉ]|\d{1,2}\.)(?P<place>\d{1,2})[.:]?\s+(?=[A-ZÆØÅÉ])")


def rejoin(found: Sequence[Block], repairer: Repairer) -> list[Block]:
    """Join a block that goes on mid-sentence to the nearest one before it that breaks off.

    Blank lines stand also inside paragraphs, and another column or a box may stand between; so the block is looked for
    among the four before, pull quotes in capitals not counted. A list item is only joined with what follows it
    directly, and so is what has less than three lines, which may be a heading or a label.
    """
    result: list[_Part] = []
    for block in found:
        target = _broken_off(result, block) if block.role == "paragraph" else None
        if target is None:
            result.append(_Part([block]))
        else:
            target.blocks.append(block)
    return [part.joined(repairer) for part in result]


@dataclass(frozen=True, slots=True)
class _Part:
    """A block with those that continue it; joined once, at the end."""

    blocks: list[Block]

    @property
    def text(self) -> str:
        """The text at its end."""
        return self.blocks[-1].text

    def joined(self, repairer: Repairer) -> Block:
        """Join the blocks to one."""
        if len(self.blocks) == 1:
            return self.blocks[0]
        lines = tuple(line for block in self.blocks for line in block.lines)
        return replace(self.blocks[0], content=repairer.join(lines), lines=lines)


def _broken_off(before: Sequence[_Part], block: Block) -> _Part | None:
    numbered = NUMBERED_ITEM.match(block.text)
    if block.text[:1].isdigit() and not (numbered and numbered["part"]):
        previous = before[-1] if before else None
        return previous if previous and headings.DANGLING.search(previous.text) else None
    counted = NUMBERED_ITEM.match(before[-1].blocks[0].text) if before else None
    if not block.text[:1].islower() or (numbered and counted and follows(counted, numbered)):
        return None
    passed = 0
    for part in reversed(before):
        first, adjacent = part.blocks[0], part is before[-1]
        passed += not headings.is_caps(part.text)
        if passed > REACH or (first.role == "item" and not adjacent):
            return None
        long_enough = adjacent or sum(len(one.lines) for one in part.blocks) >= MIN_BROKEN_LINES
        if first.role in ("paragraph", "item") and long_enough and not headings.is_finished(part.text):
            return None if headings.is_caps(part.text) else part
    return None


def mark_numbered_items(found: Sequence[Block]) -> list[Block]:
    """Turn blocks that follow one another directly and are numbered 1, 2, ... or A1, A2, ... into list items.

    Numbered headings have text between them, and so do not follow one another; one in capitals is no list's last item.
    """
    result = list(found)
    numbers = [_number(block) for block in found]
    for index in range(len(found) - 1):
        one, other = numbers[index], numbers[index + 1]
        if one and other and _follows(one, other) and _are_set_alike(found[index], found[index + 1]):
            for place, match in ((index, one), (index + 1, other)):
                content = found[place].content.slice(match.end(), len(found[place].text))
                result[place] = replace(found[place], role="item", content=content, mark=match.group().strip())
    return result


def mark_nested_items(found: Sequence[Block]) -> list[Block]:
    """Turn paragraphs that count up, with but lists between them, into items, and these lists into what is in them.

    So are goals with their indicators set where marks tell nothing: "1a Færre fald." / "Vi måler:" / "- Antal fald".
    """
    result = list(found)
    before: int | None = None
    for index, block in enumerate(found):
        sentence = block.role == "paragraph" and block.text.endswith(".")  # a title has lists below it too
        number = NUMBERED_ITEM.match(block.text) if sentence else None
        if number:
            one = NUMBERED_ITEM.match(found[before].text) if before is not None else None
            if before is not None and before + 1 < index and one and follows(one, number):
                result[before + 1 : index] = [replace(inner, style="sub") for inner in found[before + 1 : index]]
                for place, match in ((before, one), (index, number)):
                    content = found[place].content.slice(match.end(), len(found[place].text))
                    result[place] = replace(found[place], role="item", content=content, mark=match.group().strip())
            before = index
        elif not (block.role == "item" or (block.role == "paragraph" and block.text.endswith(":"))):
            _nest_last(result, before, index)
            before = None
    _nest_last(result, before, len(found))
    return result


def _nest_last(result: list[Block], before: int | None, end: int) -> None:
    """Nest the lists behind the last of some numbered items."""
    if before is not None and result[before].role == "item":
        result[before + 1 : end] = [replace(inner, style="sub") for inner in result[before + 1 : end]]


def _number(block: Block) -> re.Match[str] | None:
    """Return the number, letter or code that a block begins with; a code begins a sentence."""
    if block.role not in ("paragraph", "heading"):
        return None
    coded = CODE.match(block.text) if block.role == "paragraph" and block.text.endswith(".") else None
    return coded or NUMBERED_ITEM.match(block.text)


def _follows(one: re.Match[str], other: re.Match[str]) -> bool:
    if one.re is other.re is CODE:
        return one["area"] == other["area"] and int(other["place"]) == int(one["place"]) + 1
    return one.re is other.re and follows(one, other)


def _are_set_alike(one: Block, other: Block) -> bool:
    return headings.is_caps(one.text) == headings.is_caps(other.text)


def mark_headings(found: Sequence[Block], guess: bool, listed: Contents) -> list[Block]:
    """Turn short unfinished paragraphs that stand alone into headings; without `guess` only those in capitals.

    What the table of contents lists is a heading however it ends, and so is a short line after which a list or a
    sentence begins. What begins with a label that comes again ("Ansvarlig: ...") is none.
    """
    leads = Counter(match.group() for block in found if (match := LEAD.match(block.text)))
    marked = [
        replace(block, role="heading", style=headings.style(block.lines))
        if block.role == "paragraph"
        and not _is_led(block, leads)
        and (guess or headings.is_caps(block.text))
        and (headings.is_heading(block.text, _begins(following)) or listed.lists(block.text))
        else block
        for block, following in zip_longest(found, found[1:])
    ]
    if guess:
        return marked
    return [_ranked(block, following) for block, following in zip_longest(marked, marked[1:])]


def _is_led(block: Block, leads: Counter[str]) -> bool:
    """Tell whether a block begins with a label that others begin with too ("Vi måler: ..."), and so is no title."""
    match = LEAD.match(block.text)
    return match is not None and leads[match.group()] >= MIN_LED


def _begins(block: Block | None) -> bool:
    """Tell whether a block is no continuation of the one before it."""
    return block is not None and (block.role == "item" or block.text[:1].isupper())


def _ranked(block: Block, following: Block | None) -> Block:
    """Give a heading in capitals among marked ones the rank of the one it stands over, or the lowest."""
    if block.role != "heading" or block.style.startswith("#"):
        return block
    over = following is not None and following.role == "heading" and following.style.startswith("#")
    return replace(block, style=following.style if over and following else LOWEST_RANK)


def mark_tables(found: Sequence[Block], repairer: Repairer) -> list[Block]:
    """Split what follows a table's column titles into cells, up to the next sentence or numbered heading.

    An extraction flattens a table to lines; a cell begins where a line begins with a capital letter.
    """
    result: list[Block] = []
    inside = False
    seen: set[str] = set()
    for block, following in zip_longest(found, found[1:]):
        if block.place is not None:
            inside = False
            result.append(block)
        elif _is_table_head(block):
            inside = True
            seen.clear()
            result.append(replace(block, role="cell", style="head"))
        elif inside and (block.text in seen or not _ends_table(block, following)):
            cells = [make_block("cell", cell, repairer) for cell in _cells(block.lines)]
            seen.update(cell.text for cell in cells)
            result.extend(cells)
        else:
            inside = False
            result.append(block)
    return result


def _ends_table(block: Block, following: Block | None) -> bool:
    """Tell whether a block belongs to the text after a table: a sentence, a list, or one heading with text below it."""
    if block.style in ("N.", "CAPS") or block.role == "item" or re.search(r"[.!?:]$", block.text):
        return True
    has_text = following is not None and following.role == "paragraph" and headings.is_finished(following.text)
    return block.role == "heading" and has_text and len(_cells(block.lines)) == 1


def _is_table_head(block: Block) -> bool:
    if block.role != "heading" or " og " in block.text or len(block.text.split()) > MAX_TITLE_WORDS:
        return False
    return len({match.group().lower()[:6] for match in COLUMN_TITLES.finditer(block.text)}) >= 2


def _cells(lines: Sequence[Line]) -> list[list[Line]]:
    cells: list[list[Line]] = []
    for line in lines:
        text = " ".join(part.text for part in cells[-1]) if cells else ""
        open_bracket = text.count("(") > text.count(")")
        starts = (
            line.text[0].isupper()
            and not open_bracket
            and not text.endswith(("-", "/", "–"))
            and not headings.DANGLING.search(text)
        )
        if starts or not cells:
            cells.append([])
        cells[-1].append(line)
    return cells


def join_labels(found: Sequence[Block], repairer: Repairer) -> list[Block]:
    """Join headings that are nothing but a word and a number with the name below: "Resultat 1.1 / Færre fald".

    Only where the word comes with two numbers or more; a name may run over two lines.
    """
    words = Counter(match["word"] for block in found if (match := BARE_LABEL.match(block.text)))
    result: list[Block] = []
    for block in found:
        match = _bare_label(result[-1]) if result else None
        if match and words[match["word"]] > 1 and _may_name(block):
            lines = (*result.pop().lines, *block.lines)
            result.append(make_block("heading", lines, repairer, style="plain"))
        else:
            result.append(block)
    return result


def _bare_label(block: Block) -> re.Match[str] | None:
    styled = block.role == "heading" and block.style in ("plain", "CAPS")
    return BARE_LABEL.fullmatch(block.text) if styled else None


def _may_name(block: Block) -> bool:
    """Tell whether a block may be the name that a label above numbers: a heading, or a line or two of no sentence."""
    if block.role == "heading":
        return block.style in ("plain", "CAPS") and _bare_label(block) is None
    unfinished = not block.text.endswith((".", ":", ";", "?", ","))
    return block.role == "paragraph" and unfinished and len(block.lines) <= MAX_NAME_LINES


def mark_labels(found: Sequence[Block]) -> list[Block]:
    """Turn runs of headings without any text between them into labels of a figure or a table.

    Up to three headings follow one another in these texts (chapter, section, subsection); more are labels, but for
    numbered headings and the last two before a text.
    """
    result = list(found)
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and found[end].role == "heading":
            end += 1
        if end - start >= LABEL_RUN:
            for index in range(start, end):
                if found[index].style != "N." and (index < end - 2 or end == len(found) or found[end].role == "cell"):
                    result[index] = replace(found[index], role="cell")
        start = max(end, start + 1)
    return result


def mark_pull_quotes(found: Sequence[Block]) -> list[Block]:
    """Mark sentences in capitals that repeat words of a paragraph, also when blank lines divide them, as margin."""
    running = " ".join(block.text.casefold() for block in found if block.role in ("paragraph", "item"))
    result = list(found)
    start = 0
    while start < len(found):
        end = start
        while (
            end < min(len(found), start + PULL_QUOTE_BLOCKS)
            and found[end].role in ("heading", "cell", "paragraph")
            and headings.is_caps(found[end].text)
        ):
            end += 1
        stop = next((stop for stop in range(end, start, -1) if _repeats(found[start:stop], running)), None)
        for index in range(start, stop or start):
            result[index] = replace(found[index], role="margin")
        start = stop or start + 1
    return result


def _repeats(run: Sequence[Block], running: str) -> bool:
    text = " ".join(block.text for block in run).casefold().rstrip(". ")
    return len(text.split()) >= PULL_QUOTE_WORDS and bool(FINITE_VERB.search(text)) and text in running

"""From the lines of plain text to blocks: headings, paragraphs and list items, in the order of the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low

from ingest import headings
from ingest.repair import Repaired, Repairer
from ingest.source import Line

BULLET = re.compile(r"^(?:[•●▪◦·*–‣→✓✔■□▶►➤◆❖]|[-+»§>](?=\s+\D)|o(?=\s+[A-ZÆØÅÉ]))\s*")
# "R1  ...", "P2 (R1)  ...", "M 2.1  ...": a code and a wide gap.
CODED_ITEM = re.compile(
    r"^[A-ZÆØÅÉ]{1,2} ?\d{1,2}(?:\.\d{1,2})?(?:\s+\([^()]{1,8}\)\s+|[.:)]?\s{2,}|(?<=\w\d\d)\s)(?=\S)"
)
# "M1 Ældre skal ...": the same with one space, if it is a sentence.
CODED_SENTENCE = re.compile(r"^[A-ZÆØÅÉ]{1,2}\d{1,2}\s(?=[A-ZÆØÅÉ][a-zæøåé]*,? )")
# "Til 2b  ...": what belongs to the item of that code.
REFERRING_ITEM = re.compile(r"^(?:Til|til(?= \S+:)) (?P<code>\d{1,2}(?:[a-zæøåé]|\.\d{1,2})?)[.:]?\s+(?=[A-ZÆØÅÉ])")
# "– Vi åbner": what a dash in a sentence sets apart begins with a small letter.
DASH_BEGINNING = re.compile(r"^[–-]\s+[A-ZÆØÅÉ]")
# "Vi måler:" on a line of its own leads to a list; it is indented with it.
LEADING = re.compile(r"^[A-ZÆØÅÉ]\w*(?: \w+){0,4}:$")
MARKED_ITEM = re.compile("|".join(one.pattern for one in (CODED_ITEM, CODED_SENTENCE, REFERRING_ITEM)))
DASH = re.compile(r"^[-–]\s(?!\d)")
DASHED_NUMBER = re.compile(r"^[-–]\s*\d")
PAGE_NUMBER = re.compile(r"^(?:[Ss]ide )?\d{1,3}(?: af \d{1,3})?$")
PAGE_LINE = re.compile(r"^[Ss]ide \d{1,3}(?: af \d{1,3})?$")
# "Klyngeplan 2025-2026 3": a year tells that what follows it is a page's number.
AFTER_YEAR = re.compile(r"(?<=20\d\d) \d{1,3}$")
EDGE_NUMBER = re.compile(
    r"^(?:[Ss]ide )?\d{1,3}(?: af \d{1,3})?(?:\s{2,}|\s*[|·]\s*)"
    r"|(?:\s{2,}|\s*[|·]\s*)(?:[Ss]ide )?\d{1,3}(?: af \d{1,3})?$"
)
MIN_REPEATS = 3
MIN_PAGE = 10
MAX_FOOTER = 2
MAX_LIST_TITLE = 6
NUMBERED_ITEM = re.compile(
    r"^(?:(?P<number>\d{1,2})[.)]|(?P<letter>[a-zæøåé])[.)]|\d{1,2}(?P<part>[a-zæøåé])[.):]?)\s+(?=\S)"
)
COLUMN_GAP = re.compile(r"(?<=[\w’”)])\s{2,}(?=[A-ZÆØÅÉ])")
CHAPTER_NUMBER = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|\d{1,2}[a-zæøåé][.)]?|[a-zæøå][.)]?|Til \d{1,2}[a-zæøåé]?)$"
)
SEPARATOR = re.compile(r"^(?:[-=_*~–—]\s?){4,}$")
WIDE = re.compile(r"\s\s")
WORD_GAP = re.compile(r"\S \S")
CONTENTS_LINE = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}$")
NOISE = re.compile(
    r"^(?:[-–—]|[-–] ?\d{1,3} ?[-–]|\d{1,3}|[^\W\d_]{1,2}|\d{1,3}\s?[A-ZÆØÅÉ][^.:]{3,60}\d{4}\s?[-–]\s?\d{2,4})$"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, or a label or cell of a figure or table.

    Attributes:
        role: "heading", "paragraph", "item", "cell" or "margin" (repeated pull quotes).
        content: Its repaired text with offsets, without bullet or markup.
        lines: Its lines in the source.
        style: What tells a heading's rank: "#" marks, "N.", "CAPS" or "plain"; "head" marks the column titles
            of a flattened table, "grid" a cell of a table whose rows and columns are known, "sub" a nested item.
        place: Row and column of a "grid" cell, counted from 0; row 0 holds the titles.
        mark: The number or code that stands before an item, also of the one it refers to: "2b", "P1 (R1)", "Til 1a".
    """

    role: str
    content: Repaired
    lines: tuple[Line, ...]
    style: str = ""
    place: tuple[int, int] | None = None
    mark: str = ""

    @property
    def text(self) -> str:
        """The repaired text."""
        return self.content.text


def make_block(role: str, lines: Iterable[Line], repairer: Repairer, style: str = "") -> Block:
    """Join lines to a block."""
    kept = tuple(line for line in lines if line.text)
    return Block(role, repairer.join(kept), kept, style)


def groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Group lines by blank lines, bullets and page starts; lines that carry nothing are left out.

    What carries nothing: page numbers, lone hyphens, running headers with a page number, stray letters.
    """
    group: list[Line] = []
    before: Line | None = None
    for line in _segments(lines):
        noise = bool(NOISE.match(line.text) or SEPARATOR.match(line.text) or is_of_contents(line.text))
        listed = bool(group) and group[0].text[:2] == line.text[:2] and bool(DASH.match(line.text))
        opens = _opens(line, before, bool(group) and _hangs(line, group[0])) or _counts_on(line, group)
        if (not line.text or noise or listed or opens) and group:
            yield group
            group = []
        if line.text and not noise:
            group.append(line)
        before = line
    if group:
        yield group


def is_of_contents(text: str) -> bool:
    """Tell whether a line leads by dots to a page number."""
    return text[-1:].isdigit() and CONTENTS_LINE.search(text) is not None


def _counts_on(line: Line, group: Sequence[Line]) -> bool:
    """Tell whether a line is the list item after the one that its group is: "a) ..." over several lines, "b) ..."."""
    one, other = NUMBERED_ITEM.match(group[0].text) if group else None, NUMBERED_ITEM.match(line.text)
    if one is None or other is None or (other["number"] and line.text[other.end()].islower()):
        return False
    return follows(one, other)


def without_running(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those emptied that only repeat on pages."""
    running = _running_headers(lines)
    return [replace(line, text="") if line.number in running else line for line in lines]


def _running_headers(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of lines that are repeated on pages: with page numbers that rise, or mostly beside such.

    A footer may have several lines, of which only one stands beside the number.
    """
    filled = [line for line in lines if line.text]
    names = [_without_page_number(line.text) for line in filled]
    running = _numbered_lines(filled, names)
    pages = frozenset(line.number for line in filled if PAGE_NUMBER.match(line.text))
    for _ in range(MAX_FOOTER):
        running |= _beside(filled, names, running | pages)
    return running.union(line.number for line in filled if PAGE_LINE.match(line.text))


def _beside(filled: Sequence[Line], names: Sequence[str], known: frozenset[int]) -> frozenset[int]:
    """Return the lines that are repeated mostly beside known ones."""
    anchors = [line.number in known for line in filled]
    beside: dict[str, list[int]] = {}
    for index, line in enumerate(filled):
        around = (index and anchors[index - 1]) or (index + 1 < len(filled) and anchors[index + 1])
        if around and not anchors[index]:
            beside.setdefault(names[index], []).append(line.number)
    seen = Counter(names)
    often = (own for name, own in beside.items() if _on_pages(own) and 2 * len(own) > seen[name])
    return frozenset(number for numbers in often for number in numbers)


def _on_pages(numbers: Sequence[int]) -> bool:
    """Tell whether lines come again as seldom as pages do; closer together are the cells of a table."""
    return len(numbers) >= MIN_REPEATS and median_low(after - one for one, after in pairwise(numbers)) >= MIN_PAGE


def _without_page_number(text: str) -> str:
    if text[0].isdigit() or text[-1].isdigit():
        text = EDGE_NUMBER.sub("", text)
    return " ".join(text.split())


def _numbered_lines(filled: Sequence[Line], names: Sequence[str]) -> frozenset[int]:
    """Return the lines that come again at least three times with a rising page number at one of their ends."""
    found: dict[str, list[tuple[int, int]]] = {}
    for line, name in zip(filled, names, strict=True):
        edge = EDGE_NUMBER if len(name) < len(line.text) else AFTER_YEAR
        number = edge.search(line.text)
        name = AFTER_YEAR.sub("", line.text) if number and edge is AFTER_YEAR else name
        if number and name and not name.endswith((".", ",", ":")):
            page = int(re.search(r"\d+", number.group())[0])  # type: ignore[index]
            found.setdefault(name, []).append((page, line.number))
    rising = (pages for pages in found.values() if len(pages) >= MIN_REPEATS and pages == sorted(set(pages)))
    return frozenset(number for pages in rising for _, number in pages)


def _segments(lines: Iterable[Line]) -> Iterator[Line]:
    """Split lines in which an extraction put the end of one column and the start of another, two spaces apart."""
    for line in lines:
        if not WIDE.search(line.text):
            yield line
            continue
        coded = CODED_ITEM.match(line.text)
        cut = COLUMN_GAP.search(line.text, coded.end() if coded else 0)
        if cut and CHAPTER_NUMBER.match(line.text[: cut.start()].lstrip("# ")):
            cut = COLUMN_GAP.search(line.text, cut.end())
        # Wide gaps all along a line divide words and no columns.
        if cut and WORD_GAP.search(line.text) and not line.text.endswith("|"):
            yield replace(line, text=line.text[: cut.start()])
            yield replace(line, start=line.start + cut.start(), text="")
            yield replace(line, start=line.start + cut.end(), text=line.text[cut.end() :], indent=0)
        else:
            yield line


def _hangs(line: Line, first: Line) -> bool:
    """Tell whether a line is set under the text of a list item, behind its mark: "- Vi åbner ... fra" / "  2028."."""
    mark = (BULLET.match(first.text) or NUMBERED_ITEM.match(first.text)) if line.indent else None
    return mark is not None and line.indent == first.indent + mark.end()


def _opens(line: Line, before: Line | None, hangs: bool) -> bool:
    """Tell whether a line begins a new block even if no blank line stands before it; `hangs` if it is in an item's."""
    mark = headings.mark(line.text)
    if before is None or mark != headings.mark(before.text):
        return True
    if mark and headings.CODED.match(line.text[len(mark) :].lstrip()):
        return True
    if not hangs and (headings.LONE_NUMBER.match(line.text) or headings.LONE_NUMBER.match(before.text)):
        return True
    if line.indent > 0 and LEADING.match(line.text) and before.text.endswith("."):
        return True
    if NUMBERED_ITEM.match(line.text):
        ends = before.text.endswith((".", ":", ";", "?"))
        title = before.text[:1].isupper() and len(before.text.split()) <= MAX_LIST_TITLE
        if ends or title or NUMBERED_ITEM.match(before.text):
            return True
    if MARKED_ITEM.match(line.text):
        return True
    return (line.indent > 0 and not hangs and _starts_page(line, before)) or _is_bullet(line, before)


def _starts_page(line: Line, before: Line) -> bool:
    """Tell whether an indented line is the first of a page: what an extraction leaves of a page break is an indent."""
    begins = before.indent == 0 and not line.text[:1].islower()
    return begins or headings.is_caps(line.text) != headings.is_caps(before.text)


def follows(one: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether one item's number or letter is the one after another's: 1. and 2., a) and b), 3a and 3b."""
    if one["number"] and other["number"]:
        return int(other["number"]) == int(one["number"]) + 1
    first, second = one["letter"] or one["part"], other["letter"] or other["part"]
    same_form = bool(one["letter"]) == bool(other["letter"])
    return bool(first and second and same_form) and ord(second) == ord(first) + 1


def _is_bullet(line: Line, before: Line | None) -> bool:
    """Tell whether a line begins a list item; a dash also continues a sentence ("2024 / – 2027")."""
    if not BULLET.match(line.text):
        return False
    if line.text[0] not in "–-" or before is None or not before.text:
        return not DASHED_NUMBER.match(line.text)
    begins = DASH_BEGINNING.match(line.text) is not None
    hyphen = line.text[0] == "-" and line.text[1:2] == " "
    return begins or hyphen or before.text.endswith(":") or bool(BULLET.match(before.text))


def plain_blocks(group: list[Line], repairer: Repairer, guess: bool = True) -> Iterator[Block]:
    """Yield the blocks of a group of plain text; without `guess` only marked lines are headings."""
    mark = headings.mark(group[0].text)
    if mark:
        bare = [_cut(line, len(mark)) for line in group]
        yield make_block("heading", bare, repairer, style=mark)
        return
    bullet = BULLET.match(group[0].text)
    if bullet and len(group[0].text) > bullet.end() and _is_bullet(group[0], None):
        first = _cut(group[0], bullet.end())
        code = CODED_SENTENCE.match(first.text)
        item = make_block("item", [_cut(first, code.end()) if code else first, *group[1:]], repairer)
        yield replace(item, mark=code.group().strip()) if code else item
        return
    sentence = group[-1].text.endswith(".")
    coded = CODED_ITEM.match(group[0].text) or (CODED_SENTENCE.match(group[0].text) if sentence else None)
    if coded:
        item = make_block("item", [_cut(group[0], coded.end()), *group[1:]], repairer)
        yield replace(item, mark=coded.group().strip())
        return
    referring = REFERRING_ITEM.match(group[0].text)
    if referring:
        yield replace(make_block("item", group, repairer), mark=referring.group().strip())
        return
    cut = headings.leading_lines(group) if guess else 0
    if cut:
        yield make_block("heading", group[:cut], repairer, style=headings.style(group[:cut]))
    if group[cut:]:
        yield make_block("paragraph", group[cut:], repairer)


def _cut(line: Line, count: int) -> Line:
    text = line.text[count:].lstrip()
    return replace(line, start=line.start + len(line.text) - len(text), text=text)

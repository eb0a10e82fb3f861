"""Markdown to blocks: CommonMark with tables, by markdown-it; marks are left out, offsets kept.

The library tells which lines are what. The characters inside a block are taken from the source line by line, because
its inline tokens have no offsets, and the marks of emphasis, links and code are then dropped.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.blocks import Block
from ingest.repair import Repaired, Repairer
from ingest.source import BYTE_ORDER_MARK, Line, Source

LEAD = re.compile(r"^(?:>\s?)*(?:#{1,6}\s+|(?:[-*+]|\d{1,9}[.)])\s+)?(?:\[[ xX]\]\s+)?")
QUOTE_MARK = re.compile(r"^(?:>\s?)+")
INLINE_MARKS = re.compile(
    r"!?\[(?P<link>[^\]]*)\]\([^)]*\)|\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`+|</?[a-zA-Z][^<>\n]*>|\\(?=[!-/:-@\[-`{-~])"
)
ONLY_LINK = re.compile(r"^\[[^\]]*\]\(#[^)]*\)$")
BOLD_LINE = re.compile(r"^\*\*[^*]{2,160}\*\*:?$")
# A name in bold or italics that runs into its text: "**Det måler vi:** Andelen ...", or stands on the line above it.
RUN_IN = re.compile(
    r"^(?P<mark>\*{1,3}|_{1,2})(?P<name>[^*_\n]{2,160}?(?:[.:?!](?P=mark)|(?P=mark):))\s+(?=[\dA-ZÆØÅÉ»”\"])"
)
CELL = re.compile(r"(?:\\\||[^|])+")
BELOW_HEADINGS = "#" * 7
CLOSING_MARKS = re.compile(r"\s+#+$")
# Without these, indented, fenced and HTML text is read as paragraphs; it is nobody's code in an agreement.
NO_TEXT_LOST = ["code", "fence", "html_block"]


def markdown_blocks(source: Source, repairer: Repairer) -> list[Block]:
    """Return the blocks of a Markdown document in reading order."""
    tokens = MarkdownIt("commonmark").enable("table").disable(NO_TEXT_LOST).parse(_parsable(source.text))
    return [block for block in _blocks(tokens, source.lines, repairer) if block.text]


def _parsable(text: str) -> str:
    """Return the text with the lines that `Source` counts, since the library ends one at a lone carriage return too."""
    return text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", " ")


def _blocks(tokens: Sequence[Token], lines: Sequence[Line], repairer: Repairer) -> Iterator[Block]:
    depth = 0
    for index, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "table_open" and token.map:
            yield from cells(lines[token.map[0] : token.map[1]])
        elif token.type in ("heading_open", "paragraph_open") and token.map:
            first_of_item = index > 0 and tokens[index - 1].type == "list_item_open"
            yield from _divided(_block(token, lines[token.map[0] : token.map[1]], depth > 0 or first_of_item, repairer))


def _divided(block: Block) -> Iterator[Block]:
    """Divide a paragraph from the name in bold that runs into it or stands on the line above it."""
    text = block.lines[0].text
    own_line = len(block.lines) > 1 and BOLD_LINE.match(text)
    match = RUN_IN.match(text) if not own_line else None
    if block.role != "paragraph" or not (own_line or match):
        yield block
        return
    end = block.lines[0].end if match is None else block.lines[0].start + match.end()
    count = sum(offset < end for offset in block.content.offsets)
    yield replace(block, role="heading", style=BELOW_HEADINGS, content=block.content.slice(0, count))
    yield replace(block, content=block.content.slice(count, len(block.text)))


def _block(token: Token, lines: Sequence[Line], in_list: bool, repairer: Repairer) -> Block:
    underlined = token.markup in ("=", "-")
    own = lines[:-1] if underlined else lines
    kept = tuple(_cut(line, LEAD if number == 0 else QUOTE_MARK) for number, line in enumerate(own))
    content = unmarked(repairer.join(kept))
    if token.type == "heading_open":
        closing = None if underlined else CLOSING_MARKS.search(content.text)
        content = content.slice(0, closing.start()) if closing else content
        return Block("heading", content, kept, style="#" * int(token.tag[1:]))
    bare = kept[0].text
    if in_list:
        return Block("margin" if ONLY_LINK.match(bare) else "item", content, kept)
    if len(kept) == 1 and BOLD_LINE.match(bare):
        return Block("heading", content, kept, style=BELOW_HEADINGS)
    return Block("paragraph", content, kept)


def cells(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield a table's cells with row and column; the row of dashes is no row."""
    rows = [line for number, line in enumerate(lines) if number != 1]
    for number, line in enumerate(rows):
        text = line.text
        spans = [match.span() for match in CELL.finditer(text)]
        if not text.startswith("|"):
            spans = [span for span in spans if text[slice(*span)].strip()]
        for column, (start, end) in enumerate(spans):
            whole = Repaired(text[start:end], array("l", range(line.start + start, line.start + end)))
            content = unmarked(whole.slice(0, len(whole.text)))
            yield Block("cell", content, (line,), style="grid", place=(number, column))


def _cut(line: Line, lead: re.Pattern[str]) -> Line:
    match = lead.match(line.text)
    count = match.end() if match else 0
    text = line.text[count:]
    return replace(line, start=line.start + count + len(text) - len(text.lstrip()), text=text.lstrip())


def unmarked(content: Repaired) -> Repaired:
    """Drop the marks of emphasis, links and code from a text."""
    keep = [True] * len(content.text)
    for match in INLINE_MARKS.finditer(content.text):
        link = match.span("link")
        for position in range(*match.span()):
            keep[position] = link[0] <= position < link[1]
    kept = [position for position, kept in enumerate(keep) if kept]
    text = "".join(content.text[position] for position in kept)
    return Repaired(text, array("l", (content.offsets[position] for position in kept))).slice(0, len(text))

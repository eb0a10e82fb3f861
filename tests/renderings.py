"""Agreements in other layouts: a document's blocks, written anew as another tool or another hand would lay them out.

What an agreement states does not depend on its layout, so the gold of a document is that of all its renderings: no
annotation is needed, and where the F1 falls, the reading depends on a layout. Only documents whose structure is known
for certain (Markdown, Word, HTML) are rendered.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.blocks import Block
from ingest.source import Source
from ingest.structure import blocks


@dataclass(frozen=True, slots=True)
class Node:
    """A heading, paragraph, item or table; `level` is a heading's rank from 1, or an item's depth from 0."""

    role: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """How plain text is laid out.

    Attributes:
        width: Characters a line.
        blank: Blank lines stand between blocks.
        bullet: What stands before an item.
        caps: Headings of this rank and those above are in capitals.
        numbered: Headings of the second rank are numbered.
        indent: Characters before the lines of paragraphs.
        tables: How tables are laid out.
        page: Lines a page, which has a running header and a number; 0 for none.
    """

    width: int = 76
    blank: bool = True
    bullet: str = "• "
    caps: int = 0
    numbered: bool = False
    indent: int = 0
    tables: Callable[[Sequence[Sequence[str]], int], list[str]] | None = None
    page: int = 0


def nodes(source: Source) -> list[Node]:
    """Return what a document consists of, its margins left out."""
    found = [block for block in blocks(source) if block.text and block.role != "margin"]
    ranks = sorted({len(block.style) for block in found if block.role == "heading"})
    return list(_nodes(found, ranks))


def _nodes(found: Sequence[Block], ranks: Sequence[int]) -> Iterator[Node]:
    table = 0
    numbers = []
    for block in found:
        table += block.place == (0, 0)
        numbers.append(table if block.place else 0)
    for number, run in groupby(zip(numbers, found, strict=True), key=lambda pair: pair[0]):
        some = [block for _, block in run]
        if number:
            yield Node("table", rows=_rows(some))
            continue
        for block in some:
            level = ranks.index(len(block.style)) + 1 if block.role == "heading" else int(block.style == "sub")
            yield Node(block.role, block.text, level)


def _rows(cells: Sequence[Block]) -> tuple[tuple[str, ...], ...]:
    places = {block.place: block.text for block in cells if block.place}
    height, width = (max(place[axis] for place in places) + 1 for axis in (0, 1))
    return tuple(tuple(places.get((row, column), "") for column in range(width)) for row in range(height))


def markdown(some: Sequence[Node]) -> str:
    """Render as Markdown."""
    return "\n\n".join(_markdown(node) for node in some) + "\n"


def _markdown(node: Node) -> str:
    if node.role == "table":
        lines = [f"| {' | '.join(row)} |" for row in node.rows]
        return "\n".join([lines[0], "|" + " --- |" * len(node.rows[0]), *lines[1:]])
    lead = {"heading": "#" * min(node.level, 6) + " ", "item": "  " * node.level + "- "}.get(node.role, "")
    return lead + node.text


def web(some: Sequence[Node]) -> str:
    """Render as a web page."""
    parts = []
    for role, run in groupby(some, key=lambda node: node.role):
        if role == "item":
            parts += ["<ul>", *(f"<li>{html.escape(node.text)}</li>" for node in run), "</ul>"]
            continue
        parts += [_element(node) for node in run]
    body = "\n".join(parts)
    return f"<!DOCTYPE html><html lang='da'><head><title>x</title></head><body><main>{body}</main></body></html>"


def _element(node: Node) -> str:
    if node.role == "table":
        rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in node.rows)
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    tag = f"h{min(node.level, 6)}" if node.role == "heading" else "p"
    return f"<{tag}>{html.escape(node.text)}</{tag}>"


def saved(some: Sequence[Node]) -> str:
    """Render as a word processor saves text: a paragraph a line, tabs between cells."""
    lines = []
    for node in some:
        if node.role == "table":
            lines += ["\t".join(row) for row in node.rows]
        elif node.role == "item":
            lines.append(("o\t" if node.level else "•\t") + node.text)
        else:
            lines += ["", node.text] if node.role == "heading" else [node.text]
    return "\n".join(lines) + "\n"


def plain(some: Sequence[Node], style: Style) -> str:
    """Render as text with line breaks."""
    lines: list[str] = []
    chapter = 0
    for node, following in zip(some, [*some[1:], None], strict=True):
        if node.role == "heading" and node.level == 2:
            chapter += 1
        lines += _plain(node, style, chapter)
        together = following is not None and node.role == following.role == "item"
        lines += [""] if style.blank and not together else []
    return "\n".join(_paged(lines, style) if style.page else lines) + "\n"


def _plain(node: Node, style: Style, chapter: int) -> list[str]:
    if node.role == "table":
        laid = (style.tables or spaced)(node.rows, style.width)
        return [" " * style.indent + line for line in laid]
    if node.role == "heading":
        text = node.text.upper() if node.level <= style.caps else node.text
        text = f"{chapter}. {text}" if style.numbered and node.level == 2 and not text[0].isdigit() else text
        return textwrap.wrap(text, style.width)
    lead = " " * (style.indent + 2 * node.level) + (style.bullet if node.role == "item" else "")
    hang = " " * len(lead) if style.indent else ""
    return textwrap.wrap(node.text, style.width, initial_indent=lead, subsequent_indent=hang)


def _paged(lines: Sequence[str], style: Style) -> list[str]:
    paged: list[str] = []
    for number, start in enumerate(range(0, len(lines), style.page), start=1):
        paged += [*lines[start : start + style.page], "", f"{'Sundhedsplan':<{style.width - 8}}Side {number}", ""]
    return paged


def spaced(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Lay a table out in columns set by spaces, as an extraction does that keeps the layout."""
    longest = [max(max(map(len, column)), 4) for column in zip(*rows, strict=True)]
    room = max(width + 20 - 3 * len(longest), 10 * len(longest))
    words = [max(len(word) for cell in column for word in (cell.split() or [""])) for column in zip(*rows, strict=True)]
    widths = [max(word, min(one, room * one // sum(longest))) for one, word in zip(longest, words, strict=True)]
    lines = []
    for row in rows:
        cells = [textwrap.wrap(cell, wide) or [""] for cell, wide in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            pieces = (cell[number] if number < len(cell) else "" for cell in cells)
            lines.append("   ".join(f"{piece:<{wide}}" for piece, wide in zip(pieces, widths, strict=True)).rstrip())
        lines.append("")
    return lines[:-1]


def tight(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Lay a table out in columns set by spaces, without blank lines between its rows."""
    return [line for line in spaced(rows, width) if line]


def stacked(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Lay a table out with a cell a line, as copying from a PDF does."""
    return [line for row in rows for cell in row if cell for line in textwrap.wrap(cell, width)]


RENDERINGS: dict[str, tuple[str, Callable[[Sequence[Node]], str]]] = {
    "markdown": (".md", markdown),
    "web": (".html", web),
    "saved from Word": (".txt", saved),
    "plain": (".txt", lambda some: plain(some, Style())),
    "capitals": (".txt", lambda some: plain(some, Style(caps=2, bullet="– "))),
    "numbered": (".txt", lambda some: plain(some, Style(numbered=True, bullet="- "))),
    "kept layout": (".txt", lambda some: plain(some, Style(width=88, indent=6, page=50, numbered=True, bullet="–   "))),
    "kept layout, tight": (".txt", lambda some: plain(some, Style(width=88, indent=4, tables=tight))),
    "narrow": (".txt", lambda some: plain(some, Style(width=48))),
    "no blank lines": (".txt", lambda some: plain(some, Style(width=50, blank=False, caps=2, tables=tight))),
    "cells stacked": (".txt", lambda some: plain(some, Style(tables=stacked))),
}
"""A file's ending and how its text is written, by the layout's name."""

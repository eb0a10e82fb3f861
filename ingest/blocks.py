"""From lines to blocks: headings, paragraphs and list items, in the order of the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest import headings
from ingest.repair import Repaired, Repairer
from ingest.source import Line

BULLET = re.compile(r"^(?:[•●▪◦·*–‣]|-(?=\s))\s*")
DASHED_NUMBER = re.compile(r"^[-–]\s*\d")
MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+")
EMPHASIS = re.compile(r"^\*\*(.+?)\*\*$")
COLUMN_GAP = re.compile(r"(?<=[\w’”)])\s{2,}(?=[A-ZÆØÅ])")
NOISE = re.compile(r"^(?:[-–—]|\d{1,3}|[^\W\d_]{1,2}|\d{1,3}\s?[A-ZÆØÅ][^.:]{3,60}\d{4}\s?[-–]\s?\d{2,4})$")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, or a label or cell of a figure or table.

    Attributes:
        role: "heading", "paragraph", "item", "cell" or "margin" (repeated pull quotes).
        content: Its repaired text with offsets, without bullet or markup.
        lines: Its lines in the source.
        style: What tells a heading's rank: Markdown's "#" marks, "N.", "CAPS" or "plain".
    """

    role: str
    content: Repaired
    lines: tuple[Line, ...]
    style: str = ""

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
        noise = NOISE.match(line.text) is not None
        if (not line.text or noise or _opens(line, before)) and group:
            yield group
            group = []
        if line.text and not noise:
            group.append(line)
        before = line
    if group:
        yield group


def _segments(lines: Iterable[Line]) -> Iterator[Line]:
    """Split lines in which an extraction put the end of one column and the start of another, two spaces apart."""
    for line in lines:
        cut = COLUMN_GAP.search(line.text)
        if cut and not line.text.endswith("|"):
            yield replace(line, text=line.text[: cut.start()])
            yield replace(
                line, start=line.start + cut.end(), text=line.text[cut.end() :], indent=cut.end() - cut.start()
            )
        else:
            yield line


def _opens(line: Line, before: Line | None) -> bool:
    """Tell whether a line begins a new block even if no blank line stands before it."""
    if before is None:
        return True
    if (
        headings.LONE_NUMBER.match(line.text)
        or headings.LONE_NUMBER.match(before.text)
        or MARKDOWN_HEADING.match(line.text)
    ):
        return True
    changes = before.indent == 0 or headings.is_caps(line.text) != headings.is_caps(before.text)
    starts_page = line.indent > 0 and changes and not line.text[:1].islower()
    return starts_page or _is_bullet(line, before)


def _is_bullet(line: Line, before: Line | None) -> bool:
    """Tell whether a line begins a list item; a dash also continues a sentence ("2024 / – 2027")."""
    if not BULLET.match(line.text):
        return False
    if line.text[0] not in "–-" or before is None or not before.text:
        return not DASHED_NUMBER.match(line.text)
    return (
        bool(BULLET.match(before.text)) or before.text.endswith(":") or (line.text[0] == "-" and line.text[1:2] == " ")
    )


def markdown_blocks(group: list[Line], repairer: Repairer) -> Iterator[Block]:
    """Yield the blocks of a group by Markdown's marks."""
    first = group[0]
    heading = MARKDOWN_HEADING.match(first.text)
    if heading:
        yield make_block("heading", [_cut(first, heading.end())], repairer, style=heading.group(1))
        if group[1:]:
            yield make_block("paragraph", group[1:], repairer)
        return
    bullet = BULLET.match(first.text) if not first.text.startswith("**") else None
    if bullet:
        yield make_block("item", [_unemphasised(_cut(first, bullet.end())), *group[1:]], repairer)
        return
    yield make_block("paragraph", [_unemphasised(line) for line in group], repairer)


def plain_blocks(group: list[Line], repairer: Repairer) -> Iterator[Block]:
    """Yield the blocks of a group of plain text."""
    bullet = BULLET.match(group[0].text)
    if bullet and len(group[0].text) > bullet.end() and _is_bullet(group[0], None):
        yield make_block("item", [_cut(group[0], bullet.end()), *group[1:]], repairer)
        return
    cut = headings.leading_lines(group)
    if cut:
        yield make_block("heading", group[:cut], repairer, style=headings.style(group[:cut]))
    if group[cut:]:
        yield make_block("paragraph", group[cut:], repairer)


def _cut(line: Line, count: int) -> Line:
    text = line.text[count:].lstrip()
    return replace(line, start=line.start + len(line.text) - len(text), text=text)


def _unemphasised(line: Line) -> Line:
    match = EMPHASIS.match(line.text)
    return replace(line, start=line.start + 2, text=match.group(1)) if match else line

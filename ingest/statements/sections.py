"""The sections of a document: the headings below a heading or an announcing sentence, and how far a section reaches."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.headings import NUMBERED
from ingest.statements import cues
from ingest.statements.reading import MAX_LEAD, MAX_SECTION_WORDS, Reading


def own_text(reading: Reading, heading: int) -> Iterator[int]:
    """Yield the paragraphs of a heading's section, and the sentences that are set as headings in it.

    A section under a heading of its own is another's, unless that heading is a sentence.
    """
    for index in range(heading + 1, len(reading.blocks)):
        block = reading.blocks[index]
        if block.role == "heading":
            if not block.text.endswith(".") or not block.style.startswith("#"):
                return
            yield index
        elif block.role == "paragraph":
            yield index


def chapter_start(reading: Reading, index: int) -> int:
    """Return the index of the numbered heading that opens the chapter a block stands in, or 0."""
    return next((i for i in range(index - 1, -1, -1) if reading.blocks[i].style == "N."), 0)


def headings_from(reading: Reading, index: int) -> Iterator[int]:
    """Yield the headings with a body below a heading or an announcing sentence, to the end of its section.

    Where marks tell ranks, these are the headings of the next rank below that have text, list, table or section
    under them, but for those that name a chapter of the genre or come again under each of several ones. Elsewhere
    a section ends at a numbered heading, at one that names another chapter, and where plain headings turn to
    capitals.
    """
    above = next((i for i in range(index, -1, -1) if reading.blocks[i].role == "heading"), None)
    numbered = NUMBERED.match(reading.blocks[index].text) if above == index else None
    if numbered and _numbered_below(reading, index, numbered[1]):
        yield from _numbered_below(reading, index, numbered[1])
    elif above is not None and reading.blocks[above].style.startswith("#"):
        yield from _ranked_below(reading, index, len(reading.blocks[above].style))
    elif above != index and counted_after(reading, index):
        yield from counted_after(reading, index)
    else:
        yield from _plain_below(reading, index)


def headings_beside(reading: Reading, index: int) -> list[int]:
    """Return the headings after a paragraph that are set as the one it stands under, as the titles of boxes are."""
    above = next((i for i in range(index - 1, -1, -1) if reading.blocks[i].role == "heading"), None)
    if above is None or reading.blocks[index].role == "heading" or not reading.blocks[above].style.startswith("#"):
        return []
    style = reading.blocks[above].style
    found = list(_ranked_below(reading, index, len(style) - 1))
    return [one for one in found if reading.blocks[one].style == style]


def counted_after(reading: Reading, index: int) -> list[int]:
    """Return the headings that a sentence leads to and that count up from 1: "1. ...", "2. ...", each with text."""
    found: list[int] = []
    for following in range(index + 1, len(reading.blocks)):
        block = reading.blocks[following]
        match = NUMBERED.match(block.text) if block.role == "heading" else None
        if match and match[1] == str(len(found) + 1):
            found.append(following)
        elif block.role == "heading" or (not found and following - index > MAX_LEAD):
            break
    return found


def _numbered_below(reading: Reading, index: int, number: str) -> list[int]:
    """Return the headings numbered one level below a numbered one: 2.1, 2.2 below 2."""
    found: list[int] = []
    for following in range(index + 1, len(reading.blocks)):
        block = reading.blocks[following]
        match = NUMBERED.match(block.text) if block.role == "heading" else None
        if match and not match[1].startswith(f"{number}."):
            break
        bare = match and cues.names_section(block.text) and len(block.text.split()) <= MAX_SECTION_WORDS
        if match and match[1].count(".") == number.count(".") + 1 and not bare:
            found.append(following)
    return found


def _ranked_below(reading: Reading, index: int, rank: int) -> Iterator[int]:
    below: int | None = None
    shape: bool | None = None  # whether sections of this list begin with a heading
    for following in range(index + 1, len(reading.blocks)):
        block = reading.blocks[following]
        if block.role != "heading":
            continue
        own = len(block.style) if block.style.startswith("#") else rank + 1
        if own <= rank:
            return
        below = below or own
        if own != below or (reading.announces_nothing(following) and reading.comes_again(following)):
            continue
        if reading.source.format == "text" and _labels_figure(reading, following):
            continue
        first = reading.blocks[following + 1].role == "heading" if following + 1 < len(reading.blocks) else None
        shape = first if shape is None else shape
        if _opens_section(reading, following) or first != shape:
            return
        if _is_filled(reading, following):
            yield following


def _labels_figure(reading: Reading, index: int) -> bool:
    """Tell whether a heading of text is one of a run without text between, over a list at most: a figure's labels."""
    beside = index > 0 and reading.blocks[index - 1].style == reading.blocks[index].style
    listed = index + 1 < len(reading.blocks) and reading.blocks[index + 1].role == "item"
    return not _is_filled(reading, index) or (beside and listed)


def _opens_section(reading: Reading, index: int) -> bool:
    """Tell whether a heading names a chapter of the genre and not a theme that only has such a word in its name."""
    text = reading.blocks[index].text
    if cues.FINITE_VERB.search(text) or text.endswith("."):  # "Borgerens mål er vores mål", "Rammer før pegefingre."
        return False
    return bool(cues.heading_nouns(text)) or (cues.names_section(text) and len(text.split()) <= MAX_SECTION_WORDS)


def _is_filled(reading: Reading, index: int) -> bool:
    """Tell whether anything but a heading of the same rank or above follows a heading."""
    if index + 1 >= len(reading.blocks):
        return False
    following, own = reading.blocks[index + 1], reading.blocks[index]
    return following.role != "heading" or len(following.style) > len(own.style)


def _plain_below(reading: Reading, index: int) -> Iterator[int]:
    style: str | None = None
    for following in range(index + 1, len(reading.blocks)):
        block = reading.blocks[following]
        if block.role != "heading":
            continue
        turned = style == "plain" and block.style == "CAPS"
        if block.style == "N." or turned or cues.names_section(block.text):
            return
        if reading.announces_nothing(following) and reading.comes_again(following):
            continue
        if reading.has_body(following) and (style is None or block.style == style):
            style = block.style
            yield following

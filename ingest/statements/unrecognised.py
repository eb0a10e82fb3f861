"""Where nothing was recognised: the sections of a document that a reader should look through."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.blocks import Block
from ingest.model import Span
from ingest.statements.structured import Structured


def unrecognised(reading: Structured, stated: Sequence[Span]) -> list[Block]:
    """Return the headings of sections with text in which nothing was recognised.

    Args:
        reading: The document.
        stated: Where its statements and what elaborates them stand; those of initiatives are left out, since a single
            sentence with "skal" does not mean that a section was understood.
    """
    found = []
    for index, block in enumerate(reading.blocks):
        body = reading.body(index)
        if block.role == "heading" and body:
            places = [block.content.span(), *(reading.blocks[i].content.span() for i in body)]
            if not any(span.overlaps(place) for span in stated for place in places):
                found.append(block)
    return found

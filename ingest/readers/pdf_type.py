"""What type tells of a PDF's blocks: lines set larger than the running text, bold or in another font are headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from ingest.readers.pdf_words import Word

LARGER = 1.09
MAX_LINES = 4
MAX_WORDS = 16
SENTENCE_WORDS = 7
MAX_BOLD = 0.3  # of the characters; above it bold type distinguishes nothing
MAX_LEVEL = 6
SIZE_STEP = 0.5
LETTERED = re.compile(r"[a-zæøå][.)]?\s+[A-ZÆØÅÉ]")  # "a  Hjemmet først"
BULLETS = "•●▪◦·*–‣-"

Rank = tuple[float, bool]


@dataclass(frozen=True)
class Type:
    """A document's type: the size of its running text, and the rank of each style of heading, from 1."""

    body: float
    font: str
    bold_counts: bool
    ranks: dict[Rank, int]

    @classmethod
    def of(cls, blocks: Iterable[Sequence[Word]]) -> Type:
        """Measure the type of a document's blocks of lines, which stand in reading order."""
        kept = [block for block in blocks if block]
        sizes: Counter[float] = Counter()
        fonts: Counter[str] = Counter()
        bold = 0
        for line in (line for block in kept for line in block):
            sizes[_rounded(line.size)] += len(line.text)
            fonts[line.font] += len(line.text)
            bold += len(line.text) if line.bold else 0
        body = max(sizes, key=lambda size: sizes[size], default=0.0)
        font = max(fonts, key=lambda name: fonts[name], default="")
        plain = cls(body, font, bold <= MAX_BOLD * sizes.total(), {})
        return cls(
            body,
            font,
            plain.bold_counts,
            _ranks(
                {_style(block)[:2] for block, below in zip_longest(kept, kept[1:]) if plain.stands_out(block, below)}
            ),
        )

    def stands_out(self, block: Sequence[Word], below: Sequence[Word] | None = None) -> bool:
        """Tell whether a block is set as a heading: short, larger or bold, and no sentence or list item.

        Where the text below it is smaller than the running text, as in a margin, its headings may be so too.
        """
        size, bold, font = _style(block)
        usual = min(self.body, _style(below)[0]) if below and not _style(below)[1] else self.body
        larger = size >= LARGER * self.body
        other = bool(font) and font != self.font and len(block) == 1
        if not larger and not (((bold and self.bold_counts) or other) and size >= usual / LARGER):
            return False
        text = " ".join(line.text for line in block)
        words = len(text.split())
        sentence = text.rstrip("”\"'’»)").endswith((".", "!", ",", ";", ":")) and (
            words >= SENTENCE_WORDS or not larger
        )
        starts = text[0].isupper() or text[0].isdigit() or LETTERED.match(text) is not None
        return (
            starts and len(block) <= MAX_LINES and words <= MAX_WORDS and not sentence and any(map(str.isalpha, text))
        )

    def mark(self, block: Sequence[Word], below: Sequence[Word] | None = None) -> str:
        """Return the marks that stand before a heading's lines, or nothing."""
        rank = self.ranks.get(_style(block)[:2]) if self.stands_out(block, below) else None
        return "#" * rank + " " if rank else ""


def _ranks(styles: Iterable[Rank]) -> dict[Rank, int]:
    """Rank styles from the largest down; where there are more than levels, those nearest in size share theirs."""
    ordered = sorted(styles, reverse=True)
    steps = [larger[0] / smaller[0] for larger, smaller in pairwise(ordered)]
    counted = sorted(sorted(range(len(steps)), key=lambda at: steps[at])[max(0, len(ordered) - MAX_LEVEL) :])
    return {style: 1 + sum(step < at for step in counted) for at, style in enumerate(ordered)}


def _style(block: Sequence[Word]) -> tuple[float, bool, str]:
    longest = max(block, key=lambda line: len(line.text))
    return _rounded(longest.size), all(line.bold for line in block), longest.font


def _rounded(size: float) -> float:
    return round(size / SIZE_STEP) * SIZE_STEP

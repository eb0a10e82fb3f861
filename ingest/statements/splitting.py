"""Dividing repaired text at separators, with the places of its parts."""

from __future__ import annotations

import re
from array import array

from ingest.repair import Repaired

# Where another paragraph of a cell begins; readers leave two spaces there.
PARAGRAPH = re.compile(r"\s{2,}(?=[A-ZÆØÅÉ])(?!Kilder?\b|Note\b|Udgangspunkt|Måltal|Baseline)")


def single_spaced(content: Repaired) -> Repaired:
    """Leave one space where there are several, with the places of all that is kept."""
    kept = [i for i, sign in enumerate(content.text) if sign != " " or content.text[i - 1 : i] != " "]
    offsets = array("l", (content.offsets[i] for i in kept))
    return content if len(kept) == len(content.text) else Repaired("".join(content.text[i] for i in kept), offsets)


def split(content: Repaired, separator: re.Pattern[str]) -> list[Repaired]:
    """Split a text at a separator, keeping the places of its parts."""
    cuts = [match.span() for match in separator.finditer(content.text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(content.text)]
    return [content.slice(start, end) for start, end in zip(starts, ends, strict=True) if start < end]

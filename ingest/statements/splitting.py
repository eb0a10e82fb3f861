"""Dividing repaired text at separators, with the places of its parts."""

from __future__ import annotations

import re

from ingest.repair import Repaired


def split(content: Repaired, separator: re.Pattern[str]) -> list[Repaired]:
    """Split a text at a separator, keeping the places of its parts."""
    cuts = [match.span() for match in separator.finditer(content.text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(content.text)]
    return [content.slice(start, end) for start, end in zip(starts, ends, strict=True) if start < end]

"""Sentences of repaired text, by spaCy's Danish tokenizer, which knows the abbreviations ("bl.a.", "ift.", "mv.")."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.repair import Repaired
from ingest.source import MAX_BYTES

if TYPE_CHECKING:
    from spacy.language import Language

# A full stop after these or after a lone number, or before a small letter or a bracket, does not end a sentence.
ABBREVIATION = re.compile(
    r"(?:\b(?:ca|fx|pr|evt|inkl|hhv|dvs|jf|nr|stk|kl|mio|mia|ift|kap|bl\.a|f\.eks|m\.fl|§\w*)|^\d{1,2})\.$"
)
CLOSING_ABBREVIATION = re.compile(r"\b(?:m\.m|mv|m\.v|osv|o\.l|mm)\.(?= [A-ZÆØÅÉ])")
CONTINUES = re.compile(r"^[a-zæøåé(,;–]")


@contextmanager
def _absent(module: str) -> Iterator[None]:
    """Make a module that is not loaded yet look as if it were not installed."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    # spaCy's own library imports torch if it is there (2 s), and nothing here needs it.
    with _absent("torch"):
        import spacy

    pipeline = spacy.blank("da")
    pipeline.max_length = MAX_BYTES
    pipeline.add_pipe("sentencizer")
    return pipeline


def _sentence_ends(text: str) -> list[int]:
    """Return the offsets after the sentences by spaCy, and after an abbreviation that closes one ("m.m. Samtidig")."""
    ends = {sentence.end_char for sentence in _pipeline()(text).sents}
    return sorted(ends | {match.end() for match in CLOSING_ABBREVIATION.finditer(text)})


def sentences(text: Repaired) -> list[Repaired]:
    """Split into sentences, white space trimmed; a heading or list item without a full stop is one sentence."""
    if not re.search(r"[.!?] ", text.text):
        return [text.slice(0, len(text.text))] if text.text.strip() else []
    found: list[Repaired] = []
    start = 0
    ends = _sentence_ends(text.text)
    for index, end in enumerate(ends):
        piece = text.text[start:end].strip()
        following = text.text[end : end + 2].lstrip()
        goes_on = index + 1 < len(ends) and (CONTINUES.match(following) or ABBREVIATION.search(piece) or not piece)
        if goes_on:
            continue
        if piece:
            found.append(text.slice(start, end))
        start = end
    return found

"""Sentences of repaired text, by spaCy's Danish tokenizer, which knows the abbreviations ("bl.a.", "ift.", "mv.")."""

from __future__ import annotations

import re
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
CLOSING_ABBREVIATION = re.compile(r"\b(?:m\.m|mv|m\.v|osv|o\.l|mm)\.(?= [A-ZÆØÅ])")
CONTINUES = re.compile(r"^[a-zæøå(,;–]")


@lru_cache(maxsize=1)
def _pipeline() -> Language:
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

"""Repair of extracted text, keeping for each repaired character its place in the source.

Five damages are mended when lines are joined to running text: words hyphenated at line ends, words cut at line ends
whose hyphen was displaced to a line of its own, words whose division was kept within a line ("sam- arbejde"), words
split after a ligature ("fl ere", "geografi sk"), and soft hyphens. White space is folded. Nothing else is
changed: typing errors of the original stay.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from ingest import danish
from ingest.model import Span
from ingest.source import Line, Source

HYPHENS = ("-", "\u2010")
SOFT_HYPHENS = "\u00ad\ufffe"
PREPOSITIONS = frozenset(
    {"for", "til", "fra", "i", "på", "af", "om", "med", "ved", "mod", "over", "under", "og", "den", "en"}
)
CONJUNCTIONS = frozenset({"og", "eller", "samt", "til", "som", "hhv"})
WORD = re.compile(r"[^\W\d_]+")
LIGATURE_SPLIT = re.compile(r"(?<![^\W\d_])([^\W\d_]*(?:ffi|ffl|ff|fi|fl)) ([^\W\d_]+)", re.IGNORECASE)
INNER = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
DIVIDED = re.compile(r"(?<![\w-])(?P<left>[^\W\d_]{2,})[-\u2010] (?P<right>[a-zæøåé]{2,})(?![\w-])")
LIGATURES = frozenset({"ff", "fi", "fl", "ffi", "ffl"})  # alone they are no words, though lists of words have some
LIGATURE_ENDS = ("ff ", "fi ", "fl ", "FF ", "FI ", "FL ")
MOSTLY = 0.6
MIN_SET_OFF = 2


@dataclass(frozen=True, slots=True)
class Repaired:
    """Repaired text; `offsets[i]` is the place in the source of character `i`."""

    text: str
    offsets: array[int] = field(repr=False)

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the place in the source of the repaired characters from `start` up to `end` (default: all)."""
        own = self.offsets[start:end]
        return Span(min(own), max(own) + 1)

    def slice(self, start: int, end: int) -> Repaired:
        """Return a part, without the white space around it."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Repaired(self.text[start:end], self.offsets[start:end])


@dataclass(frozen=True)
class Repairer:
    """Joins the lines of one document; it knows the document's own words and how its lines end."""

    source: Source

    @cached_property
    def displaced(self) -> bool:
        """Hyphens stand on lines of their own, as some PDF extractions leave them."""
        return sum(line.text == "-" for line in self.source.lines) >= 2

    @cached_property
    def padding_tells(self) -> bool:
        """Most lines end with a space, so that a line without one ends in a cut word (or a paragraph)."""
        ends = [line.padded for line in self.source.lines if len(line.text) > 30]
        return bool(ends) and sum(ends) / len(ends) > MOSTLY

    @cached_property
    def inner_words(self) -> frozenset[str]:
        """Words, also hyphenated ones, that stand whole inside a line."""
        words: set[str] = set()
        for line in self.source.lines:
            words.update(INNER.findall(line.text.lower())[1:-1])
        return frozenset(words)

    def join(self, lines: Sequence[Line]) -> Repaired:
        """Join lines to one running text."""
        characters: list[str] = []
        offsets = array("l")
        for index, line in enumerate(lines):
            skipped = int(index > 0 and self._hyphen_leads(lines[index - 1], line))
            if index and not skipped:
                self._join_at(characters, offsets, lines[index - 1], line)
            _append_folded(characters, offsets, line.text[skipped:], line.start + skipped)
        joined = Repaired("".join(characters), offsets)
        return self._mend_hyphens(self._mend_ligatures(joined.slice(0, len(characters))))

    def _join_at(self, characters: list[str], offsets: array[int], before: Line, after: Line) -> None:
        """Put a space at a line's end, or join the word that is cut there."""
        head, tail = before.text, after.text
        if head.endswith(" -") and self._is_set_off(head, tail):
            del characters[-2:], offsets[-2:]
            return
        if head.endswith((*HYPHENS, *SOFT_HYPHENS)) and len(head) > 1 and head[-2].isalpha():
            if self._is_hyphenation(head[:-1], tail):
                if head.endswith(HYPHENS):
                    characters.pop()
                    offsets.pop()
            elif _first_word(tail).lower() in CONJUNCTIONS:
                _append_space(characters, offsets, before.end)
            return
        if head.endswith("/") or self._is_cut(before, after):
            return
        _append_space(characters, offsets, before.end)

    def _hyphen_leads(self, before: Line, after: Line) -> bool:
        """Tell whether the hyphen of a word that a line's end cuts stands before its other half: "kom / -munen"."""
        if not (after.text.startswith("-") and after.text[1:2].islower() and before.text[-1:].isalpha()):
            return False
        return self._plausible(_last_word(before.text) + _first_word(after.text[1:]))

    @cached_property
    def sets_off(self) -> bool:
        """Hyphens at line ends stand apart from the words that they cut ("Hjælpe - / midlerne")."""
        ends = pairwise(self.source.lines)
        return sum(one.text.endswith(" -") and other.text[:1].islower() for one, other in ends) >= MIN_SET_OFF

    def _is_set_off(self, head: str, tail: str) -> bool:
        left, right = _last_word(head[:-2]), _first_word(tail)
        if not self.sets_off or not right[:1].islower() or right in CONJUNCTIONS:
            return False
        # Between two words that can stand alone it may be a dash, unless they are one word of the list.
        alone = danish.known(left) and danish.known(right)
        return self._is_word(left + right) if alone else self._plausible(left + right)

    def _is_hyphenation(self, head: str, tail: str) -> bool:
        """Tell whether a line's last hyphen only divides a word (not so in "børne- og")."""
        left, right = _last_word(head), _first_word(tail)
        if not left or not right or right.lower() in CONJUNCTIONS:
            return False
        if right[0].isupper() and not (left.isupper() and right.isupper()):
            return False
        return f"{left}-{right}".lower() not in self.inner_words

    def _is_cut(self, before: Line, after: Line) -> bool:
        """Tell whether a word is cut at a line's end with its hyphen displaced.

        Decided by the line's missing end space where the document's lines have one, else by the word list: the whole
        word is known and one of its halves is not.
        """
        if not self.displaced:
            return False
        left, right = _last_word(before.text), _first_word(after.text)
        if not left or not right[:1].islower():
            return False
        whole = left + right
        if danish.known(left) and danish.known(right):
            # Two words that can stand alone: a cut only if the whole is a word itself, and no mere chance compound.
            joins = self.padding_tells and not before.padded and self._is_word(whole)
            return joins and left.lower() not in PREPOSITIONS
        return not before.padded if self.padding_tells else self._plausible(whole)

    def _is_word(self, word: str) -> bool:
        return word.lower() in self.inner_words or danish.known(word)

    def _plausible(self, word: str) -> bool:
        return self._is_word(word) or bool(danish.parts(word))

    def _mend_ligatures(self, repaired: Repaired) -> Repaired:
        """Close the space that an extraction left after a ligature, where the two halves are not both words."""
        if not any(end in repaired.text for end in LIGATURE_ENDS):
            return repaired
        spaces = [
            match.end(1)
            for match in LIGATURE_SPLIT.finditer(repaired.text)
            if (match.group(1).lower() in LIGATURES or not all(map(danish.known, match.groups())))
            and self._plausible(match.group(1) + match.group(2))
        ]
        return _without(repaired, spaces)

    def _mend_hyphens(self, repaired: Repaired) -> Repaired:
        """Close the hyphen and space that were left within a line where a word was divided ("sam- arbejde")."""
        if not any(f"{hyphen} " in repaired.text for hyphen in HYPHENS):
            return repaired
        return _without(
            repaired,
            [
                place
                for match in DIVIDED.finditer(repaired.text)
                if match["right"].lower() not in CONJUNCTIONS and self._plausible(match["left"] + match["right"])
                for place in range(match.end("left"), match.start("right"))
            ],
        )


def _without(repaired: Repaired, places: Sequence[int]) -> Repaired:
    """Return a text without the characters at some places."""
    if not places:
        return repaired
    out = frozenset(places)
    keep = [index for index in range(len(repaired.text)) if index not in out]
    return Repaired("".join(repaired.text[i] for i in keep), array("l", (repaired.offsets[i] for i in keep)))


def _first_word(text: str) -> str:
    """Return the letters that a text begins with."""
    found = WORD.match(text)
    return found.group() if found else ""


def _last_word(text: str) -> str:
    """Return the letters that a text ends with; read backwards, since a search would begin at every character."""
    return _first_word(text[::-1])[::-1]


def _append_space(characters: list[str], offsets: array[int], place: int) -> None:
    if characters and characters[-1] != " ":
        characters.append(" ")
        offsets.append(place)


def _append_folded(characters: list[str], offsets: array[int], text: str, start: int) -> None:
    """Append text with its offsets; runs of white space become one space, soft hyphens vanish."""
    # Of white space only the common space is printable, and no soft hyphen is.
    plain = text.isprintable() and "  " not in text and not text.startswith(" ")
    if plain:
        characters.extend(text)
        offsets.extend(range(start, start + len(text)))
        return
    for position, character in enumerate(text, start=start):
        if character in SOFT_HYPHENS:
            continue
        if character.isspace():
            if not characters or characters[-1] == " ":
                continue
            character = " "
        characters.append(character)
        offsets.append(position)

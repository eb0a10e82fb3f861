"""Danish words: tokens, lemmas and the parts of compounds.

The word list and the lemmas are simplemma's (Danish: 48 of 50 sample words right, where spaCy's case-sensitive lookup
table had 44). The dictionary takes some tenths of a second to load, so it is imported at the first word that needs it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

WORD = re.compile(r"[^\W_]+")
BRACKETED = re.compile(r"\(([^\W\d_]+)-?\)([^\W\d_]+)")
ELLIPSIS = re.compile(r"\b([^\W\d_]{3,})- (?:og|eller|samt) (?:[^\W\d_]+- (?:og|eller) )?([^\W\d_]+)")

SHORTEST_COMPOUND = 8
SHORTEST_ENDING = 5


class Token(NamedTuple):
    """A word of a text; `start` and `end` are character offsets in it."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(files("ingest").joinpath("data/danish.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=2)
def _derivations(name: str) -> frozenset[str]:
    return frozenset(_data()[name].split())


def tokens(text: str) -> list[Token]:
    """Split into runs of letters and digits; hyphens and slashes separate ("PLO-Nordjylland" is two words)."""
    return [Token(match.group(), match.start(), match.end()) for match in WORD.finditer(text)]


def written(text: str) -> list[str]:
    """Return the words of a text as they are written, without their places: a quarter of the time of `tokens`."""
    return WORD.findall(text)


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, str]:
    """Load the dictionary: every form with its lemma."""
    from simplemma.strategies import DefaultDictionaryFactory

    forms: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary("da")
    return forms


def _found(word: str) -> str | None:
    """Return the lemma of a form that the dictionary has, in small letters or as a name."""
    lower = word.lower()
    return _forms().get(lower) or _forms().get(lower.capitalize())


@lru_cache(maxsize=100_000)
def known(word: str) -> bool:
    """Tell whether the word, in this form and any case, is in the Danish dictionary."""
    return len(word) > 1 and _found(word) is not None


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """Return the dictionary form in lower case.

    A word that the dictionary lacks is inflected by its longest known ending of five letters or more, since compounds
    and misspelt words end in a word ("dobeltdiagnosen" gives "dobeltdiagnose").
    """
    lower = word.lower()
    if lower in _data()["lemmas"]:
        return str(_data()["lemmas"][lower])
    for start in range(max(1, len(lower) - SHORTEST_ENDING + 1)):
        found = _found(lower[start:])
        if found is not None:
            return lower[:start] + found.lower()
    return lower


@lru_cache(maxsize=100_000)
def parts(word: str) -> tuple[str, ...]:
    """Split a compound into its modifier and head as they stand, without a linking s or e; `()` if it is none.

    "misbrugscentre" gives ("misbrug", "centre"). Of several splits the one with the longest modifier is taken, since
    Danish compounds branch to the left ("sundhedsvæsen|et", "børneungdoms|psykiatri"). Derivations ("sygdom",
    "indsats") and function words as first part are not splits. Deliberately not: hyphenation patterns (they split
    syllables), and a recursive split of every part (the longest two-part split found more and fewer wrong ones).
    """
    lower = word.lower()
    if len(lower) < SHORTEST_COMPOUND:
        return ()
    for cut in range(len(lower) - 4, 2, -1):
        head = lower[cut:]
        if head in _derivations("suffixes") or not known(head):
            continue
        modifier = _modifier(lower[:cut])
        if modifier:
            return (modifier, head)
    return ()


def _modifier(text: str) -> str | None:
    """Return the word that stands as a compound's first part, its linking letter removed."""
    candidates = [text.removesuffix("s"), text] if text.endswith("s") else [text]
    if text.endswith("e"):
        candidates.append(text.removesuffix("e"))
    for candidate in candidates:
        if len(candidate) >= 3 and candidate not in _derivations("prefixes") and known(candidate):
            return candidate
    return None


def expansions(text: str) -> list[Token]:
    """Return the words that a text only implies: of "(gen)indlæggelser" and of "midtvejs- og slutstatus".

    Each stands at the place of what implies it: "genindlæggelser" at the whole, "midtvejsstatus" at "midtvejs-".
    """
    found = [Token(match[1] + match[2], *match.span()) for match in BRACKETED.finditer(text)]
    for match in ELLIPSIS.finditer(text):
        split = parts(match[2])
        if split:
            found.append(Token(match[1] + split[-1], *match.span(1)))
    return found


@lru_cache(maxsize=1)
def inflections() -> Mapping[str, str]:
    """Map each lemma to all its forms in the dictionary, some 790,000, in lower case and joined by spaces.

    Joined, they take half the memory of lists; no form holds a space.
    """
    exceptions = _data()["lemmas"]
    found: dict[str, list[str]] = {}
    for form, lemma_of_form in _forms().items():
        lower = form.lower()
        found.setdefault(exceptions.get(lower) or lemma_of_form.lower(), []).append(lower)
    return {one: " ".join(forms) for one, forms in found.items()}

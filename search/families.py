"""Which words of the texts stand for a word that is asked for, so that a text with one of them speaks of it.

It is the word itself in any inflection, a compound that has it as a part ("genindlæggelse" in "genindlæggelsesrater",
"medicin" in "medicinoplysninger"), or another word of its root ("rekruttere" for "rekruttering", "uenige" for
"uenighed"). All of them contain the root of what was asked; what is only akin in meaning is not among them, for what is
found is quoted as speaking of it. On the topics of the development gold, of the other topics and of the free topics,
asked without the thesaurus, 139 of the 140 cells found this way are rightly found (and 81 cells are not found).

Deliberately not: a sentence with both parts of a compound ("pleje" and "hjem" for "plejehjem"), since most are about
something else, nor with one part, even a rare one (more cells are found, 16 and more of 100 wrongly).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from importlib.resources import files
from itertools import takewhile

from search.spelling import spellings
from search.stopwords import STOPS
from search.vocabulary import Vocabulary, stem

SHORTEST_ROOT = 4
DOUBLED = re.compile(r"(.)\1$")
SHORTEST_STEM = 3
ROUNDS = 2
"""How many derivational endings are taken off: "rekrutter-ing-en" has two."""


class Families:
    """The words of a vocabulary by what they may stand for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def of(self, word: str) -> tuple[str, ...]:
        """Return the words of the texts that stand for a word in lower case, in alphabetical order."""
        found: set[str] = set()
        for spelling in spellings(word):
            own = self._own(spelling)
            related = {*self._by_term.get(own, ()), *self._by_root.get(root(own), ())}
            found.update(related if len(own) >= SHORTEST_ROOT else (one for one in related if _akin(spelling, one)))
            if len(spelling) >= SHORTEST_ROOT:
                found.update(self._compounds(spelling))
        return tuple(sorted(found - STOPS))

    def _own(self, word: str) -> str:
        """Return a word's own term, also where the texts do not have it."""
        return next(iter(self._vocabulary.lookup(word)), stem(word))

    @cached_property
    def _by_term(self) -> dict[str, list[str]]:
        """The words by each of their terms: their own and those of the parts."""
        table: dict[str, list[str]] = {}
        for word, terms in self._vocabulary.terms.items():
            for term in terms:
                table.setdefault(term, []).append(word)
        return table

    @cached_property
    def _by_root(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for word, terms in self._vocabulary.terms.items():
            table.setdefault(root(terms[0]), []).append(word)
        return table

    @cached_property
    def _by_opening(self) -> dict[str, list[str]]:
        """The words by their first letters."""
        table: dict[str, list[str]] = {}
        for word in self._vocabulary.terms:
            table.setdefault(word[:SHORTEST_ROOT], []).append(word)
        return table

    def _compounds(self, word: str) -> list[str]:
        """Return the compounds that begin with a word and go on with another one, linked by s or e or not."""
        longer = (one for one in self._by_opening.get(word[:SHORTEST_ROOT], ()) if one.startswith(word))
        return [one for one in longer if any(self._is_word(rest) for rest in _unlinked(one[len(word) :]))]

    def _is_word(self, text: str) -> bool:
        return len(text) >= SHORTEST_ROOT and text not in _endings("inflectional") and self._vocabulary.known(text)


def root(term: str) -> str:
    """Take the derivational endings off a word or its stem, as long as four letters are left."""
    for _ in range(ROUNDS):
        shorter = DOUBLED.sub(r"\1", _derivational().sub("", term))
        term = shorter if len(shorter) >= SHORTEST_ROOT else term
    return term


def _akin(one: str, other: str) -> bool:
    """Tell whether two words differ in their endings only.

    Short stems are those of several words: "læg" of "læger" and "fastlægge", "ret" of "rettigheder" and "rette".
    """
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    endings = _endings("short")
    return same >= SHORTEST_STEM and one[same:] in endings and other[same:] in endings


def _unlinked(head: str) -> tuple[str, ...]:
    return (head, head[1:]) if head[:1] in ("s", "e") else (head,)


@cache
def _derivational() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(sorted(_endings('derivational'), key=len, reverse=True))})$")


@cache
def _endings(name: str) -> frozenset[str]:
    table = tomllib.loads(files("search").joinpath("data/endings.toml").read_text(encoding="utf-8"))
    words = table[name]
    return frozenset(words if isinstance(words, list) else words.split())

"""The words of the indexed texts, and what a query word is among them.

A word becomes terms: its dictionary form, stemmed, and those of its compound parts. Lemmas alone leave a compound's
inflections apart where the dictionary lacks it ("tilgængelighedsanalysens"), stems alone leave "børn" and "barn" apart.
BM25 on the development queries, nDCG@10: surface forms 0.37, lemmas 0.45, stems 0.48, stemmed lemmas 0.48, stemmed
lemmas with compound parts 0.54.

The dictionary is used when the index is built, never when it is searched: decoding it takes 0.7 s and 150 MB a process.
What queries need of it is kept beside the index: the terms of the words of the texts, the other inflections of those
words, and a sorted array of 32-bit hashes of every Danish word, which tells a misspelling from a word that the texts
do not have (one foreign word in 5,000 passes for Danish by a hash that collides: it is then not corrected).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import islice
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from zlib import crc32

import numpy as np

from ingest import danish
from search.model import SearchError
from search.wordlist import word_list

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.wordlist import Hashes

WORDS_FILE = "words.json"
KNOWN_FILE = "known.npy"
SHORTEST_PART = 4
FOREIGN = 128


class Initial(NamedTuple):
    """Words with the same first letter, their lengths, and the letters of each as bits (`letter_bits`)."""

    words: list[str]
    lengths: NDArray[np.int64]
    letters: NDArray[np.int64]


class Vocabulary:
    """The words of an index.

    Attributes:
        size: Number of texts.
        terms: Word in lower case -> its terms, the word's own first, then those of its compound parts.
        frequency: Term -> number of texts that have it.
        forms: Inflections that the texts do not have -> the term of the word that they do have.
        foreign: A sample of Danish words that the texts have in no form.
    """

    def __init__(
        self,
        size: int,
        terms: dict[str, tuple[str, ...]],
        frequency: dict[str, int],
        forms: dict[str, str],
        foreign: tuple[str, ...],
        known: Hashes,
    ) -> None:
        self.size = size
        self.terms = terms
        self.frequency = frequency
        self.forms = forms
        self.foreign = foreign
        self._known = known
        self._initials: dict[str, Initial] = {}

    @classmethod
    def of(cls, texts: Iterable[Iterable[str]]) -> Self:
        """Collect the words of texts; each text is given as its words in lower case."""
        terms: dict[str, tuple[str, ...]] = {}
        frequency: Counter[str] = Counter()
        size = 0
        for words in texts:
            distinct = set(words)
            for word in distinct - terms.keys():
                terms[word] = word_terms(word)
            frequency.update({term for word in distinct for term in terms[word]})
            size += 1
        foreign = (form for form in word_list().sample if form not in terms and stem(form) not in frequency)
        known = word_list().hashes
        return cls(size, terms, dict(frequency), _other_forms(terms), tuple(islice(foreign, FOREIGN)), known)

    def save(self, folder: Path) -> None:
        """Write the words into an existing folder."""
        content = {"size": self.size, "terms": self.terms, "frequency": self.frequency}
        content |= {"forms": self.forms, "foreign": self.foreign}
        (folder / WORDS_FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        np.save(folder / KNOWN_FILE, self._known)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            SearchError: The files are missing or damaged.
        """
        try:
            content = json.loads((folder / WORDS_FILE).read_text(encoding="utf-8"))
            known = np.load(folder / KNOWN_FILE, mmap_mode="r")
            foreign = tuple(content["foreign"])
            return cls(content["size"], content["terms"], content["frequency"], content["forms"], foreign, known)
        except (OSError, ValueError, KeyError) as error:
            raise SearchError(f"The words of the index in {folder} cannot be read ({error}); build it again.") from None

    def lookup(self, word: str) -> tuple[str, ...]:
        """Return the terms of a word in lower case that the texts have, in this or another form; `()` if none does."""
        if word in self.terms:
            return tuple(self.terms[word])
        term = self.forms.get(word) or stem(word)
        return (term,) if term in self.frequency else ()

    def split(self, word: str) -> tuple[str, ...]:
        """Return the terms of two words of the texts that a compound consists of; `()` if it does not.

        Of several splits the one with the longest modifier counts, as in `ingest.danish.parts`. Both parts must stand
        in the texts, since a part that does not can find nothing.
        """
        for cut in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            head = self.lookup(word[cut:])
            modifier = head and next(filter(None, map(self.lookup, unlinked(word[:cut]))), ())
            if modifier:
                return (modifier[0], head[0])
        return ()

    def beginning_with(self, letter: str) -> Initial:
        """Return the words that begin with a letter, in the order they came."""
        if letter not in self._initials:
            words = [word for word in self.terms if word[0] == letter]
            lengths, letters = map(len, words), map(letter_bits, words)
            self._initials[letter] = Initial(words, np.fromiter(lengths, np.int64), np.fromiter(letters, np.int64))
        return self._initials[letter]

    def known(self, word: str) -> bool:
        """Tell whether the word in lower case is Danish: a form in the dictionary or a word of the texts."""
        value = crc32(word.encode())
        place = int(self._known.searchsorted(value))
        return word in self.terms or (place < len(self._known) and int(self._known[place]) == value)

    def weight(self, term: str) -> float:
        """Return the term's inverse document frequency as in BM25; a term that no text has weighs most."""
        count = self.frequency.get(term, 0)
        return log(1 + (self.size - count + 0.5) / (count + 0.5))


def _other_forms(terms: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the inflections of the words that are not among them, each with the term of its word."""
    every = word_list().forms
    forms: dict[str, str] = {}
    for word, own in terms.items():
        for form in every.get(danish.lemma(word), "").split():
            if form not in terms:
                forms[form] = own[0]
    return forms


def letter_bits(word: str) -> int:
    """Return one bit for each letter that a word has; letters beyond the alphabet share bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def word_terms(word: str) -> tuple[str, ...]:
    """Return the terms of a word in lower case by the dictionary: its own first, then its compound parts'.

    Compounds with a part of three letters are left whole: they are too often none ("vis-ion", "men-nesker").
    """
    parts = danish.parts(word)
    if any(len(part) < SHORTEST_PART for part in parts):
        parts = ()
    return tuple(dict.fromkeys(stem(danish.lemma(each)) for each in (word, *parts)))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a Danish word in lower case."""
    stems = _stemmer().analyze(word)
    return str(stems[0]) if stems else word


@cache
def _stemmer() -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("danish")).build()


def unlinked(modifier: str) -> list[str]:
    """Return a compound's first part without, then with, its last letter where that may be a linking s or e."""
    return [modifier[:-1], modifier] if modifier[-1] in "se" else [modifier]

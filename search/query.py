"""What a query asks for.

A query is read word by word against the words of the texts: as it is, in another inflection, with ae, oe and aa for æ,
ø and å, as two words for one compound ("dobbelt diagnose"), as a compound of which the texts have the parts, and last,
if it is no Danish word, with its spelling corrected.

Deliberately not: translation (English queries are found by their topics and by the dense index), and correction of
words that are in the Danish dictionary, however rare: "handicap" must not become "handikap" nor "abort" "apport".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.danish import tokens
from search.analyzer import content_words, guess_language, words
from search.spelling import folded_letters, nearest, spellings
from search.vocabulary import Vocabulary

PART_WEIGHT = 0.5
CORRECTED_WEIGHT = 0.8
REGION_WORD = re.compile(r"region(en|er|erne)?s?")
REGION_STEM = 6  # letters: "nordjy" begins "nordjylland" and "nordjyske"
REGION_NAME = 8  # letters: "hovedsta" is no "hovedsmerter"
DERIVED = re.compile(r"(?:sk|ske|yder|yders|yderne|boer|boere)$")
LONGEST_ENDING = 3
DESCRIPTION = 5  # words; most keyword queries have one to three


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A content word of a query.

    Attributes:
        word: As asked, in lower case.
        terms: What it is searched as, with weights from 0 to 1; `()` if the texts have nothing like it.
        corrected: The word of the texts that it was taken for, if it was misspelt.
    """

    word: str
    terms: tuple[tuple[str, float], ...] = ()
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was understood.

    Attributes:
        words: Its content words.
        language: "da" or "en", guessed from function words and letters.
        regions: Slugs of the regions it names; the names themselves are not among its words.
        descriptive: Whether it is long enough to describe or ask something; otherwise it lists keywords.
    """

    text: str
    words: tuple[QueryWord, ...]
    language: str
    descriptive: bool
    regions: tuple[str, ...] = ()

    @property
    def terms(self) -> dict[str, float]:
        """All terms with their highest weights."""
        weights: dict[str, float] = {}
        for word in self.words:
            for term, weight in word.terms:
                weights[term] = max(weight, weights.get(term, 0.0))
        return weights

    @property
    def corrected(self) -> str:
        """The text with its misspelt words corrected."""
        corrections = {word.word: word.corrected for word in self.words if word.corrected}
        text = self.text
        for token in reversed(tokens(text)):
            text = text[: token.start] + corrections.get(token.text.lower(), token.text) + text[token.end :]
        return text

    @property
    def unknown(self) -> tuple[str, ...]:
        """The content words that the texts have nothing like."""
        return tuple(word.word for word in self.words if not word.terms)


def analyse(text: str, vocabulary: Vocabulary, regions: Iterable[str] = ()) -> Query:
    """Read a query against the words of the texts, and the regions that have texts."""
    every = words(text)
    language = guess_language(every)
    asked, named = _without_regions(content_words(text), list(regions))
    known = [_known_word(word, vocabulary) for word in asked]
    compounds = dict(_joined(asked, vocabulary))
    read: list[QueryWord] = []
    for place, (word, found) in enumerate(zip(asked, known, strict=True)):
        if place in compounds:
            read.append(QueryWord(word, compounds[place]))
        elif found or language != "da":
            read.append(QueryWord(word, found))
        else:
            read.append(_corrected(word, vocabulary))
    return Query(text, tuple(read), language, len(every) >= DESCRIPTION, named)


def _without_regions(asked: list[str], regions: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Take the names of regions, and the word "region", out of a query that asks for more than them.

    Where an agreement is from is no subject: nearly every passage of "Region Sjælland" could name it, some do.
    """
    places = {word: region_named(word, regions) for word in asked}
    left = [word for word in asked if places[word] is None and not REGION_WORD.fullmatch(word)]
    named = tuple(dict.fromkeys(region for region in places.values() if region))
    return left or asked, named


def region_named(word: str, regions: Iterable[str]) -> str | None:
    """Return the region that a word in lower case names: "sjællands" and "sjællandske" are of "sjaelland"."""
    folded = folded_letters(word)
    for region in regions:
        derived = folded.startswith(region[:REGION_STEM]) and DERIVED.search(folded)
        if (derived or folded.startswith(region[:REGION_NAME])) and len(folded) <= len(region) + LONGEST_ENDING:
            return region
    return None


def _known_word(word: str, vocabulary: Vocabulary) -> tuple[tuple[str, float], ...]:
    for spelling in spellings(word):
        terms = vocabulary.lookup(spelling)
        if terms:
            return ((terms[0], 1.0), *((part, PART_WEIGHT) for part in (terms[1:] or vocabulary.split(spelling))))
    return tuple((part, PART_WEIGHT) for part in vocabulary.split(word))


def _joined(asked: list[str], vocabulary: Vocabulary) -> Iterator[tuple[int, tuple[tuple[str, float], ...]]]:
    """Yield the places of two words in a row that the texts have as one, with its terms."""
    for place in range(len(asked) - 1):
        first, second = asked[place : place + 2]
        for link in ("", "s", "e"):
            terms = vocabulary.lookup(first + link + second)
            if terms and terms[0] in vocabulary.frequency:
                whole = ((terms[0], 1.0), *((part, PART_WEIGHT) for part in terms[1:]))
                yield place, whole
                yield place + 1, whole
                break


def _corrected(word: str, vocabulary: Vocabulary) -> QueryWord:
    if vocabulary.known(word) or not word.isalpha():
        return QueryWord(word)
    near = nearest(word, vocabulary)
    if near is None:
        return QueryWord(word)
    terms = ((term, weight * CORRECTED_WEIGHT) for term, weight in _known_word(near, vocabulary))
    return QueryWord(word, tuple(terms), near)

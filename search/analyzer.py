"""What a text is indexed under, and which of its words match.

A text is indexed under the terms of its content words, and of those that it only implies: "(gen)indlæggelser" and
"midtvejs- og slutstatus" hold one word more than they write.
"""

from __future__ import annotations

from collections.abc import Iterable

from ingest.danish import expansions, written
from search.stopwords import DANISH_STOPS, ENGLISH_STOPS, STOPS
from search.vocabulary import Vocabulary

LETTERS = frozenset("æøå")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return [word.lower() for word in written(text)]


def indexed_words(text: str) -> list[str]:
    """Return the words of a text in lower case, also those that it implies; needs the dictionary."""
    return words(text) + [token.text.lower() for token in expansions(text)]


def content_words(text: str) -> list[str]:
    """Return the words of a text in lower case without function words and single letters; numbers stay."""
    return without_stops(words(text))


def without_stops(every: Iterable[str]) -> list[str]:
    """Leave out function words and single letters; numbers stay."""
    return [word for word in every if word not in STOPS and (len(word) > 1 or word.isdigit())]


def terms_of(every: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Return all terms of content words, repeated as often as they occur."""
    return [term for word in without_stops(every) for term in vocabulary.lookup(word)]


def matching_words(text: str, terms: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words of a text that stand for one of the terms, as they are written, each once."""
    wanted = set(terms)
    found: dict[str, str] = {}
    for word in dict.fromkeys(written(text)):
        lower = word.lower()
        if lower not in STOPS and not wanted.isdisjoint(vocabulary.lookup(lower)):
            found.setdefault(lower, word)
    return tuple(found.values())


def guess_language(every: Iterable[str]) -> str:
    """Return "en" if the words in lower case hold more English function words than Danish ones and letters."""
    english = danish = 0
    for word in every:
        english += word in ENGLISH_STOPS and word not in DANISH_STOPS
        danish += (word in DANISH_STOPS and word not in ENGLISH_STOPS) or not LETTERS.isdisjoint(word)
    return "en" if english > danish else "da"

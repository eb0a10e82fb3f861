"""The words in which questions are asked: which frame them, which say for what kind of answer, and which are left.

The vocabulary is `search/data/questions.toml`. A verb is told by its place, not by a list: what regions do stands right
behind "hvilke regioner", and behind "hvad" before a region ("hvad mener Sjælland om ...").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from graph.regions import regions
from ingest import danish
from search.analyzer import content_words
from search.query import region_named
from search.stopwords import STOPS

INTERROGATIVE = re.compile(r"(?:hvad er|hvilke[tn]?|hvad|vis|find|what (?:is|are)|which|list|show)\b", re.IGNORECASE)


def asked_words(text: str) -> list[str]:
    """Return the words in lower case that a text asks about; regions that it names are not among them."""
    return [word for word in content_words(text) if not (frames(word) or is_place(word))]


def two_words(text: str) -> tuple[str, ...]:
    """Return the two words in lower case that are all a text asks about, joined or divided: "demens eller kræft"."""
    between = _words("joining") | _words("dividing")
    words = (token.text.lower() for token in danish.tokens(text))
    left = [word for word in words if word in between or not (word in STOPS or frames(word) or is_place(word))]
    return (left[0], left[2]) if [word in between for word in left] == [False, True, False] else ()


def narrowing(asked: Iterable[str]) -> set[str]:
    """Leave out the words that narrow nothing beside others."""
    every = set(asked)
    return every - _words("general") or every


def asks_otherwise(text: str) -> bool:
    """Tell whether a question is one that no level of weight answers: "hvornår", "hvor mange", "hvem"."""
    return any(re.search(pattern, text.strip(), re.IGNORECASE) for pattern in _data()["other"]["patterns"])


def negated(text: str) -> bool:
    """Tell whether a text has a word that denies something."""
    return _has_word(text, "negations")


def divided(text: str) -> bool:
    """Tell whether a text asks for one thing or another, which no sentence need speak of at once."""
    return _has_word(text, "dividing")


def without_verb(text: str, is_subject: Callable[[str], bool]) -> str:
    """Leave out what opens a question and the verb that says what regions do, unless nothing else is asked.

    Args:
        text: The question.
        is_subject: Tells whether a word in lower case is known to be a subject, and so no verb.
    """
    text = re.sub(str(_data()["opening"]), "", text.strip(), flags=re.IGNORECASE)
    tokens = danish.tokens(text)
    words = [token.text.lower() for token in tokens]
    place = _verb(words)
    if place is None or is_subject(words[place]) or not asked_words(" ".join([*words[:place], *words[place + 1 :]])):
        return text
    return text[: tokens[place].start] + text[tokens[place].end :]


def _verb(words: list[str]) -> int | None:
    """Return the place of the verb: behind "hvilke regioner", or between "hvad" and a region."""
    for place, word in enumerate(words):
        auxiliary = _words("auxiliaries")
        behind = next((at for at in range(place + 1, len(words)) if words[at] not in auxiliary), None)
        if behind is None:
            return None
        if words[behind] in STOPS:
            continue
        if word in _words("regions") and words[0] in _words("which"):
            return behind
        if word in _words("what") and behind + 1 < len(words) and is_place(words[behind + 1]):
            return behind
    return None


def regions_named(text: str) -> tuple[str, ...]:
    """Return the slugs of the regions that a text names, in any inflection or by any of their names."""
    words = [token.text.lower() for token in danish.tokens(text)]
    found = [region_named(word, regions()) for word in words]
    for slug, region in regions().items():
        names = (re.sub(r"\b(?:the|region(?: of)?)\b", "", alias).strip() for alias in region.aliases)
        if any(name and re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in names):
            found.append(slug)
    return tuple(dict.fromkeys(slug for slug in found if slug))


def kinds_asked(text: str) -> tuple[tuple[str, ...], str]:
    """Return the kinds of statement that a text asks for, and the text without the words that say so."""
    found, rest = [], text
    for kind, pattern in _data()["kinds"].items():
        left = re.sub(str(pattern), " ", rest, flags=re.IGNORECASE)
        if left != rest:
            found += [kind, *_data()["also"].get(kind, ())]
            rest = left
    return tuple(dict.fromkeys(found)), INTERROGATIVE.sub(" ", rest.strip())


def asks_for_agreements(text: str) -> bool:
    """Tell whether a question is about the agreements themselves: when they are in force, who made them."""
    words = _data()["agreements"]
    if not any(re.search(pattern, text, re.IGNORECASE) for pattern in words["asks"]):
        return False
    beside = "|".join(
        [*words["asks"], *(rf"\b(?:{one})\b" for one in str(words["beside"]).replace("\n", "").split("|"))]
    )
    return not asked_words(re.sub(beside, " ", text, flags=re.IGNORECASE))


def asks_to_compare(text: str) -> tuple[str, str]:
    """Return how a question asks to put agreements beside each other, and the text without the words that say so.

    "predecessor" asks for a region's agreement beside the one it replaces, "regions" for those of two regions; empty if
    it asks for neither.
    """
    words = _data()["compares"]
    for how in ("predecessor", "regions"):
        pattern = str(words[how]).replace("\n", "")
        if re.search(pattern, text, re.IGNORECASE):
            return how, re.sub(rf"{pattern}|\b(?:{words['beside']})\b", " ", text, flags=re.IGNORECASE)
    return "", text


def is_place(word: str) -> bool:
    """Tell whether a word in lower case is a region's name, or part of one."""
    return word in _places() or region_named(word, regions()) is not None


def frames(word: str) -> bool:
    """Tell whether a word in lower case only frames a question."""
    return _frame().fullmatch(word) is not None


def _has_word(text: str, name: str) -> bool:
    return not _words(name).isdisjoint(token.text.lower() for token in danish.tokens(text))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("search").joinpath("data/questions.toml").read_text(encoding="utf-8"))


@cache
def _frame() -> re.Pattern[str]:
    return re.compile("|".join(str(_data()["frame"]).split()), re.IGNORECASE)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(str(_data()[name]).split())


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """Return the words of the regions' names in lower case, and their genitives."""
    names = (alias for region in regions().values() for alias in region.aliases)
    words = {token.text.lower() for name in names for token in danish.tokens(name)}
    return frozenset(form for word in words for form in (word, f"{word}s"))

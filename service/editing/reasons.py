"""What the SPARQL engine says of a query, in the reader's language; the sentences are in `reasons.toml`.

The engine's own sentences are English, and stay so in what programs are answered.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, Self

ENGINE: Final = "en"
NUMBER: Final = re.compile(r"\d[\d,]*(\.\d+)?")
DANISH: Final = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Reasons:
    """The sentences that are known.

    Attributes:
        place: What begins a sentence that names a line; the page shows the line itself.
        known: Patterns of the engine's sentences, each with what to say by language, first match first.
    """

    place: re.Pattern[str]
    known: Sequence[tuple[re.Pattern[str], Mapping[str, str]]]

    @classmethod
    def read(cls) -> Self:
        """Read them from the package."""
        table = tomllib.loads(files("service").joinpath("editing/reasons.toml").read_text(encoding="utf-8"))
        known = [(re.compile(one.pop("says"), re.DOTALL), one) for one in table["reason"]]
        return cls(re.compile(table["place"]), known)


def reason(sentence: str, language: str) -> str | None:
    """Say in a language what the engine said, or return `None` where no sentence is known for it."""
    if language == ENGINE:
        return sentence
    reasons = _reasons()
    place = reasons.place.match(sentence)
    what = sentence[place.end() :] if place else sentence
    for pattern, sentences in reasons.known:
        match = pattern.fullmatch(what)
        if match and language in sentences:
            return sentences[language].format_map({name: _written(text) for name, text in match.groupdict("").items()})
    return None


def _written(text: str) -> str:
    """Write a number as Danish does, with points between the thousands and a comma before the decimals."""
    return text.translate(DANISH) if NUMBER.fullmatch(text) else text


@lru_cache(maxsize=1)
def _reasons() -> Reasons:
    return Reasons.read()

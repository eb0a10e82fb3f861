"""The words of the interface in Danish and English, kept as data in `texts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

LANGUAGES: Final = ("da", "en")
DANISH_LAST: Final = str.maketrans("æøå", "{|}")
"""The signs that follow z stand for the letters that do."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts in one language; call it with a text's name and what to fill in.

    Attributes:
        language: "da" or "en".
        table: The texts by name, such as "search.button".
    """

    language: str
    table: Mapping[str, str]

    def __call__(self, name: str, **values: object) -> str:
        """Return a text with its {names} filled in.

        Raises:
            KeyError: There is no such text, or it needs a value that is not given; a fault of the program.
        """
        return self.table[name].format(**values)

    def count(self, name: str, number: int) -> str:
        """Return the form of a text that fits a number."""
        return self(f"{name}.{'one' if number == 1 else 'many'}", number=self.number(number))

    def number(self, number: float, decimals: int = 0) -> str:
        """Write a number as the language does: 26.865 and 0,84 in Danish."""
        written = f"{number:,.{decimals}f}"
        return written.translate(str.maketrans(",.", ".,")) if self.language == "da" else written

    def order(self, text: str) -> str:
        """Return what orders a text among others as the language does: in Danish æ, ø and å come last."""
        folded = text.casefold()
        return folded.translate(DANISH_LAST) if self.language == "da" else folded

    def date(self, value: str) -> str:
        """Write an ISO date in words; a year stays as it is."""
        if len(value) <= 4:
            return value
        year, month, day = value.split("-")
        return self("date.written", day=int(day), month=self("date.months").split()[int(month) - 1], year=year)

    def period(self, start: str, end: str) -> str:
        """Write a period given by ISO dates or years."""
        dash = "–" if len(start) <= 4 and len(end) <= 4 else " – "
        return f"{self.date(start)}{dash}{self.date(end)}"


@lru_cache(maxsize=len(LANGUAGES))
def texts(language: str) -> Texts:
    """Return the texts in a language; any that is not known gives Danish."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    table = tomllib.loads(files("service").joinpath("texts.toml").read_text(encoding="utf-8"))
    return Texts(chosen, dict(_named(table, chosen)))


def _named(table: Mapping[str, Any], language: str, above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if set(value) == set(LANGUAGES):
            yield f"{above}{key}", value[language]
        else:
            yield from _named(value, language, f"{above}{key}.")

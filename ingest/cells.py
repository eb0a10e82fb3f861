"""What stands in the cells of tables, by the words of `ingest/data/tables.toml`: values, and the titles of columns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files

_TABLES = tomllib.loads(files("ingest").joinpath("data/tables.toml").read_text(encoding="utf-8"))
_WORDS, _TITLES = _TABLES["value"], _TABLES["title"]


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_BOUND = rf"(?:(?i:{_any_of(_WORDS['bounds'])})\s?)?"
_UNIT = rf"(?:\s?(?:{_any_of(_WORDS['units'])}))?"
_ALONE = _any_of([*_WORDS["words"], *_WORDS["signs"], *_WORDS["alone"]])
_REMARK = rf"(?:{_any_of(_WORDS['remarks'])})\b"
# Within a line a word is a value only as it begins a cell, with a capital: "Antal fald 12 Ukendt".
_CAPITALS = _any_of([*map(str.capitalize, _WORDS["words"]), *_WORDS["signs"]])

_CELL = re.compile(rf"{_BOUND}\d.*|{_ALONE}|{_REMARK}.*", re.IGNORECASE | re.DOTALL)
_DATE = rf"{_BOUND}\d{{1,2}}\. [a-zæøå]{{3,9}} \d{{4}}"
_LINE = re.compile(
    rf"{_DATE}|{_BOUND}\d(?:[^.:]|\.(?=\d)){{0,24}}{_UNIT}(?: \([^()]{{1,24}}\))?|{_ALONE}|{_REMARK}.{{0,30}}",
    re.IGNORECASE,
)
# A value among other cells in a line.
VALUE = re.compile(rf"(?:{_BOUND}\d[\d.,]*{_UNIT}|{_CAPITALS}|{_WORDS['remark']})")

GOAL_TITLE = re.compile(rf"(?:{_TITLES['goal']})(?=\s|$)", re.IGNORECASE)
INDICATOR_TITLE = re.compile(rf"\b{_TITLES['indicator']}\b", re.IGNORECASE)
GROUP_TITLE = re.compile(rf"\b{_TITLES['group']}\b", re.IGNORECASE)
VALUE_TITLE = re.compile(rf"(?:{_TITLES['value']})\b", re.IGNORECASE)
NUMBER_TITLE = re.compile(rf"(?:{_TITLES['number']})(?=\s|$)", re.IGNORECASE)
PARTY_TITLE = re.compile(rf"(?:{_TITLES['party']})$", re.IGNORECASE)
MATTER_TITLE = re.compile(rf"(?:{_TITLES['matter']})$", re.IGNORECASE)
DIRECTION_TITLE = re.compile(rf"(?:{_TITLES['direction']})$", re.IGNORECASE)
WHO_TITLE = re.compile(rf"(?:{_TITLES['who']})$", re.IGNORECASE)
TITLES = (GOAL_TITLE, INDICATOR_TITLE, GROUP_TITLE, VALUE_TITLE, PARTY_TITLE)


def holds_value(cell: str) -> bool:
    """Tell whether a cell holds a value, whatever is said of it besides."""
    return _CELL.fullmatch(cell) is not None


def is_title(line: str) -> bool:
    """Tell whether a line is the title of a column and no more; years are not, which may be cells as well."""
    return not line[:1].isdigit() and any(pattern.fullmatch(line) for pattern in TITLES)


def is_value(line: str) -> bool:
    """Tell whether a line is a value and may so be a cell: it is short and no sentence."""
    return _LINE.fullmatch(line) is not None

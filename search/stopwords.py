"""Function words by language, as `search/data/stopwords.toml` has them."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Final

_WORDS = tomllib.loads(files("search").joinpath("data/stopwords.toml").read_text(encoding="utf-8"))

DANISH_STOPS: Final = frozenset(_WORDS["danish"].split())
ENGLISH_STOPS: Final = frozenset(_WORDS["english"].split())
STOPS: Final = frozenset(word for words in _WORDS.values() for word in words.split())

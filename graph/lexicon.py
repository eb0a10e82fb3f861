"""The lemmas that matching labels needs: from the whole dictionary, or from a table compiled for a thesaurus.

The dictionary takes half a second to load, which a build can afford and a single question cannot. The table holds every
form of the words of the thesaurus's labels, so that it gives the same topics for all words but compounds that no
dictionary has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from graph.errors import VocabularyError
from graph.thesaurus import Thesaurus
from ingest import danish


class Lexicon(Protocol):
    """Gives the dictionary form of a word."""

    def lemma(self, word: str) -> str:
        """Return the dictionary form in lower case."""
        ...


class Dictionary:
    """The whole Danish dictionary."""

    def lemma(self, word: str) -> str:
        """Return the dictionary form in lower case."""
        return danish.lemma(word)


@dataclass(frozen=True, slots=True)
class CompiledLexicon:
    """A table of forms and lemmas; a word that it lacks is its own lemma."""

    table: Mapping[str, str]

    def lemma(self, word: str) -> str:
        """Return the dictionary form in lower case."""
        lower = word.lower()
        return self.table.get(lower, lower)

    @classmethod
    def of(cls, thesaurus: Thesaurus) -> CompiledLexicon:
        """Collect the forms of all words of the labels."""
        words = {token.text.lower() for text in _labels(thesaurus) for token in danish.tokens(text)}
        table = {word: danish.lemma(word) for word in words}
        wanted = set(table.values())
        inflected = ((lemma, forms) for lemma, forms in danish.inflections().items() if lemma in wanted)
        table = {form: lemma for lemma, forms in inflected for form in forms.split()} | table
        return cls({form: lemma for form, lemma in sorted(table.items()) if form != lemma})

    def write(self, path: Path) -> None:
        """Write the table as JSON."""
        path.write_text(json.dumps(self.table, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> CompiledLexicon:
        """Read what `write` wrote.

        Raises:
            VocabularyError: The file is missing or damaged.
        """
        try:
            return cls(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise VocabularyError(f"The lexicon {path} cannot be read ({error}); run `aftalegraf build`.") from None


def _labels(thesaurus: Thesaurus) -> Iterator[str]:
    return (label.text for topic in thesaurus.topics.values() for label in topic.labels)

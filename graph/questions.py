"""The competency questions: what the graph must be able to answer, as SPARQL.

Each `ontology/queries/*.rq` opens with its title in Danish and in English, a comment line each. They are offered in the
query editor and run as tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from graph.errors import VocabularyError
from graph.namespaces import rebase_text

TITLES = re.compile(r"# (?P<da>\S.*)\n# (?P<en>\S.*)\n")


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question.

    Attributes:
        id: The file's name without its ending.
        titles: What it asks, by language ("da", "en").
        query: The whole query, rebased, with its title lines.
    """

    id: str
    titles: dict[str, str]
    query: str


def competency_questions(base: str, folder: Traversable | None = None) -> tuple[Question, ...]:
    """Read the competency questions, in the order of their file names.

    Raises:
        VocabularyError: A file does not open with its two titles.
    """
    folder = folder or files("ontology").joinpath("queries")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".rq")), key=lambda path: path.name)
    return tuple(_question(path, base) for path in paths)


def _question(path: Traversable, base: str) -> Question:
    text = path.read_text(encoding="utf-8")
    titles = TITLES.match(text)
    if titles is None:
        raise VocabularyError(
            f"{path.name}, line 1: a query opens with its title in Danish and in English, a '# ' line each; add them."
        )
    return Question(path.name.removesuffix(".rq"), titles.groupdict(), rebase_text(text, base))

"""The release that is served, kept open, and opened anew when a build has put another in its place."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from graph.matcher import TopicMatch
from ingest.source import FORMATS
from service.agreements.marked_text import MarkedText
from service.agreements.reader import Readable
from service.building.release import NOTE, Note, ReleaseError, current
from service.catalogue import Catalogue, HeldDocument, read_catalogue
from service.editing.vocabulary import vocabulary
from service.finding.popular import popular_topics
from service.finding.suggestions import Suggestions
from service.knowledge import Knowledge
from service.national_goals import NationalGoals
from service.settings import Settings
from service.things.stated import Statements

MOST_READ: Final = 256
MOST_PASSAGES: Final = 4096


@dataclass(frozen=True)
class Opened:
    """A release, its agreements, and the topics that most of them prioritise."""

    knowledge: Knowledge
    catalogue: Catalogue
    popular: tuple[str, ...]

    @classmethod
    def of(cls, knowledge: Knowledge) -> Opened:
        """Read from the graph what every page needs."""
        graph, base = knowledge.graph, knowledge.note.base
        return cls(knowledge, read_catalogue(graph, base), popular_topics(graph, base))

    @cached_property
    def suggestions(self) -> Suggestions:
        """What may be meant by what a user types."""
        knowledge = self.knowledge
        return Suggestions.of(knowledge.graph, knowledge.note.base, knowledge.thesaurus, self.catalogue, self.popular)

    @cached_property
    def national_goals(self) -> NationalGoals:
        """The national goals, and where the agreements speak of them."""
        knowledge = self.knowledge
        return NationalGoals.read(knowledge.graph, knowledge.note.base, knowledge.understanding.matcher)

    @cached_property
    def spoken(self) -> Callable[[str], tuple[TopicMatch, ...]]:
        """Returns the words of a passage by which it speaks of topics; those of passages seen last are kept."""
        find = self.knowledge.understanding.matcher.find
        return lru_cache(maxsize=MOST_PASSAGES)(lambda text: tuple(find(text)))

    @cached_property
    def vocabulary(self) -> dict[str, Any]:
        """What the graph is made of, for who writes queries."""
        return vocabulary(self.knowledge.graph, self.knowledge.note.base)

    @cached_property
    def statements(self) -> Statements:
        """What the agreements state: 0.3 s for 500 statements, so it is read once."""
        return Statements.read(self.knowledge.graph, self.knowledge.note.base)

    @cached_property
    def readable(self) -> Callable[[HeldDocument], Readable]:
        """Returns a document for reading; those read last are kept."""
        return lru_cache(maxsize=MOST_READ)(self._readable)

    @cached_property
    def marked(self) -> Callable[[HeldDocument, str], MarkedText]:
        """Returns a document with the statements of its agreement, given by its id; those read last are kept."""
        return lru_cache(maxsize=MOST_READ)(self._marked)

    def _marked(self, document: HeldDocument, agreement: str) -> MarkedText:
        return MarkedText(self.readable(document), self.statements.by_agreement.get(agreement, ()))

    def _readable(self, document: HeldDocument) -> Readable:
        text = self.knowledge.source(document.id)
        if text is None:
            raise ReleaseError(f"The text of {document.id} is missing from the built data; run `aftalegraf build`.")
        pages = self.knowledge.pages(document.id)
        return Readable.of(document.id, text, FORMATS[Path(document.file).suffix.lower()], pages)


class Releases:
    """Gives the current release of a data folder; safe to use from many threads.

    A build swaps the release's folder, so the file with its note is then another file.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._note = current(settings.data).folder / NOTE
        self._lock = threading.Lock()
        self._held: tuple[tuple[int, int], Opened] | None = None
        self._told: tuple[tuple[int, int] | None, Note | None] = (None, None)

    def current(self) -> Opened:
        """Return the current release, opened.

        Raises:
            ReleaseError: There is none, and there was none before.
        """
        mark = self._mark()
        held = self._held
        if held is not None and mark in (None, held[0]):
            return held[1]
        with self._lock:
            if self._held is None or self._held[0] != mark:
                self._held = (mark or (0, 0), Opened.of(Knowledge.open(self._settings)))
            return self._held[1]

    def version(self) -> str | None:
        """Return the version of the dataset in place, without opening it; `None` while there is none."""
        note = self._note_in_place()
        return note.version if note else None

    def base(self) -> str:
        """Return the base IRI of all names, also while nothing is built."""
        note = self._note_in_place()
        return note.base if note else self._settings.base

    def _note_in_place(self) -> Note | None:
        mark = self._mark()
        if mark != self._told[0]:
            self._told = (mark, current(self._settings.data).note())
        return self._told[1]

    def _mark(self) -> tuple[int, int] | None:
        """Return what tells the note of one release from that of another, or `None` while there is none."""
        try:
            found = self._note.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

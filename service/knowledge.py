"""All that is asked of a built release, opened lazily: a question needs the graph, a search the indexes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from service.building.milvus import milvus_of
from service.building.release import Note, Release, built
from service.settings import Settings

if TYPE_CHECKING:
    import pyoxigraph as ox

    from graph.store import Asked
    from graph.subjects import Subjects
    from graph.thesaurus import Thesaurus
    from ingest.places import Places
    from search.comparison import Answers
    from search.engine import SearchEngine
    from search.model import Filters, Hit
    from search.questions import Question
    from search.responses import Response
    from search.understanding import Understanding


NEAR = 50
"""How many of the best passages are looked through for the nearest of each silent agreement."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: the query as understood, the filters, and the hits, best first."""

    question: Question
    filters: Filters
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Knowledge:
    """A release, ready to be asked."""

    release: Release
    note: Note
    settings: Settings

    @classmethod
    def open(cls, settings: Settings) -> Knowledge:
        """Open the current release of the data folder.

        Raises:
            ReleaseError: There is none.
        """
        return cls(*built(settings.data), settings)

    @cached_property
    def store(self) -> ox.Store:
        """The graph as built, read-only."""
        from graph.store import open_store

        return open_store(self.release.graph)

    @cached_property
    def subjects(self) -> Subjects:
        """What is said of each thing as built."""
        from graph.store import nquads_file
        from graph.subjects import Subjects

        return Subjects(nquads_file(self.release.graph))

    @cached_property
    def graph(self) -> Asked:
        """What answers queries: the graph as built, or the server that the settings name."""
        if not self.settings.sparql_url:
            return self.store
        from graph.remote.store import remote_store

        return remote_store(self.settings.sparql_url, self.release.graph, self.note.base, self.settings.query_seconds)

    @cached_property
    def thesaurus(self) -> Thesaurus:
        """The topics."""
        from graph.thesaurus import load_thesaurus

        return load_thesaurus()

    @cached_property
    def understanding(self) -> Understanding:
        """Understands questions."""
        from graph.lexicon import CompiledLexicon
        from graph.matcher import Matcher
        from search.understanding import Understanding
        from search.vocabulary import Vocabulary

        matcher = Matcher(self.thesaurus, CompiledLexicon.read(self.release.lexicon))
        return Understanding(matcher, lambda: Vocabulary.load(self.release.index))

    @cached_property
    def engine(self) -> SearchEngine:
        """The search indexes, for the encoder and the reranker that are set.

        Raises:
            SearchError: The index was made by another encoder, or its vectors are not where the settings say.
        """
        from search.dense import DenseIndex
        from search.encoder import encoder_for
        from search.engine import SearchEngine
        from search.reranker import reranker_for

        encoder, reranker = encoder_for(self.settings.encoder), reranker_for(self.settings.reranker)
        return SearchEngine.open(self.release.index, encoder, reranker, milvus_of(self.settings) or DenseIndex)

    @cached_property
    def answers(self) -> Answers:
        """What all agreements say of all topics: 0.8 s for 363 topics, so it is read once."""
        from search.comparison import read_answers

        return read_answers(self.graph, (), self.note.base)

    def ask(self, text: str, today: date) -> Response:
        """Answer a question by region, or by the statements of a kind that it asks for; from the graph alone.

        Args:
            text: The question.
            today: The day on which an agreement is in force or not.
        """
        from search.agreements import list_agreements
        from search.answers import answer, named_first
        from search.listing import list_statements
        from search.responses import Response
        from search.wording import asks_otherwise

        question = self.understanding.understand(text)
        if question.compares:
            return Response(question, "")
        if question.on_agreements:
            return list_agreements(question, self.graph, self.note.base, today)
        if question.kinds:
            listed = list_statements(question, self.graph, self.note.base, today)
            if listed.statements:
                return listed
            if asks_otherwise(text):
                question = self.understanding.understand(text, by_kind=False)
        return named_first(answer(question, self.graph, self.note.base, today))

    def about(self, topic: str, today: date) -> Response:
        """Answer for a topic, by its slug, as a question that names it is answered, with what is nearest to silence."""
        from graph.matcher import TopicMatch
        from search.answers import answer, named_first
        from search.questions import Question

        name = self.thesaurus[topic].label()
        question = Question(name, "da", TopicMatch(topic, name, 0, len(name), match="word", label=name))
        return self.with_nearest(named_first(answer(question, self.graph, self.note.base, today)))

    def with_nearest(self, response: Response) -> Response:
        """Add to each silent answer its nearest passage; if there is one, that needs the indexes and the encoder."""
        from search.answers import with_nearest

        if not any(one.silent for one in response.answers):
            return response
        return with_nearest(response, self.passages(response.question, NEAR))

    def passages(self, question: Question, k: int, filters: Filters | None = None) -> list[Hit]:
        """Find the passages that fit a question as it was understood, within the filters, best first."""
        return self.engine.search(question.text, k, filters, self.understanding.topics(question))

    def search(self, query: str, k: int, filters: Filters | None = None) -> Found:
        """Find passages: of the k best that the filters accept those that count, see `search.answers.related`.

        Raises:
            SearchError: k is below 1.
        """
        from search.answers import related
        from search.model import Filters

        question, narrowed = self.understanding.understand(query), filters or Filters()
        return Found(question, narrowed, tuple(related(self.passages(question, k, narrowed))))

    def topics_of(self, query: str) -> list[str]:
        """Return the slugs of the topics that a query names, the one it is about first."""
        return self.understanding.topics(self.understanding.understand(query))

    def source(self, document: str) -> str | None:
        """Return a source document as read, or `None` if there is no such document."""
        path = self.release.sources / f"{document}.txt"
        if path.parent != self.release.sources or not path.is_file():
            return None
        return path.read_bytes().decode("utf-8")

    def pages(self, document: str) -> Places:
        """Return the pages of a source document that there is; none where it has none."""
        from ingest.places import Places

        path = self.release.pages(document)
        return Places.unpack(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else Places()

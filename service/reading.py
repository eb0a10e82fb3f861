"""Reading for the build: an agreement's documents to statements, sentences with their topics, and levels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.manifest import Agreement

if TYPE_CHECKING:
    from graph.matcher import Matcher
    from graph.model import Priority, WeighedSentence
    from ingest.model import Extraction
    from ingest.prototypes import Prototypes

Report = Callable[[str, float], None]
"""Told what the build does now and how far it is, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class ReadAgreement:
    """One agreement, read, linked and graded.

    Attributes:
        agreement: As the manifest has it.
        sources: The documents' texts by id, which all quotes are places in.
        extraction: What the texts state.
        sentences: Their sentences with the topics each speaks of.
        priorities: The level that each topic has in it, inferred.
    """

    agreement: Agreement
    sources: dict[str, str]
    extraction: Extraction
    sentences: list[WeighedSentence]
    priorities: list[Priority]


def read_all(
    agreements: Sequence[Agreement], matcher: Matcher, prototypes: Prototypes, report: Report
) -> Iterator[ReadAgreement]:
    """Read agreements one by one, and tell how far the build is."""
    for number, agreement in enumerate(agreements):
        report(f"læser {agreement.id}", 0.3 * number / len(agreements))
        yield _read(agreement, matcher, prototypes)


def _read(agreement: Agreement, matcher: Matcher, prototypes: Prototypes) -> ReadAgreement:
    from graph.linking import mentions, weighed_sentences
    from graph.priorities import priorities
    from ingest.extraction import extract
    from ingest.source import read_source

    sources = [read_source(document.path) for document in agreement.documents]
    extraction = extract(sources, prototypes)
    sentences = weighed_sentences(extraction, matcher)
    graded = priorities(mentions(sentences), matcher.thesaurus.topics, agreement.coverage)
    return ReadAgreement(agreement, {source.id: source.text for source in sources}, extraction, sentences, graded)

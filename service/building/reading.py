"""Reading for the build: an agreement's documents to statements, sentences with their topics, and levels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.manifest import Agreement

if TYPE_CHECKING:
    from graph.matcher import Matcher
    from graph.model import Priority, WeighedSentence
    from ingest.corrections import Correction
    from ingest.model import Extraction
    from ingest.places import Places
    from ingest.prototypes import Prototypes
    from ingest.revisions import Revision

Report = Callable[[str, float], None]
"""Told what the build does now and how far it is, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class ReadAgreement:
    """One agreement, read, linked and graded.

    Attributes:
        agreement: As the manifest has it.
        sources: The documents' texts by id, which all quotes are places in.
        extraction: What the texts state, with what people corrected.
        sentences: Their sentences with the topics each speaks of.
        priorities: The level that each topic has in it, inferred.
        revisions: What people corrected.
        missed: Corrections that found nothing to correct, or not what they link to.
        pages: The pages of those documents that have pages, by id.
    """

    agreement: Agreement
    sources: dict[str, str]
    extraction: Extraction
    sentences: list[WeighedSentence]
    priorities: list[Priority]
    revisions: Sequence[Revision] = ()
    missed: Sequence[Correction] = ()
    pages: Mapping[str, Places] = field(default_factory=dict)


def read_all(
    agreements: Sequence[Agreement],
    corrections: Mapping[str, Sequence[Correction]],
    matcher: Matcher,
    prototypes: Prototypes,
    report: Report,
) -> Iterator[ReadAgreement]:
    """Read agreements one by one, with the corrections of each by its id, and tell how far the build is."""
    for number, agreement in enumerate(agreements):
        report(f"læser {agreement.id}", 0.3 * number / len(agreements))
        yield _read(agreement, corrections.get(agreement.id, ()), matcher, prototypes)


def _read(
    agreement: Agreement, corrections: Sequence[Correction], matcher: Matcher, prototypes: Prototypes
) -> ReadAgreement:
    from graph.linking import mentions, weighed_sentences
    from graph.priorities import priorities
    from ingest.extraction import extract
    from ingest.revisions import corrected
    from ingest.source import read_source

    sources = [read_source(document.path) for document in agreement.documents]
    found = corrected(extract(sources, prototypes), corrections)
    extraction = found.extraction
    sentences = weighed_sentences(extraction, matcher)
    graded = priorities(mentions(sentences), matcher.thesaurus.topics, agreement.coverage)
    texts = {source.id: source.text for source in sources}
    missed = (*found.missed, *found.unlinked)
    pages = {source.id: source.places for source in sources if source.places.paged}
    return ReadAgreement(agreement, texts, extraction, sentences, graded, found.revisions, missed, pages)

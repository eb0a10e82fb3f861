"""The build: corpus -> statements -> validated graph -> indexes, put in place in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import AftalegrafError
from ingest.manifest import Agreement, load_manifest
from service.release import Note, Release, current, fingerprint

if TYPE_CHECKING:
    from rdflib import Dataset

    from graph.matcher import Matcher
    from graph.model import Mention, Priority
    from graph.vocabulary import Vocabulary
    from ingest.model import Extraction
    from search.encoder import Vectors
    from search.model import Unit

Report = Callable[[str, float], None]
"""Told what the build does now and how far it is, from 0 to 1."""


class BuildError(AftalegrafError):
    """The built graph does not conform to its shapes."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: its note, and whether anything had to be done."""

    note: Note
    changed: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """One agreement, read, linked and graded."""

    agreement: Agreement
    sources: dict[str, str]
    extraction: Extraction
    mentions: list[Mention]
    priorities: list[Priority]


def build(corpus: Path, data: Path, base: str, encoder: str, report: Report) -> Built:
    """Build the data folder from a corpus, or do nothing if it fits already.

    Raises:
        AftalegrafError: The corpus, a document, the vocabulary or the resulting graph breaks a rule; the release that
            was current stays so.
    """
    agreements = load_manifest(corpus)
    mark = fingerprint(agreements, corpus / "manifest.toml", base, encoder)
    note = current(data).note()
    if note is not None and note.fingerprint == mark:
        return Built(note, changed=False)
    with _new_release(data) as release:
        matcher = _matcher(release)
        read = _read_all(agreements, matcher, report)
        for one in read:
            _keep_sources(one, release)
        # The encoder computes outside Python's lock, so the graph is written meanwhile.
        with ThreadPoolExecutor(max_workers=1) as beside:
            encoding = beside.submit(_encode, read, data, encoder, report)
            quads = _write_graph(read, release, base, report)
            units = _write_index(encoding.result(), release, encoder, report)
        statements = sum(len(one.extraction.statements) for one in read)
        documents = sum(len(agreement.documents) for agreement in agreements)
        note = Note(mark, base, encoder, len(agreements), documents, statements, units, quads)
        release.write_note(note)
    return Built(note, changed=True)


@contextmanager
def _new_release(data: Path) -> Iterator[Release]:
    """Give a new release's folder, and put it in place of the current one if nothing fails."""
    from graph.swap import swap_into_place

    building = data / f".building-{os.getpid()}"
    try:
        building.mkdir(parents=True)
        yield Release(building)
        swap_into_place(building, current(data).folder)
    except OSError as error:
        raise BuildError(f"The data folder {data} cannot be written ({error}); name another with --data.") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _matcher(release: Release) -> Matcher:
    """Make the matcher of topics, and keep what a question needs of its lexicon."""
    from graph.lexicon import CompiledLexicon
    from graph.matcher import Matcher
    from graph.thesaurus import load_thesaurus

    thesaurus = load_thesaurus()
    CompiledLexicon.of(thesaurus).write(release.lexicon)
    return Matcher(thesaurus)


def _read_all(agreements: Sequence[Agreement], matcher: Matcher, report: Report) -> list[_Read]:
    total = len(agreements)
    return [_read(agreement, matcher, report, number / total) for number, agreement in enumerate(agreements)]


def _read(agreement: Agreement, matcher: Matcher, report: Report, done: float) -> _Read:
    from graph.linking import mentions
    from graph.priorities import priorities
    from ingest.extraction import extract
    from ingest.source import read_source

    report(f"læser {agreement.id}", 0.3 * done)
    sources = [read_source(document.path) for document in agreement.documents]
    extraction = extract(sources)
    found = mentions(extraction, matcher)
    graded = priorities(found, matcher.thesaurus.topics, agreement.coverage)
    return _Read(agreement, {source.id: source.text for source in sources}, extraction, found, graded)


def _keep_sources(read: _Read, release: Release) -> None:
    release.sources.mkdir(exist_ok=True)
    for name, text in read.sources.items():
        (release.sources / f"{name}.txt").write_text(text, encoding="utf-8", newline="")


def _write_graph(read: Sequence[_Read], release: Release, base: str, report: Report) -> int:
    from graph.store import nquads_file, write_store
    from graph.vocabulary import load_vocabulary

    report("skriver linked data", 0.3)
    vocabulary = load_vocabulary(base)
    dataset = _dataset(read, vocabulary, base)
    report("validerer", 0.4)
    check(dataset, vocabulary)
    report("gemmer grafen", 0.5)
    write_store(dataset, release.graph)
    with nquads_file(release.graph).open(encoding="utf-8") as lines:
        return sum(1 for _ in lines)


def _dataset(read: Sequence[_Read], vocabulary: Vocabulary, base: str) -> Dataset:
    from rdflib import Dataset

    from graph.inferred import inferred_graph
    from graph.namespaces import graph_iri, namespaces
    from graph.program import program_graph
    from graph.rdf import agreement_graph
    from graph.vocabulary import by_label
    from service import __version__

    dataset = Dataset()
    parts = dict(vocabulary.named_graphs())
    indicators = by_label(vocabulary.reference, namespaces(base)["aft"].NationalIndicator)
    for one in read:
        name = one.agreement.id
        parts[graph_iri(base, "aftale", name)] = agreement_graph(
            one.agreement,
            one.extraction,
            one.sources,
            base,
            replaces=_predecessor(one.agreement, [other.agreement for other in read]),
            national_indicators=indicators,
        )
        parts[graph_iri(base, "udledt", name)] = inferred_graph(
            one.agreement, one.priorities, one.extraction, one.sources, base, version=__version__
        )
    rules = {priority.rule for one in read for priority in one.priorities}
    parts[graph_iri(base, "program")] = program_graph(base, __version__, sorted(rules))
    for iri, graph in parts.items():
        named = dataset.graph(iri)
        for triple in graph:
            named.add(triple)
    return dataset


def _predecessor(agreement: Agreement, others: Sequence[Agreement]) -> str | None:
    """Return the id of the region's agreement before this one, where the corpus holds it."""
    before = [
        other for other in others if other.region == agreement.region and other.period_start < agreement.period_start
    ]
    return max(before, key=lambda other: other.period_start).id if before else None


def check(dataset: Dataset, vocabulary: Vocabulary) -> None:
    """Check the graph against its shapes.

    Raises:
        BuildError: It does not conform; the sentence names the first violations.
    """
    from graph.validate import explain, validate
    from graph.vocabulary import join

    data = join(dataset.graphs(), vocabulary.base)
    broken = [one for one in validate(data, vocabulary.shapes, vocabulary.ontology) if one.severity == "Violation"]
    if broken:
        raise BuildError(
            f"The graph must conform to ontology/shapes.ttl and breaks it at {len(broken)} places, the first: "
            f"{' '.join(explain(broken, 'en')[:3])} Nothing was replaced; correct the source or the rule."
        )


def _encode(read: Sequence[_Read], data: Path, encoder: str, report: Report) -> tuple[list[Unit], Vectors]:
    """Make the units of search and their vectors; vectors of texts that were encoded before are kept."""
    from search.cache import VectorCache
    from search.encoder import encoder_for
    from search.engine import unit_vectors
    from search.units import units_of

    units = [unit for one in read for unit in units_of(one.agreement, one.extraction, one.mentions, one.sources)]

    def progress(done: int, total: int) -> None:
        report("beregner vektorer", 0.3 + 0.6 * done / max(total, 1))

    return units, unit_vectors(units, encoder_for(encoder), VectorCache(data / "vectors"), progress)


def _write_index(encoded: tuple[list[Unit], Vectors], release: Release, encoder: str, report: Report) -> int:
    from search.encoder import encoder_for
    from search.engine import SearchEngine

    report("skriver indeks", 0.95)
    units, vectors = encoded
    SearchEngine.build(units, vectors, release.index, encoder_for(encoder))
    return len(units)

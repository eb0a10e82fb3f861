"""The build: corpus -> statements -> validated graph -> indexes, put in place in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import AftalegrafError
from ingest.manifest import Agreement
from service.additions import all_agreements
from service.release import LAYOUT, Note, Release, current, fingerprint

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

    from graph.conformance import Checked
    from graph.matcher import Matcher
    from graph.model import Priority, WeighedSentence
    from graph.vocabulary import Vocabulary
    from ingest.model import Extraction
    from ingest.prototypes import Prototypes
    from search.encoder import Vectors
    from search.model import Unit

BUILDING = ".building-"

Report = Callable[[str, float], None]
"""Told what the build does now and how far it is, from 0 to 1."""


class BuildError(AftalegrafError):
    """The built graph does not conform to its shapes."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Attributes:
        note: What the release says of itself.
        changed: Something had to be done.
        checked: How many agreements were checked against the shapes; the others are known to conform.
    """

    note: Note
    changed: bool
    checked: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    """One agreement, read, linked and graded."""

    agreement: Agreement
    sources: dict[str, str]
    extraction: Extraction
    sentences: list[WeighedSentence]
    priorities: list[Priority]


def build(corpus: Path, data: Path, base: str, encoder: str, report: Report) -> Built:
    """Build the data folder from a corpus, or do nothing if it fits already.

    Raises:
        AftalegrafError: The corpus, a document, the vocabulary or the resulting graph breaks a rule; the release that
            was current stays so.
    """
    from search.encoder import encoder_for

    agreements = all_agreements(corpus, data)
    mark = fingerprint(agreements, base, encoder_for(encoder).name)
    note = current(data).note()
    if note is not None and note.fingerprint == mark:
        return Built(note, changed=False)
    with _new_release(data, base) as release, _beside() as beside:
        read, encoding = [], []
        vectors = _Encoding(data, encoder)
        matcher = _matcher(release)
        for one in _read_all(agreements, matcher, vectors.prototypes, report):
            read.append(one)
            # The encoder computes outside Python's lock, so reading and the graph go on meanwhile.
            encoding.append(beside.submit(vectors.encode, one))
            _keep_sources(one, release)
        version, quads, checked = _write_graph(read, matcher, release, base, current(data).conforming(), report)
        report("beregner vektorer", 0.6)
        units = vectors.write([one.result() for one in encoding], release)
        statements = sum(len(one.extraction.statements) for one in read)
        documents = sum(len(agreement.documents) for agreement in agreements)
        note = Note(LAYOUT, version, mark, base, encoder, len(agreements), documents, statements, units, quads)
        release.write_note(note)
    return Built(note, changed=True, checked=checked)


@contextmanager
def _new_release(data: Path, base: str) -> Iterator[Release]:
    """Give a new release's folder, and put it in place of the current one if nothing fails."""
    from graph.prefixes import check_base
    from graph.swap import swap_into_place

    check_base(base)
    _sweep(data)
    building = data / f"{BUILDING}{os.getpid()}"
    try:
        building.mkdir(parents=True)
        yield Release(building)
        swap_into_place(building, current(data).folder)
    except OSError as error:
        raise BuildError(f"The data folder {data} cannot be written ({error}); name another with --data.") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _sweep(data: Path) -> None:
    """Remove what builds that were killed have left behind."""
    for folder in data.glob(f"{BUILDING}*"):
        number = folder.name.removeprefix(BUILDING).partition(".")[0]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _matcher(release: Release) -> Matcher:
    """Make the matcher of topics, and keep what a question needs of its lexicon."""
    from graph.lexicon import CompiledLexicon
    from graph.matcher import Matcher
    from graph.thesaurus import load_thesaurus

    thesaurus = load_thesaurus()
    CompiledLexicon.of(thesaurus).write(release.lexicon)
    return Matcher(thesaurus)


@contextmanager
def _beside() -> Iterator[ThreadPoolExecutor]:
    """Give a thread beside this one; if this one fails, what it has not begun is given up."""
    beside = ThreadPoolExecutor(max_workers=1)
    try:
        yield beside
    finally:
        beside.shutdown(wait=True, cancel_futures=True)


def _read_all(
    agreements: Sequence[Agreement], matcher: Matcher, prototypes: Prototypes, report: Report
) -> Iterator[_Read]:
    for number, agreement in enumerate(agreements):
        report(f"læser {agreement.id}", 0.3 * number / len(agreements))
        yield _read(agreement, matcher, prototypes)


def _read(agreement: Agreement, matcher: Matcher, prototypes: Prototypes) -> _Read:
    from graph.linking import mentions, weighed_sentences
    from graph.priorities import priorities
    from ingest.extraction import extract
    from ingest.source import read_source

    sources = [read_source(document.path) for document in agreement.documents]
    extraction = extract(sources, prototypes)
    sentences = weighed_sentences(extraction, matcher)
    graded = priorities(mentions(sentences), matcher.thesaurus.topics, agreement.coverage)
    return _Read(agreement, {source.id: source.text for source in sources}, extraction, sentences, graded)


def _keep_sources(read: _Read, release: Release) -> None:
    release.sources.mkdir(exist_ok=True)
    for name, text in read.sources.items():
        (release.sources / f"{name}.txt").write_text(text, encoding="utf-8", newline="")


def _write_graph(
    read: Sequence[_Read], matcher: Matcher, release: Release, base: str, known: Mapping[str, str], report: Report
) -> tuple[str, int, int]:
    """Write the graph; return the dataset's version, how many quads it has, and how many agreements were checked."""
    from graph.dataset import dataset_graph, dataset_version
    from graph.digest import digest
    from graph.namespaces import graph_iri
    from graph.store import nquads_file, write_store
    from graph.vocabulary import DATASET, load_vocabulary
    from service import __version__

    report("skriver linked data", 0.3)
    vocabulary = load_vocabulary(base)
    graphs = _graphs(read, vocabulary, matcher, base)
    digests = {name: digest(graph) for name, graph in graphs.items()}
    version = dataset_version(digests, __version__)
    graphs[graph_iri(base, DATASET)] = dataset_graph(graphs, vocabulary, version)
    report("validerer", 0.4)
    checked = _check(graphs, digests, vocabulary, known)
    release.write_conforming(checked.conforming)
    report("gemmer grafen", 0.5)
    write_store(graphs, release.graph)
    with nquads_file(release.graph).open(encoding="utf-8") as lines:
        return version, sum(1 for _ in lines), len(checked.anew)


def _graphs(read: Sequence[_Read], vocabulary: Vocabulary, matcher: Matcher, base: str) -> dict[URIRef, Graph]:
    """Make the named graphs: vocabulary, questions, what each agreement states and implies, and the program."""
    from graph.goal_links import RULES, goal_links, goals_of
    from graph.inferred import inferred_graph
    from graph.namespaces import graph_iri, namespaces
    from graph.program import program_graph
    from graph.questions import competency_questions, questions_graph
    from graph.rdf import agreement_graph
    from graph.vocabulary import QUESTIONS, by_label
    from service import __version__

    goals = [goal for one in read for goal in goals_of(one.agreement, one.extraction, one.sentences, base)]
    links = goal_links(goals, vocabulary.national_goals(), matcher)
    parts = vocabulary.named_graphs()
    parts[graph_iri(base, QUESTIONS)] = questions_graph(competency_questions(base), base)
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
            one.agreement,
            one.priorities,
            one.extraction,
            one.sources,
            base,
            version=__version__,
            sentences=one.sentences,
            links=links.get(name, ()),
        )
    rules = {priority.rule for one in read for priority in one.priorities} | {*RULES}
    parts[graph_iri(base, "program")] = program_graph(base, __version__, sorted(rules))
    return parts


def _predecessor(agreement: Agreement, others: Sequence[Agreement]) -> str | None:
    """Return the id of the region's agreement before this one, where the corpus holds it."""
    before = [
        other for other in others if other.region == agreement.region and other.period_start < agreement.period_start
    ]
    return max(before, key=lambda other: other.period_start).id if before else None


def _check(
    graphs: Mapping[URIRef, Graph], digests: Mapping[URIRef, str], vocabulary: Vocabulary, known: Mapping[str, str]
) -> Checked:
    """Check what changed against the shapes.

    Raises:
        BuildError: It does not conform; the sentence names the first violations.
    """
    from graph.conformance import check
    from graph.validate import explain

    checked = check(graphs, digests, vocabulary, known)
    broken = [one for one in checked.violations if one.severity == "Violation"]
    if broken:
        raise BuildError(
            f"The graph must conform to ontology/shapes.ttl and breaks it at {len(broken)} places, the first: "
            f"{' '.join(explain(broken, 'en')[:3])} Nothing was replaced; correct the source or the rule."
        )
    return checked


class _Encoding:
    """The units of search and their vectors; vectors of texts that were encoded before are kept."""

    def __init__(self, data: Path, encoder: str) -> None:
        from ingest.prototypes import Prototypes
        from search.cache import VectorCache
        from search.encoder import encoder_for

        self._encoder = encoder_for(encoder)
        self._cache = VectorCache(data / "vectors")
        # Of its own, since headings are encoded while passages are, in another thread.
        self._titles = VectorCache(data / "vectors" / "titles")
        self.prototypes = Prototypes(lambda texts: self._titles.passages(texts, self._encoder))

    def encode(self, read: _Read) -> tuple[list[Unit], Vectors]:
        """Make the units of one agreement and their vectors."""
        from graph.linking import mentions
        from search.engine import unit_vectors
        from search.units import units_of

        units = units_of(read.agreement, read.extraction, mentions(read.sentences), read.sources)
        return units, unit_vectors(units, self._encoder, self._cache)

    def write(self, encoded: Sequence[tuple[list[Unit], Vectors]], release: Release) -> int:
        """Write the indexes of all units, forget the vectors of texts that are gone, and return how many units."""
        import numpy as np

        from search.engine import SearchEngine, encoded_texts

        units = [unit for some, _ in encoded for unit in some]
        vectors = np.concatenate([some for _, some in encoded])
        SearchEngine.build(units, vectors, release.index, self._encoder)
        self._cache.keep(encoded_texts(units), self._encoder)
        self._titles.keep(self.prototypes.texts, self._encoder)
        return len(units)

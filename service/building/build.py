"""The build: corpus -> statements -> validated graph -> indexes, put in place in one step."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.correction_files import corrected_agreements, read_corrections
from ingest.errors import AftalegrafError
from ingest.manifest import Agreement
from service.building.additions import all_agreements
from service.building.milvus import remove
from service.building.reading import ReadAgreement, Report, read_all
from service.building.release import LAYOUT, Note, Release, current, fingerprint

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

    from graph.conformance import Checked
    from graph.matcher import Matcher
    from graph.vocabulary import Vocabulary
    from ingest.corrections import Correction
    from search.milvus.indexes import Milvus

BUILDING = ".building-"


class BuildError(AftalegrafError):
    """The built graph does not conform to its shapes."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Attributes:
        note: What the release says of itself.
        changed: Something had to be done.
        checked: How many agreements were checked against the shapes; the others are known to conform.
        missed: By agreement, the corrections that found nothing to correct; they are kept.
    """

    note: Note
    changed: bool
    checked: int = 0
    missed: tuple[tuple[str, Correction], ...] = ()


def build(corpus: Path, data: Path, base: str, encoder: str, report: Report, milvus: Milvus | None = None) -> Built:
    """Build the data folder from a corpus, or do nothing if it fits already.

    Args:
        corpus: Folder with the manifest and the source documents.
        data: Where the release goes.
        base: Base IRI of all names.
        encoder: Setting of the encoder.
        report: Told how far it is.
        milvus: Where the vectors go; by default into the release.

    Raises:
        AftalegrafError: The corpus, a document, the vocabulary or the resulting graph breaks a rule; the release that
            was current stays so.
    """
    from search.encoder import encoder_for
    from service.building.encoding import Encoding

    agreements = all_agreements(corpus, data)
    corrections = {name: read_corrections(corpus, name) for name in corrected_agreements(corpus)}
    mark = fingerprint(agreements, base, encoder_for(encoder).name, corrections, milvus.address if milvus else "")
    note = current(data).note()
    if note is not None and note.fingerprint == mark and (milvus is None or milvus.holds(current(data).index)):
        return Built(note, changed=False)
    with _new_release(data, base, milvus) as release, _beside() as beside, _seldom_collecting():
        read, encoding = [], []
        vectors = Encoding(data, encoder)
        matcher = _matcher(release)
        for one in read_all(agreements, corrections, matcher, vectors.prototypes, report):
            read.append(one)
            # The encoder computes outside Python's lock, so reading and the graph go on meanwhile.
            encoding.append(beside.submit(vectors.encode, one))
            _keep_sources(one, release)
        version, quads, checked = _write_graph(read, matcher, release, base, current(data).conforming(), report)
        report("beregner vektorer", 0.6)
        units = vectors.write([one.result() for one in encoding], release, milvus)
        statements = sum(len(one.extraction.statements) for one in read)
        documents = sum(len(agreement.documents) for agreement in agreements)
        note = Note(LAYOUT, version, mark, base, encoder, len(agreements), documents, statements, units, quads)
        release.write_note(note)
    known = {one.agreement.id: one.missed for one in read}
    missed = tuple((name, one) for name in corrections for one in known.get(name, corrections[name]))
    return Built(note, changed=True, checked=checked, missed=missed)


@contextmanager
def _new_release(data: Path, base: str, milvus: Milvus | None) -> Iterator[Release]:
    """Give a new release's folder, and put it in place of the current one if nothing fails."""
    from graph.prefixes import check_base
    from graph.swap import swap_into_place

    check_base(base)
    if milvus is not None:
        milvus.check()  # before hours of encoding
    _sweep(data, milvus)
    building = data / f"{BUILDING}{os.getpid()}"
    swapped = False
    try:
        building.mkdir(parents=True)
        yield Release(building)
        swap_into_place(building, current(data).folder)
        swapped = True
    except OSError as error:
        raise BuildError(f"The data folder {data} cannot be written ({error}); name another with --data.") from error
    finally:
        # What stands there now is the release before, or the one that failed.
        remove(Release(building), milvus, searched=swapped)


def _sweep(data: Path, milvus: Milvus | None) -> None:
    """Remove what builds that were killed have left behind."""
    for folder in data.glob(f"{BUILDING}*"):
        number = folder.name.removeprefix(BUILDING).partition(".")[0]
        if number == str(os.getpid()) or (number.isdigit() and not Path(f"/proc/{number}").exists()):
            remove(Release(folder), milvus)


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


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Let Python look for garbage seldom: millions of triples stay, and looking at them took a sixth of a build."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], 100_000), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _keep_sources(read: ReadAgreement, release: Release) -> None:
    release.sources.mkdir(exist_ok=True)
    for name, text in read.sources.items():
        (release.sources / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    for name, pages in read.pages.items():
        release.pages(name).write_text(json.dumps(pages.pack()), encoding="utf-8")


def _write_graph(
    read: Sequence[ReadAgreement],
    matcher: Matcher,
    release: Release,
    base: str,
    known: Mapping[str, str],
    report: Report,
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


def _graphs(read: Sequence[ReadAgreement], vocabulary: Vocabulary, matcher: Matcher, base: str) -> dict[URIRef, Graph]:
    """Make the named graphs: vocabulary, questions, what each agreement states and implies, and the program."""
    from graph.corrections import corrections_graph
    from graph.goal_links import RULES, goal_links, goals_of
    from graph.inferred import inferred_graph
    from graph.namespaces import graph_iri, namespaces
    from graph.pages import add_pages
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
            revisions=one.revisions,
        )
        if one.revisions:
            parts[graph_iri(base, "rettet", name)] = corrections_graph(
                one.agreement,
                one.extraction,
                one.revisions,
                base,
                version=__version__,
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
            described=[quote for one in one.revisions for quote in (*one.read.quotes, *one.read.body)],
        )
    for one in read:
        for kind in ("aftale", "rettet", "udledt"):
            if one.pages and graph_iri(base, kind, one.agreement.id) in parts:
                add_pages(parts[graph_iri(base, kind, one.agreement.id)], one.pages, base)
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

"""The description of the dataset as built: its version, named graphs, files and counts (DCAT 3 and VoID).

What is known beforehand stands in `ontology/dataset.ttl`. The description is about the other graphs: it neither counts
itself nor changes their version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, VOID

from graph.literals import day_or_year, integer
from graph.namespaces import namespaces, new_graph
from graph.program import add_program, program_iri
from graph.sparql_formats import FORMATS, Form
from graph.statistics import Statistics, count
from graph.terms import short_name
from graph.vocabulary import Vocabulary

FILES: Final = ("ttl", "nq", "jsonld")
"""The formats in which the dataset and each of its graphs can be downloaded, by their short names."""

MEDIA_TYPES: Final = {one.name: one.media_type for one in FORMATS[Form.GRAPH] if one.name in FILES}
TITLES: Final = {
    "aftale": {"da": "Hvad der står: {}", "en": "What is stated: {}"},
    "rettet": {"da": "Hvad en person har rettet: {}", "en": "What a person corrected: {}"},
    "udledt": {"da": "Hvad programmet udleder: {}", "en": "What the program infers: {}"},
}
IANA: Final = Namespace("https://www.iana.org/assignments/media-types/")
Graphs = Mapping[URIRef, Graph]


def dataset_version(digests: Mapping[URIRef, str], release: str) -> str:
    """Name the version of a dataset: that of the program, and a digest of all that its graphs say.

    The same statements have the same version, whenever and wherever they are built.

    Args:
        digests: The digest of each named graph (`graph.digest`).
        release: The version of the program.
    """
    lines = sorted(f"{name} {told}\n" for name, told in digests.items())
    return f"{release}-{hashlib.sha256(''.join(lines).encode()).hexdigest()[:12]}"


def dataset_graph(graphs: Graphs, vocabulary: Vocabulary, version: str) -> Graph:
    """Describe the dataset that these named graphs are."""
    base = vocabulary.base
    writer = _Writer(new_graph(base), base)
    for triple in vocabulary.dataset:
        writer.graph.add(triple)
    statistics = count(graphs.values(), f"{base}id/")
    writer.add_dataset(statistics, version, graphs)
    writer.add_graphs(graphs, vocabulary.reference)
    writer.add_files()
    writer.add_partitions(statistics)
    writer.add_programs(graphs)
    return writer.graph


class _Writer:
    """Writes the description into one graph."""

    def __init__(self, graph: Graph, base: str) -> None:
        self.graph, self._base = graph, base
        self._aft, self._dcat = namespaces(base)["aft"], namespaces(base)["dcat"]
        self._prov = namespaces(base)["prov"]
        self._dataset = URIRef(f"{base}datasaet")

    def add_dataset(self, statistics: Statistics, version: str, graphs: Graphs) -> None:
        """Say the version, the period and the counts of the whole."""
        add = self.graph.add
        add((self._dataset, self._dcat.version, Literal(version)))
        self._count(
            self._dataset,
            triples=statistics.triples,
            entities=statistics.entities,
            distinctSubjects=statistics.subjects,
            distinctObjects=statistics.objects,
            classes=len(statistics.classes),
            properties=len(statistics.properties),
        )
        periods = {
            name: [str(value) for graph in graphs.values() for value in graph.objects(None, self._aft[name])]
            for name in ("periodStart", "periodEnd")
        }
        if periods["periodStart"] and periods["periodEnd"]:
            period = URIRef(f"{self._dataset}#tidsrum")
            add((self._dataset, DCTERMS.temporal, period))
            add((period, RDF.type, DCTERMS.PeriodOfTime))
            add((period, self._dcat.startDate, day_or_year(min(periods["periodStart"]))))
            add((period, self._dcat.endDate, day_or_year(max(periods["periodEnd"]))))

    def add_graphs(self, graphs: Graphs, reference: Graph) -> None:
        """Describe each named graph: its title, what it tells of, its size and its files."""
        add = self.graph.add
        for name, graph in graphs.items():
            add((self._dataset, VOID.subset, name))
            add((name, RDF.type, VOID.Dataset))
            self._count(name, triples=len(graph))
            for form in FILES:
                add((name, VOID.dataDump, download_iri(self._base, name, form)))
        for agreement, stated in self._agreements(graphs):
            title = _title(graphs[stated], agreement, self._aft.region, reference)
            for part, texts in TITLES.items():
                name = URIRef(str(stated).replace("/graf/aftale/", f"/graf/{part}/"))
                if name in graphs:
                    add((name, FOAF.primaryTopic, agreement))
                    for language, text in texts.items():
                        add((name, DCTERMS.title, Literal(text.format(title), lang=language)))

    def add_files(self) -> None:
        """Describe the files of the whole dataset."""
        add = self.graph.add
        for form, media_type in MEDIA_TYPES.items():
            file = URIRef(f"{self._dataset}#fil-{form}")
            address = download_iri(self._base, None, form)
            add((self._dataset, self._dcat.distribution, file))
            add((self._dataset, VOID.dataDump, address))
            add((file, RDF.type, self._dcat.Distribution))
            add((file, DCTERMS.title, Literal(form.upper())))
            add((file, self._dcat.downloadURL, address))
            add((file, self._dcat.accessURL, address))
            add((file, self._dcat.mediaType, IANA[media_type]))

    def add_partitions(self, statistics: Statistics) -> None:
        """Describe the parts of the dataset by class and by property."""
        for kind, counted in statistics.classes.items():
            part = self._partition(self._dataset, "class", kind)
            self._count(part, entities=counted.entities, triples=counted.triples, properties=len(counted.properties))
            for name, triples in sorted(counted.properties.items()):
                self._count(self._partition(part, "property", name), triples=triples)
        for name, used in statistics.properties.items():
            part = self._partition(self._dataset, "property", name)
            self._count(part, triples=used.triples, distinctSubjects=used.subjects, distinctObjects=used.objects)

    def add_programs(self, graphs: Graphs) -> None:
        """Describe the versions of the program that only figures of quality were measured with."""
        start = program_iri(self._base, "")
        for agent in set(self.graph.objects(None, self._prov.wasAssociatedWith)):
            if not any((agent, None, None) in graph for graph in graphs.values()):
                add_program(self.graph, self._base, str(agent).removeprefix(start))

    def _partition(self, whole: URIRef, what: str, term: URIRef) -> URIRef:
        short = short_name(str(term), self._base).replace(":", "-", 1)
        mark = {"class": "klasse", "property": "egenskab"}[what]
        start = f"{whole}-" if "#" in whole else f"{whole}#"
        part = URIRef(f"{start}{mark}-{short}")
        self.graph.add((whole, VOID[f"{what}Partition"], part))
        self.graph.add((part, RDF.type, VOID.Dataset))
        self.graph.add((part, VOID[what], term))
        return part

    def _count(self, thing: URIRef, **counts: int) -> None:
        for name, number in counts.items():
            self.graph.add((thing, VOID[name], integer(number)))

    def _agreements(self, graphs: Graphs) -> list[tuple[URIRef, URIRef]]:
        """Return each agreement with the name of the graph that states it."""
        return [
            (URIRef(str(agreement)), name)
            for name, graph in graphs.items()
            for agreement in graph.subjects(RDF.type, self._aft.Agreement)
        ]


def download_iri(base: str, graph: str | None, form: str) -> URIRef:
    """Name the file of a named graph, or of the whole dataset, in one of `FILES`."""
    path = "aftalegraf" if graph is None else graph.removeprefix(base)
    return URIRef(f"{base}eksport/{path}.{form}")


def _title(stated: Graph, agreement: URIRef, region: URIRef, reference: Graph) -> str:
    """Name an agreement so that it can be told from those of other regions."""
    place = stated.value(agreement, region)
    names = (str(name) for name in reference.objects(place, RDFS.label) if getattr(name, "language", "") == "da")
    return ", ".join([str(stated.value(agreement, DCTERMS.title)), *names])

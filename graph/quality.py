"""How good the service was found to be, as linked data (W3C Data Quality Vocabulary, <https://www.w3.org/TR/vocab-dqv/>).

What can be measured, and against what, stands in `ontology/dataset-metrics.ttl`. The measurements against one gold are
one Turtle file of their own, `ontology/dataset-quality-<gold>.ttl`: it belongs to the description of the dataset as any
`dataset*.ttl` does, so a service that does not hold the gold still says what was measured, when and on which version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from rdflib import DCTERMS, RDF, XSD, Graph, Literal, URIRef

from graph.errors import VocabularyError
from graph.literals import decimal
from graph.namespaces import agreement_iri, namespaces, new_graph, slugify
from graph.program import program_iri
from graph.vocabulary import DATASET, Vocabulary

METRICS: Final = "ontology/dataset-metrics.ttl"
DECIMALS: Final = 4  # With three, 0.8497 would pass for 0.85.


@dataclass(frozen=True, slots=True)
class Measurement:
    """A figure.

    Attributes:
        metric: The identifier of what is measured.
        value: How much.
        method: The identifier of the method it was measured on, empty for the service itself.
        agreement: The id of the agreement it was measured on, empty for all.
    """

    metric: str
    value: float
    method: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """When it was measured, against what and on what.

    Attributes:
        gold: The identifier of the gold.
        checksum: SHA-256 of it.
        day: The day.
        program: The version of the program.
        dataset: The version of the dataset.
    """

    gold: str
    checksum: str
    day: date
    program: str
    dataset: str


def quality_graph(measurements: Iterable[Measurement], evaluation: Evaluation, vocabulary: Vocabulary) -> Graph:
    """Write the figures of one evaluation.

    Raises:
        VocabularyError: The vocabulary does not describe the gold, a metric or a method.
    """
    writer = _Writer(vocabulary)
    writer.add_evaluation(evaluation)
    for measurement in measurements:
        writer.add(measurement, evaluation)
    return writer.graph


class _Writer:
    """Writes measurements into one graph."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._base = vocabulary.base
        self._ns = namespaces(self._base)
        self._dataset = URIRef(f"{self._base}{DATASET}")
        self._described = vocabulary.dataset
        self.graph = new_graph(self._base)
        self.graph.bind("maal", f"{self._dataset}#")

    def add_evaluation(self, evaluation: Evaluation) -> None:
        """Say when it was measured, against what and on what."""
        add, prov, spdx = self.graph.add, self._ns["prov"], self._ns["spdx"]
        name, edition = self._evaluation(evaluation), self._part("udgave", evaluation.gold)
        gold = self._known(evaluation.gold, prov.Entity, "gold")
        checksum = self._part("kontrolsum", evaluation.gold)
        add((name, RDF.type, self._ns["aft"].Evaluation))
        add((name, DCTERMS.date, Literal(evaluation.day.isoformat(), datatype=XSD.date)))
        add((name, prov.wasAssociatedWith, program_iri(self._base, evaluation.program)))
        add((name, prov.used, gold))
        add((name, prov.used, edition))
        add((gold, spdx.checksum, checksum))
        add((checksum, RDF.type, spdx.Checksum))
        add((checksum, spdx.algorithm, spdx.checksumAlgorithm_sha256))
        add((checksum, spdx.checksumValue, Literal(evaluation.checksum)))
        add((edition, RDF.type, prov.Entity))
        add((edition, prov.specializationOf, self._dataset))
        add((edition, self._ns["dcat"].version, Literal(evaluation.dataset)))

    def add(self, measurement: Measurement, evaluation: Evaluation) -> None:
        """Say one figure."""
        add, dqv, prov = self.graph.add, self._ns["dqv"], self._ns["prov"]
        metric = self._known(measurement.metric, dqv.Metric, "metric")
        short = str(metric).rpartition("#")[2].removeprefix("maal-")
        name = self._part("maaling", evaluation.gold, short, measurement.method, measurement.agreement)
        add((name, RDF.type, dqv.QualityMeasurement))
        add((name, dqv.isMeasurementOf, metric))
        add((name, dqv.value, decimal(round(measurement.value, DECIMALS))))
        add((name, prov.wasGeneratedBy, self._evaluation(evaluation)))
        if measurement.method:
            add((name, dqv.computedOn, self._known(measurement.method, prov.Plan, "method")))
            return
        agreement = measurement.agreement
        add((name, dqv.computedOn, agreement_iri(self._base, agreement) if agreement else self._dataset))
        add((self._dataset, dqv.hasQualityMeasurement, name))

    def _evaluation(self, evaluation: Evaluation) -> URIRef:
        return self._part("evaluering", evaluation.gold)

    def _part(self, *names: str) -> URIRef:
        return URIRef(f"{self._dataset}#{'-'.join(slugify(name) for name in names if name)}")

    def _known(self, identifier: str, kind: URIRef, what: str) -> URIRef:
        """Return the thing of a kind that the vocabulary describes by an identifier."""
        found = {str(self._described.value(one, DCTERMS.identifier)): one for one in self._things(kind)}
        if identifier not in found:
            raise VocabularyError(
                f"A {what} must be one that {METRICS} describes ({', '.join(sorted(found))}), not '{identifier}'; "
                "use one of these, or describe it there."
            )
        return found[identifier]

    def _things(self, kind: URIRef) -> list[URIRef]:
        return [URIRef(str(one)) for one in self._described.subjects(RDF.type, kind)]

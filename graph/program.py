"""The program and its rules as linked data: who carried out the inferences, and by which plans.

One graph for all agreements, because a triple stands in one named graph only (see `graph.rdf`).
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from graph.namespaces import namespaces, new_graph, slugify
from graph.prefixes import check_base

PROGRAM = "aftalegraf"


def program_graph(base: str, version: str, rules: Iterable[str]) -> Graph:
    """Describe this version of the program and the rules, by their ids, that it infers by."""
    graph = new_graph(base)
    ns = namespaces(base)
    add_program(graph, base, version)
    for rule in rules:
        plan = rule_iri(base, rule)
        graph.add((plan, RDF.type, ns["prov"].Plan))
        graph.add((plan, RDFS.label, Literal(rule)))
        graph.add((plan, ns["dcterms"].identifier, Literal(rule)))
    return graph


def add_program(graph: Graph, base: str, version: str) -> None:
    """Describe a version of the program."""
    agent = program_iri(base, version)
    graph.add((agent, RDF.type, namespaces(base)["prov"].SoftwareAgent))
    graph.add((agent, RDFS.label, Literal(f"{PROGRAM} {version}")))
    graph.add((agent, OWL.versionInfo, Literal(version)))


def program_iri(base: str, version: str) -> URIRef:
    """Name a version of the program."""
    return URIRef(f"{check_base(base)}id/program/{PROGRAM}-{version}")


def rule_iri(base: str, rule: str) -> URIRef:
    """Name a rule by its id."""
    return URIRef(f"{check_base(base)}id/regel/{slugify(rule)}")

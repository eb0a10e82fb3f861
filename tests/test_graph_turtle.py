"""Turtle is read strictly, and what is wrong is named with its line."""

from __future__ import annotations

from importlib.resources import files

import pytest
from rdflib import BNode, Graph

from graph.errors import VocabularyError
from graph.turtle import parse_turtle


def test_a_file_that_is_not_utf8_is_named_with_its_line() -> None:
    with pytest.raises(VocabularyError, match=r"^regions\.ttl, line 2: Turtle must be UTF-8"):
        parse_turtle("# a\n# Sjælland\n".encode("latin-1"), "regions.ttl")


def test_a_byte_order_mark_does_no_harm() -> None:
    assert len(parse_turtle("\ufeff<urn:a> <urn:b> <urn:c> .".encode(), "x.ttl")) == 1


def test_turtle_is_read_as_rdflib_reads_it() -> None:
    path = files("ontology").joinpath("national-goals.ttl")
    expected = Graph().parse(data=path.read_bytes(), format="turtle")
    assert set(parse_turtle(path.read_bytes(), path.name)) == set(expected)


def test_blank_nodes_are_named_by_file_and_order() -> None:
    data = b"<urn:a> <urn:b> [ <urn:c> [] ] ."
    one, again, other = (parse_turtle(data, name) for name in ("x.ttl", "x.ttl", "y.ttl"))
    nodes = [{term for triple in graph for term in triple if isinstance(term, BNode)} for graph in (one, again, other)]
    assert nodes[0] == nodes[1]
    assert len(nodes[0]) == 2
    assert not nodes[0] & nodes[2]

"""The forms of a SPARQL result and the media types each can be written in, as data.

Standards: SPARQL 1.1 Query Results JSON, XML, and CSV and TSV; Turtle, N-Triples, TriG, N-Quads, JSON-LD, RDF/XML. The
IRIs are those of <http://www.w3.org/ns/formats/>, used in the service description. CSV and TSV are defined for tables
only; for ASK they hold the one word `true` or `false`. TriG and N-Quads hold a graph as their default graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ingest.errors import AftalegrafError


class FormatError(AftalegrafError):
    """A result cannot be written in the format asked for."""

    status = 406


class Form(StrEnum):
    """What a query yields: rows (SELECT), one truth value (ASK) or triples (CONSTRUCT, DESCRIBE)."""

    TABLE = "table"
    BOOLEAN = "boolean"
    GRAPH = "graph"


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a result.

    Attributes:
        name: Its short name, unique in its form; also the usual file name ending.
        media_types: What may be asked for to get it, the registered type first.
        names: Further names for `?format=` and the command line.
        iri: The local name of its IRI.
        comment: How a comment is written in it, with {} for its words; empty if it has none.
    """

    name: str
    media_types: tuple[str, ...]
    names: tuple[str, ...]
    iri: str
    comment: str = ""

    @property
    def media_type(self) -> str:
        """The registered media type."""
        return self.media_types[0]

    def remark(self, sentence: str) -> str:
        """Write a sentence as a comment; nothing if the format has none."""
        # XML allows no "--" in a comment. Only an IRI could have it, which percent-encoding leaves the same.
        return self.comment.format(sentence.replace("--", "-%2D"))


_HASH, _MARKUP = "# {}\n", "<!-- {} -->\n"
_JSON = Format("json", ("application/sparql-results+json", "application/json"), ("srj",), "SPARQL_Results_JSON")
_XML = Format(
    "xml", ("application/sparql-results+xml", "application/xml", "text/xml"), ("srx",), "SPARQL_Results_XML", _MARKUP
)
_CSV = Format("csv", ("text/csv",), (), "SPARQL_Results_CSV")
_TSV = Format("tsv", ("text/tab-separated-values",), (), "SPARQL_Results_TSV")
_TABLE = (_JSON, _XML, _CSV, _TSV)
_GRAPH = (
    Format("ttl", ("text/turtle", "application/x-turtle"), ("turtle",), "Turtle", _HASH),
    Format("jsonld", ("application/ld+json", "application/json"), ("json-ld", "json"), "JSON-LD"),
    Format("nt", ("application/n-triples",), ("ntriples", "n-triples"), "N-Triples", _HASH),
    Format(
        "rdf", ("application/rdf+xml", "application/xml", "text/xml"), ("rdfxml", "rdf-xml", "xml"), "RDF_XML", _MARKUP
    ),
    Format("trig", ("application/trig",), (), "TriG", _HASH),
    Format("nq", ("application/n-quads",), ("nquads", "n-quads"), "N-Quads", _HASH),
)

FORMATS: Final[Mapping[Form, tuple[Format, ...]]] = MappingProxyType(
    {Form.TABLE: _TABLE, Form.BOOLEAN: _TABLE, Form.GRAPH: _GRAPH}
)
"""For each form its formats, the preferred one first."""

DEFAULT_FORMATS: Final[Mapping[Form, Format]] = MappingProxyType({form: FORMATS[form][0] for form in Form})


def formats_named(name: str) -> Mapping[Form, Format]:
    """Return the format of each form that goes by this short name or media type.

    Raises:
        FormatError: No form knows it.
    """
    wanted = name.strip().casefold()
    found = {form: one for form in Form for one in FORMATS[form] if wanted in (one.name, *one.names, *one.media_types)}
    if not found:
        known = ", ".join(sorted({one.name for formats in FORMATS.values() for one in formats}))
        raise FormatError(f'There is no result format "{name}"; choose one of {known}.')
    return found


def format_for(form: Form, accepted: Mapping[Form, Format]) -> Format:
    """Return the accepted format of a form.

    Raises:
        FormatError: None of its formats is accepted.
    """
    if form in accepted:
        return accepted[form]
    known = ", ".join(one.media_type for one in FORMATS[form])
    raise FormatError(
        f"The query yields a {form}, which none of the formats asked for can hold; ask for one of {known}."
    )

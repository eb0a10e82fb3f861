"""What a server says it has been given: a small graph in which a publication keeps its books.

It names every graph that may be there, so that one that is no longer wanted can be removed; the digest of each that is
there in full, so that it need not be sent again; and the version of the whole, only while all of it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

VERSION: Final = ox.NamedNode("http://purl.org/dc/terms/identifier")
PART: Final = ox.NamedNode("http://purl.org/dc/terms/hasPart")
DIGEST: Final = ox.NamedNode("http://spdx.org/rdf/terms#checksumValue")


@dataclass(frozen=True, slots=True)
class Record:
    """What a server holds of a publication.

    Attributes:
        digests: For each graph that may be there the digest of what it says; empty if that is not certain.
        version: The version of the whole; empty unless it is there.
    """

    digests: dict[str, str] = field(default_factory=dict)
    version: str = ""

    @classmethod
    def read(cls, body: bytes, media_type: str, name: str) -> Record:
        """Read the graph of this name.

        Raises:
            ValueError: It is not in the format that the server says.
            SyntaxError: Likewise.
        """
        rdf_format = ox.RdfFormat.from_media_type(media_type)
        if rdf_format is None:
            raise ValueError(f"{media_type or 'no media type'} is no RDF format")
        found = [quad.triple for quad in ox.parse(body, format=rdf_format)]
        own = ox.NamedNode(name)
        digests = {_value(triple): "" for triple in found if (triple.subject, triple.predicate) == (own, PART)}
        for triple in found:
            if triple.predicate == DIGEST and isinstance(triple.subject, ox.NamedNode):
                digests[triple.subject.value] = _value(triple)
        versions = [_value(triple) for triple in found if (triple.subject, triple.predicate) == (own, VERSION)]
        return cls(digests, versions[0] if len(versions) == 1 else "")

    def written(self, name: str) -> bytes:
        """Write it as the N-Triples of the graph of this name."""
        return ox.serialize(self._triples(ox.NamedNode(name)), format=ox.RdfFormat.N_TRIPLES) or b""

    def _triples(self, own: ox.NamedNode) -> Iterator[ox.Triple]:
        for graph, digest in sorted(self.digests.items()):
            yield ox.Triple(own, PART, ox.NamedNode(graph))
            if digest:
                yield ox.Triple(ox.NamedNode(graph), DIGEST, ox.Literal(digest))
        if self.version:
            yield ox.Triple(own, VERSION, ox.Literal(self.version))


def _value(triple: ox.Triple) -> str:
    return triple.object.value if isinstance(triple.object, ox.NamedNode | ox.Literal) else ""

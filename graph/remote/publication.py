"""What a server must hold to stand in for a store on disk: its version, its graphs, and what they are called there.

The default graph of a query is the union of the named graphs, and each server has its own idea of that: Virtuoso takes
all that anyone ever stored in it, Oxigraph nothing; and where two graphs hold the same triple, it may count twice. So
the union is stored too, as `graph.store` does it, in a graph of its own that is the default graph of every query.
(Naming all graphs by FROM instead is slower: with 16 graphs 4 to 14 times in Oxigraph's server.)

A last graph records what has been published. It names the version only while all graphs are there and of that version.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.store import nquads_file, open_store


@dataclass(frozen=True, slots=True)
class Publication:
    """The graphs of a store, as a server has them.

    Attributes:
        below: What the names of the graphs begin with that only a server holds.
        version: A digest of all statements.
        named_graphs: The graphs that GRAPH can see.
    """

    below: str
    version: str
    named_graphs: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path, base: str) -> Publication:
        """Read from the store in `folder` what is to be held.

        Raises:
            StoreError: There is no store, or it is damaged.
        """
        names = (name.value for name in open_store(folder).named_graphs() if isinstance(name, ox.NamedNode))
        with nquads_file(folder).open("rb") as statements:
            version = hashlib.file_digest(statements, "sha256").hexdigest()
        return cls(f"{base}graf/", version, tuple(sorted(names)))

    @property
    def union(self) -> str:
        """The graph that holds every triple of the named graphs once."""
        return f"{self.below}samlet"

    @property
    def record(self) -> str:
        """The graph that says what has been published; also the name of the publication."""
        return f"{self.below}udgivelse"

    @property
    def nothing(self) -> str:
        """A graph that there never is."""
        return f"{self.below}ingen"

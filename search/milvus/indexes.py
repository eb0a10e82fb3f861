"""Building collections of vectors in Milvus, opening those of a release, and dropping those of one that is gone.

A collection is called by the digest of what is in it and by chance: two builds never share one, so that none is changed
once it is there, and whoever removes a release may drop what it names.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from search.kept import FOLDER, NOTE_FILE, KeptVectors, open_kept, write_note
from search.lists import lists_for, mixtures, tuned
from search.milvus.index import METRIC, NUMBER, VECTOR, MilvusIndex
from search.milvus.server import BUILD_AGAIN, LOADING, LONGEST, NO_COLLECTION, MilvusError, MilvusServer
from search.store import NARROWING
from search.vectors import chunks

if TYPE_CHECKING:
    from search.store import UnitStore
    from search.vectors import Vectors

PREFIX = "aftalegraf"
BATCH = 1_000
LARGEST_FLAT = 300_000
MOST_TOPICS = 4_096  # of one unit; the most that Milvus takes


class Milvus:
    """Builds and opens vector indexes in Milvus.

    Args:
        server: Where they are.
        flat: Up to how many vectors all are compared; above, inverted lists are searched.
    """

    def __init__(self, server: MilvusServer, flat: int = LARGEST_FLAT) -> None:
        self._server = server
        self._flat = flat

    @property
    def address(self) -> str:
        """Where the vectors are."""
        return self._server.address

    def build(
        self, vectors: Vectors, encoder: str, folder: Path, probes: Callable[[], Vectors] | None, units: UnitStore
    ) -> MilvusIndex:
        """Index unit vectors in a new collection, which a new folder below `folder` names.

        Args:
            vectors: Numbers of shape (units, dim), each row of length 1; may be memory-mapped.
            encoder: Name of the encoder that made them.
            folder: An existing folder.
            probes: Gives vectors of queries that tune how many lists are visited; without it, mixtures of the vectors.
            units: What they are the vectors of.

        Raises:
            MilvusError: The server cannot be reached or does not take them; `drop` what there is with the folder.
        """
        path = folder / FOLDER
        path.mkdir()
        lists = 0 if len(vectors) <= self._flat else lists_for(len(vectors))
        note = {"encoder": encoder, "dim": int(vectors.shape[1]), "count": len(vectors), "lists": lists, "nprobe": 0}
        note |= {"recall": 1.0, "collection": _name(vectors, encoder)}
        index = MilvusIndex(self._server, KeptVectors.write(vectors, path), note)
        # Before the collection: a build that is killed meanwhile leaves a folder that names what to drop.
        write_note(path, note)
        self._fill(index, vectors, units, lists)
        if lists:
            asked = probes() if probes else mixtures(vectors)
            note["nprobe"], reached = tuned(index.nearest, lists, vectors, asked)
            write_note(path, note | {"recall": round(reached, 4)})
        return self.open(folder, encoder)

    def open(self, folder: Path, encoder: str) -> MilvusIndex:
        """Open what `build` wrote.

        Raises:
            SearchError: There is no index, it is damaged or not in Milvus, or another encoder made its vectors.
            MilvusError: The server cannot be reached, or has not all vectors.
        """
        note, kept = open_kept(folder / FOLDER, encoder)
        if "collection" not in note:
            raise MilvusError(
                f"The vectors of {folder} must be in Milvus, as AFTALEGRAF_MILVUS says, and are not; build the index "
                "again, or unset it."
            )
        self._check(note["collection"], len(kept))
        return MilvusIndex(self._server, kept, note)

    def check(self) -> None:
        """See that the server answers; raises MilvusError where it does not."""
        self._server.call("list_collections")

    def holds(self, folder: Path) -> bool:
        """Tell whether the server has all vectors of an index; raises MilvusError where it cannot be asked."""
        self.check()
        name = collection_of(folder)
        try:
            self._check(name, len(KeptVectors.open(folder / FOLDER)))
        except (MilvusError, OSError, ValueError):
            return False
        return True

    def drop(self, folder: Path) -> None:
        """Drop the collection that an index names, if it names one; raises MilvusError where the server does not."""
        name = collection_of(folder)
        if name:
            self._server.call("drop_collection", name)

    def _fill(self, index: MilvusIndex, vectors: Vectors, units: UnitStore, lists: int) -> None:
        name, server = index.collection, self._server
        client = server.client()
        server.call("create_collection", name, schema=_schema(client, index.dim), seconds=LONGEST)
        for start, floats in chunks(vectors):
            narrowing = units.rows(start, start + len(floats))
            numbered = enumerate(zip(floats, narrowing, strict=True), start)
            rows = ({NUMBER: number, VECTOR: vector, **found} for number, (vector, found) in numbered)
            while batch := [*islice(rows, BATCH)]:
                server.call("insert", name, batch, seconds=LONGEST)
        server.call("flush", name, seconds=LONGEST)
        kind = {"index_type": "IVF_SQ8", "params": {"nlist": lists}} if lists else {"index_type": "FLAT"}
        indexed = client.prepare_index_params()
        indexed.add_index(VECTOR, metric_type=METRIC, **kind)
        server.call("create_index", name, indexed, seconds=LONGEST)
        server.call("load_collection", name, seconds=LONGEST)

    def _check(self, name: str, count: int) -> None:
        server = self._server
        if not name or not server.call("has_collection", name):
            raise MilvusError(
                f"{server.name} must have the collection {name} that the index names, and has not; {BUILD_AGAIN}",
                NO_COLLECTION,
            )
        server.call("load_collection", name, seconds=LOADING)
        asked: dict[str, Any] = {"output_fields": ["count(*)"], "consistency_level": "Strong"}
        held = server.call("query", name, filter="", **asked)[0]["count(*)"]
        if held != count:
            raise MilvusError(
                f"The collection {name} must hold {count} vectors, one for each unit of the index, and holds {held}; "
                "run `aftalegraf build`."
            )


def collection_of(folder: Path) -> str:
    """Return the name of the collection that the index in a folder names; empty where it names none."""
    try:
        return str(json.loads((folder / FOLDER / NOTE_FILE).read_text(encoding="utf-8")).get("collection", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def _name(vectors: Vectors, encoder: str) -> str:
    digest = hashlib.sha256(encoder.encode())
    for _, rows in chunks(vectors):
        digest.update(rows.tobytes())
    return f"{PREFIX}_{digest.hexdigest()[:16]}_{secrets.token_hex(4)}"


def _schema(client: Any, dim: int) -> Any:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(NUMBER, DataType.INT64, is_primary=True)
    schema.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=dim)
    for name in NARROWING:
        schema.add_field(name, DataType.INT64)
    schema.add_field("topics", DataType.ARRAY, element_type=DataType.INT64, max_capacity=MOST_TOPICS)
    return schema

"""Every kind of vector index, small enough for a test to make and as a large collection has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from search.dense import DenseIndex
from search.milvus.indexes import Milvus
from search.milvus.server import MilvusServer
from search.vector_index import VectorIndex, VectorIndexes

PLAIN = ("faiss", "milvus")
SIZES: dict[str, dict[str, int]] = {"faiss": {}, "faiss-bytes": {"flat": 100}, "faiss-lists": {"flat": 100, "sq8": 200}}
KINDS = (*SIZES, "milvus", "milvus-lists")


@dataclass(frozen=True)
class Faiss:
    """FAISS, with other sizes at which it takes another index."""

    sizes: dict[str, int] = field(default_factory=dict)

    def build(self, *given: Any) -> VectorIndex:
        return DenseIndex.build(*given, **self.sizes)

    def open(self, folder: Path, encoder: str) -> VectorIndex:
        return DenseIndex.open(folder, encoder)


def kept_in(kind: str, request: pytest.FixtureRequest) -> VectorIndexes:
    """Return where a kind of index is built and opened; without Milvus's client the test skips."""
    if kind in SIZES:
        return Faiss(SIZES[kind])
    server = MilvusServer(request.getfixturevalue("milvus_server").address)
    return Milvus(server, flat=100) if kind == "milvus-lists" else Milvus(server)

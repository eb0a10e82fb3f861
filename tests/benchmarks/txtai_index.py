"""A txtai index that answers queries from standard input, run by `benchmarks.peers` with the Python that txtai is in.

Arguments: a JSON file with the texts, and a file of their vectors. Each line of input is a JSON object with a query and
a limit; each of output has the numbers of the texts found and the seconds it took; the first, how long indexing took.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from txtai import Embeddings

from search.packaged import PackagedEncoder


def main() -> None:
    """Index, then answer until the input ends."""
    texts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    vectors = dict(zip(texts, np.load(sys.argv[2], mmap_mode="r"), strict=False))
    encoder = PackagedEncoder()

    def transform(some: list[str]) -> np.ndarray:
        if all(text in vectors for text in some):
            return np.array([vectors[text] for text in some], dtype=np.float32)
        return encoder.queries(some)

    start = time.perf_counter()
    embeddings = Embeddings(method="external", transform=transform, hybrid=True)
    embeddings.index(enumerate(texts))
    vectors.clear()
    print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        start = time.perf_counter()
        found = embeddings.search(asked["query"], asked["limit"])
        seconds = time.perf_counter() - start
        print(json.dumps({"found": [int(number) for number, _ in found], "seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()

"""Compare search with txtai's hybrid search: the same passages, the same model, the same queries.

txtai runs in an environment of its own, for it brings much that is not needed here; `make peers` makes it. It gets the
passages, their vectors and the encoder that is used here, and finds with its usual hybrid of BM25 and vectors, half
each. Quality comes first: nDCG@10 on judged queries, where those with filters are filtered after the search for txtai
(all that it finds, so that it loses nothing by it). Then both are asked in turn, several rounds, and of each the least
time counts.

Run it with `make peers`, or as `PYTHONPATH=.:tests python -m benchmarks.peers --help`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from benchmarks.searches import GOLD, K

from graph.regions import find_region
from search.cache import VectorCache
from search.encoder import encoder_for
from search.evaluation.retrieval import score_queries
from search.model import Filters, Unit, read_units
from search.relevance import JudgedQuery, LineIndex, load_queries, ndcg
from service.knowledge import Knowledge
from service.settings import Settings

SERVER = Path(__file__).parent / "txtai_index.py"


def main() -> None:
    """Print quality, then times."""
    parser = argparse.ArgumentParser(
        prog="peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--txtai", required=True, type=Path, help="the Python that txtai is installed in")
    parser.add_argument("--data", type=Path, default=Settings().data, help="data folder as built")
    parser.add_argument("--gold", type=Path, default=GOLD, help="judged queries")
    parser.add_argument("--rounds", type=int, default=5, help="times that each query is asked (default 5)")
    options = parser.parse_args()
    knowledge = Knowledge.open(Settings(data=options.data))
    units = list(read_units(knowledge.release.index / "units.jsonl"))
    queries = [query for query in load_queries(options.gold) if query.answerable]
    with _txtai(options.txtai, units, options.data) as peer:
        print(f"{len(units)} passages, {len(queries)} queries; txtai indexed them in {peer.indexed:.1f} s")
        ours = _quality(knowledge, queries)
        theirs = fmean(_their_quality(peer, units, query, knowledge) for query in queries)
        print(f"nDCG@10   aftalegraf {ours:.3f}   txtai {theirs:.3f}")
        first, second, encoding = _times(knowledge, peer, [query.text for query in queries], options.rounds)
    print(f"mean ms   aftalegraf {1e3 * first:.2f}   txtai {1e3 * second:.2f}   encoding alone {1e3 * encoding:.2f}")
    print(f"ratio     {first / second:.2f} of txtai's time; {first - encoding:.4f} s against {second - encoding:.4f} s")


class _Peer:
    """txtai in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.indexed: float = self._read()["seconds"]

    def search(self, query: str, limit: int) -> tuple[list[int], float]:
        """Return the numbers found and the seconds it took."""
        assert self._process.stdin
        print(json.dumps({"query": query, "limit": limit}), file=self._process.stdin, flush=True)
        answer = self._read()
        return answer["found"], answer["seconds"]

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def _txtai(python: Path, units: Sequence[Unit], data: Path) -> Iterator[_Peer]:
    texts = [unit.text for unit in units]
    vectors = VectorCache(data / "vectors").passages(texts, encoder_for("default"))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        np.save(Path(folder, "vectors.npy"), vectors)
        command = [str(python), str(SERVER), f"{folder}/texts.json", f"{folder}/vectors.npy"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            yield _Peer(process)
            process.communicate()


def _quality(knowledge: Knowledge, queries: Sequence[JudgedQuery]) -> float:
    sources = {path.stem: path.read_text(encoding="utf-8") for path in knowledge.release.sources.iterdir()}
    return fmean(one.ndcg for one in score_queries(queries, knowledge.engine, sources, knowledge.topics_of, "hybrid"))


def _their_quality(peer: _Peer, units: Sequence[Unit], query: JudgedQuery, knowledge: Knowledge) -> float:
    region = find_region(query.region).slug if query.region else None
    filters = Filters(region=region, type=query.type)
    limit = K if filters == Filters() else len(units)
    found = [units[number] for number in peer.search(query.text, limit)[0]]
    left = [unit for unit in found if filters.accept(unit)][:K]
    lines = {name: LineIndex(name, knowledge.source(name) or "") for name in {unit.document for unit in left}}
    return ndcg([lines[unit.document].lines(unit.start, unit.end) for unit in left], query.judgements)


def _times(knowledge: Knowledge, peer: _Peer, queries: Sequence[str], rounds: int) -> tuple[float, float, float]:
    """Return the mean of the least seconds a query: here, there, and to encode it; the first round is dropped."""
    encoder = encoder_for("default")
    least = np.full((3, len(queries)), np.inf)
    for turn in range(rounds + 1):
        for number, query in enumerate(queries):
            start = time.perf_counter()
            knowledge.search(query, K)
            middle = time.perf_counter()
            encoder.queries([query])
            end = time.perf_counter()
            took = (middle - start, peer.search(query, K)[1], end - middle)
            if turn:
                least[:, number] = np.minimum(least[:, number], took)
    ours, theirs, encoding = least.mean(axis=1).tolist()
    return ours, theirs, encoding


if __name__ == "__main__":
    main()

"""Time searches beside the encoding of their queries alone, on what was built and on a million passages.

The million is generated (`benchmarks.passages`) and indexed as a build does. First its results are compared with those
of exact searches: the ten nearest vectors with the nearest of all, and the hits with those when all inverted lists are
visited. Then each query is encoded, searched and asked in turn, several rounds; of each the least time counts, since
whatever else runs on the machine only adds to it. The ratios say something; the milliseconds are one machine's.

Run it with `make scale`, or as `PYTHONPATH=.:tests python -m benchmarks.searches --help`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from benchmarks.passages import Passages, neighbours, write_vectors

from graph.regions import find_region
from search.encoder import encoder_for
from search.engine import SearchEngine
from search.model import Filters, read_units
from search.vectors import exact_nearest, recall
from service.building.release import Release, built
from service.knowledge import Knowledge
from service.settings import Settings

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "queries.json"
FILTERS = ({"region": "sjaelland"}, {"kind": "goal"}, {"year": 2025}, {"region": "nordjylland", "kind": "indicator"})
K = 10
MEBIBYTE = 1 << 20


def main() -> None:
    """Measure the collection as built, then the generated one, each in a process of its own."""
    options = _options()
    if options.measure:
        print(json.dumps(measure(options.data, options.rounds, options.gold)))
        return
    _table(f"as built, {built(options.data)[1].units:,} passages", _child("--measure", options, options.data))
    if options.passages:
        with tempfile.TemporaryDirectory(dir=options.work) as work:
            start = time.monotonic()
            made = generate(options.data, options.passages, Path(work))
            made["indexed in"] = f"{time.monotonic() - start:.0f} s"
            _table(f"{options.passages:,} generated passages", made | _child("--measure", options, Path(work)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="searches", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--data", type=Path, default=Settings().data, help="data folder as built")
    add("--passages", type=int, default=1_000_000, help="how many to generate; 0 for none (default 1000000)")
    add("--rounds", type=int, default=5, help="times that each query is asked (default 5)")
    add("--gold", type=Path, default=GOLD, help="judged queries; without the file, the topics' labels are asked")
    add("--work", type=Path, help="folder for the generated data, 3 GB at a million (default the system's)")
    add("--measure", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _child(flag: str, options: argparse.Namespace, data: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.searches", flag, "--data", data, "--gold", options.gold]
    done = subprocess.run([*map(str, command), "--rounds", str(options.rounds)], check=True, stdout=subprocess.PIPE)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def generate(data: Path, count: int, work: Path) -> dict[str, Any]:
    """Make a data folder with the graph as built and an index of generated passages; return what is known of them."""
    release, note = built(data)
    new = Release(work / "current")
    new.folder.mkdir()
    for path in (release.graph, release.lexicon, release.sources, release.folder / "graph.nq"):
        (new.folder / path.name).symlink_to(path.resolve())
    real = np.load(release.index / "dense" / "vectors.npy").astype(np.float32)
    passages = Passages(list(read_units(release.index / "units.jsonl")), count)
    with tempfile.TemporaryDirectory(dir=work) as folder:
        vectors = write_vectors(real, count, Path(folder, "vectors.npy"))
        some = np.asarray(vectors[:: max(1, count // len(real))][: len(real)], dtype=np.float32)
        before = memory("VmRSS")
        SearchEngine.build(passages, vectors, new.index, encoder_for(note.encoder))
        new.write_note(replace(note, units=count))
        return {
            "cosines of the nearest and tenth, real": _figures(neighbours(real)),
            "the same, generated, as many": _figures(neighbours(some)),
            "memory while indexing, files included": f"{memory('VmHWM'):,.0f} MiB ({before:,.0f} before)",
            "on disk": f"{sum(file.stat().st_size for file in new.index.rglob('*')) / MEBIBYTE:,.0f} MiB",
            "lists": json.loads((new.index / "dense" / "dense.json").read_text(encoding="utf-8")),
        }


def measure(data: Path, rounds: int, gold: Path) -> dict[str, Any]:
    """Compare results with exact ones, then time; run in a process of its own, whose memory is the service's."""
    start = time.perf_counter()
    knowledge = Knowledge.open(Settings(data=data, encoder=built(data)[1].encoder))
    engine, queries = knowledge.engine, _queries(gold, knowledge)
    opened = time.perf_counter() - start
    knowledge.search(queries[0], K)
    first = memory("VmRSS"), memory("RssAnon")
    encoder = encoder_for(knowledge.note.encoder)
    each = _filtered()
    times = _times(
        queries,
        rounds,
        {
            "encode": lambda query: encoder.queries([query]),
            "search": lambda query: knowledge.search(query, K),
            "search, filtered": lambda query: knowledge.search(query, K, next(each)),
            "ask": lambda query: knowledge.ask(query, date.today()),
        },
    )
    used = memory("VmRSS"), memory("RssAnon")
    return {
        "times": times,
        "recall@10 of the nearest": _figures([_recall_of_nearest(engine, queries)]),
        "recall@10 of the hits, all lists visited": _figures([*_recall_of_hits(knowledge, queries)]),
        "opened in": f"{1000 * opened:,.0f} ms",
        "memory after the first search": "{:,.0f} MiB, of which not files {:,.0f}".format(*first),
        "memory after all": "{:,.0f} MiB, of which not files {:,.0f}".format(*used),
    }


def _queries(gold: Path, knowledge: Knowledge) -> list[str]:
    if gold.exists():
        return [entry["query"] for entry in json.loads(gold.read_text(encoding="utf-8"))["queries"]]
    return [knowledge.thesaurus[slug].label("da") for slug in knowledge.thesaurus.topics]


def _filtered() -> Iterator[Filters]:
    while True:
        yield from map(_filters, FILTERS)


def _times(queries: Sequence[str], rounds: int, actions: dict[str, Callable[[str], object]]) -> dict[str, list[float]]:
    """Return the least seconds of each action for each query; actions take turns, and the first round is dropped."""
    least = {name: [float("inf")] * len(queries) for name in actions}
    for turn in range(rounds + 1):
        for number, query in enumerate(queries):
            for name, act in actions.items():
                start = time.perf_counter()
                act(query)
                if turn:
                    least[name][number] = min(least[name][number], time.perf_counter() - start)
    return least


def _recall_of_nearest(engine: SearchEngine, queries: Sequence[str]) -> float:
    indexes = engine._indexes
    asked = engine._encoder.queries([engine.interpret(query).corrected for query in queries])
    vectors = np.stack([indexes.background.taken_from(vector) for vector in asked])
    found = np.array([[*indexes.dense.search(vector, K)] for vector in vectors])
    return recall(found, exact_nearest(vectors, indexes.dense._kept._rows, K))


def _recall_of_hits(knowledge: Knowledge, queries: Sequence[str]) -> Iterator[float]:
    """Yield the recall without and with filters."""
    dense = knowledge.engine._indexes.dense
    for filters in ([Filters()], [_filters(one) for one in FILTERS]):
        asked = [(query, one) for query in queries for one in filters]

        def hits(asked: list[tuple[str, Filters]] = asked) -> list[set[tuple[str, int]]]:
            found = (knowledge.engine.search(query, K, one, knowledge.topics_of(query)) for query, one in asked)
            return [{(hit.document, hit.start) for hit in some} for some in found]

        quick = hits()
        with _all_lists(dense):
            exact = hits()
        yield fmean(len(one & other) / len(other) for one, other in zip(quick, exact, strict=True) if other)


def _filters(one: dict[str, Any]) -> Filters:
    region = find_region(one["region"]).slug if "region" in one else None
    return Filters(region=region, type=one.get("kind"), year=one.get("year"))


@contextmanager
def _all_lists(dense: Any) -> Iterator[None]:
    nprobe, dense._nprobe = dense._nprobe, dense._lists
    try:
        yield
    finally:
        dense._nprobe = nprobe


def memory(name: str) -> float:
    """Return a figure of this process's memory in MiB: VmRSS, VmHWM, or RssAnon, which files mapped do not count in."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    return int(lines[name].split()[0]) / 1024


def _figures(values: Sequence[float]) -> str:
    return " ".join(f"{value:.3f}" for value in values)


def _table(title: str, figures: dict[str, Any]) -> None:
    print(title)
    times = figures.pop("times")
    for name, value in figures.items():
        print(f"  {name}: {value}")
    print(f"  {'':18}{'mean ms':>9}{'p95 ms':>9}{'to encode':>11}{'to search':>11}")
    for name, seconds in times.items():
        mean = fmean(seconds)
        ratios = (mean / fmean(times[other]) for other in ("encode", "search"))
        print(f"  {name:18}{1e3 * mean:9.2f}{1e3 * np.quantile(seconds, 0.95):9.2f}", *(f"{r:10.2f}" for r in ratios))


if __name__ == "__main__":
    main()

"""Compare this SPARQL endpoint with others, side by side on the same data.

On the graph as built and on a generated one, each server answers the same queries over HTTP on loopback: its answers
are compared row by row, then latency and requests a second are measured, with one client and with several, in slices
that take turns. The figures are those of one machine at one time: read the ratios. Nothing is asserted of them.

Run it with `make bench-endpoints`, or as `PYTHONPATH=.:tests python -m benchmarks.endpoints --help`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.http_client import Client, EndpointError
from benchmarks.measuring import Cell, Cells, measure
from benchmarks.questions import Question, Row, questions, rows
from benchmarks.servers import OURS, SERVERS, Data, generated, missing, real
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from service.building.release import current
from service.settings import Settings

USUAL = (OURS, "oxigraph", "rdflib-endpoint")
LARGE = (OURS, "oxigraph", "virtuoso")
WIDTH = 120


def main() -> None:
    """Measure as asked for, and print a table for each graph."""
    options = _options()
    try:
        with tempfile.TemporaryDirectory(dir=options.work) as work, Progress(console=Console(stderr=True)) as progress:
            for data, names in _graphs(options, Path(work), progress):
                _compare(data, names, options, Path(work), progress)
    except EndpointError as error:
        sys.exit(str(error))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="endpoints", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--data", type=Path, default=Settings().data, help="data folder of the real graph; left out if not built")
    add("--triples", type=int, default=1_000_000, help="triples of the generated graph; 0 for none (default 1000000)")
    add("--virtuoso-triples", type=int, default=0, help="triples of a larger one, with Virtuoso (default none)")
    add("--servers", type=_servers, help=f"of {', '.join(SERVERS)}; instead of those usual for a graph's size")
    add("--seconds", type=float, default=4.0, help="for each query, server and number of clients (default 4)")
    add("--rounds", type=int, default=4, help="slices that these seconds are cut into (default 4)")
    add("--clients", type=int, default=8, help="that ask at once (default 8)")
    add("--work", type=Path, help="folder for the generated data (default the system's; 4 GB at 10 million triples)")
    options = parser.parse_args()
    if min(options.rounds, options.clients) < 1 or options.seconds <= 0:
        parser.error("--seconds must be above 0, --rounds and --clients at least 1")
    return options


def _servers(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    for name in names:
        if name not in SERVERS:
            raise argparse.ArgumentTypeError(f'there is no server "{name}"; choose of {", ".join(SERVERS)}')
        if remedy := missing(name):
            raise argparse.ArgumentTypeError(f"{name} is not here; {remedy}")
    # This endpoint comes first, for the ratios are to it.
    return (OURS, *(name for name in names if name != OURS))


def _graphs(options: argparse.Namespace, work: Path, progress: Progress) -> Iterator[tuple[Data, Sequence[str]]]:
    if current(options.data).graph.exists():
        yield real(options.data, work), _names(options.servers or USUAL)
    else:
        print(f"There is no graph in {options.data}; run `aftalegraf build` to have the real one compared too.")
    for triples, usual in ((options.triples, USUAL), (options.virtuoso_triples, LARGE)):
        if triples > 0:
            with _task(progress, f"generating {triples:,} triples", triples) as told:
                data = generated(triples, work, told)
            yield data, _names(options.servers or usual)


def _names(names: Sequence[str]) -> list[str]:
    for name in names:
        if remedy := missing(name):
            print(f"{name} is left out, for it is not here; {remedy}.")
    return [name for name in names if not missing(name)]


def _compare(data: Data, names: Sequence[str], options: argparse.Namespace, work: Path, progress: Progress) -> None:
    with ExitStack() as running:
        addresses = {}
        with _task(progress, f"{data.name}: loading", len(names)) as told:
            for name in names:
                folder = work / f"{data.folder.name}-{name}"
                folder.mkdir()
                addresses[name] = running.enter_context(SERVERS[name](data, folder))
                told(1)
        with Client(addresses[OURS]) as client:
            asked = questions(client)
        cells: Cells = {(one.name, name): Cell() for one in asked for name in names}
        counts = {one.name: _same_rows(one, addresses, cells) for one in asked}
        with _task(progress, data.name, options.rounds * len(cells)) as told:
            measure(cells, addresses, asked, options.seconds, options.rounds, options.clients, lambda: told(1))
    _print(data, names, counts, cells, options.clients)


def _same_rows(question: Question, addresses: dict[str, str], cells: Cells) -> int:
    """Return how many rows the answer has, which must be the same from all; this warms the servers up too."""
    found: dict[str, list[Row]] = {}
    for name, address in addresses.items():
        with Client(address) as client:
            try:
                found[name] = rows(client.send(client.request(question.variants[0])))
            except EndpointError as error:
                cells[question.name, name].failure = str(error)
    first, expected = next(iter(found.items()), ("", []))
    for name, other in found.items():
        if other != expected:
            differing = sorted(set(other) ^ set(expected))[:1]
            raise EndpointError(
                f"{name} answers {question.name} with {len(other)} rows, {first} with {len(expected)}; "
                f"the first that differs: {differing}"
            )
    if not expected:
        raise EndpointError(f"{question.name} has no rows in this graph; generate a larger one.")
    return len(expected)


def _print(data: Data, names: Sequence[str], counts: dict[str, int], cells: Cells, clients: int) -> None:
    table = Table(title=f"{data.name}; ratios are to {OURS}, above 1 is better than it", title_justify="left")
    for heading in ("query", "rows", "server"):
        table.add_column(heading, justify="right" if heading == "rows" else "left")
    for heading in ("median ms", "p95 ms", "ratio", "req/s, 1", f"req/s, {clients}", "ratio"):
        table.add_column(heading, justify="right")
    for question, count in counts.items():
        for name in names:
            first = name == names[0]
            table.add_row(
                question if first else "",
                f"{count:,}" if first else "",
                name,
                *_figures(cells[question, name], cells[question, OURS]),
                end_section=name == names[-1],
            )
    Console(width=WIDTH).print(table)
    for (question, name), cell in cells.items():
        if cell.failure:
            print(f"{name} failed at {question}: {cell.failure}")


def _figures(cell: Cell, ours: Cell) -> list[str]:
    if cell.failure:
        return ["failed", *(5 * [""])]
    ratios = ("", "")
    if not ours.failure:
        ratios = (f"{ours.median / cell.median:.2f}", f"{cell.rate_together / ours.rate_together:.2f}")
    return [
        f"{cell.median:,.2f}",
        f"{cell.p95:,.2f}",
        ratios[0],
        f"{cell.rate:,.1f}",
        f"{cell.rate_together:,.1f}",
        ratios[1],
    ]


@contextmanager
def _task(progress: Progress, name: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a task while it lasts."""
    task, start = progress.add_task(name, total=total), time.monotonic()
    try:
        yield lambda more: progress.advance(task, more)
    finally:
        progress.update(task, completed=total, description=f"{name}, {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()

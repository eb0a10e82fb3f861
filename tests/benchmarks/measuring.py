"""Measuring servers side by side: a slice of time each in turn, so that a slow phase of the machine hits all alike."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from benchmarks.http_client import Client, EndpointError
from benchmarks.questions import Question


@dataclass
class Cell:
    """What was measured of one query on one server: by one client, and by several at once; or why nothing was."""

    failure: str = ""
    latencies: list[float] = field(default_factory=list)
    alone: float = 0.0
    answered: int = 0
    together: float = 0.0

    @property
    def median(self) -> float:
        """The median latency in milliseconds."""
        return statistics.median(self.latencies) * 1000

    @property
    def p95(self) -> float:
        """The latency in milliseconds that 95 of 100 requests keep below."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] * 1000

    @property
    def rate(self) -> float:
        """Requests a second of one client."""
        return len(self.latencies) / self.alone

    @property
    def rate_together(self) -> float:
        """Requests a second of all clients together."""
        return self.answered / self.together


Cells = dict[tuple[str, str], Cell]
"""By query and server."""


def measure(
    cells: Cells,
    addresses: dict[str, str],
    asked: Sequence[Question],
    seconds: float,
    rounds: int,
    clients: int,
    told: Callable[[], object],
) -> None:
    """Measure each query on each server for some seconds with one client, and as long with several.

    A server so slow that it has used its seconds before the last round sits out the rest, and so does one that fails.

    Args:
        cells: What has been measured; more is added.
        addresses: Where each server answers.
        asked: The queries.
        seconds: For each query, server and number of clients, over all rounds.
        rounds: In how many slices.
        clients: How many ask at once.
        told: Told of each slice that is done.
    """
    for _ in range(rounds):
        for one in asked:
            for server, address in addresses.items():
                try:
                    _measure_slice(cells[one.name, server], address, one, seconds, seconds / rounds, clients)
                except EndpointError as error:
                    cells[one.name, server].failure = str(error)
                told()


def _measure_slice(cell: Cell, address: str, question: Question, seconds: float, share: float, clients: int) -> None:
    if cell.alone < seconds and not cell.failure:
        latencies, elapsed = _ask(address, question, share, 1)
        cell.latencies += latencies
        cell.alone += elapsed
    if cell.together < seconds and not cell.failure:
        latencies, elapsed = _ask(address, question, share, clients)
        cell.answered += len(latencies)
        cell.together += elapsed


def _ask(address: str, question: Question, seconds: float, clients: int) -> tuple[list[float], float]:
    """Ask for some seconds, at least once a client; return the latency of each request, and the time of all."""
    found: list[list[float]] = [[] for _ in range(clients)]
    failed: list[Exception] = []
    ready = threading.Barrier(clients + 1)

    def run(number: int) -> None:
        with Client(address) as client:
            requests = [client.request(text) for text in question.variants]
            ready.wait()
            until = time.perf_counter() + seconds
            try:
                for turn in count(number):
                    start = time.perf_counter()
                    client.send(requests[turn % len(requests)])
                    end = time.perf_counter()
                    found[number].append(end - start)
                    if end >= until:
                        return
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - start
    if failed:
        raise failed[0]
    return [latency for one in found for latency in one], elapsed

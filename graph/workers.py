"""Running anyone's queries: a few worker processes, each with the store open for reading, and limits on all they do.

Nothing within a process can stop pyoxigraph: it has no timeout, and an aggregate over a cross product computes for
hours. So a query runs in a process of its own kind, which is killed when time is up, when its client has gone, or when
it has used its memory; another takes its place, and the other clients notice nothing. Processes are started anew, never
forked (a fork copies the locks of running threads), and wait warm.

A result is gathered here, in memory or in a temporary file, before any of it is given out. So a failure is always an
error and never half an answer, and a slow reader keeps a file, not a worker.

Measured on two cores: a worker is ready after 0.3 s, killed in 5 ms and its successor launched in 1 to 10 ms; a query
costs 0.7 ms more than in this process.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import Final, Self

from graph.messages import Config, Job
from graph.query_result import QueryResult
from graph.sparql import DEFAULT_FORMATS, Form, Format
from graph.sparql_errors import BusyError, QueryTimeoutError, WorkerDiedError
from graph.sparql_guard import BASE_IRI
from graph.sparql_search import Search
from graph.worker_process import Worker

__all__ = ["BusyError", "QueryPool", "QueryResult", "QueryTimeoutError", "WorkerDiedError"]

MEBIBYTE: Final = 1024 * 1024


class QueryPool:
    """A fixed number of worker processes that answer queries; safe to use from many threads.

    Use it as a context manager, or call `start` and `close`.

    Args:
        folder: The store (see `graph.store.write_store`). Another put in its place is taken up at the next query.
        workers: How many queries run at once.
        timeout: Seconds a query may run, and seconds it may wait to run.
        max_rows: The most rows or triples of a result.
        max_bytes: The most bytes of a result.
        memory: The most bytes of address space of a worker; a warm one has some 650 MiB, most of it never touched.
        max_waiting: How many queries may wait for a worker; the next one is turned away at once.
        prefixes: What to suggest for unknown prefixes; None for the project's own table.
        sparql_url: Where another server answers the queries from the same data (`graph.remote`), within these limits;
            empty for the store itself.
        base: The base IRI, below which that server's graphs are named.
        search: What searches within queries; None for nothing.
    """

    def __init__(
        self,
        folder: Path,
        workers: int = 2,
        timeout: float = 30.0,
        max_rows: int = 100_000,
        max_bytes: int = 64 * MEBIBYTE,
        memory: int = 2048 * MEBIBYTE,
        max_waiting: int = 16,
        prefixes: Mapping[str, str] | None = None,
        sparql_url: str = "",
        base: str = "",
        search: Search | None = None,
    ) -> None:
        if workers < 1 or timeout <= 0 or min(max_rows, max_bytes, max_waiting) < 0:
            raise ValueError("A pool needs at least one worker, a timeout above 0 and limits of at least 0.")
        table = None if prefixes is None else dict(prefixes)
        limits = timeout, max_rows, max_bytes, memory
        self.config = Config(str(folder), *limits, table, sparql_url, base, search.iri if search else "")
        self._workers = [Worker(self.config, search) for _ in range(workers)]
        self._idle: Queue[Worker | None] = Queue()
        self._places = threading.BoundedSemaphore(workers + max_waiting)
        self._waiting_at_most = max_waiting
        self._started = False

    def start(self) -> None:
        """Start the processes, without waiting until they are warm. A closed pool cannot be started again."""
        if self._started:
            return
        self._started = True
        for worker in self._workers:
            worker.start()
            self._idle.put(worker)

    def close(self) -> None:
        """End all processes; queries that run or wait get a `BusyError`."""
        for worker in self._workers:
            worker.close()
        for _ in range(self._waiting_at_most):
            self._idle.put(None)  # Wakes those that wait.

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(
        self,
        query: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        formats: Mapping[Form, Format] = DEFAULT_FORMATS,
        *,
        base_iri: str = BASE_IRI,
        cancel: threading.Event | None = None,
    ) -> QueryResult:
        """Answer a query as `graph.sparql.execute` does, within the limits. Close the result after use.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE.
            default_graphs: IRIs of the graphs that make up the default graph; see `execute`.
            named_graphs: IRIs of the graphs that GRAPH can see.
            formats: The format wanted for each form of result.
            base_iri: What relative IRIs in the query are resolved against.
            cancel: Set it to give the query up while it runs; it is noticed within 0.2 seconds.

        Raises:
            QueryError: See `execute`; also if the result has too many rows or bytes.
            FormatError: The result cannot be written in the format wanted.
            StoreError: The store is missing or damaged.
            BusyError: Too many queries wait, or it waited too long, or the pool is closed.
            QueryTimeoutError: The query ran too long, or was given up.
            WorkerDiedError: The query used up the memory or the stack.
            AftalegrafError: A search of the query fails.
        """
        names = {form.value: one.name for form, one in formats.items()}
        job = Job(query, tuple(default_graphs), tuple(named_graphs), names, base_iri)
        if not self._places.acquire(blocking=False):
            raise BusyError("All workers are busy and too many queries wait; try again in a moment.")
        try:
            worker = self._next_idle()
            try:
                return worker.run(job, cancel or threading.Event())
            finally:
                self._give_back(worker)
        finally:
            self._places.release()

    def _next_idle(self) -> Worker:
        if not self._started:
            raise RuntimeError("The pool has not been started; use it as a context manager.")
        try:
            worker = self._idle.get(timeout=self.config.timeout)
        except Empty:
            raise BusyError(f"All workers were busy for {self.config.timeout:g} s; try again in a moment.") from None
        if worker is None:
            raise BusyError("The service is closing; try again in a moment.")
        return worker

    def _give_back(self, worker: Worker) -> None:
        # Start the next process at once if this one ended, not when a client already waits for it. If that fails, the
        # next query tries again and gets the reason.
        with suppress(OSError, BusyError):
            worker.start()
        self._idle.put(worker)

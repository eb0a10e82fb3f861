"""The parent's side of one worker process: start it, ask it, end it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from graph import sparql_errors
from graph.deadline import Deadline, Watch
from graph.messages import (
    CHUNK,
    END,
    HITS,
    INTERNAL,
    QUERY,
    READY,
    SEARCH,
    Config,
    Job,
    as_json,
    read_message,
    write_message,
)
from graph.query_result import QueryResult
from graph.remote.errors import RemoteError
from graph.sparql_errors import BusyError, QueryTimeoutError, WorkerDiedError
from graph.sparql_formats import Form, FormatError
from graph.sparql_search import Hits, Search
from graph.store import StoreError
from ingest.errors import AftalegrafError

IN_MEMORY: Final = 1024 * 1024
START: Final = 60.0
"""Seconds a process may take to become ready; it takes 0.3."""
_ALARM, _SEGMENTATION = -14, -11  # As Popen gives them where there are signals.


class Worker:
    """One process, started again whenever it has ended. One thread at a time may run a job on it."""

    def __init__(self, config: Config, search: Search | None = None) -> None:
        self._config = config
        self._search = search
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._closed = False
        self._lock = threading.Lock()
        self._watch = Watch()

    @property
    def pid(self) -> int | None:
        """The process id, if it has been started."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process unless it runs; it warms itself up meanwhile.

        Raises:
            BusyError: The worker has been closed.
        """
        with self._lock:
            if self._closed:
                raise BusyError("The service is closing; try again in a moment.")
            if self._process is None or self._process.poll() is not None:
                self._end()
                self._process = _spawn(self._config)
                self._ready = False

    def close(self) -> None:
        """End the process for good, and wait until it has."""
        with self._lock:
            self._closed = True
            self._end()

    def _retire(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        process = self._process
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # What was not yet written to it is lost with it.
                if pipe is not None:
                    pipe.close()

    def run(self, job: Job, cancel: threading.Event) -> QueryResult:
        """Run a job; see `graph.workers.QueryPool.run`. After an error the process may have ended."""
        self.start()
        body: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the result's own
        try:
            end = self._ask(job, body, cancel)
            return QueryResult(Form(end["form"]), end["format"], body.tell(), body, tuple(end["warnings"]))
        except BaseException:
            body.close()
            raise

    def _ask(self, job: Job, body: IO[bytes], cancel: threading.Event) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("A started worker has no pipes.")
        self._await_ready(process, process.stdout)
        with self._watch.over(process, self._config.timeout, cancel) as deadline:
            try:
                write_message(process.stdin, QUERY, as_json(job).encode())
                process.stdin.flush()
                last = self._gather(process.stdin, process.stdout, body)
            except (BrokenPipeError, ValueError):  # ValueError: the pipe was closed under our hands, by `close`.
                last = None
        if last is None:
            raise self._why_it_died(process.wait(), deadline)
        kind, payload = last
        if payload["tired"]:
            self._retire()
        if kind != END:
            raise _error_of(payload)
        return payload

    def _await_ready(self, process: subprocess.Popen[bytes], stream: IO[bytes]) -> None:
        # Outside the query's own time: a process that replaces a killed one must not cost the next client anything.
        if self._ready:
            return
        with self._watch.over(process, START, threading.Event()):
            message = read_message(stream)
        if message is None or message[0] != READY:
            raise BusyError("No query worker could be started; try again later, the log of the service says why.")
        self._ready = True

    def _gather(self, inbox: IO[bytes], outbox: IO[bytes], body: IO[bytes]) -> tuple[bytes, dict[str, Any]] | None:
        """Read the pieces of a result; return the message after them, or None if the process has ended."""
        while (message := read_message(outbox)) is not None:
            kind, payload = message
            if kind == SEARCH:
                write_message(inbox, HITS, json.dumps(self._find(json.loads(payload))).encode())
                inbox.flush()
            elif kind == CHUNK:
                body.write(payload)
            else:
                return kind, json.loads(payload)
        return None

    def _find(self, wanted: list[tuple[str, int]]) -> list[Hits]:
        """Find what a query searches for; if that fails, end the process, which waits for it."""
        if self._search is None:
            raise RuntimeError("A worker asked for a search that it was not told of.")
        try:
            return [self._search.find(text, most) for text, most in wanted]
        except AftalegrafError:
            self._retire()
            raise
        except Exception as error:
            self._retire()
            raise RuntimeError("A search within a query failed.") from error

    def _why_it_died(self, code: int, deadline: Deadline) -> AftalegrafError:
        if self._closed:
            return BusyError("The service is closing; try again in a moment.")
        if deadline.passed or code == _ALARM:
            return QueryTimeoutError(
                f"The query was stopped after {self._config.timeout:g} s, the most a query may take; "
                "narrow it, or add LIMIT."
            )
        if deadline.cancelled:
            return QueryTimeoutError("The query was given up, because whoever asked no longer waits.")
        if code == _SEGMENTATION:
            return WorkerDiedError("The query is nested too deeply; use fewer brackets or shorter chains.")
        return WorkerDiedError(
            f"The query needs more memory than the {self._config.memory // 2**20:,} MiB a query may have; narrow it."
        )


def _spawn(config: Config) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return subprocess.Popen(  # noqa: S603 - the interpreter itself, and JSON as one argument
        # -P: a folder called "graph" where the program was started is not ours.
        [sys.executable, "-P", "-m", "graph.worker", as_json(config)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Fewer arenas: each takes 64 MiB of address space, of which a worker has a limited amount.
        env={**os.environ, "PYTHONPATH": path, "MALLOC_ARENA_MAX": "2"},
        # Ctrl-C in a terminal is for the service, which then ends its workers.
        start_new_session=True,
    )


def _error_of(payload: dict[str, object]) -> Exception:
    """Make the error again that a worker met."""
    name, message = str(payload["error"]), str(payload["message"])
    known = (FormatError, StoreError, RemoteError, QueryTimeoutError)
    plain: dict[str, type[AftalegrafError]] = {error.__name__: error for error in known}
    if name in plain:
        return plain[name](message)
    if name == INTERNAL:
        return RuntimeError("A query worker failed; its log says why.")
    line, column = (place if isinstance(place, int) else None for place in (payload["line"], payload["column"]))
    return sparql_errors.named(name, message, line, column)

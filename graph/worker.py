"""A worker process: reads queries from its standard input, answers on its standard output, one at a time.

Run as `python -m graph.worker CONFIG` by `graph.workers`, not by multiprocessing, whose spawned children first import
the main module of their parent: under pytest, uvicorn or a script that is another program each time.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from graph.lockdown import forbid_sockets, limit_memory, peak_memory
from graph.messages import (
    CHUNK,
    END,
    ERROR,
    HITS,
    INTERNAL,
    QUERY,
    READY,
    SEARCH,
    Config,
    Job,
    read_message,
    write_message,
)
from ingest.errors import AftalegrafError

TIRED: Final = 0.25
"""The part of its memory after whose use a process retires: what it keeps of it would be missing for the next query."""

if TYPE_CHECKING:
    import pyoxigraph as ox

    from graph.remote.store import RemoteStore
    from graph.sparql import Answer
    from graph.sparql_search import Hits, Wanted

    Find = Callable[[Sequence[Wanted]], Sequence[Hits]]

GRACE: Final = 5.0
"""Seconds after its time is up at which a worker ends itself, should its parent not have done so (it may be gone)."""


class _Source:
    """The store, opened again when another has been put in its place."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._folder = Path(config.folder)
        self._changing = self._folder / "CURRENT"
        self._remote: RemoteStore | None = None
        self._mark: tuple[int, int] | None = None
        self._store: ox.Store | None = None

    def store(self) -> ox.Store:
        from graph.store import open_store

        mark = self._on_disk()
        if self._store is None or mark is None or mark != self._mark:
            self._store = open_store(self._folder)
            self._mark = mark
            self._remote = None
        return self._store

    def asked(self) -> ox.Store | RemoteStore:
        """Return what answers queries: the store, or a server that holds the same."""
        store = self.store()
        if not self._config.sparql_url:
            return store
        if self._remote is None:
            from graph.remote.store import remote_store

            config = self._config
            # The deadline of this process comes first, and its error is the same whoever answers.
            seconds = config.timeout + GRACE
            self._remote = remote_store(config.sparql_url, self._folder, config.base, seconds, config.max_bytes)
        return self._remote

    def _on_disk(self) -> tuple[int, int] | None:
        """Return what tells this store from another; the time too, because a file system gives a number out again."""
        try:
            found = self._changing.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns


def _answer(source: _Source, config: Config, job: Job, find: Find) -> Answer:
    from graph.sparql import FORMATS, Form, answer
    from graph.sparql_search import with_hits

    query = job.query
    if config.search:
        query = with_hits(query, config.search, find, base_iri=job.base_iri, prefixes=config.prefixes)
    wanted = {form: one for form in Form for one in FORMATS[form] if one.name == job.formats.get(form)}
    return answer(
        source.asked(),
        query,
        job.default_graphs,
        job.named_graphs,
        wanted,
        base_iri=job.base_iri,
        max_rows=config.max_rows,
        prefixes=config.prefixes,
    )


def _messages(source: _Source, config: Config, job: Job, find: Find) -> Iterator[tuple[bytes, bytes]]:
    """Yield the messages that answer a job; whatever goes wrong is one of them."""
    from graph.sparql_terms import unknown_terms
    from graph.store import damaged

    try:
        found = _answer(source, config, job, find)
        for chunk in _within(config.max_bytes, found.chunks):
            yield CHUNK, chunk
        warnings = unknown_terms(job.query, source.store())
        yield CHUNK, "".join(map(found.format.remark, [*warnings, _whole(config)])).encode()
        yield END, _closing(config, form=found.form, format=found.format.name, warnings=warnings)
    except AftalegrafError as error:
        yield ERROR, _error(config, type(error).__name__, error)
    except (MemoryError, RecursionError):
        sentence = "The query needs more memory than a query may have; narrow it."
        yield ERROR, _error(config, "ResultTooLargeError", sentence)
    except OSError as error:
        yield ERROR, _error(config, "StoreError", damaged(config.folder, error))
    except Exception:
        traceback.print_exc()
        yield ERROR, _error(config, INTERNAL, "")


def _within(limit: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass the chunks of a result on while they are within the limit.

    Raises:
        ResultTooLargeError: They are not.
    """
    from graph.sparql import ResultTooLargeError

    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise ResultTooLargeError(
                f"The result has more than {limit:,} bytes, the most that is given at once; "
                "narrow the query, or read it in parts with ORDER BY, LIMIT and OFFSET."
            )
        yield chunk


def _whole(config: Config) -> str:
    """Say that a result is whole: in a file of lines, a lost end would not show."""
    return (
        "This is the whole result; one of more than "
        f"{config.max_rows:,} rows or triples or {config.max_bytes:,} bytes is refused."
    )


def _error(config: Config, name: str, error: Exception | str) -> bytes:
    line, column = (getattr(error, place, None) for place in ("line", "column"))
    return _closing(config, error=name, message=str(error), line=line, column=column)


def _closing(config: Config, **members: object) -> bytes:
    """Make the last message of a job; it says too whether this process should be the next one's."""
    return json.dumps({**members, "tired": peak_memory() > config.memory * TIRED}).encode()


def _end_after(seconds: float) -> None:
    # The default action of SIGALRM ends the process even while pyoxigraph computes, which no Python code can do.
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _serve(source: _Source, config: Config, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    while (message := read_message(incoming)) is not None:
        kind, payload = message
        if kind != QUERY:
            raise ValueError(f"A worker is sent queries only, not {kind!r}.")
        _end_after(config.timeout + GRACE)
        for reply in _messages(source, config, Job(**json.loads(payload)), partial(_find, incoming, outgoing)):
            write_message(outgoing, *reply)
        outgoing.flush()
        _end_after(0)


def _find(incoming: IO[bytes], outgoing: IO[bytes], wanted: Sequence[Wanted]) -> Sequence[Hits]:
    """Have the parent search: it holds the indexes and the model."""
    write_message(outgoing, SEARCH, json.dumps(wanted).encode())
    outgoing.flush()
    message = read_message(incoming)
    if message is None or message[0] != HITS:
        sys.exit()  # The parent has gone.
    hits: Sequence[Hits] = json.loads(message[1])
    return hits


def _warm(source: _Source) -> None:
    """Load what every query needs, so that the first one does not wait for it."""
    import pyoxigraph as ox

    from graph.sparql import execute

    list(execute(ox.Store(), "ASK {}"))
    with suppress(AftalegrafError):  # Each query will say so, until there is a store.
        source.asked()


def main() -> None:
    """Serve until the standard input ends."""
    config = Config(**json.loads(sys.argv[1]))
    if not config.sparql_url:
        forbid_sockets()
    limit_memory(config.memory)
    # Whatever prints must not break into the messages.
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    source = _Source(config)
    _warm(source)
    write_message(outgoing, READY, b"")
    outgoing.flush()
    _serve(source, config, sys.stdin.buffer, outgoing)


if __name__ == "__main__":
    main()

"""Real SPARQL servers on loopback, each with a folder of its own: Oxigraph's from PyPI, and Virtuoso from Debian."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

READY = 60.0
ASK = "query=ASK%20%7B%7D"
MOST_ROWS = 20_000
"""The rows after which this Virtuoso cuts a result off."""
BUFFERS = 20_000
"""Pages of 8 KiB that this Virtuoso keeps in memory."""
# With several threads a query, this Virtuoso now and then dies, or answers with nonsense, when a client goes away.
VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = .
CheckpointInterval = 0
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = {threads}
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = {seconds}
"""


@dataclass(frozen=True)
class Served:
    """A SPARQL server: where it answers queries, where it takes graphs, and who may send them; a port for SQL."""

    name: str
    query: str
    graphs: str
    user: str = ""
    password: str = ""
    sql: int = 0


@contextmanager
def oxigraph(folder: Path) -> Iterator[Served]:
    """Run Oxigraph's server."""
    oxigraph = program("oxigraph", "the package oxigraph of PyPI")
    port = free_port()
    command = [oxigraph, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    url = f"http://127.0.0.1:{port}"
    with running(command, folder, f"{url}/query?{ASK}"):
        yield Served("oxigraph", f"{url}/query", f"{url}/store")


@contextmanager
def virtuoso(folder: Path, seconds: int = 60, buffers: int = BUFFERS, threads: int = 5) -> Iterator[Served]:
    """Run Virtuoso, which ends a query of its own accord after some seconds."""
    server = program("virtuoso-t", "apt-get install virtuoso-opensource-7-bin")
    sql, http = free_port(), free_port()
    settings = VIRTUOSO.format(
        sql=sql,
        http=http,
        rows=MOST_ROWS,
        seconds=seconds,
        buffers=buffers,
        dirty=buffers * 3 // 4,
        threads=threads,
    )
    (folder / "virtuoso.ini").write_text(settings, encoding="ascii")
    url = f"http://127.0.0.1:{http}"
    with running([server, "-f", "+configfile", "virtuoso.ini"], folder, f"{url}/sparql?{ASK}"):
        yield Served("virtuoso", f"{url}/sparql", f"{url}/sparql-graph-crud-auth", "dba", "dba", sql)


RUN = {"oxigraph": oxigraph, "virtuoso": virtuoso}


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def program(name: str, remedy: str) -> str:
    """Return where a program is; without it the test skips."""
    # The folder of this interpreter too: a virtual environment need not be active.
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        pytest.skip(f"there is no {name} here; install it by {remedy}")
    return found


@contextmanager
def running(
    command: list[str],
    folder: Path,
    address: str,
    ready: float = READY,
    environment: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Run a server in a folder, with its log beside it, once it answers at an address; it is killed at the end.

    Raises:
        AssertionError: The server did not start, or it ended before it was killed; with the end of its log.
    """
    log = folder.with_suffix(".log")
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=environment)
    try:
        _await(process, address, log, ready)
        yield
    finally:
        ended = process.poll()
        process.kill()
        process.wait()
        if ended is not None:
            end = log.read_text(errors="replace")[-1000:]
            raise AssertionError(f"{command[0]} ended of its own accord with {ended}: {end}")


def _await(process: subprocess.Popen[bytes], address: str, log: Path, ready: float) -> None:
    until = time.monotonic() + ready
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=READY):
                return
        except HTTPError as error:
            raise AssertionError(f"{address} answers with {error.code}") from error
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{process.args} did not start: {log.read_text(errors='replace')[-1000:]}")

"""Real Milvus servers on loopback, by milvus-lite, each a process with a folder of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sparql_servers import free_port

READY = 60.0


@dataclass
class MilvusLite:
    """A server that can be ended and started anew at the same address with what it held."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(self.folder)]
        command += ["--host", "127.0.0.1", "--port", str(self.port)]
        with self.folder.with_suffix(".log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        until = time.monotonic() + READY
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), READY).close()
                return
            except ConnectionRefusedError:
                assert self.process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.05)

    def end(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None


@contextmanager
def milvus_lite(folder: Path) -> Iterator[MilvusLite]:
    """Run milvus-lite's server; without the package the test skips."""
    for name in ("pymilvus", "milvus_lite"):
        pytest.importorskip(name, reason=f"{name} is not installed; it comes with the extra 'milvus'")
    server = MilvusLite(folder / "milvus", free_port())
    try:
        server.start()
        yield server
    finally:
        server.end()


@contextmanager
def silent_port() -> Iterator[str]:
    """Give the address of something that takes up connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"

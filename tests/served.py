"""A SPARQL endpoint on a real server, and a client that sends what it is told to."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI

from graph.workers import QueryPool
from service.endpoint.sparql import sparql_router
from service.http import problems
from service.server import LONGEST_HEAD

EX = "http://example.org/"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
TABLE = "application/sparql-results+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
THOUSAND = "".join(f"<{EX}s{n}> <{EX}p> <{EX}o> <{EX}g> .\n" for n in range(1000))
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9)) + " }"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Endpoint:
    port: int
    path: str = "/sparql"
    host: str = "127.0.0.1"

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}{self.path}"

    def ask(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, target, body, dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def get(self, query: str, accept: str | None = None, **more: str) -> Reply:
        headers = {} if accept is None else {"Accept": accept}
        return self.ask("GET", f"{self.path}?" + urlencode({"query": query, **more}), headers)

    def post(self, body: str | bytes, media_type: str | None = FORM, **headers: str) -> Reply:
        named = {} if media_type is None else {"Content-Type": media_type}
        return self.ask("POST", self.path, {**named, **headers}, body.encode() if isinstance(body, str) else body)


def app_of(pool: QueryPool) -> FastAPI:
    app = FastAPI()
    problems.install(app)
    app.include_router(sparql_router(pool))
    return app


@contextmanager
def serving(app: FastAPI) -> Iterator[Endpoint]:
    """Serve from a thread of this process."""
    config = uvicorn.Config(
        app, port=0, log_level="critical", ws="none", lifespan="off", h11_max_incomplete_event_size=LONGEST_HEAD
    )
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield Endpoint(listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


@dataclass(frozen=True)
class Service:
    """A server process of its own, and the ids of the workers that it started with."""

    process: subprocess.Popen[str]
    endpoint: Endpoint
    workers: list[int]


@contextmanager
def service_process(store: Path, **limits: float) -> Iterator[Service]:
    """Serve a store from a process of its own, which is ended at the end if it still runs."""
    program = f"""
        from contextlib import asynccontextmanager
        from pathlib import Path
        from graph.workers import QueryPool
        from served import app_of

        pool = QueryPool(Path({str(store)!r}), **{limits!r})
        app = app_of(pool)

        @asynccontextmanager
        async def lifespan(app):
            with pool:
                print(*[worker.pid for worker in pool._workers], flush=True)
                yield

        app.router.lifespan_context = lifespan
    """
    (store.parent / "program.py").write_text(textwrap.dedent(program))
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "program:app", "--port", str(port), "--log-level", "warning"],
        cwd=store.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        assert process.stdout is not None
        pids = [int(pid) for pid in process.stdout.readline().split()]
        await_answer(Endpoint(port))
        yield Service(process, Endpoint(port), pids)
    finally:
        process.kill()
        process.communicate()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def await_answer(endpoint: Endpoint) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            assert endpoint.get("ASK {}").status == 200
            return
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.05)

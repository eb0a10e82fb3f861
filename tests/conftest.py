"""What several tests share: the real corpus, built once a session, and a server that notes what it is asked."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from milvus_servers import MilvusLite, milvus_lite

from graph.sparql_search import Search
from service.building.build import build
from service.endpoint.passage_search import passage_search
from service.knowledge import Knowledge
from service.settings import Settings

CORPUS = Path(__file__).parents[1] / "corpus"
ENCODER = "hashing"  # no model: the graph and the words are real, likeness in meaning is not


@pytest.fixture(scope="session")
def release_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    # Not Settings(...): that would take what is not given from the environment.
    given = {"corpus": CORPUS, "data": tmp_path_factory.mktemp("release"), "encoder": ENCODER, "workers": 1}
    settings = Settings.model_validate(given)
    build(settings.corpus, settings.data, settings.base, settings.encoder, lambda _what, _share: None)
    return settings


@pytest.fixture(scope="session")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusLite]:
    """One server for all tests that do not end it; no test sees the collections of another."""
    with milvus_lite(tmp_path_factory.mktemp("milvus")) as server:
        yield server


@pytest.fixture(scope="session")
def search(release_settings: Settings) -> Search:
    """The search within queries, as the service has it."""
    knowledge = Knowledge.open(release_settings)
    return passage_search(release_settings.base, lambda: knowledge)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that notes what it is asked: its address and its notes."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()

"""What several tests share: the real corpus, built once a run, and a server that notes what it is asked."""

from __future__ import annotations

import gc
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_once import made_once, state
from milvus_servers import MilvusLite, milvus_lite

from graph.sparql_search import Search
from service.building.build import build
from service.endpoint.passage_search import passage_search
from service.knowledge import Knowledge
from service.settings import Settings

CORPUS = Path(__file__).parents[1] / "corpus"
ENCODER = "hashing"  # no model: the graph and the words are real, likeness in meaning is not
# A file of tests goes to one worker, so a long one that begins late leaves the others with nothing to do. These take a
# minute or more; the first two begin together, and so do not both need the built corpus.
LONGEST = (
    "browser/test_pages.py",
    "test_service_killed.py",
    "browser/test_looks.py",
    "test_service_contributions.py",
    "test_graph_remote.py",
    "browser/test_contribution_tasks.py",
    "browser/test_contribute.py",
    "test_service_milvus.py",
    "browser/test_contribution_pages.py",
    "test_service_build.py",
    "test_service_app.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; pytest-xdist keeps to that by `--no-loadscope-reorder`."""
    places = {Path(__file__).parent / name: place for place, name in enumerate(LONGEST)}
    assert all(path.exists() for path in places), "LONGEST names a file that is gone"
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and not among what was imported: it took a fifth of the tests' time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def release_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The real corpus, built; no test may change it."""
    data = made_once(tmp_path_factory, "release", lambda folder: _build(_settings(folder)))
    before = state(data)
    yield _settings(data)
    assert state(data) == before, "a test changed the release that all share"


def _settings(data: Path) -> Settings:
    # Not Settings(...): that would take what is not given from the environment.
    return Settings.model_validate({"corpus": CORPUS, "data": data, "encoder": ENCODER, "workers": 1})


def _build(settings: Settings) -> None:
    build(settings.corpus, settings.data, settings.base, settings.encoder, lambda _what, _share: None)


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

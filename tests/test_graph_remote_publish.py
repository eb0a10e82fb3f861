"""Loading a server: what is sent, what is left, what is removed, and what is said when it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sparql_servers import RUN, Served, free_port

from graph.remote.errors import RemoteError
from graph.remote.graph_store import GraphStore
from graph.remote.publish import Published, publish
from graph.remote.server import Server, login
from graph.sparql_errors import QueryError
from graph.store import StoreError, write_store
from graph.workers import QueryPool
from service.building.release import LAYOUT, Note, Release, current
from service.cli.main import main

BASE = "https://example.org/aftaler/"
GRAPHS = {
    "et": '<urn:a> <urn:b> "æøå \\"1\\" \\\\ 𝄞" .',
    "to": "<urn:a> <urn:b> _:x . _:x <urn:c> _:x .",
    "tre": "<urn:a> <urn:b> <urn:c> .",
}
ROWS = "SELECT ?g ?o WHERE { GRAPH ?g { <urn:a> <urn:b> ?o } FILTER (!isBlank(?o)) } ORDER BY ?g"


def store(folder: Path, graphs: dict[str, str]) -> Path:
    """Write a store of these graphs."""
    lines = (
        f"{triple.strip()} <{BASE}graf/{name}> ."
        for name, text in graphs.items()
        for triple in text.split(" .")
        if triple.strip()
    )
    write_store("\n".join(lines), folder)
    return folder


@pytest.fixture(scope="module", params=tuple(RUN))
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with RUN[request.param](tmp_path_factory.mktemp(request.param)) as served:
        yield served


@pytest.fixture
def served(running: Served, tmp_path: Path) -> Served:
    """A server with the three graphs, whatever a test before has left there."""
    send(running, store(tmp_path / "first", GRAPHS))
    return running


def unheard(_what: str, _share: float) -> None:
    """Take no notice of progress."""


def send(
    served: Served, folder: Path, report: Callable[[str, float], None] = unheard, *, everything: bool = False
) -> Published:
    return publish(folder, BASE, server_of(served), report, everything=everything)


def server_of(served: Served) -> Server:
    return Server(served.graphs, "The server", 30.0, login=login(served.user, served.password) if served.user else None)


def rows(served: Served, folder: Path) -> bytes:
    with QueryPool(folder, workers=1, sparql_url=served.query, base=BASE) as pool:
        return pool.run(ROWS).read()


def test_every_graph_is_sent_once_and_reads_as_it_was_written(served: Served, tmp_path: Path) -> None:
    folder = store(tmp_path / "graf", GRAPHS)
    assert send(served, folder) == Published(sent=0, kept=4, removed=0)
    assert send(served, folder, everything=True) == Published(sent=4, kept=0, removed=0)
    with QueryPool(folder, workers=1) as local:
        assert rows(served, folder) == local.run(ROWS).read()


def test_only_what_changed_is_sent_and_what_is_gone_is_removed(served: Served, tmp_path: Path) -> None:
    changed = store(tmp_path / "graf", {"et": GRAPHS["et"], "to": "<urn:a> <urn:b> <urn:new> ."})
    assert send(served, changed) == Published(sent=2, kept=1, removed=1)  # the changed one, and the union
    assert GraphStore(server_of(served)).record(f"{BASE}graf/tre").version == ""
    with QueryPool(changed, workers=1) as local:
        assert rows(served, changed) == local.run(ROWS).read()
    with QueryPool(changed, workers=1, sparql_url=served.query, base=BASE) as pool:
        assert b"true" not in pool.run("ASK { ?s ?p <urn:c> }").read()


def test_progress_runs_to_its_end_and_never_back(served: Served, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    send(served, store(tmp_path / "graf", GRAPHS), lambda what, share: told.append((what, share)), everything=True)
    shares = [share for _, share in told]
    assert {what for what, _ in told} == {"et", "to", "tre", "samlet"}
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)


class InterruptionError(Exception):
    """What ends a publication in its middle."""


def test_publication_that_is_broken_off_is_no_data_until_it_is_completed(served: Served, tmp_path: Path) -> None:
    folder = store(tmp_path / "graf", {**GRAPHS, "to": "<urn:a> <urn:b> <urn:two> ."})

    def interrupt(what: str, _share: float) -> None:
        if what == "samlet":
            raise InterruptionError

    with pytest.raises(InterruptionError):
        send(served, folder, interrupt)
    with pytest.raises(StoreError, match="holds no whole graph"):
        rows(served, folder)
    assert send(served, folder) == Published(sent=2, kept=2, removed=0)
    assert b"urn:two" in rows(served, folder)


def test_server_that_is_down_or_does_not_know_the_user_says_so(served: Served, tmp_path: Path) -> None:
    folder = store(tmp_path / "graf", GRAPHS)
    down = Server(f"http://127.0.0.1:{free_port()}/store", "The server", 30.0)
    with pytest.raises(RemoteError, match=r"cannot be reached \(.*\); start it, or correct its address"):
        publish(folder, BASE, down, unheard)
    with pytest.raises((RemoteError, QueryError), match=r"address|Graph Store Protocol"):
        publish(folder, BASE, Server(served.query, "The server", 30.0), unheard)
    if served.user:
        for auth in (None, login(served.user, "wrong"), login(served.user, served.password, basic=True)):
            with pytest.raises(RemoteError, match=r"\(401\)"):
                publish(folder, BASE, Server(served.graphs, "The server", 30.0, login=auth), unheard)


# On the command line.


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A built data folder, as far as publishing reads it."""
    release: Release = current(tmp_path / "data")
    store(release.graph, GRAPHS)
    release.write_note(Note(LAYOUT, "0.1.0-mark", "mark", BASE, "hashing", 0, 0, 0, 0, 4))
    return tmp_path / "data"


def run(data: Path, *arguments: str, stdin: str = "", **variables: str) -> Result:
    return CliRunner().invoke(main, ["publish", *arguments, "--data", str(data)], input=stdin, env=variables)


def test_command_publishes_with_the_password_of_the_environment(running: Served, data: Path) -> None:
    variables = {"AFTALEGRAF_PUBLISH_USER": running.user, "AFTALEGRAF_PUBLISH_PASSWORD": running.password}
    done = run(data, running.graphs, "--all", **variables)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Sent 4 graphs, 0 were there already, removed ")
    again = run(data, running.graphs, **variables)
    assert again.stdout == "Sent 0 graphs, 4 were there already, removed 0 that are no more.\n"


def test_command_asks_for_the_password_of_a_user_without_showing_it(running: Served, data: Path) -> None:
    user, password = running.user or "anyone", running.password or "correct horse"
    done = run(data, running.graphs, "--user", user, stdin=f"{password}\n")
    assert done.exit_code == 0, done.stderr
    assert "Password" in done.stderr
    assert password not in done.output
    if running.user:
        refused = run(data, running.graphs, "--user", user, stdin="wrong\n")
        assert refused.exit_code != 0
        assert "does not let this user in (401) and asks for Digest authentication" in refused.stderr


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("localhost:8890", "begins with http:// or https://"),
        ("ftp://localhost/", "begins with http:// or https://"),
        ("http://dba:dba@localhost/", "holds no user name and no password"),
        ("http://localhost:99999/", "begins with http:// or https://"),
        ("http://[::1/", "begins with http:// or https://"),
        ("http://local host/", "begins with http:// or https://"),
        ("http://nothing.invalid/store", "cannot be reached"),
    ],
)
def test_command_says_what_is_wrong_with_an_address(url: str, sentence: str, data: Path) -> None:
    done = run(data, url)
    assert done.exit_code not in (0, None)
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert "dba:dba" not in done.stderr


def test_command_without_built_data_says_so(tmp_path: Path) -> None:
    done = run(tmp_path / "none", "http://127.0.0.1:1/")
    assert "run `aftalegraf build`" in done.stderr

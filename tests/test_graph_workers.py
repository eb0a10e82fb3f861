"""The pool of workers: one client's query never costs another's, and nothing outlives the pool."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sparql_samples import ENDLESS, EX, NQUADS

from graph.sparql import (
    Form,
    FormatError,
    QueryError,
    ResultTooLargeError,
    ServiceRefusedError,
    UpdateRefusedError,
    formats_named,
)
from graph.store import StoreError, write_store
from graph.workers import BusyError, QueryPool, QueryTimeoutError, WorkerDiedError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "graf"
    lines = (f'<{EX}s{i}> <{EX}p> "{i}" <{EX}g> .\n' for i in range(1000))
    write_store("".join(lines), folder)
    return folder


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[QueryPool]:
    with QueryPool(folder, workers=2, timeout=1.0, max_rows=2000) as pool:
        yield pool


def answered(pool: QueryPool, query: str) -> str:
    return pool.run(query, formats=formats_named("csv")).read().decode()


def test_pool_answers_as_the_store_does(pool: QueryPool) -> None:
    assert answered(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "n\r\n1000\r\n"
    result = pool.run("CONSTRUCT WHERE { ?s ?p ?o }", formats=formats_named("nt"))
    assert (result.form, result.format) == (Form.GRAPH, "nt")
    assert result.size == len(b"".join(result.chunks(1000)))


def test_errors_come_back_from_the_worker_as_they_were(pool: QueryPool) -> None:
    with pytest.raises(QueryError) as caught:
        pool.run("SELECT *\n{ ?s skos:prefLabel ?o }")
    assert (caught.value.line, caught.value.column) == (2, 6)
    with pytest.raises(ServiceRefusedError):
        pool.run("ASK { SERVICE <http://127.0.0.1:1/> { } }")
    with pytest.raises(UpdateRefusedError):
        pool.run("CLEAR ALL")
    with pytest.raises(FormatError):
        pool.run("ASK { }", formats=formats_named("ttl"))


def test_endless_query_ends_in_time_and_costs_nobody_else(pool: QueryPool) -> None:
    thread = threading.Thread(target=ask_endlessly, args=(pool,))
    thread.start()
    while thread.is_alive():
        assert answered(pool, "ASK { ?s ?p ?o }") == "true"
    assert answered(pool, "ASK { ?s ?p ?o }") == "true"


def ask_endlessly(pool: QueryPool) -> None:
    with pytest.raises(QueryTimeoutError, match=r"stopped after \d s"):
        pool.run(ENDLESS)


def test_query_is_given_up_when_its_client_has_gone(folder: Path) -> None:
    gone = threading.Event()
    with QueryPool(folder, workers=1, timeout=60.0) as pool:
        answered(pool, "ASK { }")
        threading.Timer(0.2, gone.set).start()
        with pytest.raises(QueryTimeoutError, match="given up"):
            pool.run(ENDLESS, cancel=gone)
        assert answered(pool, "ASK { }") == "true"


def test_too_many_rows_or_bytes_are_an_error(folder: Path, pool: QueryPool) -> None:
    with pytest.raises(ResultTooLargeError, match="more than 2,000 rows"):
        pool.run("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with (
        QueryPool(folder, workers=1, max_bytes=1000) as small,
        pytest.raises(ResultTooLargeError, match="more than 1,000 bytes"),
    ):
        small.run("SELECT * { ?s ?p ?o }")


def test_deep_nesting_ends_the_worker_not_the_service(pool: QueryPool) -> None:
    with pytest.raises(WorkerDiedError, match="nested too deeply"):
        pool.run("ASK " + "{" * 20_000 + "}" * 20_000)
    assert answered(pool, "ASK { }") == "true"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of address space are kept by Linux")
def test_memory_is_limited(folder: Path) -> None:
    with QueryPool(folder, workers=1, timeout=60.0, memory=900 * 2**20) as pool:
        with pytest.raises(WorkerDiedError, match="more memory than the 900 MiB"):
            pool.run("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i")
        assert answered(pool, "ASK { }") == "true"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of address space are kept by Linux")
def test_worker_that_used_much_memory_is_replaced(folder: Path) -> None:
    with QueryPool(folder, workers=1, timeout=60.0, memory=1280 * 2**20) as pool:
        answered(pool, "ASK { ?s ?p ?o }")
        before = pool._workers[0].pid
        answered(pool, "ASK { ?s ?p ?o }")
        assert pool._workers[0].pid == before
        doubled = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(24))
        query = f"SELECT (STRLEN(?x24) AS ?n) {{ BIND('0123456789' AS ?x0) {doubled} }}"
        assert answered(pool, query) == f"n\r\n{10 * 2**24}\r\n"
        assert pool._workers[0].pid != before
        assert answered(pool, "ASK { }") == "true"


def test_full_queue_turns_away_at_once(folder: Path) -> None:
    with QueryPool(folder, workers=1, timeout=2.0, max_waiting=0) as pool:
        answered(pool, "ASK { }")
        thread = threading.Thread(target=ask_endlessly, args=(pool,))
        thread.start()
        time.sleep(0.5)
        with pytest.raises(BusyError, match="try again") as caught:
            pool.run("ASK { }")
        assert (caught.value.status, caught.value.retry_after) == (503, 5)
        thread.join()
        assert answered(pool, "ASK { }") == "true"


def test_closing_frees_those_who_wait(folder: Path) -> None:
    outcomes: list[Exception] = []

    def ask(closing: QueryPool) -> None:
        try:
            closing.run(ENDLESS)
        except (BusyError, QueryTimeoutError) as error:
            outcomes.append(error)

    with QueryPool(folder, workers=1, timeout=60.0) as closing:
        answered(closing, "ASK { }")
        threads = [threading.Thread(target=ask, args=(closing,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
    for thread in threads:
        thread.join(timeout=5)
    assert [type(outcome) for outcome in outcomes] == [BusyError] * 3


def test_no_process_outlives_the_pool(folder: Path) -> None:
    with QueryPool(folder, workers=2, timeout=0.5) as pool:
        with pytest.raises(QueryTimeoutError):
            pool.run(ENDLESS)
        pids = [worker.pid for worker in pool._workers]
        assert all(pid is not None and alive(pid) for pid in pids)
    assert not any(pid is not None and alive(pid) for pid in pids)


def alive(pid: int) -> bool:
    """Tell whether a process is there, as a zombie or otherwise."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_killed_worker_is_replaced(folder: Path) -> None:
    with QueryPool(folder, workers=1) as pool:
        answered(pool, "ASK { }")
        pid = pool._workers[0].pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.2)
        assert answered(pool, "ASK { }") == "true"


def test_new_store_is_taken_up_without_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "graf"
    with QueryPool(folder, workers=1) as pool:
        with pytest.raises(StoreError, match="run `aftalegraf build`"):
            pool.run("ASK { }")
        write_store(NQUADS, folder)
        assert answered(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "n\r\n4\r\n"
        write_store("", folder)
        assert answered(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "n\r\n0\r\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's refusal is Linux's")
def test_worker_process_cannot_open_a_socket() -> None:
    program = "import socket; from graph.lockdown import forbid_sockets; assert forbid_sockets(); socket.socket()"
    outcome = run_python(program)
    assert outcome.returncode == 1
    assert "PermissionError" in outcome.stderr


def test_engine_cannot_send_from_a_locked_down_process(listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    program = f"""
        import pyoxigraph
        from graph.lockdown import forbid_sockets
        forbidden = forbid_sockets()
        try:
            pyoxigraph.Store().query("ASK {{ SERVICE <{address}> {{ }} }}")
        except OSError as error:
            print(forbidden, error)
    """
    outcome = run_python(textwrap.dedent(program))
    if outcome.stdout.startswith("False"):
        pytest.skip("this kernel does not offer the refusal")
    assert "not permitted" in outcome.stdout
    assert asked == []


def test_ctrl_c_ends_a_program_with_a_busy_pool_and_its_workers(folder: Path) -> None:
    program = f"""
        import contextlib, sys, threading
        from pathlib import Path
        from graph.workers import BusyError, QueryPool
        def ask_endlessly():
            with contextlib.suppress(BusyError):
                pool.run({ENDLESS!r})
        with QueryPool(Path({str(folder)!r}), workers=2, timeout=60) as pool:
            pool.run("ASK {{ }}").close()
            threading.Thread(target=ask_endlessly).start()
            print(*[worker.pid for worker in pool._workers], flush=True)
            try:
                threading.Event().wait()
            except KeyboardInterrupt:
                pass
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )
    assert process.stdout is not None
    pids = [int(pid) for pid in process.stdout.readline().split()]
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert len(pids) == 2
    assert (process.returncode, errors) == (0, "")
    assert not any(alive(pid) for pid in pids)


def test_idle_workers_end_when_their_parent_is_killed(folder: Path) -> None:
    program = f"""
        import os, signal
        from pathlib import Path
        from graph.workers import QueryPool
        pool = QueryPool(Path({str(folder)!r}), workers=1)
        pool.start()
        pool.run("ASK {{ }}").close()
        print(pool._workers[0].pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    pid = int(run_python(textwrap.dedent(program)).stdout)
    until = time.monotonic() + 10
    while alive(pid) and not is_zombie(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(pid) or is_zombie(pid)


def is_zombie(pid: int) -> bool:
    """Tell whether a process has ended and only waits for whoever adopted it to notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False, env=environment
    )

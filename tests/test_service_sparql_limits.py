"""What a query may cost, and whom: limits, bombs and clients that go away, on a server process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from served import BROWSER, ENDLESS, EX, QUERY, THOUSAND, Endpoint, Reply, Service, app_of, service_process, serving

from graph.store import write_store
from graph.workers import QueryPool
from service.endpoint.protocol import MOST_BYTES
from service.endpoint.sparql import Ask, sparql_router

LONG = "".join(f'<{EX}s{n}> <{EX}p> "{"x" * 10_000}{n}" <{EX}g> .\n' for n in range(3000))
CYCLE = "".join(f"<{EX}s{n}> <{EX}p> <{EX}s{(n * 7 + 1) % 1000}> <{EX}g> .\n" for n in range(1000))


def store_of(folder: Path, statements: str) -> Path:
    write_store(statements, folder / "graf")
    return folder / "graf"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service_process(store_of(tmp_path_factory.mktemp("cycle"), CYCLE), workers=1) as service:
        yield service


@pytest.fixture(scope="module")
def brisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with little time and memory for a query."""
    store = store_of(tmp_path_factory.mktemp("cycle"), CYCLE)
    with service_process(store, workers=2, timeout=2.0, memory=1024 * 2**20) as service:
        yield service


def assert_one_sentence(reply: Reply, status: int, words: str) -> None:
    assert (reply.status, reply.media_type) == (status, "text/plain"), reply.text
    assert words in reply.text
    assert reply.text.count("\n") == 1
    assert len(reply.body) < 400


def asked_aside(endpoint: Endpoint, query: str) -> tuple[threading.Thread, list[Reply]]:
    """Ask in a thread; the reply is put into the list."""
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(endpoint.post(query, QUERY)))
    thread.start()
    return thread, replies


def peak_memory(process: int) -> int:
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024


# Limits


def test_limits_are_announced(tmp_path: Path) -> None:
    with QueryPool(store_of(tmp_path, THOUSAND), workers=1) as pool, serving(app_of(pool)) as endpoint:
        for reply in (endpoint.get("ASK {}"), endpoint.get("ASK {"), endpoint.ask("GET", "/sparql")):
            assert reply.headers["x-sparql-limits"] == "seconds=30, rows=100000, bytes=67108864"


def test_too_many_rows_or_bytes_are_an_error_never_a_part(tmp_path: Path) -> None:
    store = store_of(tmp_path, THOUSAND)
    with QueryPool(store, workers=1, max_rows=999) as pool, serving(app_of(pool)) as endpoint:
        assert_one_sentence(endpoint.get("SELECT * { ?s ?p ?o }"), 422, "The result has more than 999 rows")
        assert_one_sentence(endpoint.get("CONSTRUCT WHERE { ?s ?p ?o }"), 422, "more than 999 triples")
        assert endpoint.get("SELECT * { ?s ?p ?o } LIMIT 999", "text/csv").text.count("\r\n") == 1000
    with QueryPool(store, workers=1, max_bytes=1000) as pool, serving(app_of(pool)) as endpoint:
        assert_one_sentence(endpoint.get("SELECT * { ?s ?p ?o }"), 422, "The result has more than 1,000 bytes")


CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {CROSS} }}",
        f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
        f"SELECT * {{ {CROSS} }} ORDER BY ?i",
        f"SELECT DISTINCT ?a ?d ?g {{ {CROSS} }}",
        f"SELECT (GROUP_CONCAT(?c) AS ?all) {{ {CROSS} }} GROUP BY ?b",
        f"CONSTRUCT {{ ?a ?d ?g }} {{ {CROSS} }}",
    ],
)
def test_cross_product_of_a_thousand_million_rows_costs_nobody_else_anything(brisk: Service, query: str) -> None:
    thread, replies = asked_aside(brisk.endpoint, query)
    served = 0
    while thread.is_alive():
        other = brisk.endpoint.get(f"ASK {{ <{EX}s1> ?p ?o }}")
        assert (other.status, other.json["boolean"]) == (200, True)
        served += 1
    assert served > 0
    words = {504: "was stopped after 2 s", 422: "the most that is given at once|more memory than"}[replies[0].status]
    assert re.search(words, replies[0].text)
    assert_one_sentence(replies[0], replies[0].status, "; ")


def test_full_queue_is_503_with_retry_after(tmp_path: Path) -> None:
    store = store_of(tmp_path, THOUSAND)
    with QueryPool(store, workers=1, timeout=2.0, max_waiting=0) as pool, serving(app_of(pool)) as endpoint:
        assert endpoint.get("ASK {}").status == 200
        thread, replies = asked_aside(endpoint, ENDLESS)
        time.sleep(0.5)
        reply = endpoint.get("ASK {}")
        assert_one_sentence(reply, 503, "try again")
        assert reply.headers["retry-after"] == "5"
        thread.join()
        assert_one_sentence(replies[0], 504, "stopped after 2 s")
        assert endpoint.get("ASK {}").status == 200


def test_missing_store_is_503_with_the_remedy(tmp_path: Path) -> None:
    with QueryPool(tmp_path / "graf", workers=1) as pool, serving(app_of(pool)) as endpoint:
        assert_one_sentence(endpoint.get("ASK {}"), 503, "run `aftalegraf build`")


# Bombs

MUCH = MOST_BYTES - 64
P = f"<{EX}p>"
NESTED = "The query is nested too deeply; use fewer brackets or shorter chains."


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("ASK " + "{" * MUCH, 422, NESTED),
        ("ASK " + "{" * (MUCH // 2) + "}" * (MUCH // 2), 422, NESTED),
        ("ASK { FILTER(" + "(" * (MUCH // 2) + "1" + ")" * (MUCH // 2) + ") }", 422, NESTED),
        ("ASK { FILTER(" + "!" * MUCH + "true) }", 422, NESTED),
        ("ASK { FILTER(" + "1+" * (MUCH // 2) + "1) }", 422, NESTED),
        ("ASK { ?s ?p " + "[?p " * (MUCH // 5) + "1" + "]" * (MUCH // 5) + " }", 422, NESTED),
        ("ASK { {}" + " UNION {}" * (MUCH // 9) + " }", 422, NESTED),
        ("ASK { " + "FILTER EXISTS{" * (MUCH // 15) + "}" * (MUCH // 15) + " }", 422, NESTED),
        ("ASK { ?s " + "(" * (MUCH // 3) + P + ")*" * (MUCH // 3) + " ?o }", 422, NESTED),
        ("ASK { ?s " + "<p>/" * (MUCH // 4) + "<p> ?o }", 422, NESTED),
        ("ASK { ?s " + "<p>|" * (MUCH // 4) + "<p> ?o }", 422, NESTED),
        ("SELECT * { VALUES ?x { " + "1 " * (MUCH // 4) + ", " + "1 " * (MUCH // 4) + "} }", 400, "column 524280: ','"),
        ("SELECT * {\n" + "?s ?p ?o .\n" * (MUCH // 11) + " . }", 400, "at line 95321, column 4: '}'"),
        ("ASK { " + "a." * (MUCH // 2) + " }", 400, "line 1"),
        ("ASK {" + '\\"' * (MUCH // 2), 400, "line 1, column 6: '\\\\'"),
        ("ASK { ?s ?p '" + '\\"' * (MUCH // 2), 400, "column 13: the text that begins here has no closing"),
        ("ASK { " + "x" * MUCH + ":a ?p ?o }", 400, f'the prefix "{"x" * 37}...:" is not declared'),
        ("".join(f"PREFIX p{n}: <http://x/> " for n in range(MUCH // 30)) + "ASK {", 400, "ends too early"),
        ("SELECT * { VALUES ?x { " + "1 " * (MUCH // 2) + "} }", 422, "more than 100,000 rows"),
        ("ASK { FILTER(REGEX('a', '(((a{1000}){1000}){1000}){1000}')) }", 200, "false"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bomb_gets_its_status_and_one_sentence_and_leaves_the_service_unharmed(
    service: Service, query: str, status: int, words: str
) -> None:
    assert len(query.encode()) <= MOST_BYTES
    reply = service.endpoint.post(query, QUERY)
    if status == 200:
        assert (reply.status, words in reply.text) == (200, True)
    else:
        assert_one_sentence(reply, status, words)
    assert service.endpoint.get("ASK { ?s ?p ?o }").json["boolean"] is True
    assert service.process.poll() is None


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT (COUNT(*) AS ?n) {{ ?s ((({P}*/{P}*)*/({P}|^{P})*)*)* ?o }}",
        "SELECT (COUNT(*) AS ?n) { ?s (!<x:x>|!^<x:x>)* ?o . ?o (!<x:x>|!^<x:x>)* ?q }",
        "ASK { ?s " + "(" * 1000 + P + "*)" * 1000 + " ?o }",
    ],
    ids=["stars of stars", "negated sets", "a thousand stars"],
)
def test_path_without_end_is_stopped_and_leaves_the_service_unharmed(brisk: Service, query: str) -> None:
    thread, replies = asked_aside(brisk.endpoint, query)
    while thread.is_alive():
        assert brisk.endpoint.get(f"ASK {{ <{EX}s1> {P}+ <{EX}s1> }}").status == 200
    assert_one_sentence(replies[0], 504, "The query was stopped after 2 s")


def test_longer_query_is_413(service: Service) -> None:
    assert_one_sentence(service.endpoint.post("#" * (MOST_BYTES + 1), QUERY), 413, "more than 1,048,576 bytes")


# Clients that are slow or go away


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux's account of memory")
def test_large_result_is_streamed_not_held_in_memory(tmp_path: Path) -> None:
    with service_process(store_of(tmp_path, LONG), workers=1) as service:
        assert service.endpoint.get(f"SELECT * {{ <{EX}s1> ?p ?o }}").status == 200
        before = peak_memory(service.process.pid)
        reply = service.endpoint.get("SELECT ?s ?o { ?s ?p ?o }", "text/csv")
        assert reply.text.count("\r\n") == 3001
        assert len(reply.body) == int(reply.headers["content-length"]) > 30_000_000
        assert peak_memory(service.process.pid) - before < len(reply.body) / 2


def test_slow_reader_of_a_large_result_keeps_no_worker(tmp_path: Path) -> None:
    with (
        QueryPool(store_of(tmp_path, LONG), workers=1) as pool,
        serving(app_of(pool)) as endpoint,
        socket.create_connection(("127.0.0.1", endpoint.port)) as client,
    ):
        target = "/sparql?query=" + quote("SELECT ?s ?o { ?s ?p ?o }")
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert client.recv(12) == b"HTTP/1.1 200"
        assert endpoint.get("ASK {}").status == 200


def test_query_of_a_client_that_hangs_up_is_given_up(tmp_path: Path) -> None:
    def page(request: Request, ask: Ask | None) -> HTMLResponse:
        return HTMLResponse(ask().read() if ask else "")

    with QueryPool(store_of(tmp_path, THOUSAND), workers=1, timeout=60.0) as pool:
        app = FastAPI()
        app.include_router(sparql_router(pool, page))
        with serving(app) as endpoint:
            for accept in ("*/*", BROWSER):
                assert endpoint.get("ASK {}").status == 200
                with socket.create_connection(("127.0.0.1", endpoint.port)) as client:
                    target = "/sparql?query=" + quote(ENDLESS)
                    client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode())
                    time.sleep(0.5)
                assert endpoint.get("ASK {}").status == 200


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_server_ends_cleanly_with_a_query_running(tmp_path: Path, sign: signal.Signals) -> None:
    with service_process(store_of(tmp_path, THOUSAND), workers=2, timeout=3.0) as service:
        thread, replies = asked_aside(service.endpoint, ENDLESS)
        time.sleep(0.3)
        service.process.send_signal(sign)
        _, errors = service.process.communicate(timeout=30)
        thread.join()
        assert len(service.workers) == 2
        assert "Traceback" not in errors
        assert_one_sentence(replies[0], 504, "stopped after 3 s")
        for pid in service.workers:
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)

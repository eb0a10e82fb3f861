"""A broken file in ontology/ is told in one sentence, and hurts neither the data nor the service that runs."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from contributing import built_site
from temporary_corpus import COMMAND, ROOT, environment

from service.building.release import NOTE, current

PACKAGES = ("ingest", "graph", "search", "service", "ontology")
FILES = ("core.ttl", "core-reused.ttl", "topics-health.ttl", "regions.ttl", "shapes.ttl", "dataset.ttl")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Give a copy of the program to spoil."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / "program" / package)
    return tmp_path / "program"


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small corpus, `corpus`, and what was built from it by the program as it is, `data`."""
    return built_site(tmp_path_factory)


@pytest.fixture
def corpus(site: Path) -> Path:
    return site / "corpus"


@pytest.fixture
def data(site: Path) -> Path:
    return site / "data"


def spoil(program: Path, name: str) -> int:
    """Break a file at its end, and give the number of the line."""
    path = program / "ontology" / name
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, 'aft:Broken a owl:Class ; rdfs:label "uden slutning .', ""]), encoding="utf-8")
    return len(lines) + 1


def run(program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env={**environment(), "PYTHONPATH": str(program)},
        cwd=program,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@contextmanager
def serving(program: Path, data: Path) -> Iterator[str]:
    """Run the service of this program, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*COMMAND, "serve", "--data", str(data), "--port", str(port), "--workers", "1"],
        env={**environment(), "PYTHONPATH": str(program)},
        cwd=program,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while get(f"{address}/ready")[0] != 200:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield address
        assert process.poll() is None, "the service has ended"
    finally:
        process.terminate()
        process.wait(timeout=30)


def get(address: str, accept: str = "*/*") -> tuple[int, str]:
    request = urllib.request.Request(address, headers={"Accept": accept})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except urllib.error.URLError:
        return 0, ""


@pytest.mark.parametrize("name", FILES)
def test_a_build_names_file_and_line_and_leaves_the_data(name: str, program: Path, corpus: Path, data: Path) -> None:
    line = spoil(program, name)
    note = (current(data).folder / NOTE).read_bytes()
    done = run(program, "build", "--corpus", corpus, "--data", data)
    assert done.returncode == 2
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"aftalegraf: {name}, line {line}: this is not valid Turtle: ")
    assert (current(data).folder / NOTE).read_bytes() == note
    assert not [path for path in data.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("name", ["topics-health.ttl", "regions.ttl"])
def test_a_service_is_not_started_on_what_it_cannot_read(name: str, program: Path, data: Path) -> None:
    line = spoil(program, name)
    done = run(program, "serve", "--data", data, "--port", "18973")
    assert done.returncode == 2
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"aftalegraf: {name}, line {line}: this is not valid Turtle: ")


def test_a_running_service_answers_on_and_tells_what_it_cannot_show(program: Path, data: Path) -> None:
    with serving(program, data) as address:
        for name in FILES:
            spoil(program, name)
        assert get(f"{address}/?q=demens", "text/html")[0] == 200
        assert get(f"{address}/api/v1/ask?q=demens")[0] == 200
        assert get(f"{address}/sparql?query=ASK%7B%7D")[0] == 200
        assert get(f"{address}/.well-known/void")[0] == 200
        status, sentence = get(f"{address}/ontologi", "text/turtle")
        assert status == 503
        assert sentence.startswith("core-reused.ttl, line ")
        assert len(sentence.strip().splitlines()) == 1
        assert get(f"{address}/ready")[0] == 200


def test_a_question_without_its_titles_is_named_by_the_build(program: Path, corpus: Path, data: Path) -> None:
    (program / "ontology" / "queries" / "bare.rq").write_text("SELECT * WHERE {}\n", encoding="utf-8")
    done = run(program, "build", "--corpus", corpus, "--data", data)
    assert done.returncode == 2
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("aftalegraf: bare.rq, line 1: a query opens with its title and its description")

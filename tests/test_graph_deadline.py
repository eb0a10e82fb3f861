"""A process is killed when its time is up or its client has gone, and never for the work before."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from graph.deadline import GLANCE, LINGER, Watch

SOON = 10.0


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
    yield started
    started.kill()
    started.wait()


def ended(process: subprocess.Popen[bytes], within: float) -> bool:
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        return False
    return True


def test_time_that_is_up_between_two_looks_is_noticed_at_once(process: subprocess.Popen[bytes]) -> None:
    watch, cancel = Watch(), threading.Event()
    with watch.over(process, SOON, cancel):
        time.sleep(GLANCE / 4)  # The thread runs, and would look again after a glance.
    started = time.monotonic()
    with watch.over(process, 0.01, cancel) as deadline:
        assert ended(process, SOON)
    assert (deadline.passed, deadline.cancelled) == (True, False)
    assert time.monotonic() - started >= 0.01


def test_client_that_goes_is_noticed(process: subprocess.Popen[bytes]) -> None:
    cancel = threading.Event()
    with Watch().over(process, 300, cancel) as deadline:
        cancel.set()
        assert ended(process, SOON)
    assert (deadline.passed, deadline.cancelled) == (False, True)


def test_work_that_is_done_is_no_longer_watched_and_the_next_has_its_own_time(process: subprocess.Popen[bytes]) -> None:
    watch, gone = Watch(), threading.Event()
    with watch.over(process, 0.1, gone) as first:
        pass
    gone.set()
    with watch.over(process, SOON, threading.Event()) as second:
        assert not ended(process, 3 * GLANCE)
    for deadline in (first, second):
        assert (deadline.passed, deadline.cancelled) == (False, False)


def test_the_thread_ends_when_there_is_nothing_to_watch_and_starts_again(process: subprocess.Popen[bytes]) -> None:
    watch, before = Watch(), set(threading.enumerate())
    with watch.over(process, SOON, threading.Event()):
        (watching,) = set(threading.enumerate()) - before
    watching.join(LINGER + SOON)
    assert not watching.is_alive()
    with watch.over(process, 0.01, threading.Event()):
        assert ended(process, SOON)

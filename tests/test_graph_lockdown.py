"""What a worker process says of its own memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

HELD = 300 * 2**20
CHILD = "from graph.lockdown import peak_memory; print(peak_memory())"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system's own figure is Linux's")
def test_a_process_does_not_count_the_memory_of_the_one_that_started_it() -> None:
    # getrusage keeps the parent's peak over exec, so that every worker of a large server retired after one query.
    held = b"x" * HELD
    done = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True)
    assert 0 < int(done.stdout) < len(held) // 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system's own figure is Linux's")
def test_a_process_counts_the_memory_that_it_held_and_gave_back() -> None:
    code = f"held = b'x' * {HELD}; del held; {CHILD}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) >= HELD

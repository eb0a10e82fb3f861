"""A limit on how long a process may work for a client."""

from __future__ import annotations

import subprocess
import threading
import time
from types import TracebackType
from typing import Final, Self

GLANCE: Final = 0.2
"""Seconds between two looks at whether the client has gone."""


class Deadline:
    """Kills a process when its time is up or its client has gone, unless it is done before.

    Attributes:
        passed: Killed because its time was up.
        cancelled: Killed because its client had gone.
    """

    def __init__(self, process: subprocess.Popen[bytes], seconds: float, cancel: threading.Event) -> None:
        self.passed = False
        self.cancelled = False
        self._process = process
        self._until = time.monotonic() + seconds
        self._cancel = cancel
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Under the lock, or the process could be killed when it already works for the next client.
        with self._lock:
            self._done.set()

    def _watch(self) -> None:
        while not self._done.wait(max(0.0, min(GLANCE, self._until - time.monotonic()))):
            passed, cancelled = time.monotonic() >= self._until, self._cancel.is_set()
            with self._lock:
                if (passed or cancelled) and not self._done.is_set():
                    self.passed, self.cancelled = passed, cancelled
                    self._process.kill()
                    return

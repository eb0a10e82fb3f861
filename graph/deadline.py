"""A limit on how long a process may work for a client."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

GLANCE: Final = 0.2
"""Seconds between two looks at whether the client has gone."""
LINGER: Final = 1.0
"""Seconds that the watching thread waits for more to watch; starting one takes as long as a small query."""


@dataclass
class Deadline:
    """One stretch of work of a process.

    Attributes:
        passed: The process was killed because its time was up.
        cancelled: It was killed because its client had gone.
    """

    process: subprocess.Popen[bytes]
    until: float
    cancel: threading.Event
    passed: bool = False
    cancelled: bool = False

    def look(self) -> bool:
        """Kill the process if its time is up or its client has gone, and tell whether it was."""
        self.passed, self.cancelled = time.monotonic() >= self.until, self.cancel.is_set()
        if self.passed or self.cancelled:
            self.process.kill()
        return self.passed or self.cancelled


class Watch:
    """Watches one deadline at a time, in a thread that lasts while there is work and a little longer."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._watched: Deadline | None = None
        self._next_look: float | None = None

    @contextmanager
    def over(self, process: subprocess.Popen[bytes], seconds: float, cancel: threading.Event) -> Iterator[Deadline]:
        """Kill a process when its time is up or its client has gone, unless the work within is done before."""
        deadline = Deadline(process, time.monotonic() + seconds, cancel)
        with self._changed:
            self._watched = deadline
            if self._next_look is None:
                threading.Thread(target=self._run, daemon=True).start()
                self._next_look = deadline.until
            elif deadline.until < self._next_look:
                self._changed.notify()
        try:
            yield deadline
        finally:
            # Under the lock, or the process could be killed when it already works for the next client.
            with self._changed:
                self._watched = None

    def _run(self) -> None:
        with self._changed:
            try:
                self._look_while_busy()
            finally:
                self._next_look = None

    def _look_while_busy(self) -> None:
        busy = now = time.monotonic()
        while self._watched is not None or now - busy < LINGER:
            self._next_look = now + GLANCE
            if self._watched is not None:
                busy, self._next_look = now, min(self._next_look, self._watched.until)
                if self._watched.look():
                    self._watched = None
            self._changed.wait(max(0.0, self._next_look - now))
            now = time.monotonic()

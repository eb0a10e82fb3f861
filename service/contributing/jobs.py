"""Processes that work on contributions beside the service, so that no request waits for them."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Final

from ingest.errors import AftalegrafError
from service.contributing.drafts import Draft
from service.settings import Settings

PATIENCE: Final = 20
"""Seconds that a process has, when the service stops, to take back what it had begun."""
LOOKS: Final = 20
READING: Final = "service.contributing.draft_reading"
PUBLICATION: Final = "service.contributing.publication"


class Jobs:
    """Starts processes, and ends them with the service."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, module: str, draft: Draft) -> None:
        """Start a module on a draft, unless a process works on that already.

        The lock is handed to the process, and so held until that ends, however it does.
        """
        self._running = [one for one in self._running if one.poll() is None]
        with (draft.folder / "lock").open("a") as lock:
            if not _locked(lock):
                return
            # A session of its own: Ctrl-C in the terminal reaches the service, which ends it in order.
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", module, str(draft.folder)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=self._environment(),
                pass_fds=(lock.fileno(),),
                start_new_session=True,
            )
        self._running.append(process)

    def stop(self) -> None:
        """End what runs, and wait until it has taken back what it had begun."""
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()

    def _environment(self) -> dict[str, str]:
        """Return the environment with the settings as they are, some of which the command line may have given."""
        names = ("corpus", "data", "base", "encoder")
        given = {f"AFTALEGRAF_{name.upper()}": str(getattr(self._settings, name)) for name in names}
        path = os.pathsep.join(filter(None, sys.path))
        kept = {name: value for name, value in os.environ.items() if name != "AFTALEGRAF_UPLOAD_TOKEN"}
        return {**kept, **given, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def work(draft: Draft, failed: str, task: Callable[[], None]) -> None:
    """Do the work of a process, and keep in one sentence why it failed, if it did.

    A fault of the program goes to the service's log by its kind and place alone: its words may be of a document.
    """
    sentence = ""
    try:
        task()
    except AftalegrafError as error:
        # The sentence names the file where it lies; the person knows it by the name that it had.
        sentence = str(error).replace(str(draft.folder / draft.file), draft.shown) if draft.file else str(error)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(f"A contribution failed: {type(error).__name__} at {frame.filename}:{frame.lineno}\n")
        sentence = "The service failed on its own account; the operator finds where in its log."
    if sentence:
        with suppress(OSError):  # on a full disk it is told as interrupted
            draft.tell(failed, {"sentence": sentence})


def _locked(lock: IO[str]) -> bool:
    """Take a lock, unless someone works; one that only looks holds it for no longer than that."""
    for _ in range(LOOKS):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return True
    return False

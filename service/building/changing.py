"""Changes of which agreements and corrections there are: made whole, with the release that is built of them, or not.

Before a file is changed it is kept beside, and a journal says so. Where the change fails, what was kept is put back;
where its process was killed, by the next one that looks. What decides is the release: once a new one is in its place,
the change is made.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ingest.errors import AftalegrafError
from service.building.release import current

JOURNAL: Final = "changing.json"


class ChangeError(AftalegrafError):
    """Files cannot be changed, or put back."""


@dataclass(frozen=True)
class Change:
    """A change of a data folder and of the corpus that it is built of."""

    data: Path
    _there: dict[str, bool] = field(default_factory=dict)

    def keep(self, path: Path) -> None:
        """Keep a file as it is, or that there is none, before it is written or removed.

        Raises:
            ChangeError: The disk is full, or its folder cannot be written; nothing is changed then.
        """
        # What is in the data folder is found again when that is moved.
        name = str(path.relative_to(self.data) if path.is_relative_to(self.data) else path.absolute())
        if name in self._there:
            return
        try:
            if path.exists():
                shutil.copyfile(path, _kept(path))
            else:
                _kept(path).unlink(missing_ok=True)
            self._there[name] = path.exists()
            _write(self.data / JOURNAL, {"release": _release(self.data), "files": self._there})
        except OSError as error:
            raise ChangeError(f"{path} cannot be kept ({error.strerror}); make room, or let it be written.") from error


@contextmanager
def changing(data: Path) -> Iterator[Change]:
    """Wait until no other process changes anything, and put back what the body changes unless it ends well.

    Raises:
        ChangeError: The data folder cannot be written.
    """
    new = not data.exists()
    with _locked(data):
        _settle(data)
        try:
            yield Change(data)
        except BaseException:
            _settle(data)
            if new and not any(data.iterdir()):
                data.rmdir()
            raise
        _settle(data, made=True)


def settle(data: Path) -> None:
    """Put back what a process that was killed has changed; nothing where one is at work, which does so itself.

    Raises:
        ChangeError: The data folder cannot be written.
    """
    if not (data / JOURNAL).exists():
        return
    with suppress(BlockingIOError), _locked(data, fcntl.LOCK_NB):
        _settle(data)


@contextmanager
def _locked(data: Path, how: int = 0) -> Iterator[None]:
    """Hold the lock of a data folder, which is on the folder itself, so that no file is left behind.

    Raises:
        BlockingIOError: Another process holds it, and `how` is not to wait.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        folder = os.open(data, os.O_RDONLY)
    except OSError as error:
        raise ChangeError(f"The data folder {data} cannot be written ({error}); name another with --data.") from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(folder)


def _settle(data: Path, *, made: bool = False) -> None:
    """End a change. Killed on the way, it can be done again: what is put back is kept no longer."""
    journal = data / JOURNAL
    if not journal.exists():
        return
    told = json.loads(journal.read_text(encoding="utf-8"))
    files = {data / name: there for name, there in told["files"].items()}
    try:
        if not made and told["release"] == _release(data):
            for path, there in files.items():
                _put_back(path, there)
        journal.unlink()
        for path in files:
            _kept(path).unlink(missing_ok=True)
    except OSError as error:
        raise ChangeError(f"{error.filename} cannot be put back ({error.strerror}); let it be written.") from error


def _put_back(path: Path, there: bool) -> None:
    if not there:
        path.unlink(missing_ok=True)
    elif _kept(path).exists():
        _kept(path).replace(path)


def _kept(path: Path) -> Path:
    return path.with_name(f"{path.name}.before")


def _release(data: Path) -> str:
    note = current(data).note()
    return note.fingerprint if note else ""


def _write(path: Path, content: object) -> None:
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(content), encoding="utf-8")
    temporary.replace(path)

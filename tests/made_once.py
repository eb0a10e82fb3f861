"""Folders that are dear to make: made once a run, by whichever worker asks first; every asker has a copy of its own."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Give a new copy of what is made under a name of this run.

    Args:
        factory: Says where this run keeps its folders.
        name: The same for all that is made in the same way, and for nothing else.
        make: Fills an empty folder. It may be called in another process than the one that reads the copy.
    """
    place = _of_the_run(factory) / f"made-{name}"
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            unfinished = factory.mktemp(name)
            make(unfinished)
            unfinished.rename(place)
    copy = factory.mktemp(name)
    shutil.copytree(place, copy, dirs_exist_ok=True)
    return copy


def _of_the_run(factory: pytest.TempPathFactory) -> Path:
    """Give the folder that the workers of a run share; a process that is no worker is a run of its own."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Tell the size and the time of every file, except those that a reader of a store writes for itself."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(("LOCK", "LOG")))
    return {str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}

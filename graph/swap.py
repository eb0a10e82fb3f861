"""Putting a finished folder in the place of another, in one step where the system can.

POSIX renames a folder only over an empty one. Linux exchanges two names at once (renameat2, RENAME_EXCHANGE); elsewhere
the old folder is moved aside first, and moved back if the second rename fails, so that a name is free for some
microseconds but never lost.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def swap_into_place(new: Path, folder: Path) -> None:
    """Give the folder `new` the name `folder`; what had it is then beside where `new` was, for the caller to remove.

    Raises:
        OSError: The system refuses; then `folder` is what it was.
    """
    if not folder.exists():
        new.rename(folder)
    elif not _exchange(new, folder):
        _move_aside(new, folder)


def _exchange(new: Path, folder: Path) -> bool:
    """Swap two names in one system call; tell whether the system could."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(folder), _RENAME_EXCHANGE) == 0)


def _move_aside(new: Path, folder: Path) -> None:
    old = new.with_suffix(".old")
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise

"""What is found in a document once, although several kinds of statement are read from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from ingest.statements.reading import Reading

Found = TypeVar("Found")


def once(find: Callable[[Reading], Found]) -> Callable[[Reading], Found]:
    """Keep with a reading what a function finds in it, as `cached_property` does for the reading's own.

    Args:
        find: Tells nothing else from call to call, and gives what its callers cannot change.
    """
    name = f"{find.__module__}.{find.__qualname__}"

    @wraps(find)
    def kept(reading: Reading) -> Found:
        if name not in vars(reading):
            vars(reading)[name] = find(reading)
        found: Found = vars(reading)[name]
        return found

    return kept

"""The pool in which queries run, with the limits that the operator has set."""

from __future__ import annotations

from pathlib import Path

from graph.namespaces import prefixes_below
from graph.workers import MEBIBYTE, QueryPool
from service.settings import Settings


def query_pool(settings: Settings, folder: Path, base: str, workers: int) -> QueryPool:
    """Make a pool, which is yet to be started.

    Args:
        settings: The limits.
        folder: The store.
        base: Below it are the prefixes that are suggested for unknown ones.
        workers: How many queries run at once.
    """
    return QueryPool(
        folder,
        workers=workers,
        timeout=settings.query_seconds,
        max_rows=settings.query_rows,
        max_bytes=settings.query_bytes,
        memory=settings.query_mebibytes * MEBIBYTE,
        max_waiting=settings.query_queue,
        prefixes=prefixes_below(base),
    )

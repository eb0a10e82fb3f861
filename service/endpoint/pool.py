"""The pool in which queries run, with the limits that the operator has set, and the server, if any, that answers."""

from __future__ import annotations

from pathlib import Path

from graph.namespaces import prefixes_below
from graph.sparql_search import Search
from graph.workers import MEBIBYTE, QueryPool
from service.settings import Settings


def query_pool(settings: Settings, folder: Path, base: str, workers: int, search: Search) -> QueryPool:
    """Make a pool, which is yet to be started.

    Args:
        settings: The limits, and the server.
        folder: The store.
        base: Below it are the names of the data, and the prefixes that are suggested for unknown ones.
        workers: How many queries run at once.
        search: What searches within queries.
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
        sparql_url=settings.sparql_url,
        base=base,
        search=search,
    )

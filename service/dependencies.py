"""What routes are given: the release that is served, and the query pool."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from graph.workers import QueryPool
from service.opened import Opened, Releases


def releases(request: Request) -> Releases:
    """Return the application's releases."""
    return cast(Releases, request.app.state.releases)


def opened(request: Request) -> Opened:
    """Return the current release, opened.

    Raises:
        ReleaseError: There is none.
    """
    return releases(request).current()


def pool(request: Request) -> QueryPool:
    """Return the application's query pool."""
    return cast(QueryPool, request.app.state.pool)


Current = Annotated[Opened, Depends(opened)]
Pool = Annotated[QueryPool, Depends(pool)]

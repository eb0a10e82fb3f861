"""Serve the SPARQL endpoint on a data folder that holds a store and need hold no search index.

The application and its server are those of `aftalegraf serve`; only the search, which a generated graph has none of, is
not opened at the start.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from service.app import create_app
from service.server import listen, run
from service.settings import Settings


@asynccontextmanager
async def _with_pool(app: FastAPI) -> AsyncIterator[None]:
    with app.state.pool:
        yield


def main() -> None:
    """Serve a data folder on a port, both given as arguments."""
    settings = Settings(data=Path(sys.argv[1]), port=int(sys.argv[2]))
    app = create_app(settings)
    app.router.lifespan_context = _with_pool
    run(app, listen(settings.host, settings.port))


if __name__ == "__main__":
    main()

"""The static files: styles, scripts and pictures, kept by browsers for as long as they stay the same.

A page names a file with a digest of its content, so what was asked for by that name never changes. One that is named
without it, or with another, is asked for again each time, which its entity tag answers.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from fastapi.staticfiles import StaticFiles
from starlette.datastructures import QueryParams
from starlette.responses import Response
from starlette.types import Scope

FOLDER: Final = Path(__file__).parents[1] / "static"
PATH: Final = "/static"
KEPT: Final = "public, max-age=31536000, immutable"
ASKED_AGAIN: Final = "no-cache"


def asset(name: str) -> str:
    """Return the address of a static file in the state that it has."""
    return f"{PATH}/{name}?v={_digest(name)}"


class Assets(StaticFiles):
    """Serves the files, and says how long they may be kept."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve a file; what was asked for by the digest of its content may be kept for good."""
        response = await super().get_response(path, scope)
        asked = QueryParams(scope["query_string"]).get("v")
        response.headers["Cache-Control"] = KEPT if asked and asked == _digest(path) else ASKED_AGAIN
        return response


@lru_cache(maxsize=64)
def _digest(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]

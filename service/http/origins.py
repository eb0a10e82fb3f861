"""Which pages of other hosts may ask the JSON API: those whose origins the operator lists, and only by GET.

The file of the search box that such pages show (`<aftale-soeg>`) may be loaded by all of them: a browser loads modules
of another host only so, and a page that is not listed is then told so by the box itself. Cookies are never asked for,
and reading what is public needs none. <https://fetch.spec.whatwg.org/#http-cors-protocol>
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import AftalegrafError

API: Final = "/api/v1/"
COMPONENT: Final = "/static/aftale-soeg.js"
METHODS: Final = ("GET", "HEAD")
_ALLOW: Final = "Access-Control-Allow-Origin"
_ORIGIN: Final = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::[1-9][0-9]{0,4})?")


class OriginError(AftalegrafError, ValueError):
    """A text is no list of origins."""


def read_origins(text: str) -> frozenset[str]:
    """Read origins that spaces or commas part.

    Raises:
        OriginError: One of them is none, as a browser would send it.
    """
    origins = text.replace(",", " ").split()
    for one in origins:
        if not _ORIGIN.fullmatch(one):
            raise OriginError(
                f"'{one}' is no origin; write each as https://intranet.example, in small letters, without a path and "
                "without a slash at its end"
            )
    return frozenset(origins)


class AllowedOrigins:
    """ASGI middleware that lets scripts of the listed origins read what the API answers."""

    def __init__(self, app: ASGIApp, origins: Iterable[str]) -> None:
        self._app, self._origins = app, frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mark its response for the origin that asked."""
        if scope["type"] != "http" or scope["method"] not in METHODS:
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._mark(scope["path"], Headers(scope=scope).get("origin", ""), MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, marked)

    def _mark(self, path: str, origin: str, headers: MutableHeaders) -> None:
        if path == COMPONENT:
            headers[_ALLOW] = "*"
        elif self._origins and path.startswith(API):
            headers.add_vary_header("Origin")
            if origin in self._origins:
                headers[_ALLOW] = origin

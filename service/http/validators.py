"""Which data a response comes from, and whether the client has it already.

Every response names the version of the dataset. A response that is whole gets an entity tag from its bytes, one that is
streamed brings its own, and a request that holds the tag is answered 304
(<https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2>).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

VERSION: Final = "X-Dataset-Version"
NOT_SENT_WITH_304: Final = ("content-length", "content-type", "content-disposition")


def entity_tag(content: bytes | str) -> str:
    """Return the strong entity tag of a representation, given as its bytes or as a text that identifies them."""
    data = content.encode() if isinstance(content, str) else content
    return tag_of_digest(hashlib.sha256(data).hexdigest())


def tag_of_digest(digest: str) -> str:
    """Return the entity tag of a representation whose SHA-256 is known."""
    return f'"{digest[:32]}"'


def held_by_client(headers: Headers, tag: str) -> bool:
    """Tell whether a request names this entity tag as one that the client has; compared weakly."""
    held = ",".join(headers.getlist("if-none-match")).split(",")
    return tag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in held}


class Validators:
    """ASGI middleware that adds version and entity tag."""

    def __init__(self, app: ASGIApp, version: Callable[[], str | None]) -> None:
        """Wrap an application.

        Args:
            app: The application.
            version: Tells the version of the dataset that is served now; `None` where there is none.
        """
        self._app, self._version = app, version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and validate its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reply = _Reply(scope, send, self._version)
        await self._app(scope, receive, reply.send)


class _Reply:
    """A response on its way out; its start waits for its first part."""

    def __init__(self, scope: Scope, send: Send, version: Callable[[], str | None]) -> None:
        self._request, self._method, self._send = Headers(scope=scope), scope["method"], send
        self._version, self._before = version, version()
        self._start: Message | None = None
        self._ended = False

    async def send(self, message: Message) -> None:
        """Take a message of the application."""
        if message["type"] == "http.response.start":
            self._start = message
            self._name_version(MutableHeaders(scope=message))
            return
        if self._ended:
            return
        if self._start is not None:
            start, self._start = self._start, None
            if self._unchanged(start, message):
                self._ended = True
                message = {"type": "http.response.body", "body": b""}
            await self._send(start)
        await self._send(message)

    def _name_version(self, headers: MutableHeaders) -> None:
        """Name the version, unless a build has changed it meanwhile: then it is not known which one was read."""
        version = self._version()
        if version is not None and version == self._before:
            headers[VERSION] = version

    def _unchanged(self, start: Message, first: Message) -> bool:
        """Tag a response that can be kept; turn it into 304, and say so, if the client has it."""
        headers = MutableHeaders(scope=start)
        if start["status"] != HTTPStatus.OK or self._method not in ("GET", "HEAD"):
            return False
        # What HEAD is answered with no content has a length, but not the bytes.
        whole = not first.get("more_body") and int(headers.get("content-length", "0")) == len(first["body"])
        if "etag" not in headers and whole:
            headers["etag"] = entity_tag(first["body"])
        if "etag" not in headers or not held_by_client(self._request, headers["etag"]):
            return False
        start["status"] = HTTPStatus.NOT_MODIFIED
        for name in NOT_SENT_WITH_304:
            del headers[name]
        return True

"""One address of a SPARQL server, and a request to it over HTTP.

No redirect is followed: it could lead a query, a graph or a password to anyone. No proxy is used, nothing is tried
twice, and no more is read than was agreed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import httpx2

from graph.remote.errors import AddressError, RemoteError, check_address
from graph.sparql_errors import QueryTimeoutError, ResultTooLargeError

MEBIBYTE: Final = 1024 * 1024
MOST_REASON: Final = 300
CONNECT: Final = 5.0
"""Seconds after which a server that does not take up the connection counts as down."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Its media type, without parameters; empty if it has none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def reason(self) -> str:
        """The first line of what it says in plain text, in brackets; empty if there is none."""
        text = self.body[: 4 * MOST_REASON].decode(errors="replace") if self.media_type == "text/plain" else ""
        first = next((line.strip().rstrip(".") for line in text.splitlines() if line.strip()), "")
        return f" ({first[:MOST_REASON]})" if first else ""


def login(user: str, password: str, *, basic: bool = False) -> httpx2.Auth:
    """Show who asks, by Digest authentication (RFC 7616), which never sends the password, or by Basic, which does."""
    return httpx2.BasicAuth(user, password) if basic else httpx2.DigestAuth(user, password)


class Server:
    """A SPARQL server at one address; safe to use from many threads.

    Args:
        url: Its address.
        name: What it is called in errors; the address may be nobody's business.
        timeout: Seconds that one request may take.
        max_bytes: The most bytes of an answer.
        login: How to show who asks, if the server wants to know.
    """

    def __init__(
        self,
        url: str,
        name: str,
        timeout: float,
        max_bytes: int = 64 * MEBIBYTE,
        login: httpx2.Auth | None = None,
    ) -> None:
        try:
            self._url = httpx2.URL(check_address(url))
        except (AddressError, httpx2.InvalidURL) as error:
            raise AddressError(f"No server can be reached by this address: {error}; correct it.") from error
        self.name = name
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._logs_in = login is not None
        self._client = httpx2.Client(
            auth=login,
            timeout=httpx2.Timeout(timeout, connect=min(CONNECT, timeout)),
            # A connection kept may have been closed at the other end, upon which a query would fail for nothing.
            limits=httpx2.Limits(max_keepalive_connections=0),
            trust_env=False,
        )

    def request(
        self,
        method: str,
        *,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | Iterable[bytes] | None = None,
    ) -> Reply:
        """Send a request, and return whatever is answered to it, whether well or not.

        Args:
            method: The HTTP method.
            parameters: What to add to the address.
            headers: The headers.
            content: The body; what can be iterated must be so twice, because a login may need to send it again.

        Raises:
            RemoteError: The server cannot be reached, redirects, or refuses the login.
            QueryTimeoutError: It takes too long.
            ResultTooLargeError: It says too much.
        """
        url = self._url.copy_merge_params(parameters or {})
        try:
            with self._client.stream(method, url, headers=headers, content=content) as response:
                reply = Reply(response.status_code, response.headers, self._read(response))
        except httpx2.ConnectTimeout as error:
            raise RemoteError(
                f"{self.name} does not take up the connection; start it, or correct its address."
            ) from error
        except httpx2.TimeoutException as error:
            raise self._too_slow() from error
        except httpx2.HTTPError as error:
            raise RemoteError(
                f"{self.name} cannot be reached ({_said(error)}); start it, or correct its address."
            ) from error
        if 300 <= reply.status < 400:
            raise RemoteError(
                f"{self.name} answers with a redirect ({reply.status}), which is not followed; "
                "give the address that answers itself."
            )
        if reply.status in (401, 403):
            raise RemoteError(self._unwelcome(reply))
        return reply

    def _read(self, response: httpx2.Response) -> bytes:
        until = time.monotonic() + self._timeout
        gathered = bytearray()
        for piece in response.iter_bytes():
            gathered += piece
            if len(gathered) > self._max_bytes:
                raise ResultTooLargeError(
                    f"The result has more than {self._max_bytes:,} bytes, the most that is read at once; "
                    "narrow the query, or read it in parts with ORDER BY, LIMIT and OFFSET."
                )
            if time.monotonic() > until:
                raise self._too_slow()
        return bytes(gathered)

    def _too_slow(self) -> QueryTimeoutError:
        return QueryTimeoutError(
            f"{self.name} did not answer within {self._timeout:g} s; ask for less, or see what keeps it busy."
        )

    def _unwelcome(self, reply: Reply) -> str:
        if not self._logs_in:
            return f"{self.name} lets in only users that it knows ({reply.status}); let it take requests from here."
        asked = reply.headers.get("www-authenticate", "").partition(" ")[0]
        kinds = f" and asks for {asked} authentication" if asked else ""
        return (
            f"{self.name} does not let this user in ({reply.status}){kinds}; correct name and password, "
            "and see that the user may write there."
        )


def _said(error: httpx2.HTTPError) -> str:
    """Return what a failure says of itself; httpx2 gives some of them no words."""
    return str(error).rstrip(".") or type(error).__name__

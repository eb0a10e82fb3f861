"""A Milvus server, or a file of milvus-lite, and what goes wrong with it in one sentence.

Nothing waits without end, no proxy is used, and the client's own log is silent: it would hold tracebacks.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from search.model import SearchError

CONNECT: Final = 5.0
"""Seconds after which a server that does not take up the connection counts as down."""
SECONDS: Final = 10.0
"""Seconds that a search may take."""
LOADING: Final = 60.0
"""Seconds that a collection may take to be loaded again."""
LONGEST: Final = 3600.0
"""Seconds that a step of a build may take."""
CHANNEL: Final = {
    "grpc.enable_http_proxy": 0,
    # Or a server that is back counts as down for as long as other channels to it wait before they try again.
    "grpc.use_local_subchannel_pool": 1,
    # pymilvus pings every 10 s; a server may take that for an attack, and gRPC says so on stderr.
    "grpc.keepalive_time_ms": 600_000,
    "grpc.keepalive_permit_without_calls": 0,
}
UNAVAILABLE: Final = 2
NO_COLLECTION: Final = 100
NOT_LOADED: Final = 101
"""Codes of Milvus's own; the first is also pymilvus's for a connection that fails."""
MOST_REASON: Final = 300
BUILD_AGAIN: Final = "run `aftalegraf build`, or correct AFTALEGRAF_MILVUS."


class MilvusError(SearchError):
    """The vectors in Milvus cannot be asked or written.

    Attributes:
        code: What Milvus calls the error; 0 where it did not answer.
    """

    status = 503

    def __init__(self, sentence: str, code: int = 0) -> None:
        super().__init__(sentence)
        self.code = code


class MilvusServer:
    """A server at one address; safe to use from many threads.

    Args:
        address: Where it is: http:// or https://, or a file that ends in .db.
        token: What shows who asks, `user:password` or a key; empty where the server lets anyone in.
    """

    def __init__(self, address: str, token: str = "") -> None:
        self.address = address
        self._token = token
        self._kept: Any = None

    @property
    def name(self) -> str:
        """What it is called in errors."""
        kind = "file of milvus-lite" if self._is_file else "Milvus server at"
        return f"The {kind} {self.address}"

    def call(self, method: str, *given: Any, seconds: float = SECONDS, **named: Any) -> Any:
        """Call a method of pymilvus's client.

        Raises:
            MilvusError: The server cannot be reached, takes too long or refuses, or pymilvus is not installed.
        """
        client = self.client()
        with self._told():
            return getattr(client, method)(*given, timeout=seconds, **named)

    def client(self) -> Any:
        """Return pymilvus's client, connected."""
        # Without a lock, or whoever asks while a server is silent waits for all before; a connection more does no harm.
        if self._kept is None:
            self._kept = self._connected()
        return self._kept

    def _connected(self) -> Any:
        if self._is_file and not Path(self.address).absolute().parent.is_dir():
            raise MilvusError(f"{self.name} needs a folder that exists; make it, or correct AFTALEGRAF_MILVUS.")
        try:
            _imported()
            from pymilvus import MilvusClient

            if self._is_file:
                import milvus_lite  # noqa: F401
        except ImportError as error:
            raise MilvusError(
                f"Vectors in Milvus need the package {error.name}; install this program with its extra 'milvus', or "
                "unset AFTALEGRAF_MILVUS."
            ) from None
        with self._told():
            return MilvusClient(self.address, token=self._token, timeout=CONNECT, dedicated=True, grpc_options=CHANNEL)

    @property
    def _is_file(self) -> bool:
        return self.address.endswith(".db")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what pymilvus raises into one sentence."""
        import grpc
        from pymilvus.exceptions import ConnectionConfigException, MilvusException

        try:
            yield
        except ConnectionConfigException as error:
            raise MilvusError(self._unopened(error)) from None
        except grpc.RpcError as error:
            raise MilvusError(self._unanswered(error.code())) from None
        except MilvusException as error:
            raise self._refused(error) from None

    def _unopened(self, error: Any) -> str:
        if self._is_file:
            return (
                f"{self.name} cannot be opened; one process at a time may hold it, so end the other (a service, a "
                "build), or run `milvus-lite server` and give its address."
            )
        return f"{self.name} cannot be asked ({_first_line(error.message)}); correct AFTALEGRAF_MILVUS."

    def _unanswered(self, status: Any) -> str:
        import grpc

        match status:
            case grpc.StatusCode.DEADLINE_EXCEEDED:
                return f"{self.name} did not answer in time; see what keeps it busy."
            case grpc.StatusCode.UNAUTHENTICATED | grpc.StatusCode.PERMISSION_DENIED:
                return f"{self.name} does not let this user in; correct AFTALEGRAF_MILVUS_TOKEN."
            case _:
                return (
                    f"{self.name} cannot be reached or does not let this user in; start it, or correct "
                    "AFTALEGRAF_MILVUS and AFTALEGRAF_MILVUS_TOKEN."
                )

    def _refused(self, error: Any) -> MilvusError:
        """Tell what Milvus says, or that it says nothing: pymilvus has one class for both."""
        import grpc

        if isinstance(error.code, grpc.StatusCode) or error.code == UNAVAILABLE:
            return MilvusError(self._unanswered(error.code))
        if error.code == NO_COLLECTION:
            return MilvusError(f"{self.name} has not what the index names; {BUILD_AGAIN}", NO_COLLECTION)
        return MilvusError(f"{self.name} refuses ({_first_line(error.message)}); see its log.", int(error.code))


def _imported() -> None:
    """Import pymilvus with two of its habits undone: it reads settings from a file .env, and it logs tracebacks."""
    switch = "PYTHON_DOTENV_DISABLED"
    before = os.environ.get(switch)
    os.environ[switch] = "1"
    try:
        import pymilvus  # noqa: F401
    finally:
        if before is None:
            del os.environ[switch]
        else:
            os.environ[switch] = before
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _first_line(text: str) -> str:
    lines = (line.strip().rstrip(".") for line in text.splitlines())
    return next(filter(None, lines), "no reason given")[:MOST_REASON]

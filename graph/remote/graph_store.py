"""The graphs of a server as the SPARQL 1.1 Graph Store HTTP Protocol addresses them: by `?graph=` and a name.

<https://www.w3.org/TR/sparql11-http-rdf-update/>
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from graph.remote.errors import RemoteError
from graph.remote.record import Record
from graph.remote.server import Reply, Server

BLOCK: Final = 256 * 1024
TRIPLES: Final = "application/n-triples"


class Upload:
    """A file as the body of a request; it can be sent again from its start.

    Args:
        path: The file.
        report: Told how many bytes have been read of it.
    """

    def __init__(self, path: Path, report: Callable[[int], None]) -> None:
        self._path = path
        self._report = report

    def __iter__(self) -> Iterator[bytes]:
        sent = 0
        with self._path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
                sent += len(block)
                self._report(sent)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self._path.stat().st_size


class GraphStore:
    """The graphs of a server.

    Args:
        server: The address at which it takes the protocol.
    """

    def __init__(self, server: Server) -> None:
        self._server = server

    def put(self, name: str, content: bytes | Upload) -> None:
        """Make a graph say what this N-Triples says, and nothing else.

        Raises:
            RemoteError: The server does not take it.
        """
        size = len(content) if isinstance(content, bytes) else content.size
        # With a length, because Virtuoso does not read a body in chunks.
        headers = {"Content-Type": TRIPLES, "Content-Length": str(size)}
        reply = self._server.request("PUT", parameters={"graph": name}, headers=headers, content=content)
        if reply.status not in (200, 201, 204):
            raise self._refused("take", name, reply)

    def delete(self, name: str) -> None:
        """Remove a graph, if there is one.

        Raises:
            RemoteError: The server does not do so.
        """
        reply = self._server.request("DELETE", parameters={"graph": name})
        if reply.status not in (200, 202, 204, 404):
            raise self._refused("remove", name, reply)

    def record(self, name: str) -> Record:
        """Return what the graph of this name records; nothing if there is none.

        Raises:
            RemoteError: The server does not give it, or it cannot be read.
        """
        reply = self._server.request("GET", parameters={"graph": name}, headers={"Accept": f"{TRIPLES}, text/turtle"})
        if reply.status == 404:
            return Record()
        if reply.status != 200:
            raise self._refused("give", name, reply)
        try:
            return Record.read(reply.body, reply.media_type, name)
        except (ValueError, SyntaxError) as error:
            raise RemoteError(
                f"{self._server.name} gives no RDF where it should give a graph ({error}); give the address of its "
                "Graph Store Protocol."
            ) from error

    def _refused(self, verb: str, name: str, reply: Reply) -> RemoteError:
        return RemoteError(
            f"{self._server.name} does not {verb} the graph {name} ({reply.status}{reply.reason}); see its log, and "
            "that the address is that of its Graph Store Protocol (in Oxigraph /store, in Virtuoso "
            "/sparql-graph-crud-auth). What was sent stays; the same command again sends the rest."
        )

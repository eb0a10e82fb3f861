"""Running the service under uvicorn."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import click

from ingest.errors import AftalegrafError
from service.building.release import built
from service.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

LONGEST_HEAD: Final = 4 * 1024 * 1024
"""Bytes of a request without its body: an address that is too long shall be told so, where uvicorn just hangs up."""


class ServerError(AftalegrafError):
    """The service cannot listen where it was told to."""


def serve(settings: Settings) -> None:
    """Serve until interrupted.

    Raises:
        ReleaseError: There is no built data.
        VocabularyFileError: A file of the ontology that answers need is broken.
        ServerError: The port is in use or not allowed.
    """
    from graph.regions import regions
    from graph.thesaurus import load_thesaurus
    from service.app import create_app

    built(settings.data)
    # Read here, where a broken file is one sentence; within uvicorn it would be a traceback.
    regions()
    load_thesaurus()
    listening = listen(settings.host, settings.port)
    click.echo(f"Aftalegraf serves on http://{settings.host}:{settings.port} (Ctrl-C stops it).")
    run(create_app(settings), listening)


def run(app: FastAPI, listening: socket.socket) -> None:
    """Run the application on a socket until interrupted."""
    import uvicorn

    # No access log: it would hold what users asked. A query that runs at the stop is given up after a second.
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=LONGEST_HEAD,
    )
    # uvicorn has ended all in order when it passes Ctrl-C on.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """Listen at an address.

    Raises:
        ServerError: The port is in use or not allowed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on, which holds responses back for 40 ms on a kept connection.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise ServerError(
            f"The service cannot listen on {host}:{port} ({error.strerror}); stop what uses the port or name another "
            "with --port."
        ) from None
    return listening

"""The socket that the service listens on."""

from __future__ import annotations

import asyncio
import socket

import pytest

from service.server import ServerError, listen


def test_what_is_written_to_a_connection_is_sent_at_once() -> None:
    async def option_of_accepted() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def accepted(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            taken: socket.socket = writer.get_extra_info("socket")
            found.set_result(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()
            await writer.wait_closed()

        listening = listen("127.0.0.1", 0)
        async with await asyncio.start_server(accepted, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            option = await found
            writer.close()
            await writer.wait_closed()
        return option

    assert asyncio.run(option_of_accepted()) != 0


def test_a_port_in_use_is_refused_with_what_to_do() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(ServerError, match="stop what uses the port or name another"):
        listen("127.0.0.1", taken.getsockname()[1])

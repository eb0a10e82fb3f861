"""Reading a form that was sent, and no more of it than is allowed: counted as it comes, whatever its head says."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

from ingest.errors import AftalegrafError

FIELDS: Final = 65_536
"""Bytes of a form without a file."""
DRAINED: Final = 8
"""How many times the limit is read and thrown away, so that a browser that still sends gets to see the answer."""


class TooLargeError(AftalegrafError):
    """What was sent is larger than what is taken."""

    status = 413


async def read_form(request: Request, most: int = FIELDS) -> FormData:
    """Read a form of at most `most` bytes.

    Raises:
        TooLargeError: It is larger; what was read of it is gone.
    """
    counted = 0

    async def receive() -> Message:
        nonlocal counted
        message = await request.receive()
        counted += len(message.get("body", b""))
        if counted > most:
            await _drain(request, message, most * DRAINED)
            raise MultiPartException("too large")  # the parser then closes what it has written
        return message

    try:
        return await Request(request.scope, receive).form(max_files=1, max_fields=20, max_part_size=FIELDS)
    except (MultiPartException, HTTPException):
        if counted <= most:
            raise
        sentence = f"What is sent here may be {most:,} bytes long, and this is longer; send less."
        raise TooLargeError(sentence) from None


def text_of(form: FormData, name: str) -> str:
    """Return a text of a form in one line, without characters that cannot be seen, or an empty one."""
    value = form.get(name)
    if not isinstance(value, str):
        return ""
    return " ".join("".join(one if one.isprintable() else " " for one in value).split())


async def _drain(request: Request, message: Message, most: int) -> None:
    thrown = 0
    while message.get("more_body") and thrown < most:
        message = await request.receive()
        thrown += len(message.get("body", b""))

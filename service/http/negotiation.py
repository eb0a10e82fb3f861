"""Choosing a media type by the Accept header.

Follows RFC 9110, section 12.5.1 (<https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1>): the most specific range that
fits a media type gives its quality, `q=0` excludes it, and a missing header accepts everything. Where the client likes
two types equally well, one that it named wins over one that it covered by `*`, then the order of the offer decides.
Parameters other than `q` are compared, except `charset`: all that is served is UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request

from ingest.errors import AftalegrafError

_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_PARAMETER = re.compile(r'\s*;\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;"]*)')
_RANGE = re.compile(r"\s*([^\s/;,]+)/([^\s/;,]+)")
_QUALITY = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")
_NOT_COMPARED: Final = "charset"


class NotAcceptableError(AftalegrafError):
    """Nothing that is offered is acceptable to the client."""

    status = 406

    def __init__(self, offered: Iterable[str]) -> None:
        known = ", ".join(dict.fromkeys(offered))
        super().__init__(f"Nothing that is offered here fits the Accept header; ask for one of {known}.")


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an Accept header, in lower case."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    quality: float

    @property
    def specificity(self) -> int:
        """How narrow it is: 0 for `*/*`, 1 for `text/*`, 2 for a media type, more with parameters."""
        return (self.type != "*") + (self.subtype != "*") + len(self.parameters)

    def fits(self, media_type: str) -> bool:
        """Tell whether a media type lies within."""
        found = _offered(media_type)
        return (
            found is not None
            and self.type in ("*", found.type)
            and self.subtype in ("*", found.subtype)
            and self.parameters <= found.parameters
        )


def media_ranges(accept: str) -> list[MediaRange]:
    """Read an Accept header; elements that are not media ranges are left out."""
    ranges = (_parse(element.group()) for element in _ELEMENT.finditer(accept))
    return [found for found in ranges if found is not None]


def best(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the offered media type that the client likes best, or None if it accepts none.

    Args:
        accept: The header's value, None or empty if there is none.
        offered: Media types, the server's favourite first.
    """
    ranges = media_ranges(accept or "")
    if not ranges:
        return offered[0] if offered else None
    # max gives the first of equals, hence the order of the offer.
    chosen = max(offered, key=lambda media_type: _liking(media_type, ranges), default=None)
    return chosen if chosen is not None and _liking(chosen, ranges)[0] > 0 else None


def choose(accept: str | None, offered: Sequence[str]) -> str:
    """Return the offered media type that the client likes best.

    Raises:
        NotAcceptableError: It accepts none.
    """
    chosen = best(accept, offered)
    if chosen is None:
        raise NotAcceptableError(offered)
    return chosen


def accept_of(request: Request) -> str:
    """Return the request's Accept header, which may come in several lines."""
    return ", ".join(request.headers.getlist("accept"))


def add_vary(headers: MutableHeaders) -> None:
    """Tell caches that the response depends on the Accept header."""
    headers.add_vary_header("Accept")


def _liking(media_type: str, ranges: Sequence[MediaRange]) -> tuple[float, int]:
    fitting = [one for one in ranges if one.fits(media_type)]
    if not fitting:
        return 0.0, 0
    decisive = max(fitting, key=lambda one: one.specificity)
    return decisive.quality, decisive.specificity


@cache
def _offered(media_type: str) -> MediaRange | None:
    """Read a media type that is offered, of which there are few."""
    return _parse(media_type)


def _parse(element: str) -> MediaRange | None:
    head = _RANGE.match(element)
    if head is None or (head[1] == "*" and head[2] != "*"):
        return None
    quality = 1.0
    parameters = set()
    for name, value in _PARAMETER.findall(element, head.end()):
        if name.lower() == "q":
            if not _QUALITY.fullmatch(value):
                return None
            quality = float(value)
        elif name.lower() != _NOT_COMPARED:
            parameters.add((name.lower(), value.strip('"').lower()))
    return MediaRange(head[1].lower(), head[2].lower(), frozenset(parameters), quality)

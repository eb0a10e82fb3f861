"""What can go wrong with another server, and which text is the address of one."""

from __future__ import annotations

from urllib.parse import urlsplit

from ingest.errors import AftalegrafError


class AddressError(AftalegrafError, ValueError):
    """A text is no address of a server."""


class RemoteError(AftalegrafError):
    """A SPARQL server cannot be reached, refuses, or answers with something else."""

    status = 502


def check_address(url: str) -> str:
    """Return an address if it is absolute, http or https, and without a user's name or password.

    Raises:
        AddressError: It is not.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.fragment or any(character.isspace() for character in url):
        raise AddressError("a server's address begins with http:// or https://, names a host and has no '#'")
    if "@" in parts.netloc:
        raise AddressError("a server's address holds no user name and no password; give them in their own settings")
    return url

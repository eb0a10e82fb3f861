"""Who may contribute: those whom a trusted proxy names, or those who log in with the operator's token.

Nothing is kept of a login: the browser holds its name and end in a cookie that only this service can sign. A form
carries a mark made from that cookie, so that no other site can send one in its user's name.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from starlette.requests import Request

from ingest.corrections import MOST_CHARACTERS
from service.settings import Settings

COOKIE: Final = "aftalegraf-adgang"
LASTS: Final = 8 * 60 * 60
KEY_FILE: Final = "access.key"
KEY_BYTES: Final = 32
ATTEMPTS: Final = 10
"""Wrong tokens from one address within a minute; the next one waits, whatever it is."""
ADDRESSES: Final = 1000
"""How many addresses are remembered; an attacker with more is slowed by the length of the token."""
WITHIN: Final = 60.0


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who may contribute: the name, and what the marks of this visitor's forms are made from."""

    name: str
    seal: str


@dataclass
class Attempts:
    """The wrong tokens of late, by address."""

    clock: Callable[[], float] = time.monotonic
    _failed: dict[str, deque[float]] = field(default_factory=dict)

    def wait(self, address: str) -> int:
        """Return how many seconds an address has to wait before it may try again."""
        failed = self._failed.get(address, deque())
        while failed and self.clock() - failed[0] >= WITHIN:
            failed.popleft()
        return int(WITHIN - (self.clock() - failed[0])) + 1 if len(failed) >= ATTEMPTS else 0

    def add(self, address: str) -> None:
        """Count a wrong token."""
        if len(self._failed) >= ADDRESSES and address not in self._failed:
            self._failed.pop(next(iter(self._failed)))
        self._failed.setdefault(address, deque(maxlen=ATTEMPTS)).append(self.clock())


class Access:
    """Tells who may contribute, by the settings."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self._token, self._header = settings.upload_token.get_secret_value(), settings.upload_user_header
        self._data, self._clock = settings.data, clock
        self.attempts = Attempts()

    @property
    def is_open(self) -> bool:
        """Whether anyone may contribute at all."""
        return bool(self._token or self._header)

    @property
    def has_login(self) -> bool:
        """Whether there is a login, rather than a proxy that has one."""
        return bool(self._token) and not self._header

    def visitor(self, request: Request) -> Visitor | None:
        """Return who asks, or `None` if that one may not contribute."""
        if self._header:
            name = _readable(request.headers.get(self._header, ""))
            return Visitor(name, f"proxy {name} {int(self._clock()) // LASTS}") if name else None
        return self._of_cookie(request.cookies.get(COOKIE, "")) if self._token else None

    def knows(self, token: str) -> bool:
        """Tell whether this is the operator's token, in a time that does not depend on it."""
        given, wanted = (hashlib.sha256(one.encode()).digest() for one in (token, self._token))
        return bool(self._token) and hmac.compare_digest(given, wanted)

    def cookie(self, name: str) -> str:
        """Return the cookie of a new login by a name."""
        content = json.dumps([_readable(name), self._clock() + LASTS, secrets.token_hex(8)])
        body = content.encode().hex()
        return f"{body}.{self._sign('cookie', body)}"

    def mark(self, visitor: Visitor) -> str:
        """Return what the forms of a visitor carry."""
        return self._sign("form", visitor.seal)

    def is_marked(self, visitor: Visitor, mark: str) -> bool:
        """Tell whether a form that was sent is one that this visitor was given."""
        seals = [visitor.seal]
        if self._header:  # a form that was opened before the end of a period may be sent after it
            seals.append(f"proxy {visitor.name} {int(self._clock()) // LASTS - 1}")
        return any(hmac.compare_digest(self._sign("form", seal).encode(), mark.encode()) for seal in seals)

    def _of_cookie(self, cookie: str) -> Visitor | None:
        body, _, signature = cookie.rpartition(".")
        if not hmac.compare_digest(self._sign("cookie", body).encode(), signature.encode()):
            return None
        name, ends, _ = json.loads(bytes.fromhex(body))
        return Visitor(name, body) if self._clock() < ends else None

    def _sign(self, use: str, text: str) -> str:
        # With the token as part of the key, another token ends all logins.
        key = hmac.digest(self._key(), self._token.encode(), "sha256")
        return hmac.digest(key, f"{use}\0{text}".encode(), "sha256").hex()

    def _key(self) -> bytes:
        """Return the secret of this data folder, made when it is first needed, so that logins survive a restart."""
        path = self._data / KEY_FILE
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return _made(path)


def is_name(name: str) -> bool:
    """Tell whether someone can be called so."""
    return 0 < len(_readable(name)) <= MOST_CHARACTERS


def _readable(name: str) -> str:
    """Return a name without characters that cannot be seen; one that came in a header is read as UTF-8."""
    with suppress(UnicodeError):
        name = name.encode("latin-1").decode("utf-8")
    return " ".join("".join(one if one.isprintable() else " " for one in name).split())[:MOST_CHARACTERS]


def _made(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    try:
        os.link(temporary, path)  # unless another process was first
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    return path.read_bytes()

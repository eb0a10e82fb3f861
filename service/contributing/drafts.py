"""Contributions before they are published: an agreement with its corrections, corrections alone, or a removal.

Each has a folder of its own in the data folder, so that it survives a restart, and is swept away after the days that
are set. The service writes what a person gives; what is read and published is written by processes of their own
(`draft_reading`, `publication`), each in a file of its own, so that no two write the same.
"""

from __future__ import annotations

import fcntl
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from ingest.correction_files import read_file, write_file
from ingest.corrections import Correction
from ingest.errors import NotFoundError
from service.building.changing import settle

ID: Final = re.compile(r"[0-9a-f]{24}")
DAY: Final = 24 * 60 * 60


class State(StrEnum):
    """How far a contribution is."""

    READING = "reading"
    UNREADABLE = "unreadable"
    READY = "ready"
    PUBLISHING = "publishing"
    INTERRUPTED = "interrupted"
    REFUSED = "refused"
    PUBLISHED = "published"


class Kind(StrEnum):
    """What is contributed."""

    NEW = "new"
    HELD = "held"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True)
class Draft:
    """A contribution.

    Attributes:
        folder: Where it is kept.
        kind: What it is.
        agreement: Id of the agreement that is added, corrected or removed.
        shown: The file's name as it was given, or the agreement's title.
        by: Who makes it.
        file: The uploaded file's name within the folder, or empty.
        given: What the person says of a new agreement.
    """

    folder: Path
    kind: Kind
    agreement: str
    shown: str
    by: str
    file: str = ""
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its name in addresses, which cannot be guessed."""
        return self.folder.name

    @property
    def state(self) -> State:
        """How far it is, by the files that are there."""
        # Asked before the files are, since a process writes its file before it ends.
        busy = self.is_busy()
        if self.path("publish").exists():
            if busy:
                return State.PUBLISHING
            if self.path("published").exists():
                return State.PUBLISHED
            return State.REFUSED if self.path("refused").exists() else State.INTERRUPTED
        if busy:
            return State.READING
        read = self.path("understood").exists() or self.kind is Kind.REMOVAL
        return State.READY if read else State.UNREADABLE

    def path(self, name: str) -> Path:
        """Return where something of it is kept as JSON."""
        return self.folder / f"{name}.json"

    def told(self, name: str) -> dict[str, Any]:
        """Return what is kept; empty if it is not there."""
        try:
            found = json.loads(self.path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def tell(self, name: str, content: Mapping[str, Any]) -> None:
        """Keep something, in one step."""
        temporary = self.folder / f"{name}.{secrets.token_hex(4)}.tmp"
        temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        temporary.replace(self.path(name))

    def save(self) -> Draft:
        """Keep what the person gave; gives the same draft."""
        content = asdict(self)
        del content["folder"]
        self.tell("draft", content)
        return self

    @property
    def corrections(self) -> list[Correction]:
        """What was corrected, and has been."""
        return read_file(self.folder / "corrections.toml")

    def correct(self, corrections: list[Correction]) -> None:
        """Put corrections in place of those that there are."""
        write_file(self.folder / "corrections.toml", corrections)

    @property
    def before(self) -> list[Correction]:
        """The corrections that the agreement had when this draft was begun."""
        return read_file(self.folder / "before.toml")

    def is_busy(self) -> bool:
        """Tell whether a process reads or publishes it."""
        with (self.folder / "lock").open("a") as lock:
            try:
                # Shared, so that those who ask are not taken for one that works.
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False


class Drafts:
    """The contributions of a data folder."""

    def __init__(self, data: Path, days: int) -> None:
        self.folder, self._data, self._days = data / "drafts", data, days

    def new(self, kind: Kind, agreement: str, shown: str, by: str, file: str = "", data: bytes = b"") -> Draft:
        """Begin a contribution, with the content of its file.

        Raises:
            OSError: It cannot be kept; nothing is left of it.
        """
        self.sweep()
        folder = self.folder / secrets.token_hex(12)
        folder.mkdir(parents=True, mode=0o700)
        try:
            if file:
                (folder / file).write_bytes(data)
            return Draft(folder, kind, agreement, shown, by, file).save()
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else begin a contribution while the body looks for one and begins it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def __getitem__(self, name: str) -> Draft:
        """Return a contribution.

        Raises:
            NotFoundError: There is none, or no longer.
        """
        settle(self._data)
        found = load(self.folder / name) if ID.fullmatch(name) else None
        if found is None:
            raise NotFoundError(
                f"There is no contribution '{name[:40]}'; it was discarded, or is older than {self._days} days."
            )
        return found

    def of(self, name: str) -> list[Draft]:
        """Return a person's contributions, the latest first."""
        return sorted((one for one in self if one.by == name), key=lambda one: -one.folder.stat().st_mtime)

    def __iter__(self) -> Iterator[Draft]:
        settle(self._data)
        for folder in self.folder.glob("*"):
            found = load(folder) if ID.fullmatch(folder.name) else None
            if found is not None:
                yield found

    def sweep(self) -> None:
        """Remove what is too old and nobody works on."""
        for draft in self:
            if time.time() - draft.path("draft").stat().st_mtime > self._days * DAY and not draft.is_busy():
                shutil.rmtree(draft.folder, ignore_errors=True)


def load(folder: Path) -> Draft | None:
    """Return the draft in a folder, or `None` if there is none."""
    try:
        content = json.loads((folder / "draft.json").read_text(encoding="utf-8"))
        return Draft(folder, **{**content, "kind": Kind(content["kind"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def now() -> str:
    """Return the time of a correction that is made now."""
    return datetime.now(UTC).isoformat(timespec="seconds")

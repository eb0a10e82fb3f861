"""Reads what may be hostile in a process of its own, with limits on time and memory.

The parsers of PDF, XML and HTML are written in C. A file made to exhaust or crash them ends that process and not the
one that serves or builds; nothing of it is written anywhere. Bytes go in and JSON comes out, since a pickle from a
process that was taken over could run code here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable

from ingest.errors import SourceError
from ingest.places import Places
from ingest.source import Source

SECONDS = 25
MEMORY = 900_000_000
REFUSED = 3


def read_confined(kind: str, data: bytes, name: str) -> Source:
    """Read a "pdf", "docx" or "html" in a process of its own.

    Raises:
        SourceError: It cannot be read, or not within the limits.
    """
    command = [sys.executable, "-m", "ingest.readers.confined", kind, name]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"{name} took more than {SECONDS} seconds to read; split it, or save it anew.") from None
    if done.returncode == REFUSED:
        raise SourceError(done.stdout.decode("utf-8"))
    if done.returncode:
        raise SourceError(f"{name} cannot be read: it is damaged, or needs too much memory; save it anew.")
    found = json.loads(done.stdout)
    return Source("", found["text"], found["format"], Places.unpack(found["places"]))


def reader(kind: str) -> Callable[[bytes, str], Source]:
    """Return the reader of a format; its libraries are imported with it."""
    match kind:
        case "pdf":
            from ingest.readers.pdf import read_pdf

            return read_pdf
        case "docx":
            from ingest.readers.docx import read_docx

            return read_docx
        case "html":
            from ingest.readers.html import read_html

            return read_html
    raise SourceError(f"The format must be pdf, docx or html, not {kind!r}; convert the file.")


def _limit() -> None:
    """Set the limits of this process; where the system has none to set, the time limit of the parent remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(kind: str, name: str) -> int:
    _limit()
    out = sys.stdout.buffer
    try:
        source = reader(kind)(sys.stdin.buffer.read(), name)
    except SourceError as error:
        out.write(str(error).encode("utf-8", "replace"))
        return REFUSED
    except (MemoryError, RecursionError):
        return 1
    out.write(json.dumps({"text": source.text, "format": source.format, "places": source.places.pack()}).encode())
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], sys.argv[2]))

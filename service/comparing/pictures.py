"""Pictures as PNG, for where SVG cannot be pasted: the same drawing, with two points for each of its units.

The font comes with the program, so that a picture is the same on every machine and needs no font of the system. A large
picture takes seconds, in which the library lets no other thread run; so each is drawn by a process of its own, one at a
time, and few may wait.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from math import sqrt
from typing import Final

from ingest.errors import AftalegrafError

FINE: Final = 2.0
MOST_POINTS: Final = 10_000_000
"""A larger picture is drawn less fine: that of all topics would else take three times as long, and 130 MB."""
SECONDS: Final = 60
SIZE: Final = re.compile(r'<svg [^>]*?\bwidth="(\d+)" height="(\d+)"')
FAMILY: Final = "Noto Sans"

MOST_WAITING: Final = 4

_turn = threading.Lock()
_waiting = threading.BoundedSemaphore(MOST_WAITING)


class PictureError(AftalegrafError):
    """A picture could not be drawn."""

    status = 503


def png(svg: str) -> bytes:
    """Draw one of our SVG files, which states its size.

    Raises:
        PictureError: Too many wait, it takes too long, or it cannot be drawn.
    """
    if not _waiting.acquire(blocking=False):
        raise PictureError(f"At most {MOST_WAITING} pictures are drawn as PNG at a time; try again, or take the SVG.")
    try:
        with _turn:
            return _by_a_process(svg)
    finally:
        _waiting.release()


def _by_a_process(svg: str) -> bytes:
    command = [sys.executable, "-m", "service.comparing.pictures"]
    try:
        done = subprocess.run(command, input=svg.encode(), capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise PictureError("The picture cannot be drawn as PNG now; try again, or take the SVG.") from error
    return done.stdout


def drawn(svg: str) -> bytes:
    """Draw a file in this process."""
    import fontpkg
    import resvg_py

    size = SIZE.search(svg)
    if size is None:
        raise ValueError("An SVG file to be drawn must state its width and height in whole units.")
    width, height = (int(side) for side in size.groups())
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=min(FINE, sqrt(MOST_POINTS / (width * height))),
        skip_system_fonts=True,
        font_files=[str(fontpkg.path(FAMILY))],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(drawn(sys.stdin.buffer.read().decode()))

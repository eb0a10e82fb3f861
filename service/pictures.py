"""Pictures as PNG, for where SVG cannot be pasted: the same drawing, with two points for each of its units.

The font comes with the program, so that a picture is the same on every machine and needs no font of the system.
"""

from __future__ import annotations

import re
from functools import cache
from math import sqrt
from typing import Final

FINE: Final = 2.0
MOST_POINTS: Final = 16_000_000
"""A larger picture is drawn less fine: one of all topics would else take 6 s and 130 MB."""
SIZE: Final = re.compile(r'<svg [^>]*?\bwidth="(\d+)" height="(\d+)"')
FAMILY: Final = "Noto Sans"


def png(svg: str) -> bytes:
    """Draw one of our SVG files, which states its size."""
    import resvg_py

    size = SIZE.search(svg)
    if size is None:
        raise ValueError("An SVG file to be drawn must state its width and height in whole units.")
    width, height = (int(side) for side in size.groups())
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=min(FINE, sqrt(MOST_POINTS / (width * height))),
        skip_system_fonts=True,
        font_files=[_font()],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )


@cache
def _font() -> str:
    import fontpkg

    return str(fontpkg.path(FAMILY))

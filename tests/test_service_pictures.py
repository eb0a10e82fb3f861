"""PNG files: twice as fine as their SVG, with a font of their own, and drawn without holding up those who wait."""

from __future__ import annotations

import re
import struct
import threading
import time

import pytest

from service.comparing import pictures
from service.comparing.pictures import MOST_POINTS, MOST_WAITING, PictureError, drawn, png

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}">{2}</svg>'
WORDS = '<text x="5" y="20" font-family="system-ui, sans-serif" font-size="14">Ældre på Ærø</text>'


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_a_picture_is_drawn_twice_as_fine() -> None:
    assert size(png(SVG.format(120, 30, WORDS))) == (240, 60)


def test_a_picture_that_would_be_too_large_is_drawn_less_fine() -> None:
    width, height = size(drawn(SVG.format(1000, 8000, "")))
    assert 1000 < width < 2000
    assert 0.98 * MOST_POINTS < width * height < 1.02 * MOST_POINTS


def test_words_are_drawn_also_where_no_font_is_installed() -> None:
    assert len(drawn(SVG.format(120, 30, WORDS))) > 2 * len(drawn(SVG.format(120, 30, "")))


def test_while_a_picture_is_drawn_other_threads_run() -> None:
    large = SVG.format(1000, 6000, WORDS * 400)
    drawing = threading.Thread(target=png, args=(large,))
    drawing.start()
    begun = before = time.perf_counter()
    longest = 0.0
    while drawing.is_alive():
        time.sleep(0.001)
        longest, before = max(longest, time.perf_counter() - before), time.perf_counter()
    assert longest < (before - begun) / 2, "the others stood still for most of the time"


def test_when_many_wait_the_next_is_refused_with_what_to_do() -> None:
    waiting = [pictures._waiting.acquire(blocking=False) for _ in range(MOST_WAITING)]
    try:
        with pytest.raises(PictureError, match=r"^At most 4 pictures .* try again, or take the SVG\.$"):
            png(SVG.format(10, 10, ""))
    finally:
        for _ in filter(None, waiting):
            pictures._waiting.release()
    assert size(png(SVG.format(10, 10, ""))) == (20, 20)


def test_what_cannot_be_drawn_is_refused_with_what_to_do() -> None:
    with pytest.raises(PictureError, match="take the SVG"):
        png(SVG.format(10, 10, "<g>"))
    with pytest.raises(ValueError, match="must state its width"):
        drawn(re.sub('width="10"', "", SVG.format(10, 10, "")))

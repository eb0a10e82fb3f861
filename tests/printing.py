"""Web pages printed to PDF by Chromium, as a report and in two columns."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TABLE = "table{border-collapse:collapse;width:100%} td{padding:3pt 5pt;vertical-align:top}"
STYLES = {
    "printed": "@page{size:A4;margin:25mm} body{font:11pt/1.4 serif} h1,h2,h3,h4,h5{font-family:sans-serif}"
    + TABLE
    + "td{border:1px solid #777}",
    "printed, columns": "@page{size:A4;margin:18mm} body{font:10pt/1.45 sans-serif}"
    "main{column-count:2;column-gap:9mm;text-align:justify;hyphens:auto} h1,h2,table{column-span:all}"
    "h1{font-size:26pt} h2{background:#135;color:#fff;padding:6mm;font-size:20pt} h3{font-size:13pt}"
    "h4,h5{font-size:10.5pt;margin:.8em 0 .2em}" + TABLE + "table{font-size:9pt;text-align:left}"
    "td{border-bottom:.5pt solid #999}",
}
"""How the page is set, by the layout's name."""


@contextmanager
def printer() -> Iterator[Callable[[str, str], bytes]]:
    """Give what prints a page's HTML in one of the styles; Chromium runs as long.

    Raises:
        RuntimeError: Chromium is not installed.
    """
    if CHROMIUM is None:
        raise RuntimeError("Pages are printed by Chromium, which is not installed; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        sandboxed = os.getuid() != 0  # Chromium's sandbox does not start for root
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=sandboxed)
        page = browser.new_page()

        def printed(html: str, style: str) -> bytes:
            page.set_content(html.replace("<head>", f"<head><style>{STYLES[style]}</style>"))
            return bytes(page.pdf(prefer_css_page_size=True, print_background=True))

        yield printed
        browser.close()

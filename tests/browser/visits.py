"""What a test does with a page: open it as a given user would, check it, and keep its picture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]  # what the law asks: WCAG 2.1, levels A and AA
PHONE: Final = (320, 640)
DESK: Final = (1280, 900)
RULES_OF_COLOUR: Final = """asked => axe.getRules(asked).filter(rule => rule.tags.includes("cat.color"))
    .map(rule => rule.ruleId)"""
PLACES: Final = """() => JSON.stringify([...document.querySelectorAll("*")].map(one =>
    [one.checkVisibility({ visibilityProperty: true }), one.getBoundingClientRect()]))"""


class Visits:
    """The visits of one test.

    Attributes:
        address: Where the service is, without a path.
        elsewhere: Addresses on other hosts that a page asked for.
        errors: What the browser reported: errors of scripts, refusals by the policy, resources that failed.
    """

    def __init__(self, browser: Browser, address: str, pictures: Path | None, name: str, **headers: str) -> None:
        self.address = address
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        self._browser = browser
        self._pictures = pictures
        self._name = re.sub(r"\W+", "-", name).strip("-")
        self._contexts: list[BrowserContext] = []
        self._headers = headers

    def open(self, path: str, *, dark: bool = False, size: tuple[int, int] = DESK, scripts: bool = True) -> Page:
        """Open a page of the service in a browser profile of its own.

        Args:
            path: Path and query, from "/".
            dark: Whether the user prefers the dark scheme.
            size: Width and height of the window, in CSS pixels.
            scripts: Whether the browser runs scripts.
        """
        context = self._browser.new_context(
            color_scheme="dark" if dark else "light",
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            reduced_motion="reduce",
            locale="da-DK",
            accept_downloads=True,
            extra_http_headers=self._headers,
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("request", self._requested)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.address + path)
        return page

    def keep(self, page: Page, label: str = "") -> None:
        """Keep a picture of the whole page, where the tests were told a folder for them."""
        if self._pictures:
            self._pictures.mkdir(parents=True, exist_ok=True)
            name = f"{self._name}-{label}" if label else self._name
            page.screenshot(path=self._pictures / f"{name}.png", full_page=True)

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _requested(self, request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != urlsplit(self.address).netloc:
            self.elsewhere.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        # A page that is an error by itself (404) is reported too; that is what was asked for.
        of_the_page = message.location.get("url", "") == message.page.url if message.page else False
        if message.type == "error" and not (of_the_page and "Failed to load resource" in message.text):
            self.errors.append(message.text)


def violations(page: Page, *, of_colour: bool = False) -> list[str]:
    """What axe-core finds against WCAG 2.1 AA on a page as it stands, one line an element.

    Args:
        page: The page.
        of_colour: Whether to ask only what colours can break; the rest of a large page takes a second.
    """
    options: dict[str, Any] = {"runOnly": WCAG, "resultTypes": ["violations"]}
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    if of_colour:
        options["runOnly"] = page.evaluate(RULES_OF_COLOUR, WCAG)
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['html']}"
        for rule in found
        for node in rule["nodes"]
    ]


def places(page: Page) -> str:
    """Say where each element of a page is, and whether it is to be seen at all."""
    told: str = page.evaluate(PLACES)
    return told


def overflow(page: Page) -> int:
    """By how many CSS pixels a page is wider than its window; needs scripts."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width

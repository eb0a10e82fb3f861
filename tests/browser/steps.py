"""What a test does as an analyst would, each step counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Download, Locator, Page

FURTHEST = 400  # presses of Tab


@dataclass
class Steps:
    """The steps of one task: by the keyboard alone, or by the mouse."""

    page: Page
    keyboard: bool
    done: list[str] = field(default_factory=list)

    def fill(self, where: Locator, text: str) -> None:
        """Fill in a field."""
        self._count(f"fill in {text!r}")
        if not self.keyboard:
            where.fill(text)
            return
        self._reach(where)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, where: Locator, label: str) -> None:
        """Choose from a list; by keyboard, by the beginning of the option's name."""
        self._count(f"choose {label!r}")
        if not self.keyboard:
            where.select_option(label=label)
            return
        self._reach(where)
        self.page.keyboard.type(label)
        assert where.evaluate("one => one.selectedOptions[0].textContent").strip() == label

    def attach(self, where: Locator, file: Path) -> None:
        """Choose a file; by keyboard, by the dialog that a press of Space opens."""
        self._count(f"choose {file.name!r}")
        with self.page.expect_file_chooser() as chooser:
            if self.keyboard:
                self._reach(where)
                self.page.keyboard.press("Space")
            else:
                where.click()
        with self.page.expect_navigation():
            chooser.value.set_files(file)

    def use(self, what: Locator) -> None:
        """Follow a link, or press a button."""
        with self.page.expect_navigation():
            self._activate(what)

    def enter(self) -> None:
        """Press Enter where the focus is."""
        self._count("press Enter")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def download(self, what: Locator) -> Download:
        """Fetch a file by its link."""
        with self.page.expect_download() as fetched:
            self._activate(what)
        return fetched.value

    def _activate(self, what: Locator) -> None:
        self._count(f"use {what}")
        if not self.keyboard:
            what.click()
            return
        self._reach(what)
        self.page.keyboard.press("Enter")

    def _count(self, step: str) -> None:
        self.done.append(step)
        assert len(self.done) <= 6, f"too many steps: {'; '.join(self.done)}"

    def _reach(self, what: Locator) -> None:
        for _ in range(FURTHEST):
            if what.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{what} is not reached by Tab")

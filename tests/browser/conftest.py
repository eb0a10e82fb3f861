"""A real browser before the real service: Debian's Chromium, driven by Playwright, against `aftalegraf serve`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from intranet import intranet
from playwright.sync_api import Browser, sync_playwright
from served import Endpoint, await_answer, free_port
from visits import Visits

from service.settings import Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Nothing that Chromium does by itself may reach for the network: only what a page asks for is to be seen.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
    # The popups of the address bar, which no test sees, take a third of the time that opening a window takes. Of two
    # such lists Chromium takes the last, so Playwright's own is repeated.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,"
    "ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,"
    "AimEnabled,PreconnectToSearch",
)


@pytest.fixture(scope="session")
def intranet_port() -> Iterator[int]:
    with intranet() as port:
        yield port


@contextmanager
def served_site(**settings: str) -> Iterator[Endpoint]:
    """Serve as an operator does, with settings from the environment."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from service.cli.main import main; main()",
            "serve",
            "--port",
            str(port),
            "--workers",
            "1",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **settings, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        await_answer(Endpoint(port))
        yield Endpoint(port)
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def site(release_settings: Settings, intranet_port: int) -> Iterator[Endpoint]:
    """The service as an operator starts it, with the corpus built once; one origin may ask its API."""
    with served_site(
        AFTALEGRAF_DATA=str(release_settings.data),
        AFTALEGRAF_ENCODER=release_settings.encoder,
        AFTALEGRAF_ORIGINS=f"http://localhost:{intranet_port}",
    ) as endpoint:
        yield endpoint


# Not once a session: while Playwright runs, its loop is the thread's own, and no other test could start one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        sandboxed = os.getuid() != 0  # Chromium's sandbox does not start for root
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, chromium_sandbox=sandboxed)
        yield browser
        browser.close()


@pytest.fixture
def visits(browser: Browser, site: Endpoint, request: pytest.FixtureRequest) -> Iterator[Visits]:
    """Opens pages; at the end, that none asked another host and that none reported an error is asserted."""
    with visiting(browser, site, request.node.name) as visits:
        yield visits


@contextmanager
def visiting(browser: Browser, site: Endpoint, name: str, **headers: str) -> Iterator[Visits]:
    """Open pages of a site, where headers are given as behind a proxy that sends them."""
    kept = os.environ.get("AFTALEGRAF_SCREENSHOTS")
    visits = Visits(browser, f"http://127.0.0.1:{site.port}", Path(kept) if kept else None, name, **headers)
    yield visits
    visits.close()
    assert visits.elsewhere == []
    assert visits.errors == []

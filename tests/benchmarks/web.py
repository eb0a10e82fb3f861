"""Measure what a browser waits for: pages beside the API calls that give the same, bytes, and whether anything moves.

Pages and calls are asked in turn of one running service over a kept connection, after a round that counts for nothing;
the median of each is taken, and the ratio says how much a page costs on top. Bytes and shifts are what Chromium sees.

Run it with `make bench`, or as `PYTHONPATH=.:tests python -m benchmarks.web --help`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx2
from sparql_servers import free_port, running

from service.settings import Settings

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from service.cli.main import main; main()", "serve", "--port"]
# Each page, and the calls that together give what it shows.
PAIRS = {
    "/?q=rygning": ["/api/v1/ask?q=rygning", "/api/v1/search?q=rygning&k=10"],
    "/?q=hvilke+regioner+prioriterer+dobbeltdiagnoser": [
        "/api/v1/ask?q=hvilke+regioner+prioriterer+dobbeltdiagnoser",
        "/api/v1/search?q=hvilke+regioner+prioriterer+dobbeltdiagnoser&k=10",
    ],
    "/?q=hvilke+regioner+omtaler+ventetid": [
        "/api/v1/ask?q=hvilke+regioner+omtaler+ventetid",
        "/api/v1/search?q=hvilke+regioner+omtaler+ventetid&k=10",
    ],
    "/?q=indikatorer+for+diabetes": [
        "/api/v1/ask?q=indikatorer+for+diabetes",
        "/api/v1/search?q=indikatorer+for+diabetes&k=10",
    ],
    "/svar.csv?q=rygning": ["/api/v1/ask?q=rygning"],
    "/steder.csv?q=rygning": ["/api/v1/search?q=rygning&k=100"],
    "/opensearch.json?q=psyk": ["/api/v1/suggest?q=psyk"],
    "/sammenlign?topic=rygning;demens": ["/api/v1/compare?topic=rygning;demens"],
}
ALONE = ("/", "/aftale/nordjylland-2024-2027", "/datasaet", "/ontologi", "/sparql")
MOVING = ("/", "/?q=rygning", "/?q=kvantemekanik", "/sammenlign?topic=rygning;demens", "/aftale/nordjylland-2024-2027")
SIZES = {"desk": (1280, 900), "phone": (320, 640)}
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => sum += one.value))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 500);
})"""


@contextmanager
def served(data: Path, work: Path) -> Iterator[str]:
    """Run `aftalegraf serve` on a data folder, as an operator does, and yield its address."""
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), *sys.path)), "AFTALEGRAF_DATA": str(data)}
    address = f"http://127.0.0.1:{port}"
    with running([*COMMAND, str(port)], work, f"{address}/ready", environment=environment):
        yield address


def milliseconds(client: httpx2.Client, addresses: Sequence[str]) -> float:
    """Ask for some addresses one after the other and return the time of all."""
    start = time.perf_counter()
    for address in addresses:
        client.get(address).raise_for_status()
    return (time.perf_counter() - start) * 1000


def print_times(client: httpx2.Client, rounds: int) -> None:
    """Print what pages take beside what the calls take that give the same."""
    print(f"{'page':54}{'page ms':>9}{'API ms':>9}{'ratio':>8}   (aim: at most 1.3)")
    for page, calls in PAIRS.items():
        taken = [(milliseconds(client, [page]), milliseconds(client, calls)) for _ in range(rounds + 1)][1:]
        both = [median(column) for column in zip(*taken, strict=True)]
        print(f"{page:54}{both[0]:9.1f}{both[1]:9.1f}{both[0] / both[1]:8.2f}")
    for page in ALONE:
        print(f"{page:54}{median([milliseconds(client, [page]) for _ in range(rounds + 1)][1:]):9.1f}{'-':>9}{'-':>8}")


def print_browser(address: str, chromium: str) -> None:
    """Print what Chromium loads of each page, over the wire, and how much of it moves while it loads."""
    from playwright.sync_api import sync_playwright

    print(f"\n{'first visit, in Chromium':54}{'KB':>9}{'requests':>9}   shift on a desk, on a phone (aim: 60 KB, 0, 0)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=os.getuid() != 0)
        for path in MOVING:
            shifts, sizes = [], [0.0]
            for width, height in SIZES.values():
                page = browser.new_context(viewport={"width": width, "height": height}).new_page()
                sizes = []
                session = page.context.new_cdp_session(page)
                session.on(
                    "Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"])
                )
                session.send("Network.enable")
                page.goto(address + path, wait_until="networkidle")
                shifts.append(page.evaluate(SHIFTS))
                page.context.close()
            print(f"{path:54}{sum(sizes) / 1000:9.1f}{len(sizes):9}   {shifts[0]:.4f}, {shifts[1]:.4f}")
        browser.close()


def main() -> None:
    """Serve what was built, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=Settings().data, help="folder of built data (default: that in use)"
    )
    parser.add_argument(
        "--rounds", type=int, default=25, help="times that each page and call is asked for (default 25)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work, served(options.data, Path(work)) as address:
        with httpx2.Client(base_url=address, timeout=60) as client:
            print_times(client, options.rounds)
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        if chromium:
            print_browser(address, chromium)
        else:
            print("\nChromium is missing, so bytes and shifts were not measured; on Debian: apt-get install chromium")


if __name__ == "__main__":
    main()

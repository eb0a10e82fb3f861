"""Let fifty users ask at once, each one page after the other without a pause, and count what fails.

That is harder than fifty people at their desks, who read in between. The requests are the same mix for every user,
begun at another place: questions, suggestions, an agreement, comparisons, files, a query. Each user has a connection
of its own to a real `aftalegraf serve` on loopback; the client runs on the same machine and takes its share of it.

Run it with `make load`, or as `PYTHONPATH=.:tests python -m benchmarks.load --help`.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx2
from benchmarks.web import served

from service.settings import Settings

MIX = (
    "/",
    "/api/v1/suggest?q=dobb",
    "/?q=hvilke+regioner+prioriterer+dobbeltdiagnoser",
    "/?q=rygning&region=nordjylland",
    "/static/style.css",
    "/?q=hvilke+regioner+omtaler+ventetid",
    "/aftale/sjaelland-2024-2027",
    "/api/v1/search?q=telemedicin",
    "/sammenlign?topic=rygning;demens",
    "/steder.csv?q=psykiatri",
    "/sparql?query=ASK+%7B+%3Fs+a+%3Chttps%3A%2F%2Fw3id.org%2Faftalegraf%2Fontologi%23Goal%3E+%7D",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: what for, how long it took in milliseconds, and what went wrong, or empty."""

    address: str
    took: float
    failure: str = ""


async def _use(base: str, turns: Sequence[str]) -> list[Asked]:
    async with httpx2.AsyncClient(base_url=base, timeout=120) as client:
        return [await _ask(client, address) for address in turns]


async def _ask(client: httpx2.AsyncClient, address: str) -> Asked:
    start, failure = time.perf_counter(), ""
    try:
        response = await client.get(address)
        if response.status_code != httpx2.codes.OK:
            failure = f"status {response.status_code}"
    except httpx2.HTTPError as error:
        failure = type(error).__name__
    return Asked(address, (time.perf_counter() - start) * 1000, failure)


async def _together(base: str, users: int, each: int) -> list[Asked]:
    turns = [[MIX[(user + turn) % len(MIX)] for turn in range(each)] for user in range(users)]
    return [one for some in await asyncio.gather(*(_use(base, some) for some in turns)) for one in some]


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time that this share of the requests keeps below."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def print_load(asked: Sequence[Asked], seconds: float, users: int) -> None:
    """Print what failed, and how long the requests took."""
    failures = Counter((one.failure, one.address) for one in asked if one.failure)
    print(f"{users} users at once, {len(asked)} requests in {seconds:.1f} s ({len(asked) / seconds:.0f} a second)")
    print(f"errors: {failures.total()} (aim: 0)")
    for (failure, address), number in failures.most_common():
        print(f"  {number} x {failure} at {address}")
    print(f"{'':66}{'p50 ms':>8}{'p95 ms':>8}")
    for name, some in [("all", asked), *((path, [one for one in asked if one.address == path]) for path in MIX)]:
        times = [one.took for one in some]
        if times:
            print(f"{name[:64]:66}{percentile(times, 0.5):8.0f}{percentile(times, 0.95):8.0f}")


def main() -> None:
    """Serve what was built, and let the users at it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=Settings().data, help="folder of built data (default: that in use)"
    )
    parser.add_argument("--users", type=int, default=50, help="users at once (default 50)")
    parser.add_argument("--each", type=int, default=11, help="requests of each user (default 11)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work, served(options.data, Path(work)) as address:
        start = time.perf_counter()
        asked = asyncio.run(_together(address, options.users, options.each))
        print_load(asked, time.perf_counter() - start, options.users)


if __name__ == "__main__":
    main()

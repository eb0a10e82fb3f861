"""Print the timings that matter to a user: cold and unchanged builds, cold questions, and what they are made of.

Every figure is a whole process from its start to its end, the median of several runs; nothing is asserted, since a
machine's speed is not the program's. Run it with `make bench`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = [sys.executable, "-c", "from service.cli.main import main; main(prog_name='aftalegraf')"]
MORE = Path(__file__).parents[1] / "data" / "invented" / "a1.md"
QUESTION = "hvilke regioner prioriterer dobbeltdiagnoser"


def timed(arguments: list[str], data: Path, runs: int) -> tuple[float, float]:
    """Return the median wall and processor seconds of a command."""
    walls, processors = [], []
    for _ in range(runs):
        before, start = os.times(), time.perf_counter()
        subprocess.run([*COMMAND, *arguments, "--data", str(data)], check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        walls.append(time.perf_counter() - start)
        used = after.children_user + after.children_system - before.children_user - before.children_system
        processors.append(used)
    return statistics.median(walls), statistics.median(processors)


def one_more(data: Path) -> list[tuple[str, float, float]]:
    """Time a build with one more agreement, once with and once without what is known to conform."""
    rows = []
    for name, known in (("add, checks what changed", True), ("add, checks all anew", False)):
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copytree(data, Path(folder, "data"))
            if not known:
                (copy / "current" / "conforming.json").unlink()
            rows.append((name, *timed(["add", str(MORE)], copy, 1)))
    return rows


def main() -> None:
    """Build into a temporary folder and time the commands on it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each question (default 5)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        rows = [
            ("build, cold", *timed(["build"], data, 1)),
            ("build, unchanged", *timed(["build"], data, runs)),
            *one_more(data),
            ("ask, cold process", *timed(["ask", QUESTION, "--json"], data, runs)),
            ("search, cold process", *timed(["search", "epikrise", "--json"], data, runs)),
        ]
    start = time.perf_counter()
    subprocess.run([*COMMAND, "--help"], check=True, stdout=subprocess.DEVNULL)
    rows.append(("--help", time.perf_counter() - start, float("nan")))
    print(f"{'':26}{'wall s':>8}{'cpu s':>8}")
    for name, wall, processor in rows:
        print(f"{name:26}{wall:8.2f}{processor:8.2f}")
    ask, search = (row[1] for row in rows if row[0].endswith("cold process"))
    print(f"ask / search               {ask / search:8.2f}")


if __name__ == "__main__":
    main()

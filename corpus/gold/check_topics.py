"""Check the gold of topics against the agreements, and show how far its two passes agree.

Every quote of ``topics.json`` must stand in the document it names, once white space and hyphens are set aside; a cell
has a quote if and only if one of its levels is above 0. Each cell must allow a level that one of the two passes of
``topic-passes.json`` gave, and ``topic-labels.json`` must name each topic in English.

Usage::

    python check_topics.py [FOLDER]          # default: the folder of this script; documents in FOLDER/../agreements

Prints the counts and the agreement of the passes, and ends with 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REGIONS = ("nordjylland", "midtjylland", "hovedstaden", "sjaelland")
LEVELS = range(4)
SET_ASIDE = re.compile(r"[\s\-\u00ad]")

Gold = dict[str, dict[str, dict[str, Any]]]
Passes = dict[str, dict[str, list[int]]]


def squash(text: str) -> str:
    """The text as it is compared: a word cut at a line end, or by a ligature, is whole again."""
    return SET_ASIDE.sub("", text)


def cell_problems(cell: dict[str, Any], region: str, documents: dict[str, str]) -> Iterator[str]:
    """What is wrong with the levels, the quote and the document of one region."""
    levels, quote, document = cell["levels"], cell["quote"], cell["document"]
    if not levels or sorted(set(levels)) != levels or not set(levels) <= set(LEVELS):
        yield f"levels must be some of 0-3 in order, once each: {levels}"
    if (quote is None) != (max(levels, default=0) == 0) or (quote is None) != (document is None):
        yield "a quote and its document are given if and only if a level is above 0"
    if quote is not None and document is not None:
        if not document.startswith(region):
            yield f"the document is not of this region: {document}"
        if squash(quote) not in documents.get(document, ""):
            yield f"not in {document}: {quote}"


def problems(gold: Gold, passes: Passes, labels: dict[str, str], documents: dict[str, str]) -> Iterator[str]:
    """What is wrong with the gold, one sentence each."""
    if not gold.keys() == passes.keys() == labels.keys():
        yield "the three files must have the same topics"
        return
    if len(set(labels.values())) != len(labels):
        yield "two topics have the same English label"
    for topic, cells in gold.items():
        if set(cells) != set(REGIONS):
            yield f"{topic}: the regions must be {', '.join(REGIONS)}"
            continue
        for region, cell in cells.items():
            for problem in cell_problems(cell, region, documents):
                yield f"{topic}: {region}: {problem}"
            if not set(passes[topic][region]) & set(cell["levels"]):
                yield f"{topic}: {region}: the levels are those of neither pass"


def agreement(pairs: list[list[int]]) -> str:
    """The share of cells in which the passes agree on presence, on "prioritised" and on the level."""
    same = {
        "presence": sum((first > 0) == (second > 0) for first, second in pairs),
        "prioritised": sum((first == 3) == (second == 3) for first, second in pairs),
        "exact level": sum(first == second for first, second in pairs),
    }
    shares = ", ".join(f"{what} {count / len(pairs):.0%}" for what, count in same.items())
    return f"{shares} of {len(pairs)} cells"


def report(gold: Gold, passes: Passes) -> Iterator[str]:
    """The counts and the agreement of the passes, one line each."""
    highest = Counter(max(max(cell["levels"]) for cell in cells.values()) for cells in gold.values())
    yield f"{len(gold)} topics by their highest level: {dict(sorted(highest.items()))}"
    for region in REGIONS:
        counts = Counter("/".join(map(str, cells[region]["levels"])) for cells in gold.values())
        yield f"{region}: " + ", ".join(f"{levels}: {count}" for levels, count in sorted(counts.items()))
    pairs = [pair for cells in passes.values() for pair in cells.values()]
    yield f"the passes agree, all cells: {agreement(pairs)}"
    yield f"the passes agree, cells that a pass has above 0: {agreement([pair for pair in pairs if any(pair)])}"


def main() -> int:
    """Check the gold of the folder and print the counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    folder = parser.parse_args().folder
    gold, passes, labels = (
        json.loads((folder / name).read_text(encoding="utf-8"))
        for name in ("topics.json", "topic-passes.json", "topic-labels.json")
    )
    documents = {
        path.stem: squash(path.read_text(encoding="utf-8")) for path in (folder.parent / "agreements").glob("*-20*.*")
    }
    found = list(problems(gold, passes, labels, documents))
    for problem in found:
        print(problem, file=sys.stderr)
    if not found:
        print("\n".join(report(gold, passes)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

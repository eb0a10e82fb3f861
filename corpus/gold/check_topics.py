"""Check the gold of topics against the agreements, and show how far its two passes agree.

Every quote of ``topics.json`` and ``free-topics.json`` must stand in the document it names, once white space and
hyphens are set aside; a cell has a quote if and only if one of its levels is above 0. Each cell must allow a level that
one of the two passes of ``topic-passes.json`` or ``free-topic-passes.json`` gave, and ``topic-labels.json`` must name
each topic of ``topics.json`` in English. No topic of the list ``foreign-topics.json`` may stand in a document or be
graded as well. Of these three, those that the folder has are checked.

Usage::

    python check_topics.py [FOLDER] [--agreements FOLDER]

The folder is by default that of this script, and the documents are by default in FOLDER/../agreements.

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
COMPANIONS = {"topics": ("topic-passes", "topic-labels"), "free-topics": ("free-topic-passes", None)}
FOREIGN = "foreign-topics"
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


def own_words(topic: str, text: str) -> bool:
    """Whether the text has the very words of the topic, as words or within a compound."""
    return squash(topic).casefold() in squash(text).casefold()


def problems(gold: Gold, passes: Passes, labels: dict[str, str] | None, documents: dict[str, str]) -> Iterator[str]:
    """What is wrong with a set of graded topics, one sentence each."""
    if any(companion is not None and companion.keys() != gold.keys() for companion in (passes, labels)):
        yield "the topics must be those of their passes and of their labels"
        return
    if labels is not None and len(set(labels.values())) != len(labels):
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


def foreign_problems(foreign: list[str], graded: set[str], documents: dict[str, str]) -> Iterator[str]:
    """What is wrong with the list of topics that no agreement touches, one sentence each."""
    if not all(isinstance(topic, str) and topic.strip() for topic in foreign) or len(set(foreign)) != len(foreign):
        yield f"{FOREIGN}: must be a list of topics, once each"
        return
    for topic in foreign:
        if topic in graded:
            yield f"{FOREIGN}: {topic}: is graded as well"
        for name, text in documents.items():
            if own_words(topic, text):
                yield f"{FOREIGN}: {topic}: stands in {name}"


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
    quotes = [(topic, cell["quote"]) for topic, cells in gold.items() for cell in cells.values() if cell["quote"]]
    yield f"{len(quotes)} quotes, {sum(own_words(*quote) for quote in quotes)} of them with the topic's own words"
    pairs = [pair for cells in passes.values() for pair in cells.values()]
    yield f"the passes agree, all cells: {agreement(pairs)}"
    yield f"the passes agree, cells that a pass has above 0: {agreement([pair for pair in pairs if any(pair)])}"


def read(folder: Path, name: str) -> Any:
    """What the JSON file of this name holds."""
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def check(folder: Path, documents: dict[str, str]) -> tuple[list[str], list[str]]:
    """What is wrong with the sets of topics that the folder has, and the counts of those with nothing wrong."""
    found: list[str] = []
    lines: list[str] = []
    graded: set[str] = set()
    for name, (passes_name, labels_name) in COMPANIONS.items():
        if (folder / f"{name}.json").exists():
            gold, passes = read(folder, name), read(folder, passes_name)
            wrong = list(problems(gold, passes, read(folder, labels_name) if labels_name else None, documents))
            lines += [] if wrong else [f"{name}:", *report(gold, passes)]
            found += wrong
            graded |= gold.keys()
    if (folder / f"{FOREIGN}.json").exists():
        foreign = read(folder, FOREIGN)
        found += foreign_problems(foreign, graded, documents)
        lines += [f"{FOREIGN}: {len(foreign)} topics"]
    if not found and not lines:
        found.append(f"{folder} has no gold of topics; name another folder")
    return found, lines


def main() -> int:
    """Check the gold of the folder and print the counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--agreements", type=Path, help="where the documents are (default: FOLDER/../agreements)")
    arguments = parser.parse_args()
    agreements = arguments.agreements or arguments.folder.parent / "agreements"
    documents = {path.stem: squash(path.read_text(encoding="utf-8")) for path in agreements.glob("*-20*.*")}
    found, lines = check(arguments.folder, documents)
    if found:
        print("\n".join(found), file=sys.stderr)
    else:
        print("\n".join(lines))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""Agreements in other layouts: how F1 falls when the marked ones of a folder are laid out anew.

Run it with `make layouts`, or as `PYTHONPATH=.:tests python -m benchmarks.layouts --details`.

Every fall is a defect of the reading, whatever the document says: what it states does not depend on its layout.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean

from printing import STYLES, printer
from renderings import RENDERINGS, nodes, web

from ingest.extraction import extract
from ingest.prototypes import Prototypes
from ingest.source import Source, read_source
from search.encoder import encoder_for
from search.evaluation.gold import load
from search.evaluation.statements import score_statements

FOLDER = Path(__file__).parents[1] / "data" / "invented"
MARKED = (".md", ".docx", ".html")
AIM = 0.85


def figures(folder: Path, prototypes: Prototypes, printed: Callable[[str, str], bytes]) -> dict[str, dict[str, float]]:
    """Return the F1 of each marked agreement of a folder in each layout, and as it is ("")."""
    found: dict[str, dict[str, float]] = {}
    for path in sorted(path for path in folder.iterdir() if path.suffix in MARKED and path.stem != "README"):
        gold, source = load(path.with_name(f"{path.stem}.gold.json")), read_source(path)
        found[path.stem] = {"": score_statements(gold, extract([source], prototypes)).micro.f1}
        for name, ending, data in _renderings(source, printed):
            with tempfile.TemporaryDirectory() as scratch:
                rendered = Path(scratch, f"{path.stem}{ending}")
                rendered.write_bytes(data)
                scores = score_statements(gold, extract([read_source(rendered)], prototypes))
            found[path.stem][name] = scores.micro.f1
    return found


def _renderings(source: Source, printed: Callable[[str, str], bytes]) -> Iterator[tuple[str, str, bytes]]:
    """Yield each layout's name, the file's ending, and the file."""
    some = nodes(source)
    for name, (ending, render) in RENDERINGS.items():
        yield name, ending, render(some).encode()
    for name in STYLES:
        yield name, ".pdf", printed(web(some), name)


def main() -> None:
    """Print the mean, the least and how many fall short, a layout a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--details", action="store_true", help="print a line for each agreement too")
    details = parser.parse_args().details
    with printer() as printed:
        found = figures(FOLDER, Prototypes(encoder_for("default").passages), printed)
    for stem, by_layout in found.items() if details else ():
        print(f"{stem:20}", " ".join(f"{value:.2f}" for value in by_layout.values()))
    for name in ("", *RENDERINGS, *STYLES):
        values = [by_layout[name] for by_layout in found.values()]
        short = sum(value < AIM for value in values)
        print(f"{name or 'as it is':20} mean {mean(values):.3f}  least {min(values):.3f}  below {AIM}: {short}")


if __name__ == "__main__":
    main()

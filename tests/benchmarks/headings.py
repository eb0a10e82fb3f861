"""Print how well the prototypes tell what a heading announces, at several margins.

Measured on `tests/data/headings.tsv`: 485 headings that another hand than the prototypes' wrote and sorted. Counted are
the kinds that a heading can announce; the others are contrast.
"""

from __future__ import annotations

from pathlib import Path

from ingest.prototypes import MARGIN, Prototypes
from search.encoder import encoder_for

HEADINGS = Path(__file__).parents[1] / "data" / "headings.tsv"
ANNOUNCED = {"vision", "principle", "value", "focus-area", "goal", "indicator", "target-group", "definition"}
MARGINS = (0.0, 0.05, MARGIN, 0.15, 0.2)


def main() -> None:
    """Measure precision and recall."""
    rows = [line.split("\t") for line in HEADINGS.read_text(encoding="utf-8").splitlines()]
    wanted = [kind if kind in ANNOUNCED else None for kind, _ in rows]
    encoder = encoder_for("default")
    known: dict[str, object] = {}

    def encode(texts):  # type: ignore[no-untyped-def]
        key = "\n".join(texts)
        return known.setdefault(key, encoder.passages(texts))

    print(f"{'margin':>8}{'precision':>11}{'recall':>8}")
    for margin in MARGINS:
        found = [kind if kind in ANNOUNCED else None for kind in Prototypes(encode).kinds([t for _, t in rows], margin)]
        right = sum(one is not None and one == other for one, other in zip(found, wanted, strict=True))
        told, there = sum(one is not None for one in found), sum(one is not None for one in wanted)
        print(f"{margin:8.2f}{right / max(1, told):11.3f}{right / there:8.3f}")


if __name__ == "__main__":
    main()

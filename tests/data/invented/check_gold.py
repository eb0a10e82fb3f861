"""Check the gold of the invented agreements against their documents.

Every text, label, term, definition and quote of ``<stem>.gold.json`` must occur in the document of that stem, once
hyphenation, white space, markup and running lines are set aside; where ``lines`` are given, it must stand in those
lines. The names of goals that indicators and goals refer to must be among those that the gold itself states.

Usage::

    python check_gold.py [FOLDER]            # default: the folder of this script

Prints the number of statements of each kind, and ends with 1 if anything is wrong. Needs ``pypdfium2`` and
``python-docx`` for the two binary documents.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

# What each kind of statement must be found by; the first field that is not empty also gives its lines.
FIELDS = {
    "visions": ("text", "label"),
    "principles": ("label", "text_start"),
    "values": ("label", "text"),
    "focus_areas": ("label",),
    "cross_cutting_focus_areas": ("label", "text"),
    "goals": ("text", "label"),
    "other_commitments": ("text",),
    "indicators": ("text",),
    "national_indicators": ("text",),
    "target_groups": ("label",),
    "organisations": ("label",),
    "statistics": ("quote",),
    "qualitative_statistics": ("quote",),
    "definitions": ("definition", "term"),
    "follow_up": ("quote",),
}
RUNNING_LINES = {
    "to-spalter": r"Side \d+|Sundhedsaftale 2027-2030 · Region Østdanmark",
    "flyttede-bindestreger": r"SUNDHEDSAFTALE 2015-2018 I REGION SYDDANMARK|\d",
    "n1": r"Sundhedsråd Ådalene – Nærsundhedsplan 2027-2030|\d+",
    "o1": r"Sundhedsaftale 2019-2023 \| Fælles om sundhed i nord|\d+",
    "t3": r"Naboer om sundhed – samarbejdsaftale 2026-2029|Side \d+ af \d+",
    "n2": r"Sundhedsaftale 2028-2031 · Tættere sammen om sundhed|\d+",
}
SET_ASIDE = re.compile(r"[\s\-‐–*_#>|\u00ad\ufffe\ufeff]")


@dataclass(frozen=True)
class Squashed:
    """A document without white space, hyphens and markup; `lines` holds the line of each character that is left."""

    text: str
    lines: tuple[int, ...]

    def find(self, wanted: str, start: int = 0) -> int:
        """Where the wanted text begins, from `start` on, or -1."""
        return self.text.find(squash(wanted), start)


def squash(text: str) -> str:
    """The text as it is compared: letters, digits and punctuation only, in lower case."""
    return SET_ASIDE.sub("", text).lower()


def squash_lines(numbered: list[tuple[int, str]], running: str | None = None) -> Squashed:
    """Squash numbered lines, leaving out those that are running headers or page numbers."""
    characters: list[str] = []
    lines: list[int] = []
    for number, line in numbered:
        if running and re.fullmatch(running, line.strip()):
            continue
        kept = squash(line)
        characters.append(kept)
        lines.extend([number] * len(kept))
    return Squashed("".join(characters), tuple(lines))


class _VisibleText(HTMLParser):
    """Collects the text of a page, without scripts and styles, as numbered lines of the HTML file."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.numbered: list[tuple[int, str]] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            first, _column = self.getpos()
            self.numbered.extend(enumerate(data.split("\n"), first))


def read_document(path: Path) -> Squashed:
    """Read a document of the folder, by its ending, in the order in which a person reads it."""
    running = RUNNING_LINES.get(path.stem)
    if path.suffix == ".pdf":
        import pypdfium2

        pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
        return squash_lines(
            [(number, line) for number, page in enumerate(pages, 1) for line in page.splitlines()], running
        )
    if path.suffix == ".docx":
        return squash_lines(list(enumerate(_docx_lines(path), 1)))
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        parser = _VisibleText()
        parser.feed(text)
        parser.close()
        return squash_lines(parser.numbered)
    return squash_lines(list(enumerate(text.split("\n"), 1)), running)


def _docx_lines(path: Path) -> Iterator[str]:
    """Paragraphs of the body in document order, those of tables and text boxes included; a text box once."""
    from docx import Document
    from docx.oxml.ns import qn

    fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
    for paragraph in Document(str(path)).element.body.iter(qn("w:p")):
        if any(parent.tag == fallback for parent in paragraph.iterancestors()):
            continue
        yield "".join(
            piece.text or "" for piece in paragraph.iter(qn("w:t")) if next(piece.iterancestors(qn("w:p"))) is paragraph
        )


def stated(gold: dict[str, Any]) -> Iterator[tuple[str, str, list[int] | None]]:
    """Everything of a gold file that must occur: where it stands in the gold, its text, and its lines if given."""
    yield from _stated_of_agreement(gold["agreement"])
    if "national_goals_emphasis_quote" in gold:
        yield "national_goals_emphasis_quote", gold["national_goals_emphasis_quote"]["quote"], None
    for text in {*gold["national_goals_referenced"], *gold["national_goals_emphasised"]}:
        yield "national_goals", text, None
    for kind, fields in FIELDS.items():
        for item in gold.get(kind, []):
            texts = [item[field] for field in fields if item.get(field)]
            for place, text in enumerate(texts):
                yield kind, text, _lines(item) if place == 0 else None


def _stated_of_agreement(agreement: dict[str, Any]) -> Iterator[tuple[str, str, list[int] | None]]:
    """What a gold file says of the agreement itself."""
    for field in ("title", "predecessor", "website"):
        if agreement.get(field):
            yield f"agreement.{field}", agreement[field], None
    for field in ("title_variants", "parties"):
        for text in agreement[field]:
            yield f"agreement.{field}", text, None
    for item in [*agreement["period_quotes"], agreement["parties_quote"]]:
        yield "agreement quote", item["quote"], _lines(item)


def _lines(item: dict[str, Any]) -> list[int] | None:
    """The first and last line of a statement, if it has any."""
    return next(iter(item.get("lines", {}).values()), None)


def problems(path: Path, gold: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the gold of one document, one sentence each."""
    document = read_document(path)
    for kind, text, lines in stated(gold):
        if document.find(text) < 0:
            yield f"{path.name}: {kind}: not in the document: {text}"
        elif lines:
            inside = "".join(
                character
                for character, line in zip(document.text, document.lines, strict=True)
                if lines[0] <= line <= lines[1]
            )
            if squash(text) not in inside:
                yield f"{path.name}: {kind}: not in lines {lines}: {text}"
    areas = {item["label"] for item in gold["focus_areas"]} | {None}
    goals = {goal[field] for goal in gold["goals"] for field in ("text", "label") if goal.get(field)} | {None}
    for kind in ("goals", "indicators", "other_commitments"):
        for item in gold[kind]:
            if item["focus_area"] not in areas:
                yield f"{path.name}: {kind}: unknown focus area {item['focus_area']}"
            if item.get("goal") not in goals:
                yield f"{path.name}: {kind}: unknown goal {item['goal']}"
    if set(gold["national_goals_emphasised"]) - set(gold["national_goals_referenced"]):
        yield f"{path.name}: an emphasised national goal is not referenced"


def main() -> int:
    """Check every gold file of the folder and print the counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    folder = parser.parse_args().folder
    found = 0
    for gold_path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        stem = gold_path.name.removesuffix(".gold.json")
        path = next(path for path in folder.glob(f"{stem}.*") if path != gold_path)
        for problem in problems(path, gold):
            found += 1
            print(problem, file=sys.stderr)
        counts = {kind: len(gold.get(kind, [])) for kind in (*FIELDS, "national_goals_referenced")}
        print(f"{path.name}: " + ", ".join(f"{kind} {count}" for kind, count in counts.items()))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

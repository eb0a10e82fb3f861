"""The words of a Word paragraph: what is shown of its runs, its text boxes, and the notes it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.readers.names import names

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOTE_PARTS = {"footnotes": "fodnote", "endnotes": "slutnote"}
# Not shown, or shown elsewhere: properties, deleted text, field codes, older copies of drawings, notes' marks.
SKIPPED = names(
    "pPr rPr sectPr del moveFrom instrText delText Fallback drawing pict object txbxContent commentReference"
)
CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
OFF = frozenset({"0", "false", "off", "none"})


def tag(element: Any) -> str:
    """Return an element's name without namespace; comments have none."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def runs_of(paragraph: Any) -> list[tuple[str, bool]]:
    """Return a paragraph's shown text in runs, each with whether it is bold."""
    return [(text, _has(run, "b")) for run in _runs(paragraph) if (text := _text(run))]


def boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes anchored in a paragraph, each once."""
    for box in paragraph.iter(f"{WORD}txbxContent"):
        above = [tag(one) for one in box.iterancestors()]
        within = above[: above.index("p")] if "p" in above else above
        outer = next((one for one in box.iterancestors(f"{WORD}p")), None)
        if "Fallback" not in within and outer is paragraph:
            yield box


def notes_of(document: Any) -> list[tuple[str, Any]]:
    """Return a document's foot- and endnotes with their places, without the lines that only separate them."""
    from lxml import etree

    found: list[tuple[str, Any]] = []
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind not in NOTE_PARTS or relation.is_external:
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root = etree.fromstring(relation.target_part.blob, parser)
        except etree.XMLSyntaxError:
            continue
        notes = [note for note in root if note.get(f"{WORD}type") in (None, "normal")]
        found += [(f"{NOTE_PARTS[kind]} {number}", note) for number, note in enumerate(notes, start=1)]
    return found


def _runs(element: Any) -> Iterator[Any]:
    stack = [iter(element)]
    while stack:
        one = next(stack[-1], None)
        if one is None:
            stack.pop()
        elif tag(one) == "r":
            if not _has(one, "vanish"):
                yield one
        elif tag(one) and tag(one) not in SKIPPED:
            stack.append(iter(one))


def _text(run: Any) -> str:
    parts = []
    for one in run:
        name = tag(one)
        if name == "t":
            parts.append(one.text or "")
        elif name == "br" and one.get(f"{WORD}type") in ("page", "column"):
            parts.append(" ")
        elif name in CHARACTERS:
            parts.append(CHARACTERS[name])
    return "".join(parts)


def _has(run: Any, name: str) -> bool:
    """Tell whether a run has a property that is on or off."""
    properties = run.find(f"{WORD}rPr")
    one = properties.find(f"{WORD}{name}") if properties is not None else None
    return one is not None and (one.get(f"{WORD}val") or "1").lower() not in OFF

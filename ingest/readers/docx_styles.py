"""What a Word paragraph is - title, heading, list item - by its style, its outline level and its numbering.

Word stores a style's built-in name in English whatever the user's language, but other programs and templates write
Danish names ("Overskrift 1"), so both are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.docx_text import WORD, tag

HEADING = re.compile(r"(?:heading|overskrift|rubrik)\s*([1-9])", re.IGNORECASE)
TITLE = re.compile(r"(?:title|titel)", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|indholdsfortegnelse)\s*\d|table of figures|liste over figurer", re.IGNORECASE)
BULLETS = re.compile(r"(?:list bullet|opstilling\s*[-–]\s*punkttegn)\s*(\d)?", re.IGNORECASE)
NUMBERS = re.compile(r"(?:list number|opstilling\s*[-–]\s*talnum\w*)\s*(\d)?", re.IGNORECASE)
MAX_BASES = 12
BODY_LEVEL = 9  # Word's outline level of body text


@dataclass(frozen=True, slots=True)
class Form:
    """What a paragraph is.

    Attributes:
        level: Of a heading, from 1; 0 is the title; `None` is no heading.
        list: Name of the list that it is an item of.
        depth: Of a list item, from 0.
        numbered: The list counts.
        contents: It is a line of a table of contents.
    """

    level: int | None = None
    list: str | None = None
    depth: int = 0
    numbered: bool = False
    contents: bool = False


@dataclass
class Styles:
    """A document's paragraph styles by id, and its lists' number formats by list and depth."""

    styles: dict[str, Any]
    default: str | None
    formats: dict[tuple[str, int], str]
    _known: dict[str, Form] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Styles:
        """Read the styles and lists of an opened document; either part may be missing."""
        styles: dict[str, Any] = {}
        default = None
        for style in _part(document, "styles"):
            if tag(style) == "style" and style.get(f"{WORD}type") == "paragraph":
                styles[style.get(f"{WORD}styleId", "")] = style
                if style.get(f"{WORD}default") in ("1", "true"):
                    default = style.get(f"{WORD}styleId")
        return cls(styles, default, _formats(_part(document, "numbering")))

    def form(self, paragraph: Any) -> Form:
        """Tell what a paragraph is; its own properties go before its style's."""
        own = paragraph.find(f"{WORD}pPr")
        name = _value(own, "pStyle") or self.default or ""
        if name not in self._known:
            self._known[name] = self._of_style(name)
        style = self._known[name]
        level = _outline(own)
        if level is not None and style.level is None:
            return Form(level=level)
        return self._listed(own, style) if style.level is None and not style.contents else style

    def _listed(self, own: Any, style: Form) -> Form:
        numbers = own.find(f"{WORD}numPr") if own is not None else None
        if numbers is None:
            return style
        name = _value(numbers, "numId")
        if name == "0":
            return Form()
        depth = _digit(_value(numbers, "ilvl"), style.depth)
        return self._item(name or style.list, depth) if name or style.list else style

    def _item(self, name: str | None, depth: int) -> Form:
        kind = self.formats.get((name or "", depth), "bullet")
        return Form(list=name, depth=depth, numbered=kind not in ("bullet", "none"))

    def _of_style(self, name: str) -> Form:
        level: int | None = None
        numbers = None
        for style in self._with_bases(name):
            shown = _value(style, "name") or name
            if CONTENTS.match(shown):
                return Form(contents=True)
            if TITLE.fullmatch(shown):
                return Form(level=0)
            heading = HEADING.match(shown)
            properties = style.find(f"{WORD}pPr")
            level = int(heading[1]) if heading else _outline(properties)
            if level is not None:
                return Form(level=level)
            numbers = properties.find(f"{WORD}numPr") if numbers is None and properties is not None else numbers
            listed = BULLETS.match(shown) or NUMBERS.match(shown)
            if listed:
                depth = int(listed[1] or 1) - 1
                return Form(list=shown, depth=max(depth, 0), numbered=NUMBERS.match(shown) is not None)
        name_of_list = _value(numbers, "numId")
        if name_of_list and name_of_list != "0":
            return self._item(name_of_list, _digit(_value(numbers, "ilvl"), 0))
        return Form()

    def _with_bases(self, name: str) -> Iterator[Any]:
        """Yield a style and those it is based on."""
        for _ in range(MAX_BASES):
            style = self.styles.get(name)
            if style is None:
                return
            yield style
            name = _value(style, "basedOn") or ""


def _part(document: Any, kind: str) -> Any:
    """Return the root of a part that a document refers to, or nothing."""
    from lxml import etree

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rpartition("/")[2] == kind:
            try:
                return etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
            except etree.XMLSyntaxError:
                return ()
    return ()


def _formats(numbering: Any) -> dict[tuple[str, int], str]:
    """Return each list's number format by depth."""
    abstract: dict[str, dict[int, str]] = {}
    found: dict[tuple[str, int], str] = {}
    for one in numbering:
        if tag(one) == "abstractNum":
            levels = {
                _digit(level.get(f"{WORD}ilvl"), 0): _value(level, "numFmt") or "bullet"
                for level in one.iter(f"{WORD}lvl")
            }
            abstract[one.get(f"{WORD}abstractNumId", "")] = levels
    for one in numbering:
        if tag(one) == "num":
            levels = abstract.get(_value(one, "abstractNumId") or "", {})
            found |= {(one.get(f"{WORD}numId", ""), depth): kind for depth, kind in levels.items()}
    return found


def _value(element: Any, name: str) -> str | None:
    """Return the value of a property, or `None`."""
    one = element.find(f"{WORD}{name}") if element is not None else None
    return one.get(f"{WORD}val") if one is not None else None


def _outline(properties: Any) -> int | None:
    level = _digit(_value(properties, "outlineLvl"), BODY_LEVEL)
    return level + 1 if level < BODY_LEVEL else None


def _digit(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch("[0-9]", value) else default

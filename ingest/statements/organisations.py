"""Organisations: who is named in the text, with the sentence or table cell that tells their role.

A name is told by its form: a word for a body with what it is compounded with ("Sundhedsudvalget", "Social- og
Sundhedsudvalget"), with a proper name after it ("Sundhedsråd Vest", "Region Sjælland", "Udvalget for Sundhed") or
before it ("Havrup Byråd", "Havrup Kommune"), or it is one of the national ones. Danish writes common nouns in lower
case; so a word for a unit ("-klinikken") counts as a name where it has a capital inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.model import Kind, Organisation
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.grids import BODY, WHAT, grids
from ingest.statements.matching import key
from ingest.statements.reading import Reading

LABEL_WORDS = 6
TEXT = ("paragraph", "item")
# The part of a cell or heading that a name must be, or it is about something else.
MOST = 0.6
NAME = r"[A-ZÆØÅÉ][\w-]*"
# A proper name of several words: "Lilleskov", "Gudme Å", "Nær Forebyggelse", "Skarum og Thorsvig".
PROPER = rf"{NAME}(?: (?:og )?{NAME})*"
FUNCTION = r"(?:I|På|Med|For|Af|Fra|Til|Om|Hos|Når|Hvert?|Alle|Den|Det|De|Vi|Der|Og|Som|Et|En)"
PLACE = rf"(?: (?:for|i|på|af|ved) {PROPER})?"
ARTICLE = re.compile(r"^(?:den|det|de)\s+", re.IGNORECASE)
ENDING = re.compile(r"(?:erne|ene|et|en|ne|n|er|e|s)$")
TASK = re.compile(
    r"^\s*(?:,[^,]{3,80},)?\s*(?:skal|er|har|vil|kan|bliver|får|sætter|fastlægger|følger|udarbejder|koordinerer|bidrager"
    r"|sikrer|behandler|drøfter|modtager|varetager|leder|rådgiver|høres|inddrages|afgiver|står|mødes|samler|tilbyder"
    r"|driver|evaluerer|indstiller|godkender|godkendte|vedtager|vedtog|måler|opgør|leverer|fører|holder|tager)\b"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    """Where a body is named: its name, the text that names it, and whether that text begins with a task for it."""

    name: str
    text: Repaired
    has_task: bool
    sure: bool


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], ...]:
    """Return the forms of names, the longest first; `sure` are those that need no capital inside a sentence."""
    words = cues.tables()["organisation"]
    bodies, units = "|".join(words["bodies"]), "|".join(words["units"])
    heads, alone = f"{bodies}|{units}", "|".join(words["alone"])
    compound = r"(?:[A-ZÆØÅÉ][\w-]*-(?:, [A-ZÆØÅÉa-zæøåé][\w-]*-)* og )?"
    return (
        re.compile(rf"\b(?P<sure>{'|'.join(words['names'])})\b(?!-)"),
        re.compile(rf"\b(?P<sure>(?:{'|'.join(words['short'])})(?:[ -]{PROPER})?)\b"),
        re.compile(rf"\b(?P<sure>Region {NAME})\b"),
        re.compile(r"\b(?P<sure>(?:de|De) (?:\d+|[a-zæøåé]+) (?:kommuner|kommunalbestyrelser|byråd) i regionen)\b"),
        re.compile(rf"\b(?P<sure>(?:kommunerne|Kommunerne) {NAME}(?:, {PROPER})*(?: og {NAME})?)\b"),
        re.compile(rf"\b(?P<sure>(?!{FUNCTION} )(?:{NAME} ){{1,3}}(?:Kommune|[A-ZÆØÅÉ]?\w*(?:{bodies})))\b(?!-)"),
        re.compile(rf"\b(?P<sure>(?:Udvalget|Center|Centret|Enhed|Enheden|Styregruppen|Rådet) for {PROPER})\b"),
        re.compile(rf"\b(?P<sure>{compound}[A-ZÆØÅÉ][\w-]*(?:{heads}) {PROPER}{PLACE})\b"),
        re.compile(rf"\b(?P<sure>(?:{alone}) {PROPER})\b"),
        re.compile(rf"\b(?P<sure>(?!{FUNCTION} ){NAME} (?:{alone}){PLACE})\b"),
        re.compile(rf"\b(?P<sure>(?:Den|Det|De) (?:[\w-]+ ){{1,3}}(?:\w+-? og )?\w*(?:{bodies}))\b(?!-)"),
        re.compile(rf"\b(?P<sure>{compound}[A-ZÆØÅÉ][\w-]*(?:{bodies})){PLACE}\b(?!-)"),
        re.compile(rf"(?<![.!?] )\b(?P<unit>{compound}[A-ZÆØÅÉ][\w-]+(?:{units})){PLACE}\b(?!-)"),
        re.compile(rf"\b(?P<sure>{'|'.join(words['common'])})\b(?!-)"),
    )


def organisations(reading: Reading) -> list[Organisation]:
    """Find the bodies that a document names, each with what tells its role best: a table, a task, a mention."""
    found: dict[str, Organisation] = {}
    for organisation in (*_from_grids(reading), *_from_headings(reading)):
        found.setdefault(_identity(organisation.name), organisation)
    mentions = list(_mentions(reading))
    names = {_identity(mention.name) for mention in mentions if mention.sure or mention.has_task}
    for mention in sorted(mentions, key=lambda one: (not one.has_task, one.text.offsets[0])):
        identity = _identity(mention.name)
        if identity in names:
            quote = reading.quote(mention.text)
            made = Organisation(
                Kind.ORGANISATION, mention.text.text, (quote,), label=mention.name, role=mention.text.text
            )
            found.setdefault(identity, made)
    return sorted(_united(found), key=lambda organisation: organisation.quote.span)


def is_body(text: str) -> bool:
    """Tell whether a text is a body's name and little else."""
    return any(len(name) >= MOST * len(text) for name, *_ in _names(text))


def acting(sentence: str) -> str | None:
    """Return the body that a sentence begins with as its subject, if it gives it something to do."""
    first = next((one for one in sorted(_names(sentence), key=lambda one: one[1]) if one[1] == 0), None)
    return first[0] if first and TASK.match(sentence[first[2] :]) else None


def _united(found: Mapping[str, Organisation]) -> list[Organisation]:
    """Join a body's short name ("Byrådet") to its full one ("Havrup Byråd"), if there is one only."""
    full: dict[str, list[str]] = {}
    for identity, organisation in found.items():
        words = organisation.name.split()
        for word in words if len(words) > 1 else ():
            full.setdefault(_identity(word), []).append(identity)
    kept = dict(found)
    for identity, organisation in found.items():
        names = full.get(identity, []) if " " not in organisation.name else []
        if len(names) == 1:
            whole = kept[names[0]]
            kept[names[0]] = replace(whole, quotes=(*whole.quotes, *kept.pop(identity).quotes))
    return list(kept.values())


def _identity(name: str) -> str:
    """Reduce a name to what its inflected forms have in common."""
    return ENDING.sub("", key(ARTICLE.sub("", name)))


def _from_grids(reading: Reading) -> Iterator[Organisation]:
    """Read a table of bodies and what they do."""
    for grid in grids(reading):
        body = grid.column(BODY)
        role = grid.column(WHAT)
        role = role if role is not None else next((i for i, _ in enumerate(grid.columns) if i != body), None)
        for row in grid.rows if body is not None and role is not None else ():
            name, task = row[body or 0], row[role or 0]
            if name is not None and task is not None and any(_names(name.text)):
                quotes = (reading.quote(name), reading.quote(task))
                text = f"{name.text}: {task.text}"
                yield Organisation(Kind.ORGANISATION, text, quotes, label=name.text, role=task.text)


def _from_headings(reading: Reading) -> Iterator[Organisation]:
    """Read the headings that are a body's name, with the first sentence below as its role."""
    for index, block in enumerate(reading.blocks):
        body = reading.body(index) if block.role == "heading" and len(block.text.split()) <= LABEL_WORDS else []
        if body and is_body(block.text) and reading.sentences[body[0]]:
            role = reading.sentences[body[0]][0]
            quotes = (reading.quote(block.content), reading.quote(role))
            text = f"{block.text}: {role.text}"
            yield Organisation(Kind.ORGANISATION, text, quotes, label=block.text, role=role.text)


def _mentions(reading: Reading) -> Iterator[_Mention]:
    for index, block in enumerate(reading.blocks):
        texts: Sequence[Repaired] = reading.sentences[index] if block.role in TEXT else (block.content,)
        for text in texts:
            for name, start, end, sure in sorted(_names(text.text), key=lambda one: one[1]):
                if block.role in TEXT or len(name) >= MOST * len(text.text):
                    yield _Mention(name, text, start == 0 and bool(TASK.match(text.text[end:])), sure)


def _names(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """Yield the names in a text with their place, and whether their form is sure; those inside others are left out."""
    taken: list[tuple[int, int]] = []
    for form in _forms():
        for match in form.finditer(text):
            group = "sure" if match.groupdict().get("sure") else "unit"
            start, end = match.span(group)
            if any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            sure = group == "sure" or start > 0
            yield match[group], start, end, sure

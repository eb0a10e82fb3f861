"""The genre's cues, loaded from `ingest/data/cues.toml` and `national.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ingest import danish
from ingest.model import Kind

# "vi løfter" and "løfter vi" are no promises; the word stands between bars, with what is next to it.
VERB = re.compile(r"(?:\b(?:vi|du|jeg|man) \|\w+er\||\|\w+er\| (?:vi|du|jeg|man)\b)", re.IGNORECASE)
ENDS_WITH_NUMBER = re.compile(r"\d[a-zæøåé]?$")
SERIES = re.compile(
    r"^(?:[A-ZÆØÅÉ][a-zæøåé]{3,}(?:t|e|sk) (?=[a-zæøåé])|(?=[A-ZÆØÅÉ]))(?P<word>[A-Za-zæøåéÆØÅÉ]{3,21}) "
    r"(?P<number>\d{1,2}(?:\.\d{1,2})?|[IVX]{1,4}|[A-ZÆØÅÉ])"
    r"(?:\s*[:.–·|-]\s+|\s+(?=[A-ZÆØÅÉ]))(?=\w)"
)
ORDINALS = ("første", "anden", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende")
# "FØRSTE LØFT En god hverdag", "Andet spor: Søvn"
ORDINAL = re.compile(
    rf"^(?P<ordinal>{'|'.join(ORDINALS)}|andet) (?P<word>[^\W\d_]{{3,20}})"
    r"(?:\s*[:.–·-]\s+|\s+(?-i:(?=[A-ZÆØÅÉ])))(?=\w)",
    re.IGNORECASE,
)
# "a  Hjemmet først", as in circles beside names.
LETTER = re.compile(r"^[a-h][.)]?\s+(?=[A-ZÆØÅÉ][a-zæøåé])")
# Where all letters are capitals, "we" looks like a Roman number: "HVOR VI SKAL HEN".
WE = re.compile(r"^\S+ VI [^a-zæøåé]+$")
# "4. Arbejdspakke 1: Et hjem": a chapter's number before the series' own.
CHAPTER = re.compile(r"^\d{1,2}\.?\s+(?=[A-ZÆØÅÉ]\w+ (?:[a-zæøåé]+ )?\d)")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
FINITE_VERB = re.compile(r"\b(?:er|har|skal|vil|kan|bør|må|bliver)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """Return the cue tables by kind or topic."""
    return tomllib.loads(files("ingest").joinpath("data/cues.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def national() -> dict[str, Any]:
    """Return the national goals and the names of their indicators."""
    return tomllib.loads(files("ingest").joinpath("data/national.toml").read_text(encoding="utf-8"))


@cache
def pattern(table: str, key: str) -> re.Pattern[str]:
    """Return a cue's pattern, or one that matches nothing where the table has none; a list is alternatives."""
    value = tables().get(table, {}).get(key, r"(?!)")
    alternatives = value if isinstance(value, list) else [value]
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives), re.IGNORECASE)


@cache
def label(kind: Kind) -> re.Pattern[str]:
    """Return what stands before a name or statement to tell its kind: "Mål 2.1:", "Spor B ", "Mål 3 (søvn):"."""
    parts = tables()["label"]
    nouns = "|".join(sorted(tables()[kind.value].get("nouns", ()), key=len, reverse=True)) or "(?!)"
    nouns = rf"\w*(?:{nouns})" if tables()[kind.value].get("compounds") else nouns
    before = "|".join(parts["before"])
    return re.compile(
        rf"^(?:\d{{1,2}}(?:\.\d{{1,2}})*\.?\s+)?(?i:(?:{before})\s)?(?i:{nouns})"
        rf"(?:\s+{parts['number']}\s*(?:\((?P<name>[^()]{{3,60}})\)\s*:\s*(?=\w)|[.:–·|-]\s*(?=[\w»”\"(])|\s(?=[A-ZÆØÅÉ0-9»”\"(x]))|(?i:{parts['endings']})(?:\s*[:–]\s*|\s+-\s+))"
    )


def numbers(kind: Kind, text: str) -> bool:
    """Tell whether a heading is nothing but a kind's noun and a number ("Mål 4.1.", "Målsætning 2")."""
    bare = text.rstrip(".: ")
    match = label(kind).match(f"{bare} x") if ENDS_WITH_NUMBER.search(bare) else None
    return match is not None and match.end() > len(bare)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, Kind]:
    return {noun: kind for kind in Kind for noun in tables().get(kind.value, {}).get("nouns", ())}


@lru_cache(maxsize=1)
def _whole() -> dict[str, Kind]:
    return {noun: kind for kind in Kind for noun in tables().get(kind.value, {}).get("whole", ())}


@lru_cache(maxsize=1)
def _heads() -> dict[str, Kind]:
    return {noun: kind for kind in Kind for noun in tables().get(kind.value, {}).get("heads", ())}


@dataclass(frozen=True, slots=True)
class Noun:
    """A cue noun in a text; `start` is its character offset there."""

    kind: Kind
    word: str
    start: int


def nouns(text: str) -> list[Noun]:
    """Find the nouns that name a kind of statement, also as a compound's head ("klyngemål")."""
    found = []
    for token in danish.tokens(text):
        word = token.text.lower()
        kind = None if word.endswith("ede") and word not in _kinds() else _kind(token.text)  # "løftede pegefingre"
        if kind is not None and not VERB.search(
            f"{text[: token.start][-6:]}|{token.text}|{text[token.start :][len(token.text) :][:5]}"
        ):
            found.append(Noun(kind, token.text, token.start))
    return found


def heading_nouns(text: str) -> list[Noun]:
    """Find the nouns by which a heading names what follows; "målet" in "Borgeren bestemmer målet" is only spoken of."""
    return [one for one in nouns(text) if not text[: one.start].strip() or not _is_definite_singular(one.word)]


def _is_definite_singular(word: str) -> bool:
    return word.lower().endswith(("et", "en")) and danish.lemma(word) != word.lower()


@lru_cache(maxsize=10_000)
def _kind(word: str) -> Kind | None:
    lemma = danish.lemma(word)
    if lemma in tables()["label"]["never"]:
        return None
    if lemma in _kinds() or lemma in _whole():
        return _kinds().get(lemma) or _whole()[lemma]
    split = danish.parts(word)
    head = split[-1] if split else ""
    # "retnings|mål" may be split as "retning|smål".
    bare = [danish.lemma(part) for part in (head, head.removeprefix("s"))]
    return next((kind for part in bare if (kind := _kinds().get(part) or _heads().get(part))), None)


@lru_cache(maxsize=10_000)
def names_section(text: str) -> bool:
    """Tell whether a heading names a chapter of the genre (organisering, opfølgning, mål ...); a clause names none."""
    if FINITE_VERB.search(text):
        return False
    section = frozenset(tables()["section"]["nouns"])
    return any(danish.lemma(token.text) in section for token in danish.tokens(text)) or bool(heading_nouns(text))


def is_cross_cutting(text: str) -> bool:
    """Tell whether a text says of what it announces that it goes for all focus areas."""
    return any(pattern("focus-area", name).search(text) for name in ("cross_cutting", "cross_cutting_heading"))


@lru_cache(maxsize=10_000)
def is_silent(text: str) -> bool:
    """Tell whether a heading names a chapter in which an agreement states nothing of its own: economy, foreword ..."""
    silent = frozenset(tables()["section"]["silent"])
    return any(danish.lemma(token.text) in silent for token in danish.tokens(text))


def in_series(text: str) -> tuple[str, tuple[int, ...]] | None:
    """Return the word that a heading begins with and its number or letter ("Delplan 2: ...", "Resultat 1.2 ...")."""
    ordinal = ORDINAL.match(text)
    if ordinal:
        word = danish.lemma(ordinal["word"]).casefold()
        return None if word in tables()["focus-area"]["parts"] else (word, (place_of(ordinal["ordinal"]),))
    match = None if WE.match(text) else SERIES.match(CHAPTER.sub("", text))
    lemma = danish.lemma(match["word"]).casefold() if match else ""
    if match is None or lemma in tables()["focus-area"]["parts"] or nouns(match["word"]):
        return None
    number = match["number"]
    if number[0].isdigit():
        return lemma, tuple(map(int, number.split(".")))
    return lemma, (ROMAN.index(number) + 1 if number in ROMAN else ord(number[0]) - ord("A") + 1,)


def place_of(ordinal: str) -> int:
    """Return the number of an ordinal: 2 for "anden" and "andet"."""
    return ORDINALS.index("anden" if ordinal.lower() == "andet" else ordinal.lower()) + 1


def title(text: str) -> str:
    """Return a heading without the label and number before its name ("Tema 2: Mad, der samler")."""
    counted = ORDINAL.match(text) or LETTER.match(text)
    if counted:
        return text[counted.end() :]
    for kind in (Kind.FOCUS_AREA, Kind.PRINCIPLE, Kind.GOAL, Kind.VISION):
        match = label(kind).match(text)
        if match and match.end() < len(text):
            return text[match.end() :]
    chapter = CHAPTER.match(text)
    start = chapter.end() if chapter else 0
    series = SERIES.match(text[start:])
    return text[start + series.end() :] if series and (in_series(text) or _names_part(series)) else text


def _names_part(series: re.Match[str]) -> bool:
    """Tell whether what counts up is called a part of the text: "Kapitel 2: ..."."""
    return danish.lemma(series["word"]).casefold() in tables()["focus-area"]["parts"]

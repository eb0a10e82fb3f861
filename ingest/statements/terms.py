"""The terms of a goal or indicator: target value, baseline, deadline and who is responsible, in the text's own words.

Taken are the values of a table's columns, else what the sentence itself says: "fra 18 % i 2023 til 14 % i 2029", "højst
8 uger", "halveret", "(15 % i 2025)", "inden udgangen af 2027". Who is responsible is said by a line in the section
("Ansvarlig: ...") or a sentence ("X har ansvaret for målene under tema A"), for all goals of the focus area.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from ingest.model import Commitment, Goal, Statement
from ingest.statements import cues
from ingest.statements.matching import key
from ingest.statements.reading import Reading

UP, DOWN = "up", "down"
HIGHER = re.compile(r"\b(?:mindst|flere end|over|mere end|op (?:på|til|over))\s+\d|^[>≥]\s*\d", re.IGNORECASE)
LOWER = re.compile(
    r"\b(?:højst|under|færre end|mindre end|maksimalt|ned (?:på|under|til))\s+(?:\w+ )?\d|^[<≤]\s*\d", re.IGNORECASE
)
SHARE = re.compile(r"%|\bpct|\bprocent\b")
NONE = re.compile(r"(?:ingen|nul)\.?", re.IGNORECASE)
FIRST_NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
YEAR = re.compile(r"20\d\d")
WORDS = r"(?:én|en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|tolv|fjorten|tyve)"
UNIT = r"(?:%|pct\.?|procent(?:point)?|dage|døgn|timer?|uger?|måneder?|år|minutter|hverdage|gange)"

Terms = TypeVar("Terms", bound=Commitment)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    amount = cues.tables()["term"]["amount"]
    value = rf"(?:{amount}|\d+(?:,\d+)? år)"
    year = r"(?: i (?:\w+ )?20\d\d)?"
    return {
        "span": re.compile(
            rf"\bfra (?P<baseline>{value}{year}) til (?P<target>(?:højst |mindst )?{value})", re.IGNORECASE
        ),
        "counted": re.compile(
            r"\bfra (?P<baseline>\d[\d.,]*(?: [a-zæøåé]+)? i 20\d\d) til (?P<target>\d[\d.,]*(?: [a-zæøåé]+)?)"
            r"(?= i (?P<when>20\d\d))",
            re.IGNORECASE,
        ),
        "start": re.compile(rf"\bfra (?P<baseline>{value} i 20\d\d)", re.IGNORECASE),
        "against": re.compile(
            rf"\b(?P<target>(?:mindst |højst |under |over )?{amount})(?: i 20\d\d)? (?:mod|i forhold til) "
            rf"(?P<baseline>{amount}{year})",
            re.IGNORECASE,
        ),
        "pair": re.compile(rf"\((?P<baseline>{amount} i 20\d\d), (?P<target>{amount}) i 20\d\d\)"),
        "years": re.compile(
            r"\((?:20\d\d|i dag|nu|baseline|udgangspunkt|ved start): ?(?P<baseline>[^,;·()]{1,20})[,;·/]\s*"
            r"(?P<when>20\d\d|mål|måltal|ved slut)(?: 20\d\d)?: ?(?P<target>[^,;·()]{1,20})\)",
            re.IGNORECASE,
        ),
        "now": re.compile(
            r"\b(?:Nu|I dag|Status|Baseline|Udgangspunkt):? "
            r"(?P<baseline>(?:[^.;]|\.(?=,)){1,30}?)(?:\. |, (?=i 20\d\d))"
            r"(?:[Ii] |Mål |Måltal )?(?P<when>20\d\d)?:? ?(?P<target>[^;]{1,40}?)\.?$"
        ),
        "arrow": re.compile(r"\((?P<baseline>[^()→]{1,20}?) ?→ ?(?P<target>[^()]{1,20})\)"),
        "bracket": re.compile(rf"\((?P<baseline>{amount} i 20\d\d)\)"),
        "target": re.compile(
            rf"\b(?P<target>(?:mindst|højst|under|over|maksimalt|(?:flere|færre) end|(?:ned|op) på(?: højst| mindst)?)"
            rf" {amount}"
            rf"|(?:senest|inden for|højst|mindst|efter højst) (?!\d{{1,2}}\. |20\d\d)(?:{amount}|{WORDS} {UNIT})"
            rf"|(?:halveret|halveres|fordoblet|fordobles|halvere|fordoble)|(?:med|til) {amount})",
            re.IGNORECASE,
        ),
    }


def with_terms(statement: Terms, words: str | None = None) -> Terms:
    """Add the terms that the statement's own words give, or other `words` beside it; what is given already stays.

    A year that closes a target is its deadline: "til 14 % i 2029".
    """
    text, found = words or statement.text, _patterns()
    both = found["span"].search(text) or found["against"].search(text) or found["pair"].search(text)
    both = (
        both
        or found["counted"].search(text)
        or found["years"].search(text)
        or found["now"].search(text)
        or found["arrow"].search(text)
    )
    bracket = found["bracket"].search(text) or found["start"].search(text)
    targets = list(found["target"].finditer(text))
    alone = next((match for match in targets if SHARE.search(match["target"])), targets[0] if targets else None)
    target = both["target"].strip() if both else alone["target"] if alone else None
    baseline = both["baseline"] if both else bracket["baseline"] if bracket else None
    rest = text if baseline is None else text.replace(baseline, " " * len(baseline))
    deadline = cues.pattern("term", "deadline").search(rest)
    year = YEAR.fullmatch(both["when"]) if both and both.groupdict().get("when") else None
    when = (year or deadline).group().strip() if year or deadline else None  # type: ignore[union-attr]
    return replace(
        statement,
        target=statement.target or target,
        baseline=statement.baseline or baseline,
        deadline=statement.deadline or when,
    )


def gives_target(text: str) -> bool:
    """Tell whether a text says how much or how soon."""
    return _patterns()["target"].search(text) is not None or _patterns()["span"].search(text) is not None


def gives_values(text: str) -> bool:
    """Tell whether a text closes with both a baseline and a target, in brackets ("(2025: 15 %, 2029: 40 %)")."""
    return any(_patterns()[name].search(text) for name in ("pair", "years"))


def known(value: str | None) -> str | None:
    """Return a table's value, or `None` if it says that it is not known yet or only which way is better."""
    return None if value is None or cues.pattern("term", "unknown").match(value) else value


def way(target: str | None, baseline: str | None) -> str | None:
    """Return which way is better, by a target's words or by comparing it with the baseline."""
    if target is None:
        return None
    if LOWER.search(target):
        return DOWN
    if HIGHER.search(target):
        return UP
    wanted, now = 0 if NONE.fullmatch(target) else _number(target), _number(baseline or "")
    if wanted is None or now is None or wanted == now:
        return None
    return UP if wanted > now else DOWN


def _number(text: str) -> float | None:
    match = FIRST_NUMBER.search(text)
    if not match or re.match(r"\D*20\d\d\D*$", text):
        return None
    whole, _, part = match.group().rstrip(".").partition(",")
    return float(f"{whole.replace('.', '')}.{part or 0}")


def with_responsible(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> list[Goal]:
    """Add who is said to be responsible for all goals of a focus area."""
    parties = _parties(reading, [statement.name for statement in named])
    return [
        goal if goal.responsible else replace(goal, responsible=parties.get(key(goal.focus_area or "")))
        for goal in goals
    ]


def _parties(reading: Reading, names: Sequence[str]) -> dict[str, str]:
    """Return the responsible party by the key of the focus area in whose section it is named."""
    known = {key(name) for name in names}
    found: dict[str, str] = {}
    area = ""
    for index, block in enumerate(reading.blocks):
        if block.role == "heading":
            title = key(cues.title(block.text))
            area = title if title in known else area
            label = cues.pattern("term", "responsible_column").search(block.text)
            body = reading.body(index)
            if label and area and body and len(block.text.split()) == 1:
                found.setdefault(area, reading.blocks[body[0]].text.rstrip("."))
        elif area and block.role in ("paragraph", "item"):
            for sentence in reading.sentences[index]:
                match = cues.pattern("term", "responsible").match(sentence.text) or cues.pattern(
                    "term", "responsible_sentence"
                ).match(sentence.text)
                if match:
                    found.setdefault(area, match["who"])
    return found

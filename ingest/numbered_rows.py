"""Tables that an extraction flattened to lines but whose rows are numbered by what they belong to.

"Mål Indikator Målgruppe 2022 2027 / 1 Andel børn, der er udredt / inden for 30 dage Børn 58 % 90 %": the titles tell
the columns, a row begins with a number, and the values at its end are taken off. A target group is divided from the
indicator before it by being repeated in other rows, or by its capital letter. Rows without a number belong to the one
above, if they too end with values. Read from lines, before they are joined to blocks: the numbers would make list
items of the rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import CONTENTS_LINE, Block
from ingest.cells import GOAL_TITLE, GROUP_TITLE, INDICATOR_TITLE, PARTY_TITLE, VALUE, VALUE_TITLE
from ingest.repair import Repaired, Repairer
from ingest.source import Line

TITLE = re.compile(
    rf"\b(?P<goal>{GOAL_TITLE.pattern}|^\w+(?=\s+{INDICATOR_TITLE.pattern}))(?=\s)"
    rf"|(?P<indicator>{INDICATOR_TITLE.pattern})|(?P<group>{GROUP_TITLE.pattern})"
    rf"|\b(?P<value>{VALUE_TITLE.pattern}.*?)(?:(?=\s{PARTY_TITLE.pattern})|$)|\b(?P<party>{PARTY_TITLE.pattern})",
    re.IGNORECASE | re.DOTALL,
)
ROW = re.compile(
    r"^(?P<number>(?:[Mm]ål\s*)?\d{1,2}(?:[.:]\d{1,2}|\.?[a-zæøåé])?)\.?\s+(?!(?:Stig|Fald|Uændr)\w*\b)(?=[A-ZÆØÅÉ])"
)
LABEL = re.compile(r"^[A-ZÆØÅÉ]\w+ (?:\d{1,2}|[A-ZÆØÅÉ])\s*(?:[:–-]|\.(?!\d))\s*\S")
# Behind the values a party or source may stand, which begins with a capital.
PARTY = r"(?:\s+(?P<party>[A-ZÆØÅÉ][^\d.:]{2,40}))?"
VALUES = re.compile(rf"\s+{VALUE.pattern}(?:\s+{VALUE.pattern})*{PARTY}$")
CAPITAL_TITLE = re.compile(r"[A-ZÆØÅÉ][^\W\d]+")
WORD_TITLE = re.compile(r"[^\W\d]{4,}")
YEAR = re.compile(r"\b20\d\d\b")
MAX_TITLE_WORDS = 12
MAX_TITLE_LINES = 3
MIN_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's repaired text and lines, and its number, if it has one."""

    content: Repaired
    lines: tuple[Line, ...]
    numbered: bool


def numbered_tables(lines: Sequence[Line], repairer: Repairer) -> list[Block]:
    """Return the cells of all tables with numbered rows; their `lines` are taken, and are nobody else's."""
    found: list[Block] = []
    index = 0
    while index < len(lines):
        head = _head(lines, index)
        if head:
            rows, end = _rows(lines, index + head, repairer)
            if sum(row.numbered for row in rows) >= MIN_ROWS:
                above = tuple(line for line in lines[index : index + head] if line.text)
                found += _cells(repairer.join(above), above, rows)
                index = end
                continue
        index += 1
    return found


def _head(lines: Sequence[Line], index: int) -> int:
    """Return how many lines from here on are the titles of a table with numbered rows, or 0."""
    text = ""
    first = lines[index].text
    if first[:1].islower() or first.count(" ") >= MAX_TITLE_WORDS or not TITLE.match(first):
        return 0
    for count, line in enumerate(lines[index : index + MAX_TITLE_LINES + 2], start=1):
        if ROW.match(line.text) or LABEL.match(line.text):
            names = [match.lastgroup for match in TITLE.finditer(text)]
            short = len(text.split()) <= MAX_TITLE_WORDS and not text.rstrip().endswith((".", ":"))
            return count - 1 if names[:2] == ["goal", "indicator"] and short else 0
        text = f"{text} {line.text}".strip()
    return 0


def _rows(lines: Sequence[Line], start: int, repairer: Repairer) -> tuple[list[_Row], int]:
    """Return the rows of a table and the index of the first line after it."""
    rows: list[_Row] = []
    end = start
    for first, last in _pieces(lines, start):
        kept = tuple(lines[first:last])
        content = repairer.join(kept)
        numbered = ROW.match(content.text) is not None
        if not numbered and not LABEL.match(content.text) and not _has_values(content.text):
            break
        if CONTENTS_LINE.search(kept[-1].text):
            break
        rows.append(_Row(content, kept, numbered))
        end = last
    while rows and LABEL.match(rows[-1].content.text):
        end = next(index for index, line in enumerate(lines) if line.number == rows[-1].lines[0].number)
        rows.pop()
    return rows, end


def _has_values(text: str) -> bool:
    """Tell whether a row without a number ends with values; a single one before a name may number it: "Spor 2 Nat"."""
    match = VALUES.search(text)
    return match is not None and (match["party"] is None or len(VALUE.findall(match.group())) > 1)


def _pieces(lines: Sequence[Line], start: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of lines between blank lines, numbers and labels."""
    first = start
    for index in range(start, len(lines) + 1):
        text = lines[index].text if index < len(lines) else ""
        opens = bool(ROW.match(text) or LABEL.match(text))
        if (not text or opens) and first < index:
            yield first, index
        if not text or opens:
            first = index if text else index + 1


def _cells(titles: Repaired, title_lines: tuple[Line, ...], rows: Sequence[_Row]) -> Iterator[Block]:
    """Yield the cells of the titles and of each row: number, indicator, target group, values."""
    marks = [(match.start(), match.lastgroup or "") for match in TITLE.finditer(titles.text)]
    columns = [name for _, name in marks]
    ends = [start for start, _ in marks[1:]] + [len(titles.text)]
    column = 0
    for (start, name), stop in zip(marks, ends, strict=True):
        for first, last in _value_titles(titles.text[start:stop]) if name == "value" else [(0, stop - start)]:
            yield Block("cell", titles.slice(start + first, start + last), title_lines, "grid", (0, column))
            column += 1
    valued = columns.index("value") if "value" in columns else None
    count = len(_value_titles(titles.text[marks[valued][0] : ends[valued]])) if valued is not None else None
    divided = [_without_edges(row.content, count, "party" in columns) for row in rows]
    known = _repeated([middle for _, middle, *_ in divided]) if "group" in columns else Counter()
    for number, (row, (reference, middle, values, party)) in enumerate(zip(rows, divided, strict=True), start=1):
        if row.content.text == titles.text:  # repeated on a new page
            yield Block("margin", row.content, row.lines)
            continue
        group = _group(middle, known) if "group" in columns and reference is not None else None
        if not row.numbered and LABEL.match(row.content.text):
            yield Block("cell", row.content, row.lines, "grid", (number, 0))
            continue
        if "group" in columns and not row.numbered:
            group = _group(middle, known)
        own = middle.slice(0, group) if group else middle
        parts = {
            "goal": reference,
            "indicator": own,
            "group": middle.slice(group, len(middle.text)) if group else None,
            "value": values,
            "party": party,
        }
        for column, name in enumerate(columns):
            part = parts.pop(name, None)
            column += (count or 1) - 1 if name == "party" else 0
            pieces = _each(part) if name == "value" and part is not None else [part]
            for offset, piece in enumerate(pieces):
                if piece is not None and piece.text:
                    yield Block("cell", piece, row.lines, "grid", (number, column + offset))


def _each(values: Repaired) -> list[Repaired]:
    return [values.slice(*match.span()) for match in VALUE.finditer(values.text)]


def _value_titles(titles: str) -> list[tuple[int, int]]:
    """Return where the titles of the columns of values stand: named ones, or else years."""
    found = (CAPITAL_TITLE, WORD_TITLE, YEAR) if CAPITAL_TITLE.match(titles) else (WORD_TITLE, YEAR)
    starts = next((some for title in found if (some := [match.start() for match in title.finditer(titles)])), [])
    return list(zip(starts, [*starts[1:], len(titles)], strict=True))


def _without_edges(
    content: Repaired, count: int | None, with_party: bool
) -> tuple[Repaired | None, Repaired, Repaired | None, Repaired | None]:
    """Divide a row into its number, what stands between, its values and a party behind them.

    Args:
        content: The row.
        count: How many columns of values there are; `None` if no title tells.
        with_party: A title behind those of the values announces a party or source.
    """
    more = f"{{0,{count - 1}}}" if count else "*"
    some = re.compile(rf"\s+(?P<values>{VALUE.pattern}(?:\s+{VALUE.pattern}){more}){PARTY if with_party else ''}$")
    lead, tail = ROW.match(content.text), some.search(content.text)
    start = lead.end() if lead else 0
    tail = tail if tail and tail.start() > start else None
    stop = tail.start() if tail else len(content.text)
    return (
        content.slice(*lead.span("number")) if lead else None,
        content.slice(start, stop),
        content.slice(*tail.span("values")) if tail else None,
        content.slice(*tail.span("party")) if tail and with_party and tail["party"] else None,
    )


def _repeated(contents: Sequence[Repaired]) -> Counter[str]:
    """Count the endings of rows that begin with a capital."""
    return Counter(content.text[start:] for content in contents for start in _capitals(content.text))


def _capitals(text: str) -> list[int]:
    return [match.end() for match in re.finditer(r"[^\s.:] (?=[A-ZÆØÅÉ][a-zæøåé])", text)]


def _group(content: Repaired, known: Counter[str]) -> int | None:
    """Return where the target group begins: the longest ending that other rows have too, else the last capital."""
    starts = _capitals(content.text)
    again = [start for start in starts if known[content.text[start:]] > 1]
    return again[0] if again else starts[-1] if starts else None

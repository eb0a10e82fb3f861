"""What a text says of the agreement itself: title, region, period, parties, municipalities, predecessor."""

from __future__ import annotations

import re

from ingest.model import Formalia
from ingest.regions import REGIONS
from ingest.statements.reading import Reading

MONTH_NAMES = "januar februar marts april maj juni juli august september oktober november december"
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES.split(" "), start=1)}
MONTH = "|".join(MONTHS)
DATE = rf"(?:den )?(?P<{{0}}day>\d{{{{1,2}}}})\. (?P<{{0}}month>{MONTH}) (?P<{{0}}year>\d{{{{4}}}})"
IN_FORCE = re.compile(
    r"(?:træder i kraft|trådte i kraft|gyldig fra|gælder fra|gældende fra|ikrafttræde\w*|virkning fra|begynder)"
    rf"[^.]{{0,25}}?{DATE.format('')}",
    re.IGNORECASE,
)
# "gælder fra den 1. april 2026 og frem til udgangen af 2030", "Den begynder den ..., den slutter den ..."
SPAN = re.compile(
    rf"\b(?:fra|begynder)(?: og med)? {DATE.format('from_')}[^.]{{0,25}}?"
    rf"(?:\b(?:til|slutter|ophører)\b|–|-)(?: og med| med)?\s*"
    rf"(?:{DATE.format('to_')}|udgangen af (?P<end>\d{{4}}))",
    re.IGNORECASE,
)
# What is said of the agreement before this one.
BEFORE = re.compile(
    r"(?:afløser|afløses|erstatter|i stedet for|forrige|tidligere|bygger oven på)[^.]{0,60}$", re.IGNORECASE
)
TITLE_PERIOD = re.compile(
    r"(?:aftale\w*|politik\w*|plan\w*|strategi\w*)(?: for)?(?: perioden)?,? "
    r"(?P<start>20\d{2})\s?[-–]\s?(?P<end>(?:20)?\d{2})\b",
    re.IGNORECASE,
)
PERIOD = re.compile(r"\b(?P<start>20\d{2})\s?[-–]\s?(?P<end>20\d{2})\b")
MUNICIPALITIES = re.compile(r"\b(?:de )?(?P<count>\d{1,2}) (?:\w+ )?(?:kommuner\b|kommunalbestyrelser\b)")
PARTIES = re.compile(r"\bindgået mellem (?P<parties>[^.,]+?)(?=,|\.| som )|\bParter: (?P<listed>.+)")
PREDECESSOR = re.compile(
    r"\b(?:forrige|tidligere|sidste|afløser:?|erstatter) (?:\w+ )?"
    r"(?P<name>sundhedsaftale\w*(?: for)? 20\d{2}\s?[-–]\s?20\d{2})",
    re.IGNORECASE,
)
TITLE = re.compile(r"(?:aftale\w*|politik|plan|strategi)\b", re.IGNORECASE)
OWNER = re.compile(r"\b(?:kommunes?|region|sundhedsråd)\b", re.IGNORECASE)
YEARS = re.compile(r"\b20\d{2}\s?[-–]\s?(?:20)?\d{2}\b")
FIRST_BLOCKS = 12
MAX_TITLE_WORDS = 16


def formalia(reading: Reading) -> Formalia:
    """Read the agreement's formalia; what the text does not say stays `None`."""
    text = "\n".join(block.text for block in reading.blocks)
    start, end = _period(text)
    named = _regions(text)
    count = MUNICIPALITIES.search(text)
    predecessor = PREDECESSOR.search(text)
    return Formalia(
        title=_title(reading),
        region=f"Region {named[0]}" if len(named) == 1 else None,
        regions=named if len(named) > 1 else (),
        period_start=start,
        period_end=end,
        parties=_parties(text),
        number_of_municipalities=int(count["count"]) if count else None,
        predecessor=predecessor["name"] if predecessor else None,
    )


def _period(text: str) -> tuple[str | None, str | None]:
    """Return the dates or years between which the agreement holds; of several periods the one named most often."""
    span = next((match for match in SPAN.finditer(text) if not _is_before(text, match)), None)
    if span:
        return _date(span, "from_"), span["end"] or _date(span, "to_")
    titled = [match for match in TITLE_PERIOD.finditer(text) if not _is_before(text, match)]
    periods = titled or [match for match in PERIOD.finditer(text) if not _is_before(text, match)]
    full = [(match["start"], (match["start"][:2] + match["end"])[-4:]) for match in periods]
    start, end = max(sorted(set(full), reverse=True), key=full.count) if full else (None, None)
    for match in IN_FORCE.finditer(text):
        if start is None or match["year"] == start:
            return _date(match, ""), end
    return start, end


def _is_before(text: str, match: re.Match[str]) -> bool:
    return BEFORE.search(text[max(0, match.start() - 80) : match.start() + 1].rpartition("\n")[2]) is not None


def _date(match: re.Match[str], name: str) -> str:
    month = MONTHS[match[f"{name}month"].lower()]
    return f"{match[f'{name}year']}-{month:02}-{int(match[f'{name}day']):02}"


def _title(reading: Reading) -> str | None:
    """Return the short block at the start that most looks like a title, or else the first heading.

    It names an agreement, policy or plan, whose it is, and its years; what a reader set as a heading comes first.
    """
    first = [block for block in reading.blocks[:FIRST_BLOCKS] if len(block.text.split()) <= MAX_TITLE_WORDS]
    named = [block for block in first if TITLE.search(block.text) and not block.text.endswith((".", "?", ":"))]
    if named:
        best = max(named, key=lambda block: (_likeness(block.text), block.role == "heading"))
        return best.text
    return next((block.text for block in reading.blocks if block.role == "heading"), None)


def _likeness(text: str) -> int:
    return sum(pattern.search(text) is not None for pattern in (OWNER, YEARS))


def _regions(text: str) -> tuple[str, ...]:
    """Return the region that is named most often as such, or those between which that cannot be told."""
    counts = {
        name: len(re.findall(rf"\bRegion {name}\b", text)) * 3 + len(re.findall(rf"\b{name}s?\b", text))
        for name in REGIONS.values()
    }
    most = max(counts.values())
    return tuple(name for name, count in counts.items() if count == most and most)


def _parties(text: str) -> tuple[str, ...]:
    match = PARTIES.search(text)
    if not match:
        return ()
    named = match["parties"] or match["listed"]
    return tuple(part.strip() for part in re.split(r",\s+|\s+og\s+", named) if part.strip())

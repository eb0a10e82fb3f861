"""What a text says of the agreement itself: title, region, period, parties, municipalities, predecessor."""

from __future__ import annotations

import re

from ingest.model import Formalia
from ingest.regions import REGIONS
from ingest.statements.reading import Reading

MONTH_NAMES = "januar februar marts april maj juni juli august september oktober november december"
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES.split(" "), start=1)}
MONTH = "|".join(MONTHS)
IN_FORCE = re.compile(
    rf"(?:træder i kraft|trådte i kraft|gyldig fra|gælder fra|gældende fra|ikrafttræde\w*)[^.]{{0,25}}?(?:den )?"
    rf"(?P<day>\d{{1,2}})\. (?P<month>{MONTH}) (?P<year>\d{{4}})",
    re.IGNORECASE,
)
TITLE_PERIOD = re.compile(
    r"(?:aftale\w*|politik\w*|plan\w*)(?: for)?(?: perioden)?,? (?P<start>20\d{2})\s?[-–]\s?(?P<end>(?:20)?\d{2})\b",
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
TITLE = re.compile(r"aftale|politik|plan\b|sundhed", re.IGNORECASE)


def formalia(reading: Reading) -> Formalia:
    """Read the agreement's formalia; what the text does not say stays `None`."""
    text = "\n".join(block.text for block in reading.blocks)
    start, end = _period(text)
    count = MUNICIPALITIES.search(text)
    predecessor = PREDECESSOR.search(text)
    return Formalia(
        title=_title(reading),
        region=_region(text),
        period_start=start,
        period_end=end,
        parties=_parties(text),
        number_of_municipalities=int(count["count"]) if count else None,
        predecessor=predecessor["name"] if predecessor else None,
    )


def _period(text: str) -> tuple[str | None, str | None]:
    """Return the dates or years between which the agreement holds; of several periods the one named most often."""
    titled = [(match["start"], match["end"]) for match in TITLE_PERIOD.finditer(text)]
    periods = titled or [(match["start"], match["end"]) for match in PERIOD.finditer(text)]
    full = [(start, end if len(end) == 4 else start[:2] + end) for start, end in periods]
    start, end = max(sorted(set(full), reverse=True), key=full.count) if full else (None, None)
    for match in IN_FORCE.finditer(text):
        if start is None or match["year"] == start:
            return f"{match['year']}-{MONTHS[match['month'].lower()]:02}-{int(match['day']):02}", end
    return start, end


def _title(reading: Reading) -> str | None:
    """Return the first heading that names an agreement, policy or plan, or else the first heading."""
    headings = [block.text for block in reading.blocks if block.role == "heading"]
    named = [text for text in headings[:12] if TITLE.search(text)]
    return next(iter(named or headings), None)


def _region(text: str) -> str | None:
    """Return the region that is named most often as such."""
    counts = {
        name: len(re.findall(rf"\bRegion {name}\b", text)) * 3 + len(re.findall(rf"\b{name}s?\b", text))
        for name in REGIONS.values()
    }
    best = max(counts, key=lambda name: counts[name])
    return f"Region {best}" if counts[best] else None


def _parties(text: str) -> tuple[str, ...]:
    match = PARTIES.search(text)
    if not match:
        return ()
    named = match["parties"] or match["listed"]
    return tuple(part.strip() for part in re.split(r",\s+|\s+og\s+", named) if part.strip())

"""Statistics: figures with unit, what they count, among whom, when and by which source.

A sentence may hold several ("12 % i 5. klasse og 19 % i 8. klasse"). Taken are shares and large numbers; years, dates,
ages, classes, paragraphs of law and small counts are not figures of this kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from ingest.model import Kind, Span, Statement, Statistic
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.reading import Reading
from ingest.statements.terms import gives_target

MONTH = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
# "hver 14. dag", "hvert andet år" and "den 1/3 2025" are no shares.
NO_INTERVAL = rf"(?! (?:\w*dag|uge|måned|kvartal|halvår|år|time|minut|sommer|vinter|forår|efterår|{MONTH}|\d{{2,4}})\b)"
NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?"
FIGURE = (
    rf"(?P<value>{NUMBER})\s?(?P<unit>%|procent(?:point)?|pct\.?|promille|mio\.|mia\.|millioner|milliarder)"
    r"|\b(?P<part>\d{1,3}) ud af (?:de )?(?P<whole>\d{1,4})\b"
    r"|(?P<large>\d{1,3}(?:\.\d{3})+)"
    rf"|\bhver (?P<every>[2-9]|[1-9]\d)\.(?= ){NO_INTERVAL}"
    r"|\b(?:i gennemsnit|gennemsnitligt?) (?:\w+ )?(?P<mean>\d+(?:,\d+)?)(?= (?P<per>[a-zæøåé]{3,}))"
    r"|\b(?P<span>\d+(?:,\d+)?)(?= (?P<time>år|måneder|uger|dage) (?:kortere|længere|tidligere|senere|mere|mindre))"
    r"|\b(?P<count>\d{2,})(?=\s+(?P<noun>[a-zæøåé]{4,}(?:er|ere)\b|børn|unge|ældre|voksne|mænd|kvinder))"
)
MODAL = re.compile(r"\b(?:skal|vil|bør)\b")
YEAR = re.compile(r"\b((?:19|20)\d{2}(?:/\d{2,4})?)\b")
SPAN_OF_YEARS = re.compile(r"\bfra ((?:19|20)\d{2}) til ((?:19|20)\d{2})")
SINCE = re.compile(r"\bsiden ((?:19|20)\d{2})")
SOURCE = re.compile(
    r"\((?P<bracket>[A-ZÆØÅÉ][^()]*?\b(?:19|20)\d{2})\)"
    r"|\b[Ii]følge (?P<by>[A-ZÆØÅÉ][\w ’']*?)(?= er\b| har\b| viser\b|,|\.)"
    r"|^(?P<shows>[^,.]{5,90}?) viser"
)
SOURCE_NOTE = re.compile(r"^Kilder?:\s*(?P<source>.+)$", re.DOTALL)
AMONG = re.compile(
    r"^\s?(?:af|blandt) (?P<population>[^,.;]*?)"
    r"(?= (?:er|har|lever|oplever|føler|drikker|genindlægges|vil|får|deltager)\b|,|\.|$)"
)
UNITS = {"%": "%", "procent": "%", "pct": "%", "pct.": "%"}
NOT_COUNTED = re.compile(
    r"^(?:kommuner|kommunalbestyrelser|måneder|timer|minutter|punkter|regioner|principper|pejlemærker|indsatser"
    r"|indikatorer|områder|sider|møder|repræsentanter)$"
)


@dataclass(frozen=True, slots=True)
class _Figure:
    value: float
    unit: str
    start: int
    end: int


def statistics(reading: Reading, aims: Sequence[Statement]) -> list[Statistic]:
    """Find the figures of a document in reading order, besides the values of goals and indicators (`aims`)."""
    found = []
    values = _values(reading, aims)
    for index, block in enumerate(reading.blocks):
        if block.role not in ("paragraph", "item") or SOURCE_NOTE.match(block.text):
            continue
        for number, sentence in enumerate(reading.sentences[index]):
            if any(span.overlaps(sentence.span()) for span in values) or _plans(sentence.text):
                continue
            before = reading.sentences[index][number - 1].text if number else _lead(reading, index)
            found.extend(_read(reading, index, sentence, before))
    return found


def _values(reading: Reading, aims: Sequence[Statement]) -> list[Span]:
    """Return where goals stand, and the blocks of indicators, whose figures are baselines and targets."""
    blocks = [block.content.span() for block in reading.blocks if block.role in ("paragraph", "item")]
    goals = [quote.span for aim in aims if aim.kind is Kind.GOAL for quote in aim.quotes]
    indicators = [aim.quote.span for aim in aims if aim.kind is Kind.INDICATOR]
    return [*goals, *(block for block in blocks if any(block.covers(span) for span in indicators))]


def _plans(text: str) -> bool:
    """Tell whether a sentence says what shall be, with its target."""
    return bool(MODAL.search(text)) and gives_target(text)


def _lead(reading: Reading, index: int) -> str:
    """Return the sentence that announces a list ("Data fra X viser, at:")."""
    first = index
    while first > 0 and reading.blocks[first].role == "item":
        first -= 1
    return reading.sentences[first][-1].text if first != index and reading.sentences[first] else ""


def _read(reading: Reading, index: int, sentence: Repaired, before: str) -> list[Statistic]:
    figures = _figures(sentence.text)
    source = _source(sentence.text) or _source(before) or _note(reading, index)
    return [
        Statistic(
            Kind.STATISTIC,
            sentence.text,
            (reading.quote(sentence),),
            value=figure.value,
            unit=figure.unit,
            what=_what(sentence.text, figure),
            population=_population(sentence.text, figure),
            year=_year(sentence.text, figure, figures) or (_only_year(source) if source else None),
            source=source,
        )
        for figure in figures
    ]


@lru_cache(maxsize=1)
def _figure() -> re.Pattern[str]:
    words = cues.tables()["statistic"]
    shares = "|".join(re.escape(word) for word in words["shares"])
    amounts = "|".join(re.escape(word) for word in words["amounts"])
    return re.compile(rf"{FIGURE}|\b(?P<share>{shares})\b{NO_INTERVAL}|\b(?P<amount>{amounts})\b", re.IGNORECASE)


def _figures(text: str) -> list[_Figure]:
    found = [
        _Figure(*figure, *match.span()) for match in _figure().finditer(text) if (figure := _read_figure(text, match))
    ]
    # "hvert femte barn (19 %)": the words only round the number that follows them in brackets.
    return [
        one
        for one, after in zip_longest(found, found[1:])
        if after is None or not re.fullmatch(r"[^()]*\(", text[one.end : after.start])
    ]


def _read_figure(text: str, match: re.Match[str]) -> tuple[float, str] | None:
    """Return value and unit of a match, or `None` if it counts nothing of interest."""
    words = cues.tables()["statistic"]
    if match["value"]:
        return _number(match["value"]), UNITS.get(match["unit"].lower(), match["unit"])
    if match["share"]:
        return float(words["shares"][match["share"].lower()]), "%"
    if match["amount"]:
        return float(words["amounts"][match["amount"].lower()]), "personer"
    if match["part"]:
        return round(100 * int(match["part"]) / max(1, int(match["whole"])), 1), "%"
    if match["large"]:
        return _number(match["large"]), _counted(text, match.end())
    if match["every"]:
        return round(100 / max(1, int(match["every"])), 1), "%"
    if match["mean"] or match["span"]:
        return _number(match["mean"] or match["span"]), match["per"] or match["time"]
    if NOT_COUNTED.match(match["noun"]) or YEAR.fullmatch(match["count"]):
        return None
    return _number(match["count"]), match["noun"]


def _number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def _counted(text: str, end: int) -> str:
    """Return what a large number counts: the noun after it, or the one after "antallet af"."""
    after = re.match(r"\s+(?:flere\s+)?([a-zæøåé]{4,}(?:er|re|ede)?)\b", text[end:])
    if after and after.group(1) not in ("inden", "eller", "mens", "under", "over"):
        return after.group(1)
    subject = re.search(
        r"\b(?:antallet|antal) (?:af )?(?:\w+ )?(\w+)|\b(kontakter|indlæggelser|borgere|personer)\b",
        text,
        re.IGNORECASE,
    )
    return next((group for group in subject.groups() if group), "antal") if subject else "antal"


def _what(text: str, figure: _Figure) -> str:
    """Return the sentence without its figure: what is counted, in the text's own words."""
    rest = text[: figure.start] + text[figure.end :]
    return re.sub(r"\s+", " ", rest).strip(" .,")


def _population(text: str, figure: _Figure) -> str | None:
    match = AMONG.match(text[figure.end :])
    if match and match["population"].strip():
        return match["population"].strip()
    inside = re.match(r"\s+(i \d\. ?klasse|(?:somatiske|psykiatriske) patienter)", text[figure.end :])
    return inside.group(1) if inside else None


def _year(text: str, figure: _Figure, figures: list[_Figure]) -> str | None:
    """Return the year of a figure: the next one after it before another figure, else the sentence's only one."""
    span = SPAN_OF_YEARS.search(text)
    if span and len(figures) == 1:
        return f"{span[1]}-{span[2]}"
    following = min((other.start for other in figures if other.start > figure.start), default=len(text))
    after = YEAR.search(text[figure.end : following])
    if after:
        return after[1]
    since = SINCE.search(text)
    years = YEAR.findall(text)
    return since[1] if since else years[0] if len(set(years)) == 1 else None


def _only_year(text: str) -> str | None:
    years = set(YEAR.findall(text))
    return years.pop() if len(years) == 1 else None


def _source(text: str) -> str | None:
    match = SOURCE.search(text)
    return next((group.strip() for group in match.groups() if group), None) if match else None


def _note(reading: Reading, index: int) -> str | None:
    """Return the note that names the source of the figures above it, up to the next heading."""
    for following in range(index + 1, min(index + 12, len(reading.blocks))):
        match = SOURCE_NOTE.match(reading.blocks[following].text)
        if match:
            return match["source"]
        if reading.blocks[following].role == "heading":
            return None
    return None

"""Tables whose rows and columns are known: which column holds what, told by its title.

A table of two columns whose first one holds the titles ("Mål | Færre fald", "Målgruppe | Ældre", "Ansvarlig | ...") is
a record, and read as a table of one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ingest.blocks import Block
from ingest.cells import holds_value
from ingest.model import Kind
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcing import NATIONAL
from ingest.statements.matching import key
from ingest.statements.once import once
from ingest.statements.reading import Reading
from ingest.statements.recurring import kind_of
from ingest.statements.splitting import single_spaced

NAME = "name"
DIRECTION = "direction"
TERM = "term"
MEANING = "meaning"
WHEN = "when"
WHAT = "what"
BODY = "body"
TARGET = "target"
BASELINE = "baseline"
DEADLINE = "deadline"
RESPONSIBLE = "responsible"
REFERENCE = re.compile(
    r"^(?:[Mm]ål\s*)?(?:(?P<first>\d{1,2}|[A-ZÆØÅÉ](?=\d))(?:[.:]?(?P<second>\d{1,2}|[a-zæøåéA-ZÆØÅÉ]))?)\.?$"
)
# What a title is by its words, tried in this order before the nouns that announce statements.
FIELDS = (
    (DIRECTION, "indicator", "direction_column"),
    (RESPONSIBLE, "term", "responsible_column"),
    (BASELINE, "term", "baseline_column"),
    (TARGET, "term", "target_column"),
    (DEADLINE, "term", "deadline_column"),
    (Kind.TARGET_GROUP.value, "target-group", "column"),
)
OTHERS = (
    (TERM, "definition", "column"),
    (MEANING, "definition", "meaning"),
    (BODY, "organisation", "column"),
    (WHEN, "follow-up", "moment"),
    (WHAT, "follow-up", "column"),
)
# What the meaning of a title can tell of a column.
MEANT = {
    Kind.GOAL.value: Kind.GOAL.value,
    Kind.INDICATOR.value: Kind.INDICATOR.value,
    Kind.TARGET_GROUP.value: Kind.TARGET_GROUP.value,
    Kind.FOCUS_AREA.value: Kind.FOCUS_AREA.value,
}
# "Det vil vi opnå", "Det måler vi på"
PHRASES = (Kind.GOAL, Kind.INDICATOR)
DIVISIBLE = (Kind.GOAL.value, Kind.INDICATOR.value)
RECORD_COLUMNS = 2
MIN_NAME_WORDS = 3
NATIONAL_GOAL = Kind.NATIONAL_GOAL.value
UNCLEAR = ("", WHAT, DIRECTION)
CODED = re.compile(r"^[A-ZÆØÅÉ]?\d{1,2}(?:[.:]?\d{1,2}|[a-zæøåé])?\s*[:.)–-]\s+")
SOURCE = re.compile(r"kilder?", re.IGNORECASE)
# "2023", "i 2023", "Hvor er vi i 2023?", "Sådan skal det være i 2033"
YEAR = re.compile(r"(?:[Ii] )?20\d\d|(?:Hvor|Sådan|Så|Vi|Hvad|Status|Resultat|Niveau)\b[^,.\d]{0,40} 20\d\d\??")
# A title that ends with a number or code names this table and no field of it ("Målkort A1").
CODE = re.compile(r"\b[A-ZÆØÅÉ]?\d+$")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: what each column holds ("indicator", "goal", ..., "direction" or ""), its titles, and its other rows."""

    columns: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[tuple[Repaired | None, ...], ...]
    record: bool = False

    @property
    def has_many_goals(self) -> bool:
        """Tell whether a record holds several goals, so that a row's indicator is none's in particular."""
        return self.record and sum(cell is not None for cell in self.own(Kind.GOAL.value)) > 1

    def divides(self, row: int) -> bool:
        """Tell whether a row has one cell only, as what divides a table of three columns or more has."""
        filled = sum(cell is not None for cell in self.rows[row])
        return filled == 1 and len(self.columns) > RECORD_COLUMNS and not self.record

    def column(self, name: str) -> int | None:
        """Return the number of the column that holds something."""
        return self.columns.index(name) if name in self.columns else None

    def year(self, name: str) -> str | None:
        """Return the year in a column's title ("Måltal 2031")."""
        number = self.column(name)
        match = re.search(r"20\d\d", self.titles[number]) if number is not None else None
        return match.group() if match else None

    def is_for_goals(self, name: str) -> bool:
        """Tell whether a column's title says that it is about the goals ("Ansvarlig for målet")."""
        number = self.column(name)
        return number is not None and any(noun.kind is Kind.GOAL for noun in cues.nouns(self.titles[number]))

    def cells(self, name: str) -> list[Repaired | None]:
        """Return a column's cells; an empty cell takes the one above, as merged cells do."""
        found: list[Repaired | None] = []
        for cell in self.own(name):
            found.append(cell or (found[-1] if found else None))
        return found

    def references(self, goals: Sequence[str]) -> list[Repaired | None]:
        """Return the cells that tell which goal a row is about: the goals' own, their names, or their codes or numbers.

        Rows are always numbered; plain numbers are the goals' if there are as many of both.
        """
        if self.column(Kind.GOAL.value) is not None or not self.rows or self.columns[0]:
            return self.cells(Kind.GOAL.value)
        names = [row[0] for row in self.rows if row[0]]
        if names and all(any(key(name.text) == key(goal) for goal in goals) for name in names):
            return self.cells(self.columns[0])
        codes = [REFERENCE.match(row[0].text) if row[0] else None for row in self.rows]
        refers = all(codes) and (all(code and code["second"] for code in codes) or len(codes) == len(goals))
        return [row[0] if refers else None for row in self.rows]

    def own(self, name: str) -> list[Repaired | None]:
        """Return a column's cells as they are; those of goals and indicators with two spaces between paragraphs."""
        number = self.column(name)
        found = [row[number] if number is not None and number < len(row) else None for row in self.rows]
        return found if name in DIVISIBLE else [cell and single_spaced(cell) for cell in found]


@once
def grids(reading: Reading) -> tuple[Grid, ...]:
    """Return the tables of a document in reading order."""
    return tuple(_without_key_figures([_grid(reading, table) for table in _tables(reading)]))


def _without_key_figures(found: Sequence[Grid]) -> Iterator[Grid]:
    """Take a table of "Nøgletal" by year as background where other tables have indicators that are called so."""
    figures = [grid for grid in found if _gives_key_figures(grid)]
    called = any(Kind.INDICATOR.value in grid.columns for grid in found if grid not in figures)
    for grid in found:
        background = called and grid in figures
        yield replace(grid, columns=("",) * len(grid.columns)) if background else grid


def _gives_key_figures(grid: Grid) -> bool:
    """Tell whether a table's first column is titled as key figures, and all others by years."""
    figures = grid.columns[:1] == (Kind.INDICATOR.value,) and cues.pattern("indicator", "figures").match(grid.titles[0])
    return bool(figures) and all(YEAR.fullmatch(title) for title in grid.titles[1:])


def _tables(reading: Reading) -> Iterator[list[Block]]:
    table: list[Block] = []
    for block in (*reading.blocks, None):
        placed = block is not None and block.place is not None
        if table and (not placed or (block is not None and block.place == (0, 0))):
            yield table
            table = []
        if placed and block is not None:
            table.append(block)


def _grid(reading: Reading, table: Sequence[Block]) -> Grid:
    width = max(block.place[1] for block in table if block.place) + 1
    height = max(block.place[0] for block in table if block.place) + 1
    cells: list[list[Repaired | None]] = [[None] * width for _ in range(height)]
    for block in table:
        if block.place and block.text:
            cells[block.place[0]][block.place[1]] = block.content
    coded = _is_coded(cells)
    if _counts(cells[0][0]) or coded:  # a table that goes on, or only a list of coded items, has no titles
        cells.insert(0, [None] * width)
    titles = _with_targets(_held(reading, cells[0]), cells[1:])
    titles = _with_measured(titles, cells[1:])
    if coded and kind_of([row[1].text for row in cells[1:] if row[1]], least=1) is Kind.GOAL:
        return Grid(("", Kind.GOAL.value), ("", ""), tuple(tuple(row) for row in cells[1:]))
    # What has a source and nothing to be reached is known already: statistics.
    if set(titles) - set(UNCLEAR) or not any(SOURCE.fullmatch(text) for text in _texts(cells[0])):
        titles = _with_goals(_with_values(_with_counted(titles, cells[1:]), cells[1:]), cells[1:])
    if width == RECORD_COLUMNS and height > RECORD_COLUMNS:
        names = _held(reading, [row[0] for row in cells])
        cued = {_holds(row[0].text) for row in cells if row[0]} - {""}
        fields = cued | ({name for name in names if name} if not any(_holds_each(cells[0])) else set())
        if len(fields) > max(1, sum(map(bool, _holds_each(cells[0])))):
            named = NAME if CODE.search(cells[0][0].text if cells[0][0] else "") else names[0]
            return _record((named, *names[1:]), cells)
    return Grid(titles, _texts(cells[0]), tuple(tuple(row) for row in cells[1:]))


def _record(names: Sequence[str], cells: Sequence[Sequence[Repaired | None]]) -> Grid:
    """Make a table of a record: a column a field; what stands below a field without a title is more of it."""
    fields: list[tuple[str, str, list[Repaired | None]]] = []
    for name, row in zip(names, cells, strict=True):
        if row[0] is not None or not fields:
            fields.append((name, row[0].text if row[0] else "", []))
        fields[-1][2].append(row[1])
    height = max(len(values) for _, _, values in fields)
    rows = zip(*(values + [None] * (height - len(values)) for _, _, values in fields), strict=True)
    return Grid(tuple(name for name, _, _ in fields), tuple(title for _, title, _ in fields), tuple(rows), record=True)


def _holds_each(cells: Sequence[Repaired | None]) -> list[str]:
    return [_holds(cell.text) for cell in cells if cell]


def _counts(cell: Repaired | None) -> bool:
    return cell is not None and cues.pattern("indicator", "counted").search(CODED.sub("", cell.text)) is not None


def _is_coded(cells: Sequence[Sequence[Repaired | None]]) -> bool:
    """Tell whether the first column of two only holds codes, from the first row on."""
    codes = [REFERENCE.match(row[0].text) if row[0] else None for row in cells]
    return len(cells[0]) == RECORD_COLUMNS and all(code and code["second"] for code in codes)


def _with_counted(titles: tuple[str, ...], rows: Sequence[Sequence[Repaired | None]]) -> tuple[str, ...]:
    """Take as indicators the column that counts something, or has baseline and target beside it, if no title does."""
    if Kind.INDICATOR.value in titles or NATIONAL_GOAL in titles:
        return titles
    for place, title in enumerate(titles):
        filled = [row[place] for row in rows if row[place] is not None]
        if title in UNCLEAR and filled and 3 * sum(map(_counts, filled)) >= 2 * len(filled):
            return (*titles[:place], Kind.INDICATOR.value, *titles[place + 1 :])
    before = titles[: titles.index(BASELINE)] if BASELINE in titles and TARGET in titles else ()
    number = max((index for index, title in enumerate(before) if title in UNCLEAR), default=len(titles))
    filled = [row[number] for row in rows if number < len(row) and row[number] is not None]
    worded = sum(cell is not None and len(cell.text.split()) >= MIN_NAME_WORDS for cell in filled)
    if not filled or 3 * worded < 2 * len(filled):
        return titles
    return (*titles[:number], Kind.INDICATOR.value, *titles[number + 1 :])


def _with_measured(titles: tuple[str, ...], rows: Sequence[Sequence[Repaired | None]]) -> tuple[str, ...]:
    """Take as indicators what is titled as targets ("Måltal") but is told in words, if no title says so."""
    if TARGET not in titles or Kind.INDICATOR.value in titles:
        return titles
    place = titles.index(TARGET)
    filled = [cell for row in rows if (cell := row[place]) is not None]
    worded = sum(len(cell.text.split()) >= MIN_NAME_WORDS and not holds_value(cell.text) for cell in filled)
    told = bool(filled) and 3 * worded >= 2 * len(filled)
    return (*titles[:place], Kind.INDICATOR.value, *titles[place + 1 :]) if told else titles


def _with_goals(titles: tuple[str, ...], rows: Sequence[Sequence[Repaired | None]]) -> tuple[str, ...]:
    """Take as goals the column before the indicators whose cells say what shall be, if no title says so."""
    end = titles.index(Kind.INDICATOR.value) if Kind.INDICATOR.value in titles and Kind.GOAL.value not in titles else 0
    for place in range(end):
        filled = [cell.text for row in rows if (cell := row[place]) is not None]
        if titles[place] in UNCLEAR and kind_of(filled) is Kind.GOAL:
            return (*titles[:place], Kind.GOAL.value, *titles[place + 1 :])
    return titles


def _with_targets(titles: tuple[str, ...], rows: Sequence[Sequence[Repaired | None]]) -> tuple[str, ...]:
    """Take a column of "Mål" behind the indicators as target if it holds values, and not the goals' numbers."""
    if Kind.INDICATOR.value not in titles or TARGET in titles:
        return titles
    for place in range(titles.index(Kind.INDICATOR.value) + 1, len(titles)):
        filled = [cell for row in rows if (cell := row[place]) is not None]
        values = sum(holds_value(cell.text) and not REFERENCE.match(cell.text) for cell in filled)
        if titles[place] == Kind.GOAL.value and filled and 3 * values >= 2 * len(filled):
            return (*titles[:place], TARGET, *titles[place + 1 :])
    return titles


def _with_values(titles: tuple[str, ...], rows: Sequence[Sequence[Repaired | None]]) -> tuple[str, ...]:
    """Take the first and the last column of values beside indicators as baseline and target, where no title says so."""
    if Kind.INDICATOR.value not in titles:
        return titles
    values = [
        number
        for number, title in enumerate(titles)
        if title in ("", BASELINE, TARGET)
        and not _counts_up([row[number] for row in rows])
        and (filled := [row[number] for row in rows if row[number] is not None])
        and 3 * sum(_is_value(cell) for cell in filled) >= 2 * len(filled)
    ]
    if len(values) < RECORD_COLUMNS:
        return titles
    named = list(titles)
    for name, number in ((BASELINE, values[0]), (TARGET, values[-1])):
        if name not in titles and not named[number]:
            named[number] = name
    return tuple(named)


def _counts_up(cells: Sequence[Repaired | None]) -> bool:
    """Tell whether cells only number the rows: 1, 2, 3, ..."""
    numbers = [cell.text.rstrip(".") if cell else "" for cell in cells]
    return numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _is_value(cell: Repaired | None) -> bool:
    return cell is not None and holds_value(cell.text)


def _texts(cells: Sequence[Repaired | None]) -> tuple[str, ...]:
    return tuple(cell.text if cell else "" for cell in cells)


def _held(reading: Reading, titles: Sequence[Repaired | None]) -> tuple[str, ...]:
    """Tell what columns hold by their titles; of two that measure, the one that only gives values is the target."""
    texts = _texts(titles)
    meant = reading.kinds_of([text for text in texts if text])
    by_meaning = iter(meant)
    kinds = [next(by_meaning) if text else None for text in texts]
    named = [
        _holds(text) or (MEANT.get(kind or "", "") if not CODE.search(text) and "," not in text else "")
        for text, kind in zip(texts, kinds, strict=True)
    ]
    if named.count(Kind.GOAL.value) > 1 and TARGET not in named and Kind.INDICATOR.value in named:
        measured = named.index(Kind.INDICATOR.value)  # "Mål | Indikator | Udgangspunkt | Ambition"
        named[measured:] = [TARGET if name == Kind.GOAL.value else name for name in named[measured:]]
    years = [index for index, text in enumerate(texts) if YEAR.fullmatch(text) and not named[index]]
    if years and TARGET not in named and (len(years) > 1 or BASELINE in named):
        named[years.pop()] = TARGET
    if years and BASELINE not in named and TARGET in named:
        named[years[0]] = BASELINE
    return tuple(named)


def _holds(title: str) -> str:
    """Tell what a column holds by its title's cue noun or by the words for target groups, values and parties."""
    if NATIONAL.search(title):
        return Kind.NATIONAL_GOAL.value
    field = next((name for name, table, cue in FIELDS if cues.pattern(table, cue).search(title)), None)
    if field:
        return field
    nouns = cues.nouns(title) if title.endswith("?") or not cues.FINITE_VERB.search(title) else []
    if nouns:
        return nouns[0].kind.value
    phrase = next((kind for kind in PHRASES if cues.pattern(kind.value, "intro").search(title)), None)
    if phrase:
        return phrase.value
    return next((name for name, table, cue in OTHERS if cues.pattern(table, cue).search(title)), "")


def records(grid: Grid, *names: str) -> Iterator[tuple[Repaired | None, ...]]:
    """Yield for each row the cells of some columns; cells that are merged with those above are repeated."""
    yield from zip_longest(*(grid.cells(name) for name in names))

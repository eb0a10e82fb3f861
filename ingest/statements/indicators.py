"""Indicators: from lists, and from tables that the extraction flattened to cells.

A flattened table keeps its reading order: goal or focus area, then its indicators, each followed by its target group
where the table has that column. A cell is a goal or focus area if the text names one so, a target group if it repeats
one or stands alone without an indicator's words; else it is an indicator.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ingest.model import FocusArea, Goal, Indicator, Kind, Statement
from ingest.repair import Repaired
from ingest.sentences import sentences
from ingest.statements import cues
from ingest.statements.announcements import NATIONAL, announcements
from ingest.statements.codes import goals_by_code, other_code
from ingest.statements.grids import BASELINE, DEADLINE, DIRECTION, REFERENCE, RESPONSIBLE, TARGET, Grid, grids
from ingest.statements.matching import key, same
from ingest.statements.reading import Reading
from ingest.statements.references import TO_GOAL, References
from ingest.statements.splitting import split
from ingest.statements.terms import gives_values, known, way, with_terms

NOBODY = re.compile(r"[-–—]?")
EVERYBODY = frozenset({"alle", "allemålgrupper", "alleborgere"})
SEPARATOR = re.compile(r"\s+(?:og|samt)\s+(?=[A-ZÆØÅ])|;\s*")
FINITE_VERB = re.compile(r"\b(?:er|har|skal|vil|kan|bliver)\b")
# "Skoler med en vejleder. Fra 2 i 2027 til 9 i 2030.": what follows are its values.
VALUES_AFTER = re.compile(
    r"(?<=\w)(?:\.?|\s[–-])\s+(?=skal (?:ned|op) (?:fra|til|på|under)\b"
    r"|(?:Fra \d+|Udgangspunkt|Ikke opgjort|Måltal|I dag|Nu|Status|Baseline)\b)"
)
DIGITS = re.compile(r"\d+")
NOTE = re.compile(r"\s*\((?P<note>[^()]{2,40})\)\.?$")
NEXT_IN_CELL = re.compile(r"(?<=[^.:,;])\s+(?=(?:Andel|Antal|Gennemsnitlig|Ventetid)\w*\b)|(?:^|\s+)•\s*")
NEXT_IN_SENTENCE = re.compile(
    r"(?:,\s+(?:og\s+)?|\s+og\s+|\s+samt\s+)(?:(?:med|på|i)\s+)?(?=(?:andel|antal|gennemsnit|ventetid|tilfredshed|middellevetid)\w*\b)"
)
# "..., som i 2023 var 1.120 og i 2028 skal være højst 850"
VALUE_CLAUSE = re.compile(
    r",\s+(?:som|der) (?:(?:i dag|nu|i 20\d\d) (?:er|var|lå|ligger)|skal (?:ned|op|være)|(?:er|var|lå|ligger)"
    r"(?: i dag| nu| på| ca\.| omkring)* (?:\d|(?:to|tre|fire|fem|seks|syv|otte|ni|ti|tolv)\b))(?:[^.]|\.(?=\d))*$"
)
NEXT_ASKED = re.compile(r",?\s+og\s+(?=(?:om (?:andel|antal)|hvor (?:mange|stor|ofte|længe|hurtigt))\w*\b)")
ASKED_WAY = re.compile(r"\s+(?:falder|stiger|vokser|øges|reduceres)\.?$")
NEXT_CLAUSE = re.compile(
    r"^at\s+(?=flere|færre|andel|antal)|,?\s+(?:og|samt)(?:\s+at)?\s+(?=(?:flere|færre|andel\w*|antal\w*)\b)"
)
# Cues of sentences that tell of indicators, each with the group "text".
IN_SENTENCES = ("sentence", "asked", "told", "shall")
ALIKE = 0.7
MAX_CELL_WORDS = 30
# Styles of cells that belong to no flattened table before them.
OWN = ("head", "grid")


def indicators(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> list[Indicator]:
    """Find the agreement's own indicators in reading order, linked to goals and target groups."""
    references = References(reading, goals, named)
    found = [
        *_from_grids(references),
        *_from_tables(reading, goals, named),
        *_from_lists(references),
        *_from_labels(references),
        *_in_brackets(reading, goals),
        *_in_sentences(references),
    ]
    spans = {indicator.quote.span for indicator in found}
    found += [indicator for indicator in _from_worded_lists(references) if indicator.quote.span not in spans]
    kept: list[Indicator] = []
    for indicator in _by_code(reading, found, goals):
        at = next(
            (i for i, other in enumerate(kept) if other.text == indicator.text and _agree(other.goal, indicator.goal)),
            None,
        )
        if at is None:
            given = indicator.target or indicator.baseline
            kept.append(_directed(indicator if given else with_terms(indicator)))
        else:
            kept[at] = _directed(_completed(kept[at], indicator))
    return kept


def _by_code(reading: Reading, found: Sequence[Indicator], goals: Sequence[Goal]) -> list[Indicator]:
    """Link the indicators whose items name a goal by its code."""
    codes = goals_by_code(reading, goals)
    if not codes:
        return list(found)
    goal_of = {b.content.span(): codes[code] for b in reading.blocks if (code := other_code(b)) in codes and code}
    return [
        replace(one, goal=next((goal for span, goal in goal_of.items() if span.overlaps(one.quote.span)), one.goal))
        for one in found
    ]


def _agree(goal: str | None, other: str | None) -> bool:
    return goal is None or other is None or goal == other


def _completed(indicator: Indicator, other: Indicator) -> Indicator:
    """Add to an indicator what another place says of it."""
    return replace(
        indicator,
        quotes=indicator.quotes + tuple(quote for quote in other.quotes if quote not in indicator.quotes),
        goal=indicator.goal or other.goal,
        target_groups=indicator.target_groups or other.target_groups,
        direction=indicator.direction or other.direction,
        target=indicator.target or other.target,
        baseline=indicator.baseline or other.baseline,
        deadline=indicator.deadline or other.deadline,
        responsible=indicator.responsible or other.responsible,
    )


def _directed(indicator: Indicator) -> Indicator:
    return replace(indicator, direction=indicator.direction or way(indicator.target, indicator.baseline))


def _make(reading: Reading, content: Repaired, goal: str | None, groups: tuple[str, ...] = ()) -> Indicator:
    """Make an indicator; the direction that stands after it in brackets is no part of its text."""
    to_goal = TO_GOAL.match(content.text)
    content = content.slice(to_goal.end(), len(content.text)) if to_goal else content
    after = cues.pattern("indicator", "to_goal").search(content.text)
    content = content.slice(0, after.start()) if after else content
    values = VALUES_AFTER.search(content.text)
    if values:
        whole = with_terms(_make(reading, content.slice(0, values.start()), goal, groups), content.text)
        return replace(whole, text=content.text[: values.start()])
    note = NOTE.search(content.text)
    told = direction(note["note"]) if note else None
    if note and told:
        content = content.slice(0, note.start())
    return Indicator(
        Kind.INDICATOR,
        content.text,
        (reading.quote(content),),
        goal=goal,
        target_groups=groups,
        direction=told or direction(content.text),
    )


def direction(text: str) -> str | None:
    """Return "up" or "down" where the indicator's words say which way is better."""
    if cues.pattern("indicator", "down").search(text):
        return "down"
    return "up" if cues.pattern("indicator", "up").search(text) else None


def _from_grids(references: References) -> Iterator[Indicator]:
    """Read the tables with rows and columns that have a column of indicators; a cell may hold several."""
    reading, goals = references.reading, references.goals
    for grid in grids(reading):
        above = zip(grid.references([goal.name for goal in goals]), grid.cells(Kind.TARGET_GROUP.value), strict=True)
        measured_cells = zip(grid.own(Kind.GOAL.value), grid.own(Kind.INDICATOR.value), strict=True)
        by_order = _by_order([goal for goal, indicator in measured_cells if indicator], goals)
        areas = _areas(grid, references.named)
        beside = zip(*(grid.own(name) for name in (DIRECTION, TARGET, BASELINE, DEADLINE, RESPONSIBLE)), strict=True)
        rows = zip(grid.own(Kind.INDICATOR.value), above, areas, beside, strict=True)
        for number, (cell, (goal, group), area, fields) in enumerate(rows):
            if cell is None or grid.divides(number):
                continue
            way_told, target, baseline, deadline, responsible = (field.text if field else None for field in fields)
            pieces = split(cell, NEXT_IN_CELL)
            for piece in pieces:
                told_goal = None if grid.has_many_goals else goal
                measured = references.told(piece, area) or references.referred(told_goal, area)
                measured = by_order.get(measured, measured) if measured else None
                indicator = _make(reading, piece, measured, _groups(group.text) if group else ())
                yield replace(
                    indicator,
                    direction=direction(way_told) if way_told else direction(target or "") or indicator.direction,
                    target=known(target) if len(pieces) == 1 else None,
                    baseline=known(baseline) if len(pieces) == 1 else None,
                    deadline=deadline or (grid.year(TARGET) if target else None),
                    responsible=None if grid.is_for_goals(RESPONSIBLE) else responsible,
                )


def _areas(grid: Grid, named: Sequence[Statement]) -> list[str | None]:
    """Return the focus area that each row stands below, in a table that numbers the goals of each anew."""
    names = [one.name for one in named if isinstance(one, FocusArea)]
    areas: list[str | None] = []
    numbers: list[tuple[str, str]] = []
    for cell, indicator in zip(grid.own(Kind.GOAL.value), grid.own(Kind.INDICATOR.value), strict=True):
        area = areas[-1] if areas else None
        if cell is not None and indicator is None:
            area = next((name for name in names if same(name, cues.title(cell.text))), area)
        elif cell is not None and area is not None and REFERENCE.match(cell.text):
            numbers.append((area, cell.text))
        areas.append(area)
    first = {number for area, number in numbers if area == numbers[0][0]}
    anew = any(number in first for area, number in numbers if area != numbers[0][0])
    return areas if anew else [None] * len(areas)


def _by_order(cells: Sequence[Repaired | None], goals: Sequence[Goal]) -> dict[str, str]:
    """Return the goals that cells name in other words, where there are as many of both, in one order."""
    names = list(dict.fromkeys(cell.text for cell in cells if cell is not None and not REFERENCE.match(cell.text)))
    known = any(same(name, goal.name) or same(name, goal.text) for name in names for goal in goals)
    return (
        dict(zip(names, (goal.name for goal in goals), strict=True)) if len(names) == len(goals) and not known else {}
    )


def _from_lists(references: References) -> Iterator[Indicator]:
    """Read the list that is announced, or the sentence that enumerates them below a heading."""
    reading = references.reading
    for one in announcements(reading):
        if one.kind is not Kind.INDICATOR or NATIONAL.search(one.text.text):
            continue
        items = reading.items_after(one.index) if one.opens else reading.items_below(one.index)
        for item in items:
            content = reading.blocks[item].content
            only = references.above(one.index)
            yield _make(reading, content, references.told(content) or (only[0].name if len(only) == 1 else None))
        if not items and reading.blocks[one.index].role == "heading":
            for index in reading.body(one.index)[:1]:
                for sentence in reading.sentences[index]:
                    yield from _enumerated(reading, sentence)


def _enumerated(reading: Reading, sentence: Repaired, goal: str | None = None) -> Iterator[Indicator]:
    """Read a sentence that is nothing but indicators: "Andelen af ..., antallet af ... og ventetiden på ..."."""
    pieces = split(sentence, NEXT_IN_SENTENCE)
    worded = sum(bool(cues.pattern("indicator", "cell").search(piece.text)) for piece in pieces)
    if worded and worded >= len(pieces) - 1:
        for piece in pieces:
            values = VALUE_CLAUSE.search(piece.text)
            name = piece.slice(0, values.start() if values else len(piece.text.rstrip(". ")))
            yield with_terms(_make(reading, name, goal), values.group() if values else None)


def _in_sentences(references: References) -> Iterator[Indicator]:
    """Read "Vi følger udviklingen i antallet af ...", "Vi opgør, hvor mange ..." and "Andelen ... opgøres årligt"."""
    reading = references.reading
    for index, block in enumerate(reading.blocks):
        for sentence in reading.sentences[index] if block.role == "paragraph" else ():
            if cues.pattern("indicator", "bracket").search(sentence.text):
                continue
            found = (cues.pattern("indicator", name).search(sentence.text) for name in IN_SENTENCES)
            match = next((match for match in found if match), None)
            if match:
                above = references.above(index)
                only = above[0].name if len(above) == 1 else None
                asked = match.re is cues.pattern("indicator", "asked")
                yield from (_asked if asked else _enumerated)(reading, sentence.slice(*match.span("text")), only)


def _asked(reading: Reading, sentence: Repaired, goal: str | None) -> Iterator[Indicator]:
    """Read questions that are followed up: "om antallet af fald falder, og hvor mange breve panelet har godkendt"."""
    for piece in split(sentence, NEXT_ASKED):
        way_told = ASKED_WAY.search(piece.text)
        start = len("om ") if piece.text.startswith("om ") else 0
        name = piece.slice(start, way_told.start() if way_told else len(piece.text.rstrip(". ")))
        indicator = _make(reading, name, goal)
        yield replace(indicator, direction=indicator.direction or (direction(way_told.group()) if way_told else None))


def _in_brackets(reading: Reading, goals: Sequence[Goal]) -> Iterator[Indicator]:
    """Read "(indikator: andel ...)" and "(måles på ...)" after what they measure."""
    for index, block in enumerate(reading.blocks):
        for match in cues.pattern("indicator", "bracket").finditer(block.text):
            content = block.content.slice(*match.span("text"))
            place = content.span()
            around = [s.span() for s in reading.sentences[index] if s.span().covers(place)]
            goal = next((g.name for g in goals for span in around if span.overlaps(g.quote.span)), None)
            yield _make(reading, content, goal)


def _from_labels(references: References) -> Iterator[Indicator]:
    """Read "Indikator: Andel ..." and labels of that meaning; it measures the goal above it, if no heading divides."""
    reading, label = references.reading, cues.label(Kind.INDICATOR)
    for index, block in enumerate(reading.blocks):
        match = label.match(block.text)
        kind, end = reading.leads.get(index, (None, 0))
        end = match.end() if match else end if kind is Kind.INDICATOR else 0
        if 0 < end < len(block.text) and block.role != "cell":
            above = references.above(index)
            yield from _beside(reading, block.content.slice(end, len(block.text)), above[-1].name if above else None)


def _beside(reading: Reading, content: Repaired, goal: str | None) -> Iterator[Indicator]:
    """Read what stands behind a label: an indicator or several ("at færre ..., og at flere ..."), then its values."""
    first, *rest = sentences(content)
    if not rest or VALUES_AFTER.search(content.text) or cues.pattern("indicator", "counted").search(rest[0].text):
        first, rest = content, []
    for piece in split(first, NEXT_CLAUSE):
        indicator = _make(reading, piece, goal)
        for sentence in rest:
            indicator = with_terms(indicator, sentence.text)
            indicator = replace(indicator, direction=indicator.direction or direction(sentence.text))
        yield indicator


def _from_worded_lists(references: References) -> Iterator[Indicator]:
    """Read the lists whose items count something ("Andel ...") or give its values, and do not say what it shall be.

    Lists below headings of one name, as each theme has them, are taken together; they measure the goal above them
    where there is one only.
    """
    reading = references.reading
    lists: dict[str, list[int]] = {}
    index = 0
    while index < len(reading.blocks):
        items = reading.items_after(index - 1) if reading.blocks[index].role == "item" else []
        above = next((i for i in range(index, -1, -1) if reading.blocks[i].role == "heading"), 0)
        national = any(NATIONAL.search(reading.blocks[i].text) for i in (above, index - 1) if i >= 0)
        if items and not national:
            lists.setdefault(DIGITS.sub("", key(reading.blocks[above].text)), []).extend(items)
        index += max(1, len(items))
    for some in lists.values():
        worded = [item for item in some if _counts(reading.blocks[item].text)]
        if len(worded) > 1 and 3 * len(worded) >= 2 * len(some):
            for item in some:
                content = reading.blocks[item].content
                goals = references.above(item)
                yield _make(reading, content, references.told(content) or (goals[0].name if len(goals) == 1 else None))


def _counts(text: str) -> bool:
    return bool(cues.pattern("indicator", "counted").search(text)) or gives_values(text)


def _from_tables(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> Iterator[Indicator]:
    for head, cells in tables(reading):
        title = reading.blocks[head].text
        if any(noun.kind is Kind.INDICATOR for noun in cues.nouns(title)) and not NATIONAL.search(title):
            yield from _Table(reading, title, goals, named).indicators(cells)


def tables(reading: Reading) -> Iterator[tuple[int, list[int]]]:
    """Yield each flattened table: the index of its column titles and those of its cells."""
    for index, block in enumerate(reading.blocks):
        if block.style != "head":
            continue
        end = index + 1
        while end < len(reading.blocks) and reading.blocks[end].role == "cell" and reading.blocks[end].style not in OWN:
            end += 1
        if end > index + 1:
            yield index, list(range(index + 1, end))


class _Table:
    """The reading of one flattened table."""

    def __init__(self, reading: Reading, title: str, goals: Sequence[Goal], named: Sequence[Statement]) -> None:
        self.reading = reading
        self.goals = goals
        self.areas = [statement for statement in named if statement.kind is Kind.FOCUS_AREA]
        self.has_groups = any(noun.kind is Kind.TARGET_GROUP for noun in cues.nouns(title))
        groups = (
            [statement.name for statement in named if statement.kind is Kind.TARGET_GROUP] if self.has_groups else []
        )
        self.groups = sorted({key(group) for group in groups}, key=len, reverse=True)

    def indicators(self, cells: Sequence[int]) -> list[Indicator]:
        """Read the cells in order; a target group belongs to the indicators before it that have none."""
        contents = [self.reading.blocks[index].content for index in cells]
        self._learn_groups(contents)
        goal: str | None = None
        found: list[Indicator] = []
        for content in contents:
            if self._is_group(content.text) and found:
                found[-1] = replace(found[-1], target_groups=found[-1].target_groups or _groups(content.text))
                continue
            named = self._goal(content.text)
            if named is not None or self._is_area(content.text):
                goal = named
                continue
            if len(content.text.split()) <= MAX_CELL_WORDS:
                indicator, group = self._divided(content)
                found.append(_make(self.reading, indicator, goal, _groups(group) if group else ()))
        return found

    def _goal(self, text: str) -> str | None:
        return next((goal.name for goal in self.goals if same(goal.name, text) or same(goal.text, text)), None)

    def _is_area(self, text: str) -> bool:
        return any(
            same(area.name, text) or key(text).startswith(key(area.name)) or same(area.text, text)
            for area in self.areas
        ) or bool(
            not self.has_groups
            and not cues.pattern("indicator", "cell").search(text)
            and re.search(r" – |\bfokus på\b", text)
        )

    def _is_group(self, text: str) -> bool:
        return self.has_groups and (key(text) in EVERYBODY or all(key(part) in self.groups for part in _groups(text)))

    def _learn_groups(self, contents: Sequence[Repaired]) -> None:
        """Take as target groups the cells that are repeated, or worded much like a group that the text names."""
        if not self.has_groups:
            return
        parts = [part for content in contents if not self._is_worded(content.text) for part in _groups(content.text)]
        counts = Counter(key(part) for part in parts)
        known = list(self.groups)
        alike = {name for name in counts if any(_alike(name, group) for group in known)}
        self.groups = sorted(
            {*known, *EVERYBODY, *alike, *(n for n, c in counts.items() if c > 1)}, key=len, reverse=True
        )

    def _is_worded(self, text: str) -> bool:
        """Tell whether a cell is worded as an indicator, or names a goal or a focus area."""
        cue = cues.pattern("indicator", "cell").search(text) or FINITE_VERB.search(text)
        return bool(cue) or self._goal(text) is not None or self._is_area(text)

    def _divided(self, content: Repaired) -> tuple[Repaired, str | None]:
        """Divide a line that holds an indicator and its target group; the group begins with a capital."""
        for match in re.finditer(r"\s(?=[A-ZÆØÅ])", content.text):
            rest = content.text[match.end() :]
            if self.has_groups and match.start() > 10 and all(key(part) in self.groups for part in _groups(rest)):
                return content.slice(0, match.start()), rest
        return content, None


def _alike(first: str, second: str) -> bool:
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _groups(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in SEPARATOR.split(text) if not NOBODY.fullmatch(part.strip()))

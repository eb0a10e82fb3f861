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
from ingest.statements import cues
from ingest.statements.announcements import NATIONAL, announcements
from ingest.statements.codes import goals_by_code, other_code
from ingest.statements.grids import BASELINE, DEADLINE, DIRECTION, REFERENCE, RESPONSIBLE, TARGET, Grid, grids
from ingest.statements.matching import NUMBER, key, same
from ingest.statements.reading import Reading
from ingest.statements.splitting import split
from ingest.statements.terms import gives_values, known, way, with_terms

EVERYBODY = frozenset({"alle", "allemålgrupper", "alleborgere"})
SEPARATOR = re.compile(r"\s+(?:og|samt)\s+(?=[A-ZÆØÅ])|;\s*")
FINITE_VERB = re.compile(r"\b(?:er|har|skal|vil|kan|bliver)\b")
# "Til 1.2: Andel ...", the goal that an indicator measures.
TO_GOAL = re.compile(
    r"^(?P<to>Til )?(?:til |[Mm]ål )?(?P<goal>\d{1,2}[.:]?(?:\d{1,2}|[a-zæøå])|[A-ZÆØÅ]\d{1,2})"
    r"(?:\s*[:.)–-]\s+|(?(to)\s+(?=[A-ZÆØÅ])|(?!)))(?=\S)"
)
# "Skoler med en vejleder. Fra 2 i 2027 til 9 i 2030.": what follows are its values.
VALUES_AFTER = re.compile(r"(?<=\w)\.?\s+(?=(?:Fra \d+|Udgangspunkt|Ikke opgjort|Måltal|I dag|Nu|Status|Baseline)\b)")
DIGITS = re.compile(r"\d+")
NOTE = re.compile(r"\s*\((?P<note>[^()]{2,40})\)\.?$")
NEXT_IN_CELL = re.compile(r"(?<=[^.:,;])\s+(?=(?:Andel|Antal|Gennemsnitlig|Ventetid)\w*\b)|(?:^|\s+)•\s*")
NEXT_IN_SENTENCE = re.compile(
    r"(?:,\s+(?:og\s+)?|\s+og\s+|\s+samt\s+)(?:(?:med|på|i)\s+)?(?=(?:andel|antal|gennemsnit|ventetid|tilfredshed|middellevetid)\w*\b)"
)
ALIKE = 0.7
MAX_CELL_WORDS = 30
# Styles of cells that belong to no flattened table before them.
OWN = ("head", "grid")


def indicators(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> list[Indicator]:
    """Find the agreement's own indicators in reading order, linked to goals and target groups."""
    found = [
        *_from_grids(reading, goals, named),
        *_from_tables(reading, goals, named),
        *_from_lists(reading, goals, named),
        *_from_labels(reading, goals),
        *_in_brackets(reading, goals),
        *_in_sentences(reading, goals),
    ]
    spans = {indicator.quote.span for indicator in found}
    found += [indicator for indicator in _from_worded_lists(reading, goals, named) if indicator.quote.span not in spans]
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


def _from_grids(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> Iterator[Indicator]:
    """Read the tables with rows and columns that have a column of indicators; a cell may hold several."""
    for grid in grids(reading):
        above = zip(grid.references(len(goals)), grid.cells(Kind.TARGET_GROUP.value), strict=True)
        measured_cells = zip(grid.own(Kind.GOAL.value), grid.own(Kind.INDICATOR.value), strict=True)
        by_order = _by_order([goal for goal, indicator in measured_cells if indicator], goals)
        areas = _areas(grid, named)
        beside = zip(*(grid.own(name) for name in (DIRECTION, TARGET, BASELINE, DEADLINE, RESPONSIBLE)), strict=True)
        rows = zip(grid.own(Kind.INDICATOR.value), above, areas, beside, strict=True)
        for cell, (goal, group), area, fields in rows:
            if cell is None:
                continue
            told, target, baseline, deadline, responsible = (field.text if field else None for field in fields)
            pieces = split(cell, NEXT_IN_CELL)
            for piece in pieces:
                coded = TO_GOAL.match(piece.text) or cues.pattern("indicator", "to_goal").search(piece.text)
                told_goal = piece.slice(*coded.span("goal")) if coded else None if grid.has_many_goals else goal
                measured = _referred(told_goal, [one for one in goals if area in (None, one.focus_area)], named)
                measured = by_order.get(measured, measured) if measured else None
                indicator = _make(reading, piece, measured, _groups(group.text) if group else ())
                yield replace(
                    indicator,
                    direction=direction(told) if told else direction(target or "") or indicator.direction,
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


def _referred(cell: Repaired | None, goals: Sequence[Goal], named: Sequence[Statement]) -> str | None:
    """Return the goal that a cell names by its words, or by the number of its focus area and its own ("2.1", "2b")."""
    if cell is None:
        return None
    number = REFERENCE.match(cell.text)
    if not number:
        lead = NUMBER.match(cell.text)
        text = cell.text[lead.end() :] if lead else cell.text
        return next((goal.name for goal in goals if same(goal.name, text) or same(goal.text, text)), text)
    within = list(goals)
    first, second = number["first"], number["second"]
    place = int(first) if first.isdigit() else ord(first.upper()) - ord("A") + 1
    if second:
        own = [one for one in named if isinstance(one, FocusArea) and not one.cross_cutting]
        areas = [one.name for one in sorted(own, key=lambda one: one.quote.span)]
        area = areas[place - 1] if 0 < place <= len(areas) else None
        within = [goal for goal in goals if goal.focus_area == area]
        place = int(second) if second.isdigit() else ord(second.lower()) - ord("a") + 1
    return within[place - 1].name if 0 < place <= len(within) else None


def _from_lists(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> Iterator[Indicator]:
    """Read the list that is announced, or the sentence that enumerates them below a heading."""
    for one in announcements(reading):
        if one.kind is not Kind.INDICATOR or NATIONAL.search(one.text.text):
            continue
        items = reading.items_after(one.index) if one.opens else reading.items_below(one.index)
        for item in items:
            content = reading.blocks[item].content
            told = TO_GOAL.match(content.text) or cues.pattern("indicator", "to_goal").search(content.text)
            goal = _referred(content.slice(*told.span("goal")), goals, named) if told else None
            only = _goals_here(reading, one.index, goals) if one.opens else []
            yield _make(reading, content, goal or (only[0].name if len(only) == 1 else None))
        if not items and reading.blocks[one.index].role == "heading":
            for index in reading.body(one.index)[:1]:
                for sentence in reading.sentences[index]:
                    yield from _enumerated(reading, sentence)


def _enumerated(reading: Reading, sentence: Repaired) -> Iterator[Indicator]:
    """Read a sentence that is nothing but indicators: "Andelen af ..., antallet af ... og ventetiden på ..."."""
    pieces = split(sentence, NEXT_IN_SENTENCE)
    worded = sum(bool(cues.pattern("indicator", "cell").search(piece.text)) for piece in pieces)
    if worded and worded >= len(pieces) - 1:
        for piece in pieces:
            yield _make(reading, piece.slice(0, len(piece.text.rstrip(". "))), None)


def _in_sentences(reading: Reading, goals: Sequence[Goal]) -> Iterator[Indicator]:
    """Read "Vi følger udviklingen i antallet af ..." and "det måles på andelen, der ..."."""
    for index, block in enumerate(reading.blocks):
        for sentence in reading.sentences[index] if block.role == "paragraph" else ():
            match = cues.pattern("indicator", "sentence").search(sentence.text)
            if match and not cues.pattern("indicator", "bracket").search(sentence.text):
                yield from _enumerated(reading, sentence.slice(*match.span("text")))


def _in_brackets(reading: Reading, goals: Sequence[Goal]) -> Iterator[Indicator]:
    """Read "(indikator: andel ...)" and "(måles på ...)" after what they measure."""
    for index, block in enumerate(reading.blocks):
        for match in cues.pattern("indicator", "bracket").finditer(block.text):
            content = block.content.slice(*match.span("text"))
            place = content.span()
            around = [s.span() for s in reading.sentences[index] if s.span().covers(place)]
            goal = next((g.name for g in goals for span in around if span.overlaps(g.quote.span)), None)
            yield _make(reading, content, goal)


def _from_labels(reading: Reading, goals: Sequence[Goal]) -> Iterator[Indicator]:
    """Read "Indikator: Andel ..." and labels of that meaning; it measures the goal above it, if no heading divides."""
    label = cues.label(Kind.INDICATOR)
    for index, block in enumerate(reading.blocks):
        match = label.match(block.text)
        kind, end = reading.leads.get(index, (None, 0))
        end = match.end() if match else end if kind is Kind.INDICATOR else 0
        if 0 < end < len(block.text) and block.role != "cell":
            above = _goals_here(reading, index, goals)
            yield _make(reading, block.content.slice(end, len(block.text)), above[-1].name if above else None)


def _goals_here(reading: Reading, index: int, goals: Sequence[Goal]) -> list[Goal]:
    """Return the goals before a block and after, or in, the heading above it."""
    heading = next((i for i in range(index, -1, -1) if reading.blocks[i].role == "heading"), 0)
    start, end = reading.blocks[heading].content.span().start, reading.blocks[index].content.span().start
    return [goal for goal in goals if any(start <= quote.span.start < end for quote in goal.quotes)]


def _from_worded_lists(reading: Reading, goals: Sequence[Goal], named: Sequence[Statement]) -> Iterator[Indicator]:
    """Read the lists whose items count something ("Andel ...") or give its values, and do not say what it shall be.

    Lists below headings of one name, as each theme has them, are taken together; they measure the goal above them
    where there is one only.
    """
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
                told = TO_GOAL.match(content.text)
                above_it = _goals_here(reading, item, goals)
                goal = above_it[0].name if len(above_it) == 1 else None
                named_goal = _referred(content.slice(*told.span("goal")), goals, named) if told else None
                yield _make(reading, content, named_goal or goal)


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
    return tuple(part.strip() for part in SEPARATOR.split(text) if part.strip())

"""Goals: lists ("Vi vil:"), labels ("Målsætning: ..."), names over sentences, tables, and sentences of running text.

A list that only a phrase announces ("Det vil vi:") holds goals, but not where its focus area also has goals that are
called so: there such lists are what is done for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest.model import FocusArea, Goal, Kind, Quote, Statement
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcements import Announcement, announcements
from ingest.statements.codes import LEAD, named_by_number, other_code, own_code
from ingest.statements.commitments import strength
from ingest.statements.grids import BASELINE, DEADLINE, REFERENCE, RESPONSIBLE, TARGET, grids, records
from ingest.statements.grids import NAME as GRID_NAME
from ingest.statements.matching import NUMBER, key, same
from ingest.statements.reading import Reading
from ingest.statements.recurring import is_label, kind_of
from ingest.statements.splitting import split
from ingest.statements.terms import with_responsible, with_terms

NAME_WORDS = 9
MIN_CELL_WORDS = 3
MIN_SENTENCE_WORDS = 5
MAX_TITLE_WORDS = 5
MAX_BODY = 2
OVERVIEW = 0.7
NAME = re.compile(r"^(?P<name>[A-ZÆØÅÉ][^.:!?]{1,50}): \S")
NEXT_IN_CELL = re.compile(r"(?<=[.\w])\s+(?=\d{1,2}[.)]\s+[A-ZÆØÅÉ])|\s*•\s*")
# What somebody else says, or a law or another plan.
REPORTED = re.compile(
    r"[»«”\"]|\b(?:siger|mener|fortæller|oplyser|foreslår|efter loven|ifølge loven)\b|\bhar som mål\b", re.IGNORECASE
)
MODAL = re.compile(r"\b(?:skal|vil|bør|kan)\b", re.IGNORECASE)
QUOTATION = re.compile(r"^[»\"”“]")


@dataclass(frozen=True, slots=True)
class _Found:
    """A goal, whether only a phrase or a meaning calls it so, and whether it is a sentence of running text."""

    goal: Goal
    weak: bool = False
    running: bool = False


def goals(reading: Reading, named: Sequence[Statement]) -> list[Goal]:
    """Find the goals of a document in reading order; `named` are its named statements, for the link to focus areas."""
    announced = [one for one in announcements(reading) if one.kind is Kind.GOAL]
    found = [_Found(goal, one.weak) for one in announced for goal in _announced(reading, one)]
    found += [_Found(goal) for goal in (*_from_labels(reading), *_from_series(reading), *_from_cells(reading))]
    found += [_Found(goal) for goal in _unless_named(list(_from_grids(reading)), found, named)]
    found += [_Found(goal) for goal in (*_from_measured(reading), *_from_referred(reading))]
    found += [_Found(goal, running=True) for goal in _from_sentences(reading, [*named, *(one.goal for one in found)])]
    visions = [quote.span for one in named if one.kind is Kind.VISION for quote in one.quotes]
    found = [one for one in found if not any(span.overlaps(one.goal.quote.span) for span in visions)]
    areas = [statement for statement in named if statement.kind is Kind.FOCUS_AREA]
    labels = named_by_number(reading, [one.goal for one in found])
    found = [replace(one, goal=goal) for one, goal in zip(found, labels, strict=True)]
    linked = [replace(one, goal=_linked(reading, one.goal, named)) for one in _united(found)]
    kept = _without_actions(linked)
    kept += _in_running_text(reading, areas, linked, kept)
    kept = with_responsible(reading, [with_terms(goal) for goal in kept], areas)
    return sorted((_stated(goal) for goal in kept), key=lambda goal: goal.quote.span)


def _stated(goal: Goal) -> Goal:
    modal = MODAL.search(goal.text)
    return replace(goal, strength=goal.strength or strength(goal.text) or (modal.group().lower() if modal else None))


def _goal(reading: Reading, content: Repaired, **more: str | None) -> Goal:
    """Make a goal without its number; what stands before a colon, or in brackets with the number, is its name."""
    called = cues.label(Kind.GOAL).match(content.text)
    for lead in (called, NUMBER.match(content.text), LEAD.match(content.text)):
        content = content.slice(lead.end(), len(content.text)) if lead and lead.end() < len(content.text) else content
    if called and called["name"]:
        return Goal(Kind.GOAL, content.text, (reading.quote(content),), label=called["name"], **more)  # type: ignore[arg-type]
    note = cues.pattern("indicator", "bracket").search(content.text)
    if note and note.start() > 0 and len(content.text) - note.end() <= 1:
        content = content.slice(0, note.start())
    name = NAME.match(content.text)
    return Goal(Kind.GOAL, content.text, (reading.quote(content),), label=name["name"] if name else None, **more)  # type: ignore[arg-type]


def _announced(reading: Reading, one: Announcement) -> Iterator[Goal]:
    """Read a list of goals, or the headings that name them with the sentence that says what the goal is."""
    heading = reading.blocks[one.index].role == "heading"
    items = reading.items_below(one.index) if heading and not one.opens else reading.items_after(one.index)
    verb = "vil" if re.search(r"\bvil\b", one.text.text, re.IGNORECASE) else None
    for item in items:
        content = reading.blocks[item].content
        yield _under_heading(reading, content) or _goal(reading, content, strength=verb)
    if items or not (heading or one.opens):
        return
    over = one.index + 1 < len(reading.blocks) and reading.blocks[one.index + 1].role == "heading"
    guessed = one.by_meaning and not (over and reading.comes_again_as_heading(one.index))
    below = [] if guessed else list(reading.headings_from(one.index))[: one.count]
    for index in below:
        yield from _named_by(reading, one, index)
    if heading and not below and _is_about_goals(one):
        yield from _stated_below(reading, one.index)


def _named_by(reading: Reading, one: Announcement, index: int) -> Iterator[Goal]:
    """Read a heading that names a goal, or one over a list of goals."""
    block = reading.blocks[index]
    listed = reading.items_after(index)
    ranked = block.style.startswith("#") and reading.blocks[one.index].role == "heading"
    if listed:
        for item in listed:
            content = reading.blocks[item].content
            yield Goal(Kind.GOAL, f"{block.text} {content.text}", (reading.quote(content),), label=content.text)
    elif one.opens or _goal_sentences(reading, index):
        yield _under_heading(reading, block.content) or _goal(reading, block.content)
    elif ranked and 0 < len(own := _own_body(reading, index)) <= MAX_BODY and not reading.has_parts(index):
        name = _goal(reading, block.content)
        first = reading.sentences[own[0]][0]
        yield replace(name, label=name.text, text=first.text, quotes=(reading.quote(first), *name.quotes))


def _own_body(reading: Reading, heading: int) -> list[int]:
    """Return the text below a heading up to a short line that leads to a list ("Datapunkter")."""
    body = reading.body(heading)
    return list(takewhile(lambda i: not (is_label(reading.blocks[i].text) and reading.items_after(i)), body))


def _is_about_goals(one: Announcement) -> bool:
    """Tell whether a heading announces goals and nothing besides."""
    return {noun.kind for noun in cues.nouns(one.text.text)} <= {Kind.GOAL} and len(
        one.text.text.split()
    ) <= MAX_TITLE_WORDS


def _stated_below(reading: Reading, heading: int) -> Iterator[Goal]:
    """Read the sentences below a heading that calls them goals, if they commit or say what shall be."""
    body = reading.body(heading)
    if any(cues.label(Kind.GOAL).match(reading.blocks[index].text) for index in body):
        return
    for index in body:
        for sentence in reading.sentences[index]:
            stated = cues.pattern("goal", "stated").search(sentence.text)
            if (stated or _commits(sentence)) and not QUOTATION.match(reading.blocks[index].text):
                yield _goal(reading, sentence)


def _commits(sentence: Repaired) -> bool:
    text = sentence.text
    if REPORTED.search(text):
        return False
    said = cues.pattern("goal", "committed").search(text) or cues.pattern("goal", "sentence").search(text)
    return bool(said) and len(text.split()) >= MIN_SENTENCE_WORDS and text.endswith((".", ")"))


def _under_heading(reading: Reading, name: Repaired) -> Goal | None:
    """Return the goal that has a short name and, under the heading of that name, a sentence that states it."""
    if len(name.text.split()) > NAME_WORDS:
        return None
    for index in reading.headings_by_key.get(key(name.text), []):
        stating = _goal_sentences(reading, index)
        if stating:
            own = reading.quote(reading.blocks[index].content)
            quotes: tuple[Quote, ...] = (*(reading.quote(sentence) for sentence in stating), own)
            named = reading.quote(name)
            body = tuple(reading.quote(reading.blocks[i].content) for i in reading.body(index))
            return Goal(
                Kind.GOAL,
                stating[0].text,
                quotes if named in quotes else (*quotes, named),
                label=reading.blocks[index].text,
                body=body,
            )
    return None


def _goal_sentences(reading: Reading, heading: int) -> list[Repaired]:
    return [
        sentence
        for index in reading.body(heading)
        for sentence in reading.sentences[index]
        if cues.pattern("goal", "sentence").search(sentence.text)
    ]


def _from_labels(reading: Reading) -> Iterator[Goal]:
    """Read "Målsætning: ..."; a label on a line of its own covers the paragraphs that go on in the same words."""
    label = cues.label(Kind.GOAL)
    for index, block in enumerate(reading.blocks):
        if block.role == "heading" and cues.numbers(Kind.GOAL, block.text) and not reading.is_called_goal(index):
            for following in reading.body(index)[:1]:
                yield _goal(reading, reading.sentences[following][0])
        match = label.match(block.text)
        if not match or block.role == "cell" or match.end() >= len(block.text) or reading.is_called_goal(index):
            continue
        content = block.content.slice(match.end(), len(block.text))
        for sentence in _sentences_from(reading, index, content):
            yield Goal(Kind.GOAL, sentence.text, (reading.quote(sentence),))
        own_line = label.fullmatch(block.lines[0].text + " ") or label.fullmatch(block.lines[0].text)
        following = index + 1
        opening = content.text.split()[:2]
        while own_line and following < len(reading.blocks) and reading.blocks[following].text.split()[:2] == opening:
            content = reading.blocks[following].content
            yield Goal(Kind.GOAL, content.text, (reading.quote(content),))
            following += 1


def _from_series(reading: Reading) -> Iterator[Goal]:
    """Read the numbered headings of a word that no cue knows, within focus areas: "Sigte 1. ...", "Løft 2: ...".

    What stands below is the goal's statement if it is a single sentence; else the name is all that is stated.
    """
    for index in sorted(reading.inner_series):
        heading = reading.blocks[index].content
        name = cues.title(heading.text)
        below = [sentence for body in reading.body(index)[:1] for sentence in reading.sentences[body]]
        stated = below if len(below) == 1 else []
        title = heading.slice(len(heading.text) - len(name), len(heading.text))
        for text in stated or [title]:
            quotes = dict.fromkeys((reading.quote(text), reading.quote(heading)))
            yield Goal(Kind.GOAL, text.text, tuple(quotes), label=name)


def _sentences_from(reading: Reading, index: int, content: Repaired) -> list[Repaired]:
    """Return the sentences of a labelled block; a goal of several sentences that do not each commit is one."""
    inside = [s for s in reading.sentences[index] if s.offsets[0] >= content.offsets[0]]
    if inside and all(re.match(r"(?:Vi|At|Alle|Flere|Færre)\b", sentence.text) for sentence in inside):
        return inside
    return [content]


def _from_grids(reading: Reading) -> Iterator[Goal]:
    """Read the goals that stand as texts in a column; the values beside are theirs if no indicator has them."""
    for grid in grids(reading):
        indicator = grid.column(Kind.INDICATOR.value) is not None
        fields = records(grid, RESPONSIBLE, GRID_NAME, TARGET, BASELINE, DEADLINE)
        for cell, (responsible, name, *values) in zip(grid.own(Kind.GOAL.value), fields, strict=True):
            if cell is None or REFERENCE.match(cell.text) or len(cell.text.split()) < MIN_CELL_WORDS:
                continue
            if cues.label(Kind.FOCUS_AREA).match(cell.text):
                continue
            for piece in split(cell, NEXT_IN_CELL):
                goal = _goal(reading, piece, responsible=responsible.text if responsible else None)
                if name is not None:
                    goal = replace(goal, label=name.text, quotes=(*goal.quotes, reading.quote(name)))
                if not indicator:
                    target, baseline, deadline = (value.text if value else None for value in values)
                    goal = replace(goal, target=target, baseline=baseline, deadline=deadline)
                yield goal


def _unless_named(cells: Sequence[Goal], found: Sequence[_Found], named: Sequence[Statement]) -> list[Goal]:
    """Leave out the cells that only name goals the text states at length, and those that name focus areas.

    An overview names goals by short names; it has then as many of them as the text has goals, or nearly.
    """
    names = [statement.name for statement in named]
    own = [goal for goal in cells if not any(same(goal.text, name) for name in names)]
    stated = [one.goal for one in found]
    again = [goal for goal in own if any(_is_same(goal, other) for other in stated)]
    as_many = OVERVIEW * max(len(own), len(stated)) <= min(len(own), len(stated))
    new = not again and kind_of([goal.text for goal in own]) is Kind.GOAL
    return again if as_many and not new else own


def _from_cells(reading: Reading) -> Iterator[Goal]:
    """Read cells of flattened tables that commit ("Vi vil ..."); they usually repeat goals of the text."""
    for block in reading.blocks:
        if block.role == "cell" and block.place is None and re.match(r"Vi vil\b", block.text):
            yield Goal(Kind.GOAL, block.text, (reading.quote(block.content),))


def _from_sentences(reading: Reading, found: Sequence[Statement]) -> Iterator[Goal]:
    """Read sentences that say they are a goal, outside the goals and names found already."""
    spans = [
        quote.span
        for one in found
        for quote in (*one.quotes, *(one.body if isinstance(one, Goal) else ()))
        if isinstance(one, Goal) or one.kind is Kind.VISION
    ]
    for index, block in enumerate(reading.blocks):
        if block.role == "cell" or reading.tells_otherwise(index):
            continue
        for sentence in reading.sentences[index]:
            states = cues.pattern("goal", "sentence").search(sentence.text) and sentence.text.endswith(".")
            if states and not any(span.overlaps(sentence.span()) for span in spans):
                yield Goal(Kind.GOAL, sentence.text, (reading.quote(sentence),))


def _in_running_text(
    reading: Reading, areas: Sequence[Statement], linked: Sequence[_Found], kept: Sequence[Goal]
) -> list[Goal]:
    """Read what commits in the sections of focus areas which have no goals but such sentences.

    Where sentences of an area say that they are goals, others must say what shall come of it, or by when. Lists count
    too, where a heading that no cue knows stands over them and most of their items commit.
    """
    more: list[Goal] = []
    spans = [quote.span for goal in kept for quote in goal.quotes]
    with_goals = {one.goal.focus_area for one in linked if not one.running}
    called = {one.goal.focus_area for one in linked if one.running}
    for area in areas:
        if not isinstance(area, FocusArea) or area.cross_cutting or area.name in with_goals:
            continue
        for heading in reading.headings_by_key.get(key(area.name), []):
            sentences = [
                sentence
                for index in reading.own_text(heading)
                if not QUOTATION.match(reading.blocks[index].text)
                for sentence in reading.sentences[index]
                if _commits(sentence) and (area.name not in called or _promises(sentence))
            ]
            sentences = sentences or list(_listed_in(reading, heading))
            more += [
                replace(_goal(reading, sentence), focus_area=area.name)
                for sentence in sentences
                if not any(span.overlaps(sentence.span()) for span in spans)
            ]
    return more


def _promises(sentence: Repaired) -> bool:
    """Tell whether a sentence says what shall come of it, and not only what will be done, or says by when."""
    return any(cues.pattern(*cue).search(sentence.text) for cue in (("goal", "outcome"), ("term", "deadline")))


def _listed_in(reading: Reading, heading: int) -> Iterator[Repaired]:
    """Yield the items of the first list below a heading of an area's section of which most commit or state."""
    for index in range(heading + 1, len(reading.blocks)):
        if reading.blocks[index].role == "heading":
            if cues.title(reading.blocks[index].text) != reading.blocks[index].text or index in reading.series:
                return
            items = [] if reading.announces_nothing(index) else reading.items_below(index)
            told = [item for item in items if _states(reading.blocks[item].content)]
            if len(told) > 1 and 3 * len(told) >= 2 * len(items):
                yield from (reading.blocks[item].content for item in items)
                return


def _states(content: Repaired) -> bool:
    return any(cues.pattern("goal", name).search(content.text) for name in ("wished", "committed"))


def _from_measured(reading: Reading) -> Iterator[Goal]:
    """Read the sentence of a block after which it is told what measures it ("Vi måler: ...")."""
    for index in range(len(reading.blocks)):
        if not _is_measured(reading, index) or not reading.sentences[index]:
            continue
        goal = _goal(reading, reading.sentences[index][0])
        above = reading.blocks[index - 1] if index else None
        named = above is not None and above.role == "heading" and reading.blocks[index].role != "heading"
        if named and above is not None and not cues.nouns(above.text) and not above.text.endswith("."):
            title = NUMBER.sub("", above.text)
            goal = replace(goal, label=goal.label or title, quotes=(*goal.quotes, reading.quote(above.content)))
        yield goal


def _from_referred(reading: Reading) -> Iterator[Goal]:
    """Read the items whose code other items name as what they belong to: "1a ..." where "Til 1a ..." follows."""
    codes = {code for block in reading.blocks if (code := other_code(block))}
    for block in reading.blocks if len(codes) > 1 else ():
        if own_code(block) in codes:
            yield _goal(reading, block.content)


def _is_measured(reading: Reading, index: int) -> bool:
    """Tell whether what a block says is measured by the one after it ("Vi måler: ...")."""
    after = index + 1
    if after >= len(reading.blocks) or reading.blocks[index].role == "item":
        return False
    kind, _ = reading.leads.get(after, (None, 0))
    labelled = cues.label(Kind.INDICATOR).match(reading.blocks[after].text) is not None
    own = reading.leads.get(index) or cues.label(Kind.INDICATOR).match(reading.blocks[index].text)
    return not own and (labelled or kind is Kind.INDICATOR)


def _united(found: Sequence[_Found]) -> list[_Found]:
    """Join the same goal stated at several places; national goals are named elsewhere."""
    national = {key(name) for goal in cues.national()["goal"] for name in goal["names"]}
    kept: list[_Found] = []
    for one in found:
        if key(one.goal.text) in national:
            continue
        at = next((i for i, other in enumerate(kept) if _is_same(one.goal, other.goal)), None)
        if at is None:
            kept.append(one)
        else:
            kept[at] = _Found(_joined(kept[at].goal, one.goal), weak=kept[at].weak and one.weak)
    return sorted(kept, key=lambda one: one.goal.quote.span)


def _joined(goal: Goal, other: Goal) -> Goal:
    """Add to a goal what another place says of it; a sentence goes before the name alone."""
    if goal.text == other.label:
        goal, other = other, goal
    return replace(
        goal,
        quotes=(*goal.quotes, *(quote for quote in other.quotes if quote not in goal.quotes)),
        target=goal.target or other.target,
        baseline=goal.baseline or other.baseline,
        deadline=goal.deadline or other.deadline,
        responsible=goal.responsible or other.responsible,
    )


def _is_same(goal: Goal, other: Goal) -> bool:
    if same(goal.text, other.text):
        return True
    return bool(goal.label or other.label) and same(goal.name, other.name)


def _without_actions(found: Sequence[_Found]) -> list[Goal]:
    """Leave out what only a phrase calls a goal, where its focus area has goals that are called so."""
    called = {one.goal.focus_area for one in found if not one.weak}
    return [
        one.goal for one in found if not one.weak or one.goal.focus_area is None or one.goal.focus_area not in called
    ]


def _linked(reading: Reading, goal: Goal, named: Sequence[Statement]) -> Goal:
    """Link a goal to the focus area whose name stands nearest above it.

    The search ends at the chapter's heading and at the heading of anything else that has a name, such as a target
    group.
    """
    areas = [statement for statement in named if statement.kind is Kind.FOCUS_AREA]
    others = {key(statement.name) for statement in named if statement.kind is not Kind.FOCUS_AREA}
    start = goal.quote.span.start
    for index in range(reading.index_at(start) - 1, -1, -1):
        block = reading.blocks[index]
        if block.role not in ("heading", "cell"):
            continue
        area = next((area.name for area in areas if same(area.name, cues.title(block.text))), None)
        if area:
            return replace(goal, focus_area=area)
        chapter = block.style == "N." and "." not in block.text.split()[0].rstrip(".")
        if chapter or (block.role == "heading" and key(block.text) in others):
            break
    return goal

"""Goals: gathered from lists, labels, tables and sentences, each one once, linked to focus areas.

A list that only a phrase announces ("Det vil vi:") holds goals, but not where its focus area also has goals that are
called so: there such lists are what is done for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Goal, Kind, Statement
from ingest.statements import cues
from ingest.statements.announcements import announcements
from ingest.statements.codes import named_by_number
from ingest.statements.commitments import strength
from ingest.statements.goal import Found, is_same, joined
from ingest.statements.goal_labels import before_measures, behind_labels, in_series, named_in_headings, referred_to
from ingest.statements.goal_lists import in_list
from ingest.statements.goal_sentences import enumerated, in_running_text, in_sentences
from ingest.statements.goal_tables import in_cells, in_grids, of_areas, unless_named
from ingest.statements.matching import key, same
from ingest.statements.reading import Reading
from ingest.statements.terms import with_responsible, with_terms

MODAL = re.compile(r"\b(?:skal|vil|bør|kan)\b", re.IGNORECASE)


def goals(reading: Reading, named: Sequence[Statement]) -> list[Goal]:
    """Find the goals of a document in reading order; `named` are its named statements, for the link to focus areas."""
    announced = [one for one in announcements(reading) if one.kind is Kind.GOAL]
    found = [Found(goal, one.weak) for one in announced for goal in in_list(reading, one)]
    found += [Found(goal) for goal in (*behind_labels(reading), *in_series(reading), *in_cells(reading))]
    found += [Found(goal) for goal in unless_named(list(in_grids(reading, named)), found, named)]
    found += [Found(goal) for goal in (*before_measures(reading), *referred_to(reading), *named_in_headings(reading))]
    found += [Found(goal) for goal in enumerated(reading)]
    found += [Found(goal) for goal in _of_overviews(reading, named, [one.goal for one in found])]
    found += [Found(goal, running=True) for goal in in_sentences(reading, [*named, *(one.goal for one in found)])]
    visions = [quote.span for one in named if one.kind is Kind.VISION for quote in one.quotes]
    found = [one for one in found if not any(span.overlaps(one.goal.quote.span) for span in visions)]
    areas = [statement for statement in named if statement.kind is Kind.FOCUS_AREA]
    labels = named_by_number(reading, [one.goal for one in found])
    found = [replace(one, goal=goal) for one, goal in zip(found, labels, strict=True)]
    linked = [replace(one, goal=_linked(reading, one.goal, named)) for one in _united(found)]
    kept = _without_actions(linked)
    kept += in_running_text(reading, areas, linked, kept)
    kept = with_responsible(reading, [with_terms(goal) for goal in kept], areas)
    return sorted((_stated(goal) for goal in kept), key=lambda goal: goal.quote.span)


def _of_overviews(reading: Reading, named: Sequence[Statement], stated: Sequence[Goal]) -> list[Goal]:
    """Return the goals of overviews, or only those that are stated elsewhere too where more are."""
    goals = of_areas(reading, named)
    again = [goal for goal in goals if any(is_same(goal, other) for other in stated)]
    return again if len(stated) > len(goals) else goals


def _stated(goal: Goal) -> Goal:
    modal = MODAL.search(goal.text)
    return replace(goal, strength=goal.strength or strength(goal.text) or (modal.group().lower() if modal else None))


def _united(found: Sequence[Found]) -> list[Found]:
    """Join the same goal stated at several places; national goals are named elsewhere."""
    national = {key(name) for goal in cues.national()["goal"] for name in goal["names"]}
    kept: list[Found] = []
    for one in found:
        if key(one.goal.text) in national:
            continue
        at = next((i for i, other in enumerate(kept) if is_same(one.goal, other.goal)), None)
        if at is None:
            kept.append(one)
        else:
            other = kept[at]
            confirmed = other.confirmed or one.confirmed or other.weak != one.weak
            kept[at] = Found(joined(other.goal, one.goal), weak=other.weak and one.weak, confirmed=confirmed)
    return sorted(kept, key=lambda one: one.goal.quote.span)


def _without_actions(found: Sequence[Found]) -> list[Goal]:
    """Leave out what only a phrase calls a goal, where its focus area has goals that are called so.

    Not where one of these is among them, as where an overview names one goal of each list: then all are goals.
    """
    confirmed = {one.goal.focus_area for one in found if one.confirmed}
    called = {one.goal.focus_area for one in found if not one.weak} - confirmed
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

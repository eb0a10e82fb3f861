"""What is compared, as the command line, the API and the page ask for it: topics and agreements by name, on a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.errors import VocabularyError
from graph.regions import find_region
from ingest.errors import AftalegrafError, NotFoundError
from search.comparison import Comparison, compare, compare_agreements, read_answers
from search.questions import Question
from search.side_by_side import SideBySide, side_by_side
from search.succession import Change, changes, predecessor
from search.topic_names import NamedTopic, named_topics
from service.catalogue import Catalogue, HeldAgreement, read_catalogue
from service.knowledge import Knowledge

ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
EARLIEST: Final = 1900


class ComparisonError(AftalegrafError):
    """What should be compared cannot be, or is told in contradictory ways."""


class DayError(ComparisonError):
    """A day is no date."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared.

    Attributes:
        named: The topics asked for; none means all that have a level.
        matrix: The topics by region, or by the two agreements.
        beside: The two agreements beside each other, where two were named.
        replaced: The agreement of the two that the other replaces, with its successor; `None` where neither does.
        changes: What the successor gives another weight.
    """

    named: tuple[NamedTopic, ...]
    matrix: Comparison
    beside: SideBySide | None = None
    replaced: tuple[str, str] | None = None
    changes: tuple[Change, ...] = ()


def compared(
    knowledge: Knowledge, catalogue: Catalogue, topics: Iterable[str], agreements: Iterable[str], on: date
) -> Compared:
    """Compare the regions, or two agreements.

    Args:
        knowledge: The built release.
        catalogue: Its agreements.
        topics: Names of topics in any form; none for all that have a level.
        agreements: None, or two: ids, or regions, which stand for the agreement that answers for them on the day.
        on: The day.

    Raises:
        AftalegrafError: A topic or an agreement is unknown, or the agreements are not two.
    """
    pair = _pair([held_agreement(name, catalogue, on).id for name in agreements if name.strip()])
    named = named_topics(topics, knowledge.understanding)
    slugs, base = [one.slug for one in named], knowledge.note.base
    answers = read_answers(knowledge.graph, slugs, base) if slugs else knowledge.answers
    if pair is None:
        return Compared(named, compare(answers, slugs, on, base))
    matrix = compare_agreements(answers, slugs, pair, on, base)
    beside = _beside(knowledge, pair, slugs)
    replaced = _replaced(knowledge, pair)
    return Compared(named, matrix, beside, replaced, changes(matrix, *replaced) if replaced else ())


def before(knowledge: Knowledge, catalogue: Catalogue, name: str, on: date) -> tuple[str, str]:
    """Return the agreement that an agreement replaces, and itself, by their ids.

    Raises:
        NotFoundError: The agreement is unknown, or the one before it is not held.
    """
    held = held_agreement(name, catalogue, on)
    return predecessor(knowledge.graph, held.id, knowledge.note.base), held.id


def compared_agreements(question: Question, knowledge: Knowledge, catalogue: Catalogue, on: date) -> tuple[str, str]:
    """Return the ids of the two agreements that a question asks to have compared, in the order to show them in.

    Raises:
        NotFoundError: No agreement of a region is held, or not the one before it.
    """
    if question.compares == "predecessor":
        return before(knowledge, catalogue, question.regions[0], on)
    first, second = (held_agreement(region, catalogue, on).id for region in question.regions)
    return first, second


def answered_comparison(question: Question, knowledge: Knowledge, on: date) -> Compared:
    """Return the comparison that a question asks for: two agreements, on its topic or on all.

    Raises:
        NotFoundError: One of them is not held.
    """
    catalogue = read_catalogue(knowledge.graph, knowledge.note.base)
    pair = compared_agreements(question, knowledge, catalogue, on)
    topics = [question.topic.form] if question.topic else []
    return compared(knowledge, catalogue, topics, pair, on)


def day(text: str) -> date:
    """Read a day; an empty text is today.

    Raises:
        DayError: It is no date.
    """
    if not text.strip():
        return date.today()
    try:
        found = date.fromisoformat(text.strip()) if ISO.fullmatch(text.strip()) else None
    except ValueError:
        found = None
    if found is None or found.year < EARLIEST:
        raise DayError(f"A day is written as year, month and day, and '{text}' is none; write it as 2027-06-01.")
    return found


def held_agreement(name: str, catalogue: Catalogue, on: date) -> HeldAgreement:
    """Return an agreement by its id, or the one that answers for a region on a day.

    Raises:
        NotFoundError: There is none; the sentence lists those that are held.
    """
    wanted = name.strip()
    if wanted in catalogue.agreements:
        return catalogue.agreements[wanted]
    known = ", ".join(catalogue.agreements)
    try:
        region = find_region(wanted)
    except VocabularyError:
        raise NotFoundError(
            f"An agreement is named by its id or its region, and '{wanted}' is neither; those held are {known}."
        ) from None
    of_region = list(catalogue.of_region(region.slug))
    if not of_region:
        raise NotFoundError(f"No agreement of {region.names['da']} is held; those held are {known}.")
    return max(of_region, key=lambda one: (one.in_force(on), one.period_start))


def _pair(agreements: Sequence[str]) -> tuple[str, str] | None:
    if not agreements:
        return None
    if len(agreements) != 2:
        named = ", ".join(agreements)
        raise ComparisonError(f"Agreements are compared two at a time, and {named} are {len(agreements)}; name two.")
    first, second = agreements
    if first == second:
        raise ComparisonError(f"Two agreements are compared, and both names mean {first}; name another.")
    return first, second


def _beside(knowledge: Knowledge, pair: tuple[str, str], topics: Sequence[str]) -> SideBySide:
    """Put two agreements beside each other; where topics are named, what speaks of one of them."""
    matcher = knowledge.understanding.matcher

    def keep(text: str) -> bool:
        return not topics or any(match.topic in topics for match in matcher.find(text))

    return side_by_side(knowledge.graph, pair, knowledge.note.base, keep)


def _replaced(knowledge: Knowledge, pair: tuple[str, str]) -> tuple[str, str] | None:
    for old, new in (pair, pair[::-1]):
        try:
            if predecessor(knowledge.graph, new, knowledge.note.base) == old:
                return old, new
        except NotFoundError:
            continue
    return None

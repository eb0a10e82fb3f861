"""What a page that compares says where it cannot, and where it understood a name as another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.limits import MAX_QUERY, LimitError
from ingest.errors import AftalegrafError
from search.topic_names import MOST_TOPICS, UnknownTopicError
from service.comparing.comparisons import Compared, ComparisonError, DayError, day
from service.opened import Opened
from service.texts import LANGUAGES, Texts


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong; where a topic is unknown, the nearest that are known, and what to search for instead."""

    problem: str
    nearest: Sequence[str] = ()
    unknown: str = ""


def refusal(error: AftalegrafError, agreements: Sequence[str], on: str, current: Opened, texts: Texts) -> Refusal:
    """Say what is wrong with what was chosen."""
    match error:
        case UnknownTopicError():
            thesaurus = current.knowledge.thesaurus
            nearest = [thesaurus[slug].label(texts.language) for slug in error.topics]
            return Refusal(texts("compare.unknown_topic", asked=error.asked), nearest, error.asked)
        case LimitError():
            return Refusal(texts("compare.too_many", characters=MAX_QUERY, most=MOST_TOPICS))
        case DayError():
            return Refusal(texts("compare.not_a_day", value=on))
        case ComparisonError():
            return Refusal(texts("compare.not_a_pair"))
        case _:
            unknown = [one for one in agreements if one not in current.catalogue.agreements]
            return Refusal(texts("compare.no_agreement", value=", ".join(unknown)))


def held_day(on: str) -> date | None:
    """Return the day that was filled in, or `None` if it is none."""
    try:
        return day(on)
    except DayError:
        return None


def understood_as(found: Compared, current: Opened, texts: Texts) -> list[tuple[str, str]]:
    """Return the names that are no topic's name in either language, with what they were understood as."""
    thesaurus = current.knowledge.thesaurus
    return [
        (one.question.text, thesaurus[one.slug].label(texts.language))
        for one in found.named
        if one.question.text.casefold() not in {thesaurus[one.slug].label(name).casefold() for name in LANGUAGES}
    ]

"""The filters of a search: what was chosen, by which page, files and API alike narrow it, and what may be.

The number beside a value says how many of the passages found have it. Choosing it searches again within it, and may
find more. A value that no passage has is not offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.errors import VocabularyError
from graph.regions import find_region
from search.model import TEXT, TYPES, Filters, Hit
from service.names import region_name
from service.opened import Opened
from service.texts import Texts

FILTERS: Final = ("region", "type", "year", "topic", "goal")
MOST_TOPICS: Final = 15
LONGEST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """The filters chosen, by name, in the order of `FILTERS`; `ignored` are values that no filter has."""

    chosen: Mapping[str, str]
    ignored: tuple[str, ...] = ()

    @classmethod
    def read(cls, given: Mapping[str, str], current: Opened) -> Choice:
        """Read filters as they came in an address; a value that does not exist is left out and told of."""
        asked = {name: value for name in FILTERS if (value := given.get(name, "").strip())}
        known = {name: _known(name, value, current) for name, value in asked.items()}
        ignored = tuple(_shortened(value) for name, value in asked.items() if known[name] is None)
        return cls({name: value for name, value in known.items() if value is not None}, ignored)

    def but(self, name: str, value: str = "") -> dict[str, str]:
        """Return the filters with another value of one, or without it."""
        changed = {**self.chosen, name: value}
        return {one: changed[one] for one in FILTERS if changed.get(one)}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a filter.

    Attributes:
        label: Its name.
        number: How many of the passages found have it; `None` where another value of the same filter is chosen.
        chosen: It is chosen.
        filters: The filters once it is clicked: with it, or, if it is chosen, without it.
    """

    label: str
    number: int | None
    chosen: bool
    filters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: its name, what it is called, and its values that passages have."""

    name: str
    label: str
    values: Sequence[Value]

    @property
    def chosen(self) -> Value | None:
        """The value that is chosen, if one is."""
        return next((value for value in self.values if value.chosen), None)


def filters_of(chosen: Mapping[str, str], current: Opened) -> Filters:
    """Return what a search is narrowed by for the values chosen; an empty one asks for nothing.

    Raises:
        AftalegrafError: There is no such type, topic or national goal.
    """
    topic, goal = chosen.get("topic"), chosen.get("goal")
    if topic and topic not in current.knowledge.thesaurus:
        raise VocabularyError(f"A topic is given by its slug, and none is '{topic}'; see /api/v1/topics.")
    if goal and goal not in current.national_goals.goals:
        numbers = ", ".join(current.national_goals.goals)
        raise VocabularyError(f"A national goal is one of {numbers}, not '{goal}'; use one of these.")
    return Filters(
        region=chosen.get("region") or None,
        type=chosen.get("type") or None,
        year=int(chosen["year"]) if chosen.get("year") else None,
        topic=topic or None,
        places=current.national_goals.spans(goal) if goal else None,
    )


def facets(hits: Sequence[Hit], choice: Choice, current: Opened, texts: Texts) -> list[Facet]:
    """Return all filters, with how many of the passages found have each value."""
    values = [_values(hit, current) for hit in hits]
    return [
        Facet(
            name,
            texts(f"filter.{name}"),
            _offered(name, _numbers(name, values, choice, current), choice, current, texts),
        )
        for name in FILTERS
    ]


def _numbers(
    name: str, values: Sequence[Mapping[str, frozenset[str]]], choice: Choice, current: Opened
) -> dict[str, int | None]:
    """Return the values to offer of a filter, and how many of the passages found have each.

    Once one is chosen, what was found has no other, so it says nothing of how many another would find.
    """
    mine = choice.chosen.get(name)
    if mine is None:
        return {**Counter(value for one in values for value in one[name])}
    others = (value for value in _all(name, current) if value != mine)
    held = [one for one in others if current.knowledge.engine.holds(filters_of(choice.but(name, one), current))]
    return {mine: len(values), **dict.fromkeys(held)}


def _offered(
    name: str, numbers: Mapping[str, int | None], choice: Choice, current: Opened, texts: Texts
) -> list[Value]:
    others, mine = choice.but(name), choice.chosen.get(name)
    labels = {value: _label(name, value, current, texts) for value in numbers}
    order = sorted(numbers, key=lambda value: _place(name, value, numbers[value] or 0, labels[value]))
    if name == "topic":
        order = [value for rank, value in enumerate(order) if rank < MOST_TOPICS or value == mine]
    return [
        Value(labels[value], numbers[value], value == mine, others if value == mine else choice.but(name, value))
        for value in order
    ]


def _place(name: str, value: str, number: int, label: str) -> tuple[int, str]:
    """Return what orders the values: years backwards, types and goals as they are listed, others the most first."""
    match name:
        case "year":
            return (-int(value), label)
        case "type":
            return (TYPES.index(value), label)
        case "goal":
            return (int(value), label)
        case _:
            return (-number, label.casefold())


def _label(name: str, value: str, current: Opened, texts: Texts) -> str:
    match name:
        case "region":
            return region_name(value, texts.language)
        case "type":
            return texts(f"type.{value}")
        case "topic":
            return current.knowledge.thesaurus[value].label(texts.language)
        case "goal":
            return current.national_goals.goals[value].name(texts.language)
        case _:
            return value


def _known(name: str, value: str, current: Opened) -> str | None:
    """Return a value as the filter has it, or `None` if it has no such value."""
    if name == "topic":
        return value if value in current.knowledge.thesaurus else None
    known = _slug(value) if name == "region" else value
    return known if known is not None and known in _all(name, current) else None


def _all(name: str, current: Opened) -> Iterable[str]:
    """Return all values of a filter; topics are too many to offer beside the one that is chosen."""
    match name:
        case "region":
            return current.catalogue.regions
        case "type":
            return TYPES
        case "year":
            return [str(year) for year in current.catalogue.years]
        case "goal":
            return current.national_goals.goals
        case _:
            return ()


def _values(hit: Hit, current: Opened) -> dict[str, frozenset[str]]:
    agreement = current.catalogue.agreements[hit.agreement]
    return {
        "region": frozenset((hit.region,)),
        "type": frozenset(hit.types or (TEXT,)),
        "year": frozenset(str(year) for year in agreement.years),
        "topic": frozenset(topic for topic in hit.topics if topic in current.knowledge.thesaurus),
        "goal": frozenset(current.national_goals.within(hit.document, hit.start, hit.end)),
    }


def _shortened(value: str) -> str:
    return value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"


def _slug(name: str) -> str | None:
    try:
        return find_region(name).slug
    except VocabularyError:
        return None

"""The filters of the passages that a search found: what can be chosen, how many that leaves, and what was chosen.

A filter narrows what was found and does not search again, so the number beside a value is exactly what choosing it
gives, with the other filters kept; a value that would leave nothing is not offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.errors import VocabularyError
from graph.regions import find_region
from search.model import TEXT, TYPES, Hit
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
class Passage:
    """A hit and the values that it has of each filter."""

    hit: Hit
    values: Mapping[str, frozenset[str]]

    def fits(self, chosen: Mapping[str, str]) -> bool:
        """Tell whether it has all that was chosen."""
        return all(value in self.values[name] for name, value in chosen.items())


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a filter.

    Attributes:
        label: Its name.
        number: How many passages choosing it leaves, the other filters kept.
        chosen: It is chosen.
        filters: The filters once it is clicked: with it, or, if it is chosen, without it.
    """

    label: str
    number: int
    chosen: bool
    filters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: its name, what it is called, and its values that leave anything."""

    name: str
    label: str
    values: Sequence[Value]

    @property
    def chosen(self) -> Value | None:
        """The value that is chosen, if one is."""
        return next((value for value in self.values if value.chosen), None)


def passages_of(hits: Iterable[Hit], current: Opened) -> list[Passage]:
    """Return hits with the values that they can be filtered by."""
    return [Passage(hit, _values(hit, current)) for hit in hits]


def facets(passages: Sequence[Passage], choice: Choice, current: Opened, texts: Texts) -> list[Facet]:
    """Count what each value of each filter leaves of the passages that were found."""
    return [Facet(name, texts(f"filter.{name}"), _offered(name, passages, choice, current, texts)) for name in FILTERS]


def _offered(name: str, passages: Sequence[Passage], choice: Choice, current: Opened, texts: Texts) -> list[Value]:
    others = choice.but(name)
    numbers = Counter(value for one in passages if one.fits(others) for value in one.values[name])
    mine = choice.chosen.get(name)
    if mine is not None and mine not in numbers:
        numbers[mine] = 0  # What an old address chose is shown, or it could not be removed.
    labels = {value: _label(name, value, current, texts) for value in numbers}
    order = sorted(numbers, key=lambda value: _place(name, value, numbers[value], labels[value]))
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
            return current.national_goals.name(value, texts.language)
        case _:
            return value


def _known(name: str, value: str, current: Opened) -> str | None:
    """Return a value as the filter has it, or `None` if it has no such value."""
    match name:
        case "region":
            slug = _slug(value)
            return slug if slug in current.catalogue.regions else None
        case "type":
            known: Iterable[str] = TYPES
        case "year":
            known = (str(year) for year in current.catalogue.years)
        case "topic":
            known = current.knowledge.thesaurus.topics
        case _:
            known = current.national_goals.names
    return value if value in known else None


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

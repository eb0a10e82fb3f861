"""The filters of the search page: what can be chosen, and what was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import VocabularyError
from graph.regions import find_region
from search.model import TYPES
from service.catalogue import Catalogue
from service.names import region_name
from service.texts import Texts


@dataclass(frozen=True, slots=True)
class Select:
    """A field to choose from: its name, the value chosen ("" for any), and the values with their names."""

    name: str
    chosen: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """The filters chosen; `ignored` are values that no filter has."""

    region: str | None
    type: str | None
    year: int | None
    ignored: tuple[str, ...]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that narrow, as parameters of an address."""
        given = {"region": self.region, "type": self.type, "year": self.year}
        return {name: str(value) for name, value in given.items() if value is not None}

    @classmethod
    def read(cls, region: str, kind: str, year: str, catalogue: Catalogue) -> Choice:
        """Read filters as they came; a value that does not exist is left out and told of."""
        place = _slug(region) if region else None
        known = place is not None and place in catalogue.regions
        holds = year in {str(one) for one in catalogue.years}
        wrong = [(region, known), (kind, kind in TYPES), (year, holds)]
        return cls(
            place if known else None,
            kind if kind in TYPES else None,
            int(year) if holds else None,
            tuple(value for value, fits in wrong if value and not fits),
        )


def selects(choice: Choice, catalogue: Catalogue, texts: Texts) -> list[Select]:
    """Return the fields of the filter form."""
    chosen = choice.chosen
    regions = sorted((region_name(slug, texts.language), slug) for slug in catalogue.regions)
    options = {
        "region": [(slug, name) for name, slug in regions],
        "type": [(name, texts(f"type.{name}")) for name in TYPES],
        "year": [(str(year), str(year)) for year in catalogue.years],
    }
    return [Select(name, chosen.get(name, ""), values) for name, values in options.items()]


def _slug(name: str) -> str | None:
    try:
        return find_region(name).slug
    except VocabularyError:
        return None

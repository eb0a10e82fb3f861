"""The regions as reference data: how a user may name one, and which region another became."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox

from graph.errors import VocabularyError
from graph.quads import read_turtle

REGION_PATH = "/id/region/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel"
CODE = "ontologi#authorityCode"
DATE = "http://purl.org/dc/terms/date"
ORIGINAL = "http://www.w3.org/ns/org#originalOrganization"
RESULT = "http://www.w3.org/ns/org#resultingOrganization"


@dataclass(frozen=True, slots=True)
class Region:
    """A region.

    Attributes:
        slug: The last part of its IRI.
        names: Its label by language.
        aliases: All that it is called, in lower case, with slug and authority code.
    """

    slug: str
    names: dict[str, str]
    aliases: frozenset[str]


@lru_cache(maxsize=1)
def regions() -> dict[str, Region]:
    """Read the regions of `ontology/regions.ttl`, by slug."""
    names: dict[str, dict[str, str]] = {}
    aliases: dict[str, set[str]] = {}
    for quad in read_turtle(files("ontology").joinpath("regions.ttl")):
        subject, value = quad.subject, quad.object
        if (
            not isinstance(subject, ox.NamedNode)
            or REGION_PATH not in subject.value
            or not isinstance(value, ox.Literal)
        ):
            continue
        slug = subject.value.rpartition("/")[2]
        if quad.predicate.value == LABEL:
            names.setdefault(slug, {})[value.language or ""] = value.value
        if quad.predicate.value in (LABEL, ALT_LABEL) or quad.predicate.value.endswith(CODE):
            aliases.setdefault(slug, {slug}).add(value.value.casefold())
    return {slug: Region(slug, names[slug], frozenset(aliases[slug])) for slug in sorted(names)}


def find_region(name: str) -> Region:
    """Return the region that a user names.

    Raises:
        VocabularyError: No region is called so; the sentence lists the regions.
    """
    wanted = name.strip().casefold()
    for region in regions().values():
        if wanted in region.aliases:
            return region
    known = ", ".join(region.names["da"] for region in regions().values())
    raise VocabularyError(
        f"A region is given by name, slug or authority code, and '{name}' is none; use one of {known}."
    )


@dataclass(frozen=True, slots=True)
class Merger:
    """Regions that became one: from the day `on` there is the region `result` in place of the `originals`, by slug."""

    on: date
    originals: tuple[str, ...]
    result: str


@lru_cache(maxsize=1)
def mergers() -> tuple[Merger, ...]:
    """Read the mergers of `ontology/regions.ttl`, in order of their days."""
    days: dict[str, date] = {}
    ends: dict[tuple[str, str], list[str]] = {}
    for quad in read_turtle(files("ontology").joinpath("regions.ttl")):
        event, role = str(quad.subject), quad.predicate.value
        if role == DATE and isinstance(quad.object, ox.Literal):
            days[event] = date.fromisoformat(quad.object.value)
        elif role in (ORIGINAL, RESULT) and isinstance(quad.object, ox.NamedNode):
            ends.setdefault((event, role), []).append(quad.object.value.rpartition("/")[2])
    found = (
        Merger(day, tuple(sorted(ends[event, ORIGINAL])), result)
        for event, day in days.items()
        for result in ends.get((event, RESULT), ())
    )
    return tuple(sorted(found, key=lambda one: one.on))


def region_on(slug: str, day: date) -> str:
    """Return the region that a region is on a day: itself, or what it has become."""
    for merger in mergers():
        if merger.on <= day and slug in merger.originals:
            slug = merger.result
    return slug

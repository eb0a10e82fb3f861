"""The names of regions by slug."""

from __future__ import annotations

from graph.regions import find_region, regions


def region_names(language: str = "da") -> dict[str, str]:
    """Return the names of all regions by slug."""
    return {slug: region.names.get(language, region.names["da"]) for slug, region in regions().items()}


def region_name(slug: str, language: str = "da") -> str:
    """Return a region's name."""
    names = regions()[slug].names
    return names.get(language, names["da"])


def named_region(name: str, language: str) -> str:
    """Return in a language the name of a region that goes by another name.

    Raises:
        VocabularyError: No region is called so.
    """
    return region_name(find_region(name).slug, language)

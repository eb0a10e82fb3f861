"""A region is found by each of its names, and by nothing else."""

from __future__ import annotations

import pytest

from graph.errors import VocabularyError
from graph.regions import find_region, regions
from ingest.manifest import REGIONS


@pytest.mark.parametrize(("name", "slug"), [
    ("Region Nordjylland", "nordjylland"), ("nordjylland", "nordjylland"), ("1081", "nordjylland"),
    ("North Denmark Region", "nordjylland"), ("Midtjylland", "midtjylland"), ("1082", "midtjylland"),
    ("1083", "syddanmark"), ("REGION SYDDANMARK", "syddanmark"), ("  Syddanmark\n", "syddanmark"),
    ("1084", "hovedstaden"), ("hovedstadsregionen", "hovedstaden"), ("1085", "sjaelland"),
    ("Sjælland", "sjaelland"), ("SJÆLLAND", "sjaelland"), ("sjaelland", "sjaelland"), ("Zealand", "sjaelland"),
    ("Region Østdanmark", "oestdanmark"), ("østdanmark", "oestdanmark"), ("oestdanmark", "oestdanmark"),
])  # fmt: skip
def test_a_region_goes_by_name_slug_or_authority_code(name: str, slug: str) -> None:
    assert find_region(name).slug == slug


@pytest.mark.parametrize("name", ["", " ", "Skåne", "108", "10811", "jylland", "Region", "1086"])
def test_an_unknown_name_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(VocabularyError) as refused:
        find_region(name)
    assert f"'{name}' is none" in str(refused.value)
    assert all(region.names["da"] in str(refused.value) for region in regions().values())


def test_the_regions_are_those_of_the_manifest() -> None:
    assert sorted(regions()) == sorted(REGIONS)


def test_no_two_regions_share_a_name() -> None:
    aliases = [alias for region in regions().values() for alias in region.aliases]
    assert len(aliases) == len(set(aliases))


def test_every_region_has_a_name_in_both_languages() -> None:
    assert all(set(region.names) == {"da", "en"} for region in regions().values())

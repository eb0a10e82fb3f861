"""The agreements themselves: when each is in force, who made it and which it replaces."""

from __future__ import annotations

from datetime import date

import pytest

from search.responses import Response
from service.knowledge import Knowledge
from service.settings import Settings


@pytest.fixture(scope="module")
def knowledge(release_settings: Settings) -> Knowledge:
    return Knowledge.open(release_settings)


def ask(knowledge: Knowledge, text: str, today: date = date(2025, 6, 1)) -> Response:
    return knowledge.ask(text, today)


def test_those_of_the_regions_named_are_listed_with_period_and_parties(knowledge: Knowledge) -> None:
    (one,) = ask(knowledge, "hvornår udløber aftalen i Nordjylland").agreements
    assert (one.id, one.region) == ("nordjylland-2024-2027", "Region Nordjylland")
    assert (one.period_start, one.period_end, one.in_force) == ("2024-01-01", "2027-06-30", True)
    assert (len(one.parties), one.municipalities, one.predecessor) == (2, 11, None)


def test_without_a_region_all_are_listed_those_in_force_first(knowledge: Knowledge) -> None:
    found = ask(knowledge, "hvilke aftaler gælder i dag").agreements
    assert [one.in_force for one in found] == sorted((one.in_force for one in found), reverse=True)
    assert {one.region for one in found if not one.in_force} == {"Region Hovedstaden", "Region Syddanmark"}
    assert {one.coverage for one in found if one.region == "Region Syddanmark"} == {"fact sheet"}
    assert {one.predecessor for one in found} == {None, "syddanmark-2019-2023-faktaark"}


def test_whether_one_is_in_force_is_told_for_the_day_asked(knowledge: Knowledge) -> None:
    (one,) = ask(knowledge, "hvornår udløber aftalen i Nordjylland", date(2027, 7, 1)).agreements
    assert not one.in_force


def test_the_query_shown_gives_the_agreements(knowledge: Knowledge) -> None:
    response = ask(knowledge, "hvem er parterne bag aftalerne i Sjælland og Midtjylland")
    rows = {row["agreement"].value for row in knowledge.store.query(response.sparql)}
    assert (
        sorted(rows)
        == sorted(one.id for one in response.agreements)
        == ["midtjylland-2024-2027", "sjaelland-2024-2027"]
    )

"""The comparison in the JSON API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from service.api.comparison_json import comparison_json
from service.comparing.comparisons import compared, day
from service.dependencies import Current
from service.texts import texts

compare_api = APIRouter(prefix="/api/v1", tags=["API"])


@compare_api.get("/compare")
def compare(
    current: Current,
    topic: Annotated[
        list[str] | None, Query(description="Names of topics in any form; without any, all that have a level.")
    ] = None,
    on: Annotated[str, Query(description="A day as 2027-06-01; without it, today.")] = "",
    agreement: Annotated[
        list[str] | None, Query(description="None, or two: ids of agreements, or names of regions.")
    ] = None,
    lang: Annotated[str, Query(description="Language of the labels: da or en.")] = "da",
) -> dict[str, Any]:
    """Compare the regions' agreements topic by topic, or two agreements statement by statement."""
    knowledge = current.knowledge
    found = compared(knowledge, current.catalogue, topic or (), agreement or (), day(on))
    return comparison_json(found, knowledge.thesaurus, knowledge.note.base, texts(lang).language)

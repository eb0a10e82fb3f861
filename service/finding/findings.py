"""What the search page and its files show of a question: the answer, and the passages found, by a single search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from search.answers import related, with_nearest
from search.model import Filters, Hit
from search.responses import Response
from service.knowledge import NEAR, Knowledge

FOUND: Final = 150
"""How many passages a search ranks: as many as are ranked alike however few of them are asked for."""


@dataclass(frozen=True, slots=True)
class Findings:
    """An answered question, and the passages found, best first."""

    response: Response
    hits: Sequence[Hit]


def find(question: str, knowledge: Knowledge, today: date, filters: Filters | None = None) -> Findings:
    """Answer a question, and search for it within the filters.

    A search without filters is made once: the nearest passages of silent agreements are among what it finds.
    """
    response = knowledge.ask(question, today)
    hits = knowledge.passages(response.question, FOUND, filters)
    whole = filters is None or filters == Filters()
    answered = with_nearest(response, hits[:NEAR]) if whole else knowledge.with_nearest(response)
    return Findings(answered, list(related(hits)))

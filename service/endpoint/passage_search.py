"""The search for passages as SPARQL queries use it: the property `aft:search`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from graph.namespaces import prefixes_below
from graph.quotes import part_iri
from graph.sparql_search import Hits, Search
from service.knowledge import Knowledge

PREFIX: Final = "aft"
NAME: Final = "search"


def passage_search(base: str, knowledge: Callable[[], Knowledge]) -> Search:
    """Make the search within queries.

    Args:
        base: Below it are the property and the passages.
        knowledge: Gives what is searched; not called before a query searches.
    """

    def find(text: str, most: int) -> Hits:
        hits = knowledge().search(text, most).hits
        return [(str(part_iri(base, hit.document, hit.start, hit.end)), hit.score) for hit in hits]

    return Search(prefixes_below(base)[PREFIX] + NAME, find)

"""The topics that most agreements prioritise: what the front page offers to someone who does not know what to ask."""

from __future__ import annotations

from typing import Final, cast

import pyoxigraph as ox

from graph.prefixes import rebase_text
from graph.store import Asked

MOST: Final = 12
# The narrower topics say more than those above them, which every agreement mentions.
QUERY = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?topic (COUNT(DISTINCT ?agreement) AS ?agreements) (SUM(?shown) AS ?weight) WHERE {
  { SELECT ?topic ?agreement (COUNT(?mention) AS ?shown) WHERE {
      ?priority aft:topic ?topic ; aft:agreement ?agreement ; aft:level 3 ; aft:evidence ?mention .
    } GROUP BY ?topic ?agreement }
  FILTER NOT EXISTS { ?narrower skos:broader ?topic }
}
GROUP BY ?topic
ORDER BY DESC(?agreements) DESC(?weight) ?topic
LIMIT %d
"""


def popular_topics(store: Asked, base: str) -> tuple[str, ...]:
    """Return the slugs of the topics that most agreements prioritise, those with most evidence first."""
    rows = cast(ox.QuerySolutions, store.query(rebase_text(QUERY % MOST, base)))
    return tuple(row["topic"].value.rpartition("/")[2] for row in rows)

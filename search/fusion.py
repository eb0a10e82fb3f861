"""Which kind of evidence counts how much: words, nearness in meaning, topics, and the place of a passage.

The score of a passage is a sum in units of the query's own spread of cosines (z-scores):

    z(cosine) + lexical * coverage * BM25 / best BM25 + topical * share of the query's topics
    + named if it is of a region that the query names - frame if it is a heading

What adapts to the query is `coverage`: the share of what was asked, by weight, that the passages found by words really
have, weighing each word by its rarity. It is 1 for "demens" and "midtvejsstatus" (a rare word that is there decides), 0
for an English question and for words that no text has (nearness in meaning decides), and in between for a description
whose common words occur and whose telling ones do not ("mennesker med skizofreni dør tidligere": 0.2). It thus takes
in the length of the query, its share of unknown words, its language and the rarity of its words at once.

Measured on the 34 answerable development queries over the five agreements (nDCG@10; 663 units): BM25 alone 0.59,
dense alone 0.57 (0.59 with chance taken from it, see `search.background`); of these two, fixed sums of z-scores 0.66
to 0.69 and reciprocal ranks 0.65; this sum without topics 0.72 (0.66 with coverage held at 1, 0.68 at 0.5), with
topics 0.85 (0.82, 0.83). The weights lie on plateaus (lexical 3 to 8: within 0.01; topical 3 to 6: 0.01, 2: -0.03;
named 0 to 3: 0.006; frame: 0, since units are made without headings), so they were set to round numbers. Whether they
fit more than the queries they were set on, `aftalegraf evaluate --folds 5` measures.

Deliberately not: a boost for the type of statement that a query names (+0.004 alone, -0.005 beside that for a region),
pseudo relevance feedback (-0.03 on dense), the best sentence's vector instead of the passage's (+0.01 on dense for
twice the encoding).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from search.analyzer import terms_of, words
from search.query import PART_WEIGHT, Query
from search.vocabulary import Vocabulary

if TYPE_CHECKING:
    Values = np.ndarray[tuple[int], np.dtype[np.float64]]
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Weights:
    """The constants of the fusion.

    Attributes:
        lexical: What the words of a fully covered query count for.
        topical: What having all the topics of the query counts for.
        named: What being of a region that the query names counts for.
        frame: What a heading loses.
        repeated: What each hit that an agreement has already costs its next one, so that hits of other agreements that
            are as good come first. 0.1 raises the agreements among ten hits from 3.5 to 3.9 for 0.005 nDCG@10; 0.2 to
            4.2 for 0.008.
    """

    lexical: float = 5.0
    topical: float = 4.0
    named: float = 2.0
    frame: float = 2.0
    repeated: float = 0.1


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the candidates of one query; all arrays have one value a candidate.

    Attributes:
        words: BM25 scores, 0 where no word matches.
        meaning: Nearness to the query, chance taken from it (see `search.background`).
        topics: Shares of the query's topics, 0 to 1.
        named: 1 for passages of a region that the query names.
        frame: 1 for headings and running titles.
        sample: The same nearness of a sample of all passages.
        coverage: Share of what was asked that the passages found by words have, 0 to 1.
    """

    words: Values
    meaning: Values
    topics: Values
    named: Values
    frame: Values
    sample: Values
    coverage: float


def fuse(evidence: Evidence, weights: Weights = WEIGHTS) -> Values:
    """Return one score a candidate; higher is better."""
    spread = float(evidence.sample.std()) or 1.0
    best = float(evidence.words.max(initial=0.0)) or 1.0
    scores: Values = (
        (evidence.meaning - evidence.sample.mean()) / spread
        + weights.lexical * evidence.coverage * evidence.words / best
        + weights.topical * evidence.topics
        + weights.named * evidence.named
        - weights.frame * evidence.frame
    )
    return scores


def coverage(query: Query, texts: Iterable[str], vocabulary: Vocabulary) -> float:
    """Return the share of the query, by weight of its words, that the text with the most of it has; 0 to 1."""
    most = 0.0
    for text in texts:
        there = set(terms_of(words(text), vocabulary))
        most = max(most, _share(query, vocabulary, there))
    return most


def familiarity(query: Query, vocabulary: Vocabulary) -> float:
    """Return the share of the query, by weight of its words, that any of the texts has; 0 to 1."""
    return _share(query, vocabulary, vocabulary.frequency.keys())


def spread(
    order: Sequence[int], scores: Values, agreements: Numbers, k: int, repeated: float = WEIGHTS.repeated
) -> list[int]:
    """Choose k of the candidates, best first, where each hit of an agreement makes its further ones wait a little.

    Args:
        order: Candidates, best first.
        scores: The score of each candidate.
        agreements: The number of each candidate's agreement.
        k: How many to choose.
        repeated: What each hit that an agreement has already costs its next one.
    """
    places = np.array(order, dtype=np.int64)
    left, theirs = scores[places], agreements[places]
    chosen: list[int] = []
    while len(chosen) < min(k, len(places)):
        best = int(left.argmax())
        chosen.append(int(places[best]))
        left[theirs == theirs[best]] -= repeated
        left[best] = -np.inf
    return chosen


def _share(query: Query, vocabulary: Vocabulary, there: Iterable[str]) -> float:
    present = frozenset(there)
    asked = found = 0.0
    for word in query.words:
        # A word that the texts lack, or have only the parts of, is as telling as the rarest.
        term = word.terms[0][0] if word.terms and word.terms[0][1] > PART_WEIGHT else ""
        weight = vocabulary.weight(term)
        asked += weight
        found += weight * max((share for each, share in word.terms if each in present), default=0.0)
    return found / asked if asked else 0.0

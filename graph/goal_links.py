"""Which goals are alike across regions, and which national goal a goal contributes to, as far as topics tell.

Two goals of different regions are alike by the weight of the topics that both speak of among those that either does
(weighted Jaccard), and a goal contributes to a national goal by the weight of that goal's topics which it speaks of. A
topic weighs the more, the fewer goals have it. In the corpus at hand 16 pairs of goals reach the threshold, and 11
times a goal a national goal. Read by one person after the thresholds were set, all but one are about the same thing;
the one is alike in part (finding mental illness early, and transitions in mental illness). What is alike without a
topic in common is not found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import log

from graph.matcher import Matcher
from graph.model import Link, WeighedSentence
from graph.naming import statement_iris
from ingest.manifest import Agreement
from ingest.model import Extraction, Kind, Statement

ALIKE = 0.2
CONTRIBUTES = 0.3
SIMILAR_RULE = "similar-goals-by-topics"
NATIONAL_RULE = "national-goal-by-topics"
RULES = (SIMILAR_RULE, NATIONAL_RULE)


@dataclass(frozen=True, slots=True)
class LinkedGoal:
    """A goal with what is compared: its name in the graph, where it stands, and the topics that it speaks of."""

    statement: Statement
    iri: str
    agreement: str
    region: str
    topics: frozenset[str]


def goals_of(
    agreement: Agreement, extraction: Extraction, sentences: Iterable[WeighedSentence], base: str
) -> list[LinkedGoal]:
    """Return the goals of an agreement with the topics of their sentences; those without any are left out."""
    topics: dict[Statement, set[str]] = {}
    for sentence in sentences:
        if sentence.statement is not None and sentence.statement.kind is Kind.GOAL:
            topics.setdefault(sentence.statement, set()).update(one.topic for one in sentence.mentions)
    names = statement_iris(base, agreement.id, extraction.statements)
    return [
        LinkedGoal(goal, str(names[goal]), agreement.id, agreement.region, frozenset(found))
        for goal, found in topics.items()
        if found
    ]


def goal_links(goals: Sequence[LinkedGoal], national: Mapping[str, str], matcher: Matcher) -> dict[str, list[Link]]:
    """Infer the links of all goals, by the id of the agreement that they start from.

    Args:
        goals: The goals of all agreements.
        national: The names of the national goals by their IRI.
        matcher: Finds the topics of these names.
    """
    weight = _weights(goals)
    links: dict[str, list[Link]] = {}
    for one, other in permutations(goals, 2):
        if one.region != other.region:
            alike = weight(one.topics & other.topics) / weight(one.topics | other.topics)
            if alike >= ALIKE:
                links.setdefault(one.agreement, []).append(_link(one, "similarGoal", other.iri, alike, SIMILAR_RULE))
    aims = {iri: frozenset(match.topic for match in matcher.find(name)) for iri, name in sorted(national.items())}
    for goal in goals:
        for iri, topics in aims.items():
            share = weight(goal.topics & topics) / weight(topics) if topics else 0.0
            if share >= CONTRIBUTES:
                links.setdefault(goal.agreement, []).append(_link(goal, "nationalGoal", iri, share, NATIONAL_RULE))
    return links


def _weights(goals: Sequence[LinkedGoal]) -> Callable[[Iterable[str]], float]:
    """Return what topics weigh together: the inverse frequency of each among the goals."""
    counts = Counter(topic for goal in goals for topic in goal.topics)
    return lambda topics: sum(log((len(goals) + 1) / (counts[topic] + 0.5)) for topic in topics)


def _link(goal: LinkedGoal, relation: str, target: str, share: float, rule: str) -> Link:
    return Link(goal.statement, relation, target, round(share, 2), rule)

"""Grading: how much weight an agreement gives each topic, with the mentions that show it.

The level is the weight of the weightiest mention (see `graph.weights`). Silence is a result for a full text (0, "ikke
omtalt"); a fact sheet's silence says nothing (`None`), while what it does say counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.matcher import STRENGTH
from graph.model import Mention, Priority
from graph.weights import MENTIONED, PRIORITISED, SUPPORTED
from ingest.model import Coverage

RULES = {PRIORITISED: "priority-in-statement", SUPPORTED: "support-in-statement", MENTIONED: "mention-in-text"}
SILENCE = "silence-in-full-text"
UNKNOWN = "silence-in-fact-sheet"
MOST_EVIDENCE = 12


def priorities(found: Iterable[Mention], topics: Iterable[str], coverage: Coverage) -> list[Priority]:
    """Grade every topic, in order of slug."""
    by_topic: dict[str, list[Mention]] = {topic: [] for topic in topics}
    for mention in found:
        by_topic.setdefault(mention.topic, []).append(mention)
    return [grade(topic, by_topic[topic], coverage) for topic in sorted(by_topic)]


def grade(topic: str, found: Sequence[Mention], coverage: Coverage) -> Priority:
    """Grade one topic from its mentions; the evidence is the strongest first, then the surest, then in order."""
    if not found:
        return Priority(topic, 0, SILENCE) if coverage is Coverage.FULL_TEXT else Priority(topic, None, UNKNOWN)
    evidence = sorted(found, key=lambda mention: (-mention.weight, STRENGTH[mention.match]))
    level = evidence[0].weight
    return Priority(topic, level, RULES[level], tuple(evidence[:MOST_EVIDENCE]))

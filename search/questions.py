"""What a question asks: its language, its topic with the label that matched, and whether it compares regions.

The topic is the one whose words cover most of what the question asks about. A word that no label has is corrected to
the nearest label word first, so that "dobeltdiagnoser" is understood; nothing is corrected that a label has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache

from graph.matcher import STRENGTH, Matcher, TopicMatch
from graph.regions import regions
from ingest import danish
from search.analyzer import content_words, guess_language

# Words that frame a question about regions and agreements without being its subject; function words are `STOPS`.
FRAME = re.compile(
    r"region\w*|prioriter\w*|prioriti[sz]\w*|nævn\w*|omtal\w*|siger?|fokus\w*|focus\w*|arbejder?|sundhedsaftale\w*|aftale\w*"
    r"|mentions?|address\w*|agreements?|says?|indsats(?:en|er|erne)?|emne\w*|bruger|skriver|handler|gælder|findes|noget|blandt|among",
    re.IGNORECASE,
)
ALTERNATIVES = re.compile(r"\s*[/;()]\s*")
SIMILAR = 0.82
MIN_CORRECTED = 5
COVERED = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    Attributes:
        text: As asked.
        language: "da" or "en".
        topic: The topic asked about, or `None`.
        corrected: The words that were read as others, as pairs of asked and read.
    """

    text: str
    language: str
    topic: TopicMatch | None
    corrected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Understanding:
    """Understands questions by a thesaurus."""

    matcher: Matcher

    @cached_property
    def _label_words(self) -> dict[str, None]:
        """All words of labels in lower case, in order."""
        topics = self.matcher.thesaurus.topics.values()
        labels = (label.text for topic in topics for label in topic.labels)
        return {token.text.lower(): None for label in labels for token in danish.tokens(label)}

    def understand(self, text: str) -> Question:
        """Read a question."""
        language = guess_language([token.text.lower() for token in danish.tokens(text)])
        topic = self._topic(text) or self._alternative(text)
        if topic is not None:
            return Question(text, language, topic)
        read, corrections = self._corrected(text)
        return Question(text, language, self._topic(read) if corrections else None, corrections)

    def topics(self, text: str) -> list[str]:
        """Return the slugs of all topics that a text names, the one that covers most of it first."""
        question = self.understand(text)
        found = sorted(self.matcher.matches(text), key=self._order)
        slugs = [question.topic.topic] if question.topic else []
        return list(dict.fromkeys([*slugs, *(match.topic for match in found)]))

    def _topic(self, text: str) -> TopicMatch | None:
        """Return the topic that covers most of the words asked about, and at least half of them."""
        asked = _asked(text)
        best = min(self.matcher.matches(text), key=self._order, default=None)
        if best is None or len(_asked(best.form)) < COVERED * len(asked):
            return None
        return best

    def _alternative(self, text: str) -> TopicMatch | None:
        """Return the topic of the first of several names for one thing ("rygning/tobak", "medicin (ordination)")."""
        parts = [part for part in ALTERNATIVES.split(text) if part.strip()]
        found = (self._topic(part) for part in parts if len(parts) > 1)
        return next((topic for topic in found if topic is not None), None)

    def _order(self, match: TopicMatch) -> tuple[int, int, int, str]:
        depth = len(self.matcher.thesaurus[match.topic].broader)
        return (-len(_asked(match.form)), STRENGTH[match.match], -depth, match.topic)

    def _corrected(self, subject: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        corrections = []
        text = subject
        for word in _asked(subject):
            if len(word) < MIN_CORRECTED or word.lower() in self._label_words:
                continue
            near = get_close_matches(word.lower(), list(self._label_words), n=1, cutoff=SIMILAR)
            if near:
                corrections.append((word, near[0]))
                text = re.sub(rf"\b{re.escape(word)}\b", near[0], text, flags=re.IGNORECASE)
        return text, tuple(corrections)


def _asked(text: str) -> list[str]:
    """Return the words that a question is about; a region that it names is not among them."""
    return [word for word in content_words(text) if not FRAME.fullmatch(word) and word not in _places()]


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """Return the words of the regions' names in lower case, and their genitives."""
    names = (alias for region in regions().values() for alias in region.aliases)
    words = {token.text.lower() for name in names for token in danish.tokens(name)}
    return frozenset(form for word in words for form in (word, f"{word}s"))

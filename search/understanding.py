"""What a question asks: read by the thesaurus, and by the words of the texts.

It is about a topic of the thesaurus if the topic's words are all that it asks about. If not, it is about several things
that must be spoken of together: the topics and the other words that it names ("unges uddannelse", "natlukning"). So
"ensomhed blandt ældre" is never answered by what is said of elderly people alone.

A word that no label has and that is not Danish is corrected to the nearest label word first, so that "dobeltdiagnoser"
is understood; nothing is corrected that a label, the dictionary or the texts have. Words that nobody knows are not
looked for: that they are not found would say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

from graph.matcher import STRENGTH, Matcher, TopicMatch
from graph.patterns import compile_pattern
from ingest import danish
from search.analyzer import guess_language
from search.families import Families
from search.questions import Aspect, Question
from search.spelling import ASCII_LETTERS, spellings
from search.stopwords import STOPS
from search.vocabulary import Vocabulary, unlinked
from search.wording import (
    asked_words,
    asks_for_agreements,
    asks_otherwise,
    asks_to_compare,
    divided,
    frames,
    is_place,
    kinds_asked,
    narrowing,
    negated,
    regions_named,
    two_words,
    without_verb,
)

ALTERNATIVES = re.compile(r"\s*[/;()]\s*")
SIMILAR = 0.82
HALF = 0.5
SHORTEST_PART = 3
MIN_CORRECTED = 5
MOST_ASPECTS = 4
REGIONS_COMPARED = {"predecessor": 1, "regions": 2}
NEVER_WHOLE = frozenset({"statistic", "definition", "organisation", "follow-up"})
"""Kinds that nobody asks to have listed whole: "hvor mange kommuner" does not ask for all figures."""


@dataclass(frozen=True)
class Understanding:
    """Understands questions by a thesaurus, and by the words of the texts.

    Attributes:
        matcher: Finds the topics.
        words: Gives the words of the texts, when a question asks for more than a topic; `None` if there are no texts.
    """

    matcher: Matcher
    words: Callable[[], Vocabulary] | None = None

    @cached_property
    def _label_words(self) -> dict[str, None]:
        """All words of labels in lower case, in order."""
        topics = self.matcher.thesaurus.topics.values()
        labels = (label.text for topic in topics for label in topic.labels)
        return {token.text.lower(): None for label in labels for token in danish.tokens(label)}

    @cached_property
    def _vocabulary(self) -> Vocabulary | None:
        return self.words() if self.words else None

    @cached_property
    def _families(self) -> Families | None:
        return Families(self._vocabulary) if self._vocabulary else None

    def understand(self, text: str, by_kind: bool = True) -> Question:
        """Read a question.

        Args:
            text: The question.
            by_kind: Whether it may ask for the statements of a kind; without that, such words are its subject too.
        """
        language = guess_language([token.text.lower() for token in danish.tokens(text)])
        question = Question(text, language, None, regions=regions_named(text))
        if asks_for_agreements(text):
            return replace(question, on_agreements=True)
        compared = self._comparison(text, question)
        if compared is not None:
            return compared
        text = without_verb(self._spelt(text), self._label_words.__contains__)
        kinds, rest = kinds_asked(text) if by_kind else ((), text)
        needs_subject = not NEVER_WHOLE.isdisjoint(kinds) and not asked_words(rest)
        if kinds and not needs_subject and (question.regions or self._named_whole(text) is None):
            narrowed = self._about(rest, replace(question, kinds=kinds))
            if narrowed.topic or narrowed.aspects or not asked_words(rest):
                return narrowed
        return self._about(text, question)

    def _comparison(self, text: str, question: Question) -> Question | None:
        """Return a question that asks to put agreements beside each other, on a topic or on all, or `None`."""
        how, rest = asks_to_compare(text)
        if not how or len(question.regions) != REGIONS_COMPARED[how]:
            return None
        topic = self._topic(rest) if asked_words(rest) else None
        return replace(question, compares=how, topic=topic) if topic or not asked_words(rest) else None

    def _about(self, text: str, question: Question) -> Question:
        """Add to a question what a text, it or a part of it, is about."""
        topic = self._topic(text) or self._alternative(text)
        if topic is not None:
            return replace(question, topic=topic)
        read, corrections = self._corrected(text)
        topic = self._topic(read) if corrections else None
        return replace(question, topic=topic, corrected=corrections, aspects=() if topic else self._aspects(read))

    def topics(self, question: Question) -> list[str]:
        """Return the slugs of all topics that a question names, the one that it is about first."""
        found = sorted(self.matcher.matches(question.text), key=self._order)
        slugs = [question.topic.topic] if question.topic else []
        return list(dict.fromkeys([*slugs, *(match.topic for match in found)]))

    def _named_whole(self, text: str) -> TopicMatch | None:
        """Return the topic that one of its labels names with all the words asked, as "nationale mål" does."""
        best = min(self._named(text), key=self._order, default=None)
        whole = best is not None and best.match != "semantic" and set(asked_words(text)) <= set(asked_words(best.form))
        return best if whole and not asks_otherwise(text) else None

    def _topic(self, text: str) -> TopicMatch | None:
        """Return the topic that covers all the words asked about; those that narrow nothing aside."""
        asked = narrowing(asked_words(text))
        best = min(self._named(text), key=self._order, default=None)
        if best is None:
            return None
        left = asked - set(asked_words(best.form))
        # "Hvem har ansvaret for genoptræning" asks something of a topic, and narrows it to nothing.
        return best if not left or (asks_otherwise(text) and len(left) <= HALF * len(asked)) else None

    def _named(self, text: str) -> Iterator[TopicMatch]:
        """Yield the topics that a text names, by a label or by a phrase that puts several words together.

        A pattern of one word or phrase only tells that a text speaks of the topic too: "energidrikke" speaks of diet,
        but who asks for energy drinks must not be told of all that is said on diet.
        """
        for match in self.matcher.matches(text):
            if match.match != "semantic" or len(compile_pattern(match.label).groups) > 1:
                yield match

    def _alternative(self, text: str) -> TopicMatch | None:
        """Return the topic of several names for one thing: "rygning/tobak", or two that name it ("demens og demente").

        Of names divided by a slash the first counts; "demens og diabetes" are two things.
        """
        parts = [part for part in ALTERNATIVES.split(text) if part.strip()]
        if len(parts) > 1:
            return next((topic for topic in map(self._topic, parts) if topic is not None), None)
        found = [self._topic(part) for part in two_words(text)]
        return found[0] if found and len({topic.topic if topic else None for topic in found}) == 1 else None

    def _order(self, match: TopicMatch) -> tuple[int, int, int, str]:
        depth = len(self.matcher.thesaurus[match.topic].broader)
        return (-len(asked_words(match.form)), STRENGTH[match.match], -depth, match.topic)

    def _aspects(self, text: str) -> tuple[Aspect, ...]:
        """Return what a question is about besides a single topic: the topics that cover most, then its other words."""
        asked = asked_words(text)
        left = narrowing(asked)
        if self._families is None or not left or asks_otherwise(text) or negated(text) or divided(text):
            return ()
        found = []
        for match in sorted(self._named(text), key=self._order):
            covered = set(asked_words(match.form))
            if covered and covered <= set(asked) and covered & left:
                found.append(Aspect(match.form, match.topic))
                left -= covered
        for word in (word for word in asked if word in left):
            forms = tuple(form for form in self._families.of(word) if not is_place(form))
            if not forms and not self._is_danish(word):
                return ()
            found.append(Aspect(word, forms=forms or (word,)))
        return tuple(dict.fromkeys(found)) if len(found) <= MOST_ASPECTS else ()

    def _corrected(self, subject: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        corrections = []
        text = subject
        for word in asked_words(subject):
            if len(word) < MIN_CORRECTED or word.lower() in self._label_words or self._is_danish(word):
                continue
            near = get_close_matches(word.lower(), list(self._label_words), n=1, cutoff=SIMILAR)
            if near:
                corrections.append((word, near[0]))
                text = re.sub(rf"\b{re.escape(word)}\b", near[0], text, flags=re.IGNORECASE)
        return text, tuple(corrections)

    def _spelt(self, text: str) -> str:
        """Write æ, ø and å where a text has ae, oe and aa for them, as far as labels, texts or frames have the word."""
        vocabulary = self._vocabulary if any(plain in text.lower() for plain, _ in ASCII_LETTERS) else None
        for token in reversed(danish.tokens(text) if vocabulary else []):
            first, *others = spellings(token.text.lower())
            known = (one for one in (first, *others) if self._has(one))
            found = next(known, first)
            if found != first:
                text = text[: token.start] + found + text[token.end :]
        return text

    def _has(self, word: str) -> bool:
        in_texts = self._vocabulary is not None and self._vocabulary.known(word)
        return in_texts or word in self._label_words or frames(word)

    def _is_danish(self, word: str) -> bool:
        """Tell whether the dictionary or the texts have a word in lower case, or both parts of a compound."""
        vocabulary = self._vocabulary
        if vocabulary is None or vocabulary.known(word):
            return vocabulary is not None

        def known(part: str) -> bool:
            return part not in STOPS and vocabulary.known(part)

        cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        return any(known(word[cut:]) and any(map(known, unlinked(word[:cut]))) for cut in cuts)

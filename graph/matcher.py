"""Finding the topics that a sentence, or a question, speaks of.

Labels are matched by the lemmas of their words, so that every inflection is found, and by the words as they stand,
since a lemmatiser errs on rare ones; patterns are matched as they are written. Topics may overlap: a text on "svær
psykisk sygdom" speaks of psychological illness too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graph.lexicon import Dictionary, Lexicon
from graph.patterns import Pattern, WordPattern, compile_pattern
from graph.thesaurus import Label, Thesaurus
from ingest import danish
from ingest.danish import Token

MATCH = {"pref": "word", "alt": "synonym", "hidden": "synonym"}
STRENGTH = {"word": 0, "synonym": 1, "semantic": 2}


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic found in a text.

    Attributes:
        topic: Its slug.
        form: The words that matched, as the text has them.
        start: Their first character's offset in the text.
        end: Offset after their last character.
        match: "word" (the preferred label), "synonym" (another label) or "semantic" (a pattern).
        label: The label or pattern that matched.
    """

    topic: str
    form: str
    start: int
    end: int
    match: str
    label: str


@dataclass(frozen=True)
class Matcher:
    """Finds topics of a thesaurus; compiled once, used for every sentence."""

    thesaurus: Thesaurus
    lexicon: Lexicon = field(default_factory=Dictionary)

    @cached_property
    def _labels(self) -> dict[str, list[tuple[tuple[str, ...], str, Label]]]:
        """Labels by the lemma of their first word."""
        table: dict[str, list[tuple[tuple[str, ...], str, Label]]] = defaultdict(list)
        for topic in self.thesaurus.topics.values():
            for label in topic.labels:
                forms = {self._lemmas(danish.tokens(label.text)), _surface(danish.tokens(label.text))}
                for words in forms:
                    if words:
                        table[words[0]].append((words, topic.slug, label))
        return table

    @cached_property
    def _patterns(self) -> list[tuple[str, str, Pattern]]:
        return [
            (topic.slug, text, compile_pattern(text))
            for topic in self.thesaurus.topics.values()
            for text in topic.patterns
        ]

    @cached_property
    def _openings(self) -> dict[str, list[tuple[WordPattern, int]]]:
        """The first words of each pattern's first group by their first two letters; "" where the start is open."""
        table: dict[str, list[tuple[WordPattern, int]]] = defaultdict(list)
        for number, (_, _, pattern) in enumerate(self._patterns):
            for word in {alternative[0] for alternative in pattern.groups[0]}:
                table["" if word.open_start or len(word.stem) < 2 else word.stem[:2]].append((word, number))
        return table

    @cached_property
    def _opened(self) -> dict[str, frozenset[int]]:
        """The patterns that a word can open, for each word seen; a text's words recur."""
        return {}

    def _opened_by(self, word: str) -> frozenset[int]:
        if word not in self._opened:
            candidates = (*self._openings[""], *self._openings.get(word[:2], ()))
            self._opened[word] = frozenset(number for opening, number in candidates if opening.matches(word))
        return self._opened[word]

    def find(self, text: str) -> list[TopicMatch]:
        """Return the topics of a sentence, each once, in order of slug; the surest and longest form of each."""
        found: dict[str, TopicMatch] = {}
        for match in self.matches(text):
            other = found.get(match.topic)
            if other is None or _rank(match) < _rank(other):
                found[match.topic] = match
        return [found[slug] for slug in sorted(found)]

    def matches(self, text: str) -> Iterator[TopicMatch]:
        """Yield every match of every topic, so that a caller can choose: by the words covered, say."""
        for tokens in _readings(text):
            yield from self._by_label(text, tokens)
            yield from self._by_pattern(text, tokens)

    def _lemmas(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        return tuple(self.lexicon.lemma(token.text) for token in tokens)

    def _by_label(self, text: str, tokens: Sequence[Token]) -> Iterator[TopicMatch]:
        for words in (self._lemmas(tokens), _surface(tokens)):
            for start, word in enumerate(words):
                for sequence, slug, label in self._labels.get(word, ()):
                    end = start + len(sequence)
                    if words[start:end] == sequence:
                        first, last = tokens[start].start, tokens[end - 1].end
                        yield TopicMatch(slug, text[first:last], first, last, MATCH[label.role], label.text)

    def _by_pattern(self, text: str, tokens: Sequence[Token]) -> Iterator[TopicMatch]:
        words = _surface(tokens)
        numbers = {number for word in words for number in self._opened_by(word)}
        for number in sorted(numbers):
            slug, source, pattern = self._patterns[number]
            hit = pattern.find(words)
            if hit is not None:
                first, last = tokens[hit[0]].start, tokens[hit[1]].end
                yield TopicMatch(slug, text[first:last], first, last, "semantic", source)


def _readings(text: str) -> Iterator[list[Token]]:
    """Yield the words as they stand, then with those that the text implies in the place of what implies them."""
    tokens = danish.tokens(text)
    yield tokens
    implied = danish.expansions(text)
    if implied:
        kept = [one for one in tokens if not any(new.start <= one.start and one.end <= new.end for new in implied)]
        yield sorted([*kept, *implied], key=lambda token: token.start)


def _rank(match: TopicMatch) -> tuple[int, int]:
    return STRENGTH[match.match], match.start - match.end


def _surface(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.text.lower() for token in tokens)

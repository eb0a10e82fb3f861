"""Topics as a user names them, several at a time, understood as in a question that asks for no kind of statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from graph.limits import LimitError, checked
from graph.thesaurus import Thesaurus, Topic
from ingest.errors import NotFoundError
from search.analyzer import content_words
from search.questions import Question
from search.understanding import Understanding

MOST_TOPICS: Final = 50
NEAREST: Final = 3
NEAR: Final = 0.75
LANGUAGES: Final = ("da", "en")
WORD: Final = 4  # letters; shorter ones say too little
BETWEEN: Final = re.compile(r"[;\r\n]+")


class UnknownTopicError(NotFoundError):
    """No topic is called so.

    Attributes:
        asked: The name.
        topics: Slugs of the topics whose names are most like it, if any is like it at all.
        nearest: What these are called.
    """

    def __init__(self, asked: str, near: Sequence[Topic]) -> None:
        self.asked = asked
        self.topics, self.nearest = tuple(one.slug for one in near), tuple(one.label() for one in near)
        known = f"did you mean {' or '.join(self.nearest)}?" if near else "`aftalegraf ask` looks for other words too."
        super().__init__(f"A topic is one of the thesaurus, and '{asked}' names none; {known}")


@dataclass(frozen=True, slots=True)
class NamedTopic:
    """A topic that was asked for.

    Attributes:
        slug: The topic.
        question: How its name was understood.
    """

    slug: str
    question: Question


def named_topics(texts: Iterable[str], understanding: Understanding) -> tuple[NamedTopic, ...]:
    """Find out which topics are meant, each once, in their order.

    Args:
        texts: Names of topics, one or several in each: separated by semicolons, by line breaks, or by commas where no
            topic is called so as a whole ("rygning, tobak og nikotin" is one).
        understanding: Understands questions.

    Raises:
        UnknownTopicError: A name is that of no topic.
        LimitError: A name is too long, or there are too many.
    """
    asked = [one for text in texts for one in _separated(text, understanding.matcher.thesaurus)]
    if len(asked) > MOST_TOPICS:
        raise LimitError(f"At most {MOST_TOPICS} topics can be compared, and these are {len(asked)}; name fewer.")
    found: dict[str, NamedTopic] = {}
    for name in asked:
        question = understanding.understand(checked(name), by_kind=False)
        if question.topic is None:
            raise UnknownTopicError(name, _near(question, understanding.matcher.thesaurus))
        found.setdefault(question.topic.topic, NamedTopic(question.topic.topic, question))
    return tuple(found.values())


def _near(question: Question, thesaurus: Thesaurus) -> list[Topic]:
    """Return the topics that a question names among other things, or else those that are called nearly so."""
    named = [thesaurus[aspect.topic] for aspect in question.aspects if aspect.topic]
    return named or nearest_topics(question.text, thesaurus)


def nearest_topics(name: str, thesaurus: Thesaurus) -> list[Topic]:
    """Return the topics whose preferred label holds a word of a name, then those that have a label like it."""
    labels = {label.text.casefold(): topic.slug for topic in thesaurus.topics.values() for label in topic.labels}
    near = get_close_matches(name.casefold(), list(labels), n=NEAREST, cutoff=NEAR)
    words = {word.casefold() for word in content_words(name) if len(word) >= WORD}
    own = {
        topic.label(language).casefold(): topic.slug for topic in thesaurus.topics.values() for language in LANGUAGES
    }
    holding = sorted((label for label in own if words & set(label.split())), key=len)
    slugs = dict.fromkeys((*(own[one] for one in holding), *(labels[one] for one in near)))
    return [thesaurus[slug] for slug in list(slugs)[:NEAREST]]


def grouped(topics: Iterable[str], thesaurus: Thesaurus, language: str) -> dict[str, list[str]]:
    """Gather topics below the topmost topic that each belongs to, all in the order of their names."""
    groups: dict[str, list[str]] = {}
    for slug in sorted(topics, key=lambda one: _names(thesaurus, one, language)):
        groups.setdefault(_path(thesaurus, slug)[0].slug, []).append(slug)
    return groups


def _separated(text: str, thesaurus: Thesaurus) -> Iterator[str]:
    for part in (part.strip() for part in BETWEEN.split(text)):
        if "," in part and not _is_label(part, thesaurus):
            yield from (piece.strip() for piece in part.split(",") if piece.strip())
        elif part:
            yield part


def _is_label(text: str, thesaurus: Thesaurus) -> bool:
    wanted = text.casefold()
    return any(label.text.casefold() == wanted for topic in thesaurus.topics.values() for label in topic.labels)


def _path(thesaurus: Thesaurus, slug: str) -> list[Topic]:
    """Return the topics from the topmost down to this one; of several above one, the first by name."""
    path = [thesaurus[slug]]
    while path[0].broader:
        path.insert(0, thesaurus[path[0].broader[0]])
    return path


def _names(thesaurus: Thesaurus, slug: str, language: str) -> list[str]:
    return [topic.label(language).casefold() for topic in _path(thesaurus, slug)]

"""What a question is about, as its page says it: in its own words, and which topics are near or may have been meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from search.questions import Question
from search.responses import Response
from service.addresses import topic_address
from service.opened import Opened
from service.texts import Texts

MOST_MEANT: Final = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, as its page says it.

    Attributes:
        label: The topic's name, or the words of the question.
        page: Where the topic's page is, or empty.
        definition: What the topic covers.
        understood: The words that stood for the topic, where its name does not say them.
        together: That several things are looked for at once, or empty.
        words: Which words were looked for, or empty.
        apart: Where several things are looked for at once, each of them, to be asked for by itself.
        around: The topics above, below and beside it: what they are to it, with their names and pages.
    """

    label: str
    page: str = ""
    definition: str = ""
    understood: str | None = None
    together: str = ""
    words: str = ""
    apart: Sequence[str] = ()
    around: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()


def subject(response: Response, current: Opened, texts: Texts) -> Subject | None:
    """Return what the page says of what the question is about, or `None` if it has no answers.

    A topic that is younger than the built data has no answers and is passed over.
    """
    question = response.question
    if not response.answers:
        return None
    if question.topic is None:
        words = [form for aspect in question.aspects for form in aspect.forms]
        return Subject(
            label=question.named,
            together=texts("answer.together", things=question.named) if len(question.aspects) > 1 else "",
            apart=question.things if len(question.aspects) > 1 else (),
            words=texts("answer.words", words=", ".join(words)) if words else "",
        )
    topic = current.knowledge.thesaurus[question.topic.topic]
    label = topic.label(texts.language)
    return Subject(
        label=label,
        page=topic_address(topic.slug, texts.language),
        definition=topic.definition if texts.language == "da" else "",
        understood=_understood(question, label),
        around=_around(topic.slug, current, texts),
    )


def _around(slug: str, current: Opened, texts: Texts) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the topics next to one in the thesaurus, with their pages, by what they are to it."""
    thesaurus = current.knowledge.thesaurus
    groups = {
        "broader": thesaurus[slug].broader,
        "narrower": thesaurus.narrower.get(slug, ()),
        "related": thesaurus[slug].related,
    }
    language = texts.language
    named = {
        name: [(thesaurus[slug].label(language), topic_address(slug, language)) for slug in slugs]
        for name, slugs in groups.items()
        if slugs
    }
    return [
        (texts(f"around.{name}"), sorted(found, key=lambda one: one[0].casefold())) for name, found in named.items()
    ]


def about(question: Question, current: Opened, texts: Texts) -> str:
    """Return what a question is about, in words: a topic, or several things."""
    if question.topic is None:
        return question.named
    return current.knowledge.thesaurus[question.topic.topic].label(texts.language)


def _understood(question: Question, label: str) -> str | None:
    """Return the words of the question that stood for the topic, unless its name says them."""
    form = question.topic.form if question.topic else label
    return None if question.corrected or form.casefold() in label.casefold() else form


def meant(response: Response, current: Opened, language: str) -> list[str]:
    """Return names of topics that may be meant by words that were read as others, or that are found nowhere."""
    question = response.question
    asked = [word for word, _ in question.corrected]
    if question.topic is None and not (response.statements or response.agreements):
        silent = all(answer.silent for answer in response.answers)
        asked += [question.text] if silent else []
        words = [one for one in question.aspects if one.topic is None]
        asked += [one.label for one in words if silent or one.label.lower() not in one.forms]
    found = [one for word in asked for one in current.suggestions.meant(word, language)]
    known = question.topic.topic if question.topic else None
    return list(dict.fromkeys(one.text for one in found if one.id != known))[:MOST_MEANT]

"""Goals in announced lists ("Vi vil:"), in headings below an announcement, and in sentences below one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from ingest.model import Goal, Kind, Quote
from ingest.repair import Repaired
from ingest.statements import cues
from ingest.statements.announcements import Announcement
from ingest.statements.goal import make
from ingest.statements.matching import key
from ingest.statements.named_lists import first_sentence
from ingest.statements.reading import Reading
from ingest.statements.recurring import is_label
from ingest.statements.sections import headings_from

NAME_WORDS = 9
MIN_SENTENCE_WORDS = 5
MAX_TITLE_WORDS = 5
MAX_BODY = 2
# What somebody else says, or a law or another plan.
REPORTED = re.compile(
    r"[»«”\"]|\b(?:siger|mener|fortæller|oplyser|foreslår|efter loven|ifølge loven)\b|\bhar som mål\b", re.IGNORECASE
)
# What joins a sentence to the one before it: "Og ingen unge ryger."
ALSO = re.compile(r"^(?:Og|Samtidig|Desuden|Endelig) ")
# "**Mål:** Flere børn cykler.", where the bold word is set as a heading.
LONE_LABEL = re.compile(r"^\w+:$")
QUOTATION = re.compile(r"^[»\"”“]")


def in_list(reading: Reading, one: Announcement) -> Iterator[Goal]:
    """Read a list of goals, or the headings that name them with the sentence that says what the goal is."""
    heading = reading.blocks[one.index].role == "heading"
    items = reading.items_below(one.index) if heading and not one.opens else reading.items_after(one.index)
    verb = "vil" if re.search(r"\bvil\b", one.text.text, re.IGNORECASE) else None
    names = [first_sentence(reading.sentences[item]) for item in items]
    named = len(items) > 1 and all(names)
    for item, name in zip(items, names, strict=True):
        content = reading.blocks[item].content
        goal = _under_heading(reading, content) or make(reading, content, strength=verb)
        yield _behind_name(reading, content, name) if named and name and not goal.label else goal
    if items or not (heading or one.opens):
        return
    if heading and LONE_LABEL.match(one.text.text) and reading.blocks[one.index + 1 : one.index + 2]:
        following = reading.blocks[one.index + 1]
        if following.role == "paragraph" and not one.by_meaning:
            yield make(reading, following.content, strength=verb)
            return
    over = one.index + 1 < len(reading.blocks) and reading.blocks[one.index + 1].role == "heading"
    guessed = one.by_meaning and not (over and reading.comes_again_as_heading(one.index))
    below = [] if guessed else list(headings_from(reading, one.index))[: one.count]
    for index in below:
        yield from _named_by(reading, one, index)
    if heading and not below and _is_about_goals(one):
        yield from _stated_below(reading, one.index)


def _behind_name(reading: Reading, content: Repaired, length: int) -> Goal:
    """Read an item that begins with the goal's name, of so many characters: "Én plan. Alle har en fælles plan."."""
    name, text = content.slice(0, length).text.rstrip("."), content.slice(length, len(content.text))
    return Goal(Kind.GOAL, text.text, (reading.quote(text), reading.quote(content.slice(0, length))), label=name)


def _named_by(reading: Reading, one: Announcement, index: int) -> Iterator[Goal]:
    """Read a heading that names a goal, or one over a list of goals."""
    block = reading.blocks[index]
    listed = reading.items_after(index)
    ranked = block.style.startswith("#") and reading.blocks[one.index].role == "heading"
    if listed:
        for item in listed:
            content = reading.blocks[item].content
            yield Goal(Kind.GOAL, f"{block.text} {content.text}", (reading.quote(content),), label=content.text)
    elif one.opens or _goal_sentences(reading, index):
        yield _under_heading(reading, block.content) or make(reading, block.content)
    elif ranked and 0 < len(own := _own_body(reading, index)) <= MAX_BODY and not reading.has_parts(index):
        name = make(reading, block.content)
        first = reading.sentences[own[0]][0]
        yield replace(name, label=name.text, text=first.text, quotes=(reading.quote(first), *name.quotes))


def _own_body(reading: Reading, heading: int) -> list[int]:
    """Return the text below a heading up to a short line that leads to a list ("Datapunkter")."""
    body = reading.body(heading)
    return list(takewhile(lambda i: not (is_label(reading.blocks[i].text) and reading.items_after(i)), body))


def _is_about_goals(one: Announcement) -> bool:
    """Tell whether a heading announces goals and nothing besides."""
    return {noun.kind for noun in cues.nouns(one.text.text)} <= {Kind.GOAL} and len(
        one.text.text.split()
    ) <= MAX_TITLE_WORDS


def _stated_below(reading: Reading, heading: int) -> Iterator[Goal]:
    """Read the sentences below a heading that calls them goals, if they commit or say what shall be."""
    body = reading.body(heading)
    if any(cues.label(Kind.GOAL).match(reading.blocks[index].text) for index in body):
        return
    for index in body:
        for sentence in reading.sentences[index]:
            stated = cues.pattern("goal", "stated").search(ALSO.sub("", sentence.text))
            if (stated or commits(sentence)) and not QUOTATION.match(reading.blocks[index].text):
                yield make(reading, sentence)


def commits(sentence: Repaired) -> bool:
    """Tell whether a sentence commits the parties or says what shall be, and does not tell what others say."""
    text = sentence.text
    if REPORTED.search(text):
        return False
    said = cues.pattern("goal", "committed").search(text) or cues.pattern("goal", "sentence").search(text)
    return bool(said) and len(text.split()) >= MIN_SENTENCE_WORDS and text.endswith((".", ")"))


def _under_heading(reading: Reading, name: Repaired) -> Goal | None:
    """Return the goal that has a short name and, under the heading of that name, a sentence that states it."""
    if len(name.text.split()) > NAME_WORDS:
        return None
    for index in reading.headings_by_key.get(key(name.text), []):
        stating = _goal_sentences(reading, index)
        if stating:
            own = reading.quote(reading.blocks[index].content)
            quotes: tuple[Quote, ...] = (*(reading.quote(sentence) for sentence in stating), own)
            named = reading.quote(name)
            body = tuple(reading.quote(reading.blocks[i].content) for i in reading.body(index))
            return Goal(
                Kind.GOAL,
                stating[0].text,
                quotes if named in quotes else (*quotes, named),
                label=reading.blocks[index].text,
                body=body,
            )
    return None


def _goal_sentences(reading: Reading, heading: int) -> list[Repaired]:
    return [
        sentence
        for index in reading.body(heading)
        for sentence in reading.sentences[index]
        if cues.pattern("goal", "sentence").search(sentence.text)
    ]

"""What a user may mean while still typing: topics by any of their labels, agreements, and questions often worth asking.

All is read from the graph once a release; a keystroke looks at some thousand short texts in memory. A text is matched
as it is folded: in small letters, æ, ø and å as ae, oe and aa, so that either way of writing finds the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Final, Self, cast

import pyoxigraph as ox

from graph.namespaces import LETTERS
from graph.prefixes import rebase_text
from graph.store import Asked
from graph.thesaurus import Thesaurus, Topic
from service.addresses import address
from service.catalogue import Catalogue, HeldAgreement
from service.names import region_name
from service.texts import LANGUAGES, texts

MOST: Final = 10
SHOWN: Final = ("pref", "alt")
KINDS: Final = ("topic", "agreement", "question")
WITHIN: Final = 4
"""How many letters must be typed before they are looked for within words: "kol" is not meant by "skole"."""
SIMILAR: Final = 0.8
APART: Final = re.compile(r"[^a-z0-9]+")
MENTIONS: Final = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>

SELECT ?thing (COUNT(?mention) AS ?number) WHERE { ?mention a aft:Mention ; aft:topic ?thing } GROUP BY ?thing
"""
STATEMENTS: Final = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
PREFIX dcterms: <http://purl.org/dc/terms/>

SELECT ?thing (COUNT(DISTINCT ?statement) AS ?number) WHERE {
  ?statement dcterms:isPartOf ?thing ; aft:text ?text . ?thing a aft:Agreement
} GROUP BY ?thing
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to ask for.

    Attributes:
        text: What the user would type in full.
        kind: One of `KINDS`.
        id: The slug of the topic, of a question too, or the id of the agreement.
        count: How many sentences mention the topic, or how many statements the agreement has.
        language: The language of the text.
        label: What the thing is called; the text may be another label of the topic.
    """

    text: str
    kind: str
    id: str
    count: int
    language: str
    label: str

    def address(self, language: str) -> str:
        """Return the page that it leads to in a language: an agreement's text, or what is found."""
        if self.kind == "agreement":
            return address(f"/aftale/{self.id}", language)
        return address("/", language, q=self.text)


@dataclass(frozen=True)
class Suggestions:
    """All that can be suggested, each with its folded text."""

    known: tuple[tuple[str, Suggestion], ...]

    @classmethod
    def of(cls, store: Asked, base: str, thesaurus: Thesaurus, catalogue: Catalogue, popular: Iterable[str]) -> Self:
        """Read what can be suggested for a release.

        Args:
            store: The graph.
            base: Base IRI of its names.
            thesaurus: The topics.
            catalogue: The agreements.
            popular: The slugs of the topics that are worth a question.
        """
        mentions, statements = (_counts(store, query, base) for query in (MENTIONS, STATEMENTS))
        suggestions = [one for topic in thesaurus.topics.values() for one in _topic(topic, mentions)]
        suggestions += [_agreement(one, statements) for one in catalogue.agreements.values()]
        suggestions += [one for slug in popular for one in _questions(thesaurus[slug], mentions)]
        return cls(tuple((folded(one.text), one) for one in suggestions))

    def matching(self, typed: str, language: str = "da") -> list[Suggestion]:
        """Return the best suggestions: what was typed, what begins so, where a word does, then what has it elsewhere.

        Among equals the language asked for comes first, then topics before agreements, then what is called so, then
        what has most to show. Each topic, agreement and question comes once, by the text of it that fits best. Where
        nothing fits, what is spelt alike is suggested.
        """
        wanted = folded(typed)
        return self._fitting(wanted, language) or self._fitting(self._spelt(wanted), language)

    def meant(self, words: str, language: str = "da") -> list[Suggestion]:
        """Return the topics that are called so in the nearest spelling; none if the words are known as they are."""
        wanted = folded(words)
        read = self._spelt(wanted)
        found = self._fitting(read, language) if read != wanted else []
        return [one for one in found if one.kind == "topic" and folded(one.text).startswith(read)]

    def _fitting(self, wanted: str, language: str) -> list[Suggestion]:
        words = wanted.split()
        if not words:
            return []
        placed = ((_place(text, wanted, words), len(text), one) for text, one in self.known if words[0] in text)
        found = [(place, length, one) for place, length, one in placed if place is not None]
        found.sort(key=lambda each: (each[0], *_rank(each[2], language), each[1]))
        best: dict[tuple[str, str], Suggestion] = {}
        for *_, one in found:
            best.setdefault((one.kind, one.id), one)
        return list(best.values())[:MOST]

    def _spelt(self, wanted: str) -> str:
        return " ".join(self._nearest(word) for word in wanted.split())

    @cached_property
    def _words(self) -> Mapping[str, tuple[str, ...]]:
        """The words of all texts by their first letter, for hardly anybody errs in that."""
        table: dict[str, dict[str, None]] = {}
        for word in (word for text, _ in self.known for word in text.split()):
            table.setdefault(word[0], {})[word] = None
        return {letter: tuple(words) for letter, words in table.items()}

    def _nearest(self, word: str) -> str:
        """Return the known word or beginning of one that is spelt most like a word being typed; itself if none is."""
        known = self._words.get(word[0], ())
        if len(word) < WITHIN or any(one.startswith(word) for one in known):
            return word
        spellings = dict.fromkeys((*known, *(one[: len(word)] for one in known)))
        near = get_close_matches(word, spellings, n=1, cutoff=SIMILAR)
        return near[0] if near else word


def _place(text: str, wanted: str, words: Sequence[str]) -> int | None:
    """Tell how well a folded text fits what is wanted: 0 the best, `None` not at all."""
    if text.startswith(wanted):
        return int(text != wanted)
    if f" {wanted}" in text:
        return 2
    if len(words) > 1 and all(f" {word}" in f" {text}" for word in words):
        return 3
    return 4 if len(wanted) >= WITHIN and wanted in text else None


def _rank(one: Suggestion, language: str) -> tuple[bool, int, bool, int]:
    return one.language != language, KINDS.index(one.kind), one.text != one.label, -one.count


def folded(text: str) -> str:
    """Write a text in small letters of a-z, with single spaces for all between its words."""
    small = unicodedata.normalize("NFC", text).casefold().translate(LETTERS)
    plain = unicodedata.normalize("NFKD", small).encode("ascii", "ignore").decode()
    return APART.sub(" ", plain).strip()


def _topic(topic: Topic, mentions: Mapping[str, int]) -> Iterator[Suggestion]:
    for label in topic.labels:
        if label.role in SHOWN:
            yield Suggestion(
                label.text,
                "topic",
                topic.slug,
                mentions.get(topic.slug, 0),
                label.language,
                topic.label(label.language),
            )


def _agreement(one: HeldAgreement, statements: Mapping[str, int]) -> Suggestion:
    region = region_name(one.region, "da")
    text = one.title if region in one.title else f"{one.title}, {region}"
    return Suggestion(text, "agreement", one.id, statements.get(one.id, 0), "da", text)


def _questions(topic: Topic, mentions: Mapping[str, int]) -> Iterator[Suggestion]:
    for language in LANGUAGES:
        text = texts(language)("suggest.question", topic=topic.label(language))
        yield Suggestion(text, "question", topic.slug, mentions.get(topic.slug, 0), language, text)


def _counts(store: Asked, query: str, base: str) -> dict[str, int]:
    """Return a number for each thing, by the last part of its name."""
    rows = cast(ox.QuerySolutions, store.query(rebase_text(query, base)))
    return {row["thing"].value.rpartition("/")[2]: int(row["number"].value) for row in rows}

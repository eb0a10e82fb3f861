"""What a user may mean while still typing: topics by any of their labels, agreements, and questions often worth asking.

All is read from the graph once a release; a keystroke looks at some thousand short texts in memory. A text is matched
as it is folded: in small letters, æ, ø and å as ae, oe and aa, so that either way of writing finds the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self, cast

import pyoxigraph as ox

from graph.namespaces import LETTERS
from graph.prefixes import rebase_text
from graph.store import Asked
from graph.thesaurus import Thesaurus, Topic
from service.catalogue import Catalogue, HeldAgreement
from service.names import region_name
from service.texts import LANGUAGES, texts

MOST: Final = 10
SHOWN: Final = ("pref", "alt")
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
        kind: "topic", "agreement" or "question".
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


@dataclass(frozen=True, slots=True)
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
        """Return the best suggestions: what was typed, what begins so, where a word does, what holds it within a word.

        Among equals the language asked for comes first, then what is called so, then what has most to show. Each topic,
        agreement and question comes once, by the text of it that fits best.
        """
        wanted = folded(typed)
        if not wanted:
            return []
        found = [(_place(text, wanted), len(text), one) for text, one in self.known if wanted in text]
        found.sort(key=lambda each: (each[0], *_rank(each[2], language), each[1]))
        best: dict[tuple[str, str], Suggestion] = {}
        for *_, one in found:
            best.setdefault((one.kind, one.id), one)
        return list(best.values())[:MOST]


def _place(text: str, wanted: str) -> int:
    """Return 0 where a folded text is what is wanted, 1 where it begins so, 2 where a word of it does, otherwise 3."""
    if text.startswith(wanted):
        return int(text != wanted)
    return 2 if f" {wanted}" in text else 3


def _rank(one: Suggestion, language: str) -> tuple[bool, bool, int]:
    return one.language != language, one.text != one.label, -one.count


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

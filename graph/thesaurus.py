"""The SKOS thesaurus as topics with labels and patterns, read straight from Turtle or from the store.

It is read with pyoxigraph and not with rdflib: 300 topics take some hundredths of a second, so that a single question
on the command line can be understood without loading the graph library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

import pyoxigraph as ox

from graph.quads import read_turtle

SKOS = "http://www.w3.org/2004/02/skos/core#"
ROLES = {f"{SKOS}prefLabel": "pref", f"{SKOS}altLabel": "alt", f"{SKOS}hiddenLabel": "hidden"}
PATTERN = "ontologi#pattern"
TOPIC_PATH = "/id/emne/"


@dataclass(frozen=True, slots=True)
class Label:
    """A topic's name in a language; `role` is "pref", "alt" or "hidden"."""

    text: str
    language: str
    role: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A concept of the thesaurus.

    Attributes:
        slug: The last part of its IRI.
        labels: All its labels, preferred ones first.
        patterns: Phrases by which texts speak of it without naming it; see `graph.patterns`.
        definition: In Danish, or empty.
        broader: Slugs of the topics above it.
        related: Slugs of associated topics.
    """

    slug: str
    labels: tuple[Label, ...]
    patterns: tuple[str, ...] = ()
    definition: str = ""
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    def label(self, language: str = "da") -> str:
        """Return the preferred label in a language, or else in any, or else the slug."""
        preferred = [label for label in self.labels if label.role == "pref"]
        own = [label for label in preferred if label.language == language]
        return next((label.text for label in (*own, *preferred)), self.slug)


@dataclass(frozen=True)
class Thesaurus:
    """The topics by slug, in order of slug."""

    topics: Mapping[str, Topic]

    @cached_property
    def narrower(self) -> Mapping[str, tuple[str, ...]]:
        """For each topic the slugs of those directly below it."""
        below: dict[str, list[str]] = {}
        for topic in self.topics.values():
            for slug in topic.broader:
                below.setdefault(slug, []).append(topic.slug)
        return {slug: tuple(slugs) for slug, slugs in below.items()}

    def __getitem__(self, slug: str) -> Topic:
        return self.topics[slug]

    def __contains__(self, slug: object) -> bool:
        return slug in self.topics


def load_thesaurus(folder: Traversable | None = None) -> Thesaurus:
    """Read all `topics*.ttl` of the ontology folder.

    Raises:
        VocabularyFileError: One is broken.
    """
    source = folder or files("ontology")
    paths = sorted(
        (entry for entry in source.iterdir() if entry.name.startswith("topics") and entry.name.endswith(".ttl")),
        key=lambda entry: entry.name,
    )
    return thesaurus_of(quad for path in paths for quad in read_turtle(path))


def thesaurus_of(quads: Iterable[ox.Quad]) -> Thesaurus:
    """Build the thesaurus from the triples of its concepts."""
    labels: dict[str, list[Label]] = {}
    patterns: dict[str, list[str]] = {}
    broader: dict[str, list[str]] = {}
    related: dict[str, list[str]] = {}
    definitions: dict[str, str] = {}
    for quad in quads:
        slug = _slug(quad.subject)
        predicate = quad.predicate.value
        value = quad.object
        if slug is None:
            continue
        if isinstance(value, ox.Literal):
            if predicate in ROLES:
                labels.setdefault(slug, []).append(Label(value.value, value.language or "", ROLES[predicate]))
            elif predicate.endswith(PATTERN):
                patterns.setdefault(slug, []).append(value.value)
            elif predicate == f"{SKOS}definition" and value.language == "da":
                definitions[slug] = value.value
        elif predicate in (f"{SKOS}broader", f"{SKOS}related"):
            other = _slug(value)
            table = broader if predicate.endswith("broader") else related
            if other is not None:
                table.setdefault(slug, []).append(other)
    order = {"pref": 0, "alt": 1, "hidden": 2}
    return Thesaurus(
        {
            slug: Topic(
                slug,
                tuple(sorted(labels[slug], key=lambda label: (order[label.role], label.language, label.text))),
                tuple(sorted(patterns.get(slug, ()))),
                definitions.get(slug, ""),
                tuple(sorted(broader.get(slug, ()))),
                tuple(sorted(related.get(slug, ()))),
            )
            for slug in sorted(labels)
        }
    )


def _slug(term: object) -> str | None:
    if isinstance(term, ox.NamedNode) and TOPIC_PATH in term.value:
        return term.value.rpartition("/")[2]
    return None

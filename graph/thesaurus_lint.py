"""What a thesaurus must be, beyond what a shape can say: joined up, free of cycles, and of one voice.

Follows the SKOS reference (integrity conditions S13, S14, S27) and the checks of qSKOS that matter to a program that
finds topics by their labels: an orphan is never offered, and a label of two concepts finds the wrong one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from graph.namespaces import namespaces

LANGUAGES: Final = ("da", "en")
NEIGHBOURS: Final = ("sv", "nb")
"""Languages in which a topic may have names besides."""
LABELS: Final = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WORD: Final = r"\*?[^\s|&!*~]+\*?"
ALTERNATIVE: Final = rf"{WORD}(?: {WORD})*"
GROUP: Final = rf"{ALTERNATIVE}(?:\|{ALTERNATIVE})*"
PATTERN: Final = re.compile(rf"{GROUP}(?: & !?{GROUP})*(?: ~[1-9]\d*)?")


def lint_thesaurus(topics: Graph, base: str) -> list[str]:
    """Check the thesaurus of topics and give one sentence for each fault; none means that it is sound."""
    concepts = {URIRef(str(concept)) for concept in topics.subjects(RDF.type, SKOS.Concept)}
    faults = [
        *_unjoined(topics, concepts),
        *_cycles(topics, concepts),
        *_labels(topics, concepts),
        *_shared_labels(topics, concepts),
        *_contradictions(topics, concepts),
        *_patterns(topics, concepts, base),
    ]
    return sorted(faults)


def _unjoined(topics: Graph, concepts: set[URIRef]) -> Iterator[str]:
    tops = set(topics.subjects(SKOS.topConceptOf)) | set(topics.objects(None, SKOS.hasTopConcept))
    for concept in concepts:
        if not SLUG.fullmatch(_name(concept)):
            yield f"A topic's name has a-z, 0-9 and single hyphens, not '{_name(concept)}'; rename it."
        if concept not in tops and (concept, SKOS.broader, None) not in topics:
            yield f"'{_name(concept)}' is an orphan: give it a broader topic or make it a top concept."
        if (concept, SKOS.inScheme, None) not in topics:
            yield f"'{_name(concept)}' is in no scheme: add skos:inScheme."
        for relation in (SKOS.broader, SKOS.narrower, SKOS.related):
            for other in set(topics.objects(concept, relation)) - concepts:
                yield f"'{_name(concept)}' refers to '{_name(other)}', which is no topic: declare it."
    for top in tops - concepts:
        yield f"'{_name(top)}' is named as a top concept, but is no topic: declare it."


def _cycles(topics: Graph, concepts: set[URIRef]) -> Iterator[str]:
    for concept in concepts:
        if concept in _above(topics, concept):
            yield f"'{_name(concept)}' is broader than itself through its own broader topics: break the cycle."


def _labels(topics: Graph, concepts: set[URIRef]) -> Iterator[str]:
    for concept in concepts:
        preferred = [label for label in topics.objects(concept, SKOS.prefLabel) if isinstance(label, Literal)]
        for language in LANGUAGES:
            number = sum(label.language == language for label in preferred)
            if number != 1:
                yield f"'{_name(concept)}' must have one skos:prefLabel in '{language}', not {number}."
        for kind in LABELS:
            allowed = LANGUAGES if kind == SKOS.prefLabel else LANGUAGES + NEIGHBOURS
            for label in topics.objects(concept, kind):
                if not isinstance(label, Literal) or label.language not in allowed or not str(label).strip():
                    known = " or ".join(map(repr, allowed))
                    yield f"The label '{label}' of '{_name(concept)}' must be words in {known}: mend it."


def _shared_labels(topics: Graph, concepts: set[URIRef]) -> Iterator[str]:
    owners: dict[tuple[str | None, str], set[URIRef]] = defaultdict(set)
    for concept in concepts:
        for kind in LABELS:
            for label in topics.objects(concept, kind):
                if isinstance(label, Literal):
                    owners[label.language, " ".join(label.casefold().split())].add(concept)
    for (language, words), sharing in owners.items():
        if len(sharing) > 1:
            names = ", ".join(sorted(_name(concept) for concept in sharing))
            yield f"The label '{words}' ({language}) belongs to several topics ({names}): leave it with one."


def _contradictions(topics: Graph, concepts: set[URIRef]) -> Iterator[str]:
    for concept in concepts:
        for other in set(topics.objects(concept, SKOS.related)) & _above(topics, concept):
            yield f"'{_name(concept)}' has '{_name(other)}' both above it and as related (SKOS S27): keep one."
        for one, another in ((0, 1), (0, 2), (1, 2)):
            for label in set(topics.objects(concept, LABELS[one])) & set(topics.objects(concept, LABELS[another])):
                yield f"'{_name(concept)}' has the label '{label}' twice, in different roles (SKOS S13): keep one."


def _patterns(topics: Graph, concepts: set[URIRef], base: str) -> Iterator[str]:
    pattern = namespaces(base)["aft"].pattern
    for concept, text in topics.subject_objects(pattern):
        if concept not in concepts:
            yield f"'{_name(concept)}' has a pattern, but is no topic: declare it."
        if not PATTERN.fullmatch(str(text)):
            yield f"The pattern '{text}' of '{_name(concept)}' breaks the grammar (words, | & ! * ~N): mend it."


def _above(topics: Graph, concept: URIRef) -> set[Node]:
    above: set[Node] = set()
    waiting = list(topics.objects(concept, SKOS.broader))
    while waiting:
        broader = waiting.pop()
        if broader not in above:
            above.add(broader)
            waiting.extend(topics.objects(broader, SKOS.broader))
    return above


def _name(concept: object) -> str:
    return str(concept).rpartition("/")[2]

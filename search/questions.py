"""A question as it is understood: its language, what it is about, and which of its words were misspelt."""

from __future__ import annotations

from dataclasses import dataclass

from graph.matcher import TopicMatch


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of the things that a question is about together with others.

    Attributes:
        label: The words of the question.
        topic: Slug of the topic that they name, or `None`.
        forms: The words to be looked for where they name none, in lower case.
    """

    label: str
    topic: str | None = None
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    Attributes:
        text: As asked.
        language: "da" or "en".
        topic: The topic asked about, or `None`.
        corrected: The words that were read as others, as pairs of asked and read.
        aspects: Where it is about no single topic, what must be spoken of together; `()` if it cannot be answered so.
        kinds: The kinds of statement that it asks for, as values of `ingest.model.Kind`; `()` if it asks for none.
        regions: Slugs of the regions that it names.
        on_agreements: It asks for the agreements themselves: when they are in force, who made them.
        compares: Asks to put agreements beside each other: "predecessor", a region's beside the one that it replaces,
            or "regions", those of two regions; else empty.
    """

    text: str
    language: str
    topic: TopicMatch | None
    corrected: tuple[tuple[str, str], ...] = ()
    aspects: tuple[Aspect, ...] = ()
    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    on_agreements: bool = False
    compares: str = ""

    @property
    def things(self) -> tuple[str, ...]:
        """What it is about in its own words, where that is no single topic; in the order of the question."""
        labels = (aspect.label for aspect in self.aspects)
        return tuple(sorted(labels, key=lambda label: self.text.lower().find(label.lower())))

    @property
    def named(self) -> str:
        """These things in one line."""
        return " + ".join(self.things)

"""What a text states, with its place in the source.

All offsets are counted in characters (Unicode code points) of the source document as read: the file decoded as UTF-8,
newlines untouched. `source[start:end]` is therefore always the verbatim quote, and `text` the same words after repair
(hyphenation joined, ligature splits mended, white space folded).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ingest.errors import SpanError


class Kind(StrEnum):
    """The kinds of statement an agreement makes; the values are the `type` of the public interfaces."""

    VISION = "vision"
    PRINCIPLE = "principle"
    VALUE = "value"
    FOCUS_AREA = "focus-area"
    GOAL = "goal"
    INDICATOR = "indicator"
    NATIONAL_GOAL = "national-goal"
    NATIONAL_INDICATOR = "national-indicator"
    TARGET_GROUP = "target-group"
    ORGANISATION = "organisation"
    STATISTIC = "statistic"
    DEFINITION = "definition"
    FOLLOW_UP = "follow-up"
    INITIATIVE = "initiative"


class Coverage(StrEnum):
    """How much of an agreement the corpus holds."""

    FULL_TEXT = "full text"
    FACT_SHEET = "fact sheet"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters in a source document as read.

    Raises:
        SpanError: The span is empty, ends before it starts or starts before the text.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start:
            raise SpanError(
                f"Span {self.start}-{self.end} must start at 0 or later and end after its start; "
                "offsets are characters in the source text."
            )

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Tell whether every character of `other` lies in this range."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim piece of a source document; `exact == source[span.start:span.end]`."""

    document: str
    span: Span
    exact: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit of reading: a heading, a paragraph, a list item or a table cell.

    Attributes:
        document: Id of the source document (its file name without the ending).
        span: Where it stands in the source.
        text: Its words after repair.
        role: "heading", "paragraph", "item", "cell" or "margin" (running headers, page numbers, pull quotes).
        headings: The headings above it, outermost first, repaired.
    """

    document: str
    span: Span
    text: str
    role: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item, heading or cell: the unit in which topics are looked for, and which is quoted.

    Attributes:
        quote: Where it stands.
        text: Its words after repair.
    """

    quote: Quote
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that an agreement states, from one or more places in its documents.

    Attributes:
        kind: What it is.
        text: What it says, repaired.
        quotes: Where it stands; the first is the fullest. Further ones are the same statement made elsewhere.
        label: Its short name (a heading, a term), where it has one.
        body: The text that belongs to it below its label, in reading order; may be empty.
        strength: The commitment's modal verb ("skal", "vil", "bør", "kan"), where one governs it.
    """

    kind: Kind
    text: str
    quotes: tuple[Quote, ...]
    label: str | None = None
    body: tuple[Quote, ...] = ()
    strength: str | None = None

    @property
    def quote(self) -> Quote:
        """The fullest quote."""
        return self.quotes[0]

    @property
    def name(self) -> str:
        """The label, or else the text."""
        return self.label or self.text


@dataclass(frozen=True, slots=True)
class FocusArea(Statement):
    """A focus area (pejlemærke, indsatsområde, fokusområde); cross-cutting ones are marked."""

    cross_cutting: bool = False


@dataclass(frozen=True, slots=True)
class Commitment(Statement):
    """What is to be reached, with its terms in the text's own words, where it gives them.

    Attributes:
        target: The value to be reached ("mindst 55 %", "halveret").
        baseline: The value it starts from ("43 % i 2025").
        deadline: When it is to be reached ("senest i 2029").
        responsible: Who is named as responsible for it.
    """

    target: str | None = None
    baseline: str | None = None
    deadline: str | None = None
    responsible: str | None = None


@dataclass(frozen=True, slots=True)
class Goal(Commitment):
    """A goal, with the name of the focus area it stands under."""

    focus_area: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator(Commitment):
    """An indicator of the agreement: the goal it measures, for whom, and which way is better ("up", "down")."""

    goal: str | None = None
    target_groups: tuple[str, ...] = ()
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class NationalGoal(Statement):
    """One of the eight national goals, named by the agreement; `emphasised` if it is given special weight."""

    number: int = 0
    emphasised: bool = False


@dataclass(frozen=True, slots=True)
class Statistic(Statement):
    """A figure: value and unit of what, among whom, when, by which source."""

    value: float = 0.0
    unit: str = ""
    what: str = ""
    population: str | None = None
    year: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Definition(Statement):
    """A term and what the agreement means by it."""

    term: str = ""
    definition: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation(Statement):
    """A body that the agreement gives a role."""

    role: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp(Statement):
    """What is followed up, when, and by whom, as far as the text says."""

    what: str = ""
    when: str | None = None
    responsible: str | None = None


@dataclass(frozen=True, slots=True)
class Formalia:
    """What a text says of the agreement itself; `None` or empty where it says nothing.

    Attributes:
        region: "Region " and the name of the one that is named most often.
        regions: Where none is named more often than others, the names of those.
        period_start: ISO 8601 date, or year where no day is given.
        period_end: The same; "2027" means to the end of that year.
    """

    title: str | None = None
    region: str | None = None
    regions: tuple[str, ...] = ()
    period_start: str | None = None
    period_end: str | None = None
    parties: tuple[str, ...] = ()
    number_of_municipalities: int | None = None
    predecessor: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document, or from the documents of one agreement.

    Attributes:
        passages: Every unit of reading, in order.
        sentences: Every sentence of them, in order; what only repeats (running headers, pull quotes) left out.
        statements: What is stated, in the order of their first quotes.
        unrecognised: Headings of the sections in which no statement was recognised.
    """

    formalia: Formalia
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]
    unrecognised: tuple[str, ...] = field(default=())

"""Two agreements beside each other: their visions, principles, focus areas, goals and indicators.

Read from the graph by the competency question `two-agreements.rq`, with its agreements exchanged. Statements stand in
one row where both agreements say the same words, or where the graph holds their goals as similar, which is inferred and
has a confidence. All others stand alone: that no partner was found does not mean that the other text is silent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

import pyoxigraph as ox

from graph.prefixes import query_text, rebase_text
from graph.store import Asked

QUERY: Final = "two-agreements"
AGREEMENTS: Final = re.compile(r"VALUES \?agreement \{[^}]*\}")
KINDS: Final = ("vision", "principle", "focus-area", "goal", "indicator")
SAME_WORDS, INFERRED, ALONE = "same words", "inferred", "alone"
LINKED: Final = """
PREFIX aft: <https://w3id.org/aftalegraf/ontologi#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
ASK { ?link rdf:predicate aft:similarGoal }
"""


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement of an agreement, at the first place where it stands.

    Attributes:
        name: Its IRI.
        agreement: Id of its agreement.
        kind: The kind of statement.
        label: What it is called.
        text: What it says, after repair.
        under: The focus area of a goal, the goal of an indicator; or empty.
        document: Id of its source document.
        quote: `source[start:end]`.
        start: Its first character's offset in the source.
        end: Offset after its last character.
    """

    name: str
    agreement: str
    kind: str
    label: str
    text: str
    under: str
    document: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A row: what the two agreements say beside each other.

    Attributes:
        kind: The kind of statement.
        sides: What either says; `None` where it has no partner.
        how: Why they stand in one row: "same words" or "inferred"; "alone" where there is one only.
        confidence: How sure the program is, where it is inferred.
    """

    kind: str
    sides: tuple[Stated | None, Stated | None]
    how: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two agreements, by id, row by row.

    Attributes:
        agreements: Their ids.
        pairs: The rows, by kind, in the order in which the first agreement states them.
        linked: The graph holds goals as similar at all; otherwise only the same words join two.
        sparql: The query that gives it.
    """

    agreements: tuple[str, str]
    pairs: tuple[Pair, ...]
    linked: bool
    sparql: str


def side_by_side(
    store: Asked, agreements: tuple[str, str], base: str, keep: Callable[[str], bool] = lambda _text: True
) -> SideBySide:
    """Put two agreements, by id, beside each other.

    Args:
        store: The graph.
        agreements: Ids that the graph holds.
        base: Base IRI of the names.
        keep: Which statements are of interest, by what they say; a pair is kept for either of the two.
    """
    sparql = _query(agreements, base)
    stated: dict[str, Stated] = {}
    similar: dict[tuple[str, str], float] = {}
    for row in cast(ox.QuerySolutions, store.query(sparql)):
        one = _stated(row)
        stated.setdefault(one.name, one)
        if row["similar"] is not None:
            similar[one.name, row["similar"].value] = float(row["confidence"].value)
    pairs = [pair for kind in KINDS for pair in _pairs(kind, stated, agreements, similar)]
    kept = tuple(pair for pair in pairs if any(keep(f"{one.label}\n{one.text}") for one in pair.sides if one))
    return SideBySide(agreements, kept, bool(store.query(rebase_text(LINKED, base))), sparql)


def _query(agreements: Sequence[str], base: str) -> str:
    # As a literal writes itself: an id is a file's name, which may hold quotation marks.
    names = " ".join(str(ox.Literal(one)) for one in agreements)
    return AGREEMENTS.sub(lambda _: f"VALUES ?agreement {{ {names} }}", query_text(QUERY, base))


def _stated(row: ox.QuerySolution) -> Stated:
    return Stated(
        name=row["statement"].value,
        agreement=row["agreement"].value,
        kind=row["kind"].value,
        label=row["label"].value,
        text=row["text"].value,
        under=row["under"].value if row["under"] is not None else "",
        document=row["document"].value,
        quote=row["quote"].value,
        start=int(row["start"].value),
        end=int(row["end"].value),
    )


def _pairs(
    kind: str, stated: dict[str, Stated], agreements: tuple[str, str], similar: dict[tuple[str, str], float]
) -> Iterator[Pair]:
    """Yield the rows of a kind: those of the first agreement with their partners, then what is left of the second."""
    first, second = ([one for one in stated.values() if (one.kind, one.agreement) == (kind, a)] for a in agreements)
    joined: set[str] = set()
    for one in first:
        partners = sorted(_partners(one, second, similar), key=lambda pair: (pair.how != SAME_WORDS, -_sure(pair)))
        joined |= {pair.sides[1].name for pair in partners if pair.sides[1]}
        yield from partners or [Pair(kind, (one, None), ALONE)]
    yield from (Pair(kind, (None, other), ALONE) for other in second if other.name not in joined)


def _partners(one: Stated, others: Sequence[Stated], similar: dict[tuple[str, str], float]) -> Iterator[Pair]:
    for other in others:
        confidence = similar.get((one.name, other.name))
        if _words(one.text) == _words(other.text):
            yield Pair(one.kind, (one, other), SAME_WORDS)
        elif confidence is not None:
            yield Pair(one.kind, (one, other), INFERRED, confidence)


def _sure(pair: Pair) -> float:
    return 1.0 if pair.confidence is None else pair.confidence


def _words(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".;,")

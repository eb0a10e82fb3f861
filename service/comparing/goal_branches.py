"""What agreements state as branches: a focus area with its goals, a goal with its indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.goal_ways import GoalWays, NationalGoal, Stated
from service.addresses import thing_address
from service.catalogue import HeldAgreement
from service.finding.quotes import Place, place
from service.opened import Opened
from service.texts import Texts


@dataclass(frozen=True, slots=True)
class Branch:
    """A statement with those that the agreement puts under it.

    Attributes:
        stated: The statement.
        address: Where it is explained.
        place: Where it stands in the source.
        contributes: The national goals that it contributes to as far as the program infers, each with its confidence.
        branches: What stands under it.
    """

    stated: Stated
    address: str
    place: Place
    contributes: Sequence[tuple[NationalGoal, float]]
    branches: Sequence[Branch]

    def walk(self) -> Iterator[Branch]:
        """Yield it and all under it."""
        yield self
        for branch in self.branches:
            yield from branch.walk()


def branches(ways: GoalWays, agreement: HeldAgreement, current: Opened, texts: Texts) -> list[Branch]:
    """Return what an agreement states; a statement that it puts under several others stands under the first."""
    documents = [one.id for one in agreement.documents]
    own = sorted(
        (one for one in ways.stated if one.agreement == agreement.id),
        key=lambda one: (documents.index(one.document), one.start),
    )
    names = {one.name for one in own}
    national = {one.name: one for one in ways.national}
    base = current.knowledge.note.base

    def branch(one: Stated) -> Branch:
        return Branch(
            stated=one,
            address=thing_address(one.name, base, texts.language) or "",
            place=place(current, texts, agreement, one.document, (one.start, one.end)),
            contributes=[(national[name], sure) for name, sure in one.contributes.items() if name in national],
            branches=[branch(other) for other in own if one.name in other.above[:1]],
        )

    return [branch(one) for one in own if not names.intersection(one.above[:1])]


def weight_words(goal: NationalGoal, agreements: Sequence[HeldAgreement], texts: Texts) -> str:
    """Say which of the agreements name a national goal; silence of a fact sheet tells nothing."""
    if not goal.named:
        sheets = all(one.fact_sheet for one in agreements)
        return texts("ways.unknown" if sheets else "ways.not_named")
    if len(agreements) == 1:
        return texts("ways.emphasised" if goal.emphasised else "ways.named")
    named = texts("ways.named_in", number=len(goal.named), all=len(agreements))
    return f"{named}, {texts('ways.emphasised_in', number=len(goal.emphasised))}" if goal.emphasised else named

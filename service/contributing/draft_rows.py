"""A contribution as its pages show it: what was read, with what was corrected put over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from ingest.corrections import KINDS, LINKS, Correction
from ingest.model import Kind
from service.contributing.drafts import Draft, State
from service.contributing.drafts import Kind as Contributed
from service.texts import Texts

ORDER: Final = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Row:
    """A statement.

    Attributes:
        id: Its name in addresses.
        kind: What it is, as corrected.
        label: Its label, as corrected; may be empty.
        name: What it is called.
        link: What it belongs to, as corrected; may be empty.
        section: The heading that it stands under.
        quotes: Its places, each with the words before, the quote and the words after.
        read: What the program read: "kind", "called", "label", "link".
        correction: What a person corrected.
    """

    id: str
    kind: str
    label: str
    name: str
    link: str
    section: str
    quotes: Sequence[Mapping[str, Any]]
    read: Mapping[str, str]
    correction: Correction | None

    @property
    def deleted(self) -> bool:
        """A person said that it is no statement."""
        return self.correction is not None and self.correction.deleted


def rows(draft: Draft) -> list[Row]:
    """Return the statements of a contribution, in reading order."""
    told = draft.told("understood")
    corrections, matched = {one.id: one for one in draft.corrections}, told.get("matched", {})
    return [_row(one, corrections.get(matched.get(one["id"], ""))) for one in told.get("statements", ())]


def _row(read: Mapping[str, Any], correction: Correction | None) -> Row:
    kind, label, link = read["kind"], read["label"], read["link"]
    if correction is not None:
        kind = correction.kind or kind
        label = label if correction.label is None else correction.label
        link = link if correction.link is None else correction.link
    called = read["called"] if correction is None or correction.label is None else label
    name = called or read["quotes"][0]["exact"]
    return Row(read["id"], kind, label, name, link, read["section"], read["quotes"], read, correction)


def sections(found: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Gather statements under the headings that they stand under."""
    return [(heading, list(some)) for heading, some in groupby(found, key=lambda row: row.section)]


def counts(found: Sequence[Row]) -> list[tuple[str, int]]:
    """Count the statements of each kind, deleted ones left out."""
    counted = Counter(row.kind for row in found if not row.deleted)
    return [(kind.value, counted[kind.value]) for kind in ORDER if counted[kind.value]]


def state_name(draft: Draft, state: State) -> str:
    """Return by which name its state is told: a removal is not published but done."""
    told = draft.kind is Contributed.REMOVAL and state in (State.READY, State.PUBLISHING, State.PUBLISHED)
    return f"removal_{state}" if told else state.value


def lost(draft: Draft) -> list[Correction]:
    """Return the corrections that find no statement; they are kept."""
    matched = set(draft.told("understood").get("matched", {}).values())
    return [one for one in draft.corrections if one.id not in matched]


def kinds_for(row: Row, texts: Texts) -> list[tuple[str, str]]:
    """Return what a statement can be, its own kind among it, each with its name."""
    offered = dict.fromkeys((*(kind.value for kind in KINDS), row.read["kind"]))
    return [(kind, texts(f"type.{kind}")) for kind in offered]


def links_for(row: Row, found: Sequence[Row]) -> dict[str, list[str]]:
    """Return the names of the focus areas and goals that a statement can belong to, by kind."""
    kinds = dict.fromkeys(kind.value for _, kind in LINKS.values())
    names = {
        kind: list(
            dict.fromkeys(one.name for one in found if one.kind == kind and not one.deleted and one.id != row.id)
        )
        for kind in kinds
    }
    if row.link and all(row.link not in some for some in names.values()):
        names["other"] = [row.link]
    return {kind: some for kind, some in names.items() if some}

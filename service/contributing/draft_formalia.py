"""What is told of a new agreement, by its text or by the person who adds it, and what is still to be told."""

from __future__ import annotations

from typing import Final

from ingest.errors import AftalegrafError
from ingest.manifest import is_year_or_date
from ingest.model import Coverage
from ingest.regions import REGIONS
from service.contributing.drafts import Draft, Kind, State

GIVEN: Final = ("region", "title", "start", "end", "coverage")


class ContributionError(AftalegrafError):
    """What a person gave cannot be taken; `text` names the sentence that says why in the user's language."""

    status = 422

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(f"What was given cannot be taken ({text}); correct it on the page.")
        self.text, self.values = text, values


def may_change(draft: Draft) -> bool:
    """Tell whether a contribution is read and not published."""
    return draft.state in (State.READY, State.REFUSED, State.INTERRUPTED) and draft.kind is not Kind.REMOVAL


def formalia_of(draft: Draft) -> dict[str, str]:
    """Return region, title and period of a new agreement, as given or else as the text tells them."""
    told = draft.told("understood").get("formalia", {})
    region = next((slug for slug, name in REGIONS.items() if told.get("region") == f"Region {name}"), "")
    read = {
        "region": region,
        "title": told.get("title"),
        "start": told.get("period_start"),
        "end": told.get("period_end"),
        "coverage": Coverage.FULL_TEXT.value,
    }
    return {name: draft.given.get(name) or read[name] or "" for name in GIVEN}


def lacks(draft: Draft) -> list[tuple[str, str, dict[str, object]]]:
    """Return what has to be told of a new agreement: the field, and the sentence that asks for it."""
    if draft.kind is not Kind.NEW:
        return []
    formalia, read = formalia_of(draft), draft.told("understood").get("formalia", {})
    found: list[tuple[str, str, dict[str, object]]] = []
    if formalia["region"] not in REGIONS:
        several = read.get("regions") or []
        found.append(("region", "lacks.regions" if several else "lacks.region", {"regions": ", ".join(several)}))
    if not formalia["title"]:
        found.append(("title", "lacks.title", {}))
    for name in ("start", "end"):
        if formalia[name] and not is_year_or_date(formalia[name]):
            found.append((name, "lacks.no_date", {"what": formalia[name]}))
        elif not formalia[name]:
            found.append((name, f"lacks.{name}", {}))
    if not found and f"{formalia['end']}-12-31"[:10] < f"{formalia['start']}-01-01"[:10]:
        found.append(("end", "lacks.order", {}))
    return found

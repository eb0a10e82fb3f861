"""Correcting a statement of a contribution, and taking a correction back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ingest.corrections import KINDS, LINKS, MOST_CHARACTERS, Correction
from ingest.errors import NotFoundError
from ingest.model import Kind
from ingest.statements.matching import key
from service.contributing.draft_formalia import ContributionError, may_change
from service.contributing.drafts import Draft, now


def correct(draft: Draft, name: str, form: Mapping[str, str], by: str) -> None:
    """Correct a statement of a contribution, or take its correction back.

    Args:
        draft: The contribution.
        name: The id of the statement.
        form: `kind`, `label` and `link` as they shall be; `do` is "save", "delete" or "restore".
        by: Who corrects.

    Raises:
        NotFoundError: There is no such statement.
        ContributionError: It cannot be corrected to that.
    """
    if not may_change(draft):
        raise ContributionError("draft.closed")
    statement = statement_of(draft, name)
    held = correction_of(draft, name)
    others = [one for one in draft.corrections if held is None or one.id != held.id]
    made = None if form.get("do") == "restore" else _correction(statement, form, by)
    if made is not None and not (made.deleted or (made.kind, made.label, made.link) != (None, None, None)):
        made = None
    draft.correct([*others, *([made] if made else [])])
    if held is not None or made is not None:
        told = draft.told("understood")
        matched = {key: value for key, value in told["matched"].items() if key != name}
        draft.tell("understood", {**told, "matched": {**matched, **({name: made.id} if made else {})}})


def statement_of(draft: Draft, name: str) -> dict[str, Any]:
    """Return a statement as it was read.

    Raises:
        NotFoundError: It is not there, or no longer.
    """
    for statement in draft.told("understood").get("statements", ()):
        if statement["id"] == name:
            return dict(statement)
    raise NotFoundError("There is no such statement in this contribution any more; choose one from its list.")


def correction_of(draft: Draft, name: str) -> Correction | None:
    """Return the correction of a statement, if it has one."""
    wanted = draft.told("understood").get("matched", {}).get(name)
    return next((one for one in draft.corrections if one.id == wanted), None)


def _correction(statement: Mapping[str, Any], form: Mapping[str, str], by: str) -> Correction:
    quote = statement["quotes"][0]
    read = Kind(statement["kind"])
    made = Correction(quote["document"], quote["start"], quote["exact"], read, statement["called"], by, now())
    if form.get("do") == "delete":
        return replace(made, deleted=True)
    kind, label, link = form.get("kind", ""), form.get("label", ""), form.get("link", "")
    if kind != read and kind not in KINDS:
        raise ContributionError("correct.wrong_kind")
    if kind == Kind.DEFINITION and not label:
        raise ContributionError("correct.no_term")
    if max(len(label), len(link)) > MOST_CHARACTERS:
        raise ContributionError("correct.too_long", most=MOST_CHARACTERS)
    return replace(
        made,
        kind=None if kind == read else Kind(kind),
        # A browser sends the words of a name in one line.
        label=None if label == " ".join(statement["label"].split()) else label,
        link=None if key(link) == key(statement["link"]) or kind not in LINKS else link,
    )

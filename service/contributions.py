"""What a person may do with a contribution: begin it, say what the text does not tell, correct, publish, discard."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from graph.namespaces import slugify
from ingest.corrections import KINDS, LINKS, MOST_CHARACTERS, Correction
from ingest.errors import AftalegrafError, NotFoundError
from ingest.manifest import is_year_or_date
from ingest.model import Coverage
from ingest.model import Kind as Statement
from ingest.regions import REGIONS
from ingest.source import FORMATS
from ingest.statements.matching import key
from service.additions import added_ids, all_agreements
from service.drafts import Draft, Drafts, Kind, State, now
from service.jobs import PUBLICATION, READING, Jobs
from service.settings import Settings

SHOWN: Final = 80
"""Characters of a file's name that are shown."""
GIVEN: Final = ("region", "title", "start", "end", "coverage")


class ContributionError(AftalegrafError):
    """What a person gave cannot be taken; `text` names the sentence that says why in the user's language."""

    status = 422

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(f"What was given cannot be taken ({text}); correct it on the page.")
        self.text, self.values = text, values


@dataclass(frozen=True, slots=True)
class Contributions:
    """The contributions of a service."""

    settings: Settings
    drafts: Drafts
    jobs: Jobs

    @classmethod
    def of(cls, settings: Settings) -> Contributions:
        """Make them of the settings."""
        return cls(settings, Drafts(settings.data, settings.upload_days), Jobs(settings))

    @property
    def most_bytes(self) -> int:
        """The largest file that is taken."""
        return self.settings.upload_mebibytes * 1024**2

    def upload(self, file: BinaryIO, name: str, by: str) -> Draft:
        """Keep an uploaded file and read it.

        Raises:
            ContributionError: It is of no format that is read, is empty, too large, or is there already.
        """
        shown = _shown(name)
        # A name of 10,000 characters, of another folder or of another system is a name: nothing is opened by it.
        stem, dot, ending = shown.rpartition(".")
        suffix = f".{ending.lower()}"
        if not dot or suffix not in FORMATS:
            raise ContributionError("upload.wrong_ending", formats=" ".join(FORMATS), what=shown)
        data = file.read(self.most_bytes + 1)
        if len(data) > self.most_bytes:
            raise ContributionError("upload.too_large", most=self.settings.upload_mebibytes)
        if not data.strip():
            raise ContributionError("upload.empty", what=shown)
        agreement = self._new_id(slugify(stem), data)
        draft = self.drafts.new(Kind.NEW, agreement, shown, by, f"{agreement}{suffix}")
        (draft.folder / draft.file).write_bytes(data)
        self.jobs.start(READING, draft)
        return draft

    def correct_held(self, agreement: str, by: str) -> Draft:
        """Begin corrections of an agreement that is held.

        Raises:
            NotFoundError: It is not held.
        """
        title = next((one.title for one in self._held() if one.id == agreement), None)
        if title is None:
            raise NotFoundError(f"There is no agreement '{agreement[:80]}'; choose one that is held.")
        draft = self.drafts.new(Kind.HELD, agreement, title, by)
        self.jobs.start(READING, draft)
        return draft

    def remove(self, agreement: str, by: str) -> Draft:
        """Begin the removal of an agreement that was added.

        Raises:
            NotFoundError: It was not added.
        """
        if agreement not in added_ids(self.settings.data):
            raise NotFoundError(f"Only an agreement that was added can be removed, and '{agreement[:80]}' was not.")
        return self.drafts.new(Kind.REMOVAL, agreement, agreement, by)

    def give(self, draft: Draft, given: Mapping[str, str]) -> Draft:
        """Keep what a person says of a new agreement; what is empty is left to the text."""
        if draft.kind is not Kind.NEW or not may_change(draft):
            raise ContributionError("draft.closed")
        if given.get("coverage") not in ("", None, *Coverage):
            raise ContributionError("draft.wrong_coverage")
        return replace(draft, given={name: given[name][:MOST_CHARACTERS] for name in GIVEN if given.get(name)}).save()

    def publish(self, draft: Draft) -> None:
        """Publish, once: what is under way or done is left as it is.

        Raises:
            ContributionError: Something is not told yet.
        """
        state = draft.state
        if state in (State.PUBLISHING, State.PUBLISHED):
            return
        if state not in (State.READY, State.REFUSED, State.INTERRUPTED):
            raise ContributionError("draft.closed")
        missing = lacks(draft)
        if missing:
            raise ContributionError(missing[0][1], **missing[0][2])
        draft.path("refused").unlink(missing_ok=True)
        draft.tell("publish", {"by": draft.by, "at": now()})
        self.jobs.start(PUBLICATION, draft)

    def discard(self, draft: Draft) -> None:
        """Throw a contribution away, unless it is being published."""
        if not draft.is_busy():
            shutil.rmtree(draft.folder, ignore_errors=True)

    def _new_id(self, slug: str, data: bytes) -> str:
        """Return an id for a new agreement that no other has.

        Raises:
            ContributionError: The very file is there already.
        """
        digest = hashlib.sha256(data).hexdigest()
        documents = [document for one in self._held() for document in one.documents]
        for document in documents:
            if document.sha256 == digest:
                raise ContributionError("upload.there", what=document.title)
        taken = {document.id for document in documents} | {draft.agreement for draft in self.drafts}
        name = slug or "aftale"
        return f"{name}-{digest[:6]}" if name in taken else name

    def _held(self) -> list[Any]:
        return all_agreements(self.settings.corpus, self.settings.data)


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
    found += [(name, f"lacks.{name}", {}) for name in ("start", "end") if not is_year_or_date(formalia[name])]
    if not found and f"{formalia['end']}-12-31"[:10] < f"{formalia['start']}-01-01"[:10]:
        found.append(("end", "lacks.order", {}))
    return found


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
    read = Statement(statement["kind"])
    made = Correction(quote["document"], quote["start"], quote["exact"], read, statement["called"], by, now())
    if form.get("do") == "delete":
        return replace(made, deleted=True)
    kind, label, link = form.get("kind", ""), form.get("label", ""), form.get("link", "")
    if kind != read and kind not in KINDS:
        raise ContributionError("correct.wrong_kind")
    if max(len(label), len(link)) > MOST_CHARACTERS:
        raise ContributionError("correct.too_long", most=MOST_CHARACTERS)
    return replace(
        made,
        kind=None if kind == read else Statement(kind),
        # A browser sends the words of a name in one line.
        label=None if label == " ".join(statement["label"].split()) else label,
        link=None if key(link) == key(statement["link"]) or kind not in LINKS else link,
    )


def _shown(name: str) -> str:
    """Return a file's name as it is shown: its last part, in one line, not too long, with its ending."""
    plain = "".join(one if one.isprintable() else " " for one in name.replace("\\", "/")).split("/")[-1]
    path = Path(" ".join(plain.split()) or "?")
    return f"{path.stem[: SHOWN - 10]}{path.suffix[:10]}"

"""What a person may do with a contribution: begin it, say what the text does not tell, publish, discard."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from graph.namespaces import slugify
from ingest.correction_files import read_corrections
from ingest.corrections import MOST_CHARACTERS
from ingest.errors import NotFoundError
from ingest.manifest import Agreement
from ingest.model import Coverage
from ingest.source import FORMATS
from service.building.additions import added_ids, all_agreements
from service.contributing.draft_formalia import GIVEN, ContributionError, lacks, may_change
from service.contributing.drafts import Draft, Drafts, Kind, State, now
from service.contributing.jobs import PUBLICATION, READING, Jobs
from service.settings import Settings

ENDED: Final = (State.UNREADABLE, State.PUBLISHED)
SHOWN: Final = 80
"""Characters of a file's name that are shown."""


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
            ContributionError: It is of no format that is read, is empty, too large, or is there already, or the disk is
                full.
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
        try:
            with self.drafts.alone():
                for draft in self._open(Kind.NEW, by):
                    if (draft.folder / draft.file).read_bytes() == data:
                        return draft  # a second click, a reload
                agreement = self._new_id(slugify(stem), data)
                draft = self.drafts.new(Kind.NEW, agreement, shown, by, f"{agreement}{suffix}", data)
                self.jobs.start(READING, draft)  # until then it looks as if its reading had failed
        except OSError:
            raise ContributionError("upload.not_kept") from None
        return draft

    def correct_held(self, agreement: str, by: str) -> Draft:
        """Begin corrections of an agreement that is held, or go on with those that the person has begun.

        Raises:
            NotFoundError: It is not held.
        """
        title = self._title(agreement)
        if title is None:
            raise NotFoundError(f"There is no agreement '{agreement[:80]}'; choose one that is held.")
        with self.drafts.alone():
            known = read_corrections(self.settings.corpus, agreement)
            for draft in self._open(Kind.HELD, by, agreement):
                if draft.state is State.READING or draft.before == known:  # nobody has corrected it since
                    return draft
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
        with self.drafts.alone():
            begun = next(self._open(Kind.REMOVAL, by, agreement), None)
            return begun or self.drafts.new(Kind.REMOVAL, agreement, self._title(agreement) or agreement, by)

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
        if draft.kind is Kind.HELD and draft.corrections == draft.before:
            raise ContributionError("draft.nothing_new")
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

    def _open(self, kind: Kind, by: str, agreement: str = "") -> Iterator[Draft]:
        """Give the contributions of a person that are under way, of one agreement or of all."""
        for draft in self.drafts.of(by):
            if draft.kind is kind and agreement in ("", draft.agreement) and draft.state not in ENDED:
                yield draft

    def _title(self, agreement: str) -> str | None:
        return next((one.title for one in self._held() if one.id == agreement), None)

    def _held(self) -> list[Agreement]:
        return all_agreements(self.settings.corpus, self.settings.data)


def _shown(name: str) -> str:
    """Return a file's name as it is shown: its last part, in one line, not too long, with its ending."""
    plain = "".join(one if one.isprintable() else " " for one in name.replace("\\", "/")).split("/")[-1]
    path = Path(" ".join(plain.split()) or "?")
    return f"{path.stem[: SHOWN - 10]}{path.suffix[:10]}"
